//! Types and values side by side, and the columns that hold many values of one type.
//!
//! A lane of a column is a value, "none" (the cell says that there is nothing, which is an answer) or missing.
//! A lane remembers only *how* it is missing; its cell is found through the dataset when somebody asks.

use std::sync::Arc;

use crate::calendar::Date;
use crate::exact::Exact;

/// A closed list of texts that a field may hold. Two choice types are the same when their options are.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Choice {
    /// Name for messages, usually the field's.
    pub name: String,
    /// The options in the listed order; a lane holds an index into them.
    pub options: Vec<String>,
}

impl Choice {
    /// The index of an option.
    #[must_use]
    pub fn index(&self, option: &str) -> Option<u32> {
        self.options.iter().position(|o| o == option).and_then(|i| u32::try_from(i).ok())
    }
}

/// The type of a field or an expression.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// An amount in 元.
    Money,
    /// A number without a unit; a rate is one: `5%` is 0.05.
    Number,
    /// A whole number.
    Integer,
    /// A day.
    Date,
    /// Free text.
    Text,
    /// 是 or 否.
    YesNo,
    /// One of a closed list.
    Choice(Arc<Choice>),
}

impl Type {
    /// Its name for people: `金额`.
    #[must_use]
    pub const fn zh(&self) -> &'static str {
        match self {
            Self::Money => "金额",
            Self::Number => "数",
            Self::Integer => "整数",
            Self::Date => "日期",
            Self::Text => "文本",
            Self::YesNo => "是否",
            Self::Choice(_) => "选项",
        }
    }

    /// Its name in rule files and English messages: `money`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Date => "date",
            Self::Text => "text",
            Self::YesNo => "yes/no",
            Self::Choice(_) => "choice",
        }
    }

    /// Is it computed with as an exact number?
    #[must_use]
    pub const fn is_numeric(&self) -> bool {
        matches!(self, Self::Money | Self::Number | Self::Integer)
    }
}

/// One value. Numbers of all three kinds are exact; what kind they are, the type says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Money in 元, number or integer.
    Number(Exact),
    /// A day.
    Date(Date),
    /// A text.
    Text(Arc<str>),
    /// Yes or no.
    YesNo(bool),
    /// An option of the choice that the type names.
    Choice(u32),
    /// The cell says that there is nothing.
    None,
}

/// What a lane holds. The order matters: combining two states takes the larger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum State {
    /// A value.
    #[default]
    Known = 0,
    /// An empty cell that means "there is none": an answer, not a gap.
    None = 1,
    /// Missing: the cell is empty.
    Empty = 2,
    /// Missing: there is no such column. That says nothing of the enterprise, not even that a cell is empty.
    Absent = 3,
    /// Missing: the cell is filled but cannot be read, or an operation has no result.
    Unreadable = 4,
    /// Missing: two rows say different things.
    Conflict = 5,
}

impl State {
    /// Is it missing in any way?
    #[must_use]
    pub const fn is_missing(self) -> bool {
        matches!(self, Self::Empty | Self::Absent | Self::Unreadable | Self::Conflict)
    }

    /// Is it a value?
    #[must_use]
    pub const fn is_known(self) -> bool {
        matches!(self, Self::Known)
    }
}

/// The values of one field, a lane a row. Lanes whose state is not `Known` hold an arbitrary value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What each lane holds.
    pub states: Vec<State>,
    /// The values.
    pub data: Data,
}

/// The values of a column by type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// Money (in 元), number or integer: each lane is `mantissa × 10^-scale`, one scale for the column.
    Number {
        /// The digits.
        mantissas: Vec<i128>,
        /// How many of them are decimals.
        scale: u32,
    },
    /// [`Date::number`] of each lane.
    Date(Vec<i32>),
    /// Symbols of the dataset's [`Texts`](crate::dataset::Texts).
    Text(Vec<u32>),
    /// Yes or no.
    YesNo(Vec<bool>),
    /// Indexes into the options of the field's choice.
    Choice(Vec<u32>),
}
