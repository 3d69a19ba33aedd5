//! Puts printed lists on paper: A4, headings repeated, pages numbered, live sums.
//!
//! A list of more rows than anybody prints ([`ROWS`]) becomes a plain table with a filter and its totals on top.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, FormatAlign, IgnoreError, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::printed::{Group, Heading, Line, List, Paper, Style, letters};
use crate::capital::{Ending, in_capitals};
use crate::diagnostic::Lang;
use crate::money::Money;
use crate::payout::book::cell::{column_number, put_cell};
use crate::payout::book::looks::Looks;
use crate::payout::book::page::set_page;
use crate::payout::book::widths::{measure, set_widths};
use crate::payout::book::{Body, Book, Sheet, fill, xlsx};
use crate::payout::table::{Cell, Column, Kind, Table, batches, lines_of};
use crate::say;

/// How many rows a list has at most on paper.
pub const ROWS: usize = 20_000;

/// The file as bytes.
///
/// # Errors
/// What the writing library refuses, or a sum that does not fit: a mistake of ours.
pub fn write(paper: Paper<'_>, ending: Ending, lang: Lang) -> Result<Vec<u8>, String> {
    write_with(paper, ending, lang, |_, _| Ok(()))
}

/// The file with sheets of another kind behind the lists, which only a file that is printed has.
///
/// # Errors
/// As [`write`].
pub fn write_with(
    paper: Paper<'_>,
    ending: Ending,
    lang: Lang,
    more: impl FnOnce(&mut Workbook, &Looks) -> Result<(), XlsxError>,
) -> Result<Vec<u8>, String> {
    let rows: usize = paper.lists.iter().map(List::rows).sum();
    if rows > ROWS {
        return plain(paper, ending, lang);
    }
    let mut workbook = xlsx::empty(&paper.title, paper.created)?;
    let looks = Looks::default();
    let names = names(&paper.lists);
    for (list, name) in paper.lists.iter().zip(names) {
        let out = workbook.add_worksheet();
        out.set_name(&name).map_err(xlsx::told)?;
        let sums = list.sums().ok_or("a sum does not fit")?;
        let mut sheet = Printing { out, looks: &looks, ending, at: 0, widths: list.widths(&sums) };
        sheet.list(list, &sums).map_err(|error| format!("{name}: {error}"))?;
        set_page(out, &paper.foot, lang);
        if list.portrait {
            out.set_portrait();
        }
    }
    more(&mut workbook, &looks).map_err(xlsx::told)?;
    workbook.save_to_buffer().map_err(xlsx::told)
}

/// A name for each sheet, as a workbook can hold it, none twice.
fn names(lists: &[List<'_>]) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for list in lists {
        let plain: String = list.name.chars().filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control()).collect();
        let plain = if plain.is_empty() { "-".to_owned() } else { plain };
        let numbered = |n: usize| {
            let end = if n == 1 { String::new() } else { format!("({n})") };
            let room = 31usize.saturating_sub(end.len());
            // a sheet's name is measured in units of 16 bits
            let mut units = 0;
            let kept = plain.chars().take_while(|c| {
                units += c.len_utf16();
                units <= room
            });
            format!("{}{end}", kept.collect::<String>())
        };
        let free = |name: &String| taken.iter().all(|known| known.to_lowercase() != name.to_lowercase());
        if let Some(name) = (1..).map(numbered).find(free) {
            taken.push(name);
        }
    }
    taken
}

/// The sums of a list.
struct Sums {
    /// Of each group, by column.
    groups: Vec<Vec<Money>>,
    /// Of all of them.
    all: Vec<Money>,
}

impl<'a> List<'a> {
    fn rows(&self) -> usize {
        self.groups.iter().map(|group| group.len).sum()
    }

