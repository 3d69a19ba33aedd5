//! Rosters: from files as counties send them to typed columns.

mod aside;
pub mod book;
mod calamine;
mod catalogue;
mod clean;
mod grammar;
mod hostile;
mod messes;
mod order;
mod random;
mod schema;
mod shown;
mod supplements;
