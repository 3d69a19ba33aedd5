"""The worked numbers of policies.md part 4 that concern the measures, and the edges of its part 1, put to oracle.py.

    python3 -m unittest test_oracle        (in this folder)
"""
import csv
import datetime
import os
import sys
import tempfile
import unittest
import zipfile
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import oracle  # noqa: E402
import random_city  # noqa: E402
from oracle import CODE, ENTERPRISE_SHEET, Missing, TABLES, wan  # noqa: E402

A, B, C = [first + oracle.check_character(first) for first in
           ("91430200AAAAAAAAA", "91430200BBBBBBBBB", "91430200CCCCCCCCC")]

PLAIN = {CODE: A, "企业名称": "甲公司", "所属县市区": "荷塘区", "行业门类": "汽车制造业", "规上工业": "否", "产值": "0", "营业收入": "1000",
         "资产总额": "1000", "成本费用": "900", "应纳税所得额": "0", "科技型中小企业": "否", "高企认定类型": "", "高企证书编号": "",
         "高企发证日期": "", "享受加计扣除": "否", "上年研发费用": "0", "本年研发费用": "0", "重点领域": "否", "平台考核优秀": "否",
         "首次纳入研发奖补": "否", "制造业": "是", "职工总数": "100", "科技人员数": "0", "Ⅰ类知识产权数": "0", "Ⅱ类知识产权数": "0",
         "开户银行": "", "银行账号": ""}


def headings(table):
    return [f.name + ("(万元)" if f.type == "money" else "") for f in TABLES[table]]


def city(enterprises, year=2023, as_of=None, measures=None, **related):
    """Each enterprise is PLAIN with changes; related: table=[rows as lists, the code first]."""
    tables = {}
    for table in TABLES:
        if table == ENTERPRISE_SHEET:
            rows = [[dict(PLAIN, **e)[f.name] for f in TABLES[table]] for e in enterprises]
        else:
            rows = related.get(table, [])
        tables[table] = oracle.read_table(table, [headings(table)] + rows, year)
    context = oracle.Context(year, as_of or datetime.date(year, 12, 31))
    run = oracle.Run(oracle.Roster(tables), context, measures or oracle.ORDER)
    assert oracle.problems(run) == []
    return run


def line(run, measure, code=A):
    a = [a for a in run.awards if a.measure.id == measure and a.enterprise.code == code][0]
    return dict(zip(oracle.AWARD_COLUMNS, oracle.award_line(a)))


def told(run, measure, code=A):
    got = line(run, measure, code)
    return got["status"], got["reason"], got["payable"]


def payments(run, measure, code=A):
    return [(p[4], p[7], p[8], p[9]) for p in oracle.payment_lines(run) if p[2] == measure and p[0] == code]


