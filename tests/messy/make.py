#!/usr/bin/env python3
"""Make messy rosters, as counties really send them, from a clean one.

    python3 make.py --clean ../../sample_data/zhuzhou --out .

For each year this writes

    clean/<year>/clean.xlsx      the sub-city: the clean workbook's sheets and headings, fewer rows
    openpyxl/<year>/…            the same data as county files written by openpyxl, and GB18030 CSV
    libreoffice/<year>/…         the same data again, other messes, opened and saved by LibreOffice,
                                 and one CSV exported by LibreOffice

All values of clean.xlsx stand in each of the two sets, recoverable by a careful reader: amounts exact
and with a unit that is stated somewhere, dates that can be read in one way only.

The choice of rows and of messes depends on the clean workbooks alone (no clock, no random seed); the
files of the openpyxl set are the same byte for byte from run to run, those of LibreOffice up to its
own version and time stamps.

    --rows 240          about how many enterprises (those with rare records are always taken)
    --counties 攸县,…   only these counties (all ten unless told)
    --years 2022,2023
    --without a,b       leave out messes of which it is doubtful that every reader must know them;
                        `--without list` names them
    --no-libreoffice    only the openpyxl set

Needs Python 3.9+, openpyxl 3.1, and `soffice` on the path for the LibreOffice set.
"""

import argparse
import csv
import datetime as dt
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Callable, Optional

import openpyxl
from openpyxl.cell import _writer as cell_writer
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter as letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.datavalidation import DataValidation

COUNTIES = ["天元区", "荷塘区", "芦淞区", "石峰区", "渌口区", "醴陵市", "攸县", "茶陵县", "炎陵县", "经开区"]
CODE, NAME, COUNTY = "统一社会信用代码", "企业名称", "所属县市区"
MONEY = {
    "产值", "营业收入", "资产总额", "成本费用", "应纳税所得额", "上年研发费用", "本年研发费用",
    "合同金额", "当年实付金额", "本金", "逾期本金", "项目研发投入", "到账金额", "金额",
}
YESNO = ["规上工业", "科技型中小企业", "享受加计扣除", "重点领域", "平台考核优秀", "首次纳入研发奖补", "制造业", "关联方"]
RELATED = ["技术合同", "企业称号", "创新平台", "科技奖励", "人才", "信用贷款", "重大项目", "上级资金", "已拨付", "限制名单"]
COUNTY_TABLES = ["技术合同", "企业称号", "创新平台", "科技奖励", "人才", "重大项目", "上级资金"]
CITY_TABLES = ["信用贷款", "已拨付", "限制名单"]

NBSP, WIDE = "\u00a0", "\u3000"

DOUBTFUL = {
    "cell-unit": "a cell with its own unit in a column of the other unit: 125000元 under (万元)",
    "short-dash": "‘-’ and ‘——’ for empty in text and date columns (never in amounts)",
    "zero-width": "a zero-width space behind a code",
    "column-numbers": "a row 甲 乙 1 2 3 … under the header",
    "nil-row": "a row that says only 无 in a table without records",
    "year-suffix": "政策年度 written as 2022年",
    "latin-one": "I类, II类 with Latin letters for Ⅰ类, Ⅱ类",
    "heading-notes": "headings with notes: *企业名称（全称）, 职工总数（人）, 银行账号（请核对）",
    "spaced-account": "bank accounts in groups of four",
    "class-suffix": "人才类别 written as D类",
    "duplicate-records": "a contract with its registration number twice, identical",
    "spaced-date": "dates with spaces: 2022 年 9 月 5 日",
    "bare-serial": "date serials in cells of General format",
    "number-date": "the number 20221212 in a date column",
    "datetime-text": "dates as 2022-09-05 00:00:00 in text",
    "spaced-person": "王　强: two-character names spread to three",
    "book-title-marks": "《企业研发财政奖补》 for 政策",
    "heading-unit-prefix": "（单位：元） in headings",
    "rmb-unit": "单位：人民币元",
    "stacked-tables": "two small tables one under the other in one sheet",
    "spaced-county": "攸　县: a space inside a county's name",
}
WITHOUT: set = set()
BUILDING: list = []       # not empty while books are being built for LibreOffice


def doubtful(name: str) -> bool:
    assert name in DOUBTFUL, name
    return name not in WITHOUT


# ---------------------------------------------------------------- the clean workbook, the sub-city


def digest(*key) -> int:
    return int.from_bytes(hashlib.sha256("|".join(map(str, key)).encode()).digest()[:8], "big")


def pick(options, *key):
    return options[digest(*key) % len(options)]


def bare(heading: str) -> str:
    return re.sub(r"\((万元|元)\)$", "", heading)


def load(path: Path):
    """The clean workbook as {table: [row]}, a row {field: value}, amounts as Decimals in 万元."""
    wb = openpyxl.load_workbook(path)
    tables = {}
    for ws in wb:
        name = "企业" if ws.title == "企业名单" else ws.title
        head, *body = ws.iter_rows(values_only=True)
        fields = [bare(h) for h in head]
        rows = []
        for values in body:
            row = {}
            for h, f, v in zip(head, fields, values):
                if isinstance(v, dt.datetime):
                    assert (v.hour, v.minute, v.second) == (0, 0, 0)
                    v = v.date()
                elif f in MONEY and v is not None:
                    assert h.endswith("(万元)"), h
                    v = Decimal(repr(v)) if isinstance(v, float) else Decimal(v)
                row[f] = v
            rows.append(row)
        tables[name] = rows
    return wb, tables


def choose(cities: dict, rows: int, counties: list) -> set:
    """A deterministic choice of about `rows` enterprises: whoever has something rare, then by county."""
    county, must, wanted = {}, set(), {}
    for year, t in cities.items():
        of = {name: {} for name in RELATED}
        for name in RELATED:
            for r in t[name]:
                of[name].setdefault(r[CODE], []).append(r)
        for r in t["企业"]:
            code = r[CODE]
            county[code] = r[COUNTY]
            kinds = wanted.setdefault(code, set())
            if code in of["已拨付"] or code in of["重大项目"]:
                must.add(code)
            if any(x["逾期本金"] != 0 or x["本金"] != int(x["本金"]) for x in of["信用贷款"].get(code, [])):
                must.add(code)
            kinds |= {f"合同缺{f}{year}" for x in of["技术合同"].get(code, []) if x["合同登记编号"] for f in x if x[f] is None}
            kinds |= {f"缺{f}{year}" for f in r if r[f] is None}
            kinds.add(f"证书{bool(r['高企证书编号'])}{bool(r['高企发证日期'])}")
            kinds |= {f"细{f}" for f, v in r.items() if isinstance(v, Decimal) and v.as_tuple().exponent < -4}
            kinds |= {f"有{name}" for name in RELATED if code in of[name]}
            kinds |= {f"{x['称号']}{x['级别']}{x['认定日期'].year}" for x in of["企业称号"].get(code, [])}
            kinds |= {f"人才{x['人才类别']}" for x in of["人才"].get(code, [])}
            kinds |= {f"奖{x['奖励级别']}{x['奖励等级']}" for x in of["科技奖励"].get(code, [])}
            kinds |= {f"平台{x['平台级别']}" for x in of["创新平台"].get(code, [])}
            kinds |= {f"限制{x['截止日期']}" for x in of["限制名单"].get(code, [])}
            kinds |= {f"合同{x['合作单位类型']}{x['关联方']}{bool(x['合同登记编号'])}" for x in of["技术合同"].get(code, [])}
            kinds.add(f"{r['高企认定类型']}{year}")
            kinds.add(f"加计{r['享受加计扣除']}{year}")
            kinds.add(f"行业{r['行业门类']}")
    must = {c for c in must if county[c] in counties}
    order = sorted((c for c in county if county[c] in counties), key=lambda c: digest("choose", c))
    chosen = set(must)
    # every kind of record at least three times, and every county at least eight enterprises
    for kind in sorted({k for c in order for k in wanted[c]}):
        have = sum(kind in wanted[c] for c in chosen)
        for c in order:
            if have >= 3:
                break
            if c not in chosen and kind in wanted[c]:
                chosen.add(c)
                have += 1
    for name in counties:
        have = sum(county[c] == name for c in chosen)
        for c in order:
            if have >= 8:
                break
            if c not in chosen and county[c] == name:
                chosen.add(c)
                have += 1
    for c in order:
        if len(chosen) >= rows:
            break
        chosen.add(c)
    return chosen


def cut(tables: dict, chosen: set) -> dict:
    sub = {name: [dict(r) for r in rows if r[CODE] in chosen] for name, rows in tables.items()}
    of = {r[CODE]: r for r in sub["企业"]}
    for name in RELATED:
        for r in sub[name]:
            r["@name"], r["@county"] = of[r[CODE]][NAME], of[r[CODE]][COUNTY]
    return sub


def write_clean(source, chosen: set, path: Path):
    """The clean workbook with fewer rows: sheets, headings and number formats as they are."""
    wb = openpyxl.Workbook()
    wb.remove(wb.active)
    for old in source:
        ws = wb.create_sheet(old.title)
        n = 0
        for i, cells in enumerate(old.iter_rows()):
            if i and cells[0].value not in chosen:
                continue
            n += 1
            for cell in cells:
                new = ws.cell(n, cell.column, cell.value)
                new.number_format = cell.number_format
                if i == 0:
                    new.font = Font(bold=True)
        for key, dim in old.column_dimensions.items():
            ws.column_dimensions[key].width = dim.width
        ws.freeze_panes = "A2"
    save(wb, path, exact=True)


def exact_string(value):
    """Numbers as shortest text. openpyxl itself writes %.16g: 668.93 becomes 668.9299999999999 in the file."""
    return repr(value) if isinstance(value, float) else openpyxl_string(value)


openpyxl_string = cell_writer.safe_string


