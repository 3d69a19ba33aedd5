//! Rule files → a checked, typed pack.

pub mod document;
pub mod fields;
mod mistake;
mod section;
