//! The columns of a table once its headings are found: each field once, each amount with its unit, and
//! what is to be said about those that are missing, contradictory or of no use.

use std::ops::Range;

use super::super::fault::Fault;
use super::super::grid::Grid;
use super::super::heading::{Lexicon, Meaning};
use super::super::label::is_serial;
use super::super::listed;
use super::super::text::{is_blank, quoted};
use super::reading::Reading;
use super::{Found, Layout, Planned, Stated};
use crate::diagnostic::codes::roster as codes;
use crate::say;
use crate::schema::{ENTERPRISES, Empty, FieldId, Role, Schema};
use crate::source::column_letters;
use crate::value::Type;

/// Checks the chosen reading and completes it with units.
pub fn settle(
    grid: &Grid,
    reading: Reading,
    rows: Range<usize>,
    (schema, lexicon): (&Schema, &Lexicon),
    note: Stated,
) -> Found {
    let Some(table) = schema.tables.get(reading.table) else {
        return Found::Nothing(None);
    };
    let (mut errors, mut faults) = (Vec::new(), Vec::new());
    let row = grid.number(reading.last);
    let mut columns: Vec<Planned> = Vec::new();
    let mut without_unit: Vec<(u32, &str)> = Vec::new();
    let mut remarked: Vec<(u32, &str, &str)> = Vec::new();
    for (column, (heading, meaning)) in &reading.columns {
        let Meaning::Field(index, marks) = meaning else {
            continue;
        };
        let Some(field) = table.fields.get(*index) else {
            continue;
        };
        if marks.remark && reading.is_plain(*index) {
            continue;
        }
        if let Some(first) = columns.iter().find(|c| c.field == *index) {
            errors.push(twice(&field.name, first, *column, heading).at(row, *column));
            continue;
        }
        if marks.remark {
            remarked.push((*column, heading, &field.name));
        }
        let money = field.ty == Type::Money;
        let noted = match note {
            Stated::One(unit) => Some(unit),
            Stated::Nothing | Stated::Several => None,
        };
        let unit = marks.unit.or(noted).filter(|_| money);
        if money && unit.is_none() {
            without_unit.push((*column, heading));
        }
        columns.push(Planned {
            column: *column,
            field: *index,
            heading: heading.clone(),
            unit,
            percent: marks.percent,
        });
    }
    if let Some((column, _)) = without_unit.first() {
        faults.push(unit_missing(&without_unit, note).at(row, *column));
    }
    if let Some((column, ..)) = remarked.first() {
        faults.push(remarks_passed_over(&remarked).at(row, *column));
    }
    let has = |index: usize| columns.iter().any(|c| c.field == index);
    for (column, (heading, meaning)) in &reading.columns {
        if let Meaning::OtherYear(index, named) = meaning
            && !has(*index)
        {
            let name = table.fields.get(*index).map_or("", |f| f.name.as_str());
            errors.push(other_year(heading, name, *named).at(row, *column));
        }
    }
    let (mut absent, mut needed) = (Vec::new(), Vec::new());
    for (index, field) in table.fields.iter().enumerate() {
        let year_is_wrong = reading.columns.values().any(|(_, m)| matches!(m, Meaning::OtherYear(i, _) if *i == index));
        if has(index) || year_is_wrong {
            continue;
        }
        if field.empty == Empty::Reject || field.role == Some(Role::Code) {
            needed.push(field.name.as_str());
        } else {
            absent.push(index);
        }
    }
    let of_records = reading.table != ENTERPRISES.0;
    let required = (!needed.is_empty()).then(|| required(&needed, &table.name).at(row, 0));
    // a further table of enterprises may add columns to those of another: its codes tell whose they are
    let coded = table.role(Role::Code).is_some_and(|code| has(code.0));
    let (supplement, lacking) = if of_records || !coded { (None, required) } else { (required, None) };
    errors.extend(lacking);
    if !errors.is_empty() {
        errors.extend(supplement.clone());
    }
    let enterprise = |heading: &str| of_records && of_enterprise(heading, schema, lexicon).is_some();
    let own_name = table.role(Role::Name).and_then(|f| columns.iter().find(|c| c.field == f.0)).map(|c| c.column);
    let named = own_name.or_else(|| {
        let is_name = |heading: &str| of_enterprise(heading, schema, lexicon) == Some(Role::Name);
        let used = |column: u32| columns.iter().any(|c| c.column == column);
        grid.row(reading.last).find(|c| of_records && !used(c.column) && is_name(c.text)).map(|c| c.column)
    });
    let names = absent.iter().filter_map(|i| Some(table.fields.get(*i)?.name.as_str()));
    let wanted: Vec<&str> = needed.iter().copied().chain(names).collect();
    faults.extend(unknown(grid, &reading, &columns, &wanted, enterprise).map(|f| f.at(row, 0)));
    if !errors.is_empty() {
        return Found::Broken(errors, Some(reading.table));
    }
    let Reading { table, first, last, .. } = reading;
    Found::Table(Layout { table, rows, first, last, columns, named, absent, supplement, faults })
}

