//! What a pack's worked cases should reach.

use crate::diagnostic::Bilingual;
use crate::lang::{Fork, Key};
use crate::policy::pack::Pack;
use crate::say;
use crate::source::Span;

/// A place in the pack's files, in a form that is quick to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// Position in [`Pack::sources`].
    pub file: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl At {
    /// A span; none if its file is not one of the pack's.
    pub fn of(pack: &Pack, span: &Span) -> Option<Self> {
        let file = pack.sources.iter().position(|f| f.name == span.file.name)?;
        Some(Self { file, start: span.start, end: span.end })
    }

    /// The span.
    pub fn span(self, pack: &Pack) -> Option<Span> {
        let file = pack.sources.get(self.file)?;
        Some(Span { file: file.clone(), start: self.start, end: self.end })
    }
}

/// What a fork is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ForkKind {
    /// 若.
    If,
    /// An operand of 且 or 或.
    Operand,
    /// The filter of an aggregate.
    Filter,
    /// 缺省.
    Default,
}

/// What has edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Banded {
    /// A table of bands.
    Table(usize),
    /// The steps of a pool's breaker.
    Breaker(usize),
}

/// Where an amount stands to an edge: on it, or in the band on either side of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// In the band below.
    Below,
    /// On the edge.
    At,
    /// In the band above.
    Above,
}

/// A reduction of the pack that can bite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reduction {
    /// The cap of a version of a measure.
    Cap(usize),
    /// The floor of a version of a measure.
    Floor(usize),
    /// A stacking group.
    Stacking(usize),
    /// An enterprise cap.
    EnterpriseCap(usize),
    /// A pool.
    Pool(usize),
}

/// Something that a case can reach. Numbers are positions in the pack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Goal {
    /// The veto refuses, or does not.
    Veto(bool),
    /// A condition of a version of a measure is met, or is the one that refuses.
    Condition { measure: usize, condition: usize, met: bool },
    /// A part of an expression comes out this way.
    Fork { kind: ForkKind, at: At, yes: bool },
    /// An argument of min or max is the one that counts.
    Chosen(At),
    /// A component of a grant is paid, or is not.
    Component { measure: usize, component: usize, paid: bool },
    /// An amount stands to an edge of a version of bands.
    Edge { bands: Banded, version: usize, edge: usize, side: Side },
    /// A value of a parameter is used.
    Value { parameter: usize, version: usize },
    /// A row of a version of a lookup table is used; without keys: one of those that are not written out.
    Row { lookup: usize, version: usize, keys: Option<Vec<Key>> },
    /// A reduction cuts something (a cap: is reached), or leaves something whole.
    Reduction { what: Reduction, cuts: bool },
}

/// Goals that are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Conditions and the veto.
    Conditions,
    /// Branches of expressions and components.
    Branches,
    /// Edges of bands.
    Edges,
    /// Parameters and rows of lookup tables.
    Values,
    /// Caps, floors, stacking groups, enterprise caps, pools.
    Reductions,
}

impl Goal {
    /// A fork that comes out one way.
    pub fn fork(pack: &Pack, fork: Fork<'_>, yes: bool) -> Option<Self> {
        let (kind, typed) = match fork {
            Fork::If(typed) => (ForkKind::If, typed),
            Fork::Operand(typed) => (ForkKind::Operand, typed),
            Fork::Filter(typed) => (ForkKind::Filter, typed),
            Fork::Default(typed) => (ForkKind::Default, typed),
        };
        Some(Self::Fork { kind, at: At::of(pack, &typed.span)?, yes })
    }

    /// What it is counted with.
    pub const fn group(&self) -> Group {
        match self {
            Self::Veto(_) | Self::Condition { .. } => Group::Conditions,
            Self::Fork { .. } | Self::Chosen(_) | Self::Component { .. } => Group::Branches,
            Self::Edge { .. } => Group::Edges,
            Self::Value { .. } | Self::Row { .. } => Group::Values,
            Self::Reduction { .. } => Group::Reductions,
        }
    }
}

impl Group {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::Conditions, Self::Branches, Self::Edges, Self::Values, Self::Reductions];

    /// Its name.
    #[must_use]
    pub fn name(self) -> Bilingual {
        match self {
            Self::Conditions => say!("条件", "conditions"),
            Self::Branches => say!("分支", "branches"),
            Self::Edges => say!("分段界限", "band edges"),
            Self::Values => say!("参数和对照表", "parameters and table rows"),
            Self::Reductions => say!("上限、起付线和核减", "caps, floors and reductions"),
        }
    }
}
