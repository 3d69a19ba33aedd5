//! The shipped rules after a clumsy hand: lines lost, doubled, swapped or taken from another file, texts cut off, characters
//! replaced. Seeded; never a panic, and what does not compile has findings with places.

use duixian::policy::compile;

use super::attack::said;
use super::folder::{files, repository, sources};
use crate::lang::generate::Dice;

/// A place between two characters.
fn boundary(text: &str, dice: &mut Dice) -> usize {
    let mut at = dice.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// One clumsy hand on a text.
fn damaged(text: &str, other: &str, dice: &mut Dice) -> String {
    const SIGNS: &[&str] = &[
        "\"", "[", "]", "{", "}", "=", ",", ".", "0", "9", "-", " ", "\n", "#", "元", "％", "且", "“", "\0",
        "\u{feff}", "ａ", "'",
    ];
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (a, b) = (dice.below(lines.len().max(1)), dice.below(lines.len().max(1)));
    match dice.below(8) {
        0 if !lines.is_empty() => {
            lines.remove(a);
        }
        1 if !lines.is_empty() => lines.insert(b, lines[a]),
        2 if !lines.is_empty() => lines.swap(a, b),
        3 => return text[..boundary(text, dice)].to_owned(),
        4 => {
            // a line of another file
            let theirs: Vec<&str> = other.split_inclusive('\n').collect();
            if let Some(line) = theirs.get(dice.below(theirs.len().max(1))) {
                lines.insert(a, line);
            }
        }
        5 => {
            let at = boundary(text, dice);
            return format!("{}{}{}", &text[..at], SIGNS[dice.below(SIGNS.len())], &text[at..]);
        }
        6 => {
            // a character for another
            let at = boundary(text, dice);
            let mut rest = text[at..].chars();
            rest.next();
            return format!("{}{}{}", &text[..at], SIGNS[dice.below(SIGNS.len())], rest.as_str());
        }
        _ => {
            // a stretch is gone
            let (mut from, mut to) = (boundary(text, dice), boundary(text, dice));
            if from > to {
                (from, to) = (to, from);
            }
            let to = to.min(from + 40);
            let to = (from..=to).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(from);
            return format!("{}{}", &text[..from], &text[to..]);
        }
    }
    lines.concat()
}

#[test]
fn any_damage_to_the_shipped_rules_is_a_finding_and_never_a_panic() {
    // OFTEN=100 multiplies the work, SEED=… starts elsewhere
    let number = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    let often = usize::try_from(number("OFTEN").unwrap_or(1)).expect("a number");
    let mut dice = Dice::new(number("SEED").unwrap_or(20_231_231));
    let mut whole = sources(files(&repository().join("rules/zhuzhou")));
    // the cases are most of the text: one file of them is enough
    whole.retain(|f| !f.name.starts_with("tests/") || f.name == "tests/gazelle.toml");
    let (mut compiled, mut refused) = (0, 0);
    for _ in 0..3_000 * often {
        let mut files = whole.clone();
        for _ in 0..=dice.below(2) {
            let (i, j) = (dice.below(files.len()), dice.below(files.len()));
            files[i].text = damaged(&files[i].text, &whole[j].text, &mut dice);
        }
        match compile(&files) {
            Ok((_, found)) => {
                said(&found);
                compiled += 1;
            }
            Err(found) => {
                assert!(!said(&found).is_empty());
                refused += 1;
            }
        }
    }
    assert!(compiled > 100 * often && refused > 1_000 * often, "{compiled} compiled, {refused} refused");
}
