//! The expression language in which measures are written. It knows no enterprise, no file and no policy.
//!
//! ```text
//! text ─parse─► ast::Expr ─check─► Typed ─evaluate─► Lanes      a batch of enterprises, column by column
//!          ▲        │      (Scope)    │    (Frame)
//!          └─print──┘                 ├─trace────► Step        every step behind one value
//!                                     ├─causes───► Cause       why a value is missing
//!                                     ├─reach────► Reached     which branches, rows and bands a value comes from
//!                                     ├─formula──► String      the same as an Excel formula
//!                                     └─smallest, largest_possible   what bounds it all the same
//! ```
//!
//! ```
//! # use std::{collections::BTreeMap, sync::Arc};
//! # use duixian::{lang::*, schema::*, source::*, calendar::Date, dataset::Dataset};
//! let text = "四舍五入(10万元 / 3, 0.01元)";
//! let file = Arc::new(RuleText { name: "measure.toml".to_owned(), text: text.to_owned() });
//! let at = Span { file, start: 0, end: text.len() };
//! let schema = Schema::default();
//! let scope = Scope { schema: &schema, table: ENTERPRISES, names: &BTreeMap::new() };
//! let checked = check(&parse(text, &at).unwrap(), &scope, None).unwrap();
//! # let data = Dataset::default();
//! # let binding = Binding { year: 2023, as_of: Date::new(2023, 12, 31).unwrap(), parameters: vec![],
//! #     lookups: vec![], bands: vec![], lookup_names: vec![] };
//! let frame = Frame::new(&data, &schema, &binding, &[], 0..1);
//! assert_eq!(evaluate(&checked, &frame).number(0).unwrap().to_string(), "33333.33");
//! ```
//!
//! **Words and names.** A run of letters, Chinese characters and digits is read whole. It is an operator
//! word only if the whole run is that word: `产值 超过 1亿元` compares, `超过部分`, `非税收入`, `或有负债` are
//! names. Signs, quotes and brackets end a run, so `(甲)且(乙)` needs no spaces; nor do numbers beside Chinese
//! words (`超过3`, `则7万元否则5万元`) and `且非`, `或非`, `若非`. [`is_name`] tells whether a text can be a name.
//!
//! **Names are looked up** among the fields of the record at hand, then the fields of its enterprise, then
//! definitions, parameters, tables, bands and measures, then the constants of [`builtins`].
//!
//! **Missing values** spread as `policies.md` 1.1 says; the rules for each form stand where it is evaluated.
//! "There is none" is an answer: it equals nothing and is neither above nor below anything; a function of
//! dates gives none for it; arithmetic and logic, which have no use for it, take it as missing.
//!
//! **Before any roster**, [`possible`] tells of a condition whether it can hold and whether it can fail.
//!
//! **To add a built-in function**: a row in [`builtins::TABLE`] with an example, an arm in
//! `evaluate/functions.rs`, one in `tests/it/lang/naive.rs`, and a place in `tests/it/lang/generate.rs`. If
//! its result is bounded, an arm in `bounds.rs` too.

pub mod ast;
pub mod bands;
mod bounds;
pub mod builtins;
mod causes;
mod check;
mod domain;
mod evaluate;
pub mod formula;
mod frame;
mod lanes;
mod lexer;
mod lookup;
mod name;
mod parser;
pub mod possible;
mod print;
mod reach;
mod row;
mod spacing;
mod token;
mod trace;
pub mod typed;
mod ways;

pub use bands::{Band, BandKind, Bands, BandsError};
pub use bounds::{is_constant, largest_possible, smallest};
pub use causes::{Cause, Trouble, causes, first_field, largest_field};
pub use check::check;
pub use evaluate::{evaluate, evaluate_records};
pub use frame::{Binding, Frame, MAX_DEFINITIONS_DEEP};
pub use lanes::Lanes;
pub use lexer::is_name;
pub use lookup::{Key, LookupTable};
pub use name::{BandsId, DefinitionId, LookupId, MeasureId, Name, ParameterId, Scope};
pub use parser::{MAX_DEPTH, MAX_TOKENS, parse};
pub use print::print;
pub use reach::{Fork, Reached, choices, forks, reach};
pub use spacing::respace;
pub use trace::{Step, What, trace};
pub use typed::{References, Typed};