def save(wb, path: Path, exact=False):
    """Save, the same bytes every time: fixed times in the archive and in the properties.

    `exact` is for clean.xlsx and for the books given to LibreOffice; the openpyxl set keeps openpyxl's own
    habit of sixteen digits (which Excel shows as 668.93, as it does its own 668.92999999999995).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = io.BytesIO()
    cell_writer.safe_string = exact_string if exact or BUILDING else openpyxl_string
    wb.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2024-01-08T09:30:00Z", data)
            info = zipfile.ZipInfo(item.filename, (2024, 1, 8, 9, 30, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, data)


# ---------------------------------------------------------------- how a clerk writes one value


@dataclass
class C:
    """A cell as written: a value, a number format, the apostrophe mark."""
    value: Any
    fmt: Optional[str] = None
    quote: bool = False


FULL = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


def digits(s: str) -> str:
    return s.translate(FULL)


def number(d: Decimal):
    if d == d.to_integral_value():
        return int(d)
    f = float(d)
    assert Decimal(repr(f)) == d, d
    return f


def plain(d: Decimal, comma=False, two=False) -> str:
    s = format(d.normalize(), "f")
    sign, s = ("-", s[1:]) if s.startswith("-") else ("", s)
    whole, _, frac = s.partition(".")
    if comma:
        whole = f"{int(whole):,}"
    if two:
        frac = frac.ljust(2, "0")
    return sign + whole + ("." + frac if frac else "")


def in_unit(v: Decimal, unit: str) -> Decimal:
    return v * 10000 if unit == "元" else v


def money(unit, style="num", empty=(None,), fmt="#,##0.00####"):
    """Amounts: num, comma (text 1,234.50), plain (text), full (full-width digits), suffix (12.5万元), mix."""

    def render(v, row, i, at):
        if v is None:
            return empty[i % len(empty)]
        d = in_unit(v, unit)
        s = style
        if s == "mix":
            s = ("num", "num", "comma", "num", "full", "suffix", "num", "plain", "padded", "other")[(i * 7 + at.c) % 10]
            if s == "other" and not (doubtful("cell-unit") and i % 2 == 0):
                s = "num"
        if s == "num":
            return C(number(d), fmt)
        if s == "comma":
            return C(plain(d, comma=True, two=True), "@")
        if s == "plain":
            return C(plain(d), "@", quote=True)
        if s == "padded":
            return C(" " + plain(d, comma=True) + NBSP, "@")
        if s == "full":
            return C(digits(plain(d, comma=i % 2 == 1)), "@")
        if s == "suffix":
            return C(plain(d, comma=i % 2 == 0) + unit, "@")
        if s == "other":
            other = "元" if unit == "万元" else "万元"
            return C(plain(in_unit(v, other)) + other, "@")
        raise AssertionError(s)

    return render


def whole(style="num"):
    def render(v, row, i, at):
        if v is None:
            return None
        if style == "text":
            return C(str(v), "@")
        if style == "full":
            return C(digits(str(v)), "@")
        if style == "comma":
            return C(f"{v:,}", "@") if v >= 1000 or i % 3 == 0 else v
        return C(v, "0")

    return render


SPELLINGS = [
    lambda d: d.isoformat(),
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}{d.month:02}{d.day:02}",
    lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
    lambda d: f"{d.year}/{d.month:02}/{d.day:02}",
    lambda d: f"{d.year}年{d.month:02}月{d.day:02}日",
]


def date(style="true", fmt="yyyy-mm-dd", empty=(None,)):
    """Dates: true, text (the spellings in turn), one of the spellings 0…7, mixed (true and text), and the doubtful ones."""

    def render(v, row, i, at):
        if v is None:
            return empty[i % len(empty)]
        if style == "true":
            return C(v, fmt)
        if style == "text":
            if doubtful("spaced-date") and i % 11 == 10:
                return C(f"{v.year} 年 {v.month} 月 {v.day} 日", "@")
            if i % 13 == 12:
                return C(digits(SPELLINGS[3](v)), "@")
            return C(SPELLINGS[i % 5](v), "@")
        if style == "mixed":
            if i % 3 == 0:
                return C(v, fmt)
            return C(SPELLINGS[i % 8](v), "@")
        if style == "serial" and doubtful("bare-serial"):
            base = dt.date(1904, 1, 1) if at.mac else dt.date(1899, 12, 30)
            return C((v - base).days, "General")
        if style == "number" and doubtful("number-date"):
            return C(int(f"{v:%Y%m%d}"), "0")
        if style == "datetime" and doubtful("datetime-text"):
            return C(f"{v.isoformat()} 00:00:00", "@")
        if style == "formula":
            return C(f"=DATE({v.year},{v.month},{v.day})", fmt)
        if isinstance(style, int):
            return C(SPELLINGS[style](v), "@")
        return C(v, fmt)

    return render


def yes_no(*pairs):
    def render(v, row, i, at):
        if v is None:
            return None
        yes, no = pairs[i % len(pairs)]
        return yes if v == "是" else no

    return render


def text(pad=(None,), empty=(None,)):
    """Text with white space around it, in turn; a pad is (before, behind)."""

    def render(v, row, i, at):
        if v is None:
            return empty[i % len(empty)]
        p = pad[i % len(pad)]
        return v if p is None else p[0] + v + p[1]

    return render


def code(style="plain"):
    def render(v, row, i, at):
        if style == "plain":
            return C(v, "@")
        if style == "lower":
            out = (v.lower(), v + " ", NBSP + v, v, WIDE + v.lower() + WIDE)[i % 5]
        elif style == "groups":
            out = (
                f"{v[:4]} {v[4:8]} {v[8:12]} {v[12:]}",
                f"{v[:8]}-{v[8:17]}-{v[17]}",
                v,
                f"{v[:2]} {v[2:8]} {v[8:17]} {v[17]}",
            )[i % 4]
        elif style == "wide":
            out = "".join(chr(ord(ch) + 0xFEE0) for ch in v) if i % 4 == 1 else v
        elif style == "tail":
            out = (v, v + "\n", "\t" + v, v + NBSP)[i % 4]
            if i % 9 == 8 and doubtful("zero-width"):
                out = v + "\u200b"
        else:
            raise AssertionError(style)
        return C(out, "@")

    return render


def choice(style="plain", empty=(None,)):
    def render(v, row, i, at):
        if v is None:
            return empty[i % len(empty)]
        if style == "spaces":
            return (v, v + " ", " " + v, v + NBSP, WIDE + v)[i % 5]
        if style == "inner" and len(v) > 1:
            return (v, v[0] + " " + v[1:], v, v + " ")[i % 4]
        return v

    return render


def talent_class(v, row, i, at):
    if v is None:
        return None
    if i % 3 == 1 and doubtful("class-suffix"):
        return v + "类"
    return (v, chr(ord(v) + 0xFEE0), v + " ")[i % 3]


def person(v, row, i, at):
    if v and len(v) == 2 and doubtful("spaced-person"):
        return v[0] + WIDE + v[1]
    return v


def county_name(v, row, i, at):
    if len(v) == 2 and doubtful("spaced-county"):
        return v[0] + WIDE + v[1]
    return v


def account(style="plain", empty=(None,)):
    def render(v, row, i, at):
        if v is None:
            return empty[i % len(empty)]
        if style == "groups" and doubtful("spaced-account"):
            return C(" ".join(v[k:k + 4] for k in range(0, len(v), 4)), "@")
        return C(v, "@", quote=style == "quote")

    return render


# columns that no reader knows

def serial(v, row, i, at):
    return i + 1


def serial_formula(v, row, i, at):
    return f"=ROW()-{at.first - 1}"


def firm(v, row, i, at):
    return row["@name"]


def seat(v, row, i, at):
    return row["@county"]


SURNAMES = "陈李王刘周谢何彭易罗"


def contact(v, row, i, at):
    return pick(SURNAMES, "contact", row[CODE]) + pick(["工", "会计", "主任", "经理", "女士"], "t", row[CODE])


def phone(v, row, i, at):
    return f"1{3 + digest('p', row[CODE]) % 6}{digest('q', row[CODE]) % 10}****{digest('r', row[CODE]) % 10000:04}"


def remark(v, row, i, at):
    return pick([None] * 9 + ["已电话核实", "资料齐全", "待补营业执照\n复印件", "见附件", "√"], "remark", at.sheet, row[CODE], i)


# ---------------------------------------------------------------- sheets

THIN = Side(style="thin", color="FF000000")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
SONG = "宋体"


@dataclass
class Col:
    field: Optional[str]
    head: str
    render: Callable
    group: Optional[str] = None
    width: float = 12
    hidden: bool = False


class At:
    """Where a value is being written."""

    def __init__(self, sheet):
        self.sheet_, self.sheet, self.mac, self.first = sheet, sheet.ws.title, sheet.mac, sheet.first
        self.r = self.c = 0

    def ref(self, field):
        return f"{letter(self.sheet_.index(field))}{self.r}"


WIDTHS = {CODE: 22, NAME: 30, COUNTY: 9, "行业门类": 16, "高企证书编号": 19, "高企发证日期": 13, "开户银行": 24, "银行账号": 23,
          "合同登记编号": 19, "合作单位": 26, "平台名称": 36, "项目名称": 38, "项目": 24, "政策": 30, "贷款编号": 18, "银行": 18,
          "来源": 20, "姓名": 16}


class Sheet:
    def __init__(self, wb, name, cols, mac=False, grid=True, size=10):
        self.ws = wb.create_sheet(name)
        self.cols, self.mac, self.grid, self.size = cols, mac, grid, size
        self.r = 1          # the next free row
        self.first = 1      # the first data row
        self.i = 0          # data rows written
        for j, c in enumerate(cols, 1):
            d = self.ws.column_dimensions[letter(j)]
            d.width = WIDTHS.get(c.field, 17 if c.field in MONEY else c.width)
            if c.hidden:
                d.hidden = True

    def index(self, field):
        return next(j for j, c in enumerate(self.cols, 1) if c.field == field)

    def put(self, r, c, v, bold=False, align=None, wrap=False, box=False, size=None, fill=None):
        fmt, quote = None, False
        if isinstance(v, C):
            v, fmt, quote = v.value, v.fmt, v.quote
        cell = self.ws.cell(r, c)
        if v is not None:
            cell.value = v
        if isinstance(v, str) and not v.startswith("="):
            cell.data_type = "s"
        if fmt:
            cell.number_format = fmt
        if quote:
            cell.quotePrefix = True
        cell.font = Font(name=SONG, size=size or self.size, bold=bold)
        cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=wrap)
        if box and self.grid:
            cell.border = BOX
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)
        return cell

    def merge(self, r1, c1, r2, c2):
        if (r1, c1) != (r2, c2):
            self.ws.merge_cells(start_row=r1, start_column=c1, end_row=r2, end_column=c2)

    def line(self, value, align="left", size=None, bold=False, merged=True, col=1, height=None):
        """A title or a note over the width of the table."""
        self.put(self.r, col, value, bold=bold, align=align, size=size)
        if merged:
            self.merge(self.r, col, self.r, len(self.cols))
        if height:
            self.ws.row_dimensions[self.r].height = height
        self.r += 1

    def title(self, value):
        self.line(value, align="center", size=18, bold=True, height=32)

    def blank(self, n=1):
        self.r += n

    def head(self, fill="FFD9E1F2", height=None):
        """One row of headings, or two where columns have groups."""
        two = any(c.group for c in self.cols)
        r = self.r
        for j, c in enumerate(self.cols, 1):
            if not two:
                self.put(r, j, c.head, True, "center", True, True, fill=fill)
            elif c.group is None:
                self.put(r, j, c.head, True, "center", True, True, fill=fill)
                self.put(r + 1, j, None, box=True, fill=fill)
                self.merge(r, j, r + 1, j)
            else:
                starts = j == 1 or self.cols[j - 2].group != c.group
                self.put(r, j, c.group if starts else None, True, "center", True, True, fill=fill)
                self.put(r + 1, j, c.head, True, "center", True, True, fill=fill)
                if starts:
                    k = j
                    while k < len(self.cols) and self.cols[k].group == c.group:
                        k += 1
                    self.merge(r, j, r, k)
        if height:
            self.ws.row_dimensions[r].height = height
        self.r += 2 if two else 1
        self.first = self.r
        return r

    def row(self, row, skip=()):
        at = At(self)
        at.r = self.r
        for j, c in enumerate(self.cols, 1):
            at.c = j
            v = c.render(row[c.field] if c.field else None, row, self.i, at)
            if c.field in skip:
                v = None
            self.put(self.r, j, v, box=True, wrap=False)
        self.r += 1
        self.i += 1
        return self.r - 1

    def rows(self, rows):
        start = self.r
        for row in rows:
            self.row(row)
        return start, self.r - 1

    def total(self, label, rows, fields, unit, style="num", spans=None, label_col=1, merge_to=None, formula="SUM"):
        """A total over `rows`: numbers, text, or formulas over the row ranges `spans`."""
        for j, c in enumerate(self.cols, 1):
            v = None
            if c.field in fields:
                if c.field in MONEY:
                    d = in_unit(sum((x[c.field] for x in rows if x[c.field] is not None), Decimal(0)), unit)
                    v = C(number(d), "#,##0.00####") if style != "text" else C(plain(d, comma=True, two=True), "@")
                else:
                    v = sum(x[c.field] or 0 for x in rows)
                if style == "formula":
                    args = ",".join(f"{letter(j)}{a}:{letter(j)}{b}" if a != b else f"{letter(j)}{a}" for a, b in spans)
                    v = C(f"=SUBTOTAL(9,{args})" if formula == "SUBTOTAL" else f"=SUM({args})", "#,##0.00####")
            self.put(self.r, j, v, bold=True, box=True)
        self.put(self.r, label_col, label, bold=True, align="center", box=True)
        if merge_to:
            self.merge(self.r, label_col, self.r, merge_to)
        self.r += 1

    def merge_down(self, j, start, end, value, align="center"):
        """One merged cell down a column, the value in its first row."""
        for r in range(start, end + 1):
            self.ws.cell(r, j).value = None
        self.put(start, j, value, align=align, box=True, wrap=True)
        self.merge(start, j, end, j)


ENT = [CODE, NAME, COUNTY, "行业门类", "规上工业", "产值", "营业收入", "资产总额", "成本费用", "应纳税所得额", "科技型中小企业", "高企认定类型",
       "高企证书编号", "高企发证日期", "享受加计扣除", "上年研发费用", "本年研发费用", "重点领域", "平台考核优秀", "首次纳入研发奖补", "制造业",
       "职工总数", "科技人员数", "Ⅰ类知识产权数", "Ⅱ类知识产权数", "开户银行", "银行账号"]
FIELDS = {
    "企业": ENT,
    "技术合同": [CODE, "合同登记编号", "登记日期", "合作单位", "合作单位类型", "合同金额", "当年实付金额", "关联方", "技术类别"],
    "企业称号": [CODE, "称号", "级别", "认定日期"],
    "创新平台": [CODE, "平台名称", "平台级别", "批准日期"],
    "科技奖励": [CODE, "项目名称", "奖励级别", "奖励等级", "授奖日期"],
    "人才": [CODE, "姓名", "人才类别", "引进日期"],
    "信用贷款": [CODE, "贷款编号", "银行", "本金", "逾期本金", "逾期日期"],
    "重大项目": [CODE, "项目名称", "立项级别", "项目研发投入", "立项日期", "阶段"],
    "上级资金": [CODE, "项目", "到账金额", "到账日期"],
    "已拨付": [CODE, "政策", "政策年度", "金额", "日期", "事由"],
    "限制名单": [CODE, "事由", "来源", "起始日期", "截止日期"],
}
DATES = {"高企发证日期", "登记日期", "认定日期", "批准日期", "授奖日期", "引进日期", "逾期日期", "立项日期", "到账日期", "日期", "起始日期", "截止日期"}
INTS = {"职工总数", "科技人员数", "Ⅰ类知识产权数", "Ⅱ类知识产权数", "政策年度"}
SYNONYMS = {
    CODE: "纳税人识别号", NAME: "单位名称", COUNTY: "县（市、区）", "行业门类": "所属行业", "规上工业": "是否规上", "产值": "工业总产值",
    "营业收入": "主营业务收入", "科技型中小企业": "是否科技型中小企业", "高企认定类型": "认定类别", "高企证书编号": "高新技术企业证书编号",
    "高企发证日期": "发证时间", "享受加计扣除": "是否享受加计扣除", "上年研发费用": "上年度加计扣除研发费用",
    "本年研发费用": "本年度加计扣除研发费用", "重点领域": "是否重点高新技术领域", "平台考核优秀": "省级以上研发平台考核优秀",
    "首次纳入研发奖补": "是否首次纳入", "制造业": "是否制造业", "职工总数": "职工人数", "科技人员数": "科技人员", "开户银行": "开户行",
    "银行账号": "账号", "关联方": "是否关联方",
}
SYNONYMS2 = {
    CODE: "社会信用代码", NAME: "公司名称", COUNTY: "归口", "行业门类": "国民经济行业", "规上工业": "规模以上工业企业", "产值": "年产值",
    "营业收入": "年销售收入", "高企认定类型": "认定类型", "高企证书编号": "证书编号", "高企发证日期": "证书取得时间",
}


def columns(table, unit="万元", unit_style="(%s)", heads=None, how=None, order=None, extra=(), groups=None, hidden=(), year=None):
    """The columns of one sheet.

    unit        the unit of its amounts; unit_style how the heading says so, None: it does not
    heads       {field: heading}; how {field or kind: renderer}, a kind is money, date, int, yes/no, text, choice
    extra       (position, heading, renderer): columns no reader knows
    groups      {field: (group, heading below)}
    """
    heads, how, groups = heads or {}, how or {}, groups or {}
    out = []
    for f in order or FIELDS[table]:
        kind = "money" if f in MONEY else "date" if f in DATES else "int" if f in INTS else "yes/no" if f in YESNO else "text"
        default = {"money": money(unit), "date": date(), "int": whole(), "yes/no": yes_no(("是", "否")), "text": text()}[kind]
        if f == CODE:
            default = code()
        if f in ("合同登记编号", "高企证书编号", "银行账号", "贷款编号") and "text" not in how:
            default = account()
        render = how.get(f) or how.get(kind) or default
        if f == CODE and f not in how:
            render = default
        head = heads.get(f, f).replace("{年}", str(year)).replace("{年-1}", str((year or 1) - 1))
        group = None
        if f in groups:
            group, head = groups[f]
        if f in MONEY and unit_style and (group is None or unit not in group):
            head += unit_style % unit
        out.append(Col(f, head, render, group, hidden=f in hidden))
    assert sorted(c.field for c in out) == sorted(FIELDS[table]), table
    for pos, head, render in extra:
        width = 28 if head in ("企业名称", "单位名称", "承担单位") else 6 if head == "序号" else 13
        out.insert(pos if pos >= 0 else len(out) + 1 + pos, Col(None, head, render, width=width))
    return out


def of(rows, counties):
    return [r for r in rows if (r.get("@county") or r.get(COUNTY)) in counties]


def book(mac=False):
    wb = openpyxl.Workbook()
    wb.remove(wb.active)
    wb.properties.creator = "Administrator"
    if mac:
        wb.epoch = CALENDAR_MAC_1904
    return wb


def sign(sh, *lines):
    for s in lines:
        sh.line(s)


# ---------------------------------------------------------------- the openpyxl set


def neat(t, counties, year, path):
    """One county, tidy: titles, the unit only in the note, headers of two rows with merged groups."""
    wb = book()
    who = counties[0]
    marks = ("—", "/", None, "—")
    econ = {f: ("主要经济指标", f) for f in ("产值", "营业收入", "资产总额", "成本费用", "应纳税所得额")}
    groups = {
        **econ,
        "高企认定类型": ("高新技术企业认定", "认定类型"), "高企证书编号": ("高新技术企业认定", "证书编号"),
        "高企发证日期": ("高新技术企业认定", "发证日期"),
        "上年研发费用": ("研发费用", f"{year - 1}年"), "本年研发费用": ("研发费用", f"{year}年"),
        "Ⅰ类知识产权数": ("知识产权数", "Ⅰ类"), "Ⅱ类知识产权数": ("知识产权数", "Ⅱ类"),
        "开户银行": ("收款账户", "开户行"), "银行账号": ("收款账户", "账号"),
    }
    how = {"money": money("万元", empty=marks), "date": date("true", "yyyy/m/d", empty=marks), "text": text(empty=("—",)),
           "高企认定类型": choice(empty=("—", "/", "无")), "高企证书编号": account(empty=("—", "无", "/")), "银行账号": account(empty=("—",))}
    rows = of(t["企业"], counties)
    sh = Sheet(wb, "附件1 企业基本情况", columns("企业", "万元", None, {NAME: "企业 名称", CODE: "统一社会\n信用代码", COUNTY: "县市区", "规上工业": "是否\n规上"},
                                        how, groups=groups, extra=[(0, "序号", serial)]))
    sh.title(f"{who}{year}年度科技创新奖补企业基本情况表")
    sh.line("单位：万元", align="right")
    sh.line(f"填报单位：{who}科技和工业信息化局（盖章）      填报人：陈科员      填报日期：{year + 1}年1月12日")
    sh.head(height=24)
    a, b = sh.rows(rows)
    sh.total("合  计", rows, list(econ) + ["上年研发费用", "本年研发费用"], "万元", "formula", [(a, b)], 1, 4)
    sign(sh, "注：1.本表由县市区科技主管部门填报；2.产值仅规模以上工业企业填写。", "审核人：            单位负责人（签字）：            日期：    年  月  日")
    sh.ws.freeze_panes = sh.ws.cell(a, 4)
    names = {"技术合同": "附件2 技术合同明细", "企业称号": "附件3 瞪羚、专精特新", "创新平台": "附件4 创新平台", "科技奖励": "附件5 科技奖励",
             "人才": "附件6 高层次人才", "重大项目": "附件7 重大项目", "上级资金": "附件8 上级资金"}
    for table, name in names.items():
        rows = of(t[table], counties)
        cols = columns(table, "万元", None, how={"money": money("万元", empty=("—",)), "date": date("true", "yyyy/m/d", empty=("—", "/")),
                                               "text": text(empty=("—",)), "合同登记编号": account(empty=("—", "无", "/"))},
                       extra=[(0, "序号", serial), (2, "企业名称", firm)])
        sh = Sheet(wb, name, cols)
        sh.title(f"{who}{year}年度{name[4:]}汇总表")
        if any(c.field in MONEY for c in cols):
            sh.line("单位：万元", align="right")
        sh.line(f"填报单位：{who}科技和工业信息化局      填报日期：{year + 1}年1月12日")
        sh.head()
        if rows:
            a, b = sh.rows(rows)
            if table == "技术合同":
                sh.total("合  计", rows, ["合同金额", "当年实付金额"], "万元", "formula", [(a, b)], 1, 3)
        else:
            sh.put(sh.r, 2, "无") if doubtful("nil-row") else None
            sh.r += 1
        sign(sh, "填表人：陈科员        联系电话：0731-2221****")
    save(wb, path / f"{who}科技局报送表（{year}年）.xlsx")


def yuan(t, counties, year, path):
    """Two districts in one book, a sheet each: amounts in 元, many as text, codes in groups, √ and ×."""
    wb = book()
    for k, who in enumerate(counties):
        rows = of(t["企业"], [who])
        order = ENT if k == 0 else [NAME, CODE, "行业门类", COUNTY] + ENT[4:5] + ENT[10:15] + ENT[5:10] + ENT[15:]
        how = {
            CODE: code("groups"), "money": money("元", "comma" if k == 0 else "mix", empty=("/", "—")),
            "产值": money("元", "full" if k == 0 else "num", empty=("—",)), "yes/no": yes_no(("√", "×")) if k == 0 else yes_no(("是", "否"), ("是 ", " 否")),
            "date": date("text" if k == 0 else 3, empty=("/",)), "int": whole("comma"),
            "银行账号": account("groups", empty=("无",)), "高企证书编号": account(empty=("无", "/")),
            "text": text(((None), ("", NBSP), (WIDE, "")), empty=("无",)), "高企认定类型": choice("spaces", empty=("/", "无")),
        }
        heads = SYNONYMS if k == 0 else {**SYNONYMS2, "职工总数": "职工 总数", "上年研发费用": "{年-1}年研发费用", "本年研发费用": "{年}年研发费用"}
        cols = columns("企业", "元", "（%s）" if k == 0 else "\n(%s)", heads, how, order,
                       [(0, "序号", serial), (-1, "联系人", contact), (-1, "联系电话", phone), (-1, "备注", remark)], year=year)
        sh = Sheet(wb, f"{who}企业名单", cols)
        sh.title(f"{year}年{who}企业名单")
        if k == 1:
            sh.line("填报人：刘工", merged=False)
            sh.r -= 1
            sh.line(f"日期：{year + 1}.1.9", merged=False, col=4)
        sh.head(fill="FFF2F2F2", height=48)
        sh.rows(rows)
        sh.total("小计", rows, ["营业收入", "成本费用", "上年研发费用", "本年研发费用"], "元", "text" if k == 0 else "num", label_col=2)
        sh.line("说明：金额单位为元，请勿填万元。")
    heads = {CODE: "信用代码", "合同金额": "合同\n金额", "关联方": "是否关联方"}
    for table in COUNTY_TABLES:
        rows = of(t[table], counties)
        if not rows:
            continue
        how = {CODE: code("groups"), "money": money("元", "comma", empty=("/",)), "date": date("text", empty=("/",)), "yes/no": yes_no(("√", "×")),
               "人才类别": talent_class, "级别": choice("spaces", empty=("/",)), "平台级别": choice("spaces"), "奖励级别": choice("inner"),
               "合作单位类型": choice("spaces", empty=("/",)), "text": text(empty=("/",)), "合同登记编号": account(empty=("无", "/"))}
        order = list(reversed(FIELDS[table]))
        sh = Sheet(wb, f"{table}（{len(rows)}条）", columns(table, "元", "（%s）", heads, how, order,
                                                    [(0, "序号", serial), (1, "所属区县", seat), (2, "单位名称", firm), (-1, "备注", remark)]))
        sh.head(fill="FFF2F2F2")
        sh.rows(rows)
        if any(f in MONEY for f in FIELDS[table]):
            sh.total("合计", rows, [f for f in FIELDS[table] if f in MONEY], "元", "text", label_col=3)
    save(wb, path / f"{''.join(counties)}汇总.xlsx")


def merged(t, counties, year, path):
    """Two counties in one sheet: county cells merged downward, 小计 and 总计, the header again on every page."""
    wb = book()
    how = {"money": money("万元", "mix", empty=(None, "—")), "date": date("text", empty=(None, "/", "—")), "int": whole("full"),
           "yes/no": yes_no(("是", "否"), ("是", "否"), ("是" + NBSP, " 否")), "text": text(empty=("—", None)),
           "高企认定类型": choice("inner", empty=(None, "—", "——" if doubtful("short-dash") else "—")),
           "高企证书编号": account(empty=(None, "-" if doubtful("short-dash") else "—"))}
    heads = {COUNTY: "县(市、区)", "上年研发费用": f"{year - 1}年研发费用", "本年研发费用": f"{year}年\n研发费用", "产值": "工业总产值", "营业收入": "主营业务\n收入"}
    order = [COUNTY, NAME, CODE] + ENT[3:]
    cols = columns("企业", "万元", "（%s）", heads, how, order, [(1, "序号", serial), (-1, "备注", remark)], year=year)
    sh = Sheet(wb, "企业名单", cols)
    sums = ["产值", "营业收入", "成本费用", "上年研发费用", "本年研发费用", "职工总数"]
    sh.title(f"{year}年度科技创新政策兑现企业名单（{'、'.join(counties)}）")
    sh.line(f"填报单位：            填报人：            日期：{year + 1}年1月20日")
    sh.head(height=36)
    everyone, page = [], 0
    for who in counties:
        rows = of(t["企业"], [who])
        everyone += rows
        start = sh.r
        for n, row in enumerate(rows):
            if page == 14:
                sh.merge_down(1, start, sh.r - 1, who)
                sh.blank()
                sh.head(height=36)
                start, page = sh.r, 0
            sh.row(row)
            page += 1
        sh.merge_down(1, start, sh.r - 1, who)
        sh.total("小计", rows, sums, "万元", label_col=3)
        page += 1
        sh.blank()
    sh.total("总计", everyone, sums, "万元", label_col=1, merge_to=3)
    sh.blank()
    sign(sh, "备注：职工总数为年末数。", "填表人：何主任                审核人：                负责人：")
    for table in COUNTY_TABLES:
        rows = of(t[table], counties)
        if not rows:
            continue
        rows.sort(key=lambda r: (counties.index(r["@county"]), r[CODE]))
        how = {"money": money("万元", "mix", empty=("—",)), "date": date("text", empty=("—", None, "/")), "级别": choice("inner", empty=("—",)),
               "人才类别": talent_class, "姓名": person, "text": text(empty=("—",)), "合同登记编号": account(empty=("—",)), "yes/no": yes_no(("是", "否"))}
        sh = Sheet(wb, f"{RELATED.index(table) + 2}.{table}", columns(table, "万元", "（%s）", {}, how, None, [(0, "企业名称", firm), (0, "县市区", seat)], year=year))
        sh.line(f"附件{RELATED.index(table) + 2}", bold=True)
        sh.title(f"{year}年度{table}明细表")
        sh.head()
        start = sh.r
        for n, row in enumerate(rows):
            if n and n % 25 == 0:
                sh.head()
            sh.row(row)
        if len(rows) <= 25:          # the names of firms with several records merged downward
            k = 0
            while k < len(rows):
                m = k
                while m + 1 < len(rows) and rows[m + 1][CODE] == rows[k][CODE]:
                    m += 1
                if m > k:
                    sh.merge_down(2, start + k, start + m, rows[k]["@name"])
                k = m + 1
        sh.blank()
        sh.line("填表人：何主任", merged=False)
        sh.r -= 1
        sh.line("审核人：", merged=False, col=4)
    save(wb, path / f"附件-{'、'.join(counties)}.xlsx")


def quarters(t, counties, year, path):
    """One county: enterprises in two batches (some in both, identical), contracts a sheet a quarter, untidy codes."""
    wb = book()
    who = counties[0]
    rows = of(t["企业"], counties)
    half = len(rows) // 2
    batches = [("第一批", rows[:half + 3]), ("第二批（补报）", rows[half:])]       # three enterprises in both
    heads = {CODE: "统一社会信用代码\n（18位）" if doubtful("heading-notes") else "统一社会信用代码", NAME: "企业名称\n（全称）" if doubtful("heading-notes") else "企业名称",
             COUNTY: "属 地", "科技型中小企业": "是否科技型\n中小企业", "首次纳入研发奖补": "是否\n首次纳入", "平台考核优秀": "省级以上研发平台\n考核优秀",
             "上年研发费用": "{年-1}年\n研发费用", "本年研发费用": "{年}年\n研发费用", "职工总数": "职工总数\n（人）" if doubtful("heading-notes") else "职工\n总数",
             "科技人员数": "科技\n人员数", "Ⅰ类知识产权数": "I类知识产权数" if doubtful("latin-one") else "Ⅰ类\n知识产权数",
             "Ⅱ类知识产权数": "II类知识产权数" if doubtful("latin-one") else "Ⅱ类\n知识产权数", "银行账号": "银行账号\n（请核对）" if doubtful("heading-notes") else "银行账号"}
    how = {CODE: code("lower"), "money": money("万元", empty=(None,), fmt="General"), "date": date("mixed", "yyyy\"年\"m\"月\"d\"日\""),
           NAME: text((None, ("", WIDE), (NBSP, ""), (" ", " "), ("", NBSP))), "高企认定类型": choice("spaces"), COUNTY: county_name}
    for name, batch in batches:
        sh = Sheet(wb, name, columns("企业", "万元", "\n（%s）", heads, how, None, [(-1, "联系人", contact), (-1, "手机", phone)], year=year))
        sh.line(f"{who}{year}年度奖补企业（{name}）", size=14, bold=True, align="center")
        sh.head(fill="FFFFF2CC", height=44)
        sh.rows(batch)
        sh.ws.auto_filter.ref = f"A2:{letter(len(sh.cols))}{sh.r - 1}"
    contracts = of(t["技术合同"], counties)
    by = {q: [r for r in contracts if r["登记日期"] and (r["登记日期"].month + 2) // 3 == q] for q in (1, 2, 3, 4)}
    for q, name in zip((1, 2, 3, 4), "一二三四"):
        how = {CODE: code("lower"), "money": money("元", "num", fmt="#,##0.00####"), "date": date((3, 1, 2, 4)[q - 1]), "合作单位": text((None, (NBSP, NBSP)))}
        sh = Sheet(wb, f"技术合同（{name}季度）", columns("技术合同", "元", None, {"登记日期": "登记\n日期"}, how, None, [(0, "序号", serial), (1, "企业名称", firm)]))
        sh.title(f"{who}{year}年{name}季度技术合同登记情况")
        sh.line(f"填报单位：{who}科技局  填报日期：{year + 1}年1月8日  金额单位：{'人民币' if doubtful('rmb-unit') else ''}元")
        sh.head()
        if by[q]:
            sh.rows(by[q])
            sh.total("本季度合计", by[q], ["合同金额", "当年实付金额"], "元", label_col=2)
    left = [r for r in contracts if not r["登记日期"]]
    if left:
        sh = Sheet(wb, "未登记合同", columns("技术合同", "元", "（%s）", {}, {CODE: code("lower"), "合同登记编号": account(empty=("无",)), "date": date(empty=("/", "无"))}))
        sh.head()
        sh.rows(left)
    for table in COUNTY_TABLES[1:]:
        rows = of(t[table], counties)
        if not rows:
            continue
        how = {CODE: code("lower"), "date": date("mixed", "yyyy-mm-dd"), "级别": choice("spaces"), "平台级别": choice("spaces"), "姓名": person}
        sh = Sheet(wb, table, columns(table, "万元", "(%s)", {}, how))
        sh.head(fill="FFFFF2CC")
        sh.rows(rows)
    save(wb, path / f"{who} 最终版2.xlsx")


def write_csv(path, lines, encoding, end="\r\n"):
    out = io.StringIO()
    w = csv.writer(out, lineterminator=end)
    w.writerows(lines)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out.getvalue().encode(encoding))


def as_text(cols, rows, sheet="csv"):
    """Rows of a CSV file: what the renderers give, as text."""

    class Flat(At):
        def __init__(self):
            self.sheet, self.mac, self.r, self.c, self.first = sheet, False, 0, 0, 1

    out = []
    for i, row in enumerate(rows):
        at, line = Flat(), []
        for j, c in enumerate(cols, 1):
            at.c = j
            v = c.render(row[c.field] if c.field else None, row, i, at)
            v = v.value if isinstance(v, C) else v
            line.append("" if v is None else str(v))
        out.append(line)
    return out


def gb18030(t, counties, year, path):
    """One county in GB18030: enterprises and contracts as CSV with title lines, the rest in Sheet1, Sheet2 …"""
    who = counties[0]
    rows = of(t["企业"], counties)
    how = {CODE: lambda v, r, i, at: ("'", "", "\t")[i % 3] + v, "money": money("元", "comma", empty=("", "—")), "date": date("text", empty=("", "—")),
           "银行账号": lambda v, r, i, at: "" if v is None else "\t" + v, "int": whole("comma"), "yes/no": yes_no(("Y", "N"), ("Y", "N"), ("y", "n")), COUNTY: county_name,
           "text": text((None, (WIDE, "")), empty=("无",))}
    cols = columns("企业", "元", "（%s）", {**SYNONYMS2, "重点领域": "是否重点高新技术领域"}, how, None, [(0, "序号", serial), (-1, "备注", remark)], year=year)
    n = len(cols)
    pad = lambda *cells: list(cells) + [""] * (n - len(cells))
    sums = ["营业收入", "成本费用"]
    total = ["" for _ in cols]
    total[2] = "合计"
    for j, c in enumerate(cols):
        if c.field in sums:
            total[j] = plain(in_unit(sum((r[c.field] for r in rows if r[c.field] is not None), Decimal(0)), "元"), comma=True, two=True)
    lines = [pad(f"{who}{year}年度企业名单"), pad("填报单位：", f"{who}科技局", "", "日期：", f"{year + 1}-01-15"), [c.head for c in cols]]
    lines += as_text(cols, rows) + [total, pad(""), pad("", "填表人：易会计", "", "审核：")]
    write_csv(path / f"{who}企业名单.csv", lines, "gb18030")
    rows = of(t["技术合同"], counties)
    how = {"money": money("万元", "plain", empty=("/",)), "date": date("text", empty=("", "/")), "yes/no": yes_no(("是", "否")), "text": text(empty=("/",)),
           "合同登记编号": lambda v, r, i, at: "无" if v is None else "\t" + v}
    cols = columns("技术合同", "万元", None, {}, how, [FIELDS["技术合同"][k] for k in (1, 2, 0, 3, 4, 8, 7, 5, 6)])
    n = len(cols)
    lines = [pad(f"技术合同明细  单位：万元"), [c.head for c in cols]] + as_text(cols, rows)
    write_csv(path / f"{who}技术合同.csv", lines, "gb18030", "\n")
    wb = book()
    k = 0
    for table in COUNTY_TABLES[1:]:
        rows = of(t[table], counties)
        if not rows:
            continue
        k += 1
        sh = Sheet(wb, f"Sheet{k}", columns(table, "元", "(%s)", {}, {"money": money("元", "suffix"), "date": date("number", empty=(None,)), "人才类别": talent_class,
                                                                   "text": text(empty=("无",))}), grid=False)
        sh.head(fill=None)
        sh.rows(rows)
    wb.create_sheet(f"Sheet{k + 1}")
    save(wb, path / f"{who}其他附件.xlsx")


def mac(t, counties, year, path):
    """Two counties, a workbook of the 1904 date system: hidden rows and hidden columns with real data."""
    wb = book(mac=True)
    rows = of(t["企业"], counties)
    how = {"date": date("true", "yyyy.mm.dd", empty=(None, "—")), "money": money("万元", empty=(None, "—")), "yes/no": yes_no(("是", "否"), ("√", "×")),
           COUNTY: county_name}
    sh = Sheet(wb, "奖补企业", columns("企业", "万元", "（%s）", {"高企发证日期": "认定时间", "上年研发费用": "上年研发费用", "开户银行": "开户行"}, how, None, [(0, "序号", serial)],
                                   hidden=("资产总额", "开户银行", "银行账号"), year=year), mac=True)
    sh.line(f"{'、'.join(counties)}{year}年奖补企业", align="center", size=16, bold=True)
    sh.head()
    for row in rows:
        r = sh.row(row)
        if row["规上工业"] == "否" and sh.i % 2:
            sh.ws.row_dimensions[r].hidden = True
    sh.ws.auto_filter.ref = f"A2:{letter(len(sh.cols))}{sh.r - 1}"
    sh.total("合计", rows, ["营业收入", "成本费用", "本年研发费用"], "万元", label_col=3)
    for table in COUNTY_TABLES:
        rows = of(t[table], counties)
        if not rows:
            continue
        style = "serial" if table == "人才" else "true"
        how = {"date": date(style, "yyyy.mm.dd", empty=("—",)), "money": money("万元", empty=("—",)), "人才类别": choice("spaces"), "text": text(empty=("—",)),
               "合同登记编号": account(empty=("—",))}
        sh = Sheet(wb, table, columns(table, "万元", None, {}, how, None, [(1, "企业名称", firm)], hidden=("当年实付金额",)), mac=True)
        if any(f in MONEY for f in FIELDS[table]):
            sh.line("单位:万元", align="right")
        sh.head()
        sh.rows(rows)
        if table == "技术合同":
            for r in range(sh.first + 3, min(sh.first + 7, sh.r)):
                sh.ws.row_dimensions[r].outlineLevel = 1
                sh.ws.row_dimensions[r].hidden = True
    save(wb, path / f"{'+'.join(counties)}.xlsx")


def export(t, counties, year, path):
    """One county, exported from some other system: every cell text, no title, a row of column numbers, one contract twice."""
    wb = book()
    who = counties[0]
    star = "*" if doubtful("heading-notes") else ""
    rows = of(t["企业"], counties)
    unit_style = "（单位：%s）" if doubtful("heading-unit-prefix") else "（%s）"
    how = {CODE: code("wide"), "money": money("元", "plain"), "int": whole("text"), "yes/no": yes_no(("Y", "N"), ("Ｙ", "Ｎ")), "date": date("datetime"),
           "银行账号": account("quote")}
    ident = lambda v, r, i, at: f"{year}{digest('id', r[CODE]) % 10**8:08}"
    made = lambda v, r, i, at: f"{year + 1}-01-{digest('made', r[CODE]) % 28 + 1:02} 1{digest('h', r[CODE]) % 9}:2{digest('m', r[CODE]) % 10}:00"
    heads = {CODE: star + CODE, NAME: star + NAME, COUNTY: star + COUNTY, "行业门类": "国民经济行业", "高企发证日期": "证书取得时间"}
    sh = Sheet(wb, "Sheet1", columns("企业", "元", unit_style, heads, how, None, [(0, "数据编号", ident), (-1, "创建时间", made), (-1, "经办人", contact)], year=year), grid=False)
    sh.head(fill=None)
    if doubtful("column-numbers"):
        for j in range(1, len(sh.cols) + 1):
            sh.put(sh.r, j, ("甲", "乙", "丙", "丁")[j - 1] if j <= 4 else C(str(j - 4), "@"), align="center")
        sh.r += 1
    sh.rows(rows)
    for table in COUNTY_TABLES:
        rows = of(t[table], counties)
        if not rows:
            continue
        if table == "技术合同" and doubtful("duplicate-records"):
            known = [r for r in rows if r["合同登记编号"]]
            rows = rows[:4] + known[:1] + rows[4:] + known[1:2]
        how = {CODE: code("tail"), "money": money("元", "full" if table == "上级资金" else "plain"), "date": date("datetime"), "yes/no": yes_no(("Y", "N")), "int": whole("text")}
        sh = Sheet(wb, f"Sheet{COUNTY_TABLES.index(table) + 2}", columns(table, "元", unit_style, {CODE: star + CODE}, how, None,
                                                                       [(0, "数据编号", ident), (2, "企业名称", firm), (-1, "创建时间", made)]), grid=False)
        sh.head(fill=None)
        sh.rows(rows)
    save(wb, path / f"系统导出_{who}.xlsx")


def policy(v, row, i, at):
    if v == "企业研发财政奖补" and doubtful("book-title-marks"):
        return f"《{v}》"
    if v in ("rd-award", "hnte-first", "hnte-renewal"):
        return (v, v + " ", "".join(chr(ord(ch) + 0xFEE0) for ch in v), NBSP + v)[i % 4]
    return v.replace("(", "（").replace(")", "）").replace("+", "＋") if i % 2 else v


def policy_year(v, row, i, at):
    return f"{v}年" if doubtful("year-suffix") and i % 3 == 1 else C(v, "0")


def city(t, year, path):
    """The city's own ledgers: money already paid, the exclusion list, and the banks' loans."""
    wb = book()
    rows = t["已拨付"]
    how = {"政策": policy, "政策年度": policy_year, "money": money("元", "mix"), "date": date("text"), "事由": choice("spaces")}
    sh = Sheet(wb, "已拨付资金台账", columns("已拨付", "元", "（%s）", {}, how, None, [(0, "序号", serial), (2, "单位名称", firm), (-1, "经办", contact)]))
    sh.title(f"市本级已拨付（预拨）资金台账（{year}年）")
    sh.line(f"制表：市财政局                         制表日期：{year + 1}年2月1日")
    sh.head()
    sh.rows(rows)
    sh.blank()
    sign(sh, "备注：应追回为尚未收回的资金，已退回为企业已缴回的资金。")
    rows = t["限制名单"]
    how = {CODE: code("groups"), "date": date("mixed", "yyyy-mm-dd", empty=(None, "—", "/", "无"))}
    sh = Sheet(wb, "不予支持名单", columns("限制名单", how=how, order=[CODE, "来源", "事由", "起始日期", "截止日期"], extra=[(0, "序号", serial), (1, "企业名称", firm), (2, "属地", seat)]))
    sh.title("严重失信主体及受限企业名单")
    sh.line("（截止日期空白或“—”的为长期有效）", align="center")
    sh.head()
    sh.rows(rows)
    sh.line("共计    家。")
    names = sorted({r["银行"] for r in t["信用贷款"]})
    for k, half in enumerate((names[:3], names[3:])):
        rows = sorted((r for r in t["信用贷款"] if r["银行"] in half), key=lambda r: (r["银行"], r["贷款编号"]))
        unit = ("万元", "元")[k]
        how = {"money": money(unit, "comma" if k else "num"), "date": date("mixed", empty=("—", None)), "银行": text((None, (" ", "")))}
        sh = Sheet(wb, f"知识价值信用贷款{k + 1}", columns("信用贷款", unit, None if k else "(%s)", {}, how, [CODE, "银行", "贷款编号", "本金", "逾期本金", "逾期日期"],
                                                  [(0, "序号", serial), (2, "企业名称", firm)]))
        sh.title("知识价值信用贷款风险补偿备案表")
        sh.line(f"合作银行：{'、'.join(half)}" + (f"                    金额单位：{unit}" if k else ""))
        sh.head()
        everyone = []
        for bank in half:
            some = [r for r in rows if r["银行"] == bank]
            sh.rows(some)
            everyone += some
            sh.total("小计", some, ["本金", "逾期本金"], unit, "text" if k else "num", label_col=3)
        sh.total("合计", everyone, ["本金", "逾期本金"], unit, "text" if k else "num", label_col=3)
    save(wb, path / f"市级台账{year}.xlsx")


def chunks(counties, sizes, shift):
    turned = counties[shift:] + counties[:shift]
    out, k = [], 0
    for n in sizes:
        out.append(turned[k:k + n])
        k += n
    assert k == len(turned)
    return out


def with_rows(t, group):
    return [c for c in group if of(t["企业"], [c])]


def make_openpyxl(t, year, path):
    clerks = [neat, yuan, merged, quarters, gb18030, mac, export]
    for clerk, group in zip(clerks, chunks(COUNTIES, [1, 2, 2, 1, 1, 2, 1], 3 * (year - 2022) % 10)):
        group = with_rows(t, group)
        if group:
            clerk(t, group, year, path)
    city(t, year, path)


# ---------------------------------------------------------------- the LibreOffice set


def ledger(t, counties, year, path):
    """Three counties, a sheet each: 经济指标 in 万元 beside 研发费用 in 元, formulas, filters, lists, comments, lookups."""
    wb = book()
    econ = ["产值", "营业收入", "资产总额", "成本费用", "应纳税所得额"]
    groups = {f: ("经济指标（万元）", f) for f in econ}
    groups.update({"上年研发费用": ("研发费用（元）", f"{year - 1}年"), "本年研发费用": ("研发费用（元）", f"{year}年"),
                   "高企认定类型": ("高企情况", "认定类型"), "高企证书编号": ("高企情况", "证书编号"), "高企发证日期": ("高企情况", "发证日期")})
    for k, who in enumerate(counties):
        rows = of(t["企业"], [who])
        how = {"date": date("true", ('yyyy"年"m"月"d"日"', "yyyy/m/d", "d-mmm-yy")[k]), "上年研发费用": money("元"), "本年研发费用": money("元"), NAME: text((None, ("", " "))),
               COUNTY: county_name}
        cols = columns("企业", "万元", None, {"职工总数": "职工人数", "科技人员数": "科技人员"}, how, None, [(0, "序号", serial_formula), (-1, "人均营收", lambda v, r, i, at: C(f"=IF({at.ref('职工总数')}>0,{at.ref('营业收入')}/{at.ref('职工总数')},\"\")", "0.00"))], groups)
        sh = Sheet(wb, f"{k + 1:02}{who}", cols)
        sh.title(f"{who}科技奖补台账")
        sh.line(f"填报人：罗主任    填报日期：{year + 1}年1月5日")
        sh.head()
        a, b = sh.rows(rows)
        sh.total("合计", rows, econ + ["上年研发费用", "本年研发费用"], "万元", "formula", [(a, b)], 2, 4, "SUBTOTAL" if k == 1 else "SUM")
        sh.line("说明：研发费用按税务部门加计扣除口径，单位为元；经济指标单位为万元。")
        sh.ws.freeze_panes = sh.ws.cell(a, 4)
        yn = letter(sh.index("规上工业"))
        dv = DataValidation(type="list", formula1="下拉选项!$A$2:$A$3", allow_blank=True)
        sh.ws.add_data_validation(dv)
        dv.add(f"{yn}{a}:{yn}{b}")
        ci = letter(sh.index("应纳税所得额"))
        sh.ws.conditional_formatting.add(f"{ci}{a}:{ci}{b}", CellIsRule(operator="lessThan", formula=["0"], font=Font(color="FFFF0000")))
        sh.ws.cell(a, 3).comment = Comment("已与税务局核对", "罗主任")
        if k == 0:      # a filter left on: the rows it hides are data
            sh.ws.auto_filter.ref = f"A{a - 1}:{letter(len(cols))}{b}"
            sh.ws.auto_filter.add_filter_column(sh.index("规上工业") - 1, ["是"])
            for n, row in enumerate(rows):
                if row["规上工业"] != "是":
                    sh.ws.row_dimensions[a + n].hidden = True
        sh.ws.print_title_rows = f"{a - 2}:{a - 1}"
    name = {who: f"'{k + 1:02}{who}'" for k, who in enumerate(counties)}
    look = lambda v, r, i, at: f"=VLOOKUP({at.ref(CODE)},{name[r['@county']]}!$B$1:$C$400,2,FALSE)"
    spaced = lambda v, r, i, at: C(v + " " if i % 17 == 5 else v, "@")
    for table in COUNTY_TABLES:
        rows = of(t[table], counties)
        if not rows:
            continue
        extra = [(1, "企业名称", look)]
        if table == "技术合同":
            extra.append((-1, "未付金额", lambda v, r, i, at: C(f"={at.ref('合同金额')}-{at.ref('当年实付金额')}", "#,##0.00")))
        cols = columns(table, "万元", "(%s)", {}, {CODE: spaced, "date": date("true", "yyyy\\-mm\\-dd")}, None, extra)
        sh = Sheet(wb, f"{table}明细", cols)
        sh.line(f"{year}年{table}明细", size=14, bold=True, align="center")
        sh.head()
        a, b = sh.rows(rows)
        if table == "技术合同":
            sh.total("合计", rows, ["合同金额", "当年实付金额"], "万元", "formula", [(a, b)], 2)
            sh.ws.auto_filter.ref = f"A{a - 1}:{letter(len(cols))}{b}"
    lists = wb.create_sheet("下拉选项")
    for r, v in enumerate(["是否", "是", "否"], 1):
        lists.cell(r, 1, v)
    for r, v in enumerate(["认定类型", "首次认定", "重新认定", "整体迁入"], 1):
        lists.cell(r, 3, v)
    lists.sheet_state = "hidden"
    save(wb, path / f"科技奖补台账{year}（{'、'.join(counties)}）.xlsx")


def pages(t, counties, year, path):
    """Two counties: merged county cells, 小计 and 合计 as formulas, values that are formulas, red half-names, apostrophes."""
    wb = book()
    red = InlineFont(rFont=SONG, sz=10, color="FFFF0000")
    black = InlineFont(rFont=SONG, sz=10)

    def name(v, row, i, at):
        return C(CellRichText(TextBlock(red, v[:4]), TextBlock(black, v[4:]))) if i % 6 == 2 else v

    def product(v, row, i, at):
        """An amount in 元 typed as a sum, where the sum is exact."""
        if v is None:
            return None
        d = v * 10000
        if i % 4 == 1 and d == int(d) and d > 1000:
            part = int(d) // 3
            return C(f"={part}+{int(d) - part}", "#,##0.00")
        return C(number(d), "#,##0.00####")

    how = {"money": money("元", empty=(None, "—")), "本年研发费用": product, "资产总额": money("元", "mix"), "应纳税所得额": money("元", "plain"),
           "date": date("mixed", 'yyyy"年"m"月"d"日"', empty=(None, "/")), "yes/no": yes_no(("是", "否"), ("√", "×")), NAME: name, "int": whole("comma"), "银行账号": account("quote"),
           "text": text(empty=("—",)), "高企证书编号": account(empty=("—", None)), "高企认定类型": choice("spaces", empty=(None, "—"))}
    order = [COUNTY, CODE, NAME] + ENT[3:]
    heads = {**SYNONYMS2, COUNTY: "所属区县", "上年研发费用": "{年-1}年研发费用", "本年研发费用": "{年}年研发费用"}
    sh = Sheet(wb, "企业情况", columns("企业", "元", "\n(%s)", heads, how, order, [(0, "序号", serial)], year=year))
    sh.title(f"{year}年度企业情况汇总表")
    sh.line(f"填报单位（盖章）：                    填报日期：{year + 1}年1月18日")
    sh.head(height=30)
    sums = ["营业收入", "成本费用", "上年研发费用", "本年研发费用"]
    spans, everyone = [], []
    for who in counties:
        rows = of(t["企业"], [who])
        everyone += rows
        start, mine = sh.r, []
        for n, row in enumerate(rows):
            if n and n % 12 == 0:
                sh.merge_down(2, start, sh.r - 1, who)
                mine.append((start, sh.r - 1))
                sh.head(height=30)
                start = sh.r
            sh.row(row)
        sh.merge_down(2, start, sh.r - 1, who)
        mine.append((start, sh.r - 1))
        sh.total(f"{who}小计", rows, sums, "元", "formula", mine, 2, 4)
        spans.append((sh.r - 1, sh.r - 1))
        sh.blank()
    sh.total("合计", everyone, sums, "元", "formula", spans, 2, 4)
    sign(sh, "注：金额单位元，保留两位小数。", "填表人：            审核人：            分管领导：")
    for table in COUNTY_TABLES:
        rows = of(t[table], counties)
        if not rows:
            continue
        date_style = "formula" if table == "科技奖励" else "mixed"
        how = {"money": money("元", "num", empty=("—",)), "合同金额": product, "date": date(date_style, "yyyy-mm-dd", empty=("—",)), "yes/no": yes_no(("√", "×")),
               "级别": choice("inner", empty=("—",)), "奖励等级": choice("spaces"), "平台名称": text((None, (" ", " "))), "text": text(empty=("—",)),
               "合同登记编号": account("quote", empty=("—",))}
        sh = Sheet(wb, f"附表{RELATED.index(table) + 2}{table}", columns(table, "元", "（%s）", {"关联方": "是否关联方"}, how, None, [(0, "序号", serial_formula), (2, "承担单位", firm), (-1, "备注", remark)]))
        sh.title(f"{table}情况表")
        sh.head()
        sh.rows(rows)
        sh.blank()
        sign(sh, "填表人：谢经理")
    save(wb, path / f"{'、'.join(counties)}企业情况汇总.xlsx")


def stacked(t, counties, year, path):
    """Two counties: the unit only in the note, hidden columns, contracts by quarter, small tables one under the other."""
    wb = book()
    rows = of(t["企业"], counties)
    rows = [r for who in counties for r in rows if r[COUNTY] == who]
    how = {"money": money("元", empty=(None,)), "date": date("text", empty=("/", None)), CODE: code("lower"), NAME: text((None, (WIDE, ""), ("", NBSP))),
           "高企认定类型": choice("inner", empty=("/", None)), "高企证书编号": account(empty=("/",)), "银行账号": account("groups", empty=("/",)), COUNTY: county_name}
    order = ENT[:5] + ENT[10:15] + ENT[17:25] + ENT[5:10] + ENT[15:17] + ENT[25:]
    sh = Sheet(wb, "附件1", columns("企业", "元", None, {**SYNONYMS, "上年研发费用": "上年度加计扣除研发费用", CODE: "社会信用\n代码"}, how, order, [(0, "序号", serial), (-1, "联系人", contact), (-1, "电话", phone), (-1, "备注", remark)],
                                   hidden=("资产总额", "成本费用", "开户银行"), year=year))
    sh.line("附件1", bold=True, size=14)
    sh.title(f"{year}年度科技型企业情况统计表")
    sh.line("单位：元", align="right", merged=False, col=len(sh.cols))
    sh.head(fill=None, height=40)
    sh.rows(rows)
    sh.blank()
    sh.total("总计", rows, ["营业收入", "上年研发费用", "本年研发费用"], "元", label_col=3)
    sign(sh, "备注：以上数据由企业自行申报。", "联系人：周女士    电话：0731-2622****")
    contracts = of(t["技术合同"], counties)
    for q, name in zip((1, 2, 3, 4), "一二三四"):
        some = [r for r in contracts if r["登记日期"] and (r["登记日期"].month + 2) // 3 == q]
        some += [r for r in contracts if not r["登记日期"]] if q == 4 else []
        if not some:
            continue
        unit = "万元" if q % 2 else "元"
        how = {"money": money(unit, "num" if q < 3 else "mix", empty=("/",)), "date": date("true", ("yyyy/m/d", "m/d/yyyy", 'yyyy"年"mm"月"dd"日"', "yyyy\\.m\\.d")[q - 1], empty=("/",)), "text": text(empty=("/",)),
               "合同登记编号": account(empty=("无",))}
        sh = Sheet(wb, f"附件2-{q} {name}季度", columns("技术合同", unit, None, {}, how, None, [(0, "序号", serial), (-1, "备注", remark)]))
        sh.title(f"{year}年第{name}季度技术合同")
        sh.line(f"金额单位：{unit}", align="right")
        sh.head(fill=None)
        sh.rows(some)
        sh.total("合计", some, ["合同金额", "当年实付金额"], unit, label_col=2)
    small = [x for x in COUNTY_TABLES[1:] if of(t[x], counties)]
    pair = [x for x in ("科技奖励", "人才") if x in small] if doubtful("stacked-tables") else []
    for table in [x for x in small if x not in pair]:
        cols = columns(table, "元", None, {}, {"money": money("元"), "date": date("text"), "级别": choice("spaces", empty=("/",)), "text": text(empty=("/",))}, None, [(0, "序号", serial), (1, "企业名称", firm)])
        sh = Sheet(wb, f"附件3 {table}", cols)
        sh.title(table)
        if any(f in MONEY for f in FIELDS[table]):
            sh.line("单位：元", align="right")
        sh.head(fill=None)
        sh.rows(of(t[table], counties))
    if pair:
        wide = max(len(FIELDS[x]) + 2 for x in pair)
        sh = None
        for k, table in enumerate(pair):
            cols = columns(table, "元", None, {}, {"date": date("text"), "人才类别": talent_class, "姓名": person}, None, [(0, "序号", serial), (1, "企业名称", firm)])
            if sh is None:
                sh = Sheet(wb, "附件4 奖励和人才", cols)
            sh.cols, sh.i = cols, 0
            sh.line(f"{'一二'[k]}、{table}情况", bold=True, size=14)
            sh.head(fill=None)
            sh.rows(of(t[table], counties))
            sh.blank(2)
    wb.create_sheet("Sheet2")
    save(wb, path / f"附件1-4（{'、'.join(counties)}）.xlsx")


def year1904(t, counties, year, path):
    """Two counties, 1904 date system, columns in another order, bare serials, an enterprise and a contract twice."""
    wb = book(mac=True)
    rows = of(t["企业"], counties)
    rows = rows + [rows[k] for k in (1, 4) if k < len(rows)]           # twice, identical
    how = {"date": date("true", "yyyy/mm/dd", empty=(None, "无")), "money": money("万元", empty=(None,)), "yes/no": yes_no(("√", "×")), CODE: code("groups"),
           "高企证书编号": account(empty=("无", None)), COUNTY: county_name}
    order = ["银行账号", "开户银行"] + ENT[:3] + ENT[3:5] + ENT[15:25] + ENT[5:15]
    sh = Sheet(wb, "名单", columns("企业", "万元", "（%s）", {NAME: "申报单位", CODE: "信用代码", "上年研发费用": "{年-1}年研发费用", "本年研发费用": "{年}年研发费用"}, how, order, [(-1, "备注", remark)], year=year), mac=True)
    sh.head()
    sh.rows(rows)
    for table in COUNTY_TABLES:
        rows = of(t[table], counties)
        if not rows:
            continue
        if table == "技术合同" and doubtful("duplicate-records"):
            rows = rows + [next(r for r in rows if r["合同登记编号"])]
        style = "serial" if table in ("人才", "上级资金") else "true"
        how = {"date": date(style, "mmm d, yyyy", empty=(None,)), "money": money("万元"), CODE: code("wide"), "yes/no": yes_no(("√", "×")), "人才类别": talent_class,
               "合同登记编号": account(empty=("无",))}
        order = FIELDS[table][1:] + [CODE]
        sh = Sheet(wb, table, columns(table, "万元", "(%s)", {}, how, order, [(0, "企业名称", firm)]), mac=True)
        sh.head()
        sh.rows(rows)
    save(wb, path / f"{'、'.join(counties)}.xlsx")


def csv_book(t, counties, year, path):
    """One county: its enterprises in a book of one sheet (which becomes the CSV), the rest in another."""
    who = counties[0]
    rows = of(t["企业"], counties)
    how = {"money": money("元", fmt="#,##0.00####", empty=(None, "—")), "date": date("true", 'yyyy"年"m"月"d"日"'), CODE: code("wide"), COUNTY: county_name,
           "yes/no": yes_no(("是", "否"))}
    sh = Sheet(book_ := book(), "企业名单", columns("企业", "元", "（%s）", SYNONYMS, how, None, [(0, "序号", serial), (-1, "备注", remark)], year=year))
    sh.title(f"{who}企业名单")
    sh.line(f"填报人：王经理   日期：{year + 1}年1月16日")
    sh.head()
    a, b = sh.rows(rows)
    sh.total("合计", rows, ["营业收入", "成本费用"], "元", "formula", [(a, b)], 3)
    save(book_, path / f"{who}企业名单.xlsx")
    wb = book()
    for table in COUNTY_TABLES:
        rows = of(t[table], counties)
        if not rows:
            continue
        how = {"money": money("元"), "date": date("true", "yyyy-mm-dd"), CODE: code("tail")}
        sh = Sheet(wb, table, columns(table, "元", "(%s)", {}, how, None, [(2, "企业名称", firm)]))
        sh.line(f"{who}{table}", bold=True)
        sh.head()
        sh.rows(rows)
    save(wb, path / f"{who}附表.xlsx")
    return path / f"{who}企业名单.xlsx"


def lo_city(t, year, path):
    """The city's ledgers again: 已拨付 a sheet a policy year, the exclusion list with merged reasons left unmerged, loans with formulas."""
    wb = book()
    for y in sorted({r["政策年度"] for r in t["已拨付"]}):
        rows = [r for r in t["已拨付"] if r["政策年度"] == y]
        how = {"政策": policy, "政策年度": policy_year, "money": money("万元", "num"), "date": date("mixed", 'yyyy"年"m"月"d"日"'), "事由": choice("spaces")}
        sh = Sheet(wb, f"{y}年度拨付", columns("已拨付", "万元", None, {CODE: "信用代码"}, how, ["日期", CODE, "政策", "政策年度", "事由", "金额"], [(0, "序号", serial_formula), (3, "收款单位", firm)]))
        sh.title(f"{y}年度科技专项资金拨付情况")
        sh.line("单位：万元", align="right")
        sh.head()
        a, b = sh.rows(rows)
        sign(sh, "制表：彭会计    复核：    ")
    how = {CODE: code("tail"), "date": date("true", "yyyy/m/d", empty=("—", None)), "事由": text((None, (" ", "")))}
    sh = Sheet(wb, "限制名单", columns("限制名单", how=how, extra=[(1, "企业名称", firm)], order=["来源", CODE, "事由", "起始日期", "截止日期"]))
    sh.title("财政资金限制支持企业名单")
    sh.line(f"提供单位：市信用办等    日期：{year + 1}年1月")
    sh.head()
    sh.rows(t["限制名单"])
    sh.line("本表内容仅供内部审核使用。")
    rows = sorted(t["信用贷款"], key=lambda r: r["贷款编号"])
    how = {"money": money("元", "num"), "date": date("text", empty=(None, "—", "/"))}
    sh = Sheet(wb, "贷款备案", columns("信用贷款", "元", "(%s)", {"逾期本金": "逾期\n本金"}, how, None, [(0, "序号", serial_formula), (2, "借款人", firm), (-1, "正常本金", lambda v, r, i, at: C(f"={at.ref('本金')}-{at.ref('逾期本金')}", "#,##0.00"))]))
    sh.title("知识价值信用贷款备案台账")
    sh.head()
    a, b = sh.rows(rows)
    sh.total("合计", rows, ["本金", "逾期本金"], "元", "formula", [(a, b)], 3)
    save(wb, path / f"市级汇总{year}.xlsx")