    fn sums(&self) -> Option<Sums> {
        let none = vec![Money::ZERO; self.columns.len()];
        let mut sums = Sums { groups: Vec::new(), all: none.clone() };
        for group in &self.groups {
            let mut of = none.clone();
            for index in 0..group.len {
                for (cell, sum) in (group.row)(index).iter().zip(&mut of) {
                    *sum = sum.add(amount(cell))?;
                }
            }
            for (all, sum) in sums.all.iter_mut().zip(&of) {
                *all = all.add(*sum)?;
            }
            sums.groups.push(of);
        }
        Some(sums)
    }

    /// The widths of its columns, in digits: room for the sums, and for texts up to where they wrap.
    fn widths(&self, sums: &Sums) -> Vec<usize> {
        let columns: Vec<Column> = self.columns.iter().map(Heading::column).collect();
        let mut widths = vec![0; columns.len()];
        measure(&columns, &mut widths, |each| {
            for group in &self.groups {
                (0..group.len).for_each(|index| each(&(group.row)(index)));
            }
            let cells: Vec<Cell<'_>> = sums
                .all
                .iter()
                .zip(&self.columns)
                .map(|(sum, c)| if c.sum { Cell::Money(*sum) } else { Cell::Empty })
                .collect();
            each(&cells);
        });
        let room = |(width, heading): (usize, &Heading)| match heading.kind {
            Kind::Money | Kind::Integer | Kind::Date => width.saturating_add(1).clamp(6, 24),
            Kind::Code => width.saturating_add(2).clamp(8, heading.most),
            Kind::Text | Kind::State => width.saturating_add(3).clamp(6, heading.most),
        };
        widths.into_iter().zip(&self.columns).map(room).collect()
    }

    fn last(&self) -> u16 {
        column_number(self.columns.len().saturating_sub(1).max(1))
    }
}

impl Heading {
    fn column(&self) -> Column {
        Column { name: self.name.clone().into(), kind: self.kind }
    }
}

/// What a cell adds to a sum.
fn amount(cell: &Cell<'_>) -> Money {
    match cell {
        Cell::Money(amount) => *amount,
        Cell::Formula { result, .. } => amount(result),
        _ => Money::ZERO,
    }
}

/// A sheet that is being printed.
struct Printing<'a> {
    out: &'a mut Worksheet,
    looks: &'a Looks,
    ending: Ending,
    at: u32,
    widths: Vec<usize>,
}

