//! Rosters: from files as counties send them to typed columns.

pub mod book;
mod catalogue;
mod clean;
mod hostile;
mod messes;
mod order;
mod schema;
