//! Headings: synonyms, years, stars, spaces, line breaks, and where the unit stands.

use duixian::schema::{Empty, Field};

use crate::sheet::{Column, Draft, Mark};

/// Each field under its n-th other heading of those that the pack knows and that name no year.
pub fn synonyms(draft: &mut Draft, n: usize) {
    for column in &mut draft.columns {
        let Some((_, field)) = &column.field else { continue };
        let mut others: Vec<&String> = field.headings.iter().filter(|h| !h.contains("{年")).collect();
        if let Some(heading) = others.get(n).copied().or(others.pop()) {
            column.words.clone_from(heading);
        }
    }
}

/// Fields of a year under the heading that names it.
pub fn years(draft: &mut Draft) {
    let year = draft.year;
    for column in &mut draft.columns {
        if let Some((named, rest)) = column.field.as_ref().and_then(|(_, field)| of_year(field, year)) {
            column.words = format!("{named}年{rest}");
        }
    }
}

/// The year that a field's heading names, and the rest of it: `{年-1}年研发费用` is last year and 研发费用.
pub fn of_year(field: &Field, year: i16) -> Option<(i16, String)> {
    let heading = field.headings.iter().find(|h| h.starts_with("{年"))?;
    let (offset, rest) = heading.strip_prefix("{年")?.split_once('}')?;
    let offset: i16 = if offset.is_empty() { 0 } else { offset.parse().ok()? };
    Some((year + offset, rest.strip_prefix('年').unwrap_or(rest).to_owned()))
}

/// A star before those that must be filled in.
pub fn stars(draft: &mut Draft) {
    for column in &mut draft.columns {
        if column.field.as_ref().is_some_and(|(_, f)| matches!(f.empty, Empty::Reject)) {
            column.words = format!("*{}", column.words);
        }
    }
}

/// Line breaks in long headings.
pub fn breaks(draft: &mut Draft) {
    each_word(draft, 5, |words| {
        let half = words.len() / 2;
        let (first, second) = words.split_at_checked(half).unwrap_or((words, &[]));
        format!("{}\n{}", first.iter().collect::<String>(), second.iter().collect::<String>())
    });
}

/// Spaces between the characters of short headings, to fill the width.
pub fn spaces(draft: &mut Draft) {
    for column in draft.columns.iter_mut().filter(|c| c.words.chars().count() <= 4) {
        let spaced: Vec<String> = column.words.chars().map(|c| c.to_string()).collect();
        column.words = spaced.join(" ");
    }
}

/// The unit in full-width brackets with the word 单位.
pub fn wide_units(draft: &mut Draft) {
    mark(draft, Mark::Wide);
}

/// The unit on a line of its own.
pub fn units_below(draft: &mut Draft) {
    mark(draft, Mark::Below);
}

fn mark(draft: &mut Draft, mark: Mark) {
    for column in draft.columns.iter_mut().filter(|c| c.is_money()) {
        column.mark = mark;
    }
}

fn each_word(draft: &mut Draft, least: usize, change: impl Fn(&[char]) -> String) {
    let long = |c: &&mut Column| c.words.chars().count() >= least;
    for column in draft.columns.iter_mut().filter(long) {
        let words: Vec<char> = column.words.chars().collect();
        column.words = change(&words);
    }
}
