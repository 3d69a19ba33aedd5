//! Rows that come on several sheets or in several files: by town, by quarter, in batches that overlap.

use duixian::schema::Role;

use crate::city::Cell;
use crate::sheet::{Draft, Entry, File, Row, Square};

/// One table on several sheets, in equal parts.
pub fn split(file: &mut File, table: &str, names: &[&str]) {
    let Some(at) = file.sheets.iter().position(|d| d.table == table) else {
        return;
    };
    let whole = file.sheets.remove(at);
    let size = whole.rows.len().div_ceil(names.len()).max(1);
    let mut rows = whole.rows.iter();
    for (part, name) in names.iter().enumerate() {
        let rows: Vec<Row> = rows.by_ref().take(size).cloned().collect();
        if part > 0 && rows.is_empty() {
            break;
        }
        let draft = Draft { name: (*name).to_owned(), part, rows, ..whole.clone() };
        file.sheets.insert(at + part, draft);
    }
}

/// Takes a table's last rows out into a file of its own.
pub fn supplement(file: &mut File, table: &str, share: usize) -> Option<Draft> {
    let draft = file.sheets.iter_mut().find(|d| d.table == table)?;
    let keep = draft.rows.len() - draft.rows.len() / share;
    let rows = draft.rows.split_off(keep);
    (!rows.is_empty()).then(|| Draft { part: 1, rows, ..draft.clone() })
}

/// Rows of the first batch that come again in the second, exactly the same in what they say.
pub fn overlap(file: &mut File, table: &str, every: usize) {
    repeat(file, table, every, |square, _| square.clone());
}

/// A few enterprises that come again under the name they had before.
pub fn renamed(file: &mut File, table: &str) {
    let role =
        file.sheets.iter().find(|d| d.table == table).and_then(|d| {
            d.columns.iter().position(|c| c.field.as_ref().is_some_and(|(_, f)| f.role == Some(Role::Name)))
        });
    let Some(name) = role else { return };
    repeat(file, table, 61, |square, at| match &square.value {
        Cell::Text(text) if at == name => match text.strip_suffix("有限公司") {
            Some(trade) if !trade.ends_with("股份") => Square::plain(Cell::Text(format!("{trade}有限责任公司"))),
            _ => square.clone(),
        },
        _ => square.clone(),
    });
}

fn repeat(file: &mut File, table: &str, every: usize, change: impl Fn(&Square, usize) -> Square) {
    let first = file.sheets.iter().position(|d| d.table == table && d.part == 0);
    let last = file.sheets.iter().rposition(|d| d.table == table);
    let (Some(first), Some(last)) = (first, last) else { return };
    let Some(source) = file.sheets.get(first) else { return };
    let again: Vec<Row> = source
        .rows
        .iter()
        .filter_map(|row| match row {
            Row::Data(entry) => Some(entry),
            _ => None,
        })
        .skip(every / 2)
        .step_by(every)
        .map(|entry| {
            let squares = entry.squares.iter().enumerate().map(|(at, s)| change(s, at)).collect();
            Row::Data(Entry { squares, hidden: entry.hidden })
        })
        .collect();
    if let Some(draft) = file.sheets.get_mut(last) {
        draft.rows.extend(again);
    }
}