impl Printing<'_> {
    fn take(&mut self) -> u32 {
        let row = self.at;
        self.at = self.at.saturating_add(1);
        row
    }

    fn list(&mut self, list: &List<'_>, sums: &Sums) -> Result<(), XlsxError> {
        set_widths(self.out, &self.widths)?;
        let last = list.last();
        let row = self.take();
        self.out.merge_range(row, 0, row, last, &list.title, &self.looks.title.clone().set_text_wrap())?;
        let lines = self.lines(&list.title, 8);
        self.out.set_row_height(row, 34 * lines)?;
        for line in &list.before {
            self.line(line, last)?;
        }
        let head = self.at;
        self.headings(list)?;
        let first = self.at;
        self.out.set_repeat_rows(head, first.saturating_sub(1))?;
        self.out.set_freeze_panes(first, 0)?;
        let mut parts = Vec::new();
        for (group, sums) in list.groups.iter().zip(&sums.groups) {
            parts.push(self.group(list, group, sums)?);
        }
        if list.rows() == 0 {
            let row = self.take();
            let none = self.looks.cell.clone().set_align(FormatAlign::Center);
            self.out.merge_range(row, 0, row, last, "无", &none)?;
        }
        if let Some(label) = &list.total {
            let parts: Vec<&Part> = parts.iter().filter(|part| part.first <= part.last).collect();
            let formula = |column: &str| sum_of(&parts.iter().map(|part| part.of(column)).collect::<Vec<_>>());
            self.sum_row(list, label, &sums.all, &formula)?;
        }
        for (i, heading) in list.columns.iter().enumerate() {
            if heading.kind == Kind::Code && self.at > first {
                let column = column_number(i);
                let end = self.at.saturating_sub(1);
                self.out.ignore_error_range(first, column, end, column, IgnoreError::NumberStoredAsText)?;
            }
        }
        if let Some((label, column)) = &list.capitals {
            let sum = sums.all.get(*column).copied().unwrap_or_default();
            let words = format!("{label}{}", in_capitals(sum, self.ending));
            let look = self.looks.total.clone().set_text_wrap().set_align(FormatAlign::Left).set_indent(1);
            let row = self.take();
            self.out.merge_range(row, 0, row, last, &words, &look)?;
            let lines = self.lines(&words, 2);
            self.out.set_row_height(row, fill::height(usize::from(lines)).max(22))?;
        }
        self.take();
        for line in &list.after {
            self.line(line, last)?;
        }
        self.out.set_print_area(0, 0, self.at.saturating_sub(1), last)?;
        Ok(())
    }

    /// How many lines words take over the whole width, in letters larger by so much.
    fn lines(&self, words: &str, larger: usize) -> u16 {
        let room: usize = self.widths.iter().sum();
        let wide = words.width().saturating_mul(larger.saturating_add(10)).div_ceil(10);
        u16::try_from(wide.div_ceil(room.saturating_sub(4).max(10)).max(1)).unwrap_or(u16::MAX)
    }

    fn line(&mut self, line: &Line, last: u16) -> Result<(), XlsxError> {
        let wrapped = |look: &Format| look.clone().set_text_wrap().set_align(FormatAlign::VerticalCenter);
        let (look, least) = match line.style {
            Style::Note => (wrapped(&self.looks.note), 18),
            Style::Warning => (wrapped(&self.looks.warning), 18),
            Style::Text => (wrapped(&self.looks.after), 20),
            Style::Right => (wrapped(&self.looks.after).set_align(FormatAlign::Right).set_indent(2), 22),
            Style::Signature => (wrapped(&self.looks.after), 34),
        };
        let row = self.take();
        self.out.merge_range(row, 0, row, last, &line.words, &look)?;
        let lines = usize::from(self.lines(&line.words, 1));
        self.out.set_row_height(row, u32::max(fill::height(lines).saturating_add(2), least))?;
        Ok(())
    }

    /// One row of headings, or two where some have a heading over them.
    fn headings(&mut self, list: &List<'_>) -> Result<(), XlsxError> {
        let look = self.looks.head.clone().set_align(FormatAlign::VerticalCenter);
        if list.columns.iter().all(|c| c.over.is_none()) {
            let row = self.take();
            self.out.set_row_height(row, 30)?;
            for (i, heading) in list.columns.iter().enumerate() {
                self.out.write_string_with_format(row, column_number(i), &heading.name, &look)?;
            }
            return Ok(());
        }
        let (upper, lower) = (self.take(), self.take());
        self.out.set_row_height(upper, 20)?;
        self.out.set_row_height(lower, 24)?;
        let mut next = 0;
        for neighbours in list.columns.chunk_by(|a, b| a.over.is_some() && a.over == b.over) {
            let (from, to) =
                (column_number(next), column_number(next.saturating_add(neighbours.len()).saturating_sub(1)));
            match neighbours.first().and_then(|c| c.over.as_ref()) {
                None => {
                    let name = neighbours.first().map_or("", |c| &c.name);
                    self.out.merge_range(upper, from, lower, from, name, &look)?;
                }
                Some(over) => {
                    if from == to {
                        self.out.write_string_with_format(upper, from, over, &look)?;
                    } else {
                        self.out.merge_range(upper, from, upper, to, over, &look)?;
                    }
                    for (column, heading) in (from..=to).zip(neighbours) {
                        self.out.write_string_with_format(lower, column, &heading.name, &look)?;
                    }
                }
            }
            next = next.saturating_add(neighbours.len());
        }
        Ok(())
    }

    /// A group with its title and subtotal.
    fn group(&mut self, list: &List<'_>, group: &Group<'_>, sums: &[Money]) -> Result<Part, XlsxError> {
        let last = list.last();
        if let Some(title) = &group.title {
            let row = self.take();
            let look = self.looks.total.clone().set_text_wrap().set_align(FormatAlign::Left).set_indent(1);
            self.out.merge_range(row, 0, row, last, title, &look)?;
            let lines = usize::from(self.lines(title, 2));
            self.out.set_row_height(row, fill::height(lines).max(20))?;
        }
        let look = |c: &Heading| match c.kind {
            // beside numbers and names a code stands alone in the middle
            Kind::Code => self.looks.body(c.kind, false).set_align(FormatAlign::Center),
            kind => self.looks.body(kind, false),
        };
        let looks: Vec<Format> = list.columns.iter().map(look).collect();
        let first = self.at;
        for index in 0..group.len {
            let row = self.take();
            let cells = (group.row)(index);
            // codes and amounts never break
            let texts = cells.iter().zip(&self.widths).zip(&list.columns).filter(|(_, c)| c.kind == Kind::Text);
            let lines = texts.map(|((cell, width), _)| fill::lines(cell, *width)).max().unwrap_or(1);
            self.out.set_row_height(row, fill::height(lines).max(18))?;
            for (i, (cell, look)) in cells.iter().zip(&looks).enumerate() {
                put_cell(self.out, row, column_number(i), &at_row(cell, row), look)?;
            }
        }
        let mut part = Part { first: first.saturating_add(1), last: self.at, subtotal: None };
        if let Some(label) = group.subtotal.as_ref().filter(|_| group.len > 0) {
            part.subtotal = Some(self.at.saturating_add(1));
            let (from, to) = (part.first, part.last);
            self.sum_row(list, label, sums, &|column| format!("=SUM({column}{from}:{column}{to})"))?;
        }
        Ok(part)
    }

    /// A row of sums with its label.
    fn sum_row(
        &mut self,
        list: &List<'_>,
        label: &str,
        sums: &[Money],
        formula: &dyn Fn(&str) -> String,
    ) -> Result<(), XlsxError> {
        let row = self.take();
        self.out.set_row_height(row, 20)?;
        // the label stands over the columns before the first sum
        let before = list.columns.iter().position(|c| c.sum).unwrap_or(list.columns.len());
        let look = self.looks.total.clone().set_align(FormatAlign::Center).set_text_wrap();
        match before {
            0 => {}
            1 => drop(self.out.write_string_with_format(row, 0, label, &look)?),
            n => drop(self.out.merge_range(row, 0, row, column_number(n.saturating_sub(1)), label, &look)?),
        }
        for (i, (heading, sum)) in list.columns.iter().zip(sums).enumerate().skip(before) {
            let look = self.looks.body(heading.kind, true);
            let cell = if heading.sum && list.rows() > 0 {
                Cell::Formula { formula: formula(&letters(i)).into(), result: Box::new(Cell::Money(*sum)) }
            } else if heading.sum {
                Cell::Money(*sum)
            } else {
                Cell::Empty
            };
            put_cell(self.out, row, column_number(i), &cell, &look)?;
        }
        Ok(())
    }
}

