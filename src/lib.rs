//! duixian (兑现): turns a published enterprise-support policy into money, to the cent, with reasons.
#![forbid(unsafe_code)]

pub mod audit;
pub mod calendar;
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
