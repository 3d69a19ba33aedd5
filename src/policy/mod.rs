//! Rule files → a checked, typed pack.

pub mod document;
pub mod edition;
pub mod fields;
mod mistake;
pub mod pack;
mod section;
