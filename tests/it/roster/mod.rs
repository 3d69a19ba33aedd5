//! Rosters: from files as counties send them to typed columns.

mod book;
mod clean;
mod schema;
