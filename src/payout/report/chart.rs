//! A chart of horizontal bars that is a table at the same time: a row for each thing, with its name, its bars and
//! its numbers. Names and numbers are text of the page, so they stay readable at every width, in print and
//! aloud; only the bars are pictures.
//!
//! Bars are told apart by pattern as well as by colour. Their coordinates are whole hundredths of a per cent.

use crate::payout::table::{Cell, Column};

use super::figures::percent;
use super::grid::{class, shown};
use super::html::Html;

/// What a bar stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Paid, or the thing itself: full colour.
    Paid,
    /// A second thing beside it: a lighter full colour.
    Other,
    /// Held: dots.
    Held,
    /// To recover: stripes.
    Recover,
    /// Taken off: stripes the other way.
    Cut,
    /// Nothing: a frame.
    Nothing,
}

impl Fill {
    const ALL: [Self; 6] = [Self::Paid, Self::Other, Self::Held, Self::Recover, Self::Cut, Self::Nothing];

    const fn class(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Other => "other",
            Self::Held => "held",
            Self::Recover => "recover",
            Self::Cut => "cut",
            Self::Nothing => "nothing",
        }
    }

    /// Where its pattern is defined.
    const fn paint(self) -> &'static str {
        match self {
            Self::Paid => "url(#paint-paid)",
            Self::Other => "url(#paint-other)",
            Self::Held => "url(#paint-held)",
            Self::Recover => "url(#paint-recover)",
            Self::Cut => "url(#paint-cut)",
            Self::Nothing => "url(#paint-nothing)",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Paid => "paint-paid",
            Self::Other => "paint-other",
            Self::Held => "paint-held",
            Self::Recover => "paint-recover",
            Self::Cut => "paint-cut",
            Self::Nothing => "paint-nothing",
        }
    }

    /// The lines of its pattern on a field of 6 × 6.
    const fn strokes(self) -> &'static str {
        match self {
            Self::Paid | Self::Other | Self::Nothing => "",
            Self::Held => "M1.5 1.5h1.6M4.5 4.5h1.6",
            Self::Recover => "M-1 1l2-2M0 6l6-6M5 7l2-2",
            Self::Cut => "M-1 5l2 2M0 0l6 6M5-1l2 2",
        }
    }
}

/// One bar of a picture.
#[derive(Clone, Copy, Debug)]
pub struct Bar {
    /// Where it begins, in hundredths of a per cent.
    pub from: i128,
    /// How wide it is.
    pub width: i128,
    /// What it stands for.
    pub fill: Fill,
    /// In the lower half?
    pub below: bool,
}

/// The bars of one row, and what they say in words.
pub struct Picture {
    /// In words.
    pub title: String,
    /// Its bars.
    pub bars: Vec<Bar>,
}

impl Picture {
    /// Bars one behind the other.
    #[must_use]
    pub fn stacked(title: String, parts: &[(i128, Fill)]) -> Self {
        let mut from = 0;
        let bars = parts.iter().filter(|(width, _)| *width > 0).map(|(width, fill)| {
            let bar = Bar { from, width: *width, fill: *fill, below: false };
            from = from.saturating_add(*width);
            bar
        });
        Self { title, bars: bars.collect() }
    }
}

/// A row of a chart.
pub struct ChartRow {
    /// What it is about.
    pub name: String,
    /// A picture for each column of pictures.
    pub pictures: Vec<Picture>,
    /// Its numbers.
    pub cells: Vec<Cell<'static>>,
    /// Is it the sum of others?
    pub total: bool,
}

/// A chart.
pub struct Chart {
    /// Its name within the page.
    pub id: &'static str,
    /// What it shows.
    pub caption: String,
    /// What fills mean, where that must be said.
    pub legend: Vec<(Fill, String)>,
    /// The heading of the names.
    pub names: String,
    /// The headings of the pictures.
    pub pictures: Vec<String>,
    /// The columns of numbers.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<ChartRow>,
}

