//! The one harness of integration tests: a module a topic.

mod capital;
mod cli;
mod engine;
mod lang;
mod lint;
mod messy;
mod money;
mod office;
mod oracle;
mod packs;
mod payout;
mod peers;
mod policy;
mod roster;
mod samples;
mod settle;
