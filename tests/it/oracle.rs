//! The engine against the independent computation in Python (`tests/oracle`), line by line.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::engine::{self, Files};
use crate::packs::{root, zhuzhou};

const COMPARED: [&str; 4] = ["awards.csv", "payments.csv", "estimates.csv", "statuses.csv"];

/// A folder of its own for a test, below the build folder.
fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle").join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn python(script: &str, args: &[&str]) {
    let script = root().join("tests/oracle").join(script);
    let done = Command::new("python3").arg(script).args(args).output();
    let done = done.expect("python3 is needed for the independent computation; install it");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// What the oracle wrote into a folder.
fn opinion(out: &Path) -> Files {
    COMPARED.iter().map(|f| ((*f).to_owned(), std::fs::read_to_string(out.join(f)).unwrap())).collect()
}

/// Amounts are compared as numbers: `1.50` is `1.5`.
fn normal(line: &str) -> String {
    let cell = |c: &str| match c.split_once('.') {
        Some((whole, decimals)) if whole.trim_start_matches('-').chars().all(|d| d.is_ascii_digit()) => {
            let decimals = decimals.trim_end_matches('0');
            if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") }
        }
        _ => c.to_owned(),
    };
    line.split(',').map(cell).collect::<Vec<_>>().join(",")
}

fn agree(what: &str, ours: &Files, theirs: &Files) {
    for file in COMPARED {
        let lines = |files: &Files| files[file].lines().map(normal).collect::<Vec<_>>();
        let (ours, theirs) = (lines(ours), lines(theirs));
        if ours != theirs {
            let (a, b): (BTreeSet<_>, BTreeSet<_>) = (ours.iter().collect(), theirs.iter().collect());
            let show = |set: Vec<&&String>| set.iter().take(15).map(|l| format!("  {l}\n")).collect::<String>();
            panic!(
                "{what}: {file}\nonly the engine:\n{}only the oracle:\n{}({} and {} lines differ)",
                show(a.difference(&b).collect()),
                show(b.difference(&a).collect()),
                a.difference(&b).count(),
                b.difference(&a).count()
            );
        }
    }
}

fn sample(year: i16) {
    let roster = root().join(format!("sample_data/zhuzhou/{year}/roster.xlsx"));
    let out = scratch(&format!("sample-{year}"));
    let words = [roster.to_str().unwrap(), "--year", &year.to_string(), "--out", out.to_str().unwrap()];
    python("oracle.py", &words);
    agree(&format!("sample {year}"), &engine::run(&[roster], &zhuzhou(), year), &opinion(&out));
}

#[test]
fn the_sample_city_of_2022_agrees_on_every_line() {
    sample(2022);
}

#[test]
fn the_sample_city_of_2023_agrees_on_every_line() {
    sample(2023);
}

/// The city in both years: large enough in one of them that its pools are exceeded, smaller in the other.
fn random(seed: u32) {
    let (large, small) = if seed.is_multiple_of(3) { (2022, 2023) } else { (2023, 2022) };
    let out = scratch(&format!("city-{seed}"));
    let (large_city, small_city) = (format!("{large}:2500"), format!("{small}:1000"));
    let (seed_text, folder) = (seed.to_string(), out.to_str().unwrap());
    python("cities.py", &["--seed", &seed_text, "--year", &large_city, "--year", &small_city, "--out", folder]);
    for year in [large, small] {
        let ours = engine::run(&engine::folder(&out.join(format!("city-{year}"))), &zhuzhou(), year);
        agree(&format!("random city {seed} ({year})"), &ours, &opinion(&out.join(format!("opinion-{year}"))));
    }
}

macro_rules! cities {
    ($($name:ident $seed:literal)*) => { $(
        #[test]
        fn $name() {
            random($seed);
        }
    )* };
}

cities! {
    random_city_01 1 random_city_02 2 random_city_03 3 random_city_04 4 random_city_05 5
    random_city_06 6 random_city_07 7 random_city_08 8 random_city_09 9 random_city_10 10
    random_city_11 11 random_city_12 12 random_city_13 13 random_city_14 14 random_city_15 15
    random_city_16 16 random_city_17 17 random_city_18 18 random_city_19 19 random_city_20 20
}
