//! The rows below the headings: which hold data and which do not, by a stated rule, and the data as lanes.
//!
//! A row without a credit code is a total when it carries such a label, a note when it begins like one or
//! holds a single text outside of the name, a repetition when it says what the headings say, blank when no
//! field of it is filled. Any other row is data; without a code it is rejected and listed.

use rayon::prelude::*;

use super::Hidden;
use super::batch::{Batch, Lanes};
use super::cell::{self, Reading, Remark};
use super::code::{self, CreditCode};
use super::fault::Fault;
use super::grid::{Area, Cell, Grid, Kind};
use super::layout::{Layout, Planned};
use super::ranges::ranges;
use super::text::{fold, is_blank, quoted};
use super::total::{self, TotalRow};
use crate::diagnostic::codes::roster as codes;
use crate::say;
use crate::schema::{Absent, Empty, Field, Role, Table};
use crate::source::column_letters;
use crate::value::State;

/// Rows typed by one thread at a time.
const CHUNK: usize = 8_192;

/// What a row without data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Aside {
    Above,
    Blank,
    Total,
    Note,
    Repeated,
    Numbered,
    Hidden,
}

/// What all rows of a sheet have in common.
struct Sheet<'a> {
    grid: &'a Grid,
    table: &'a Table,
    layout: &'a Layout,
    columns: &'a [Option<Planned>],
    /// The field of each column, by column.
    fields: Vec<Option<usize>>,
    headings: Vec<(u32, String)>,
    code: usize,
    name: Option<usize>,
    fills: Vec<(usize, Area)>,
    holds: Vec<Area>,
    skip_hidden: bool,
    hidden_columns: Vec<u32>,
}

/// What one thread made of its rows.
#[derive(Default)]
struct Part {
    rows: Vec<u32>,
    codes: Vec<Option<CreditCode>>,
    lanes: Vec<Lanes>,
    aside: Vec<(Aside, u32)>,
    totals: Vec<TotalRow>,
    faults: Vec<Fault>,
    remarks: Vec<(usize, Remark, u32, String)>,
    held: Vec<Area>,
    hole: Option<State>,
}

/// Types the rows of a sheet.
pub fn read(grid: &Grid, layout: &Layout, table: &Table, hidden: Hidden) -> (Batch, Vec<Fault>) {
    let mut columns: Vec<Option<Planned>> = vec![None; table.fields.len()];
    for planned in &layout.columns {
        if let Some(slot) = columns.get_mut(planned.field) {
            *slot = Some(planned.clone());
        }
    }
    let sheet = Sheet::new(grid, layout, table, &columns, hidden);
    let first = layout.last + 1;
    let starts: Vec<usize> = (first..grid.rows()).step_by(CHUNK).collect();
    let parts: Vec<Part> = starts.par_iter().map(|start| sheet.part(*start..grid.rows().min(start + CHUNK))).collect();
    let mut all = Part { lanes: table.fields.iter().map(|f| Lanes::new(&f.ty)).collect(), ..Part::default() };
    all.aside.extend((0..layout.first).map(|row| (Aside::Above, grid.number(row))));
    for part in parts {
        all.append(part);
    }
    let faults = std::mem::take(&mut all.faults);
    let mut faults: Vec<Fault> = layout.faults.iter().cloned().chain(faults).collect();
    // empty rows after the last filled one are no rows of the table
    let last_filled = last_filled(grid);
    all.aside.retain(|(aside, row)| *aside != Aside::Blank || *row < last_filled);
    let headings = layout.last + 1 - layout.first;
    let listed = (0..grid.rows()).filter(|r| grid.number(*r) <= last_filled);
    let total_rows = listed.count().saturating_sub(headings) as u64;
    faults.extend(remarks(&all.remarks, table, &columns));
    faults.extend(held_areas(&all.held));
    faults.extend(asides(&all.aside));
    faults.extend(sheet.hidden(hidden));
    if last_filled == 65_536 || last_filled == 1_048_576 {
        faults.push(row_limit(last_filled));
    }
    let mut batch = Batch {
        table: layout.table,
        columns: columns.clone(),
        rows: all.rows,
        codes: all.codes,
        lanes: all.lanes,
        total_rows,
        excluded: all.aside.len() as u64,
        hole: all.hole,
        totals: Vec::new(),
    };
    let (totals, differences) = total::check(&batch, &all.totals, table);
    batch.totals = totals;
    faults.extend(differences);
    faults.sort_by_key(|f| (f.row, f.column));
    (batch, faults)
}

