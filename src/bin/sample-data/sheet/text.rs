//! A draft as a text file: what a sheet shows, in columns separated by commas.

use super::total::{self, Added};
use super::{Column, Draft, Form, Line, Row, Square, Stroke};
use crate::city::Cell;

/// Writes a text file in the encoding that the form asks for.
pub fn bytes(draft: &Draft, form: Form) -> Vec<u8> {
    let text = text(draft);
    match form {
        Form::Gb18030 => encoding_rs::GB18030.encode(&text).0.into_owned(),
        _ => format!("\u{FEFF}{text}").into_bytes(),
    }
}

/// The text, with the line ends of Windows.
pub fn text(draft: &Draft) -> String {
    let width = draft.columns.len();
    let mut lines: Vec<Vec<String>> = Vec::new();
    for line in &draft.above {
        let mut cells = vec![String::new(); width];
        let (place, words) = match line {
            Line::Across(words) | Line::Left(words) => (0, words),
            Line::Right(words) => (width.saturating_sub(1), words),
        };
        if let Some(cell) = cells.get_mut(place) {
            cell.clone_from(words);
        }
        lines.push(cells);
    }
    let headings: Vec<String> = draft.columns.iter().map(Column::heading).collect();
    lines.push(headings.clone());
    let sums: Vec<Vec<Option<Added>>> = (0..width).map(|at| total::column(draft, at)).collect();
    for (place, row) in draft.rows.iter().enumerate() {
        let mut cells = vec![String::new(); width];
        match row {
            Row::Data(entry) => {
                cells = draft.columns.iter().zip(&entry.squares).map(|(c, s)| shown(c, s)).collect();
            }
            Row::Headings => cells.clone_from(&headings),
            Row::Subtotal(sum) | Row::Total(sum) => {
                let added = sums.iter().map(|s| s.get(place).and_then(Option::as_ref));
                cells = added.map(|a| a.map_or_else(String::new, |a| a.digits.clone())).collect();
                let free = draft.columns.iter().position(|c| !c.is_added()).unwrap_or(0);
                if let Some(cell) = cells.get_mut(free) {
                    cell.clone_from(&sum.label);
                }
            }
            Row::Blank => {}
            Row::Words(words) => {
                if let Some(cell) = cells.first_mut() {
                    cell.clone_from(words);
                }
            }
        }
        lines.push(cells);
    }
    lines.iter().map(|cells| cells.iter().map(|c| quoted(c)).collect::<Vec<_>>().join(",") + "\r\n").collect()
}

fn shown(column: &Column, square: &Square) -> String {
    match &square.stroke {
        Some(Stroke::Text(text) | Stroke::Apostrophe(text)) => text.clone(),
        Some(Stroke::Number(digits, _)) => digits.clone(),
        Some(Stroke::Serial(day, _)) => day.to_string(),
        Some(Stroke::Formula(_, result)) => result.clone(),
        Some(Stroke::Uncalculated(_)) => String::new(),
        None => match &square.value {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Word(text) => (*text).to_owned(),
            Cell::Money(cents) => column.unit.digits(*cents),
            Cell::Integer(number) => number.to_string(),
            Cell::Date(day) => day.to_string(),
            Cell::YesNo(yes) => if *yes { "是" } else { "否" }.to_owned(),
        },
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
