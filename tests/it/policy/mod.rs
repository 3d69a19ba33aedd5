//! Rule files and the pack they make.

mod attack;
mod cases;
mod catalogue;
mod damage;
mod examples;
mod fields;
mod folder;
mod grammar;
mod shipped;
mod transcripts;
mod trials;
