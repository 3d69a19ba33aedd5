//! How much of a file is read at most: a roster comes from outside, and two kilobytes can claim
//! to be a terabyte. Every limit is far above what a province sends, and can be raised.

/// The limits, each with what it protects from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file (1 GiB).
    pub file_bytes: u64,
    /// Bytes of one part of a workbook when unpacked (4 GiB: a full sheet of 60 columns).
    pub part_bytes: u64,
    /// How many times larger than packed a part above 16 MiB may be (400): real sheets reach some 30.
    pub ratio: u64,
    /// Parts of one workbook (10,000).
    pub parts: usize,
    /// Filled cells of one file (60,000,000: 1,048,576 rows of 57 columns).
    pub cells: u64,
    /// UTF-16 units in one text (32,767, as Excel has it).
    pub text_length: usize,
    /// Sheets of one workbook (1,000).
    pub sheets: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            part_bytes: 4 << 30,
            ratio: 400,
            parts: 10_000,
            cells: 60_000_000,
            text_length: 32_767,
            sheets: 1_000,
        }
    }
}
