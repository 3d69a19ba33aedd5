//! The syntax tree of an expression as it was written, before anything is known about its names.
//!
//! Two trees are equal when they say the same, wherever they stand: places are left out of the comparison.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::calendar::Date;
use crate::exact::Exact;
use crate::source::Span;

/// An expression with its place.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: Kind,
    /// Where it stands in the rule file.
    pub span: Span,
    /// The words it was written with.
    pub words: Words,
    /// How many levels it has, itself included; never above the parser's limit.
    pub(super) depth: usize,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// A stretch of the text of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    text: Arc<str>,
    start: usize,
    end: usize,
}

impl Words {
    pub(super) fn new(text: &Arc<str>, start: usize, end: usize) -> Self {
        Self { text: Arc::clone(text), start, end }
    }

    /// The words themselves.
    #[must_use]
    pub fn get(&self) -> &str {
        self.text.get(self.start..self.end).unwrap_or_default()
    }
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `12`, `0.5`, `12%`, `7万元`.
    Number(Number),
    /// `2023-01-01`.
    Date(Date),
    /// `“首次认定”`.
    Text(String),
    /// `是`, `否`.
    YesNo(bool),
    /// A field, parameter, definition or constant.
    Name(String),
    /// `非 a`.
    Not(Box<Expr>),
    /// `-a`.
    Negate(Box<Expr>),
    /// `a + b`, `a 且 b`, `a 不低于 b`.
    Binary {
        /// The operator.
        op: Binary,
        /// The left operand.
        left: Box<Expr>,
        /// The right operand.
        right: Box<Expr>,
    },
    /// `a 属于 {b, c}`.
    In {
        /// The value looked for.
        value: Box<Expr>,
        /// The members; at least one.
        set: Vec<Expr>,
        /// Is it `不属于`?
        negated: bool,
    },
    /// `若 a 则 b 否则 c`.
    If {
        /// The condition.
        condition: Box<Expr>,
        /// The value if it holds.
        then: Box<Expr>,
        /// The value if it does not.
        otherwise: Box<Expr>,
    },
    /// `四舍五入(x, 1元)`.
    Call {
        /// The function's name as written.
        function: Named,
        /// The arguments.
        args: Vec<Expr>,
    },
    /// `合计(x 于 技术合同 当 y)`.
    Aggregate {
        /// What is made of the records.
        aggregate: Aggregate,
        /// The value of each record; none for 存在 and 计数.
        value: Option<Box<Expr>>,
        /// The table's name.
        table: Named,
        /// Which records count; all if it is left out.
        filter: Option<Box<Expr>>,
    },
    /// `核定(hnte-first)`.
    Award(Named),
}

/// A name with its place, where it is not an expression of its own.
#[derive(Clone, Debug)]
pub struct Named {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

impl PartialEq for Named {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// A number literal as it is written: `1.50亿元` keeps its two decimals and its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// All digits.
    pub digits: i128,
    /// How many of them are decimals.
    pub scale: u32,
    /// What follows them.
    pub unit: Unit,
}

/// What follows the digits of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Nothing: a plain number.
    Plain,
    /// `%`.
    Percent,
    /// `元`.
    Yuan,
    /// `万元`.
    WanYuan,
    /// `亿元`.
    YiYuan,
}

impl Unit {
    /// As it is written.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Percent => "%",
            Self::Yuan => "元",
            Self::WanYuan => "万元",
            Self::YiYuan => "亿元",
        }
    }

    /// Does it make the number an amount of money?
    #[must_use]
    pub const fn is_money(self) -> bool {
        matches!(self, Self::Yuan | Self::WanYuan | Self::YiYuan)
    }
}

impl Number {
    /// Its value: in 元 if it is money. `None` when 128 bits are not enough.
    #[must_use]
    pub fn value(self) -> Option<Exact> {
        let plain = Exact::scaled(self.digits, self.scale)?;
        let value = match self.unit {
            Unit::Plain | Unit::Yuan => plain,
            Unit::Percent => plain.div(Exact::from(100))?,
            Unit::WanYuan => plain.mul(Exact::from(10_000))?,
            Unit::YiYuan => plain.mul(Exact::from(100_000_000))?,
        };
        Some(value.reduced())
    }
}

