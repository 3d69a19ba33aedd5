//! How the city looks on sheets.

pub mod amount;
pub mod clean;
