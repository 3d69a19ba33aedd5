//! Reading one section of a rule file by its keys: what is missing, misspelt or of the wrong kind is a finding,
//! and reading goes on, so that all mistakes are found at once.

use std::collections::BTreeSet;

use super::document::{Data, Entry, Node};
use super::mistake;
use crate::calendar::Date;
use crate::diagnostic::Finding;
use crate::source::Span;

/// A text and where it stands.
#[derive(Clone, Debug)]
pub struct Said {
    /// The text.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// One section: remembers which keys were asked for, so that [`Section::finish`] can name the others.
pub struct Section<'a> {
    entries: &'a [Entry],
    /// Where the section begins: its heading or braces.
    pub span: Span,
    known: BTreeSet<&'static str>,
    found: Vec<Finding>,
}

impl<'a> Section<'a> {
    /// Begins to read a table; anything else is a finding.
    pub fn of(node: &'a Node, found: &mut Vec<Finding>) -> Option<Self> {
        match &node.data {
            Data::Table(entries) => {
                Some(Self { entries, span: node.span.clone(), known: BTreeSet::new(), found: Vec::new() })
            }
            _ => {
                found.push(mistake::wrong_type(node, "一节（{…}）", "a section ({…})"));
                None
            }
        }
    }

    /// What stands behind a key, if anything.
    pub fn get(&mut self, key: &'static str) -> Option<&'a Node> {
        self.known.insert(key);
        let entries: &'a [Entry] = self.entries;
        entries.iter().find(|e| e.key == key).map(|e| &e.value)
    }

    /// What stands behind a key that must be there.
    pub fn need(&mut self, key: &'static str) -> Option<&'a Node> {
        let node = self.get(key);
        if node.is_none() {
            self.found.push(mistake::missing_key(&self.span, key));
        }
        node
    }

    /// A list that must be there and hold something.
    pub fn need_some(&mut self, key: &'static str) -> Option<&'a Node> {
        let node = self.need(key)?;
        if matches!(&node.data, Data::List(items) if items.is_empty()) {
            self.found.push(mistake::empty(node, key));
            return None;
        }
        Some(node)
    }

    /// A text, if the key is there.
    pub fn text(&mut self, key: &'static str) -> Option<Said> {
        let node = self.get(key)?;
        text(node, &mut self.found)
    }

    /// A text that must be there and say something.
    pub fn need_text(&mut self, key: &'static str) -> Option<Said> {
        let node = self.need(key)?;
        let said = text(node, &mut self.found)?;
        if said.text.trim().is_empty() {
            self.found.push(mistake::wrong_type(node, "不为空的文本", "a text that is not empty"));
            return None;
        }
        Some(said)
    }

    /// Yes or no; `otherwise` if the key is not there.
    pub fn yes_no(&mut self, key: &'static str, otherwise: bool) -> bool {
        match self.get(key).map(|n| (n, &n.data)) {
            None => otherwise,
            Some((_, Data::YesNo(answer))) => *answer,
            Some((node, _)) => {
                self.found.push(mistake::wrong_type(node, "true 或 false", "true or false"));
                otherwise
            }
        }
    }

    /// A whole number that fits a year, if the key is there.
    pub fn small(&mut self, key: &'static str) -> Option<i16> {
        let node = self.get(key)?;
        let number = match &node.data {
            Data::Integer(n) => i16::try_from(*n).ok(),
            _ => None,
        };
        if number.is_none() {
            self.found.push(mistake::wrong_type(node, "一个小的整数", "a small whole number"));
        }
        number
    }

    /// A day, if the key is there: `2023-01-01`, with or without quotes.
    pub fn date(&mut self, key: &'static str) -> Option<Date> {
        let node = self.get(key)?;
        let day = match &node.data {
            Data::Date(day) => Some(*day),
            Data::Text(text) => Date::parse_iso(text),
            _ => None,
        };
        if day.is_none() {
            self.found.push(mistake::wrong_type(node, "一个日期，如 2023-01-01", "a date such as 2023-01-01"));
        }
        day
    }

    /// A list of texts; empty if the key is not there.
    pub fn texts(&mut self, key: &'static str) -> Vec<Said> {
        self.items(key).into_iter().filter_map(|node| text(node, &mut self.found)).collect()
    }

    /// The items of a list; empty if the key is not there.
    pub fn items(&mut self, key: &'static str) -> Vec<&'a Node> {
        match self.get(key) {
            None => Vec::new(),
            Some(node) => match &node.data {
                Data::List(items) => items.iter().collect(),
                _ => {
                    self.found.push(mistake::wrong_type(node, "一个列表（[…]）", "a list ([…])"));
                    Vec::new()
                }
            },
        }
    }

    /// The sections of a list of tables (`[[key]]`), or the one of `[key]`; empty if the key is not there.
    pub fn sections(&mut self, key: &'static str) -> Vec<Section<'a>> {
        let nodes = match self.get(key) {
            None => Vec::new(),
            Some(Node { data: Data::List(items), .. }) => items.iter().collect(),
            Some(node) => vec![node],
        };
        nodes.into_iter().filter_map(|node| Section::of(node, &mut self.found)).collect()
    }

    /// One section, if the key is there.
    pub fn section(&mut self, key: &'static str) -> Option<Section<'a>> {
        let node = self.get(key)?;
        Section::of(node, &mut self.found)
    }

    /// One of a closed list of words, if the key is there.
    pub fn word<T: Copy>(&mut self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let node = self.get(key)?;
        let said = text(node, &mut self.found)?;
        let hit = words.iter().find(|(word, _)| *word == said.text).map(|(_, t)| *t);
        if hit.is_none() {
            let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.found.push(mistake::unknown_word(&said, key, &names));
        }
        hit
    }

    /// One of a closed list of words; the key must be there.
    pub fn need_word<T: Copy>(&mut self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        self.need(key)?;
        self.word(key, words)
    }

    /// Every key, for sections whose keys are names of the pack's own.
    #[must_use]
    pub fn entries(&self) -> &'a [Entry] {
        self.entries
    }

    /// Adds a finding about this section.
    pub fn complain(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    /// Ends reading: hands over what was found, unknown keys among it.
    pub fn finish(mut self, found: &mut Vec<Finding>) {
        for entry in self.entries {
            if !self.known.contains(entry.key.as_str()) {
                let known: Vec<&str> = self.known.iter().copied().collect();
                self.found.push(mistake::unknown_key(entry, &known));
            }
        }
        found.append(&mut self.found);
    }

    /// Ends reading where the keys are names of the pack's own.
    pub fn finish_open(mut self, found: &mut Vec<Finding>) {
        found.append(&mut self.found);
    }
}

/// A text, or a finding that says what is wanted instead of what stands there.
pub fn text(node: &Node, found: &mut Vec<Finding>) -> Option<Said> {
    match &node.data {
        Data::Text(text) => Some(Said { text: text.clone(), span: node.span.clone() }),
        _ => {
            found.push(mistake::wrong_type(node, "加引号的文本", "a quoted text"));
            None
        }
    }
}
