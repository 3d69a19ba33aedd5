//! Fields and tables: what a pack wants to know and a roster provides. The only meeting point of the two.

use crate::value::Type;

/// Index of a table in a [`Schema`]. The table of enterprises is always 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(pub usize);

/// Index of a field within its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub usize);

/// The table of enterprises.
pub const ENTERPRISES: TableId = TableId(0);

/// All tables of a pack, the enterprises first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// The tables, in the pack's order.
    pub tables: Vec<Table>,
}

/// A table: enterprises, or records tied to an enterprise by its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name, which expressions use: `技术合同`.
    pub name: String,
    /// The names under which a sheet or CSV file may hold it; the first is what the template writes.
    pub sheets: Vec<String>,
    /// Its fields, in the pack's order. One of them has [`Role::Code`].
    pub fields: Vec<Field>,
    /// What the absence of the whole table means.
    pub absent: Absent,
    /// Can a row of it take money away (a list of exclusions, earlier payments)? Then one that cannot be tied to
    /// an enterprise may be anybody's, and everybody waits for it.
    pub takes_away: bool,
}

/// What it means when no file has the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// There are no records; a note.
    Empty,
    /// An error, unless the table is declared empty.
    Error,
}

/// A named, typed column that rules and rosters share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name: `本年研发费用`.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Other headings under which it may stand. `{年}` is the policy year, `{年-1}` the year before.
    pub headings: Vec<String>,
    /// The policy year that its heading may name, relative to the policy year (本年: 0, 上年: −1), if it is of a year.
    pub year_offset: Option<i16>,
    /// What an empty cell means.
    pub empty: Empty,
    /// What the engine knows it as.
    pub role: Option<Role>,
    /// Other spellings of a choice's options, as `(spelling, option)`.
    pub spellings: Vec<(String, String)>,
    /// Words that may stand behind a number without changing it: `2022年`, `35人`.
    pub unit_words: Vec<String>,
    /// May a merged cell of this (text) column be filled down?
    pub fill_down: bool,
    /// Is it what the enterprise pays in taxes, or leaves to a treasury? `None`: nobody said.
    pub tax_contribution: Option<bool>,
}

impl Field {
    /// The heading under which it is asked for: where one names the year, and the policy year is known, that one; else
    /// its name.
    #[must_use]
    pub fn heading(&self, year: Option<i16>) -> String {
        let named = year.and_then(|year| {
            let (before, offset, after) = self.headings.iter().find_map(|heading| placeholder(heading))?;
            Some(format!("{before}{}{after}", year.checked_add(offset)?))
        });
        named.unwrap_or_else(|| self.name.clone())
    }
}

/// What an empty cell means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Empty {
    /// The row cannot be used: it is rejected and listed.
    Reject,
    /// The value is missing; awards that need it are held.
    Missing,
    /// There is none, which is an answer…
    None {
        /// …but missing if one of these fields of the row is filled,
        unless_filled: Vec<FieldId>,
        /// …and missing unless this field of the row is zero.
        only_if_zero: Option<FieldId>,
    },
}

/// What the engine knows a field as, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 统一社会信用代码: the key that ties all tables.
    Code,
    /// The enterprise's name.
    Name,
    /// The county that the enterprise belongs to (and whose treasury pays the county's share).
    County,
    /// The bank.
    BankName,
    /// The bank account: digits kept as text.
    BankAccount,
    /// Digits kept as text, never a number (certificate and contract numbers).
    Identifier,
}

impl Role {
    /// Its word in `fields.toml`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Name => "name",
            Self::County => "county",
            Self::BankName => "bank-name",
            Self::BankAccount => "bank-account",
            Self::Identifier => "identifier",
        }
    }

    /// Every role.
    pub const ALL: [Self; 6] =
        [Self::Code, Self::Name, Self::County, Self::BankName, Self::BankAccount, Self::Identifier];
}

impl Schema {
    /// The table of that name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<TableId> {
        self.tables.iter().position(|t| t.name == name).map(TableId)
    }

    /// A table by its id.
    #[must_use]
    pub fn get(&self, table: TableId) -> Option<&Table> {
        self.tables.get(table.0)
    }

    /// A field by its ids.
    #[must_use]
    pub fn field(&self, table: TableId, field: FieldId) -> Option<&Field> {
        self.tables.get(table.0)?.fields.get(field.0)
    }
}

impl Table {
    /// The field of that name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<FieldId> {
        self.fields.iter().position(|f| f.name == name).map(FieldId)
    }

    /// The field with that role.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<FieldId> {
        self.fields.iter().position(|f| f.role == Some(role)).map(FieldId)
    }
}

/// Splits a heading at `{年}`, `{年-1}` or `{年+1}`: what stands before, the year relative to the policy year, what follows.
#[must_use]
pub fn placeholder(heading: &str) -> Option<(&str, i16, &str)> {
    let (before, rest) = heading.split_once("{年")?;
    let (offset, after) = rest.split_once('}')?;
    let offset = match offset {
        "" => 0,
        signed => signed.parse().ok()?,
    };
    Some((before, offset, after))
}
