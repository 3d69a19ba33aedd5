//! Edge cases by hand: figures just below, at and just above where rules like to break.
//!
//! They stand in `planted/*.csv`, because they are data about policies and not about the generator.

use std::collections::{BTreeMap, BTreeSet};

use duixian::calendar::Date;

use super::firms::Firm;
use super::{Cell, City, Record, WAN, YUAN};

/// Figures of 研发费用.
pub struct Research {
    /// This year's minus last year's, in 分.
    pub increment: i64,
    pub key_field: bool,
    pub excellent: bool,
    pub newcomer: bool,
    /// Does it count among those who get something?
    pub awarded: bool,
}

/// Entries of 已拨付.
pub struct Payment {
    /// Which kind of firm it goes to.
    pub to: String,
    pub policy: String,
    pub policy_year: i64,
    pub amount: i64,
    pub day: Option<Date>,
    pub reason: String,
}

/// A row of a related table that planted values are laid over: the table, its fields, its cells.
pub type Row = (&'static str, &'static [&'static str], Vec<Cell>);

/// How many planted records a table gets.
pub fn count(year: i16, table: &str) -> usize {
    lines(RECORDS, year).map_or(0, |l| l.iter().filter(|line| get(line, "table") == table).count())
}

const RESEARCH: &str = include_str!("../planted/research.csv");
const RECORDS: &str = include_str!("../planted/records.csv");
const PAYMENTS: &str = include_str!("../planted/payments.csv");

/// This year's planted figures of 研发费用.
pub fn research(year: i16) -> Result<Vec<Research>, String> {
    lines(RESEARCH, year)?
        .iter()
        .map(|line| {
            Ok(Research {
                increment: amount(&get(line, "increment"))?,
                key_field: get(line, "key_field") == "是",
                excellent: get(line, "excellent") == "是",
                newcomer: get(line, "newcomer") == "是",
                awarded: get(line, "awarded") == "是",
            })
        })
        .collect()
}

/// This year's planted payments.
pub fn payments(year: i16) -> Result<Vec<Payment>, String> {
    lines(PAYMENTS, year)?
        .iter()
        .map(|line| {
            Ok(Payment {
                to: get(line, "to"),
                policy: get(line, "policy"),
                policy_year: get(line, "policy_year").parse().map_err(|_| bad(line))?,
                amount: amount(&get(line, "amount"))?,
                day: Date::parse_iso(&get(line, "day")),
                reason: get(line, "reason"),
            })
        })
        .collect()
}

/// How many planted payments make an award wait that would be paid otherwise.
pub fn withheld(year: i16) -> Result<usize, String> {
    let held = |p: &&Payment| p.to == "overreturned" && p.reason == "预拨";
    Ok(payments(year)?.iter().filter(held).count())
}

/// Sets firms aside for the planted records of the year, so that nothing else lands on them.
pub fn reserve(city: &mut City, excluded: &BTreeSet<usize>) -> Result<(), String> {
    let year = city.year;
    for line in lines(RECORDS, year)? {
        let key = get(&line, "firm");
        if city.reserved.contains_key(&key) {
            continue;
        }
        let needs = get(&line, "needs");
        let fits = |f: &Firm| {
            !f.planted && f.decided.is_none() && {
                match needs.as_str() {
                    "large" => f.revenue >= 60_000 * WAN && f.above_scale,
                    "certified" => f.certified(year),
                    "plain" => f.revenue >= 1_000 * WAN && f.revenue < 20_000 * WAN,
                    _ => f.above_scale && f.revenue >= 8_000 * WAN,
                }
            }
        };
        // a stride that wanders over all counties
        let count = city.firms.len();
        let found = (0..count)
            .map(|i| (i * 997 + city.reserved.len() * 131) % count)
            .filter(|place| !excluded.contains(place))
            .find(|place| city.firms.get(*place).is_some_and(fits));
        let Some(place) = found else { continue };
        if let Some(firm) = city.firms.get_mut(place) {
            firm.planted = true;
            if let Some(output) = needs.strip_prefix("output=") {
                firm.output = Some(amount(output)?);
                firm.revenue = super::firms::round(amount(output)? / 100 * 104);
            }
        }
        city.reserved.insert(key, place);
    }
    Ok(())
}

/// Writes the planted records of the year.
pub fn place_records(city: &mut City) -> Result<(), String> {
    let mut serial = 0;
    for line in lines(RECORDS, city.year)? {
        let Some(firm) = city.reserved.get(&get(&line, "firm")).copied() else {
            continue;
        };
        serial += 1;
        let table = get(&line, "table");
        let values = get(&line, "values");
        let (table, fields, mut cells) = match table.as_str() {
            "技术合同" => super::contracts::plain(city.year, serial),
            "创新平台" => super::honours::plain_platform(serial),
            "科技奖励" => super::honours::plain_award(serial),
            "人才" => super::honours::plain_talent(serial),
            "信用贷款" => super::funds::plain_loan(city.year, serial),
            _ => return Err(bad(&line)),
        };
        for part in values.split(';') {
            let (field, value) = part.split_once('=').ok_or_else(|| bad(&line))?;
            let place = fields.iter().position(|f| *f == field);
            let cell = place.and_then(|p| cells.get_mut(p)).ok_or_else(|| bad(&line))?;
            *cell = value_of(value)?;
        }
        city.add(table, fields, Record { firm, cells });
    }
    Ok(())
}

fn value_of(text: &str) -> Result<Cell, String> {
    Ok(match text {
        "" => Cell::Empty,
        "是" => Cell::YesNo(true),
        "否" => Cell::YesNo(false),
        _ => match (text.strip_suffix('元'), Date::parse_iso(text)) {
            (Some(yuan), _) => Cell::Money(amount(yuan)?),
            (_, Some(day)) => Cell::Date(day),
            _ => Cell::Text(text.to_owned()),
        },
    })
}

/// Yuan with two decimals, as 分.
fn amount(text: &str) -> Result<i64, String> {
    let (yuan, cents) = text.split_once('.').ok_or_else(|| text.to_owned())?;
    let sign = if yuan.starts_with('-') { -1 } else { 1 };
    let yuan: i64 = yuan.parse().map_err(|_| text.to_owned())?;
    let cents: i64 = cents.parse().map_err(|_| text.to_owned())?;
    Ok(yuan * YUAN + sign * cents)
}

type Line = BTreeMap<String, String>;

fn lines(text: &str, year: i16) -> Result<Vec<Line>, String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut found = Vec::new();
    let headings = reader.headers().map_err(|e| e.to_string())?.clone();
    for record in reader.records() {
        let record = record.map_err(|e| e.to_string())?;
        let line: Line = headings.iter().zip(record.iter()).map(|(h, v)| (h.to_owned(), v.to_owned())).collect();
        if get(&line, "year") == year.to_string() {
            found.push(line);
        }
    }
    Ok(found)
}

fn get(line: &Line, column: &str) -> String {
    line.get(column).cloned().unwrap_or_default()
}

fn bad(line: &Line) -> String {
    format!("planted line: {line:?}")
}
