//! Who the enterprises of a roster are: codes, names, counties and accounts, borrowed from its columns.

use crate::dataset::Dataset;
use crate::schema::{ENTERPRISES, FieldId, Role, Schema};
use crate::value::{Data, State, Type};

/// The enterprises' codes, names and counties.
#[derive(Clone, Copy)]
pub struct Enterprises<'a> {
    data: &'a Dataset,
    code: Option<FieldId>,
    name: Option<FieldId>,
    county: Option<FieldId>,
    bank: Option<FieldId>,
    account: Option<FieldId>,
    counties: &'a [String],
}

impl<'a> Enterprises<'a> {
    /// The enterprises of a roster.
    #[must_use]
    pub fn of(data: &'a Dataset, schema: &'a Schema) -> Self {
        let table = schema.get(ENTERPRISES);
        let field = |role| table.and_then(|t| t.role(role));
        let county = field(Role::County);
        let options = county.and_then(|f| match &table?.fields.get(f.0)?.ty {
            Type::Choice(choice) => Some(choice.options.as_slice()),
            _ => None,
        });
        Self {
            data,
            code: field(Role::Code),
            name: field(Role::Name),
            county,
            bank: field(Role::BankName),
            account: field(Role::BankAccount),
            counties: options.unwrap_or_default(),
        }
    }

    /// The credit code.
    #[must_use]
    pub fn code(&self, enterprise: usize) -> &'a str {
        self.read(self.code, enterprise)
    }

    /// The name.
    #[must_use]
    pub fn name(&self, enterprise: usize) -> &'a str {
        self.read(self.name, enterprise)
    }

    /// The county; empty when it is contradicted or cannot be read.
    #[must_use]
    pub fn county(&self, enterprise: usize) -> &'a str {
        self.read(self.county, enterprise)
    }

    /// The bank; empty where there is none.
    #[must_use]
    pub fn bank(&self, enterprise: usize) -> &'a str {
        self.read(self.bank, enterprise)
    }

    /// The account at the bank; empty where there is none.
    #[must_use]
    pub fn account(&self, enterprise: usize) -> &'a str {
        self.read(self.account, enterprise)
    }

    /// The counties in the pack's order.
    #[must_use]
    pub const fn counties(&self) -> &'a [String] {
        self.counties
    }

    /// Index of the enterprise's county in the pack's order, if it is known.
    #[must_use]
    pub fn county_index(&self, enterprise: usize) -> Option<usize> {
        let column = self.data.column(ENTERPRISES, self.county?)?;
        if *column.states.get(enterprise)? != State::Known {
            return None;
        }
        match &column.data {
            Data::Choice(options) => Some(*options.get(enterprise)? as usize),
            _ => None,
        }
    }

    fn read(&self, field: Option<FieldId>, enterprise: usize) -> &'a str {
        let found = field.and_then(|field| {
            let column = self.data.column(ENTERPRISES, field)?;
            if *column.states.get(enterprise)? != State::Known {
                return None;
            }
            match &column.data {
                Data::Text(symbols) => Some(self.data.texts.text(*symbols.get(enterprise)?)),
                Data::Choice(options) => self.counties.get(*options.get(enterprise)? as usize).map(String::as_str),
                _ => None,
            }
        });
        found.unwrap_or_default()
    }
}
