//! The one harness of integration tests: a module a topic.

mod packs;
mod policy;
mod settle;
//! The one integration harness: a module for each topic.

mod roster;
