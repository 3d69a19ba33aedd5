//! The command line.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// Writes an invented city's rosters; the same seed gives the same bytes
#[derive(Debug, Parser)]
#[command(name = "sample-data", version)]
pub struct Args {
    /// The policy year that the roster is for
    #[arg(long, default_value_t = 2022, value_parser = clap::value_parser!(i16).range(2022..=2060))]
    pub year: i16,
    /// How many enterprises; the figures of the report scale with it
    #[arg(long, default_value_t = 2600, value_parser = rows)]
    pub rows: usize,
    /// The seed
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The folder to write into
    #[arg(long)]
    pub out: PathBuf,
    /// What to write: roster.xlsx, counties/*, broken/*, or all of them
    #[arg(long, value_enum, default_value_t = Set::Clean)]
    pub set: Set,
    /// The pack's list of fields
    #[arg(long, default_value = "rules/zhuzhou/fields.toml")]
    pub fields: PathBuf,
}

/// Which files to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Set {
    /// One clean workbook.
    Clean,
    /// The same data as the counties send it.
    Counties,
    /// Small files that cannot be used, each for one reason.
    Broken,
    /// Everything.
    All,
}

/// At most what one sheet holds below its headings.
fn rows(text: &str) -> Result<usize, String> {
    let rows: usize = text.parse().map_err(|_| "not a number".to_owned())?;
    if (1..=1_048_575).contains(&rows) {
        Ok(rows)
    } else {
        Err("from 1 to 1048575, which is what a sheet holds".to_owned())
    }
}
