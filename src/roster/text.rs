//! Texts as people see them: what counts as empty, what is trimmed, and the key by which headings,
//! labels and options are compared.

use unicode_normalization::UnicodeNormalization;

/// White space of any width, and marks that cannot be seen.
#[must_use]
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || is_zero_width(c)
}

/// Marks without width: they are in the text and nobody sees them.
#[must_use]
pub fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' | '\u{180E}')
}

/// Marks that turn the direction of a text.
#[must_use]
pub fn is_direction(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A text without the white space around it.
#[must_use]
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Does the cell say that it is empty: nothing, white space, or one of `—` `-` `/` `无`?
#[must_use]
pub fn is_blank(text: &str) -> bool {
    // nearly all cells begin with a digit, a letter or a Chinese character
    let first = text.chars().next();
    if first.is_some_and(|c| c.is_ascii_alphanumeric() || (matches!(c, '一'..='龥') && c != '无')) {
        return false;
    }
    let text = trim(text);
    matches!(text, "" | "无" | "/" | "／" | "\\")
        || text.chars().all(|c| matches!(c, '-' | '－' | '—' | '–' | '―' | '‐' | '‑' | '−' | '─'))
}

/// The key by which headings, labels and options are compared: compatibility forms folded
/// (full width, `㎡`), no white space, ASCII in lower case. For comparing only, never for showing.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkc().filter(|c| !is_space(*c) && !is_direction(*c)).flat_map(char::to_lowercase).collect()
}

/// A text with everything that cannot be seen written out: `\u{202e}`.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() || is_direction(c) || is_zero_width(c) {
                c.escape_unicode().to_string()
            } else {
                c.to_string()
            }
        })
        .collect()
}

/// A text for a message: escaped, and cut where it is too long to read.
#[must_use]
pub fn quoted(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    let cut = if short.len() < text.len() { "…" } else { "" };
    format!("{}{cut}", escaped(&short))
}
