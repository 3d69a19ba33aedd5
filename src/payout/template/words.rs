//! What a column is, in words: what to enter, what an empty cell means, an example.

use super::Source;
use super::wanted::{Column, Wanted};
use crate::diagnostic::Bilingual;
use crate::roster::number::Unit;
use crate::say;
use crate::schema::{Empty, Role};
use crate::value::Type;

/// The heading as it is written, with its unit.
pub fn heading(column: &Column<'_>) -> String {
    match column.field.ty {
        Type::Money => format!("{}({})", column.heading, Unit::Wan.zh()),
        _ => column.heading.clone(),
    }
}

/// What to enter.
pub fn what(source: Source<'_>, of: &Wanted<'_>, column: &Column<'_>) -> Bilingual {
    let field = column.field;
    if is_measure(source, of, column) {
        return say!("政策的名称，从列表里选", "the title of a measure, from the list");
    }
    if is_year(source, of, column) {
        return say!("年份，四位数，如 2023", "a year of four digits, such as 2023");
    }
    if is_unsigned(source, of, column) {
        return say!(
            "金额，单位万元，一律写正数，收回的另写一行",
            "an amount in 万元, never negative: money that came back has a row of its own"
        );
    }
    match (&field.ty, field.role) {
        (_, Some(Role::Code)) => say!("18 位统一社会信用代码，按文本填写", "the credit code of 18 characters, as text"),
        (_, Some(Role::Name)) => say!("全称，与营业执照一致", "the full name as registered"),
        (_, Some(Role::BankAccount)) => {
            say!("账号，按文本填写，不要丢了开头的 0", "the account, as text, with its leading zeros")
        }
        (_, Some(Role::Identifier)) => {
            say!("编号，照证书、合同等原样填写", "the number as it stands on the certificate or contract")
        }
        (Type::Money, _) => say!("金额，单位万元，只填数字", "an amount in 万元, digits only"),
        (Type::Number, _) => say!("数；比例写成 5% 或 0.05", "a number; a rate is 5% or 0.05"),
        (Type::Integer, _) => say!("整数", "a whole number"),
        (Type::Date, _) => say!("日期，年月日写全，如 2023-06-30", "a day, such as 2023-06-30"),
        (Type::YesNo, _) => say!("填“是”或“否”", "是 (yes) or 否 (no)"),
        (Type::Choice(_), _) => say!("从列表里选", "one of the list"),
        (Type::Text, _) => say!("文字", "text"),
    }
}

/// What an empty cell means.
pub fn empty(source: Source<'_>, of: &Wanted<'_>, column: &Column<'_>) -> Bilingual {
    let field = column.field;
    let named = |ids: &[crate::schema::FieldId]| {
        let names: Vec<&str> = ids.iter().filter_map(|id| Some(of.table.fields.get(id.0)?.name.as_str())).collect();
        (format!("“{}”", names.join("”、“")), format!("`{}`", names.join("`, `")))
    };
    match &field.empty {
        Empty::Reject => say!("必填；空着这一行不能用", "required: without it the row cannot be used"),
        Empty::Missing if field.ty.is_numeric() && !is_year(source, of, column) => {
            say!(
                "应填，没有发生填 0；空着就是缺数据，要用它的政策待核",
                "to be filled in, 0 if there is none; empty: awards that need it are held"
            )
        }
        Empty::Missing => {
            say!("应填；空着就是缺数据，要用它的政策待核", "to be filled in; empty: awards that need it are held")
        }
        Empty::None { unless_filled, .. } if !unless_filled.is_empty() => {
            let (zh, en) = named(unless_filled);
            say!("没有就空着；填了{zh}的必须填", "empty where there is none; required where {en} is filled in")
        }
        Empty::None { only_if_zero: Some(zero), .. } => {
            let (zh, en) = named(&[*zero]);
            say!("{zh}为 0 才可空着，否则必须填", "empty only where {en} is 0")
        }
        Empty::None { .. } => say!("没有就空着", "empty where there is none"),
    }
}

/// How it is filled in, for example: values that no enterprise has.
pub fn example(source: Source<'_>, of: &Wanted<'_>, column: &Column<'_>) -> String {
    let year = source.year().unwrap_or(2023);
    let field = column.field;
    if is_measure(source, of, column) {
        return measures(source).first().map_or(String::new(), |title| (*title).to_owned());
    }
    match (&field.ty, field.role) {
        // letters that a code may have, and a check character that it cannot have
        (_, Some(Role::Code)) => EXAMPLE_CODE.to_owned(),
        (_, Some(Role::Name)) => "某某科技有限公司".to_owned(),
        (_, Some(Role::BankName)) => "某某银行某某支行".to_owned(),
        (_, Some(Role::BankAccount)) => "0000123456789".to_owned(),
        (_, Some(Role::Identifier)) => "00012345".to_owned(),
        (Type::Money, _) => "1234.56".to_owned(),
        (Type::Number, _) => "5%".to_owned(),
        (Type::Integer, _) if is_year(source, of, column) => year.to_string(),
        (Type::Integer, _) => "12".to_owned(),
        (Type::Date, _) => format!("{year}-06-30"),
        (Type::YesNo, _) => "是".to_owned(),
        (Type::Choice(choice), _) => choice.options.first().cloned().unwrap_or_default(),
        (Type::Text, _) => String::new(),
    }
}

/// A code that cannot be anybody's: its check character does not fit.
pub const EXAMPLE_CODE: &str = "91000000EXAMPLE000";

/// Is it the column that says which measure was paid before?
pub fn is_measure(source: Source<'_>, of: &Wanted<'_>, column: &Column<'_>) -> bool {
    source.pack.offset.as_ref().is_some_and(|rule| rule.table == of.id && rule.measure == column.id)
}

/// Is it the column of a policy year?
pub fn is_year(source: Source<'_>, of: &Wanted<'_>, column: &Column<'_>) -> bool {
    source.pack.offset.as_ref().is_some_and(|rule| rule.table == of.id && rule.year == column.id)
}

/// Is it an amount that is never negative?
pub fn is_unsigned(source: Source<'_>, of: &Wanted<'_>, column: &Column<'_>) -> bool {
    source.pack.offset.as_ref().is_some_and(|rule| rule.table == of.id && rule.amount == column.id)
}

/// The titles of the measures that pay, each once.
pub fn measures(source: Source<'_>) -> Vec<&str> {
    let mut titles: Vec<&str> = Vec::new();
    let in_force = |i: &usize| source.edition.is_none_or(|edition| edition.measures.contains(i));
    for (i, measure) in source.pack.measures.iter().enumerate() {
        let pays = matches!(measure.kind, crate::policy::pack::MeasureKind::Payout(_));
        if pays && in_force(&i) && !titles.contains(&measure.title.as_str()) {
            titles.push(&measure.title);
        }
    }
    titles
}

/// What each kind of an earlier payment does to what is paid now.
pub fn kinds(source: Source<'_>, of: &Wanted<'_>, column: &Column<'_>) -> Option<Bilingual> {
    let rule = source.pack.offset.as_ref().filter(|rule| rule.table == of.id && rule.kind == column.id)?;
    let Type::Choice(choice) = &column.field.ty else { return None };
    let those = |reduces: bool| {
        let options = rule.reduces.iter().filter(|(_, r)| **r == reduces);
        let names: Vec<&str> =
            options.filter_map(|(i, _)| choice.options.get(*i as usize).map(String::as_str)).collect();
        names.join("、")
    };
    let (less, more) = (those(true), those(false));
    Some(say!("{less}：从应付中扣减；{more}：加回", "{less}: taken off what is paid; {more}: given back"))
}
