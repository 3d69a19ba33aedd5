//! The table of finding codes, a file for each area. A code is added by one row here, a runnable
//! example under `tests/findings/`, and its use; a test fails when one of the three is missing.

pub mod files;
pub mod lang;
pub mod lint;
pub mod payout;
pub mod policy;
pub mod roster;
pub mod settle;
pub mod workbook;

use super::Code;

/// Defines the codes of an area: constants, and `ALL` for the catalogue.
#[macro_export]
macro_rules! codes {
    ($($name:ident = $id:literal, $severity:ident, $zh:literal, $en:literal;)*) => {
        $(#[doc = $en] pub static $name: $crate::diagnostic::Code = $crate::diagnostic::Code {
            id: $id, severity: $crate::diagnostic::Severity::$severity, zh: $zh, en: $en,
        };)*
        /// Every code of this area, in the order of the table.
        pub static ALL: &[&$crate::diagnostic::Code] = &[$(&$name),*];
    };
}

/// Every code there is.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [files::ALL, lang::ALL, lint::ALL, payout::ALL, policy::ALL, roster::ALL, settle::ALL, workbook::ALL]
        .into_iter()
        .flatten()
        .copied()
}
