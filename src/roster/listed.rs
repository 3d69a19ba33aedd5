//! Lists in messages: names, columns, and row numbers, in Chinese and in English.

use super::text::quoted;
use crate::source::column_letters;

/// `“甲”、“乙”`.
pub fn names(names: &[&str]) -> (String, String) {
    let quote = |open: &str, close: &str, comma: &str| {
        names.iter().map(|name| format!("{open}{name}{close}")).collect::<Vec<String>>().join(comma)
    };
    (quote("“", "”", "、"), quote("`", "`", ", "))
}

/// `A 列“甲”、B 列“乙”`: columns with their headings.
pub fn columns<'a>(columns: impl Iterator<Item = (u32, &'a str)>) -> (String, String) {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (column, heading) in columns {
        let (letters, heading) = (column_letters(column), quoted(heading));
        zh.push(format!("{letters} 列“{heading}”"));
        en.push(format!("{letters} `{heading}`"));
    }
    (zh.join("、"), en.join(", "))
}

/// `3、7-12、20`: ascending row numbers as ranges.
pub fn rows(numbers: &[u32]) -> (String, String) {
    let mut found: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match found.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*number) => *last = *number,
            _ => found.push((*number, *number)),
        }
    }
    let shown: Vec<String> = found
        .iter()
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") })
        .collect();
    (shown.join("、"), shown.join(", "))
}
