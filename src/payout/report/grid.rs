//! A table of numbers. One that is wider than a page is set as several, each with its first column.

use unicode_width::UnicodeWidthStr;

use crate::payout::table::{Cell, Column, Kind};

use super::context::Context;
use super::figures;
use super::html::Html;

/// So many narrow characters stand in a line of a table on a printed page.
const LINE: usize = 128;

/// So many in small print.
const DENSE: usize = 164;

/// A table of so many rows is never cut by the end of a page.
const SHORT: usize = 30;

/// A table.
pub struct Grid {
    /// Its name within the page.
    pub id: &'static str,
    /// What stands above it.
    pub caption: String,
    /// Its columns; the first names the rows.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<GridRow>,
}

/// A row of a table.
pub struct GridRow {
    /// Its cells.
    pub cells: Vec<Cell<'static>>,
    /// How it looks: a row, a total, the heading of a group.
    pub style: RowStyle,
}

/// How a row looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowStyle {
    /// One of many.
    Plain,
    /// The sum of those above.
    Total,
    /// The heading of those below; only its first cell is wide.
    Group,
}

impl GridRow {
    /// One of many.
    #[must_use]
    pub const fn plain(cells: Vec<Cell<'static>>) -> Self {
        Self { cells, style: RowStyle::Plain }
    }

    /// The sum of those above.
    #[must_use]
    pub const fn total(cells: Vec<Cell<'static>>) -> Self {
        Self { cells, style: RowStyle::Total }
    }
}

impl Grid {
    /// Writes it, in as many parts as the width of a page asks for; nothing if it has no rows.
    pub fn write(&self, context: &Context<'_>, html: &mut Html) {
        if self.rows.is_empty() {
            return;
        }
        let (parts, dense) = self.parts();
        let all = parts.len();
        let class = match (dense, self.rows.len() <= SHORT) {
            (false, false) => "grid",
            (false, true) => "grid whole",
            (true, false) => "grid dense",
            (true, true) => "grid dense whole",
        };
        for (i, part) in parts.iter().enumerate() {
            let number = i.saturating_add(1);
            let caption = match all {
                1 => self.caption.clone(),
                _ => {
                    format!("{} {}", self.caption, context.say(&crate::say!("（{number}/{all}）", "({number}/{all})")))
                }
            };
            let id = if i == 0 { self.id.to_owned() } else { format!("{}-{number}", self.id) };
            let labels = [("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", caption.as_str())];
            html.element("div", &labels, |html| {
                html.element("table", &[("class", class), ("id", &id)], |html| {
                    html.leaf("caption", &[], &caption);
                    self.head(html, part);
                    self.body(html, part);
                });
            });
        }
    }

    fn head(&self, html: &mut Html, part: &[usize]) {
        html.element("thead", &[], |html| {
            html.element("tr", &[], |html| {
                for column in part.iter().filter_map(|i| self.columns.get(*i)) {
                    html.leaf("th", &[("scope", "col"), ("class", class(column.kind))], &column.name);
                }
            });
        });
    }

    fn body(&self, html: &mut Html, part: &[usize]) {
        html.element("tbody", &[], |html| {
            for row in &self.rows {
                let style = match row.style {
                    RowStyle::Plain => "plain",
                    RowStyle::Total => "total",
                    RowStyle::Group => "group",
                };
                html.element("tr", &[("class", style)], |html| {
                    for (nth, i) in part.iter().enumerate() {
                        let (Some(cell), Some(column)) = (row.cells.get(*i), self.columns.get(*i)) else { continue };
                        let text = shown(cell);
                        if nth == 0 {
                            html.leaf("th", &[("scope", "row"), ("class", class(column.kind))], &text);
                        } else {
                            html.leaf("td", &[("class", class(column.kind))], &text);
                        }
                    }
                });
            }
        });
    }

    /// Which columns stand together, always with the first: all of them, in small print where that helps, else
    /// in parts of about the same width.
    fn parts(&self) -> (Vec<Vec<usize>>, bool) {
        let widths: Vec<usize> = (0..self.columns.len()).map(|i| self.width(i)).collect();
        let first = widths.first().copied().unwrap_or(0);
        let others: usize = widths.iter().skip(1).sum();
        let whole = first.saturating_add(others);
        if whole <= DENSE {
            return (vec![(0..widths.len()).collect()], whole > LINE);
        }
        let room = LINE.saturating_sub(first).max(1);
        let each = others.div_ceil(others.div_ceil(room));
        let (mut parts, mut part, mut used) = (Vec::new(), vec![0], 0usize);
        for (i, width) in widths.iter().enumerate().skip(1) {
            let full = used.saturating_add(*width) > room || used >= each;
            if full && part.len() > 1 {
                parts.push(std::mem::replace(&mut part, vec![0]));
                used = 0;
            }
            part.push(i);
            used = used.saturating_add(*width);
        }
        parts.push(part);
        (parts, false)
    }

    /// How wide a column wants to be; texts can be broken into lines, numbers cannot.
    fn width(&self, column: usize) -> usize {
        const GAP: usize = 2;
        let kind = self.columns.get(column).map_or(Kind::Text, |c| c.kind);
        let cells = self.rows.iter().filter_map(|row| row.cells.get(column));
        let widest = cells.map(|cell| shown(cell).width()).max().unwrap_or(0);
        let head = self.columns.get(column).map_or(0, |c| c.name.width());
        let (widest, head) = match kind {
            Kind::Text => (widest.min(28), head.min(12)),
            _ => (widest, head.min(8)),
        };
        widest.max(head).saturating_add(GAP)
    }
}

/// The class of a column's cells.
#[must_use]
pub const fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Money | Kind::Integer => "num",
        Kind::Code => "code",
        Kind::State => "state",
        Kind::Text | Kind::Date => "text",
    }
}

/// A cell for people.
#[must_use]
pub fn shown(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.to_string(),
        Cell::Money(amount) => amount.grouped(),
        Cell::Millionths(amount) => figures::millionths(*amount),
        Cell::Exact(amount) => crate::money::for_people(*amount),
        Cell::Integer(number) => figures::count(*number),
        Cell::Date(day) => day.to_string(),
        Cell::Formula { result, .. } => shown(result),
    }
}
