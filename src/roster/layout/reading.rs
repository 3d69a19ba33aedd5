//! One way to read the headings of a sheet: as those of one table, in one row or in two.

use std::collections::BTreeMap;

use super::super::grid::Grid;
use super::super::heading::{self, Lexicon, Marks, Meaning};
use super::super::mapping::Pin;
use super::super::text::is_blank;

/// One way to read the headings of a sheet.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Index of the table.
    pub table: usize,
    /// The first row of the headings, as an index into the grid.
    pub first: usize,
    /// The last row of the headings.
    pub last: usize,
    /// The headings that mean something, as they are written, by column.
    pub columns: BTreeMap<u32, (String, Meaning)>,
}

impl Reading {
    /// How many fields have a column.
    pub fn hits(&self) -> usize {
        let mut fields: Vec<usize> = self
            .columns
            .values()
            .filter_map(|(_, meaning)| match meaning {
                Meaning::Field(field, _) => Some(*field),
                Meaning::OtherYear(..) => None,
            })
            .collect();
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    }

    /// Has this field a column?
    pub fn has(&self, wanted: usize) -> bool {
        self.column_of(wanted).is_some()
    }

    /// Has this field a column whose heading is its own, without a remark behind it?
    pub fn is_plain(&self, wanted: usize) -> bool {
        self.columns.values().any(|(_, m)| matches!(m, Meaning::Field(f, marks) if *f == wanted && !marks.remark))
    }

    /// The first column of a field.
    pub fn column_of(&self, wanted: usize) -> Option<u32> {
        let of = |m: &Meaning| matches!(m, Meaning::Field(field, _) if *field == wanted);
        self.columns.iter().find(|(_, (_, m))| of(m)).map(|(column, _)| *column)
    }
}

/// Where the headings of a sheet may stand, from above: in one of its first rows, or in two of them.
pub fn places(grid: &Grid, most: usize, pin: Option<&Pin>) -> Vec<(usize, usize)> {
    match pin.and_then(|p| p.header) {
        Some((first, last)) => grid.index_of(first).zip(grid.index_of(last)).into_iter().collect(),
        None => {
            let last = grid.rows().min(most);
            (0..last).flat_map(|r| std::iter::once((r, r)).chain(r.checked_sub(1).map(|above| (above, r)))).collect()
        }
    }
}

/// The best reading as one table, of those whose headings stand in one of these places.
pub fn best(
    grid: &Grid,
    table: usize,
    lexicon: &Lexicon,
    pin: Option<&Pin>,
    places: &[(usize, usize)],
) -> Option<Reading> {
    let mut best: Option<Reading> = None;
    for (first, last) in places {
        let reading = read_rows(grid, table, lexicon, pin, *first, *last);
        let better = best.as_ref().is_none_or(|b| reading.hits() > b.hits());
        if better && !reading.columns.is_empty() {
            best = Some(reading);
        }
    }
    best
}

fn read_rows(grid: &Grid, table: usize, lexicon: &Lexicon, pin: Option<&Pin>, first: usize, last: usize) -> Reading {
    let mut columns = BTreeMap::new();
    let upper = if first == last { BTreeMap::new() } else { spread(grid, first, last) };
    let mut seen: BTreeMap<u32, &str> = BTreeMap::new();
    for cell in grid.row(last) {
        if !is_blank(cell.text) {
            seen.insert(cell.column, cell.text);
        }
    }
    for column in upper.keys() {
        seen.entry(*column).or_insert("");
    }
    for (column, bottom) in seen {
        let top = upper.get(&column).copied().unwrap_or_default();
        let shown = [top, bottom].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("/");
        let pinned = pin.and_then(|p| p.column(&shown).or_else(|| p.column(bottom)));
        let meaning = match pinned {
            Some((field, unit)) => {
                // what is pinned is the field; the unit is still the heading's, where none is pinned
                let own = heading::marks_of_two(top, bottom);
                Some(Meaning::Field(field, Marks { unit: unit.or(own.unit), ..own }))
            }
            None if first == last => lexicon.meaning(table, bottom),
            None => lexicon.meaning_of_two(table, top, bottom),
        };
        if let Some(meaning) = meaning {
            columns.insert(column, (shown, meaning));
        }
    }
    Reading { table, first, last, columns }
}

/// The upper row of two rows of headings, each merged cell spread over its columns. A file without
/// merged cells (CSV) leaves the other columns of a group empty, so there the group reaches to the next text.
fn spread(grid: &Grid, first: usize, last: usize) -> BTreeMap<u32, &str> {
    let number = grid.number(first);
    let mut upper = BTreeMap::new();
    let below: Vec<u32> = grid.row(last).filter(|c| !is_blank(c.text)).map(|c| c.column).collect();
    let merged: Vec<_> = grid.merges.iter().filter(|a| a.top <= number && number <= a.bottom).collect();
    let texts: Vec<_> = grid.row(first).filter(|c| !is_blank(c.text)).collect();
    for (i, cell) in texts.iter().enumerate() {
        let area = merged.iter().find(|a| a.left <= cell.column && cell.column <= a.right);
        let next = texts.get(i + 1).map_or(u32::MAX, |c| c.column);
        upper.insert(cell.column, cell.text);
        match area {
            Some(area) => {
                for column in area.left..=area.right {
                    upper.insert(column, cell.text);
                }
            }
            None if grid.merges.is_empty() && below.contains(&cell.column) => {
                for column in below.iter().filter(|c| cell.column < **c && **c < next) {
                    upper.insert(*column, cell.text);
                }
            }
            None => {}
        }
    }
    upper
}
