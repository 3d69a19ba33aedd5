//! The one harness of integration tests: a module a topic.

mod policy;
