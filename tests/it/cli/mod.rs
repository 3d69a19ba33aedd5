//! The real binary from outside: what it is given, what it says, what it leaves on the disk.

mod attacks;
mod bless;
mod catalogue;
mod exits;
mod interrupted;
mod language;
mod options;
mod order;
mod publishing;
mod rules;
mod sameness;
mod screens;
mod streams;
mod template;
mod usage;
mod worklist;
pub mod world;
