//! Rule files and the pack they make.

mod attack;
mod cases;
mod catalogue;
mod comparisons;
mod coverage;
mod damage;
mod editor;
mod examples;
mod fields;
mod folder;
mod grammar;
mod guide;
mod layout;
mod meaning;
mod shipped;
mod stationery;
mod transcripts;
mod trials;
mod warnings;
mod workbook;