class Values(unittest.TestCase):
    def test_kleene(self):
        m = Missing(oracle.Cause("missing", "产值", ENTERPRISE_SHEET, 2))
        self.assertIs(oracle.k_and(False, m), False)
        self.assertIs(oracle.k_or(True, m), True)
        self.assertTrue(oracle.is_missing(oracle.k_and(True, m)))
        self.assertTrue(oracle.is_missing(oracle.k_or(False, m)))
        self.assertEqual(oracle.k_if(m, 5, 5), 5)
        self.assertTrue(oracle.is_missing(oracle.k_if(m, 5, 6)))

    def test_codes(self):
        for code in ("914403001922038216", "91440300192317458F", "914300007808508659", "9144030071526726XG",
                     "9152000071430580XT"):
            self.assertTrue(oracle.code_passes(code), code)
        self.assertFalse(oracle.code_passes("914403001922038272"))
        self.assertFalse(oracle.code_wellformed("91440300192203821"))
        self.assertFalse(oracle.code_wellformed("91440300192203821O"))

    def test_cells(self):
        money, date = TABLES["技术合同"][5], TABLES["技术合同"][2]
        self.assertEqual(oracle.read_cell(money, "1,234.50", 10_000), ("value", Fraction(12_345_000)))
        self.assertEqual(oracle.read_cell(money, "１２３", 1), ("value", Fraction(123)))
        self.assertEqual(oracle.read_cell(money, "12.5万元", 1), ("value", Fraction(125_000)))
        self.assertEqual(oracle.read_cell(money, "—", 1), oracle.EMPTY)
        self.assertEqual(oracle.read_cell(money, "待定", 1)[0], "unreadable")
        self.assertEqual(oracle.read_cell(money, "#N/A", 1)[0], "unreadable")
        for text in ("2022.12.12", "2022/12/12", "2022年12月12日", "20221212", "2022-12-12"):
            self.assertEqual(oracle.read_cell(date, text, None), ("value", datetime.date(2022, 12, 12)))
        self.assertEqual(oracle.read_cell(date, "2022.12", None)[0], "unreadable")

    def test_rounding(self):
        self.assertEqual(oracle.half_away(Fraction("0.005"), Fraction(1, 100)), Fraction("0.01"))
        self.assertEqual(oracle.half_away(Fraction("-0.005"), Fraction(1, 100)), Fraction("-0.01"))
        self.assertEqual(oracle.truncate(Fraction("-1.9"), Fraction(1)), -1)

    def test_largest_remainder(self):
        self.assertEqual(oracle.largest_remainder([Fraction(x) for x in (100_000, 50_000, 333_333, 70_001)], 400_000),
                         [72_289, 36_145, 240_963, 50_603])
        self.assertEqual(oracle.largest_remainder([Fraction(1)] * 3, 2), [1, 1, 0])

    def test_marginal_bands(self):
        for x, due in ((50_000, 500), (100_000, 1_000), (1_000_000, 5_500), (5_000_000, 9_500), (44_500_000, 49_000),
                       (50_000_000, 54_500)):
            self.assertEqual(oracle.marginal(oracle.REGISTRATION_BANDS, Fraction(x)), due)


class Certificates(unittest.TestCase):
    def valid(self, issued, as_of, **more):
        run = city([dict(高企发证日期=issued, 应纳税所得额="100", **more)], year=int(as_of[:4]),
                   as_of=oracle.read_date(as_of), measures=["hnte-tax"])
        a = run.estimates[0]
        return not a.refused if not a.holes else None

    def test_edges(self):
        self.assertTrue(self.valid("2023-12-31", "2023-12-31"))
        self.assertFalse(self.valid("2024-01-01", "2023-12-31"))
        self.assertTrue(self.valid("2021-01-01", "2023-12-31"))
        self.assertFalse(self.valid("2020-12-31", "2023-12-31"))
        self.assertTrue(self.valid("2020-02-29", "2023-02-28"))
        self.assertFalse(self.valid("2020-02-29", "2023-03-01"))

    def test_empty(self):
        self.assertFalse(self.valid("", "2023-12-31"))
        self.assertIsNone(self.valid("", "2023-12-31", 高企证书编号="GR1"))
        self.assertIsNone(self.valid("", "2023-12-31", 高企认定类型="首次认定"))


