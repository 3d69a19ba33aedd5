//! Writes the sample city: an invented city's rosters, clean, messy and broken, from a seed.
//!
//! The tables, headings, choices and counties come from the pack; what exists in the city is in [`city`];
//! how it looks on a sheet in [`write`]. The same seed gives the same bytes.
#![forbid(unsafe_code)]

mod args;
mod broken;
mod city;
mod code;
mod county;
mod fields;
mod mess;
mod names;
mod random;
mod register;
mod sheet;
mod write;

use std::path::Path;
use std::process::ExitCode;

use args::Set;
use clap::Parser;

fn main() -> ExitCode {
    match run(&args::Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("sample-data: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &args::Args) -> Result<(), String> {
    let schema = fields::read(&args.fields)?;
    let counties = fields::counties(&schema)?;
    let city = city::City::found(args.seed, args.year, args.rows, &counties)?;
    folder(&args.out)?;
    if matches!(args.set, Set::Clean | Set::All) {
        write::clean::workbook(&city, &schema, &args.out.join("roster.xlsx"))?;
    }
    if matches!(args.set, Set::Counties | Set::All) {
        let out = args.out.join("counties");
        folder(&out)?;
        for file in county::files(&city, &schema)? {
            save(&out.join(format!("{}.xlsx", file.name)), &file.bytes()?)?;
        }
    }
    if matches!(args.set, Set::Broken | Set::All) {
        let out = args.out.join("broken");
        folder(&out)?;
        for (name, bytes) in broken::files(&city, &schema)? {
            save(&out.join(name), &bytes)?;
        }
    }
    Ok(())
}

fn folder(path: &Path) -> Result<(), String> {
    std::fs::create_dir_all(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|e| format!("{}: {e}", path.display()))
}
