//! Headings of two rows: a group above, merged over its columns.

use crate::mess::heading::of_year;
use crate::sheet::{Column, Draft, Mark};

/// Amounts of a year under their name, with the year below it (研发费用 over 2021年 and 2022年); all other
/// amounts under 主要经济指标. The unit stands in the group.
pub fn amounts(draft: &mut Draft) {
    let year = draft.year;
    for column in draft.columns.iter_mut().filter(|c| c.is_money()) {
        let unit = column.unit.zh();
        let named = column.field.as_ref().and_then(|(_, field)| of_year(field, year));
        if let Some((named, rest)) = named {
            column.words = format!("{named}年");
            column.group = Some(format!("{rest}({unit})"));
        } else {
            column.group = Some(format!("主要经济指标({unit})"));
        }
        column.mark = Mark::Silent;
    }
}

/// The bank's name and the account under one heading.
pub fn bank(draft: &mut Draft) {
    use duixian::schema::Role;
    let at_bank = |c: &&mut Column| {
        let role = c.field.as_ref().and_then(|(_, f)| f.role);
        matches!(role, Some(Role::BankName | Role::BankAccount))
    };
    for column in draft.columns.iter_mut().filter(at_bank) {
        column.group = Some("收款账户".to_owned());
    }
}