class Measures(unittest.TestCase):
    def test_seven_and_three(self):
        e = dict(高企认定类型="首次认定", 高企发证日期="2023-06-01")
        run = city([e])
        self.assertEqual(told(run, "hnte-first"), ("paid", "", "100000.00"))
        self.assertEqual(payments(run, "hnte-first"), [("市级", "1", "2023", "70000.00"), ("县级", "1", "2023", "30000.00")])
        self.assertEqual([p[3] for p in oracle.payment_lines(run)], ["1", "2"])
        self.assertEqual(told(run, "hnte-renewal"), ("zero", "type", "0.00"))
        run = city([dict(e, 高企认定类型="重新认定")])
        self.assertEqual([p[3] for p in payments(run, "hnte-renewal")], ["30000.00", "20000.00"])
        self.assertEqual(told(city([dict(e, 高企发证日期="2022-12-31")]), "hnte-first")[1], "year")
        self.assertEqual(told(city([dict(e, 高企发证日期="")]), "hnte-first")[:2], ("held", "missing:高企发证日期"))

    def rd(self, last, this, key="是", year=2023, **more):
        return told(city([dict(享受加计扣除="是", 上年研发费用=last, 本年研发费用=this, 重点领域=key, **more)], year), "rd-award")

    def test_rd_award_2023(self):
        self.assertEqual(self.rd("0", "8.33"), ("zero", "below-floor", "0.00"))
        self.assertEqual(self.rd("0", "8.34"), ("paid", "", "10008.00"))
        self.assertEqual(self.rd("0", "8333.33")[2], "9999996.00")
        self.assertEqual(self.rd("0", "8333.34")[2], "10000000.00")
        self.assertEqual(self.rd("0", "12.49", "否"), ("zero", "below-floor", "0.00"))
        self.assertEqual(self.rd("0", "12.5", "否")[2], "10000.00")
        self.assertEqual(self.rd("100", "50"), ("zero", "increment", "0.00"))
        self.assertEqual(self.rd("", "50"), ("held", "missing:上年研发费用", ""))
        self.assertEqual(self.rd("0", "50", ""), ("held", "missing:重点领域", ""))
        self.assertEqual(self.rd("abc", "50")[1], "unreadable:上年研发费用")

    def test_no_deduction_is_a_clear_zero(self):
        run = city([dict(享受加计扣除="否", 上年研发费用="", 本年研发费用="")])
        self.assertEqual(told(run, "rd-award"), ("zero", "deducted", "0.00"))

    def test_rd_award_2022_cap(self):
        self.assertEqual(self.rd("0", "6000", year=2022)[2], "5000000.00")
        self.assertEqual(self.rd("0", "6000", year=2022, 平台考核优秀="是")[2], "6000000.00")
        self.assertEqual(self.rd("0", "6000", year=2022, 平台考核优秀=""), ("held", "missing:平台考核优秀", ""))
        self.assertEqual(self.rd("0", "5000", year=2022, 平台考核优秀="")[2], "5000000.00")
        self.assertEqual(self.rd("0", "6000", year=2022, 平台考核优秀="", 首次纳入研发奖补="是")[2], "6000000.00")
        self.assertEqual(self.rd("0", "0.0005", year=2022), ("zero", "rounded-to-zero", "0.00"))

    def contract(self, paid="10", number="H1", kind="高等院校", related="否", value="10", day="2023-05-01", code=A):
        return [code, number, day if number else "", "大学", kind, value, paid, related, "技术开发"]

    def test_university_cooperation(self):
        e = dict(科技型中小企业="是")

        def given(*contracts, **change):
            return city([dict(e, **change)], 技术合同=list(contracts))
        run = given(self.contract(), 所属县市区="天元区")
        self.assertEqual(payments(run, "university-cooperation"),
                         [("市级", "1", "2023", "3000.00"), ("县级", "1", "2023", "7000.00")])
        run = given(self.contract("10.0015"), 所属县市区="炎陵县")
        self.assertEqual([p[3] for p in payments(run, "university-cooperation")], ["8001.00", "2000.00"])
        self.assertEqual(told(given(self.contract("250")), "university-cooperation")[2], "200000.00")
        self.assertEqual(told(given(self.contract("0.99")), "university-cooperation")[1], "below-floor")
        self.assertEqual(told(given(self.contract("0")), "university-cooperation")[1], "nothing-due")
        self.assertEqual(told(given(self.contract(number="")), "university-cooperation")[1], "contract")
        self.assertEqual(told(given(self.contract(related="是")), "university-cooperation")[1], "contract")
        # an eligible contract is there, so the condition is met; but the other may count
        self.assertEqual(told(given(self.contract(), self.contract("5", "H2", kind="")), "university-cooperation"),
                         ("held", "missing:合作单位类型", ""))
        self.assertEqual(told(given(self.contract(), 科技型中小企业="否"), "university-cooperation")[1], "qualified")

    def test_contract_registration(self):
        def due(value):
            return told(city([{}], 技术合同=[self.contract(value=value)]), "contract-registration")
        self.assertEqual(due("5")[2], "500.00")
        self.assertEqual(due("4450")[2], "49000.00")
        self.assertEqual(due("5000")[2], "50000.00")
        self.assertEqual(due("0.0099"), ("zero", "rounded-to-zero", "0.00"))
        self.assertEqual(due("0")[1], "registered")
        # identical rows are one
        run = city([{}], 技术合同=[self.contract(), self.contract()])
        self.assertEqual(told(run, "contract-registration")[2], "1000.00")

    def test_stacking(self):
        def titles(*rows):
            run = city([{}], 企业称号=[[A] + list(r) for r in rows])
            return told(run, "gazelle"), told(run, "little-giant")
        gazelle, giant = titles(("瞪羚企业", "", "2023-01-01"), ("专精特新", "省级", "2023-12-31"))
        self.assertEqual((gazelle, giant), (("paid", "", "200000.00"), ("zero", "stacking:title", "0.00")))
        gazelle, giant = titles(("瞪羚企业", "", "2023-01-01"), ("专精特新", "国家级", "2023-12-31"))
        self.assertEqual((gazelle[:2], giant[2]), (("zero", "stacking:title"), "500000.00"))
        gazelle, giant = titles(("瞪羚企业", "", "2023-01-01"), ("专精特新", "", "2023-12-31"))
        self.assertEqual((gazelle[:2], giant[:2]), (("held", "stacking:title"), ("held", "missing:级别")))
        gazelle, giant = titles(("瞪羚企业", "", ""), ("专精特新", "国家级", "2023-12-31"))
        self.assertEqual((gazelle[:2], giant[2]), (("zero", "stacking:title"), "500000.00"))
        gazelle, giant = titles(("瞪羚企业", "", ""), ("专精特新", "省级", "2023-12-31"))
        self.assertEqual((gazelle[:2], giant[:2]), (("held", "missing:认定日期"), ("held", "stacking:title")))

    def test_platforms(self):
        def platforms(output, *levels):
            run = city([dict(规上工业="是", 产值=output)],
                       创新平台=[[A, "平台%d" % i, level, "2023-03-03"] for i, level in enumerate(levels)])
            return told(run, "rd-institution"), told(run, "platform")
        institution, platform = platforms("100000", "省级")
        self.assertEqual((institution[2], platform[1]), ("500000.00", "stacking:platform-build"))
        institution, platform = platforms("99999.999999", "市级")
        self.assertEqual((institution[2], platform[1]), ("200000.00", "approved"))
        institution, platform = platforms("9999.999999", "国家级", "国家级", "省级")
        self.assertEqual((institution[1], platform[2]), ("scale", "2000000.00"))

    def test_science_award(self):
        def science(*rows):
            return told(city([{}], 科技奖励=[[A] + list(r) for r in rows]), "science-award")
        self.assertEqual(science(("甲", "国家级", "二等", "2023-02-02"), ("乙", "省级", "三等", "2023-02-02"))[2], "550000.00")
        self.assertEqual(science(("甲", "国家级", "三等", "2023-02-02"))[0], "held")
        self.assertTrue(science(("甲", "国家级", "三等", "2023-02-02"))[1].startswith("no-row:"))
        self.assertEqual(science(("甲", "国家级", "三等", "2022-02-02"))[1], "dated")

    def test_talent(self):
        run = city([{}], 人才=[[A, "张", "D", "2023-07-01"]])
        self.assertEqual(payments(run, "talent"), [
            ("市级", "1", "2023", "24000.00"), ("市级", "2", "2024", "18000.00"), ("市级", "3", "2025", "18000.00"),
            ("县级", "1", "2023", "16000.00"), ("县级", "2", "2024", "12000.00"), ("县级", "3", "2025", "12000.00")])
        run = city([{}], 人才=[[A, "张", "D", "2023-07-01"]], 已拨付=[[A, "talent", "2023", "5", "2023-08-01", "预拨"]])
        self.assertEqual([p[3] for p in payments(run, "talent")],
                         ["0.00", "12000.00", "18000.00", "0.00", "8000.00", "12000.00"])

    def test_credit_loan(self):
        def loan(principal, overdue, day):
            return city([{}], 信用贷款=[[A, "1", "行", principal, overdue, day]], 限制名单=[[A, "失信", "", "2020-01-01", ""]])
        run = loan("500", "0.000003", "2023-01-01")          # 0.03元 × 80% = 0.024 → 0.02; no veto
        self.assertEqual(told(run, "credit-loan"), ("paid", "", "0.02"))
        self.assertEqual(told(run, "gazelle"), ("zero", "veto", "0.00"))
        self.assertEqual([p[6] for p in oracle.payment_lines(run)], ["合作银行", "合作银行"])
        self.assertEqual(told(loan("500.000001", "10", "2023-01-01"), "credit-loan")[1], "overdue")
        self.assertEqual(told(loan("100", "0", ""), "credit-loan")[1], "overdue")
        self.assertEqual(told(loan("100", "1", ""), "credit-loan")[1], "missing:逾期日期")
        self.assertEqual(told(loan("100", "", ""), "credit-loan")[1], "missing:逾期本金")
        self.assertEqual(told(loan("600", "", ""), "credit-loan")[1], "overdue")

    def test_major_project(self):
        run = city([{}], 重大项目=[[A, "甲", "省级", "155", "2023-07-01", ""]])
        self.assertEqual(payments(run, "major-project"), [("省级", "1", "立项", "75000.00"), ("省级", "2", "中期", "45000.00"),
                                                          ("省级", "3", "验收", "30000.00")])
        run = city([{}], 重大项目=[[A, "甲", "省级", "9.9", "2023-07-01", ""]])
        self.assertEqual(told(run, "major-project")[1], "rounded-to-zero")

    def test_estimates(self):
        def amounts(year, **e):
            run = city([dict(享受加计扣除="是", 本年研发费用="1200", 应纳税所得额="100.01", **e)], year)
            return [oracle.estimate_line(a)[4:] for a in run.estimates]
        self.assertEqual(amounts(2022, 制造业="否")[0][2], "2437500.00")          # 975万 × 25%
        self.assertEqual(amounts(2022, 制造业="是", 高企发证日期="2022-01-01"),
                         [["paid", "", "1800000.00"], ["paid", "", "100010.00"]])
        self.assertEqual(amounts(2022, 行业门类="房地产业")[0], ["zero", "industry", "0.00"])
        self.assertEqual(amounts(2022, 制造业="")[0], ["held", "missing:制造业", ""])
        self.assertEqual(amounts(2023, 制造业="")[0][2], "3000000.00")            # both branches are 100%

    def test_statuses(self):
        def values(**e):
            return [s[2:] for s in city([e]).statuses]
        self.assertEqual(values(), [("不符合", ""), ("", "industrial")])
        self.assertEqual(values(高企发证日期="2023-01-01", 职工总数="500")[0], ("符合", ""))
        self.assertEqual(values(高企发证日期="2023-01-01", 职工总数="501")[0], ("不符合", ""))
        second = "Ⅱ类知识产权数"      # as a keyword Python would write it with two letters I
        good = {"科技人员数": "10", "本年研发费用": "40", second: "4"}             # 4 + max(30, 0) + 24 = 58
        self.assertEqual(values(**good)[0], ("不符合", ""))
        self.assertEqual(values(**dict(good, 科技人员数="15"))[0], ("符合", ""))    # 8 + 30 + 24 = 62
        self.assertEqual(values(**dict(good, **{"科技人员数": "0", second: ""}))[0], ("不符合", ""))
        self.assertEqual(values(规上工业="是", 本年研发费用="1")[1], ("已覆盖", ""))
        self.assertEqual(values(规上工业="是", 本年研发费用="")[1], ("", "missing:本年研发费用"))


