#!/usr/bin/env python3
"""Writes a random city as a folder of CSV files, one per table of policies.md 1.1.

    python3 random_city.py --seed N --rows 2500 --year Y [--as-of DATE] [--empty 0.03] [--empty-keys]
                           [--conflicts none|values|holes|keys] [--unreadable RATE] --out DIR

Every condition is met and missed often; amounts stand exactly at, just below and just above the edges of bands, caps
and floors; dates stand at the edges of the year and of certificates. The seed also decides whether the pools are
exceeded, whether some cells are unreadable, whether rows contradict each other, and how headings and units are written.
Same arguments, same bytes. What 已拨付 says is taken from the awards of the city without it (oracle.py computes them),
so that "exactly the whole award" occurs.
"""
import argparse
import csv
import datetime
import os
import random
import sys
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import oracle  # noqa: E402
from oracle import ALPHABET, CODE, COUNTIES, ENTERPRISE_SHEET, TABLES, check_character, wan  # noqa: E402

Date = datetime.date
FEN = Fraction(1, 100)


def text_of_money(x, unit):
    """Exactly, in the unit of the column: at most six decimals in 万元, two in 元."""
    places = {10_000: 6, 1: 2}[unit]
    n = x / unit * 10 ** places
    assert n.denominator == 1, x
    digits = str(abs(n.numerator)).rjust(places + 1, "0")
    text = digits[:-places] + "." + digits[-places:]
    return ("-" if x < 0 else "") + text.rstrip("0").rstrip(".")


