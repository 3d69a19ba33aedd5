//! Twelve representative rules on columns of typed values: the engine's whole settlement against the same
//! rules written by hand, on one thread and on two.
//!
//! `cargo bench --bench computing -- --rows 1000000`. The boundary is the same for all: columns in memory go in;
//! every payable, and every payment by payer and instalment, comes out. The engine does more on the way
//! (the waterfall of every line, reasons, reconciliation). All results are compared, line by line.
//! `-- csv` prints the columns instead, for the peers in other languages.

#[path = "support/columns.rs"]
mod columns;
#[path = "support/dataset.rs"]
mod dataset;
#[path = "support/decimal.rs"]
mod decimal;
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

use duixian::calendar::Date;
use duixian::policy::edition::Edition;
use duixian::settle::{self, run::Run};
use rayon::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use outcome::{Outcome, Payment};
use timing::{interleaved, ratio, way};

/// Enterprises that one task computes, in the engine and by hand alike.
const BATCH: usize = 1024;

fn main() {
    let options = options::read(&[3_000, 100_000, 1_000_000], 7);
    if options.rest.iter().any(|word| word == "csv") {
        print!("{}", columns::invent(options.rows[0]).csv());
        return;
    }
    for rows in options.rows {
        compare(rows, options.rounds);
    }
}

fn compare(rows: usize, rounds: usize) {
    println!("computing 12 rules, {rows} enterprises, ns an enterprise");
    let pack = pack::pack(&pack::at("benches/rules"));
    let edition = pack.on(2023, Date::year_end(2023).unwrap()).unwrap();
    let columns = columns::invent(rows);
    let amounts = decimal::amounts(&columns);
    let data = dataset::dataset(&columns);
    let [one, two] = [1, 2].map(|n| rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap());
    let engine = || settle::run(&edition, &data, &settle::Options { batch: BATCH, items: false }, &|_| {}).unwrap();
    let by_decimal = |from, to| decimal::compute(&columns, &amounts, from, to);
    let by_fixed = |from, to| fixed::compute(&columns, from, to);

    let times = interleaved(
        rounds,
        &mut [
            way("engine, one thread", || one.install(engine)),
            way("engine, two threads", || two.install(engine)),
            way("rust_decimal by hand, one thread", || by_decimal(0, rows)),
            way("rust_decimal by hand, two threads", || two.install(|| in_batches(rows, by_decimal))),
            way("64-bit integers by hand, one thread", || by_fixed(0, rows)),
            way("64-bit integers by hand, two threads", || two.install(|| in_batches(rows, by_fixed))),
        ],
    );
    for each in &times {
        each.say(rows as f64 * 1e-9, "ns");
    }
    let [engine_one, engine_two, decimal_one, _, fixed_one, _] = &times[..] else { unreachable!() };
    ratio("engine / rust_decimal, one thread, processor", engine_one.processor() / decimal_one.processor());
    ratio("engine / 64-bit integers, one thread, processor", engine_one.processor() / fixed_one.processor());
    ratio("engine, one / two threads, fastest on the wall", engine_one.fastest() / engine_two.fastest());

    let expected = by_fixed(0, rows).in_fen(|fen| fen);
    let decimals = by_decimal(0, rows).in_fen(|yuan| (yuan * Decimal::ONE_HUNDRED).to_i64().unwrap());
    let engine = said_by(&engine(), &edition);
    for (name, found) in [("rust_decimal by hand", &decimals), ("the engine", &engine)] {
        let differ = expected.differences(found);
        let all = rows * outcome::RULES.len() + expected.payments.len();
        println!("  {differ} of {all} payables and payments of {name} differ from the exact ones");
        assert!(differ == 0, "{name} does not give what the rules say");
    }
    expected.say();
}

fn in_batches<T: Send>(rows: usize, compute: impl Fn(usize, usize) -> T + Sync) -> Vec<T> {
    (0..rows.div_ceil(BATCH)).into_par_iter().map(|b| compute(b * BATCH, rows.min((b + 1) * BATCH))).collect()
}

/// What a settlement gives, in the form in which all ways are compared.
fn said_by(run: &Run<'_>, edition: &Edition<'_>) -> Outcome<i64> {
    assert!(run.holds.is_empty() && edition.measures.len() == outcome::RULES.len());
    let payable = run
        .awards
        .iter()
        .map(|award| {
            let fen = |line: &settle::run::Line| line.waterfall.as_ref().map_or(0, |w| w.payable.fen() as i64);
            award.lines.iter().map(fen).collect()
        })
        .collect();
    let payments = run
        .payments
        .iter()
        .map(|p| Payment {
            enterprise: p.enterprise,
            rule: p.award as u8,
            payer: run.component(p).unwrap().payer.0 as u8,
            instalment: p.instalment as u8,
            amount: p.amount.fen() as i64,
        })
        .collect();
    Outcome { payable, payments }.in_fen(|fen| fen)
}
