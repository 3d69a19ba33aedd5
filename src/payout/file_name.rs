//! Names from a roster as names of files: whatever an enterprise is called, on whatever system the folder is opened.
//!
//! Names are hostile: `../../etc/CON`, `=HYPERLINK(…)`, three hundred characters, marks that turn the direction of
//! writing. What no system takes becomes `_`, what nobody sees is left out; what is left is still readable.

use unicode_normalization::UnicodeNormalization;

/// The most characters of a file's name, its ending among them.
const CHARACTERS: usize = 80;

/// The most bytes: what the file systems of Linux take is 255.
const BYTES: usize = 240;

/// What Windows takes for a device, whatever ending follows.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// A file's name made of parts that come from a roster, the first of which tells files apart, and an ending (`.xlsx`).
#[must_use]
pub fn safe(parts: &[&str], ending: &str) -> String {
    let (mut stem, mut characters) = (String::new(), ending.chars().count());
    let whole = parts.join("_");
    let kept = whole.nfc().filter(|c| !is_unseen(*c)).map(plain);
    for c in kept {
        // several blanks, and none at the beginning
        if c == ' ' && (stem.is_empty() || stem.ends_with(' ')) {
            continue;
        }
        let bytes = stem.len().saturating_add(c.len_utf8()).saturating_add(ending.len());
        if characters >= CHARACTERS || bytes > BYTES {
            break;
        }
        characters = characters.saturating_add(1);
        stem.push(c);
    }
    // Windows drops blanks and dots at the end by itself, and then does not find the file
    let stem = stem.trim_end_matches([' ', '.']);
    let base = stem.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let device = DEVICES.contains(&base.as_str());
    format!("{}{}{ending}", if device || stem.is_empty() { "_" } else { "" }, stem)
}

/// A character as every system takes it; blanks of all kinds become plain ones.
fn plain(c: char) -> char {
    match c {
        c if is_refused(c) => '_',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Characters that some system does not take in a name.
const fn is_refused(c: char) -> bool {
    matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*')
}

/// Control characters, marks of direction and characters without width.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}
