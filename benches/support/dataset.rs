//! The invented columns as the engine's own dataset, in the order of `benches/rules/fields.toml`.

use duixian::calendar::Date;
use duixian::dataset::{Dataset, Records, Texts};
use duixian::value::{Column, Data, State};

use super::columns::Columns;

/// The dataset of the columns.
pub fn dataset(c: &Columns) -> Dataset {
    let mut texts = Texts::default();
    let codes = Data::Text((0..c.len()).map(|i| texts.intern(&format!("{i:018}"))).collect());
    let names = Data::Text((0..c.len()).map(|i| texts.intern(&format!("企业{i}"))).collect());
    let day =
        |ymd: &i32| Date::new((ymd / 10_000) as i16, (ymd / 100 % 100) as i8, (ymd % 100) as i8).unwrap().number();
    let choice = |options: &[u8]| Data::Choice(options.iter().map(|o| u32::from(*o)).collect());
    let flags = |answers: &[bool]| Data::YesNo(answers.to_vec());
    let numbers =
        |values: &[i64], scale| Data::Number { mantissas: values.iter().map(|v| i128::from(*v)).collect(), scale };
    let data = [
        codes,
        names,
        choice(&c.county),
        choice(&c.kind),
        Data::Date(c.issued.iter().map(day).collect()),
        flags(&c.small),
        flags(&c.deducted),
        flags(&c.key_area),
        flags(&c.industrial),
        flags(&c.gazelle),
        choice(&c.giant),
        numbers(&c.revenue, 2),
        numbers(&c.output, 2),
        numbers(&c.research_before, 2),
        numbers(&c.research, 2),
        numbers(&c.paid, 2),
        numbers(&c.registered, 2),
        numbers(&c.overdue, 2),
        numbers(&c.national, 0),
        numbers(&c.provincial, 0),
        numbers(&c.talents_b, 0),
        numbers(&c.talents_d, 0),
    ];
    let columns = data.into_iter().map(|data| Column { states: vec![State::Known; c.len()], data }).collect();
    Dataset { tables: vec![Records { len: c.len(), columns, ..Records::default() }], texts }
}
