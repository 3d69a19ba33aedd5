//! A small timing loop: every way is run once a round, in turn, so that what else the machine does hits all alike.
//!
//! What a way gives back is dropped outside of its time. The median of the rounds is what counts;
//! the fastest and the slowest show how quiet the machine was.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// A way to do something, with its name.
pub struct Way<'a> {
    name: &'a str,
    run: Box<dyn FnMut() -> Duration + 'a>,
}

/// A way under a name.
pub fn way<'a, T>(name: &'a str, mut run: impl FnMut() -> T + 'a) -> Way<'a> {
    let timed = move || {
        let start = Instant::now();
        let result = black_box(run());
        let taken = start.elapsed();
        drop(result);
        taken
    };
    Way { name, run: Box::new(timed) }
}

/// The times of one way, sorted.
pub struct Times {
    name: String,
    sorted: Vec<Duration>,
}

impl Times {
    /// The median in seconds.
    pub fn median(&self) -> f64 {
        self.sorted[self.sorted.len() / 2].as_secs_f64()
    }

    /// One line: the median, fastest and slowest, each divided by `per` and in `unit`.
    pub fn say(&self, per: f64, unit: &str) {
        let of = |d: Duration| d.as_secs_f64() / per;
        let (fastest, slowest) = (of(self.sorted[0]), of(self.sorted[self.sorted.len() - 1]));
        println!("  {:<44} {:>10.3} {unit}  ({fastest:.3} … {slowest:.3})", self.name, self.median() / per);
    }
}

/// Runs all ways in turn, once to warm up and then `rounds` times.
pub fn interleaved(rounds: usize, ways: &mut [Way<'_>]) -> Vec<Times> {
    let mut times: Vec<Times> =
        ways.iter().map(|w| Times { name: w.name.to_owned(), sorted: Vec::with_capacity(rounds) }).collect();
    for round in 0..=rounds {
        for (way, times) in ways.iter_mut().zip(&mut times) {
            let taken = (way.run)();
            if round > 0 {
                times.sorted.push(taken);
            }
        }
    }
    times.iter_mut().for_each(|t| t.sorted.sort());
    times
}

/// One line for a ratio of medians: how many times as long `a` takes as `b`.
pub fn ratio(name: &str, a: &Times, b: &Times) {
    println!("  {name:<44} {:>10.3} ×", a.median() / b.median());
}