fn last_filled(grid: &Grid) -> u32 {
    (0..grid.rows()).rev().find(|row| grid.row(*row).any(|c| !is_empty(&c))).map_or(0, |row| grid.number(row))
}

fn is_empty(cell: &Cell) -> bool {
    cell.kind == Kind::Text && super::text::trim(cell.text).is_empty()
}

impl Part {
    fn append(&mut self, other: Self) {
        let above = self.rows.len();
        self.rows.extend(other.rows);
        self.codes.extend(other.codes);
        for (lanes, more) in self.lanes.iter_mut().zip(other.lanes) {
            lanes.append(more);
        }
        self.aside.extend(other.aside);
        self.totals.extend(other.totals.into_iter().map(|t| TotalRow { above: t.above + above, ..t }));
        self.faults.extend(other.faults);
        self.remarks.extend(other.remarks);
        self.held.extend(other.held);
        self.hole = self.hole.max(other.hole);
    }
}

impl<'a> Sheet<'a> {
    fn new(
        grid: &'a Grid,
        layout: &'a Layout,
        table: &'a Table,
        columns: &'a [Option<Planned>],
        hidden: Hidden,
    ) -> Self {
        let widest = columns.iter().flatten().map(|p| p.column).max().unwrap_or(0);
        let mut fields = vec![None; widest as usize + 1];
        for planned in columns.iter().flatten() {
            if let Some(slot) = fields.get_mut(planned.column as usize) {
                *slot = Some(planned.field);
            }
        }
        let skip_hidden = hidden == Hidden::Skip;
        let hidden_columns: Vec<u32> = columns
            .iter()
            .flatten()
            .map(|p| p.column)
            .filter(|c| grid.hidden_columns.iter().any(|(a, b)| (a..=b).contains(&c)))
            .collect();
        if skip_hidden {
            for column in &hidden_columns {
                if let Some(slot) = fields.get_mut(*column as usize) {
                    *slot = None;
                }
            }
        }
        let headings =
            (layout.first..=layout.last).flat_map(|row| grid.row(row)).map(|c| (c.column, fold(c.text))).collect();
        let below = grid.number(layout.last);
        let mut sheet = Self {
            grid,
            table,
            layout,
            columns,
            fields,
            headings,
            code: table.role(Role::Code).map_or(0, |f| f.0),
            name: table.role(Role::Name).map(|f| f.0),
            fills: Vec::new(),
            holds: Vec::new(),
            skip_hidden,
            hidden_columns,
        };
        for area in grid.merges.iter().filter(|a| a.bottom > below) {
            match sheet.filled_down(area) {
                Some(field) => sheet.fills.push((field, *area)),
                None => sheet.holds.push(*area),
            }
        }
        sheet.holds.sort_unstable();
        sheet
    }

    /// The field whose merged cells may be filled down over this area.
    fn filled_down(&self, area: &Area) -> Option<usize> {
        let field = self.fields.get(area.left as usize).copied().flatten()?;
        let may = self.table.fields.get(field)?.fill_down;
        (may && area.left == area.right).then_some(field)
    }