/// Operators between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// `或`.
    Or,
    /// `且`.
    And,
    /// `=`.
    Equal,
    /// `≠`.
    Unequal,
    /// `不低于`: at least.
    AtLeast,
    /// `超过`: more than.
    MoreThan,
    /// `不超过`: at most.
    AtMost,
    /// `不足`: less than.
    LessThan,
    /// `+`.
    Add,
    /// `-`.
    Subtract,
    /// `*`.
    Multiply,
    /// `/`.
    Divide,
}

impl Binary {
    /// For a comparison: how its left side must stand to its right.
    #[must_use]
    pub fn test(self) -> fn(Ordering) -> bool {
        match self {
            Self::Unequal => Ordering::is_ne,
            Self::AtLeast => Ordering::is_ge,
            Self::MoreThan => Ordering::is_gt,
            Self::AtMost => Ordering::is_le,
            Self::LessThan => Ordering::is_lt,
            _ => Ordering::is_eq,
        }
    }

    /// The comparison that holds where this one does not.
    #[must_use]
    pub const fn negated(self) -> Self {
        match self {
            Self::Equal => Self::Unequal,
            Self::Unequal => Self::Equal,
            Self::AtLeast => Self::LessThan,
            Self::MoreThan => Self::AtMost,
            Self::AtMost => Self::MoreThan,
            Self::LessThan => Self::AtLeast,
            other => other,
        }
    }

    /// The comparison with its sides exchanged.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::AtLeast => Self::AtMost,
            Self::MoreThan => Self::LessThan,
            Self::AtMost => Self::AtLeast,
            Self::LessThan => Self::MoreThan,
            other => other,
        }
    }

    /// Every operator.
    pub const ALL: [Self; 12] = [
        Self::Or,
        Self::And,
        Self::Equal,
        Self::Unequal,
        Self::AtLeast,
        Self::MoreThan,
        Self::AtMost,
        Self::LessThan,
        Self::Add,
        Self::Subtract,
        Self::Multiply,
        Self::Divide,
    ];

    /// As the printer writes it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Or => "或",
            Self::And => "且",
            Self::Equal => "=",
            Self::Unequal => "≠",
            Self::AtLeast => "不低于",
            Self::MoreThan => "超过",
            Self::AtMost => "不超过",
            Self::LessThan => "不足",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }

    /// 或 1, 且 2, comparisons 4, + and - 5, * and / 6 (非 is 3).
    pub(super) const fn precedence(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Add | Self::Subtract => 5,
            Self::Multiply | Self::Divide => 6,
            _ => 4,
        }
    }

    /// Does it compare?
    #[must_use]
    pub const fn is_comparison(self) -> bool {
        self.precedence() == 4
    }
}

/// What is made of the records of a related table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// Is there one?
    Exists,
    /// How many are there?
    Count,
    /// The sum of a value.
    Sum,
    /// The largest value.
    Max,
    /// The smallest value.
    Min,
}

impl Aggregate {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Exists, Self::Count, Self::Sum, Self::Max, Self::Min];

    /// As the printer writes it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Exists => "存在",
            Self::Count => "计数",
            Self::Sum => "合计",
            Self::Max => "最大",
            Self::Min => "最小",
        }
    }

    /// The ASCII twin.
    #[must_use]
    pub const fn ascii(self) -> &'static str {
        match self {
            Self::Exists => "exists",
            Self::Count => "count",
            Self::Sum => "sum",
            Self::Max => "max",
            Self::Min => "min",
        }
    }

    /// The one written so.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.text() == name || a.ascii() == name)
    }
}

impl Expr {
    /// The operands, arguments and parts, in the order in which they are written.
    #[must_use]
    pub fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            Kind::Number(_) | Kind::Date(_) | Kind::Text(_) | Kind::YesNo(_) | Kind::Name(_) | Kind::Award(_) => {
                Vec::new()
            }
            Kind::Not(a) | Kind::Negate(a) => vec![a],
            Kind::Binary { left, right, .. } => vec![left, right],
            Kind::In { value, set, .. } => std::iter::once(&**value).chain(set).collect(),
            Kind::If { condition, then, otherwise } => vec![condition, then, otherwise],
            Kind::Call { args, .. } => args.iter().collect(),
            Kind::Aggregate { value, filter, .. } => value.as_deref().into_iter().chain(filter.as_deref()).collect(),
        }
    }
}
