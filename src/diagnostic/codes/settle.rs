//! Codes of findings: `settle/…`.

crate::codes! {}
