//! The one integration harness: a module for each topic.

mod roster;
