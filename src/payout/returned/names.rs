//! Names of sheets: 31 characters, none of `[ ] : * ? / \`, each once. Where there are several files, the file stands in
//! front, so that each county finds its own.

use std::collections::BTreeSet;

/// The longest name of a sheet, in UTF-16 units.
const LONGEST: usize = 31;

/// The shortest part of a file's name that still says which it is.
const SHORTEST: usize = 8;

/// The name of the copy of a sheet of a file (its own name is empty for CSV): none of `taken`. `files` are all files, where
/// there are several.
pub fn name((file, sheet): (&str, &str), files: Option<&[&str]>, taken: &[&str]) -> String {
    let (whole, sheet) = (clean(stem(file)), clean(sheet));
    let wanted = match (files, sheet.is_empty()) {
        (_, true) => cut(&whole, LONGEST),
        (None, false) => cut(&sheet, LONGEST),
        (Some(files), false) => {
            let own = cut(&sheet, LONGEST - SHORTEST - 1);
            let room = (LONGEST - 1).saturating_sub(units(&own));
            // what all files begin with tells nobody which it is
            let stems: Vec<&str> = files.iter().map(|file| stem(file)).collect();
            let telling = stem(file).get(common(&stems)..).map(clean).filter(|_| units(&whole) > room);
            format!("{}·{own}", cut(&telling.unwrap_or(whole), room))
        }
    };
    let wanted = if wanted.is_empty() { "_".to_owned() } else { wanted };
    // a spreadsheet does not tell names apart by their case
    let used: BTreeSet<String> = taken.iter().map(|name| name.to_lowercase()).collect();
    let numbered = |n: u32| if n == 1 { wanted.clone() } else { format!("{}~{n}", cut(&wanted, LONGEST - 6)) };
    (1..).map(numbered).find(|name| !used.contains(&name.to_lowercase())).unwrap_or_default()
}

/// A file's name without its extension.
pub fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem })
}

/// How many bytes all of these begin with.
fn common(stems: &[&str]) -> usize {
    let Some((first, others)) = stems.split_first() else { return 0 };
    let alike = |other: &&str| first.char_indices().zip(other.chars()).find(|((_, a), b)| a != b).map(|((i, _), _)| i);
    let ends = others.iter().filter(|other| **other != *first).map(|other| alike(other).unwrap_or(0));
    ends.min().unwrap_or(0)
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The beginning of a name that fits, with a mark where something was cut off.
fn cut(name: &str, room: usize) -> String {
    if units(name) <= room {
        return name.to_owned();
    }
    let mut short = String::new();
    for c in name.chars() {
        if units(&short) + c.len_utf16() >= room {
            break;
        }
        short.push(c);
    }
    format!("{short}…")
}

/// A name without what no sheet can have in its name.
fn clean(name: &str) -> String {
    let allowed = |c: char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    let name: String = name
        .chars()
        .filter(|c| allowed(*c))
        .map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { '_' } else { c })
        .collect();
    let name = name.trim().trim_matches('\'').to_owned();
    // Excel keeps this one for itself
    if name.eq_ignore_ascii_case("history") { format!("{name}_") } else { name }
}
