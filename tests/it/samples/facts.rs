//! The city has the size of the report that it stands for, counted in what the engine reads and settles.

use duixian::calendar::Date;
use duixian::policy::pack::Pack;
use duixian::roster::Roster;
use duixian::schema::{ENTERPRISES, TableId};
use duixian::value::{Type, Value};

use crate::engine;
use crate::packs::{root, zhuzhou};

const YEAR: i16 = 2022;

/// The city of 2022 as the engine reads it.
struct Read {
    pack: Pack,
    roster: Roster,
}

impl Read {
    fn city() -> Self {
        let pack = zhuzhou();
        let path = root().join("sample_data/zhuzhou/2022/roster.xlsx");
        let roster = engine::read(&engine::load(&[path]), &pack, YEAR);
        Self { pack, roster }
    }

    fn table(&self, name: &str) -> TableId {
        self.pack.schema.table(name).unwrap()
    }

    fn rows(&self, table: TableId) -> usize {
        self.roster.dataset.tables[table.0].len
    }

    /// A cell; none where it is empty.
    fn cell(&self, table: TableId, field: &str, row: usize) -> Option<Value> {
        let id = self.pack.schema.get(table).unwrap().field(field).unwrap();
        self.roster.dataset.value(table, id, row).unwrap().ok()
    }

    fn day(&self, table: TableId, field: &str, row: usize) -> Option<Date> {
        match self.cell(table, field, row) {
            Some(Value::Date(day)) => Some(day),
            _ => None,
        }
    }

    /// The option of a choice.
    fn chosen(&self, table: TableId, field: &str, row: usize) -> Option<String> {
        let known = self.pack.schema.get(table).unwrap();
        let Type::Choice(choice) = &known.fields[known.field(field).unwrap().0].ty else { panic!("no choice") };
        match self.cell(table, field, row)? {
            Value::Choice(at) => Some(choice.options[at as usize].clone()),
            _ => None,
        }
    }

    fn count(&self, table: &str, fits: impl Fn(TableId, usize) -> bool) -> usize {
        let table = self.table(table);
        (0..self.rows(table)).filter(|row| fits(table, *row)).count()
    }

    fn in_year(&self, table: TableId, field: &str, row: usize) -> bool {
        self.day(table, field, row).is_some_and(|d| d.year() == YEAR)
    }
}

#[test]
fn the_enterprises() {
    let city = Read::city();
    assert_eq!(city.rows(ENTERPRISES), 2600);
    let small = |row: &usize| city.cell(ENTERPRISES, "科技型中小企业", *row) == Some(Value::YesNo(true));
    assert_eq!((0..2600).filter(small).count(), 1261);
    let end = Date::year_end(YEAR).unwrap();
    let valid = |row: &usize| {
        let issued = city.day(ENTERPRISES, "高企发证日期", *row);
        issued.is_some_and(|day| day <= end && day.plus_years(3).is_some_and(|until| end < until))
    };
    assert_eq!((0..2600).filter(valid).count(), 1100);
    let first = |row: &usize| {
        city.chosen(ENTERPRISES, "高企认定类型", *row).as_deref() == Some("首次认定")
            && city.in_year(ENTERPRISES, "高企发证日期", *row)
    };
    assert_eq!((0..2600).filter(first).count(), 195);
}

#[test]
fn the_records() {
    let city = Read::city();
    let is = |table, field: &str, row, option: &str| city.chosen(table, field, row).as_deref() == Some(option);
    assert_eq!(city.count("技术合同", |_, _| true), 3366);
    assert_eq!(city.count("企业称号", |t, r| is(t, "称号", r, "瞪羚企业") && city.in_year(t, "认定日期", r)), 50);
    assert_eq!(city.count("人才", |t, r| is(t, "人才类别", r, "D") && city.in_year(t, "引进日期", r)), 18);
    assert_eq!(city.count("重大项目", |t, r| city.in_year(t, "立项日期", r)), 3);
}

#[test]
fn the_awards() {
    let city = Read::city();
    let files = engine::settle(&city.roster, &city.pack, YEAR, 1024);
    let mut reader = csv::Reader::from_reader(files["awards.csv"].trim_start_matches('\u{FEFF}').as_bytes());
    let headings = reader.headers().unwrap().clone();
    let column = |name: &str| headings.iter().position(|h| h == name).unwrap();
    let (measure, payable, offset) = (column("measure"), column("payable"), column("offset"));
    // an advance takes nothing from the award itself
    let awarded = reader.records().map(Result::unwrap).filter(|line| {
        let cents = |at: usize| line[at].replace('.', "").parse::<i64>();
        &line[measure] == "rd-award" && cents(payable).is_ok_and(|p| p - cents(offset).unwrap() > 0)
    });
    assert_eq!(awarded.count(), 412);
}

#[test]
fn names_and_codes_that_make_one_look_twice_are_there() {
    let city = Read::city();
    let found = |code: &str| city.roster.findings.iter().filter(|f| f.code.id == code).count();
    assert_eq!((found("roster/name-shared"), found("roster/code-check")), (1, 1));
    let branch = |row: &usize| match city.cell(ENTERPRISES, "企业名称", *row) {
        Some(Value::Text(name)) => name.ends_with("分公司"),
        _ => false,
    };
    assert_eq!((0..2600).filter(branch).count(), 1);
}
