//! Messes: each one small way in which a sheet looks different and says the same.
//!
//! A mess is a function of a [`Draft`](crate::sheet::Draft), or of a whole file for those that move rows
//! between sheets ([`batch`]). It draws only cells that are still plain, so that messes can be piled up:
//! the first to draw a cell has it. Which office has which habits stands in [`crate::county`].

pub mod amount;
pub mod answer;
pub mod batch;
pub mod blank;
pub mod code;
pub mod column;
pub mod day;
pub mod group;
pub mod heading;
pub mod hidden;
pub mod page;
pub mod title;
pub mod total;
pub mod word;
