//! Awards, payments, estimates and statuses do not depend on the order of rows, sheets and files.

use std::process::Command;

use super::world::{World, copy};
use crate::packs::root;
use crate::roster::book::Book;

const SETTLED: [&str; 4] = ["awards.csv", "payments.csv", "estimates.csv", "statuses.csv"];

/// A random city of the seed in `roster/`, and the shipped rules.
fn city(seed: u32) -> World {
    let world = World::empty();
    let script = root().join("tests/oracle/random_city.py");
    let mut python = Command::new("python3");
    python.arg(script).args(["--seed", &seed.to_string(), "--rows", "300", "--year", "2023", "--empty", "0.03"]);
    assert!(python.arg("--out").arg(world.path("roster")).status().expect("python3 is needed").success());
    copy(&root().join("rules/zhuzhou"), &world.path("pack"));
    world
}

fn settled(world: &World, roster: &str, out: &str) -> Vec<String> {
    let done = world.run().roster(roster).out(out).done();
    assert!(matches!(done.code, Some(0 | 1)), "{}", done.shown());
    SETTLED.iter().map(|name| world.read(format!("{out}/{name}"))).collect()
}

fn agree(usual: &[String], other: &[String], what: &str) {
    for ((name, a), b) in SETTLED.iter().zip(usual).zip(other) {
        let differ: Vec<_> = a.lines().zip(b.lines()).filter(|(a, b)| a != b).take(5).collect();
        assert!(a == b, "{what}: {name}: {differ:#?}");
    }
}

/// An order that is the same each time and like no other.
fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed;
    for i in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(i, ((state >> 33) % (i as u64 + 1)) as usize);
    }
}

fn tables(world: &World) -> Vec<(String, Vec<String>)> {
    let names = world.names("roster").into_iter();
    names
        .map(|n| {
            (
                n.clone(),
                world.read(format!("roster/{n}")).trim_start_matches('\u{feff}').lines().map(str::to_owned).collect(),
            )
        })
        .collect()
}

fn shuffled_rows(seed: u32) {
    let world = city(seed);
    let usual = settled(&world, "roster", "usual");
    for round in 1..=3 {
        for (name, mut lines) in tables(&world) {
            shuffle(&mut lines[1..], u64::from(seed) * 100 + round);
            world.write(format!("shuffled/{name}"), lines.join("\n") + "\n");
        }
        agree(&usual, &settled(&world, "shuffled", &format!("out{round}")), &format!("seed {seed}, round {round}"));
    }
}

macro_rules! seeds {
    ($($name:ident $seed:literal)*) => { $(
        #[test]
        fn $name() {
            shuffled_rows($seed);
        }
    )* };
}

seeds! { rows_of_city_1 1 rows_of_city_2 2 rows_of_city_3 3 rows_of_city_4 4 rows_of_city_5 5 rows_of_city_6 6 }

#[test]
fn files_under_other_names_come_in_another_order() {
    let world = city(8);
    let usual = settled(&world, "roster", "usual");
    let mut tables = tables(&world);
    shuffle(&mut tables, 5);
    for (number, (name, lines)) in tables.iter().enumerate() {
        world.write(format!("renamed/{number} {name}"), lines.join("\n") + "\n");
    }
    agree(&usual, &settled(&world, "renamed", "out"), "renamed files");
}

#[test]
fn one_table_in_several_files() {
    let world = city(9);
    let usual = settled(&world, "roster", "usual");
    for (name, lines) in tables(&world) {
        for (part, rows) in lines[1..].chunks(lines.len() / 3 + 1).enumerate() {
            let stem = name.trim_end_matches(".csv");
            world.write(format!("parts/{}{stem}.csv", 9 - part), format!("{}\n{}\n", lines[0], rows.join("\n")));
        }
        if lines.len() == 1 {
            world.write(format!("parts/{name}"), format!("{}\n", lines[0]));
        }
    }
    agree(&usual, &settled(&world, "parts", "out"), "tables in parts");
}

#[test]
fn sheets_in_another_order() {
    let world = city(10);
    let usual = settled(&world, "roster", "usual");
    let mut tables = tables(&world);
    for round in 0..3 {
        shuffle(&mut tables, 20 + round);
        let mut book = Book::new();
        for (name, lines) in &tables {
            let rows: Vec<Vec<String>> = lines.iter().map(|l| l.split(',').map(str::to_owned).collect()).collect();
            book = book.sheet(name.trim_end_matches(".csv"), &texts(&rows));
        }
        world.write(format!("book{round}/名单.xlsx"), book.bytes());
        agree(&usual, &settled(&world, &format!("book{round}"), &format!("out{round}")), "shuffled sheets");
    }
}

/// Every cell as a text, as a CSV file has it.
fn texts(rows: &[Vec<String>]) -> String {
    let cell = |row: usize, (column, text): (usize, &String)| {
        let at = format!("{}{}", duixian::source::column_letters(column as u32 + 1), row + 1);
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        if text.is_empty() {
            String::new()
        } else {
            format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        }
    };
    let row = |(i, cells): (usize, &Vec<String>)| {
        let cells: String = cells.iter().enumerate().map(|c| cell(i, c)).collect();
        format!("<row r=\"{}\">{cells}</row>", i + 1)
    };
    format!("<sheetData>{}</sheetData>", rows.iter().enumerate().map(row).collect::<String>())
}
