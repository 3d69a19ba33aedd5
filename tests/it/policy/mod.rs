//! Rule files and the pack they make.

mod fields;
mod folder;
mod shipped;
