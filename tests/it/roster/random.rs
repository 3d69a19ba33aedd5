//! Seeded chance for the reader's tests: the same seed gives the same mutants on every machine.

/// A stream of numbers.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("small") % limit.max(1)
    }

    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// One to eight changes: bits flipped, bytes cut out or doubled, words put in.
    pub fn mutate(&mut self, bytes: &[u8], words: &[&str]) -> Vec<u8> {
        let mut out = bytes.to_vec();
        for _ in 0..=self.below(7) {
            let at = self.below(out.len());
            match self.below(5) {
                0 => out[at] ^= 1 << self.below(8),
                1 => {
                    let end = (at + self.below(30)).min(out.len());
                    out.drain(at..end);
                }
                2 => {
                    let end = (at + self.below(60)).min(out.len());
                    let piece = out[at..end].to_vec();
                    out.splice(at..at, piece);
                }
                _ => {
                    let word = self.pick(words);
                    out.splice(at..at, word.bytes());
                }
            }
            if out.is_empty() {
                out.push(b'x');
            }
        }
        out
    }
}

/// How many rounds a test goes: a few thousand, or as many as `DUIXIAN_ROUNDS` says.
pub fn rounds(usual: usize) -> usize {
    std::env::var("DUIXIAN_ROUNDS").ok().map_or(usual, |n| n.parse().expect("a number of rounds"))
}