fn twice(field: &str, first: &Planned, column: u32, heading: &str) -> Fault {
    let (a, b) = (column_letters(first.column), column_letters(column));
    let (x, y) = (quoted(&first.heading), quoted(heading));
    Fault::new(
        &codes::COLUMN_TWICE,
        say!(
            "{a} 列“{x}”和 {b} 列“{y}”都是“{field}”，不知用哪一列",
            "column {a} `{x}` and column {b} `{y}` are both `{field}`, so it is unclear which to use"
        ),
        say!("删去一列，或把其中一列的表头改成别的", "delete one of them or change its heading"),
    )
}

/// One finding for all columns of amounts that have no unit.
fn unit_missing(columns: &[(u32, &str)], note: Stated) -> Fault {
    let (zh, en) = listed::columns(columns.iter().copied());
    let example = columns.first().map_or_else(String::new, |(_, heading)| quoted(heading));
    let message = if note == Stated::Several {
        say!(
            "{zh}没有写单位，表上方又写着几种不同的单位，不知用哪一种，暂不采用",
            "{en} name no unit, and the notes above the table name different ones, so they are not used"
        )
    } else {
        say!(
            "{zh}没有写单位，表上方也没有“单位：万元”之类的说明，暂不采用",
            "{en} name no unit, and no note such as `单位：万元` stands above the table, so they are not used"
        )
    };
    Fault::new(
        &codes::UNIT_MISSING,
        message,
        say!(
            "在表头里写上单位，如“{example}(万元)”或“{example}(元)”",
            "write the unit into the heading, like `{example}(万元)` or `{example}(元)`"
        ),
    )
}

/// One note for all headings of which a remark in brackets was passed over.
fn remarks_passed_over(columns: &[(u32, &str, &str)]) -> Fault {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (column, heading, field) in columns {
        let (letters, heading) = (column_letters(*column), quoted(heading));
        zh.push(format!("{letters} 列“{heading}”读作“{field}”"));
        en.push(format!("{letters} `{heading}` as `{field}`"));
    }
    let (zh, en) = (zh.join("，"), en.join(", "));
    Fault::new(
        &codes::HEADING_REMARK,
        say!("表头括号里的说明没有理会：{zh}", "remarks in brackets were passed over; read {en}"),
        say!(
            "括号里的话改变了意思的，把表头改成别的名字；没有改变意思就不用改",
            "where the brackets change what is meant, give the column another heading; else nothing need be done"
        ),
    )
}

fn other_year(heading: &str, field: &str, named: i16) -> Fault {
    let heading = quoted(heading);
    Fault::new(
        &codes::HEADING_YEAR,
        say!(
            "表头“{heading}”写的是 {named} 年，不是“{field}”该用的年度",
            "heading `{heading}` names {named}, which is not the year of `{field}`"
        ),
        say!(
            "换成正确年度的数据；数据的年度没有错，就请汇总的人核对 --year",
            "supply the figures of the right year; if they are, whoever runs this should check --year"
        ),
    )
}

fn required(fields: &[&str], table: &str) -> Fault {
    let (zh, en) = listed::names(fields);
    Fault::new(
        &codes::COLUMN_REQUIRED,
        say!("“{table}”缺少必需的列：{zh}", "`{table}` lacks required columns: {en}"),
        say!("补上这些列，表头照写", "add them with these headings"),
    )
}

/// Does a heading name what the enterprise is called, or where it belongs? Records say so for the reader's
/// sake; what ties them is the code.
fn of_enterprise(heading: &str, schema: &Schema, lexicon: &Lexicon) -> Option<Role> {
    let Some(Meaning::Field(field, _)) = lexicon.meaning(ENTERPRISES.0, heading) else {
        return None;
    };
    schema.field(ENTERPRISES, FieldId(field))?.role.filter(|role| matches!(role, Role::Name | Role::County))
}

/// The headings that are no field, in one note; running numbers and the enterprise's name beside its code
/// go without saying.
fn unknown(
    grid: &Grid,
    reading: &Reading,
    columns: &[Planned],
    wanted: &[&str],
    goes_without_saying: impl Fn(&str) -> bool,
) -> Option<Fault> {
    let used = |column: u32| columns.iter().any(|c| c.column == column);
    let left: Vec<_> = grid
        .row(reading.last)
        .filter(|c| !is_blank(c.text) && !used(c.column))
        .filter(|c| !is_serial(c.text) && !goes_without_saying(c.text))
        .collect();
    let (zh, en) = listed::columns(left.iter().map(|c| (c.column, c.text)));
    let remedy = if wanted.is_empty() {
        say!("要用的列都有了，不用改", "every column that is wanted is there; nothing need be done")
    } else {
        let (zh, en) = listed::names(wanted);
        say!("其中有这张表还缺的列，就把表头改成：{zh}", "if one of them is a column still wanted, call it so: {en}")
    };
    (!left.is_empty()).then(|| {
        Fault::new(&codes::COLUMN_UNKNOWN, say!("用不到的列：{zh}", "columns that are not used: {en}"), remedy)
    })
}
