//! duixian (兑现): turns a published enterprise-support policy into money, to the cent, with reasons.
#![forbid(unsafe_code)]

pub mod calendar;
pub mod dataset;
pub mod diagnostic;
pub mod exact;
pub mod lang;
pub mod money;
pub mod policy;
pub mod schema;
pub mod source;
pub mod value;
