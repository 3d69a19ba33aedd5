//! Codes of findings: `lang/…`.

crate::codes! {}
