//! duixian (兑现): turns a published enterprise-support policy into money, to the cent, with reasons.
//!
//! ```text
//!  rule files ─► policy ─► Pack ─ on(year, as-of) ─► Edition ─┐
//!                                                             ├─► settle ─► Run ─► payout   tables, CSV, workbook
//!  workbooks, CSV ─► roster ─► Roster (Dataset and cells) ────┘              └──► audit    manifest, control totals, cases
//! ```
//!
//! Bytes, names and dates go in, bytes come out: nothing here knows a path, a clock or a terminal. The modules
//! use only what stands below them:
//!
//! | level | modules | what |
//! |---|---|---|
//! | 5 | [`payout`], [`audit`] | results as files; what makes a run checkable |
//! | 4 | [`settle`] | the nine steps, pure and parallel |
//! | 3 | [`policy`], [`roster`] | rule files and rosters, read, checked and typed |
//! | 2 | [`lang`] | the expression language |
//! | 1 | [`dataset`], [`schema`], [`value`] | values in columns; fields, the only meeting point of rules and rosters |
//! | 0 | [`money`], [`capital`], [`exact`], [`calendar`], [`source`], [`diagnostic`] | amounts, in figures and in capitals, rounding, fractions, days, places, findings |
//!
//! The whole engine in one breath:
//!
//! ```
//! use duixian::{calendar::Date, policy, roster, settle};
//!
//! let rule = |name: &str, text: &str| policy::Source { name: name.to_owned(), text: text.to_owned() };
//! let rules = [
//!     rule("pack.toml", r#"
//!         id = "demo"
//!         title = "示例"
//!         jurisdiction = "示例市"
//!         measures = ["rd"]
//!         [[payer]]
//!         id = "市级"
//!         unit = "示例市""#),
//!     rule("fields.toml", r#"
//!         [[table]]
//!         name = "企业"
//!         absent = "error"
//!         field = [
//!           { name = "代码", type = "text", role = "code", empty = "reject" },
//!           { name = "名称", type = "text", role = "name", empty = "reject" },
//!           { name = "县区", type = "text", role = "county", empty = "reject" },
//!           { name = "研发费用", type = "money", empty = "missing" },
//!         ]"#),
//!     rule("measures/rd.toml", r#"
//!         id = "rd"
//!         title = "研发奖补"
//!         kind = "payout"
//!         effective = { from = 2023-01-01 }
//!         [[reference]]
//!         document = "示例"
//!         text = "按研发费用的12%给予奖补"
//!         standing = "demonstration"
//!         [award]
//!         amount = "12% * 研发费用"
//!         round = { mode = "down", unit = "1元" }
//!         payer = "市级""#),
//! ];
//! let (pack, _) = policy::compile(&rules).expect("a pack without mistakes");
//!
//! let text = "代码,名称,县区,研发费用(万元)\n914403001922038216,甲公司,东区,8.34\n91440300192317458F,乙公司,东区,\n";
//! let file = roster::RosterFile { name: "企业.csv".to_owned(), bytes: text.as_bytes().into() };
//! let options = roster::Options { year: 2023, ..Default::default() };
//! let roster = roster::read(&[file], &pack.schema, &options).expect("a roster that can be read");
//!
//! let edition = pack.on(2023, Date::new(2023, 12, 31).unwrap()).expect("every value has its dates");
//! let run = settle::run(&edition, &roster.dataset, &settle::Options::default(), &|_| {}).expect("a run that ties");
//! let lines = &run.awards[0].lines;
//! assert_eq!(lines[0].waterfall.as_ref().unwrap().payable.to_string(), "10008.00");
//! assert_eq!(lines[1].status, settle::run::Status::Held); // an empty cell is neither zero nor "no"
//! ```
#![forbid(unsafe_code)]

pub mod audit;
pub mod calendar;
pub mod capital;
pub mod dataset;
pub mod diagnostic;
pub mod exact;
pub mod lang;
pub mod money;
pub mod payout;
pub mod policy;
pub mod roster;
pub mod schema;
pub mod settle;
pub mod source;
pub mod value;
