//! `[[allow]]`: a finding of `rules lint` that is known and accepted, with the reason, beside what it concerns.
//!
//! ```toml
//! [[allow]]
//! lint   = "cap-missing"                      # the name of the check, as rules lint prints it behind lint/
//! of     = "补助比例"                           # only what has this name; all of the file if left out
//! reason = "按人数发放，名额由市里控制"             # for whoever reads the rules next; must say something
//! ```
//! It may stand in any rule file but the tests. In `pack.toml` it covers the whole pack, elsewhere what stands in its
//! own file (one version of a measure, the tables of `tables/x.toml`). `of` is the name of a parameter, table of bands,
//! lookup table, field, condition, pool, enterprise cap or measure; a finding about two measures is known by both.
//! An `[[allow]]` that silences nothing is itself a finding (`allow-unused`), so that none outlives its cause.

use super::document::Node;
use super::section::{Said, Section};
use crate::diagnostic::{Code, Finding, codes::lint as codes};
use crate::source::Span;

/// An accepted finding.
#[derive(Clone, Debug)]
pub struct Allow {
    /// The check that is silenced.
    pub code: &'static Code,
    /// Only what has this name.
    pub of: Option<String>,
    /// Why.
    pub reason: String,
    /// Where it is written.
    pub span: Span,
}

/// What `rules lint` calls a check: its code without the area.
#[must_use]
pub fn name(code: &Code) -> &'static str {
    code.id.rsplit('/').next().unwrap_or(code.id)
}

/// Marks the key as known where a file is read for everything else.
pub(super) fn pass(top: &mut Section<'_>) {
    top.get("allow");
}

/// Reads those of a file.
pub(super) fn read(root: &Node, found: &mut Vec<Finding>) -> Vec<Allow> {
    // what else is wrong with the file is found where it is read
    let Some(mut top) = Section::of(root, &mut Vec::new()) else {
        return Vec::new();
    };
    let words: Vec<(&'static str, &'static Code)> =
        codes::ALL.iter().filter(|c| **c != &codes::ALLOW_UNUSED).map(|c| (name(c), *c)).collect();
    let mut allows = Vec::new();
    for mut section in top.sections("allow") {
        let place = section.get("lint").map_or_else(|| section.span.clone(), |node| node.span.clone());
        let code = section.need_word("lint", &words);
        let of = section.text("of");
        let reason = section.need_text("reason");
        section.finish(found);
        if let (Some(code), Some(Said { text: reason, .. })) = (code, reason) {
            allows.push(Allow { code, of: of.map(|of| of.text), reason, span: place });
        }
    }
    top.finish_open(found);
    allows
}
