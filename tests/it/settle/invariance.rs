//! The same bytes whatever the order of rows, the size of batches and the number of threads.

use duixian::roster::{self, RosterFile};

use super::random::city;
use super::world::YEAR;
use crate::engine::{self, Files};
use crate::lang::generate::Dice;

/// The rows of a CSV file in another order.
fn shuffled(file: &RosterFile, dice: &mut Dice) -> RosterFile {
    let text = std::str::from_utf8(&file.bytes).expect("text");
    let mut lines: Vec<&str> = text.lines().collect();
    for i in (2..lines.len()).rev() {
        lines.swap(i, 1 + dice.below(i));
    }
    RosterFile { name: file.name.clone(), bytes: (lines.join("\n") + "\n").into_bytes().into() }
}

fn without_places(mut files: Files) -> Files {
    // findings stand in the order of the input and name its rows; items name rows
    files.remove("findings.csv");
    files.remove("items.csv");
    files
}

#[test]
fn the_order_of_rows_and_files_changes_nothing() {
    for seed in 0..15 {
        let world = city(seed, 30, 4);
        let pack = world.compile();
        let settled = |files: &[RosterFile]| {
            let options = roster::Options { year: YEAR, ..Default::default() };
            let roster = roster::read(files, &pack.schema, &options).expect("a roster");
            without_places(engine::settle(&roster, &pack, YEAR, 1024))
        };
        let files = world.roster(&pack);
        let dice = &mut Dice::new(seed);
        let mut others: Vec<RosterFile> = files.iter().map(|f| shuffled(f, dice)).collect();
        others.rotate_left(1 + dice.below(3));
        assert_eq!(settled(&files), settled(&others), "city {seed}");
    }
}

#[test]
fn the_size_of_batches_changes_nothing() {
    for seed in 0..10 {
        let world = city(seed, 30, 5);
        let pack = world.compile();
        let roster = world.read(&pack);
        let whole = engine::settle(&roster, &pack, YEAR, 1024);
        for batch in [1, 2, 7, 29, 30] {
            assert_eq!(engine::settle(&roster, &pack, YEAR, batch), whole, "city {seed} in batches of {batch}");
        }
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let world = city(3, 60, 5);
    let pack = world.compile();
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| engine::settle(&world.read(&pack), &pack, YEAR, 5))
    };
    let one = with(1);
    for threads in [2, 3, 8] {
        assert_eq!(with(threads), one, "{threads} threads");
    }
}