class City:
    def __init__(self, args):
        self.rng = random.Random("%s/%s/%s" % (args.seed, args.rows, args.year))
        self.args, self.year = args, args.year
        self.as_of = oracle.read_date(args.as_of) if args.as_of else Date(args.year, 12, 31)
        seed = args.seed
        self.hnte_full = seed % 2 == 0           # is the pool of measures 1 and 2 exceeded (with enough rows)?
        self.coop_full = seed // 2 % 2 == 0      # and the pool of measure 4?
        self.unit = 1 if seed % 5 == 3 else 10_000
        self.year_headings = seed % 2 == 1
        self.tables = {t: [] for t in TABLES}
        self.codes = set()
        self.serial = 0

    # ---- single values ---------------------------------------------------------------------------------------------
    def chance(self, p):
        return self.rng.random() < p

    def bool(self, p=0.5):
        return "是" if self.chance(p) else "否"

    def near(self, *edges):
        """At an edge, or a little or much off it, in 元."""
        edge = Fraction(self.rng.choice(edges))
        off = self.rng.choice([0, 0, 0, FEN, -FEN, 1, -1, Fraction(99, 100), Fraction(-99, 100), 9, -9, 10, -10, 100, -100,
                               Fraction(self.rng.randrange(-100_000, 100_000), 100)])
        return max(Fraction(0), edge + off)

    def spread(self, low, high):
        """Some order of magnitude between low and high 元, to 0.01元 or to whole 万元."""
        x = low * (high / low) ** self.rng.random()
        cents = int(x * 100)
        return wan(max(1, cents // 1_000_000)) if self.chance(0.3) else Fraction(cents, 100)

    def day(self, year):
        return Date(year, 1, 1) + datetime.timedelta(days=self.rng.randrange(365))

    def near_year(self, p_inside=0.6):
        y = self.year
        if self.chance(0.3):
            return self.rng.choice([Date(y, 1, 1), Date(y, 12, 31), Date(y - 1, 12, 31), Date(y + 1, 1, 1)])
        return self.day(y if self.chance(p_inside) else self.rng.choice([y - 3, y - 2, y - 1, y + 1]))

    def certificate_day(self):
        d = self.as_of
        back = [d - datetime.timedelta(days=n) for n in (0, 1, -1)]
        edges = back[:]
        for b in back:
            try:
                edges.append(b.replace(year=b.year - 3))
            except ValueError:
                edges.append(Date(b.year - 3, 3, 1))
        edges += [Date(2020, 2, 29), Date(2020, 3, 1), Date(2020, 2, 28), Date(2019, 2, 28)]
        return self.rng.choice(edges) if self.chance(0.3) else self.day(self.year - self.rng.randrange(0, 5))

    def code(self):
        while True:
            first = "91430" + str(self.rng.randrange(200, 400)) + "".join(self.rng.choice(ALPHABET) for _ in range(9))
            code = first + check_character(first)
            if code not in self.codes:
                self.codes.add(code)
                return code

    def number(self):
        self.serial += 1
        return self.serial

    # ---- tables ----------------------------------------------------------------------------------------------------
    def enterprises(self):
        rng, y, rows = self.rng, self.year, self.args.rows
        p_first = min(0.5, (420 if self.hnte_full else 90) / rows)
        p_renewal = min(0.3, (260 if self.hnte_full else 100) / rows)
        industries = ["软件和信息技术服务业", "通用设备制造业", "汽车制造业", "医药制造业", "烟草制造业", "住宿和餐饮业",
                      "批发和零售业", "房地产业", "租赁和商务服务业", "娱乐业", "科学研究和技术服务业", "农业"]
        for i in range(rows):
            code = self.code()
            roll = rng.random()
            kind, number, issued = "", "", ""
            if roll < p_first + p_renewal:
                kind = "首次认定" if roll < p_first else "重新认定"
                issued = self.day(y) if self.chance(0.8) else self.certificate_day()
            elif roll < p_first + p_renewal + 0.03:
                kind, issued = "整体迁入", self.certificate_day()
            elif roll < p_first + p_renewal + 0.33:
                issued = self.certificate_day()
            if issued and self.chance(0.9):
                number = "GR%d43%06d" % (issued.year, i)
            elif not issued and self.chance(0.02):
                number = "GS43%06d" % i
            last = rng.choice([Fraction(0), self.spread(10_000, 300_000_000), self.spread(100_000, 50_000_000)])
            if y == 2022:
                edges = [wan(5000), wan(10_000), Fraction(10), Fraction(100), wan(100)]
            else:
                edges = [Fraction(83_300), Fraction(83_400), Fraction(250_000, 3).limit_denominator(100), Fraction(124_900),
                         Fraction(125_000), wan(8333), Fraction("83333400"), wan(12_500), wan(500)]
                edges[2] = Fraction(int(edges[2] * 100), 100)
            change = rng.choice([Fraction(0), FEN, self.near(*edges), self.near(*edges), self.spread(100, 200_000_000),
                                 self.spread(10_000, 5_000_000), -self.spread(100, 10_000_000), -FEN])
            this = max(Fraction(0), last + change)
            staff = rng.choice([10, 20, 100, 499, 500, 501, rng.randrange(1, 2000)])
            science = rng.choice([staff * p // 100 + d for p in (10, 15, 20, 25, 30) for d in (0, 1)] + [0, staff])
            sales = rng.choice([self.near(wan(20_000), wan(5000)), self.spread(1_000_000, 900_000_000)])
            cost = rng.choice([self.spread(1_000_000, 900_000_000), self.near(wan(3000))])
            if self.chance(0.15):         # a ratio exactly at an edge
                sales = Fraction(int(this / rng.choice([2, 3, 4, 5, 6]) * 100)) or wan(500)
            if self.chance(0.15):
                cost = Fraction(int(this / rng.choice([10, 15, 20, 25, 30]) * 100)) or wan(500)
            sales, cost = max(sales, Fraction(1)), max(cost, Fraction(1))
            name = "株洲%s%s%05d%s" % (rng.choice("华湘恒新天云"), rng.choice("科创联达盛元"), i,
                                    rng.choice(["有限公司", "有限公司", "股份有限公司", "（集团）有限公司", "(湖南)有限公司"]))
            if self.chance(0.002):
                name = name.replace("有限", ",有限") if self.chance(0.5) else name.replace("有限", '"有限"')
            self.tables[ENTERPRISE_SHEET].append({
                CODE: code, "企业名称": name, "所属县市区": rng.choice(COUNTIES), "行业门类": rng.choice(industries),
                "规上工业": self.bool(0.4), "产值": rng.choice([self.near(wan(10_000), wan(100_000)),
                                                         self.spread(1_000_000, 2_000_000_000)]),
                "营业收入": sales, "资产总额": rng.choice([self.near(wan(20_000)), self.spread(1_000_000, 900_000_000)]),
                "成本费用": cost,
                "应纳税所得额": rng.choice([Fraction(0), FEN, self.spread(10_000, 100_000_000),
                                     self.spread(10_000, 100_000_000), -self.spread(10_000, 10_000_000)]),
                "科技型中小企业": self.bool(0.45), "高企认定类型": kind, "高企证书编号": number, "高企发证日期": issued,
                "享受加计扣除": self.bool(0.7), "上年研发费用": last, "本年研发费用": this, "重点领域": self.bool(0.4),
                "平台考核优秀": self.bool(0.1), "首次纳入研发奖补": self.bool(0.15), "制造业": self.bool(0.5),
                "职工总数": staff, "科技人员数": science,
                "Ⅰ类知识产权数": rng.choice([0, 0, 0, 1, 2]), "Ⅱ类知识产权数": rng.randrange(0, 6),
                "开户银行": rng.choice(["工商银行株洲分行", "长沙银行株洲分行", ""]), "银行账号": str(rng.randrange(10**15, 10**16)),
            })

    def related(self):
        rng, y, rows = self.rng, self.year, self.args.rows
        coop = 0.35 if self.coop_full else min(0.35, 25 / rows)
        for e in self.tables[ENTERPRISE_SHEET]:
            self.records(e[CODE], coop, rich=self.chance(0.04))
        for _ in range(max(3, rows // 200)):                                    # orphans: codes of no enterprise
            self.records(self.code(), 0.5, rich=True)

    def records(self, code, coop, rich):
        rng, y = self.rng, self.year

        def add(table, **values):
            values[CODE] = code
            self.tables[table].append(values)

        partner_university = self.chance(coop)
        if partner_university or self.chance(0.35):
            same = self.chance(0.3)
            for _ in range(rng.choice([1, 1, 1, 2, 2, 3, 5])):
                registered = self.chance(0.8)
                value = rng.choice([self.near(wan(10), wan(100), wan(4550)), self.spread(1_000, 80_000_000),
                                    self.spread(1_000, 500_000), Fraction(0), Fraction(rng.randrange(1, 200))])
                paid = wan(200) if same else rng.choice([self.near(wan(1), wan(200)), self.spread(1_000, 3_000_000),
                                                         value, Fraction(0), Fraction(rng.randrange(1, 20))])
                kinds = ["高等院校", "高等院校", "科研院所", "企业"] if partner_university else ["企业", "企业", "其他"]
                add("技术合同", 合同登记编号="%d43%06d" % (y, self.number()) if registered else "",
                    登记日期=self.near_year() if registered else "", 合作单位="合作单位%d" % rng.randrange(500),
                    合作单位类型=rng.choice(kinds), 合同金额=value, 当年实付金额=paid, 关联方=self.bool(0.12),
                    技术类别=rng.choice(["技术开发", "技术转让", "技术咨询", "技术服务"]))
        if rich or self.chance(0.12):
            for _ in range(rng.choice([1, 1, 2, 3])):
                add("企业称号", 称号=rng.choice(["瞪羚企业", "专精特新"]), 级别=rng.choice(oracle.LEVELS),
                    认定日期=self.near_year())
        if rich or self.chance(0.12):
            for _ in range(rng.choice([1, 1, 1, 2, 3, 4])):
                add("创新平台", 平台名称="平台%d" % self.number(), 平台级别=rng.choice(oracle.LEVELS), 批准日期=self.near_year())
        if rich or self.chance(0.06):
            for _ in range(rng.choice([1, 1, 2])):
                add("科技奖励", 项目名称="成果%d" % self.number(), 奖励级别="国家级" if self.chance(0.3) else "省级",
                    奖励等级=rng.choice(["一等", "二等", "三等"]), 授奖日期=self.near_year())
        if rich or self.chance(0.08):
            for _ in range(rng.choice([1, 1, 2, 4, 8])):
                add("人才", 姓名="人%d" % self.number(), 人才类别=rng.choice("AABCDE" if rich else "CDDDE"),
                    引进日期=self.near_year())
        if self.chance(0.08):
            for _ in range(rng.choice([1, 1, 2])):
                bad = rng.choice([Fraction(0), self.spread(100, 5_000_000), FEN, Fraction(rng.randrange(1, 10**8), 100)])
                add("信用贷款", 贷款编号="D%06d" % self.number(), 银行=rng.choice(["长沙银行", "建设银行"]),
                    本金=rng.choice([self.near(wan(500)), self.spread(100_000, 8_000_000)]), 逾期本金=bad,
                    逾期日期=self.near_year() if bad or self.chance(0.2) else "")
        if self.chance(0.05):
            for _ in range(rng.choice([1, 1, 2])):
                add("重大项目", 项目名称="项目%d" % self.number(), 立项级别=rng.choice(["国家级", "省级"]),
                    项目研发投入=rng.choice([self.near(wan(10), wan(10_000), wan(25)), self.spread(10_000, 200_000_000),
                                       Fraction(0)]),
                    立项日期=self.near_year(), 阶段=rng.choice(["立项", "中期", "验收"]))
        if self.chance(0.06):
            for _ in range(rng.choice([1, 1, 2])):
                add("上级资金", 项目="资金%d" % self.number(), 到账日期=self.near_year(),
                    到账金额=rng.choice([self.near(wan(10_000), wan(100), Fraction(10)), self.spread(10, 200_000_000), Fraction(0)]))

    def exclusions(self):
        rng, d = self.rng, self.as_of
        day = datetime.timedelta(days=1)
        for e in self.tables[ENTERPRISE_SHEET]:
            if self.chance(0.025):
                for _ in range(rng.choice([1, 1, 2])):
                    start = rng.choice([d, d + day, d - day, self.day(self.year - 1), self.day(self.year)])
                    end = rng.choice(["", "", d, d - day, d + day, start + 90 * day])
                    self.tables["限制名单"].append({CODE: e[CODE], "事由": rng.choice(["失信", "重大安全事故", "环保", "经营异常"]),
                                                "来源": "信用株洲", "起始日期": start, "截止日期": end})
        self.tables["限制名单"].append({CODE: self.code(), "事由": "失信", "来源": "信用株洲", "起始日期": d, "截止日期": ""})

    def say_policy(self, m):
        """A measure as people write it: its id, its title, with quotation marks, blanks and other widths."""
        return self.rng.choice([m.id, m.id, m.title, m.title, "“" + m.title + "”", m.title.replace('"', ""),
                                " " + m.title + "\u3000", m.title.replace("(", "（").replace(")", "）"),
                                m.title.replace("补助", "补 助"),
                                "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in m.id)])

    def advances(self):
        rng, y = self.rng, self.year
        run = oracle.Run(self.roster(), oracle.Context(y, self.as_of), oracle.ORDER)

        def add(a, reason, amount, year=y, policy=None):
            self.tables["已拨付"].append({CODE: a.enterprise.code, "政策": policy or self.say_policy(a.measure),
                                       "政策年度": year, "金额": amount, "日期": self.day(y), "事由": reason})

        def cents(x):
            return Fraction(int(x * 100), 100)
        for a in run.awards:
            whole = Fraction(0) if a.held else a.payable
            if whole > 0 and self.chance(0.2):
                part = cents(whole * rng.choice([Fraction(1, 2), Fraction(1, 3), Fraction(9, 10), Fraction(1, 7)]))
                part = rng.choice([part, Fraction(int(part)) or Fraction(1), min(whole, Fraction(1)), whole - FEN])
                advance = rng.choice(["预拨", "已拨"])
                case = rng.randrange(12)
                if case <= 2:
                    add(a, rng.choice(["预拨", "已拨", "应追回"]), part)
                elif case == 3:
                    add(a, advance, whole)
                elif case == 4:
                    add(a, advance, whole + rng.choice([FEN, Fraction(1), wan(3), whole]))
                elif case == 5:
                    add(a, "预拨", part)
                    add(a, "已拨", whole - part)
                elif case == 6:
                    add(a, advance, part)
                    add(a, "已退回", cents(part / 2))
                elif case == 7:
                    add(a, advance, part)
                    add(a, "已退回", part)
                elif case == 8:
                    add(a, advance, part)
                    add(a, "已退回", part + rng.choice([FEN, Fraction(1), wan(1)]))
                elif case == 9:
                    add(a, advance, part, year=rng.choice([y - 1, y + 1]))
                elif case == 10:
                    add(a, advance, part, policy=rng.choice(["科技创新券", "hnte", "rd-award-2021", "研发费用加计扣除税收优惠(测算)"]))
                else:
                    add(a, advance, whole)
                    add(a, "应追回", part)
            elif self.chance(0.003):                                            # refused, vetoed or held, yet paid before
                add(a, rng.choice(["预拨", "已拨", "应追回", "预拨", "已退回"]), rng.choice([wan(1), self.spread(100, 100_000)]))
        if run.awards:
            other = run.awards[0]
            self.tables["已拨付"].append({CODE: self.code(), "政策": other.measure.id, "政策年度": y, "金额": wan(1),
                                       "日期": self.day(y), "事由": "预拨"})

    # ---- spoiling and writing --------------------------------------------------------------------------------------
    def texts(self):
        """Every table as lists of texts, in the order of its columns."""
        out = {}
        for table, rows in self.tables.items():
            out[table] = []
            for r in rows:
                line = []
                for f in TABLES[table]:
                    v = r.get(f.name, "")
                    if f.type == "money" and v != "":
                        v = text_of_money(Fraction(v), self.unit)
                    elif isinstance(v, Date):
                        v = v.isoformat()
                    line.append(str(v))
                out[table].append(line)
        return out

    def headings(self, table):
        out = []
        for f in TABLES[table]:
            name = f.name
            if self.year_headings and name in ("上年研发费用", "本年研发费用"):
                name = "%d年研发费用" % (self.year - (name == "上年研发费用"))
            out.append(name + ("(元)" if self.unit == 1 else "(万元)") if f.type == "money" else name)
        return out

    def roster(self):
        texts = self.texts()
        return oracle.Roster({t: oracle.read_table(t, [self.headings(t)] + rows, self.year) for t, rows in texts.items()})

    def spoil(self, texts):
        rng, args = self.rng, self.args
        unreadable = args.unreadable
        if unreadable is None:
            unreadable = 0.004 if args.seed % 3 == 1 else 0
        if args.empty_keys:
            # one row is enough: without a code it may be anybody's, and holds a whole measure or the whole city
            rng.choice(texts["已拨付" if args.seed % 2 else "限制名单"])[0] = ""
        for table, rows in texts.items():
            for row in rows:
                for j, f in enumerate(TABLES[table]):
                    if f.name == CODE and (table in ("限制名单", "已拨付")
                                           or table == ENTERPRISE_SHEET and not args.empty_keys):
                        continue
                    if f.type in ("money", "date") and row[j] and self.chance(unreadable):
                        row[j] = rng.choice(["abc", "待定", "#N/A", "2022.13.45", "1.2.3"])
                    if args.empty and self.chance(args.empty):
                        row[j] = rng.choice(["", "", "", "—", "/", "无"]) if args.dashes else ""

    def repeat(self, texts):
        rng = self.rng
        for table, rows in texts.items():                                       # identical rows
            if rows:
                rows += [list(rng.choice(rows)) for _ in range(max(1, len(rows) // 100))]

    def contradict(self, texts):
        rng = self.rng
        mode = self.args.conflicts or ("values" if self.args.seed % 3 == 0 else "none")
        if mode == "none":
            return
        rows = texts[ENTERPRISE_SHEET]
        fields = TABLES[ENTERPRISE_SHEET]
        for i in rng.sample(range(len(rows)), max(1, len(rows) // 50)):
            twin = list(rows[i])
            columns = range(3, len(fields)) if mode != "keys" else range(1, len(fields))
            for j in rng.sample(columns, rng.choice([1, 1, 2, 4])):
                donor = rng.choice(rows)[j]
                if mode == "values" and (not donor or not twin[j]):
                    continue
                twin[j] = donor
            rows.append(twin)

    def build(self):
        self.enterprises()
        self.related()
        self.exclusions()
        self.advances()
        texts = self.texts()
        self.spoil(texts)
        self.contradict(texts)
        self.repeat(texts)
        for rows in texts.values():
            self.rng.shuffle(rows)
        return texts

    def write(self, out):
        os.makedirs(out, exist_ok=True)
        for table, rows in self.build().items():
            with open(os.path.join(out, table + ".csv"), "w", encoding="utf-8-sig", newline="") as f:
                w = csv.writer(f, lineterminator="\n")
                w.writerow(self.headings(table))
                w.writerows(rows)


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--seed", type=int, required=True)
    p.add_argument("--rows", type=int, default=2500)
    p.add_argument("--year", type=int, required=True)
    p.add_argument("--as-of", help="the date around which certificates and exclusions lie; default 31 December")
    p.add_argument("--empty", type=float, default=0.03, help="share of data cells that are emptied")
    p.add_argument("--empty-keys", action="store_true", help="also codes of 企业名单, and the code of one row "
                   "of 已拨付 (odd seeds) or 限制名单 (even seeds)")
    p.add_argument("--dashes", action="store_true", help="write some empty cells as —, / or 无")
    p.add_argument("--unreadable", type=float, help="share of unreadable amounts and dates; default by the seed")
    p.add_argument("--conflicts", choices=["none", "values", "holes", "keys"],
                   help="contradicting rows of one enterprise: values against values; also against holes; also names "
                        "and counties; default by the seed (none or values)")
    p.add_argument("--out", required=True)
    args = p.parse_args(argv)
    City(args).write(args.out)


if __name__ == "__main__":
    main()
