//! Rows, columns and sheets that are hidden and hold data.

use duixian::schema::Role;

use crate::sheet::{Column, Draft};

/// Every ninth row.
pub fn rows(draft: &mut Draft) {
    for (turn, entry) in draft.entries().enumerate() {
        entry.hidden = turn % 9 == 4;
    }
}

/// The columns of the bank.
pub fn columns(draft: &mut Draft) {
    let at_bank = |c: &&mut Column| {
        let role = c.field.as_ref().and_then(|(_, f)| f.role);
        matches!(role, Some(Role::BankName | Role::BankAccount))
    };
    for column in draft.columns.iter_mut().filter(at_bank) {
        column.hidden = true;
    }
}

/// The whole sheet.
pub fn sheet(draft: &mut Draft) {
    draft.hidden = true;
}