class LaterSteps(unittest.TestCase):
    FIRST = dict(高企认定类型="首次认定", 高企发证日期="2023-06-01")

    def paid(self, *rows, e=None, measure="hnte-first"):
        run = city([self.FIRST if e is None else e], 已拨付=[[A] + list(r) for r in rows])
        return told(run, measure), payments(run, measure)

    def test_offsets(self):
        def row(amount, reason, policy="hnte-first", year="2023", day="2023-01-01"):
            return (policy, year, amount, day, reason)
        title = "“高新技术企业首次认定 补助（7+3）”"
        self.assertEqual(self.paid(row("3", "预拨"))[0][2], "70000.00")
        self.assertEqual(self.paid(row("3", "预拨", title))[0][2], "70000.00")
        self.assertEqual(self.paid(row("3", "预拨", year="2022"))[0][2], "100000.00")
        self.assertEqual(self.paid(row("3", "预拨"), row("1", "已退回"))[0][2], "80000.00")
        self.assertEqual(self.paid(row("10", "已拨"))[0], ("zero", "offset", "0.00"))
        self.assertEqual(self.paid(row("10.0001", "已拨")),
                         (("recover", "clawback", "-1.00"), [("市级", "1", "2023", "-1.00"), ("县级", "1", "2023", "0.00")]))
        self.assertEqual(self.paid(row("3", "预拨"), row("3.000001", "已退回"))[0], ("held", "conflict:金额", ""))
        self.assertEqual(self.paid(row("", "预拨"))[0], ("held", "missing:金额", ""))
        self.assertEqual(self.paid(row("3", "预拨"), e={})[0], ("recover", "clawback", "-30000.00"))
        self.assertEqual(self.paid(row("3", ""), e={})[0], ("held", "missing:事由", ""))

    def test_veto(self):
        def vetoed(start, end):
            return told(city([self.FIRST], 限制名单=[[A, "失信", "", start, end]]), "hnte-first")[:2]
        self.assertEqual(vetoed("2023-12-31", ""), ("zero", "veto"))
        self.assertEqual(vetoed("2024-01-01", ""), ("paid", ""))
        self.assertEqual(vetoed("2023-01-01", "2023-12-31"), ("zero", "veto"))
        self.assertEqual(vetoed("2023-01-01", "2023-12-30"), ("paid", ""))
        self.assertEqual(vetoed("", ""), ("held", "missing:起始日期"))
        self.assertEqual(vetoed("", "2023-12-30"), ("paid", ""))
        run = city([self.FIRST], 限制名单=[["", "失信", "", "2023-01-01", ""]])
        self.assertEqual(told(run, "hnte-first")[:2], ("held", "missing:" + CODE))

    def test_enterprise_cap(self):
        run = city([{}], 人才=[[A, "人%d" % i, "A", "2023-01-01"] for i in range(3)],
                   科技奖励=[[A, "奖", "国家级", "一等", "2023-01-01"]], 企业称号=[[A, "瞪羚企业", "市级", "2023-01-01"]])
        self.assertEqual(line(run, "talent")["enterprise_cap"], "-1200000.00")
        self.assertEqual(told(run, "talent")[2], "1800000.00")

    def test_pool(self):
        enterprises, contracts = [], []
        for i in range(16):                                                  # 16 × 20万 on 300万
            first = "91430200A%08d" % i
            code = first + oracle.check_character(first)
            enterprises.append({CODE: code, "科技型中小企业": "是"})
            contracts.append([code, "H%d" % i, "2020-01-01", "大学", "高等院校", "1", "200.5", "否", ""])
        run = city(enterprises, 技术合同=contracts, measures=["university-cooperation"])
        self.assertEqual([oracle.award_line(a)[-1] for a in run.awards], ["187500.00"] * 16)
        contracts.append([enterprises[0][CODE], "H0b", "2020-01-01", "大学", "高等院校", "1", "", "否", ""])
        run = city(enterprises, 技术合同=contracts, measures=["university-cooperation"])
        self.assertFalse(run.pools["cooperation"][2])                        # 15 × 20万: not exceeded; a held one reserves nothing

    def test_conflict_and_rejection(self):
        e = dict(享受加计扣除="是", 上年研发费用="1", 本年研发费用="200", 重点领域="是")
        self.assertEqual(told(city([e, dict(e, 上年研发费用="2")]), "rd-award")[1], "conflict:上年研发费用")
        self.assertEqual(told(city([e, dict(e, 上年研发费用="1.00")]), "rd-award")[0], "paid")
        self.assertEqual(len(city([e, dict(e, **{CODE: B, "企业名称": ""})]).roster.enterprises), 1)


