//! Twelve representative rules on columns of typed values: the engine against the same rules written by hand.
//!
//! `cargo bench --bench computing -- --rows 1000000`. Two boundaries are measured, each the same for all ways:
//!
//! * *formulas*: columns in memory go in, payables and the part that others than the city pay come out. The engine
//!   evaluates the rules as expressions (`support/expressions.toml`), batch by batch.
//! * *settlement*: the same columns go in, payables and every payment by payer and instalment come out. The engine
//!   runs the whole settlement of the measures in `benches/rules/`; it also gives the waterfall of every line, reasons
//!   and the reconciliation, which the ways by hand do not.
//!
//! All results are compared, amount by amount. `-- csv` prints the columns, for the peers in other languages.

#[path = "support/columns.rs"]
mod columns;
#[path = "support/dataset.rs"]
mod dataset;
#[path = "support/decimal.rs"]
mod decimal;
#[path = "support/engine.rs"]
mod engine;
#[path = "support/fixed.rs"]
mod fixed;
#[path = "support/options.rs"]
mod options;
#[path = "support/outcome.rs"]
mod outcome;
#[path = "support/pack.rs"]
mod pack;
#[path = "support/timing.rs"]
mod timing;

use rayon::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use outcome::{Amounts, Results, Settled};
use timing::{Times, interleaved, ratio, way};

/// Enterprises that one task computes, in the engine and by hand alike.
const BATCH: usize = 1024;

fn main() {
    let options = options::read(&[3_000, 100_000, 1_000_000], 7);
    if options.rest.iter().any(|word| word == "csv") {
        print!("{}", columns::invent(options.rows[0]).csv());
        return;
    }
    for rows in options.rows {
        let columns = columns::invent(rows);
        let bench = Bench { rows, rounds: options.rounds, amounts: decimal::amounts(&columns), columns };
        let data = dataset::dataset(&bench.columns);
        bench.formulas(&data);
        bench.settlement(&data);
    }
}

/// One size.
struct Bench {
    rows: usize,
    rounds: usize,
    columns: columns::Columns,
    amounts: decimal::Amounts,
}

impl Bench {
    fn formulas(&self, data: &duixian::dataset::Dataset) {
        println!("formulas of 12 rules, {} enterprises, ns an enterprise", self.rows);
        let pack = pack::pack(&pack::at("benches/rules"), include_str!("support/expressions.toml"));
        let engine = engine::Formulas::of(&pack, data, BATCH);
        self.measure(
            || engine.evaluate(),
            |from, to| self.decimal::<Amounts<_>>(from, to),
            |from, to| self.fixed::<Amounts<_>>(from, to),
        );
        let exact = self.fixed::<Amounts<_>>(0, self.rows);
        self.check("rust_decimal", exact.differences(&self.decimal::<Amounts<_>>(0, self.rows).in_fen(fen)));
        self.check("the engine", exact.differences(&engine.in_fen(&engine.evaluate())));
        exact.say();
    }

    fn settlement(&self, data: &duixian::dataset::Dataset) {
        println!("settlement of 12 measures, {} enterprises, ns an enterprise", self.rows);
        let pack = pack::pack(&pack::at("benches/rules"), "");
        let edition = engine::edition(&pack);
        self.measure(
            || engine::settle(&edition, data, BATCH),
            |from, to| self.decimal::<Settled<_>>(from, to),
            |from, to| self.fixed::<Settled<_>>(from, to),
        );
        let exact = self.fixed::<Settled<_>>(0, self.rows).in_fen(|fen| fen);
        self.check("rust_decimal", exact.differences(&self.decimal::<Settled<_>>(0, self.rows).in_fen(fen)));
        self.check("the engine", exact.differences(&engine::settled(&engine::settle(&edition, data, BATCH))));
    }

    fn decimal<R: Results<Decimal>>(&self, from: usize, to: usize) -> R {
        decimal::compute(&self.columns, &self.amounts, from, to)
    }

    fn fixed<R: Results<i64>>(&self, from: usize, to: usize) -> R {
        fixed::compute(&self.columns, from, to)
    }

    /// The three ways on one thread and on two.
    fn measure<E: Send, D: Send, F: Send>(
        &self,
        engine: impl Fn() -> E + Sync,
        decimal: impl Fn(usize, usize) -> D + Sync,
        fixed: impl Fn(usize, usize) -> F + Sync,
    ) {
        let [one, two] = [1, 2].map(|n| rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap());
        let times = interleaved(
            self.rounds,
            &mut [
                way("engine, one thread", || one.install(&engine)),
                way("engine, two threads", || two.install(&engine)),
                way("rust_decimal by hand, one thread", || one.install(|| self.in_batches(&decimal))),
                way("rust_decimal by hand, two threads", || two.install(|| self.in_batches(&decimal))),
                way("64-bit integers by hand, one thread", || one.install(|| self.in_batches(&fixed))),
                way("64-bit integers by hand, two threads", || two.install(|| self.in_batches(&fixed))),
            ],
        );
        for each in &times {
            each.say(self.rows as f64 * 1e-9, "ns");
        }
        let [engine_one, engine_two, decimal_one, _, fixed_one, _] = &times[..] else { unreachable!() };
        let processors = |a: &Times, b: &Times| a.processor() / b.processor();
        ratio("engine / rust_decimal, one thread, processor", processors(engine_one, decimal_one));
        ratio("engine / 64-bit integers, one thread, processor", processors(engine_one, fixed_one));
        ratio("engine, one / two threads, fastest on the wall", engine_one.fastest() / engine_two.fastest());
    }

    fn in_batches<T: Send>(&self, compute: impl Fn(usize, usize) -> T + Sync) -> Vec<T> {
        let batches = (0..self.rows.div_ceil(BATCH)).into_par_iter();
        batches.map(|b| compute(b * BATCH, self.rows.min((b + 1) * BATCH))).collect()
    }

    fn check(&self, name: &str, differences: usize) {
        println!("  {differences} amounts of {name} differ from the exact ones");
        assert!(differences == 0, "{name} does not give what the rules say");
    }
}

fn fen(yuan: Decimal) -> i64 {
    (yuan * Decimal::ONE_HUNDRED).to_i64().unwrap()
}
