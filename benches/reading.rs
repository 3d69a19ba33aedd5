//! Reading a roster against the floor of the same file: unpacking the sheets and the shared strings, nothing else.
//!
//! `cargo bench --bench reading -- --rows 1000000`. Reading checks every part's checksum and the structure of the file,
//! finds headings and units, types every cell, checks codes, merges duplicates and remembers where every value stands.
//! calamine streams the cells of the same sheets in the same run: it types nothing, checks no checksum, keeps nothing.

#[path = "support/options.rs"]
mod options;
#[path = "support/pack.rs"]
mod pack;
#[path = "support/roster.rs"]
mod roster;
#[path = "support/timing.rs"]
mod timing;

use std::io::{Cursor, Read};
use std::sync::Arc;

use calamine::Reader;
use duixian::policy::pack::Pack;
use duixian::roster::RosterFile;
use zip::ZipArchive;

use timing::{interleaved, ratio, way};

fn main() {
    let options = options::read(&[3_000, 100_000, 1_000_000], 5);
    for rows in options.rows {
        compare(rows, options.rounds);
    }
}

fn compare(rows: usize, rounds: usize) {
    println!("reading a workbook of {rows} enterprises, s");
    let pack = pack::pack(&pack::at("rules/zhuzhou"), "");
    let file = roster::clean(rows);
    let [one, two] = [1, 2].map(|n| rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap());
    let times = interleaved(
        rounds,
        &mut [
            way("inflate the sheets and shared strings", || inflate(&file.bytes)),
            way("reading, one thread", || one.install(|| read(&file, &pack))),
            way("reading, two threads", || two.install(|| read(&file, &pack))),
            way("calamine, streaming cells", || stream(&file.bytes)),
        ],
    );
    for each in &times {
        each.say(1.0, "s");
    }
    let [floor, one, two, calamine] = &times[..] else { unreachable!() };
    ratio("reading / floor, one thread, processor", one.processor() / floor.processor());
    ratio("reading / floor, two threads, wall", two.wall() / floor.wall());
    ratio("calamine / floor, processor", calamine.processor() / floor.processor());
    ratio("reading, one / two threads, fastest on the wall", one.fastest() / two.fastest());
}

fn read(file: &RosterFile, pack: &Pack) -> duixian::roster::Roster {
    let options = duixian::roster::Options { year: 2023, ..Default::default() };
    duixian::roster::read(std::slice::from_ref(file), &pack.schema, &options)
        .unwrap_or_else(|found| panic!("{found:#?}"))
}

/// Unpacks every sheet and the shared strings into nothing; how many bytes there were.
fn inflate(bytes: &[u8]) -> usize {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let wanted = |name: &str| name.starts_with("xl/worksheets/sheet") || name == "xl/sharedStrings.xml";
    let names: Vec<String> = archive.file_names().map(|n| n.unwrap().to_string()).filter(|n| wanted(n)).collect();
    let mut buffer = vec![0; 1 << 16];
    let mut all = 0;
    for name in names {
        let mut part = archive.by_name(&name).unwrap();
        loop {
            match part.read(&mut buffer).unwrap() {
                0 => break,
                n => all += n,
            }
        }
    }
    all
}

/// Streams every cell of every sheet; how many there were.
fn stream(bytes: &Arc<[u8]>) -> usize {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes[..])).unwrap();
    let mut cells = 0;
    for name in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&name).unwrap();
        while let Some(cell) = reader.next_cell().unwrap() {
            std::hint::black_box(cell);
            cells += 1;
        }
    }
    cells
}
