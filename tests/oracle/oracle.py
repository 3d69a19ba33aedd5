#!/usr/bin/env python3
"""A second opinion on a settlement: the eighteen measures of policies.md 1.2, computed row by row in plain Python.

    python3 oracle.py ROSTER --year Y [--as-of DATE] [--measures id,id,...|all] [--assume-empty TABLE]... --out DIR

The file follows the text from top to bottom and quotes the clause above the code that obeys it:

    1. values        a value, NONE ("none") or Missing(causes); Kleene logic; strict arithmetic
    2. fields        the tables of 1.1: types, choices, what an empty cell means
    3. reading       CSV folder or one clean workbook, cell by cell
    4. roster        rejected rows, duplicates, conflicts, orphans, tables that may not be absent
    5. measures      the eighteen rows of 1.2
    6. settlement    the nine steps
    7. output        the CSV contracts of design.md section 7
    8. accounting    the program's own checks; exit 1 if they fail

All amounts are Fractions of one 元. Standard library only.
"""
import argparse
import csv
import datetime
import io
import math
import os
import re
import sys
import unicodedata
import zipfile
import xml.etree.ElementTree as ET
from collections import namedtuple
from decimal import Decimal
from fractions import Fraction

Date = datetime.date

# --------------------------------------------------------------------------------------------------------------------
# 1. Values
# --------------------------------------------------------------------------------------------------------------------

# kind is one of KINDS; the order is that of the closed list of reasons, and decides which kind is named when the same
# field is missing in two ways in two records (the answer may not depend on the order of rows).
Cause = namedtuple("Cause", "kind field table row")
KINDS = ("missing", "unreadable", "conflict", "no-row")


class _None:
    """An empty cell that means "none": a decided value which equals nothing and lies in no period."""

    def __repr__(self):
        return "NONE"


NONE = _None()


class Missing:
    """A value that is not known, with everything that would have to be supplied to know it."""

    def __init__(self, *causes):
        self.causes = frozenset(causes)

    def __repr__(self):
        return "Missing(%s)" % ", ".join("%s:%s" % (c.kind, c.field) for c in sorted(self.causes))


def is_missing(x):
    return isinstance(x, Missing)


def union(*values):
    """One Missing with the causes of all those given that are missing."""
    causes = set()
    for v in values:
        if is_missing(v):
            causes |= v.causes
    return Missing(*causes)


def lift(f, *values):
    """"Arithmetic and comparison with a missing value are missing." """
    if any(is_missing(v) for v in values):
        return union(*values)
    return f(*values)


def k_and(*values):
    """`否 且 missing` is no."""
    if any(v is False for v in values):
        return False
    if any(is_missing(v) for v in values):
        return union(*values)
    return True


def k_or(*values):
    """`是 或 missing` is yes."""
    if any(v is True for v in values):
        return True
    if any(is_missing(v) for v in values):
        return union(*values)
    return False


def k_not(v):
    return v if is_missing(v) else not v


def k_if(condition, then, otherwise):
    """`若 missing 则 a 否则 b` is missing unless both are decided and equal."""
    if is_missing(condition):
        if not is_missing(then) and not is_missing(otherwise) and then == otherwise:
            return then
        return union(condition, then, otherwise)
    return then if condition else otherwise


def is_one_of(value, *texts):
    return lift(lambda v: v is not NONE and v in texts, value)


def in_year(value, year):
    """"In the year" means in the policy year; no date lies in no year."""
    return lift(lambda d: d is not NONE and d.year == year, value)


def exists(records, condition):
    """Existence (存在) is a three-valued 或 over the records."""
    return k_or(*[condition(r) for r in records])


def gather(records, condition, value):
    """The values of the records that count. Missing "when a record that counts, or may count, is missing what it
    needs, even if the known part decides the outcome": one whose condition is missing is missing its condition."""
    known, holes = [], []
    for r in records:
        counts = condition(r)
        if counts is False:
            continue
        v = value(r)
        if is_missing(counts) or is_missing(v):
            holes.append(union(counts, v))
        else:
            known.append(v)
    return union(*holes) if holes else known


def total(records, condition, value):
    return lift(lambda values: sum(values, Fraction(0)), gather(records, condition, value))


def maximum(records, condition, value):
    return lift(lambda values: max(values, default=Fraction(0)), gather(records, condition, value))


# --------------------------------------------------------------------------------------------------------------------
# 2. Fields
# --------------------------------------------------------------------------------------------------------------------

COUNTIES = ("天元区", "荷塘区", "芦淞区", "石峰区", "渌口区", "醴陵市", "攸县", "茶陵县", "炎陵县", "经开区")
LEVELS = ("国家级", "省级", "市级")
CODE = "统一社会信用代码"

Field = namedtuple("Field", "name type choices synonyms")


def field(name, type, choices=(), synonyms=()):
    return Field(name, type, tuple(choices), tuple(synonyms))


ENTERPRISE_SHEET = "企业名单"

# In the order of 1.1, which is the pack's list of fields. What an empty cell means is in Enterprise and Record below.
TABLES = {
    ENTERPRISE_SHEET: [
        field(CODE, "code", synonyms=("社会信用代码", "信用代码", "纳税人识别号")),
        field("企业名称", "text", synonyms=("单位名称", "公司名称", "申报单位", "纳税人名称")),
        field("所属县市区", "choice", COUNTIES, ("县市区", "县(市、区)", "所属区县", "属地", "归口")),
        field("行业门类", "text", synonyms=("所属行业", "国民经济行业")),
        field("规上工业", "bool", synonyms=("规模以上工业企业", "是否规上")),
        field("产值", "money", synonyms=("工业总产值", "年产值")),
        field("营业收入", "money", synonyms=("主营业务收入", "年销售收入")),
        field("资产总额", "money"),
        field("成本费用", "money"),
        field("应纳税所得额", "money"),
        field("科技型中小企业", "bool", synonyms=("是否科技型中小企业",)),
        field("高企认定类型", "choice", ("首次认定", "重新认定", "整体迁入"), ("认定类型", "认定类别")),
        field("高企证书编号", "text", synonyms=("证书编号", "高新技术企业证书编号")),
        field("高企发证日期", "date", synonyms=("发证日期", "发证时间", "证书取得时间", "认定时间")),
        field("享受加计扣除", "bool", synonyms=("是否享受加计扣除",)),
        field("上年研发费用", "money", synonyms=("上年度加计扣除研发费用", "{年-1}年研发费用")),
        field("本年研发费用", "money", synonyms=("本年度加计扣除研发费用", "{年}年研发费用")),
        field("重点领域", "bool", synonyms=("是否重点高新技术领域",)),
        field("平台考核优秀", "bool", synonyms=("省级以上研发平台考核优秀",)),
        field("首次纳入研发奖补", "bool", synonyms=("是否首次纳入",)),
        field("制造业", "bool", synonyms=("是否制造业",)),
        field("职工总数", "integer", synonyms=("职工人数",)),
        field("科技人员数", "integer", synonyms=("科技人员",)),
        field("Ⅰ类知识产权数", "integer"),
        field("Ⅱ类知识产权数", "integer"),
        field("开户银行", "text", synonyms=("开户行",)),
        field("银行账号", "text", synonyms=("账号",)),
    ],
    "技术合同": [
        field(CODE, "code"), field("合同登记编号", "text"), field("登记日期", "date"), field("合作单位", "text"),
        field("合作单位类型", "choice", ("高等院校", "科研院所", "企业", "其他")), field("合同金额", "money"),
        field("当年实付金额", "money"), field("关联方", "bool"), field("技术类别", "text"),
    ],
    "企业称号": [
        field(CODE, "code"), field("称号", "choice", ("瞪羚企业", "专精特新")), field("级别", "choice", LEVELS),
        field("认定日期", "date"),
    ],
    "创新平台": [
        field(CODE, "code"), field("平台名称", "text"), field("平台级别", "choice", LEVELS), field("批准日期", "date"),
    ],
    "科技奖励": [
        field(CODE, "code"), field("项目名称", "text"), field("奖励级别", "choice", ("国家级", "省级")),
        field("奖励等级", "choice", ("一等", "二等", "三等")), field("授奖日期", "date"),
    ],
    "人才": [
        field(CODE, "code"), field("姓名", "text"), field("人才类别", "choice", ("A", "B", "C", "D", "E")),
        field("引进日期", "date"),
    ],
    "信用贷款": [
        field(CODE, "code"), field("贷款编号", "text"), field("银行", "text"), field("本金", "money"),
        field("逾期本金", "money"), field("逾期日期", "date"),
    ],
    "重大项目": [
        field(CODE, "code"), field("项目名称", "text"), field("立项级别", "text"), field("项目研发投入", "money"),
        field("立项日期", "date"), field("阶段", "choice", ("立项", "中期", "验收")),
    ],
    "上级资金": [
        field(CODE, "code"), field("项目", "text"), field("到账金额", "money"), field("到账日期", "date"),
    ],
    "已拨付": [
        field(CODE, "code"), field("政策", "text"), field("政策年度", "integer"), field("金额", "money"),
        field("日期", "date"), field("事由", "choice", ("预拨", "已拨", "应追回", "已退回")),
    ],
    "限制名单": [
        field(CODE, "code"), field("事由", "text"), field("来源", "text"), field("起始日期", "date"),
        field("截止日期", "date"),
    ],
}

