//! Writes the sample city: an invented city's rosters, clean, messy and broken, from a seed.
//!
//! The tables, headings, choices and counties come from the pack; what exists in the city is in [`city`];
//! how it looks on a sheet in [`write`]. The same seed gives the same bytes.
#![forbid(unsafe_code)]

mod args;
mod city;
mod code;
mod fields;
mod names;
mod random;
mod write;

use std::process::ExitCode;

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
    std::fs::create_dir_all(&args.out).map_err(|e| format!("{}: {e}", args.out.display()))?;
    write::clean::workbook(&city, &schema, &args.out.join("roster.xlsx"))
}