    fn part(&self, range: std::ops::Range<usize>) -> Part {
        let mut part = Part { lanes: self.table.fields.iter().map(|f| Lanes::new(&f.ty)).collect(), ..Part::default() };
        let mut slots: Vec<Option<Cell>> = vec![None; self.table.fields.len()];
        for row in range {
            slots.fill(None);
            for cell in self.grid.row(row) {
                let field = self.fields.get(cell.column as usize).copied().flatten();
                if let Some(slot) = field.and_then(|f| slots.get_mut(f)) {
                    *slot = Some(cell);
                }
            }
            let number = self.grid.number(row);
            match self.aside(row, &slots) {
                Some(Aside::Total) => {
                    part.aside.push((Aside::Total, number));
                    part.totals.push(self.total(number, part.rows.len(), &slots));
                }
                Some(aside) => part.aside.push((aside, number)),
                None => {
                    self.fill_down(number, &mut slots);
                    self.data(number, &slots, &mut part);
                }
            }
        }
        part
    }

    /// What the row is, if it holds no data.
    fn aside(&self, row: usize, slots: &[Option<Cell>]) -> Option<Aside> {
        if self.skip_hidden && self.grid.is_hidden(row) {
            return Some(Aside::Hidden);
        }
        if row == self.layout.last + 1 && is_numbering(self.grid.row(row)) {
            return Some(Aside::Numbered);
        }
        // a note below the table often begins in the column of the codes, and has digits of its own
        let is_code = |c: &Cell| c.kind != Kind::Text || (has_digit(c.text) && !is_note(c.text));
        let coded = slots.get(self.code).copied().flatten().filter(is_code);
        if coded.is_some() {
            return None;
        }
        let filled: Vec<Cell> = self.grid.row(row).filter(|c| !is_empty(c)).collect();
        let Some(first) = filled.first() else {
            return Some(Aside::Blank);
        };
        let texts = || filled.iter().filter(|c| c.kind == Kind::Text);
        if filled.iter().all(|c| self.is_heading(c)) {
            return Some(Aside::Repeated);
        }
        if texts().any(|c| is_total(c.text)) {
            return Some(Aside::Total);
        }
        if first.kind == Kind::Text && is_note(first.text) {
            return Some(Aside::Note);
        }
        let in_field = slots.iter().flatten().filter(|c| c.kind != Kind::Text || !is_blank(c.text)).count();
        let named = self.name.and_then(|n| slots.get(n).copied().flatten());
        if filled.len() == 1 && first.kind == Kind::Text && named.is_none() {
            return Some(Aside::Note);
        }
        let number = self.grid.number(row);
        let wide = |a: &Area| (a.top..=a.bottom).contains(&number) && a.left == first.column && a.right > a.left + 1;
        if filled.len() == 1 && first.kind == Kind::Text && self.holds.iter().any(wide) {
            return Some(Aside::Note);
        }
        // a running number, or a ruled line, in a row that was never filled in
        (in_field == 0).then_some(Aside::Blank)
    }

    fn is_heading(&self, cell: &Cell) -> bool {
        let folded = fold(cell.text);
        self.headings.iter().any(|(column, text)| *column == cell.column && *text == folded)
    }

    fn total(&self, number: u32, above: usize, slots: &[Option<Cell>]) -> TotalRow {
        let figures = self
            .each(slots)
            .filter_map(|(index, field, column, cell)| {
                let cell = cell?;
                let column = column?;
                if !field.ty.is_numeric() {
                    return None;
                }
                match cell::read(cell, field, column, self.grid.date1904) {
                    Reading::Blank => None,
                    Reading::Value(cell::Lane::Number(figure), ..) => Some((index, Some(figure))),
                    _ => Some((index, None)),
                }
            })
            .collect();
        TotalRow { above, number, figures }
    }

