//! Findings as text: for people on a terminal (with carets under the words of a rule file).