class Files(unittest.TestCase):
    def test_absent_tables(self):
        with tempfile.TemporaryDirectory() as d:
            random_city.main(["--seed", "1", "--rows", "20", "--year", "2023", "--out", d])
            os.remove(os.path.join(d, "限制名单.csv"))
            os.remove(os.path.join(d, "人才.csv"))
            out = os.path.join(d, "out")
            stderr, sys.stderr = sys.stderr, open(os.devnull, "w")
            try:
                self.assertEqual(oracle.main([d, "--year", "2023", "--out", out]), 3)
            finally:
                sys.stderr.close()
                sys.stderr = stderr
            self.assertEqual(oracle.main([d, "--year", "2023", "--assume-empty", "限制名单", "--out", out]), 0)

    def test_workbook_and_csv_agree(self):
        """The same small city as a workbook: numbers, serial dates and texts, a title row above the headings."""
        with tempfile.TemporaryDirectory() as d:
            folder, book = os.path.join(d, "csv"), os.path.join(d, "roster.xlsx")
            random_city.main(["--seed", "2", "--rows", "150", "--year", "2023", "--out", folder])
            write_workbook(folder, book)
            outs = []
            for source in (folder, book):
                out = os.path.join(d, "out-" + os.path.basename(source))
                self.assertEqual(oracle.main([source, "--year", "2023", "--measures", "all", "--out", out]), 0)
                outs.append({})
                for name in sorted(os.listdir(out)):
                    with open(os.path.join(out, name), "rb") as f:
                        outs[-1][name] = f.read()
            self.assertEqual(outs[0], outs[1])
            self.assertTrue(outs[0]["awards.csv"].startswith(b"\xef\xbb\xbfuscc,"))
            self.assertNotIn(b"\r", outs[0]["awards.csv"])