    fn each<'s>(
        &'s self,
        slots: &'s [Option<Cell<'s>>],
    ) -> impl Iterator<Item = (usize, &'s Field, Option<&'s Planned>, Option<Cell<'s>>)> {
        self.table
            .fields
            .iter()
            .zip(self.columns)
            .zip(slots)
            .enumerate()
            .map(|(i, ((field, column), cell))| (i, field, column.as_ref(), *cell))
    }

    /// Gives the cells of a merged area that may be filled down the text of its first cell.
    fn fill_down(&self, number: u32, slots: &mut [Option<Cell<'a>>]) {
        for (field, area) in &self.fills {
            if !(area.top..=area.bottom).contains(&number) {
                continue;
            }
            let head = self.grid.index_of(area.top);
            let cell = head.and_then(|row| self.grid.cell(row, area.left));
            if let Some(slot) = slots.get_mut(*field) {
                *slot = cell;
            }
        }
    }

    /// The merged area that a cell lies in, if its values cannot be used.
    fn held(&self, number: u32, column: u32) -> Option<Area> {
        self.holds
            .iter()
            .find(|a| (a.top..=a.bottom).contains(&number) && (a.left..=a.right).contains(&column))
            .copied()
    }

    fn data(&self, number: u32, slots: &[Option<Cell<'a>>], part: &mut Part) {
        let index = u32::try_from(part.rows.len()).unwrap_or(u32::MAX);
        let before = part.faults.len();
        let mut rejected = false;
        part.rows.push(number);
        let code = self.code(number, slots, part);
        rejected |= code.is_none();
        let mut empties: Vec<usize> = Vec::new();
        for (i, field, column, cell) in self.each(slots) {
            let Some(lanes) = part.lanes.get_mut(i) else {
                continue;
            };
            if i == self.code {
                let text = code.map(|c| cell::Lane::Text(c.as_str().to_owned().into()));
                let raw = cell.filter(|c| code.is_some_and(|code| code.as_str() != c.text));
                if let Some(raw) = raw {
                    lanes.raw.push((index, raw.text.into()));
                }
                let state = text.as_ref().map_or(State::Unreadable, |_| State::Known);
                lanes.push(state, text);
                continue;
            }
            let Some(column) = column else {
                lanes.push(State::Empty, None);
                continue;
            };
            if let Some(area) = self.held(number, column.column) {
                part.held.push(area);
                lanes.push(State::Unreadable, None);
                continue;
            }
            let reading = cell.map_or(Reading::Blank, |cell| cell::read(cell, field, column, self.grid.date1904));
            let raw = cell.map_or("", |c| c.text);
            match reading {
                Reading::Blank => {
                    if field.empty == Empty::Reject {
                        rejected = true;
                        part.faults.push(required(&field.name).at(number, column.column));
                    }
                    if matches!(field.empty, Empty::None { .. }) {
                        empties.push(i);
                    }
                    lanes.push(State::Empty, None);
                }
                Reading::Value(lane, plain, remark) => {
                    lanes.push(State::Known, Some(lane));
                    if !plain {
                        lanes.raw.push((index, raw.into()));
                    }
                    if let Some(remark) = remark {
                        part.remarks.push((i, remark, number, raw.to_owned()));
                    }
                }
                Reading::NoUnit => {
                    lanes.push(State::Unreadable, None);
                    lanes.raw.push((index, raw.into()));
                }
                Reading::Wrong(fault) => {
                    rejected |= field.role == Some(Role::Name);
                    part.faults.push(fault.at(number, column.column));
                    lanes.push(State::Unreadable, None);
                    lanes.raw.push((index, raw.into()));
                }
            }
        }
        for field in empties {
            self.settle_empty(field, part);
        }
        if rejected {
            let state = match part.faults.get(before..).unwrap_or_default() {
                [only] if only.code == &codes::CODE_EMPTY => State::Empty,
                _ => State::Unreadable,
            };
            if self.table.absent == Absent::Error {
                part.hole = part.hole.max(Some(state));
            }
        }
        part.codes.push(code.filter(|_| !rejected));
    }

    /// An empty cell that may mean "there is none": does it, given the other cells of its row?
    fn settle_empty(&self, field: usize, part: &mut Part) {
        let Some(Empty::None { unless_filled, only_if_zero }) = self.table.fields.get(field).map(|f| &f.empty) else {
            return;
        };
        let row = part.rows.len().saturating_sub(1);
        let lanes = |id: &crate::schema::FieldId| part.lanes.get(id.0);
        let filled = unless_filled.iter().filter_map(lanes).any(|l| {
            // what has no column cannot be known to be empty, but neither does it say anything
            !matches!(l.state(row), State::Empty | State::None)
        });
        let zero = only_if_zero
            .as_ref()
            .is_none_or(|id| lanes(id).is_some_and(|l| l.state(row).is_known() && l.figure(row).mantissa == 0));
        if !filled
            && zero
            && let Some(state) = part.lanes.get_mut(field).and_then(|l| l.states.get_mut(row))
        {
            *state = State::None;
        }
    }

    /// The row's credit code; none, with a fault, when it has none that can be used.
    fn code(&self, number: u32, slots: &[Option<Cell>], part: &mut Part) -> Option<CreditCode> {
        let column = self.columns.get(self.code)?.as_ref()?;
        let name = self.table.fields.get(self.code).map_or("", |f| &f.name);
        let cell = slots.get(self.code).copied().flatten();
        let fault = match cell {
            _ if self.held(number, column.column).is_some() => {
                part.held.extend(self.held(number, column.column));
                return None;
            }
            None => code_empty(name),
            Some(cell) if cell.kind == Kind::Text && is_blank(cell.text) => code_empty(name),
            Some(cell) => match cell.kind {
                Kind::Text if !cell::is_scientific(cell.text) => match code::parse(cell.text) {
                    Ok(read) => {
                        if !read.passes {
                            let fault = check_fails(cell.text);
                            part.faults.push(fault.at(number, column.column));
                        }
                        return Some(read.code);
                    }
                    Err(why) => code_wrong(name, cell.text, &why),
                },
                Kind::Text | Kind::Number => code_number(name, cell.text),
                _ => match cell::read(cell, self.table.fields.get(self.code)?, column, false) {
                    Reading::Wrong(fault) => *fault,
                    _ => code_number(name, cell.text),
                },
            },
        };
        part.faults.push(fault.at(number, column.column));
        None
    }

    /// What is hidden, as ranges.
    fn hidden(&self, hidden: Hidden) -> Option<Fault> {
        let rows: Vec<u32> = (self.layout.last + 1..self.grid.rows())
            .filter(|r| self.grid.is_hidden(*r) && self.grid.row(*r).any(|c| !is_empty(&c)))
            .map(|r| self.grid.number(r))
            .collect();
        let columns: Vec<String> = self.hidden_columns.iter().map(|c| column_letters(*c)).collect();
        let mut zh = Vec::new();
        let mut en = Vec::new();
        if self.grid.hidden {
            zh.push("整个工作表".to_owned());
            en.push("the whole sheet".to_owned());
        }
        if !rows.is_empty() {
            let list = ranges(&rows);
            zh.push(format!("第 {list} 行"));
            en.push(format!("rows {list}"));
        }
        if !columns.is_empty() {
            let list = columns.join(", ");
            zh.push(format!("{list} 列"));
            en.push(format!("columns {list}"));
        }
        if zh.is_empty() {
            return None;
        }
        let (zh, en) = (zh.join("、"), en.join(", "));
        Some(match hidden {
            Hidden::Report => Fault::new(
                &codes::HIDDEN,
                say!(
                    "有隐藏或筛选掉的内容:{zh};已照常计入",
                    "some of it is hidden or filtered away: {en}; it is included"
                ),
                say!(
                    "取消隐藏后核对;确定要计入用 --hidden include,不计入用 --hidden skip",
                    "unhide and check it; say --hidden include or --hidden skip to decide"
                ),
            ),
            Hidden::Include | Hidden::Skip => {
                let skipped = hidden == Hidden::Skip;
                let (done_zh, done_en) = if skipped {
                    ("按选项未计入", "left out, as the option says")
                } else {
                    ("按选项计入", "included, as the option says")
                };
                Fault::new(
                    &codes::HIDDEN_DECIDED,
                    say!("隐藏或筛选掉的内容:{zh};{done_zh}", "hidden or filtered away: {en}; {done_en}"),
                    say!("核对;没有错就不用改", "check it; if it is right nothing need be done"),
                )
            }
        })
    }
}

/// Could it be a code at all? Words in the place of one (`合计`, `统一社会信用代码`) have no digit.
/// A row of column numbers under the headings: 甲 乙 丙 1 2 3 …, each the next of its kind.
fn is_numbering<'a>(cells: impl Iterator<Item = Cell<'a>>) -> bool {
    const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
    let (mut stems, mut numbers) = (0, 0);
    for cell in cells.filter(|c| !is_empty(c)) {
        let folded = fold(cell.text);
        let word = folded.trim_matches(['(', ')']);
        if STEMS.get(stems) == Some(&word) {
            stems += 1;
        } else if word.parse() == Ok(numbers + 1) {
            numbers += 1;
        } else {
            return false;
        }
    }
    stems + numbers >= 3
}