/// Where a group stands, by the numbers of its rows.
struct Part {
    first: u32,
    last: u32,
    subtotal: Option<u32>,
}

impl Part {
    /// What of it a total adds up.
    fn of(&self, column: &str) -> String {
        match self.subtotal {
            Some(row) => format!("{column}{row}"),
            None => format!("{column}{}:{column}{}", self.first, self.last),
        }
    }
}

/// A sum of parts; a function takes at most 255 of them.
fn sum_of(parts: &[String]) -> String {
    const MOST: usize = 200;
    if parts.len() <= MOST {
        return format!("=SUM({})", parts.join(","));
    }
    let each: Vec<String> = parts.chunks(MOST).map(|some| format!("SUM({})", some.join(","))).collect();
    format!("=SUM({})", each.join(","))
}

/// A cell whose formula knows its row.
fn at_row<'a>(cell: &Cell<'a>, row: u32) -> Cell<'a> {
    match cell {
        Cell::Formula { formula, result } => Cell::Formula {
            formula: formula.replace("{row}", &row.saturating_add(1).to_string()).into(),
            result: result.clone(),
        },
        other => other.clone(),
    }
}

/// A list without groups, for more rows than anybody prints.
struct Flat<'a>(List<'a>);

impl Table for Flat<'_> {
    fn columns(&self) -> Vec<Column> {
        let first = Column { name: self.0.grouped.clone().into(), kind: Kind::Text };
        let name = |c: &Heading| match &c.over {
            Some(over) => Column { name: format!("{over} {}", c.name).into(), kind: c.kind },
            None => c.column(),
        };
        std::iter::once(first).chain(self.0.columns.iter().map(name)).collect()
    }

    fn batches(&self) -> usize {
        batches(self.0.rows())
    }

    fn rows(&self, batch: usize, row: &mut dyn FnMut(&[Cell<'_>])) {
        let wanted = lines_of(batch, self.0.rows());
        let mut start = 0usize;
        for group in &self.0.groups {
            let end = start.saturating_add(group.len);
            for line in wanted.start.max(start)..wanted.end.min(end) {
                let mut cells = vec![Cell::text(&group.name)];
                // a value is enough where nobody clicks a hundred thousand cells
                cells.extend((group.row)(line.saturating_sub(start)).into_iter().map(|cell| match cell {
                    Cell::Formula { result, .. } => *result,
                    other => other,
                }));
                row(&cells);
            }
            start = end;
        }
    }
}

/// The file as plain tables.
fn plain(paper: Paper<'_>, ending: Ending, lang: Lang) -> Result<Vec<u8>, String> {
    let names = names(&paper.lists);
    let mut sheets = Vec::new();
    for (list, name) in paper.lists.into_iter().zip(names) {
        let sums = list.sums().ok_or("a sum does not fit")?;
        let rows = list.rows();
        let (warnings, notes): (Vec<&Line>, Vec<&Line>) =
            list.before.iter().partition(|line| line.style == Style::Warning);
        let words = |lines: Vec<&Line>| lines.into_iter().map(|line| line.words.clone()).collect::<Vec<_>>();
        let (warnings, mut notes) = (words(warnings), words(notes));
        notes.push(say!("共 {rows} 行，不分组打印", "{rows} rows, not in groups").get(lang).to_owned());
        for (heading, sum) in list.columns.iter().zip(&sums.all).filter(|(c, _)| c.sum) {
            let over = heading.over.as_deref().unwrap_or_default();
            notes.push(format!("{over}{}：{}", heading.name, sum.grouped()));
        }
        if let Some((label, column)) = &list.capitals {
            notes.push(format!("{label}{}", in_capitals(sums.all.get(*column).copied().unwrap_or_default(), ending)));
        }
        sheets.push(Sheet {
            name,
            title: list.title.clone(),
            notes,
            warnings,
            after: list.after.iter().map(|line| line.words.clone()).collect(),
            body: Body::Long { table: Box::new(Flat(list)), whole: "payments.csv" },
        });
    }
    xlsx::write(&Book { title: paper.title, created: paper.created, foot: paper.foot, sheets }, lang)
}

/// Groups by a key, in the order of the keys.
pub fn grouped<K: Ord, T>(all: impl IntoIterator<Item = T>, key: impl Fn(&T) -> K) -> BTreeMap<K, Vec<T>> {
    let mut groups: BTreeMap<K, Vec<T>> = BTreeMap::new();
    for one in all {
        groups.entry(key(&one)).or_default().push(one);
    }
    groups
}
