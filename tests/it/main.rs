//! The one integration harness: a module a topic, many small cases each.

mod lang;