pub fn has_digit(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit() || matches!(c, '０'..='９'))
}

/// 小计, 合计, 总计, alone or behind a name.
pub fn is_total(text: &str) -> bool {
    let folded = fold(text);
    let label = folded.trim_end_matches([':', '：', ')', '）']);
    folded.chars().count() <= 16 && ["小计", "合计", "总计", "共计", "累计"].iter().any(|word| label.ends_with(word))
}

/// How notes below a table begin.
fn is_note(text: &str) -> bool {
    const WORDS: [&str; 20] = [
        "备注",
        "说明",
        "注:",
        "注1",
        "注：",
        "填表",
        "填报",
        "审核",
        "审批",
        "联系",
        "制表",
        "负责人",
        "经办",
        "单位:",
        "日期",
        "附件",
        "编制",
        "复核",
        "领导",
        "盖章",
    ];
    let folded = fold(text);
    WORDS.iter().any(|word| folded.starts_with(&fold(word)))
}

fn required(field: &str) -> Fault {
    Fault::new(
        &codes::REQUIRED_EMPTY,
        say!("“{field}”没有填,这一行不能采用", "`{field}` is empty, so the row cannot be used"),
        say!("补填“{field}”", "fill in `{field}`"),
    )
}

fn code_empty(field: &str) -> Fault {
    Fault::new(
        &codes::CODE_EMPTY,
        say!("“{field}”没有填,这一行不能采用", "`{field}` is empty, so the row cannot be used"),
        say!("补填 18 位代码;不是数据的行请删去", "fill in the 18 characters; delete the row if it is no data"),
    )
}