def soffice(args, home):
    subprocess.run(["soffice", f"-env:UserInstallation=file://{home}", "--headless", *map(str, args)], check=True, stdout=subprocess.DEVNULL, timeout=600)


def make_libreoffice(t, year, path):
    with tempfile.TemporaryDirectory() as tmp:
        built, home = Path(tmp) / "built", Path(tmp) / "home"
        to_csv = None
        BUILDING.append(year)
        clerks = [ledger, pages, stacked, year1904, csv_book]
        for clerk, group in zip(clerks, chunks(COUNTIES, [3, 2, 2, 2, 1], 4 * (year - 2022) % 10)):
            group = with_rows(t, group)
            if group:
                made = clerk(t, group, year, built)
                to_csv = made or to_csv
        lo_city(t, year, built)
        BUILDING.clear()
        path.mkdir(parents=True, exist_ok=True)
        books = [p for p in sorted(built.glob("*.xlsx")) if p != to_csv]
        soffice(["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", path, *books], home)
        if to_csv:
            # comma, double quote, UTF-8, as shown, text cells quoted
            soffice(["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true", "--outdir", path, to_csv], home)


# ---------------------------------------------------------------- main


def main():
    here = Path(__file__).resolve().parent
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--clean", type=Path, default=here / "../../sample_data/zhuzhou", help="the folder with <year>/roster.xlsx")
    p.add_argument("--out", type=Path, default=here)
    p.add_argument("--rows", type=int, default=240)
    p.add_argument("--counties", default=",".join(COUNTIES))
    p.add_argument("--years", default="2022,2023")
    p.add_argument("--without", default="")
    p.add_argument("--no-libreoffice", action="store_true")
    a = p.parse_args()
    if a.without == "list":
        for k, v in DOUBTFUL.items():
            print(f"{k:20} {v}")
        return
    WITHOUT.update(x for x in a.without.split(",") if x)
    if WITHOUT - set(DOUBTFUL):
        sys.exit(f"no such mess: {', '.join(sorted(WITHOUT - set(DOUBTFUL)))}")
    counties = a.counties.split(",")
    if set(counties) - set(COUNTIES):
        sys.exit(f"no such county: {', '.join(sorted(set(counties) - set(COUNTIES)))}")
    years = [int(y) for y in a.years.split(",")]
    loaded = {y: load(a.clean / str(y) / "roster.xlsx") for y in years}
    chosen = choose({y: t for y, (_, t) in loaded.items()}, a.rows, counties)
    for y in years:
        wb, tables = loaded[y]
        t = cut(tables, chosen)
        print(y, {k: len(v) for k, v in t.items()})
        for name in ("openpyxl", "libreoffice"):
            if name == "openpyxl" or not a.no_libreoffice:
                shutil.rmtree(a.out / name / str(y), ignore_errors=True)
        write_clean(wb, chosen, a.out / "clean" / str(y) / "clean.xlsx")
        make_openpyxl(t, y, a.out / "openpyxl" / str(y))
        if not a.no_libreoffice:
            make_libreoffice(t, y, a.out / "libreoffice" / str(y))


if __name__ == "__main__":
    main()
