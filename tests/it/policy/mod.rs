//! Rule files and the pack they make.

mod cases;
mod examples;
mod fields;
mod folder;
mod grammar;
mod shipped;
mod transcripts;