REQUIRED_TABLES = (ENTERPRISE_SHEET, "已拨付", "限制名单")

RANK = {}
for _table, _fields in TABLES.items():
    for _f in _fields:
        RANK[(_table, _f.name)] = len(RANK)


def reason_of(causes):
    """"For a held one it names, of the fields that are missing and matter, the one that stands first in the pack's
    list of fields." A lookup table is not a field: no-row is named only when no field is missing."""
    first = min(causes, key=lambda c: (RANK.get((c.table, c.field), len(RANK)), KINDS.index(c.kind)))
    return "%s:%s" % (first.kind, first.field)


# --------------------------------------------------------------------------------------------------------------------
# 3. Reading
# --------------------------------------------------------------------------------------------------------------------

class InputError(Exception):
    """An input that cannot be read at all: nothing is computed."""


EMPTY = ("empty",)                      # a cell is EMPTY, ("value", v) or ("unreadable", raw text)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def check_character(first17):
    """check = alphabet[(31 − Σ mod 31) mod 31]"""
    s = sum(ALPHABET.index(c) * w for c, w in zip(first17, WEIGHTS))
    return ALPHABET[(31 - s % 31) % 31]


def code_passes(code):
    return code_wellformed(code) and check_character(code[:17]) == code[17]


def code_wellformed(code):
    return len(code) == 18 and all(c in ALPHABET for c in code)


def plain(text):
    """Width differences, NBSP, U+3000, tabs, BOM and outer blanks do not count."""
    return unicodedata.normalize("NFKC", text).replace("\ufeff", "").strip()


EMPTY_TEXTS = ("", "—", "-", "--", "–", "——", "/", "无")
TRUE_TEXTS = ("是", "√", "✓", "有", "Y", "y", "yes", "YES", "Yes", "true", "TRUE", "True", "1")
FALSE_TEXTS = ("否", "×", "✗", "N", "n", "no", "NO", "No", "false", "FALSE", "False", "0")
UNITS = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?\Z")


