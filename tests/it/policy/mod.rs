//! Rule files and the pack they make.

mod fields;
