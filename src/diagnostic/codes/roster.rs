//! Codes of findings: `roster/…`.

crate::codes! {}
