//! Rule files and the pack they make.

mod examples;
mod fields;
mod folder;
mod shipped;
