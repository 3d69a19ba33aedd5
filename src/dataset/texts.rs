//! The texts of a roster, each kept once: all in one piece of memory, found by a hash of their bytes.

use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// Interned texts: equal texts have equal symbols.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// All texts, one behind the other.
    all: String,
    /// Where each text ends.
    ends: Vec<usize>,
    /// Where a text may be found by its hash; only ever asked, never walked.
    symbols: HashTable<Known>,
    hasher: RandomState,
}

/// A text that is known, with its hash, so that a growing table need not look at the text again.
#[derive(Clone, Copy, Debug)]
struct Known {
    hash: u32,
    symbol: u32,
}

impl Known {
    /// The hash as the table wants it: both of its ends tell texts apart.
    fn spread(hash: u32) -> u64 {
        u64::from(hash) << 32 | u64::from(hash)
    }
}

impl Texts {
    /// The symbol of a text, new if it must be.
    pub fn intern(&mut self, text: &str) -> u32 {
        let hash = self.hash(text);
        let is_it = |known: &Known| known.hash == hash && at(&self.all, &self.ends, known.symbol) == Some(text);
        match self.symbols.entry(Known::spread(hash), is_it, |known| Known::spread(known.hash)) {
            Entry::Occupied(found) => found.get().symbol,
            Entry::Vacant(free) => {
                let symbol = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
                self.all.push_str(text);
                self.ends.push(self.all.len());
                free.insert(Known { hash, symbol });
                symbol
            }
        }
    }

    /// The symbol of a text that has one.
    #[must_use]
    pub fn symbol(&self, text: &str) -> Option<u32> {
        let hash = self.hash(text);
        let is_it = |known: &Known| known.hash == hash && self.text(known.symbol) == text;
        self.symbols.find(Known::spread(hash), is_it).map(|known| known.symbol)
    }

    /// The text of a symbol.
    #[must_use]
    pub fn text(&self, symbol: u32) -> &str {
        at(&self.all, &self.ends, symbol).unwrap_or_default()
    }

    /// The text of a symbol, to be kept.
    #[must_use]
    pub fn shared(&self, symbol: u32) -> Arc<str> {
        Arc::from(self.text(symbol))
    }

    /// How many texts there are: their symbols are the numbers below.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Is there no text?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    fn hash(&self, text: &str) -> u32 {
        let hash = self.hasher.hash_one(text.as_bytes());
        u32::try_from(hash >> 32).unwrap_or_default()
    }
}

fn at<'a>(all: &'a str, ends: &[usize], symbol: u32) -> Option<&'a str> {
    let symbol = symbol as usize;
    let start = match symbol.checked_sub(1) {
        Some(before) => *ends.get(before)?,
        None => 0,
    };
    all.get(start..*ends.get(symbol)?)
}
