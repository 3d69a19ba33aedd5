//! How a command ends: the exit codes that scripts rely on, and what stops a command early.

use duixian::diagnostic::Finding;
use duixian::diagnostic::codes::roster::BUG;
use duixian::settle::Bug;

/// The exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done, nothing to report.
    Done = 0,
    /// Done, with findings of severity hold or worse, or failed cases.
    Findings = 1,
    /// The command line cannot be understood.
    Usage = 2,
    /// An input cannot be read; nothing was published.
    Input = 3,
    /// The pack is invalid.
    Pack = 4,
    /// Refused: the output exists or cannot be written, a control total differs.
    Refused = 5,
    /// A fault of ours, a reconciliation that fails among them.
    Bug = 70,
}

/// Why a command stops before its end.
#[derive(Debug)]
pub struct Stop {
    /// The exit code.
    pub exit: Exit,
    /// What is to be said, in order.
    pub findings: Vec<Finding>,
    /// What went wrong inside, for a fault of ours.
    pub fault: String,
}

impl Stop {
    /// Stops with findings. One that tells of a fault of ours decides the exit code, whatever else there is.
    pub fn with(exit: Exit, findings: Vec<Finding>) -> Self {
        match findings.iter().find(|f| f.code == &BUG) {
            Some(fault) => Self { exit: Exit::Bug, fault: fault.code.id.to_owned(), findings },
            None => Self { exit, findings, fault: String::new() },
        }
    }

    /// Stops for a fault of ours.
    pub fn bug(fault: impl Into<String>) -> Self {
        Self { exit: Exit::Bug, findings: Vec::new(), fault: fault.into() }
    }
}

impl From<Bug> for Stop {
    fn from(bug: Bug) -> Self {
        Self::bug(bug.message)
    }
}

#[cfg(test)]
mod tests;