def write_workbook(folder, path):
    def escape(s):
        return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    def column(j):
        return (chr(64 + j // 26) if j >= 26 else "") + chr(65 + j % 26)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        sheets, rels = [], []
        for n, table in enumerate(TABLES, 1):
            with open(os.path.join(folder, table + ".csv"), encoding="utf-8-sig", newline="") as f:
                rows = list(csv.reader(f))
            xml = ['<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>' % table]
            for i, row in enumerate(rows, 2):
                cells = []
                for j, text in enumerate(row):
                    ref = "%s%d" % (column(j), i)
                    f = TABLES[table][j]
                    d = oracle.read_date(text) if f.type == "date" else None
                    if i > 2 and d and j % 2:
                        cells.append('<c r="%s" s="1"><v>%d</v></c>' % (ref, (d - datetime.date(1899, 12, 30)).days))
                    elif i > 2 and f.type in ("money", "integer") and text and oracle.read_number(text) is not None:
                        cells.append('<c r="%s"><v>%.17g</v></c>' % (ref, float(text)))   # what spreadsheets store
                    elif text:
                        cells.append('<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % (ref, escape(text)))
                xml.append('<row r="%d">%s</row>' % (i, "".join(cells)))
            z.writestr("xl/worksheets/sheet%d.xml" % n,
                       '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (main, "".join(xml)))
            sheets.append('<sheet name="%s" sheetId="%d" r:id="rId%d"/>' % (table, n, n))
            rels.append('<Relationship Id="rId%d" Target="worksheets/sheet%d.xml"/>' % (n, n))
        z.writestr("xl/workbook.xml", '<workbook xmlns="%s" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
                   'relationships"><sheets>%s</sheets></workbook>' % (main, "".join(sheets)))
        z.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                   'relationships">%s</Relationships>' % "".join(rels))
        z.writestr("xl/styles.xml", '<styleSheet xmlns="%s"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
                   '</numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>' % main)


if __name__ == "__main__":
    unittest.main()