def read_number(text):
    """The exact decimal of a text, or None."""
    m = NUMBER.match(text)
    if not m or (m.group(2) is None and m.group(3) is None):
        if re.match(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+\Z", text):
            return Fraction(Decimal(text))
        return None
    value = Fraction((m.group(2) or "0").replace(",", "") + (m.group(3) or ""))
    return -value if m.group(1) == "-" else value


def read_date(text):
    m = (re.match(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[ T]00:00(?::00)?)?\Z", text)
         or re.match(r"(\d{4})年(\d{1,2})月(\d{1,2})日\Z", text) or re.match(r"(\d{4})(\d{2})(\d{2})\Z", text))
    if not m:
        return None
    try:
        return Date(*map(int, m.groups()))
    except ValueError:
        return None


def read_cell(f, raw, unit):
    """One cell as its field's type. `raw` is text, or a date that a workbook's number format declared to be one."""
    if raw is None:
        return EMPTY
    if isinstance(raw, Date):
        return ("value", raw) if f.type == "date" else ("unreadable", raw.isoformat())
    text = plain(str(raw))
    if text in EMPTY_TEXTS:
        return EMPTY
    unreadable = ("unreadable", text)
    if text.startswith("#"):                                                      # #REF!, #N/A
        return unreadable
    if f.type == "text":
        return ("value", str(raw).replace("\ufeff", "").strip())                  # shown as it was written
    if f.type == "code":
        code = re.sub(r"[\s\-]", "", text).upper()
        return ("value", code) if code_wellformed(code) else unreadable
    if f.type == "choice":
        return ("value", text) if text in f.choices else unreadable
    if f.type == "bool":
        return ("value", True) if text in TRUE_TEXTS else ("value", False) if text in FALSE_TEXTS else unreadable
    if f.type == "date":
        d = read_date(text)
        return unreadable if d is None else ("value", d)
    own = re.match(r"(.*?)\s*(元|万元|亿元)\Z", text) if f.type == "money" else None
    n = read_number(own.group(1) if own else text)
    if n is None:
        return unreadable
    if f.type == "integer":
        return ("value", int(n)) if n.denominator == 1 else unreadable
    scale = UNITS[own.group(2)] if own else unit
    return unreadable if scale is None else ("value", n * scale)                  # no unit anywhere: held, never a guess


def heading_key(text):
    return re.sub(r"\s+", "", plain(str(text)))


def read_table(name, rows, year):
    """rows: lists of raw cells, headings first. Gives a list of (row number, {field: cell})."""
    fields = TABLES[name]
    wanted = {}
    for f in fields:
        for s in (f.name,) + f.synonyms:
            s = s.replace("{年-1}", str(year - 1)).replace("{年}", str(year))
            wanted[heading_key(s)] = f
    header = None
    for i, row in enumerate(rows[:5]):
        if any(r is not None and wanted.get(heading_key(r), fields[-1]) is fields[0] for r in row):
            header = i
            break
    if header is None:
        raise InputError("%s: no row of headings" % name)
    note_unit = None
    for row in rows[:header]:
        for cell in row:
            m = re.search(r"单位:(元|万元|亿元)", heading_key(cell or ""))
            note_unit = UNITS[m.group(1)] if m else note_unit
    columns = {}
    for j, h in enumerate(rows[header]):
        if h is None:
            continue
        text = heading_key(h)
        m = re.match(r"(.*)\((元|万元|亿元)\)\Z", text)
        base, unit = (m.group(1), UNITS[m.group(2)]) if m else (text, note_unit)
        f = wanted.get(base) or wanted.get(text)
        y = re.match(r"(\d{4})年研发费用\Z", base)
        if f is None and y and name == ENTERPRISE_SHEET and int(y.group(1)) > year:
            raise InputError("%s: the heading %s names another year" % (name, h))
        if f is not None:
            if f.name in columns:
                raise InputError("%s: two columns for %s" % (name, f.name))
            columns[f.name] = (j, unit)
    out = []
    for i, row in enumerate(rows[header + 1:], header + 2):
        if all(r is None or (not isinstance(r, Date) and plain(str(r)) == "") for r in row):
            continue                                                              # a blank separator
        cells = {}
        for f in fields:
            if f.name not in columns:
                cells[f.name] = ("unreadable", "no column")                       # an absent column is not an empty cell
            else:
                j, unit = columns[f.name]
                cells[f.name] = read_cell(f, row[j] if j < len(row) else None, unit)
        out.append((i, cells))
    return out


def read_csv_folder(folder, year):
    tables = {}
    for name in TABLES:
        path = os.path.join(folder, name + ".csv")
        if os.path.exists(path):
            with open(path, encoding="utf-8-sig", newline="") as f:
                tables[name] = read_table(name, list(csv.reader(f)), year)
    return tables


NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def text_of(node):
    return "".join(t.text or "" for t in node.iter(NS + "t") if t is not None)


def is_date_format(number, custom):
    if number in range(14, 23) or number in (27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58):
        return True
    code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.', "", custom.get(number, "")).lower()
    return "y" in code and "m" in code


def read_workbook(path, year):
    with zipfile.ZipFile(path) as z:
        def xml(name):
            return ET.fromstring(z.read(name)) if name in z.namelist() else None
        shared = []
        strings = xml("xl/sharedStrings.xml")
        if strings is not None:
            for si in strings.findall(NS + "si"):
                parts = [si.find(NS + "t")] if si.find(NS + "t") is not None else \
                    [r.find(NS + "t") for r in si.findall(NS + "r")]
                shared.append("".join((p.text or "") for p in parts if p is not None))
        date_style = []
        styles = xml("xl/styles.xml")
        if styles is not None:
            custom = {int(n.get("numFmtId")): n.get("formatCode", "") for n in styles.iter(NS + "numFmt")}
            xfs = styles.find(NS + "cellXfs")
            if xfs is not None:
                date_style = [is_date_format(int(x.get("numFmtId", "0")), custom) for x in xfs.findall(NS + "xf")]
        book = xml("xl/workbook.xml")
        pr = book.find(NS + "workbookPr")
        epoch = Date(1904, 1, 1) if pr is not None and pr.get("date1904") in ("1", "true") else Date(1899, 12, 30)
        targets = {r.get("Id"): r.get("Target") for r in xml("xl/_rels/workbook.xml.rels")}
        tables = {}
        for sheet in book.find(NS + "sheets"):
            name = plain(sheet.get("name"))
            if name not in TABLES:
                continue
            target = targets[sheet.get(REL + "id")].lstrip("/")
            root = xml(target if target.startswith("xl/") else "xl/" + target)
            rows, number = {}, 0
            for row in root.iter(NS + "row"):
                number = int(row.get("r", number + 1))
                cells, column = {}, -1
                for c in row.findall(NS + "c"):
                    letters = re.match(r"[A-Z]+", c.get("r", ""))
                    if letters:
                        column = 0
                        for ch in letters.group():
                            column = column * 26 + ord(ch) - 64
                        column -= 1
                    else:
                        column += 1
                    v, kind = c.find(NS + "v"), c.get("t", "n")
                    style = int(c.get("s", "0"))
                    if kind == "inlineStr":
                        node = c.find(NS + "is")
                        value = text_of(node) if node is not None else None
                    elif v is None or v.text is None:
                        # a formula without a cached value reads as 0 elsewhere: here it is unreadable
                        value = "#formula" if c.find(NS + "f") is not None else None
                    elif kind == "s":
                        value = shared[int(v.text)]
                    elif kind in ("str", "e"):
                        value = v.text
                    elif kind == "b":
                        value = "是" if v.text == "1" else "否"
                    elif kind == "d":
                        value = v.text[:10]
                    elif style < len(date_style) and date_style[style]:
                        n = Fraction(Decimal(v.text))
                        whole = n.denominator == 1 and (epoch.year == 1904 or n > 60)
                        value = epoch + datetime.timedelta(days=int(n)) if whole else v.text
                    else:
                        # the shortest decimal text which reads as the same stored number; text in, text out
                        value = repr(float(v.text)) if not re.match(r"-?\d{1,15}\Z", v.text) else v.text
                    cells[column] = value
                rows[number] = cells
            width = 1 + max((max(c, default=0) for c in rows.values()), default=0)
            tables[name] = read_table(name, [[rows.get(i, {}).get(j) for j in range(width)]
                                             for i in range(1, 1 + max(rows, default=0))], year)
        return tables


# --------------------------------------------------------------------------------------------------------------------
# 4. The roster
# --------------------------------------------------------------------------------------------------------------------

def typed(cell, name, table, row, when_empty):
    """A cell as a value: `when_empty` is NONE or "missing"."""
    if cell[0] == "value":
        return cell[1]
    if cell[0] == "empty":
        return NONE if when_empty is NONE else Missing(Cause("missing", name, table, row))
    return Missing(Cause(cell[0], name, table, row))                              # unreadable, conflict


class Enterprise:
    """One credit code: its rows merged, its fields as values, its related records."""

    NONE_WHEN_EMPTY = ("高企认定类型", "高企证书编号", "高企发证日期", "开户银行", "银行账号")

    def __init__(self, code, rows):
        self.code = code
        self.records = {t: [] for t in TABLES if t != ENTERPRISE_SHEET}
        first = min(number for number, _ in rows)
        cells = {}
        for f in TABLES[ENTERPRISE_SHEET]:
            different = {c[f.name] for _, c in rows}
            # rows of one code that do not agree on a field contradict each other there
            cells[f.name] = different.pop() if len(different) == 1 else ("conflict", None)
        self.values = {}
        for f in TABLES[ENTERPRISE_SHEET]:
            when_empty = NONE if f.name in self.NONE_WHEN_EMPTY else "missing"
            if f.name == "高企发证日期" and (cells["高企证书编号"] != EMPTY or cells["高企认定类型"] != EMPTY):
                when_empty = "missing"       # "none; missing if there is a 高企证书编号 or a 高企认定类型"
            self.values[f.name] = typed(cells[f.name], f.name, ENTERPRISE_SHEET, first, when_empty)
        names = sorted(c["企业名称"][1] for _, c in rows)
        self.name = names[0]
        self.county = self.values["所属县市区"]

    def __getitem__(self, name):
        return self.values[name]


class Record:
    """One row of a related table."""

    def __init__(self, table, row, cells):
        self.table, self.row, self.values = table, row, {}
        for f in TABLES[table]:
            when_empty = "missing"                                                # "missing unless said otherwise"
            if f.name in ("合同登记编号", "截止日期"):
                when_empty = NONE
            if f.name == "登记日期" and cells["合同登记编号"] == EMPTY:
                when_empty = NONE                                                 # "empty where not registered"
            if f.name == "逾期日期" and cells["逾期本金"] == ("value", 0):
                when_empty = NONE                                                 # "missing unless 逾期本金 is 0"
            self.values[f.name] = typed(cells[f.name], f.name, table, row, when_empty)

    def __getitem__(self, name):
        return self.values[name]


class Roster:
    def __init__(self, tables, assume_empty=()):
        for name in REQUIRED_TABLES:
            if name not in tables and name not in assume_empty:
                raise InputError("the table %s is absent" % name)
        self.counts = {}
        self.findings = []
        by_code = {}
        rejected = merged = 0
        seen = set()
        for number, cells in tables.get(ENTERPRISE_SHEET, []):
            if any(cells[name][0] != "value" for name in (CODE, "企业名称", "所属县市区")):
                rejected += 1                                                     # "row rejected"
                continue
            identity = tuple(cells[f.name] for f in TABLES[ENTERPRISE_SHEET])
            if identity in seen:
                merged += 1
                continue
            seen.add(identity)
            by_code.setdefault(cells[CODE][1], []).append((number, cells))
        self.enterprises = [Enterprise(code, rows) for code, rows in sorted(by_code.items())]
        self.counts[ENTERPRISE_SHEET] = (len(tables.get(ENTERPRISE_SHEET, [])), len(seen), merged, rejected)
        index = {e.code: e for e in self.enterprises}
        self.unkeyed = {"已拨付": [], "限制名单": []}      # rows that may be anybody's
        for table in TABLES:
            if table == ENTERPRISE_SHEET:
                continue
            seen, merged, rejected, used = set(), 0, 0, 0
            for number, cells in tables.get(table, []):
                identity = tuple(cells[f.name] for f in TABLES[table])
                if identity in seen:                                              # "merged (identical duplicates)"
                    merged += 1
                    continue
                seen.add(identity)
                record = Record(table, number, cells)
                code = record[CODE]
                if is_missing(code) and table in self.unkeyed:
                    self.unkeyed[table].append(record)                            # "holds what it may touch"
                    used += 1
                elif is_missing(code) or code not in index:
                    rejected += 1                                                 # tied to no enterprise of the roster
                else:
                    index[code].records[table].append(record)
                    used += 1
            self.counts[table] = (len(tables.get(table, [])), used, merged, rejected)


# --------------------------------------------------------------------------------------------------------------------
# 5. Measures
# --------------------------------------------------------------------------------------------------------------------

def wan(x):
    """万元"""
    return Fraction(x) * 10_000


def yi(x):
    """亿元"""
    return Fraction(x) * 100_000_000


def percent(x):
    return Fraction(x) / 100


class Context:
    def __init__(self, year, as_of):
        self.year, self.as_of = year, as_of


def three_years_later(d):
    """The same day three years later; 29 February counts as 1 March in a common year."""
    try:
        return d.replace(year=d.year + 3)
    except ValueError:
        return Date(d.year + 3, 3, 1)


def certificate_valid(e, ctx):
    """高企发证日期 ≤ d < the same day three years later. No date (and no number): not valid."""
    return lift(lambda d: d is not NONE and d <= ctx.as_of < three_years_later(d), e["高企发证日期"])


def marginal(bands, x):
    """bands: (upper edge or None, rate); each rate on its own part only."""
    out, lower = Fraction(0), Fraction(0)
    for upper, rate in bands:
        part = x - lower if upper is None else min(x, upper) - lower
        if part <= 0:
            break
        out += part * rate
        lower = upper
    return out


def step(steps, x):
    """steps: (threshold, value), the largest threshold first; a value at the threshold belongs to it; below all: 0."""
    for threshold, value in steps:
        if x >= threshold:
            return value
    return Fraction(0)


class Cap:
    """A cap and, where it is not known, the smallest value that it could take."""

    def __init__(self, value, smallest=None):
        self.value = value
        self.smallest = value if smallest is None else smallest


class Evaluation:
    """What steps 2 and 3 find for one enterprise and measure, and the bounds for step 4."""

    def __init__(self, conditions, amount, cap=None, floor=None):
        self.conditions = conditions        # [(id, True | False | Missing)]
        self.amount = amount                # Fraction | Missing
        self.cap, self.floor = cap, floor   # Cap | None, Fraction | None


DOWN, HALF_UP = "down", "half-up"
YUAN, FEN = Fraction(1), Fraction(1, 100)

MEASURES = {}
ORDER = []


class Measure:
    def __init__(self, id, title, since, evaluate, kind="payout", round=None, shares=(), unit=YUAN, instalments=None,
                 maximum=None, veto=True, recipient="企业", components=False):
        self.id, self.title, self.since, self.evaluate, self.kind = id, title, since, evaluate, kind
        self.round = round                  # (mode, unit) or None
        self.shares = shares                # [(payer, share or function of the enterprise)], the lead first
        self.unit = unit                    # the unit of the split
        self.instalments = instalments      # [(share, due as years after the policy year, or a stage)]
        self.maximum = maximum              # the declared maximum; None is unbounded
        self.veto, self.recipient, self.components = veto, recipient, components
        MEASURES[id] = self
        ORDER.append(id)


# 1, 2 ---------------------------------------------------------------------------------------------------------------
def hnte(type_wanted, amount):
    def evaluate(e, ctx):
        return Evaluation([
            ("type", is_one_of(e["高企认定类型"], type_wanted)),
            ("year", in_year(e["高企发证日期"], ctx.year)),
        ], amount)
    return evaluate


Measure("hnte-first", '高新技术企业首次认定补助("7+3")', 2022, hnte("首次认定", wan(10)), components=True,
        shares=[("市级", Fraction(7, 10)), ("县级", Fraction(3, 10))], maximum=wan(10))
Measure("hnte-renewal", '高新技术企业重新认定补助("3+2")', 2022, hnte("重新认定", wan(5)), components=True,
        shares=[("市级", Fraction(3, 5)), ("县级", Fraction(2, 5))], maximum=wan(5))


# 3 ------------------------------------------------------------------------------------------------------------------
def rd_award(e, ctx):
    increment = lift(lambda a, b: a - b, e["本年研发费用"], e["上年研发费用"])
    conditions = [("deducted", e["享受加计扣除"]), ("increment", lift(lambda x: x > 0, increment))]
    if ctx.year == 2022:
        amount = lift(lambda x: percent(10) * x, increment)
        higher = k_or(certificate_valid(e, ctx), e["平台考核优秀"], e["首次纳入研发奖补"])
        return Evaluation(conditions, amount, cap=Cap(k_if(higher, wan(1000), wan(500)), smallest=wan(500)))
    rate = k_if(e["重点领域"], percent(12), percent(8))
    return Evaluation(conditions, lift(lambda r, x: r * x, rate, increment), cap=Cap(wan(1000)), floor=wan(1))


Measure("rd-award", "企业研发财政奖补", 2022, rd_award, round=(DOWN, YUAN), shares=[("省级", Fraction(1))],
        maximum=wan(1000))


# 4 ------------------------------------------------------------------------------------------------------------------
def eligible_contract(r):
    return k_and(is_one_of(r["合作单位类型"], "高等院校", "科研院所"), k_not(r["关联方"]),
                 lift(lambda number: number is not NONE, r["合同登记编号"]))


def university_cooperation(e, ctx):
    contracts = e.records["技术合同"]
    paid = total(contracts, eligible_contract, lambda r: r["当年实付金额"])
    return Evaluation([
        ("qualified", k_or(certificate_valid(e, ctx), e["科技型中小企业"])),
        ("contract", exists(contracts, eligible_contract)),
    ], lift(lambda x: percent(10) * x, paid), cap=Cap(wan(20)), floor=Fraction(1000))


COUNTY_SHARE = {"天元区": percent(70), "茶陵县": percent(20), "炎陵县": percent(20)}


def county_share(county):
    return COUNTY_SHARE.get(county, percent(50))


Measure("university-cooperation", "高新技术企业校企合作补助", 2023, university_cooperation, round=(DOWN, YUAN),
        shares=[("市级", lambda county: 1 - county_share(county)), ("县级", county_share)], maximum=wan(20))


# 5 ------------------------------------------------------------------------------------------------------------------
def rd_institution(e, ctx):
    return Evaluation([
        ("industrial", e["规上工业"]),
        ("platform", exists(e.records["创新平台"], lambda r: in_year(r["批准日期"], ctx.year))),
        ("scale", lift(lambda x: x >= yi(1), e["产值"])),
    ], lift(lambda x: step([(yi(10), wan(50)), (yi(1), wan(20))], x), e["产值"]))


Measure("rd-institution", "企业研发机构建设补助", 2023, rd_institution, shares=[("市级", Fraction(1))], maximum=wan(50))


# 6 ------------------------------------------------------------------------------------------------------------------
def platform(e, ctx):
    def counts(r):
        return k_and(is_one_of(r["平台级别"], "国家级", "省级"), in_year(r["批准日期"], ctx.year))
    value = {"国家级": wan(100), "省级": wan(50), "市级": Fraction(0)}
    platforms = e.records["创新平台"]
    return Evaluation([("approved", exists(platforms, counts))],
                      total(platforms, counts, lambda r: lift(value.get, r["平台级别"])), cap=Cap(wan(200)))


Measure("platform", "科技创新平台奖励", 2022, platform, shares=[("市级", Fraction(1))], maximum=wan(200))


# 7, 8 ---------------------------------------------------------------------------------------------------------------
def titled(title, ctx):
    return lambda r: k_and(is_one_of(r["称号"], title), in_year(r["认定日期"], ctx.year))


def gazelle(e, ctx):
    return Evaluation([("title", exists(e.records["企业称号"], titled("瞪羚企业", ctx)))], wan(20))


def little_giant(e, ctx):
    value = {"国家级": wan(50), "省级": wan(20), "市级": wan(10)}
    counts = titled("专精特新", ctx)
    return Evaluation([("title", exists(e.records["企业称号"], counts))],
                      maximum(e.records["企业称号"], counts, lambda r: lift(value.get, r["级别"])))


Measure("gazelle", "瞪羚企业奖励", 2022, gazelle, shares=[("市级", Fraction(1))], maximum=wan(20))
Measure("little-giant", "专精特新企业奖励", 2022, little_giant, shares=[("市级", Fraction(1))], maximum=wan(50))


# 9 ------------------------------------------------------------------------------------------------------------------
REGISTRATION_BANDS = [(wan(10), percent(1)), (wan(100), Fraction(5, 1000)), (None, Fraction(1, 1000))]


def contract_registration(e, ctx):
    def counts(r):
        return k_and(lift(lambda number: number is not NONE, r["合同登记编号"]), in_year(r["登记日期"], ctx.year))
    registered = total(e.records["技术合同"], counts, lambda r: r["合同金额"])
    return Evaluation([("registered", lift(lambda x: x > 0, registered))],
                      lift(lambda x: marginal(REGISTRATION_BANDS, x), registered), cap=Cap(wan(5)))


Measure("contract-registration", "技术合同登记奖补", 2022, contract_registration, round=(DOWN, YUAN),
        shares=[("市级", Fraction(1))], maximum=wan(5))

# 10 -----------------------------------------------------------------------------------------------------------------
SCIENCE_TABLE = "科技奖励配套标准"      # the text gives the lookup table no name
SCIENCE = {("国家级", "一等"): wan(100), ("国家级", "二等"): wan(50), ("省级", "一等"): wan(20),
           ("省级", "二等"): wan(10), ("省级", "三等"): wan(5)}


def science_award(e, ctx):
    def counts(r):
        return in_year(r["授奖日期"], ctx.year)

    def value(r):
        def look_up(level, grade):
            return SCIENCE.get((level, grade), Missing(Cause("no-row", SCIENCE_TABLE, None, r.row)))
        return lift(look_up, r["奖励级别"], r["奖励等级"])
    awards = e.records["科技奖励"]
    return Evaluation([("dated", exists(awards, counts))], total(awards, counts, value))


Measure("science-award", "科技奖励配套", 2022, science_award, shares=[("市级", Fraction(1))], maximum=wan(100))


# 11 -----------------------------------------------------------------------------------------------------------------
def talent(e, ctx):
    def counts(r):
        return in_year(r["引进日期"], ctx.year)
    value = {"A": wan(100), "B": wan(50), "C": wan(30), "D": wan(10), "E": wan(5)}
    heads = e.records["人才"]
    return Evaluation([("dated", exists(heads, counts))],
                      total(heads, counts, lambda r: lift(value.get, r["人才类别"])), cap=Cap(wan(300)))


Measure("talent", "高层次人才引进补助", 2022, talent, shares=[("市级", percent(60)), ("县级", percent(40))],
        instalments=[(percent(40), 0), (percent(30), 1), (percent(30), 2)], maximum=wan(300))


# 12 -----------------------------------------------------------------------------------------------------------------
def credit_loan(e, ctx):
    def counts(r):
        return k_and(lift(lambda x: x <= wan(500), r["本金"]), in_year(r["逾期日期"], ctx.year))
    overdue = total(e.records["信用贷款"], counts, lambda r: r["逾期本金"])
    return Evaluation([("overdue", lift(lambda x: x > 0, overdue))], lift(lambda x: percent(80) * x, overdue))


Measure("credit-loan", "知识价值信用贷款风险补偿", 2022, credit_loan, round=(HALF_UP, FEN), unit=FEN, veto=False,
        recipient="合作银行", shares=[("省级", percent(50)), ("市级", percent(50))])


# 13 -----------------------------------------------------------------------------------------------------------------
def major_project(e, ctx):
    def counts(r):
        return in_year(r["立项日期"], ctx.year)
    projects = e.records["重大项目"]
    spent = total(projects, counts, lambda r: r["项目研发投入"])
    return Evaluation([("dated", exists(projects, counts))], lift(lambda x: percent(10) * x, spent), cap=Cap(wan(1000)))


Measure("major-project", "重大技术攻关项目资助", 2022, major_project, round=(DOWN, wan(1)),
        shares=[("省级", Fraction(1))], maximum=wan(1000),
        instalments=[(percent(50), "立项"), (percent(30), "中期"), (percent(20), "验收")])


# 14 -----------------------------------------------------------------------------------------------------------------
def matching_funds(e, ctx):
    def counts(r):
        return in_year(r["到账日期"], ctx.year)
    funds = e.records["上级资金"]
    received = total(funds, counts, lambda r: r["到账金额"])
    return Evaluation([("dated", exists(funds, counts))], lift(lambda x: percent(10) * x, received), cap=Cap(wan(1000)))


Measure("matching-funds", "国家项目资金配套", 2022, matching_funds, round=(DOWN, YUAN), shares=[("省级", Fraction(1))],
        maximum=wan(1000))

# 15 -----------------------------------------------------------------------------------------------------------------
NO_DEDUCTION = ("烟草制造业", "住宿和餐饮业", "批发和零售业", "房地产业", "租赁和商务服务业", "娱乐业")


def super_deduction(e, ctx):
    other = percent(75) * Fraction(9, 12) + percent(100) * Fraction(3, 12) if ctx.year == 2022 else percent(100)
    rate = k_if(k_or(e["制造业"], e["科技型中小企业"]), percent(100), other)
    tax_rate = k_if(certificate_valid(e, ctx), percent(15), percent(25))
    return Evaluation([
        ("deducted", e["享受加计扣除"]),
        ("industry", k_not(is_one_of(lift(plain, e["行业门类"]), *NO_DEDUCTION))),
    ], lift(lambda x, r, t: x * r * t, e["本年研发费用"], rate, tax_rate))


Measure("super-deduction", "研发费用加计扣除税收优惠(测算)", 2022, super_deduction, kind="estimate", round=(HALF_UP, FEN))


# 16 -----------------------------------------------------------------------------------------------------------------
def hnte_tax(e, ctx):
    return Evaluation([
        ("valid", certificate_valid(e, ctx)),
        ("profit", lift(lambda x: x > 0, e["应纳税所得额"])),
    ], lift(lambda x: percent(10) * x, e["应纳税所得额"]))


Measure("hnte-tax", "高新技术企业所得税减免(测算)", 2022, hnte_tax, kind="estimate", round=(HALF_UP, FEN))


# 17 -----------------------------------------------------------------------------------------------------------------
def ratio(e, upper, lower):
    """A quotient by zero has no value; the divisor is there, but cannot be what it is used as."""
    if not is_missing(e[lower]) and e[lower] == 0:
        return union(e[upper], Missing(Cause("unreadable", lower, ENTERPRISE_SHEET, None)))
    return lift(lambda a, b: Fraction(a) / Fraction(b), e[upper], e[lower])


def points(*bands):
    return [(percent(p), Fraction(v)) for p, v in bands]


STAFF = points((30, 20), (25, 16), (20, 12), (15, 8), (10, 4))
RD_SALES = points((6, 50), (5, 40), (4, 30), (3, 20), (2, 10))
RD_COST = points((30, 50), (25, 40), (20, 30), (15, 20), (10, 10))


def tech_sme_score(e):
    staff = lift(lambda x: step(STAFF, x), ratio(e, "科技人员数", "职工总数"))
    research = lift(lambda a, b: max(step(RD_SALES, a), step(RD_COST, b)),
                    ratio(e, "本年研发费用", "营业收入"), ratio(e, "本年研发费用", "成本费用"))
    second = lift(lambda n: step([(4, 24), (3, 18), (2, 12), (1, 6)], n), e["Ⅱ类知识产权数"])
    results = k_if(lift(lambda n: n >= 1, e["Ⅰ类知识产权数"]), 30, second)
    return staff, lift(lambda a, b, c: a + b + c, staff, research, results)


def tech_sme(e, ctx):
    staff, score = tech_sme_score(e)
    fits = k_and(
        lift(lambda n: n <= 500, e["职工总数"]),
        lift(lambda x: x <= yi(2), e["营业收入"]),
        lift(lambda x: x <= yi(2), e["资产总额"]),
        k_or(certificate_valid(e, ctx), k_and(lift(lambda s: s >= 60, score), lift(lambda s: s > 0, staff))))
    return [], k_if(fits, "符合", "不符合")


Measure("tech-sme", "科技型中小企业评价", 2022, tech_sme, kind="status")


# 18 -----------------------------------------------------------------------------------------------------------------
def rd_coverage(e, ctx):
    covered = lift(lambda x: x > 0, e["本年研发费用"])
    return [("industrial", e["规上工业"])], k_if(covered, "已覆盖", "未覆盖")


Measure("rd-coverage", "规上工业企业研发全覆盖", 2023, rd_coverage, kind="status")

GROUPS = {"title": ["gazelle", "little-giant"], "platform-build": ["rd-institution", "platform"]}
ENTERPRISE_CAP = (wan(300), ["university-cooperation", "rd-institution", "platform", "gazelle", "little-giant",
                             "contract-registration", "science-award", "talent"])
POOLS = {"cooperation": (["university-cooperation"], {2023: wan(300)}),
         "hnte": (["hnte-first", "hnte-renewal"], {2022: wan(3000), 2023: wan(3000)})}


# --------------------------------------------------------------------------------------------------------------------
# 6. Settlement
# --------------------------------------------------------------------------------------------------------------------

def truncate(x, unit):
    """Toward zero to a multiple of unit."""
    n = abs(x) / unit
    out = (n.numerator // n.denominator) * unit
    return -out if x < 0 else out


def half_away(x, unit):
    n = abs(x) / unit + Fraction(1, 2)
    out = (n.numerator // n.denominator) * unit
    return -out if x < 0 else out


def rounded(x, rule):
    if rule is None:
        return x
    mode, unit = rule
    if mode == DOWN:
        return math.floor(x / unit) * unit
    return half_away(x, unit)


CUTS = ("cap", "floor", "adjustment", "stacking", "enterprise_cap", "budget")


class Award:
    """One enterprise and payout measure on its way through the steps."""

    def __init__(self, enterprise, measure):
        self.enterprise, self.measure = enterprise, measure
        self.gross = self.rounding = Fraction(0)
        self.cut = dict.fromkeys(CUTS, Fraction(0))
        self.amount = Fraction(0)      # what is left of it so far, without offsets
        self.offset = Fraction(0)
        self.reason = ""
        self.holes = set()             # causes that hold it in steps 1 to 4
        self.stacking_hold = None      # the group whose held member might beat it
        self.offset_holes = set()      # causes that hold it in step 8
        self.refused = False           # by veto or a condition

    @property
    def payable(self):
        return self.amount + self.offset

    @property
    def held(self):
        return bool(self.holes or self.stacking_hold or self.offset_holes)

    @property
    def status(self):
        if self.held:
            return "held"
        return "paid" if self.payable > 0 else "recover" if self.payable < 0 else "zero"

    def take(self, column, cut, reason):
        """A reduction; what it leaves nothing of has it as its reason."""
        if cut > 0:
            self.cut[column] -= cut
            self.amount -= cut
            if self.amount == 0:
                self.reason = reason


def vetoed(e, roster, as_of):
    """起始日期 ≤ d, and no 截止日期 or d ≤ 截止日期; a row without a readable code may be anybody's."""
    def in_force(r):
        return k_and(lift(lambda d: d <= as_of, r["起始日期"]),
                     lift(lambda d: d is NONE or as_of <= d, r["截止日期"]))
    return k_or(*[k_and(True if not is_missing(r[CODE]) else r[CODE], in_force(r))
                  for r in e.records["限制名单"] + roster.unkeyed["限制名单"]])


QUOTES = "\"'“”‘’「」『』〝〞＂＇"


def policy_key(text):
    """政策 is matched without quotation marks, spaces and differences of width."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c not in QUOTES and not c.isspace())


def steps_1_to_4(award, veto, ctx):
    m = award.measure
    ev = m.evaluate(award.enterprise, ctx)
    # 1. Veto
    if m.veto and veto is True:
        award.refused, award.reason = True, "veto"
        return
    # 2. Conditions: refused when one is decided no, whatever else is missing; the first of them is the reason
    for id, outcome in ev.conditions:
        if outcome is False:
            award.refused, award.reason = True, id
            return
    # otherwise held when a condition or its amount is missing; a hole in the exclusion list holds what it may touch
    for outcome in [v for _, v in ev.conditions] + [ev.amount] + ([veto] if m.veto else []):
        if is_missing(outcome):
            award.holes |= outcome.causes
    # 3, 4. Amount, rounding, cap, floor
    cap = None if ev.cap is None else ev.cap.value
    if is_missing(ev.amount):
        # the cap may matter too: the findings list all, so that filling them once decides the award
        if is_missing(cap):
            award.holes |= cap.causes
        return
    net = rounded(ev.amount, m.round)
    if is_missing(cap):
        # "a missing cap holds the award only if the rounded amount exceeds the smallest value the cap could take"
        if net > ev.cap.smallest:
            award.holes |= cap.causes
        cap = None
    if award.holes:
        return
    # "gross and rounding carry up to six decimals (a longer quotient is written rounded and rounding takes the
    # difference)"
    award.gross = half_away(ev.amount, Fraction(1, 1_000_000))
    award.rounding = net - award.gross
    award.amount = net
    if ev.amount == 0:
        award.reason = "nothing-due"
        return
    if net == 0:
        award.reason = "rounded-to-zero"
    if cap is not None:
        award.take("cap", net - cap, "cap")
    if ev.floor is not None and ev.amount < ev.floor:
        # below it, nothing; also where rounding alone would have left nothing
        award.take("floor", award.amount, "below-floor")
        award.reason = "below-floor"


def step_5_stacking(group, members):
    """members: this enterprise's awards of the group, in the pack's order. `highest`, the earlier on a tie."""
    deciding = [a for a in members if not a.holes and a.amount > 0]
    if not deciding:
        return
    winner = max(deciding, key=lambda a: (a.amount, -members.index(a)))
    best = winner.amount
    for a in members:
        if a is winner:
            continue
        if not a.holes:
            a.take("stacking", a.amount, "stacking:" + group)
            continue
        top, earlier = a.measure.maximum, members.index(a) < members.index(winner)
        if top is None or top > best or (top == best and earlier):
            winner.stacking_hold = group             # it might win: the winner is held, and it stays held itself
        else:
            a.holes = set()                          # it cannot win: zero, with 0 in every column but offset
            a.refused, a.reason = True, "stacking:" + group


def step_6_enterprise_cap(members):
    """Cut from the last measure of the list upward; held awards reserve nothing."""
    limit, _ = ENTERPRISE_CAP
    members = [a for a in members if not a.held]
    excess = sum(a.amount for a in members) - limit
    for a in reversed(members):
        if excess <= 0:
            break
        cut = min(excess, a.amount)
        a.take("enterprise_cap", cut, "enterprise-cap")
        excess -= cut


def largest_remainder(claims, budget):
    """claims in the order in which equal remainders are served. Whole yuan; the sum is the budget."""
    whole = sum(claims)
    exact = [c * budget / whole for c in claims]
    out = [Fraction(math.floor(x)) for x in exact]
    left = int(budget - sum(out))
    for i in sorted(range(len(claims)), key=lambda i: -(exact[i] - out[i]))[:left]:     # a stable sort
        out[i] += 1
    return out


def step_7_pool(members, budget):
    """A pool limits whole awards over all payers. members: by credit code, then by the order of measures."""
    members = [a for a in members if not a.held and a.amount > 0]
    if sum(a.amount for a in members) <= budget:
        return False
    for a, scaled in zip(members, largest_remainder([a.amount for a in members], budget)):
        a.take("budget", a.amount - scaled, "budget")
    return True


def plausible_year(r):
    """A year that no policy has (23 for 2023) is as good as unreadable: taken for another year's, its money would be lost."""
    year = r["政策年度"]
    if is_missing(year) or 1980 <= year <= 2100:
        return year
    return Missing(Cause("unreadable", "政策年度", "已拨付", r.row))


def offset_rows(e, measure, roster, ctx):
    """The rows of 已拨付 that touch this award: [(True | Missing, row)]."""
    names = (policy_key(measure.id), policy_key(measure.title))
    out = []
    for r in e.records["已拨付"] + roster.unkeyed["已拨付"]:
        touches = k_and(True if not is_missing(r[CODE]) else r[CODE],
                        lift(lambda p: policy_key(p) in names, r["政策"]),
                        lift(lambda y: y == ctx.year, plausible_year(r)))
        if touches is not False:
            out.append((touches, r))
    return out


def find_offset(award, roster, ctx):
    """What step 8 will do: the net of 已拨付, or why it is not known. Needed before step 6, because an award held by
    its offsets reserves nothing of the cap or of a pool."""
    advanced = returned = Fraction(0)
    for touches, r in offset_rows(award.enterprise, award.measure, roster, ctx):
        if not is_missing(r["金额"]) and r["金额"] == 0:
            continue    # whatever it was for, it moves nothing: a value that does not matter holds nothing
        amount = r["金额"]
        if not is_missing(amount) and amount < 0:       # 事由 says which way the money went; a sign of its own contradicts it
            amount = Missing(Cause("conflict", "金额", "已拨付", r.row))
        holes = union(touches, amount, r["事由"])
        if holes.causes:
            award.offset_holes |= holes.causes
        elif r["事由"] == "已退回":
            returned += r["金额"]
        else:
            advanced += r["金额"]
    if not award.offset_holes and returned > advanced:
        award.offset_holes.add(Cause("conflict", "金额", "已拨付", None))
    award.net_offset = returned - advanced


def step_8_offset(award):
    if award.held:
        return
    before = award.amount
    award.offset = award.net_offset
    if award.payable < 0:
        award.reason = "clawback"
    elif award.payable == 0 and before > 0:
        award.reason = "offset"
    elif award.payable > 0:
        award.reason = ""


def shares_of(award):
    """[(component, payer, share)], the lead first."""
    out = []
    for i, (payer, share) in enumerate(award.measure.shares):
        if callable(share):
            share = share(award.enterprise.county)
        out.append((i + 1 if award.measure.components else 1, payer, share))
    return out


def split(amount, shares, unit):
    """Every share but the lead's rounded toward zero, the lead takes the rest."""
    parts = [truncate(amount * share, unit) for share in shares[1:]]
    return [amount - sum(parts)] + parts


def needs_county(measure):
    return any(callable(s) or p == "县级" for p, s in measure.shares)


def step_9_payments(award, ctx):
    """[(component, payer, instalment, due, amount)] in the lead's order."""
    if award.held or award.payable == 0:
        return []
    m = award.measure
    shares = shares_of(award)
    payable = split(award.payable, [s for _, _, s in shares], m.unit)
    out = []
    if award.payable < 0:
        return [(component, payer, 1, str(ctx.year), amount) for (component, payer, _), amount in zip(shares, payable)]
    before = split(award.amount, [s for _, _, s in shares], m.unit)
    plan = m.instalments or [(Fraction(1), 0)]
    for (component, payer, _), net, whole in zip(shares, payable, before):
        parts = split(whole, [s for s, _ in plan], m.unit)
        take = whole - net                                  # this payer's part of the offsets, from the first onward
        for i in range(len(parts)):
            cut = min(parts[i], take)
            parts[i] -= cut
            take -= cut
        for i, ((_, due), amount) in enumerate(zip(plan, parts), 1):
            out.append((component, payer, i, str(ctx.year + due) if isinstance(due, int) else due, amount))
    return out


class Run:
    def __init__(self, roster, ctx, ids):
        self.roster, self.ctx = roster, ctx
        in_force = [MEASURES[i] for i in ORDER if i in ids and MEASURES[i].since <= ctx.year]
        self.payouts = [m for m in in_force if m.kind == "payout"]
        self.awards, self.estimates, self.statuses, self.payments = [], [], [], []
        self.pools = {}
        present = {m.id for m in self.payouts}
        for e in roster.enterprises:
            veto = vetoed(e, roster, ctx.as_of)
            mine = {}
            for m in self.payouts:
                a = mine[m.id] = Award(e, m)
                self.awards.append(a)
                steps_1_to_4(a, veto, ctx)
            for group, ids_ in GROUPS.items():
                step_5_stacking(group, [mine[i] for i in ids_ if i in present])
            for a in mine.values():
                find_offset(a, roster, ctx)
                # A contradicted county leaves open who pays: held, but only where something may be payable.
                if is_missing(e.county) and needs_county(a.measure) and (a.amount > 0 or a.holes or a.net_offset < 0):
                    a.offset_holes |= e.county.causes
            step_6_enterprise_cap([mine[i] for i in ENTERPRISE_CAP[1] if i in present])
            for m in in_force:
                if m.kind == "estimate":
                    self.estimate(e, m)
                elif m.kind == "status":
                    self.judge(e, m)
        for pool, (ids_, budgets) in POOLS.items():
            if ctx.year in budgets:
                members = [a for a in self.awards if a.measure.id in ids_]
                exceeded = step_7_pool(members, budgets[ctx.year])
                self.pools[pool] = (members, budgets[ctx.year], exceeded, exceeded and any(a.held for a in members))
        for a in self.awards:
            step_8_offset(a)
            for p in step_9_payments(a, ctx):
                self.payments.append((a,) + p)

    def estimate(self, e, m):
        """The same steps 2 to 4 without a veto; no cap, floor or later step."""
        a = Award(e, m)
        steps_1_to_4(a, False, self.ctx)
        self.estimates.append(a)

    def judge(self, e, m):
        conditions, value = m.evaluate(e, self.ctx)
        for id, outcome in conditions:
            if outcome is False:
                self.statuses.append((e, m, "", id))
                return
        holes = union(value, *[v for _, v in conditions])
        if holes.causes:
            self.statuses.append((e, m, "", reason_of(holes.causes)))
        else:
            self.statuses.append((e, m, value, ""))


def held_reason(a):
    causes = a.holes | a.offset_holes
    return reason_of(causes) if causes else "stacking:" + a.stacking_hold


# --------------------------------------------------------------------------------------------------------------------
# 7. Output
# --------------------------------------------------------------------------------------------------------------------

def decimal(x, places):
    """Exactly `places` decimals; a finer value is a mistake of this program."""
    if x == 0:
        return "0." + "0" * places
    n = x * 10 ** places
    if n.denominator != 1:
        raise AssertionError("%s has more than %d decimals" % (x, places))
    digits = str(abs(n.numerator)).rjust(places + 1, "0")
    return ("-" if x < 0 else "") + digits[:-places] + "." + digits[-places:]


def money2(x):
    return decimal(x, 2)


def money6(x):
    """Up to six decimals, at least two."""
    if x == 0:
        return "0.00"
    text = decimal(x, 6)
    while text.endswith("0") and len(text) - text.index(".") > 3:
        text = text[:-1]
    return text


def county_text(e):
    return "" if is_missing(e.county) else e.county


AWARD_COLUMNS = ("uscc,name,county,measure,status,reason,gross,rounding,cap,floor,adjustment,stacking,enterprise_cap,"
                 "budget,offset,payable").split(",")
PAYER_ORDER = ("省级", "市级", "县级")


def award_line(a):
    e = a.enterprise
    line = [e.code, e.name, county_text(e), a.measure.id, a.status]
    if a.held:
        return line + [held_reason(a)] + [""] * 10
    return line + [a.reason, money6(a.gross), money6(a.rounding)] + [money2(a.cut[c]) for c in CUTS] + \
        [money2(a.offset), money2(a.payable)]


def payment_lines(run):
    lines = []
    for a, component, payer, instalment, due, amount in run.payments:
        e = a.enterprise
        unit = {"省级": "湖南省", "市级": "株洲市"}.get(payer) or county_text(e)
        key = (e.code, ORDER.index(a.measure.id), component, PAYER_ORDER.index(payer), instalment)
        lines.append((key, [e.code, e.name, a.measure.id, str(component), payer, unit, a.measure.recipient,
                            str(instalment), due, money2(amount)]))
    return [line for _, line in sorted(lines)]


def estimate_line(a):
    e = a.enterprise
    if a.holes:
        return [e.code, e.name, county_text(e), a.measure.id, "held", reason_of(a.holes), ""]
    status = "paid" if a.amount > 0 else "recover" if a.amount < 0 else "zero"
    return [e.code, e.name, county_text(e), a.measure.id, status, a.reason, money2(a.amount)]


def write_csv(path, columns, lines):
    text = io.StringIO()
    w = csv.writer(text, lineterminator="\n")
    w.writerow(columns)
    w.writerows(lines)
    with open(path, "w", encoding="utf-8-sig", newline="") as f:
        f.write(text.getvalue())


def write(run, out):
    os.makedirs(out, exist_ok=True)
    # enterprises are in code order and measures in the pack's order already
    write_csv(os.path.join(out, "awards.csv"), AWARD_COLUMNS, [award_line(a) for a in run.awards])
    write_csv(os.path.join(out, "payments.csv"),
              "uscc,name,measure,component,payer,payer_unit,recipient,instalment,due,amount".split(","),
              payment_lines(run))
    write_csv(os.path.join(out, "estimates.csv"), "uscc,name,county,measure,status,reason,amount".split(","),
              [estimate_line(a) for a in run.estimates])
    write_csv(os.path.join(out, "statuses.csv"), "uscc,name,county,measure,value,reason".split(","),
              [[e.code, e.name, county_text(e), m.id, value, reason] for e, m, value, reason in run.statuses])


# --------------------------------------------------------------------------------------------------------------------
# 8. Accounting
# --------------------------------------------------------------------------------------------------------------------

REASONS = {"veto", "below-floor", "nothing-due", "rounded-to-zero", "enterprise-cap", "budget", "offset", "clawback"}
CONDITIONS = {"type", "year", "deducted", "increment", "qualified", "contract", "industrial", "platform", "scale",
              "approved", "title", "registered", "dated", "overdue", "industry", "valid", "profit"}


def waterfall_problems(a, where, values, paid):
    """What does not add up in a line with amounts."""
    out = []
    if sum(values[:-1]) != values[-1] or values[-1] != a.payable:
        out.append(where + ": the waterfall does not add up")
    if any(v > 0 for v in values[2:4] + values[5:8]):
        out.append(where + ": a cut above 0")
    if paid != a.payable:
        out.append(where + ": payments %s, payable %s" % (paid, a.payable))
    if sum(values[:-2]) != a.amount:
        out.append(where + ": the steps do not add up to what is left")
    return out


def problems(run):
    """Everything that does not tie out, read back from the lines as they are written."""
    out = []
    for table, (rows, used, merged, rejected) in run.roster.counts.items():
        if rows != used + merged + rejected:
            out.append("%s: %d rows, but %d + %d + %d" % (table, rows, used, merged, rejected))
    if len(run.awards) != len(run.roster.enterprises) * len(run.payouts):
        out.append("awards are not enterprises × measures")
    paid = {}
    for a, _, _, _, _, amount in run.payments:
        paid[id(a)] = paid.get(id(a), Fraction(0)) + amount
        if (amount < 0) != (a.payable < 0) and amount != 0:
            out.append("%s %s: a payment against the sign of its award" % (a.enterprise.code, a.measure.id))
    for a in run.awards:
        where = "%s %s" % (a.enterprise.code, a.measure.id)
        line = award_line(a)
        status, reason, numbers = line[4], line[5], line[6:]
        if a.held:
            if id(a) in paid or any(numbers) or reason.split(":")[0] not in KINDS + ("stacking",):
                out.append(where + ": a held line")
            continue
        if all(n == "0.00" for n in numbers):                       # most lines: nothing to add up
            values = [Fraction(0)] * len(numbers)
            if a.payable != 0 or a.amount != 0 or paid.get(id(a), 0) != 0:
                out.append(where + ": 0 in every column, and something is paid")
        else:
            values = [Fraction(n) for n in numbers]
            out += waterfall_problems(a, where, values, paid.get(id(a), Fraction(0)))
        if status == "paid" and reason or status == "recover" and reason != "clawback" or status == "zero" and not (
                reason in REASONS - {"clawback"} or reason in CONDITIONS or reason.startswith("stacking:")):
            out.append(where + ": %s with reason %r" % (status, reason))
        if a.refused and any(values[:-2]):
            out.append(where + ": refused, with amounts")
    for pool, (members, budget, exceeded, _) in run.pools.items():
        whole = sum((a.amount for a in members if not a.held), Fraction(0))
        if exceeded and whole != budget or whole > budget:
            out.append("pool %s: %s of %s" % (pool, whole, budget))
    limit, ids = ENTERPRISE_CAP
    sums = {}
    for a in run.awards:
        if not a.held and a.measure.id in ids:
            sums[a.enterprise.code] = sums.get(a.enterprise.code, Fraction(0)) + a.amount
    out += ["%s: above the enterprise cap" % code for code, s in sums.items() if s > limit]
    return out


def summary(run):
    lines = ["%s: rows %d = used %d + merged %d + rejected %d" % ((t,) + c) for t, c in run.roster.counts.items()]
    counts = {}
    for a in run.awards:
        key = (a.measure.id, a.status, held_reason(a) if a.held else a.reason)
        counts[key] = counts.get(key, 0) + 1
    for (id, status, reason), n in sorted(counts.items(), key=lambda x: (ORDER.index(x[0][0]), x[0][1:])):
        lines.append("%-24s %-8s %-28s %d" % (id, status, reason, n))
    for status in ("paid", "recover"):
        lines.append("total %s %s" % (status, money2(sum((a.payable for a in run.awards if a.status == status),
                                                         Fraction(0)))))
    for pool, (_, budget, exceeded, provisional) in run.pools.items():
        lines.append("pool %s: %s%s" % (pool, "exceeded" if exceeded else "not exceeded",
                                        ", provisional" if provisional else ""))
    return lines


def load(path, year, assume_empty=()):
    tables = read_csv_folder(path, year) if os.path.isdir(path) else read_workbook(path, year)
    return Roster(tables, assume_empty)


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("roster")
    p.add_argument("--year", type=int, required=True)
    p.add_argument("--as-of")
    p.add_argument("--measures", default="all")
    p.add_argument("--assume-empty", action="append", default=[])
    p.add_argument("--out", required=True)
    p.add_argument("--summary", action="store_true", help="counts by measure, status and reason on stderr")
    args = p.parse_args(argv)
    ids = ORDER if args.measures == "all" else [i for i in args.measures.split(",") if i]
    unknown = [i for i in ids if i not in MEASURES]
    if unknown:
        p.error("no such measure: " + ", ".join(unknown))
    as_of = read_date(args.as_of) if args.as_of else Date(args.year, 12, 31)
    if as_of is None:
        p.error("not a date: " + args.as_of)
    try:
        roster = load(args.roster, args.year, args.assume_empty)
    except InputError as e:
        print(e, file=sys.stderr)
        return 3
    run = Run(roster, Context(args.year, as_of), ids)
    write(run, args.out)
    if args.summary:
        print("\n".join(summary(run)), file=sys.stderr)
    wrong = problems(run)
    for line in wrong:
        print("does not tie out: " + line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
