//! Why a rule could not be made: always because of a finding that stands in the list.
//!
//! What uses a broken rule is not complained about a second time. That is right only as long as the first complaint
//! exists, so a [`Silenced`] can be had in no other way than by recording one, or by pointing at those just recorded.

use super::mistake;
use crate::diagnostic::{Finding, Severity, codes::policy as codes};
use crate::say;
use crate::source::{Place, Span};

/// The proof that an error is recorded because of which something is left out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Silenced(());

impl Silenced {
    /// Records an error.
    pub fn by(finding: Finding, found: &mut Vec<Finding>) -> Self {
        let place = finding.place.clone();
        let before = found.len();
        found.push(finding);
        Self::since(before, place, found)
    }

    /// Because of what was recorded since the list was `before` long. If that is no error, what could not be made is
    /// an error of its own.
    pub fn since(before: usize, place: Place, found: &mut Vec<Finding>) -> Self {
        Self::recorded(before, found).unwrap_or_else(|| {
            found.push(
                Finding::new(
                    &codes::WRONG_TYPE,
                    place,
                    say!("这一条没有读成，不能当它不存在", "this could not be read, and it cannot be left out"),
                )
                .remedy(say!("检查这一条的每个键和值", "check each of its keys and values")),
            );
            Self(())
        })
    }

    /// As [`Self::since`], at the first line of a section.
    pub fn at(before: usize, span: &Span, found: &mut Vec<Finding>) -> Self {
        Self::since(before, Place::Rule(mistake::first_line(span)), found)
    }

    /// Because of what was recorded since the list was `before` long, if there is an error among it.
    pub fn recorded(before: usize, found: &[Finding]) -> Option<Self> {
        Self::of(found.get(before..).unwrap_or_default())
    }

    /// Because of these, if there is an error among them.
    pub fn of(found: &[Finding]) -> Option<Self> {
        found.iter().any(|f| f.severity() == Severity::Error).then_some(Self(()))
    }
}

/// What is asked for, if it is; a broken one stays broken.
pub(super) fn if_said<S, T>(
    said: Option<S>,
    read: impl FnOnce(S) -> Result<T, Silenced>,
) -> Result<Option<T>, Silenced> {
    said.map(read).transpose()
}