fn code_number(field: &str, text: &str) -> Fault {
    let shown = quoted(text);
    Fault::new(
        &codes::CODE_NUMBER,
        say!(
            "“{field}”被存成了数字“{shown}”,末几位已经丢失,这一行不能采用",
            "`{field}` is stored as the number `{shown}`: its last digits are lost and the row cannot be used"
        ),
        say!("把这一列设为“文本”格式,再重新填写代码", "set the column's format to text and type the code again"),
    )
}

fn code_wrong(field: &str, text: &str, why: &code::Wrong) -> Fault {
    let shown = quoted(text);
    let (message, remedy) = match why {
        code::Wrong::Length(length) => (
            say!(
                "“{field}”写的是“{shown}”,有 {length} 位,应为 18 位",
                "`{field}` says `{shown}`, which has {length} characters instead of 18"
            ),
            say!("照营业执照核对后重新填写", "check it against the business licence and type it again"),
        ),
        code::Wrong::Alphabet(strange, suggestion) => (
            say!(
                "“{field}”写的是“{shown}”,其中“{strange}”不会出现在代码里",
                "`{field}` says `{shown}`, and no code holds `{strange}`"
            ),
            match suggestion {
                Some(code) => {
                    let code = code.as_str();
                    say!(
                        "是不是“{code}”?照营业执照核对后重新填写",
                        "did you mean `{code}`? check it against the business licence and type it again"
                    )
                }
                None => say!("照营业执照核对后重新填写", "check it against the business licence and type it again"),
            },
        ),
    };
    Fault::new(&codes::CODE_SHAPE, message, remedy)
}

