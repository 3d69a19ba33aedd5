//! Yes and no as they are written in cells: 是 否, 有 无, √ ×, Y N, 1 0.
//!
//! 无 and × are answers only here, in columns that ask yes or no; anywhere else 无 is an empty cell. A dash or a stroke is no answer.

use super::text::fold;

/// Reads an answer; `None` when it is not one.
#[must_use]
pub fn yes_no(text: &str) -> Option<bool> {
    match text {
        "是" => return Some(true),
        "否" => return Some(false),
        _ => {}
    }
    match fold(text).trim_start_matches('\'') {
        "是" | "有" | "√" | "✓" | "✔" | "☑" | "y" | "yes" | "1" | "true" => Some(true),
        "否" | "无" | "×" | "✗" | "✘" | "✕" | "☒" | "n" | "no" | "0" | "false" => Some(false),
        _ => None,
    }
}
