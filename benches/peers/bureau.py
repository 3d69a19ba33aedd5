"""What a bureau would script today: pandas reads the roster, decimal computes five rules, openpyxl writes the tables.

bureau.py ROSTER.xlsx OUT: writes OUT/summary.xlsx (totals and the lines that pay) and OUT/amounts.csv (every enterprise
and rule). The five rules are hnte-first, hnte-renewal, rd-award, university-cooperation and contract-registration of
rules/zhuzhou for 2023, up to rounding, cap and floor. An empty cell counts as nothing, as it does in such scripts.
"""

import sys
import time
from decimal import ROUND_DOWN, Decimal
from pathlib import Path

import openpyxl
import pandas

YEAR = 2023
AS_OF = pandas.Timestamp(2023, 12, 31)
ZERO = Decimal(0)
SHEETS = ["企业名单", "技术合同", "限制名单"]
CODE = "统一社会信用代码"


def yuan(cell):
    """An amount in 万元 as 元; the shortest text of the binary number is what the clerk typed."""
    return ZERO if pandas.isna(cell) else Decimal(str(cell)) * 10000


def capped(amount, cap, floor=ZERO):
    return ZERO if amount < floor else min(amount.quantize(Decimal(1), ROUND_DOWN), Decimal(cap))


def banded(total):
    return (min(total, Decimal(100000)) * Decimal("0.01")
            + max(min(total, Decimal(1000000)) - 100000, ZERO) * Decimal("0.005")
            + max(total - 1000000, ZERO) * Decimal("0.001"))


def in_year(day):
    return not pandas.isna(day) and day.year == YEAR


def contracts(table):
    """By code: what was paid on qualified contracts, and the sum of those registered in the year."""
    paid, registered = {}, {}
    for row in table.itertuples(index=False, name=None):
        code, number, day, _, partner, amount, paid_now, related, _ = row
        if partner in ("高等院校", "科研院所") and related == "否" and not pandas.isna(number):
            paid[code] = paid.get(code, ZERO) + yuan(paid_now)
        if not pandas.isna(number) and in_year(day):
            registered[code] = registered.get(code, ZERO) + yuan(amount)
    return paid, registered


def vetoed(table):
    """The codes on a list in force on the as-of date."""
    in_force = (table["起始日期"] <= AS_OF) & (table["截止日期"].isna() | (AS_OF <= table["截止日期"]))
    return set(table[in_force][CODE])


def amounts(firm, paid, registered):
    """The five amounts of an enterprise."""
    kind, day = firm["高企认定类型"], firm["高企发证日期"]
    yield "hnte-first", Decimal(100000) if kind == "首次认定" and in_year(day) else ZERO
    yield "hnte-renewal", Decimal(50000) if kind == "重新认定" and in_year(day) else ZERO
    more = yuan(firm["本年研发费用(万元)"]) - yuan(firm["上年研发费用(万元)"])
    if firm["享受加计扣除"] == "是" and more > 0:
        rate = Decimal("0.12") if firm["重点领域"] == "是" else Decimal("0.08")
        yield "rd-award", capped(more * rate, 10000000, Decimal(10000))
    else:
        yield "rd-award", ZERO
    valid = not pandas.isna(day) and day <= AS_OF < day + pandas.DateOffset(years=3)
    qualified = valid or firm["科技型中小企业"] == "是"
    yield "university-cooperation", capped(paid * Decimal("0.1"), 200000, Decimal(1000)) if qualified else ZERO
    yield "contract-registration", capped(banded(registered), 50000)


def write(lines, out):
    out.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    summary = book.active
    summary.title = "汇总"
    summary.append(["政策措施", "户数", "金额(元)"])
    detail = book.create_sheet("明细")
    detail.append([CODE, "企业名称", "所属县市区", "政策措施", "金额(元)"])
    totals = {}
    for code, name, county, measure, amount in lines:
        if amount:
            count, total = totals.get(measure, (0, ZERO))
            totals[measure] = (count + 1, total + amount)
            detail.append([code, name, county, measure, amount])
    for measure, (count, total) in totals.items():
        summary.append([measure, count, total])
    book.save(out / "summary.xlsx")
    pandas.DataFrame(lines, columns=["uscc", "name", "county", "measure", "amount"]).to_csv(
        out / "amounts.csv", index=False)


def main():
    roster, out = sys.argv[1], Path(sys.argv[2])
    start = time.perf_counter()
    sheets = pandas.read_excel(roster, sheet_name=SHEETS, dtype={CODE: str, "合同登记编号": str})
    read = time.perf_counter()
    paid, registered = contracts(sheets["技术合同"].drop_duplicates())
    listed = vetoed(sheets["限制名单"])
    lines = []
    firms = sheets["企业名单"].drop_duplicates()
    for firm in firms.to_dict("records"):
        code = firm[CODE]
        for measure, amount in amounts(firm, paid.get(code, ZERO), registered.get(code, ZERO)):
            amount = ZERO if code in listed else amount
            lines.append((code, firm["企业名称"], firm["所属县市区"], measure, amount))
    computed = time.perf_counter()
    write(lines, out)
    written = time.perf_counter()
    print(f"read {read - start:.2f} compute {computed - read:.2f} write {written - computed:.2f}")


if __name__ == "__main__":
    main()