impl Chart {
    /// Writes it; nothing if it has no rows.
    pub fn write(&self, html: &mut Html) {
        if self.rows.is_empty() {
            return;
        }
        let class = if self.rows.len() > 24 { "long" } else { "whole" };
        html.element("figure", &[("class", class)], |html| {
            html.element("figcaption", &[], |html| {
                html.leaf("b", &[], &self.caption);
                for (fill, words) in &self.legend {
                    html.element("span", &[("class", "key")], |html| {
                        swatch(html, *fill);
                        html.text(words);
                    });
                }
            });
            html.element("table", &[("class", "chart"), ("id", self.id)], |html| {
                self.head(html);
                html.element("tbody", &[], |html| self.rows.iter().for_each(|row| self.row(html, row)));
            });
        });
    }

    fn head(&self, html: &mut Html) {
        html.element("thead", &[], |html| {
            html.element("tr", &[], |html| {
                html.leaf("th", &[("scope", "col"), ("class", "text")], &self.names);
                for (i, heading) in self.pictures.iter().enumerate() {
                    html.leaf("th", &[("scope", "col"), ("class", picture_class(i))], heading);
                }
                for column in &self.columns {
                    html.leaf("th", &[("scope", "col"), ("class", class(column.kind))], &column.name);
                }
            });
        });
    }

    fn row(&self, html: &mut Html, row: &ChartRow) {
        html.element("tr", &[("class", if row.total { "total" } else { "plain" })], |html| {
            html.leaf("th", &[("scope", "row")], &row.name);
            for (i, picture) in row.pictures.iter().enumerate() {
                let label = self.pictures.get(i).map_or("", String::as_str);
                html.element("td", &[("class", picture_class(i)), ("data-label", label)], |html| draw(html, picture));
            }
            for (column, cell) in self.columns.iter().zip(&row.cells) {
                html.leaf("td", &[("class", class(column.kind)), ("data-label", &column.name)], &shown(cell));
            }
        });
    }
}

const fn picture_class(nth: usize) -> &'static str {
    if nth == 0 { "bar" } else { "bar small" }
}

fn draw(html: &mut Html, picture: &Picture) {
    let double = picture.bars.iter().any(|b| b.below);
    let height = if double { "20" } else { "14" };
    html.element("svg", &[("role", "img"), ("width", "100%"), ("height", height)], |html| {
        html.leaf("title", &[], &picture.title);
        for bar in &picture.bars {
            let (y, height) = if bar.below { ("13", "6") } else { ("1", "11") };
            let (x, width) = (percent(bar.from), percent(bar.width));
            html.empty(
                "rect",
                &[
                    ("x", x.as_str()),
                    ("y", y),
                    ("width", width.as_str()),
                    ("height", height),
                    ("fill", bar.fill.paint()),
                    ("class", bar.fill.class()),
                ],
            );
        }
    });
}

fn swatch(html: &mut Html, fill: Fill) {
    html.element("svg", &[("aria-hidden", "true"), ("width", "22"), ("height", "12")], |html| {
        html.empty(
            "rect",
            &[
                ("x", "1"),
                ("y", "1"),
                ("width", "20"),
                ("height", "10"),
                ("fill", fill.paint()),
                ("class", fill.class()),
            ],
        );
    });
}

/// The patterns that all charts of a page use; stands once on it.
pub fn paints(html: &mut Html) {
    html.element("svg", &[("class", "paints"), ("aria-hidden", "true"), ("width", "0"), ("height", "0")], |html| {
        html.element("defs", &[], |html| {
            for fill in Fill::ALL {
                let pattern =
                    [("id", fill.name()), ("width", "6"), ("height", "6"), ("patternUnits", "userSpaceOnUse")];
                html.element("pattern", &pattern, |html| {
                    let ground = format!("ground {}", fill.class());
                    html.empty("rect", &[("width", "6"), ("height", "6"), ("class", &ground)]);
                    if !fill.strokes().is_empty() {
                        let lines = format!("lines {}", fill.class());
                        html.empty("path", &[("d", fill.strokes()), ("class", &lines)]);
                    }
                });
            }
        });
    });
}
