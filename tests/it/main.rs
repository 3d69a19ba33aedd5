//! The one harness of integration tests: a module a topic.

mod engine;
mod oracle;
mod packs;
mod policy;
mod roster;
mod settle;
//! The one integration harness: a module a topic, many small cases each.

mod lang;
