//! The expression language, from outside.

mod builtins;
mod causes;
mod check;
mod evaluate;
mod findings;
pub mod generate;
mod naive;
mod oracle;
mod parse;
mod possible;
mod print;
mod trace;
pub mod world;
