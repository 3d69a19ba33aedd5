//! Codes of findings: `policy/…`.

crate::codes! {}