fn check_fails(text: &str) -> Fault {
    let shown = quoted(text);
    Fault::new(
        &codes::CODE_CHECK,
        say!(
            "代码“{shown}”的校验位不符,可能有一位填错",
            "the check character of `{shown}` does not fit, so a character may be wrong"
        ),
        say!(
            "照营业执照核对;确实如此就不用改",
            "check it against the business licence; if it is right nothing need be done"
        ),
    )
}

fn row_limit(rows: u32) -> Fault {
    Fault::new(
        &codes::ROW_LIMIT,
        say!(
            "工作表恰好到第 {rows} 行为止,这是表格软件的上限,后面的行可能丢了",
            "the sheet ends exactly at row {rows}, a limit of spreadsheets, so rows after it may be lost"
        ),
        say!("与原始数据核对行数", "compare the number of rows with the original data"),
    )
}

/// One finding for each kind of remark in each column.
fn remarks(all: &[(usize, Remark, u32, String)], table: &Table, columns: &[Option<Planned>]) -> Vec<Fault> {
    let mut kinds: Vec<(usize, Remark)> = all.iter().map(|(f, r, ..)| (*f, *r)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
        .into_iter()
        .filter_map(|(field, remark)| {
            let mut these = all.iter().filter(|(f, r, ..)| (*f, *r) == (field, remark));
            let (_, _, row, raw) = these.next()?;
            let count = these.count() + 1;
            let column = columns.get(field)?.as_ref()?;
            let name = table.fields.get(field).map_or("", |f| &f.name);
            let (code, message, remedy) = cell::remark(remark, name, count, raw, column.unit);
            Some(Fault::new(code, message, remedy).at(*row, column.column))
        })
        .collect()
}

fn held_areas(held: &[Area]) -> Vec<Fault> {
    let mut areas = held.to_vec();
    areas.sort_unstable();
    areas.dedup();
    areas
        .into_iter()
        .map(|a| {
            let (left, right) = (column_letters(a.left), column_letters(a.right));
            let area = format!("{left}{}:{right}{}", a.top, a.bottom);
            Fault::new(
                &codes::MERGED_CELLS,
                say!(
                    "数据区的 {area} 是合并单元格,不知道值属于哪一行",
                    "{area} is merged within the data, so it is unclear which row its value belongs to"
                ),
                say!("取消合并,逐行填写", "unmerge it and fill in each row"),
            )
            .at(a.top, a.left)
        })
        .collect()
}

/// One note with the rows that are no data.
fn asides(aside: &[(Aside, u32)]) -> Option<Fault> {
    let words = [
        (Aside::Above, "表头之上", "above the headings"),
        (Aside::Blank, "空行", "blank"),
        (Aside::Total, "合计", "totals"),
        (Aside::Note, "说明", "notes"),
        (Aside::Repeated, "重复的表头", "repeated headings"),
        (Aside::Numbered, "栏号", "column numbers"),
        (Aside::Hidden, "隐藏", "hidden"),
    ];
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (kind, word_zh, word_en) in words {
        let rows: Vec<u32> = aside.iter().filter(|(k, _)| *k == kind).map(|(_, r)| *r).collect();
        if !rows.is_empty() {
            let list = ranges(&rows);
            zh.push(format!("{word_zh} {list}"));
            en.push(format!("{word_en} {list}"));
        }
    }
    let (zh, en) = (zh.join(";"), en.join("; "));
    (!zh.is_empty()).then(|| {
        Fault::new(
            &codes::ROWS_EXCLUDED,
            say!("不作数据的行:{zh}", "rows that are no data: {en}"),
            say!("核对;没有错就不用改", "check it; if it is right nothing need be done"),
        )
    })
}
