//! Technology contracts: most between firms, some with universities and institutes.

use duixian::calendar::Date;

use super::firms::round;
use super::size::{Size, by_year};
use super::{Cell, City, Record, WAN, YUAN};
use crate::names::{INSTITUTES, UNIVERSITIES, partner};
use crate::random::Random;

const TABLE: &str = "技术合同";
const FIELDS: &[&str] =
    &["合同登记编号", "登记日期", "合作单位", "合作单位类型", "合同金额", "当年实付金额", "关联方", "技术类别"];
const KINDS: &[&str] = &["技术开发", "技术开发", "技术转让", "技术许可", "技术咨询", "技术服务", "技术服务"];

/// Signs the year's contracts; with the planted ones they are as many as the report says.
pub fn sign(city: &mut City, random: &mut Random, size: &Size) {
    let year = city.year;
    let planted = if size.is_reported() { super::planted::count(year, TABLE) } else { 0 };
    let count = size.count(by_year(year, 3366, 4120, 4600)).saturating_sub(planted);
    let signers: Vec<usize> = city
        .shuffled(random)
        .into_iter()
        .filter(|p| city.firms.get(*p).is_some_and(|f| !f.planted && (f.certified(year) || f.small_tech)))
        .take(size.count(980))
        .collect();
    if signers.is_empty() {
        return;
    }
    let mut rows = Vec::with_capacity(count);
    for serial in 0..count {
        // a few firms sign often
        let busy = if random.chance(550) { signers.len() / 8 + 1 } else { signers.len() };
        let Some(firm) = signers.get(random.index(busy)).copied() else {
            continue;
        };
        let certified = city.firms.get(firm).is_some_and(|f| f.certified(year));
        let cells = contract(random, year, serial, certified);
        rows.push(Record { firm, cells });
    }
    raise(&mut rows, size.sum(3_080_000 * WAN));
    for row in rows {
        city.add(TABLE, FIELDS, row);
    }
}

fn contract(random: &mut Random, year: i16, serial: usize, certified: bool) -> Vec<Cell> {
    let (kind, with) = match random.below(100) {
        0..=6 => ("高等院校", random.word(UNIVERSITIES).to_owned()),
        7..=10 => ("科研院所", random.word(INSTITUTES).to_owned()),
        11..=17 => ("其他", format!("{}科学技术协会", random.word(&["长沙", "湘潭", "衡阳", "萍乡"]))),
        _ => ("企业", partner(random)),
    };
    let academic = kind == "高等院校" || kind == "科研院所";
    let size = if academic {
        &[(0, 1), (200, 3), (600, 9), (900, 28), (985, 80), (1000, 260)]
    } else {
        &[(0, 1), (200, 12), (500, 60), (800, 420), (950, 3_200), (1000, 9_000)]
    };
    let amount = round(random.quantile(size) * WAN + random.between(0, 99) * 100 * YUAN);
    let mut paid = match random.below(4) {
        0 => amount,
        1 if !academic => 0,
        _ => round(amount / 100 * random.between(30, 95)),
    };
    if random.chance(25) && paid > WAN {
        paid -= random.between(1, 9_999);
    }
    let registered = match random.below(1000) {
        0..=17 => None,
        18..=32 => Date::new(year - 1, 12, 20),
        _ => Date::new(year, 1, 5).and_then(|d| d.plus_days(random.between(0, 355))),
    };
    let number = registered.map(|day| number(day.year(), serial));
    let related = random.chance(if certified { 30 } else { 15 });
    vec![
        number.map_or(Cell::Empty, Cell::Text),
        Cell::date(registered),
        Cell::Text(with),
        Cell::Word(kind),
        Cell::Money(amount),
        Cell::Money(paid),
        Cell::YesNo(related),
        Cell::Word(random.word(KINDS)),
    ]
}

fn number(year: i16, serial: usize) -> String {
    format!("{year}4302{:08}", serial + 1_001)
}

/// Brings the contracts between firms to the city's turnover, in proportion.
fn raise(rows: &mut [Record], total: i64) {
    let business = |row: &Record| row.cells.contains(&Cell::Word("企业"));
    let sum: i128 = rows.iter().filter(|r| business(r)).map(|r| i128::from(money(r, 4))).sum();
    for row in rows.iter_mut().filter(|r| business(r)) {
        for place in [4, 5] {
            let scaled = i128::from(money(row, place)) * i128::from(total) / sum.max(1);
            let scaled = i64::try_from(scaled).unwrap_or(0);
            if let Some(cell) = row.cells.get_mut(place) {
                *cell = Cell::Money(round(scaled));
            }
        }
    }
}

fn money(row: &Record, place: usize) -> i64 {
    match row.cells.get(place) {
        Some(Cell::Money(amount)) => *amount,
        _ => 0,
    }
}

/// A contract for planted figures.
pub fn plain(year: i16, serial: usize) -> super::planted::Row {
    let partner = UNIVERSITIES.get(serial % UNIVERSITIES.len()).copied().unwrap_or("");
    let cells = vec![
        Cell::Text(number(year, 90_000 + serial)),
        Cell::date(Date::new(year, 6, 15)),
        Cell::Word(partner),
        Cell::Word("企业"),
        Cell::Money(0),
        Cell::Money(0),
        Cell::YesNo(false),
        Cell::Word("技术开发"),
    ];
    (TABLE, FIELDS, cells)
}
