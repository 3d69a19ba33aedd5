//! Our reading against calamine's, an independent reader of workbooks: what both read is the same.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::PathBuf;

use calamine::{Data, Range, Reader, Xlsx};
use duixian::dataset::Provenance;
use duixian::roster::{self, Options, Roster, RosterFile};
use duixian::schema::{FieldId, Schema, TableId};
use duixian::source::CellPlace;
use duixian::value::Value;

use super::book::{Book, lines};
use super::random::Random;
use super::schema::{file, lane, read};
use crate::engine::{folder, load};
use crate::packs::{root, shown, zhuzhou};

#[test]
fn amounts_and_names_of_any_kind() {
    let mut random = Random(3);
    let mut compared = 0;
    for _ in 0..2_000 {
        let rows: Vec<Vec<String>> =
            std::iter::once(lines("统一社会信用代码|企业名称|所属县市区|产值(万元)|发证日期")[0].clone())
                .chain((0..3).map(|i| {
                    let code = ["914403001922038216", "91440300192317458F", "914300007808508659"][i];
                    let digits = random.below(1_000_000_000);
                    let amount = match random.below(3) {
                        0 => digits.to_string(),
                        1 => format!("{}.{:02}", digits / 100, digits % 100),
                        _ => format!("0.{digits}"),
                    };
                    vec![code.to_owned(), format!("公司 & <{digits}>"), "天元区".to_owned(), amount, String::new()]
                }))
                .collect();
        let bytes = Book::new().rows("企业", &rows).bytes();
        let ours = read(&[file("名单.xlsx", bytes.clone())]).expect("a clean workbook");
        let mut theirs: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        let range = theirs.worksheet_range("企业").expect("a sheet");
        for row in 0..3 {
            let place = ours.origin(TableId(0), row);
            let at = |column: u32| range.get_value((place.row - 1, column)).cloned();
            assert_eq!(at(0), Some(Data::String(ours.code(row).to_owned())));
            assert_eq!(at(1), Some(Data::String(ours.name(row).to_owned())));
            let amount = match at(3) {
                Some(Data::Float(f)) => f.to_string(),
                Some(Data::Int(i)) => i.to_string(),
                other => panic!("{other:?}"),
            };
            let expected = roster::number::money(&amount, Some(roster::number::Unit::Wan)).expect("an amount");
            assert_eq!(lane(&ours, "企业", "产值", row), expected.value.to_string());
            compared += 1;
        }
    }
    assert_eq!(compared, 6_000);
}

/// The sheets of workbooks as calamine reads them, by file and sheet.
fn theirs(files: &[RosterFile]) -> BTreeMap<(String, String), Range<Data>> {
    let mut sheets = BTreeMap::new();
    for file in files.iter().filter(|f| f.bytes.starts_with(b"PK")) {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.bytes.to_vec())).expect("a workbook");
        for sheet in book.sheet_names() {
            let range = book.worksheet_range(&sheet).expect("a sheet");
            sheets.insert((file.name.clone(), sheet), range);
        }
    }
    sheets
}

/// Does their cell hold what we read? `ours` is the cell's text as we remember it.
fn agrees(theirs: &Data, ours: &str, value: &Value) -> bool {
    match theirs {
        Data::String(text) => text == ours,
        // our digits are a decimal, theirs the nearest binary number to it
        Data::Float(number) => ours.parse::<f64>().is_ok_and(|n| n == *number),
        Data::Int(number) => ours == number.to_string(),
        Data::Bool(answer) => *value == Value::YesNo(*answer),
        Data::DateTime(day) => match value {
            Value::Date(date) => {
                let (year, month, day, ..) = day.to_ymd_hms_milli();
                date.to_string() == format!("{year:04}-{month:02}-{day:02}")
            }
            _ => false,
        },
        Data::DateTimeIso(_) | Data::DurationIso(_) | Data::Error(_) | Data::Empty => false,
    }
}

/// Every value of a roster that comes from a workbook, against the cell that calamine has there.
fn compare(files: &[RosterFile], roster: &Roster, schema: &Schema) -> usize {
    let theirs = theirs(files);
    let mut compared = 0;
    let mut wrong = Vec::new();
    for (t, table) in schema.tables.iter().enumerate() {
        for (f, field) in table.fields.iter().enumerate() {
            for row in 0..roster.dataset.tables[t].len {
                let (table, id) = (TableId(t), FieldId(f));
                let Some(Ok(value)) = roster.dataset.value(table, id, row) else { continue };
                if value == Value::None {
                    continue;
                }
                let Some((place, raw)) = roster.cell(table, id, row) else { continue };
                let Some(their) = cell(&theirs, &place) else { continue };
                let ours = raw.unwrap_or_else(|| plain(&value, schema, table, id));
                // a merged cell that is filled down has its value in its first row alone
                if *their == Data::Empty && field.fill_down {
                    continue;
                }
                compared += 1;
                if !agrees(their, &ours, &value) {
                    wrong.push(format!("{} {}: {their:?}, {ours}, {value:?}", place.sheet, place.address()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {compared} differ: {:#?}", wrong.len(), &wrong[..wrong.len().min(20)]);
    compared
}

fn cell<'a>(sheets: &'a BTreeMap<(String, String), Range<Data>>, place: &CellPlace) -> Option<&'a Data> {
    let range = sheets.get(&(place.file.to_string(), place.sheet.to_string()))?;
    Some(range.get_value((place.row - 1, place.column - 1)).unwrap_or(&Data::Empty))
}

/// A value as its cell has it where nothing else is remembered.
fn plain(value: &Value, schema: &Schema, table: TableId, field: FieldId) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Date(day) => day.to_string(),
        Value::YesNo(answer) => if *answer { "是" } else { "否" }.to_owned(),
        Value::Choice(option) => match &schema.tables[table.0].fields[field.0].ty {
            duixian::value::Type::Choice(choice) => choice.options[*option as usize].clone(),
            _ => unreachable!("an option of no choice"),
        },
        Value::None => String::new(),
    }
}

fn agree_on(paths: &[PathBuf], year: i16, least: usize) {
    let pack = zhuzhou();
    let files = load(paths);
    let options = Options { year, ..Options::default() };
    let roster = roster::read(&files, &pack.schema, &options).unwrap_or_else(|f| panic!("{}", shown(&f)));
    let compared = compare(&files, &roster, &pack.schema);
    assert!(compared >= least, "only {compared} cells were compared");
}

#[test]
fn the_clean_cities_cell_by_cell() {
    for year in [2022, 2023] {
        agree_on(&[root().join(format!("sample_data/zhuzhou/{year}/roster.xlsx"))], year, 50_000);
    }
}

#[test]
fn the_counties_cell_by_cell() {
    for year in [2022, 2023] {
        agree_on(&folder(&root().join(format!("sample_data/zhuzhou/{year}/counties"))), year, 20_000);
    }
}

#[test]
fn messy_workbooks_of_two_programs_cell_by_cell() {
    for set in ["openpyxl", "libreoffice"] {
        for year in [2022, 2023] {
            agree_on(&folder(&root().join(format!("tests/messy/{set}/{year}"))), year, 4_000);
        }
    }
}
