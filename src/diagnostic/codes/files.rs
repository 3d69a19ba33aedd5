//! Codes of findings: `files/…`.

crate::codes! {}
