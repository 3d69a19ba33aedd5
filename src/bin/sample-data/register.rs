//! The register of enterprises: what is taken and may not be given out again.

use crate::code::Codes;
use crate::names::Names;

/// Names and codes that are taken.
#[derive(Default)]
pub struct Register {
    /// Names.
    pub names: Names,
    /// Credit codes.
    pub codes: Codes,
}
