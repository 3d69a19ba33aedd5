//! Rule files → a checked, typed pack.

pub mod edition;
pub mod pack;
