//! Pseudo-random numbers from a seed (SplitMix64): the same seed gives the same city on every machine.
//!
//! Integers only. Each part of the city draws from a stream of its own, so that a change to one part
//! leaves the others as they were. Not for secrets.

/// A stream of numbers.
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    /// The stream of one part of the city in one year.
    pub fn stream(seed: u64, part: &str, year: i16) -> Self {
        let mut state = seed ^ 0x9E37_79B9_7F4A_7C15;
        for byte in part.bytes().chain(year.to_le_bytes()) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
        let mut random = Self { state };
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `n` − 1; 0 when `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        let product = u128::from(self.next()) * u128::from(n);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.saturating_sub(low).max(0).unsigned_abs();
        low.saturating_add(i64::try_from(self.below(width + 1)).unwrap_or(0))
    }

    /// True in so many of a thousand cases.
    pub fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// One of a list of words.
    pub fn word(&mut self, words: &[&'static str]) -> &'static str {
        let at = self.index(words.len());
        words.get(at).copied().unwrap_or("")
    }

    /// A place in a list of that length.
    pub fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).unwrap_or(0)
    }

    /// A place in a list of weights, in proportion to them.
    pub fn weighted(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        for (place, weight) in weights.enumerate() {
            if left < weight {
                return place;
            }
            left -= weight;
        }
        0
    }

    /// A draw from a distribution given by its quantiles: `(per mille, value)`, straight in between.
    pub fn quantile(&mut self, quantiles: &[(i64, i64)]) -> i64 {
        let at = self.between(0, 999_999);
        let pairs = quantiles.iter().zip(quantiles.iter().skip(1));
        for ((p, low), (q, high)) in pairs {
            if at < q * 1000 {
                let width = (q - p).max(1) * 1000;
                return low + (high - low) * (at - p * 1000) / width;
            }
        }
        quantiles.last().map_or(0, |(_, value)| *value)
    }

    /// Shuffles a list.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.index(last + 1);
            list.swap(last, other);
        }
    }
}
