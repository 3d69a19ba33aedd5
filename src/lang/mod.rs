//! The expression language in which measures are written: parsed, checked, evaluated by column, traced.
pub mod ast;
pub mod bands;
pub mod builtins;
mod check;
mod lexer;
mod lookup;
mod name;
mod parser;
mod print;
mod token;
pub mod typed;

pub use bands::{Band, BandKind, Bands, BandsError};
pub use check::check;
pub use lexer::is_name;
pub use lookup::{Key, LookupTable};
pub use name::{BandsId, DefinitionId, LookupId, MeasureId, Name, ParameterId, Scope};
pub use parser::{MAX_DEPTH, MAX_TOKENS, parse};
pub use print::print;
pub use typed::{References, Typed};
