//! Which language people read: what they ask for, else what the environment says, else Chinese.

use std::ffi::OsString;

use duixian::diagnostic::Lang;

/// The language of messages and of files.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// What is printed.
    pub messages: Lang,
    /// What is written into files: Chinese unless `--lang` says otherwise, so that the same run gives
    /// the same bytes under every locale.
    pub files: Lang,
}

/// The language for these arguments; they are looked at before they are understood, because help and
/// complaints about them need it.
pub fn choose(given: &[OsString]) -> Language {
    let asked = asked(given);
    Language { messages: asked.unwrap_or_else(from_environment), files: asked.unwrap_or(Lang::Zh) }
}

fn asked(given: &[OsString]) -> Option<Lang> {
    let words: Vec<&str> = given.iter().filter_map(|w| w.to_str()).take_while(|w| *w != "--").collect();
    let apart = words.windows(2).filter_map(|pair| match pair {
        ["--lang", word] => Some(*word),
        _ => None,
    });
    let joined = words.iter().filter_map(|w| w.strip_prefix("--lang="));
    apart.chain(joined).find_map(named)
}

fn named(word: &str) -> Option<Lang> {
    match word {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// `LC_ALL`, `LC_MESSAGES` and `LANG`, the first that is set; only English is not Chinese.
fn from_environment() -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    if locale.to_ascii_lowercase().starts_with("en") { Lang::En } else { Lang::Zh }
}
