//! What is marked on the copies: cells with a colour and a note.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Color, Note, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::task::Task;
use crate::diagnostic::{Lang, Severity};
use crate::payout::summary::problems;
use crate::say;

/// A cell of a copy: its row and column, from 1 as in the original; column 0 is the whole row, row 0 the whole sheet.
pub type Spot = (u32, u32);

/// What is said of a cell.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The most severe.
    pub severity: Severity,
    /// What is wrong and what to do, a paragraph for each.
    pub said: Vec<String>,
}

/// The marks of a sheet.
pub type Marks = BTreeMap<Spot, Mark>;

/// The colour of a severity.
pub const fn colour(severity: Severity) -> Color {
    match severity {
        Severity::Error => Color::RGB(0x00FF_C7CE),
        Severity::Hold => Color::RGB(0x00FF_EB9C),
        Severity::Warning | Severity::Note => Color::RGB(0x00E4_DFEC),
    }
}

/// Adds what a thing marks on its sheet; of further rows of which the same is said at most `room`, which it takes from.
pub fn add(marks: &mut Marks, task: &Task, measures: &str, room: &mut usize, lang: Lang) {
    let Some(place) = &task.place else { return };
    let what = problems::severity(task.severity);
    let mut said: Vec<String> = Vec::new();
    for (message, remedy) in &task.said {
        let todo = if remedy.is_empty() {
            String::new()
        } else {
            format!("\n{}{remedy}", say!("怎么办：", "what to do: ").get(lang))
        };
        said.push(format!("【{}】{message}{todo}", what.get(lang)));
    }
    if !measures.is_empty() {
        said.push(format!("{}{measures}", say!("等着它的：", "waiting for it: ").get(lang)));
    }
    put(marks, (place.row, place.column), task.severity, said);
    let row = place.row;
    let remedy = task.said.first().map_or("", |(_, remedy)| remedy);
    let further = task.also.get(..*room).unwrap_or(&task.also);
    *room = room.saturating_sub(further.len());
    for also in further {
        let same = say!(
            "【{}】和第 {row} 行是同样的问题，见那里的批注\n怎么办：{remedy}",
            "[{}] the same as in row {row}: see the note there\nwhat to do: {remedy}",
            what.get(lang)
        );
        put(marks, (*also, place.column), task.severity, vec![same.get(lang).to_owned()]);
    }
}

fn put(marks: &mut Marks, spot: Spot, severity: Severity, said: Vec<String>) {
    let mark = marks.entry(spot).or_insert(Mark { severity, said: Vec::new() });
    mark.severity = mark.severity.min(severity);
    for words in said {
        if !mark.said.contains(&words) {
            mark.said.push(words);
        }
    }
}

/// The width of a note, in pixels, and how many digits stand in a line of it.
const NOTE: (u32, usize) = (330, 46);

/// The longest note: nobody reads more, and a spreadsheet holds no more than 32,767 characters.
const LONGEST: usize = 4_000;

/// Puts a note into a cell.
pub fn note(out: &mut Worksheet, row: u32, column: u16, said: &[String]) -> Result<(), XlsxError> {
    let text: String = said.join("\n").chars().take(LONGEST).collect();
    let lines: usize = text.split('\n').map(|line| line.width().div_ceil(NOTE.1).max(1)).sum();
    let height = u32::try_from(lines).unwrap_or(20).saturating_mul(18).saturating_add(14).min(600);
    let note = Note::new(text)
        .add_author_prefix(false)
        .set_author("duixian")
        .set_font_name("宋体")
        .set_font_size(10)
        .set_width(NOTE.0)
        .set_height(height);
    out.insert_note(row, column, &note)?;
    Ok(())
}
