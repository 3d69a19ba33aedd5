//! A small timing loop: every way is run once a round, in turn, so that what else the machine does hits all alike.
//!
//! What a way gives back is dropped outside of its time. Two clocks run: the one on the wall, and the processor
//! time of all threads, which a busy machine lengthens much less. The median of the rounds is what counts; the fastest
//! and the slowest show how quiet the machine was.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// A way to do something, with its name.
pub struct Way<'a> {
    name: &'a str,
    run: Box<dyn FnMut() -> Taken + 'a>,
}

/// How long something took.
struct Taken {
    wall: Duration,
    processor: Duration,
}

/// A way under a name.
pub fn way<'a, T>(name: &'a str, mut run: impl FnMut() -> T + 'a) -> Way<'a> {
    let timed = move || {
        let (before, start) = (processor(), Instant::now());
        let result = black_box(run());
        let taken = Taken { wall: start.elapsed(), processor: processor().saturating_sub(before) };
        drop(result);
        taken
    };
    Way { name, run: Box::new(timed) }
}

/// The processor time of all threads of this process so far, those that have ended among them.
fn processor() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.try_into().expect("a clock of the process does not run backwards")
}

/// The times of one way, sorted.
pub struct Times {
    name: String,
    wall: Vec<Duration>,
    processor: Vec<Duration>,
}

impl Times {
    /// The median on the wall in seconds.
    pub fn wall(&self) -> f64 {
        middle(&self.wall)
    }

    /// The median of the processor time in seconds.
    pub fn processor(&self) -> f64 {
        middle(&self.processor)
    }

    /// The fastest on the wall in seconds.
    pub fn fastest(&self) -> f64 {
        self.wall[0].as_secs_f64()
    }

    /// One line, each time divided by `per` and in `unit`: on the wall (fastest … slowest), and of processors.
    pub fn say(&self, per: f64, unit: &str) {
        let of = |seconds: f64| seconds / per;
        let slowest = self.wall[self.wall.len() - 1].as_secs_f64();
        let range = format!("({:.3} … {:.3})", of(self.fastest()), of(slowest));
        let (wall, processor) = (of(self.wall()), of(self.processor()));
        println!("  {:<44} {wall:>10.3} {unit} {range:<24} processor {processor:>10.3} {unit}", self.name);
    }
}

fn middle(sorted: &[Duration]) -> f64 {
    sorted[sorted.len() / 2].as_secs_f64()
}

/// Runs all ways in turn, once to warm up and then `rounds` times.
pub fn interleaved(rounds: usize, ways: &mut [Way<'_>]) -> Vec<Times> {
    let empty = |w: &Way<'_>| Times { name: w.name.to_owned(), wall: Vec::new(), processor: Vec::new() };
    let mut times: Vec<Times> = ways.iter().map(empty).collect();
    for round in 0..=rounds {
        for (way, times) in ways.iter_mut().zip(&mut times) {
            let taken = (way.run)();
            if round > 0 {
                times.wall.push(taken.wall);
                times.processor.push(taken.processor);
            }
        }
    }
    for each in &mut times {
        each.wall.sort();
        each.processor.sort();
    }
    times
}

/// One line for a ratio.
pub fn ratio(name: &str, ratio: f64) {
    println!("  {name:<44} {ratio:>10.3} ×");
}
