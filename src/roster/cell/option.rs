//! A cell as one of the options of a choice.

use super::super::grid::Cell;
use super::super::text::{fold, trim};
use super::{Lane, Reading, unreadable};
use crate::diagnostic::suggest::nearest;
use crate::say;
use crate::schema::Field;
use crate::value::Choice;

/// Reads an option: as the pack writes it or spells it otherwise, width and white space apart.
pub fn read<'a>(cell: Cell<'a>, field: &Field, choice: &Choice, blank: bool) -> Reading<'a> {
    let exact = |text: &str| choice.index(text);
    let spelt = |text: &str| {
        let (_, option) = field.spellings.iter().find(|(spelling, _)| spelling == text)?;
        choice.index(option)
    };
    if let Some(index) = exact(cell.text) {
        return Reading::Value(Lane::Choice(index), true, None);
    }
    if let Some(index) = spelt(trim(cell.text)) {
        return Reading::Value(Lane::Choice(index), false, None);
    }
    if blank {
        return Reading::Blank;
    }
    let by_fold = |text: &str| {
        let folded = fold(text);
        let spelt = field.spellings.iter().map(|(spelling, option)| (spelling, option));
        let mut written = choice.options.iter().map(|o| (o, o)).chain(spelt);
        written.find(|(written, _)| fold(written) == folded).and_then(|(_, option)| choice.index(option))
    };
    if let Some(index) = by_fold(cell.text) {
        return Reading::Value(Lane::Choice(index), false, None);
    }
    let options = choice.options.join("、");
    let known = choice.options.iter().map(String::as_str);
    let remedy = match nearest(trim(cell.text), known) {
        Some(option) => {
            say!("是不是“{option}”？只能填：{options}", "did you mean `{option}`? it must be one of: {options}")
        }
        None => say!("只能填：{options}", "it must be one of: {options}"),
    };
    unreadable(cell, field, remedy)
}
