//! Loans, major projects and money from above.

use duixian::calendar::Date;

use super::firms::round;
use super::size::{Size, by_year};
use super::{Cell, City, FIRST_YEAR, Record, WAN, YUAN};
use crate::names::BANKS;
use crate::random::Random;

const LOANS: &str = "信用贷款";
const LOAN: &[&str] = &["贷款编号", "银行", "本金", "逾期本金", "逾期日期"];
const PROJECTS: &str = "重大项目";
const PROJECT: &[&str] = &["项目名称", "立项级别", "项目研发投入", "立项日期", "阶段"];
const FUNDS: &str = "上级资金";
const FUND: &[&str] = &["项目", "到账金额", "到账日期"];

/// Enters the year's loans, projects and funds.
pub fn receive(city: &mut City, random: &mut Random, size: &Size) {
    loans(city, random, size);
    projects(city, random, size);
    funds(city, random, size);
}

fn loans(city: &mut City, random: &mut Random, size: &Size) {
    let year = city.year;
    let mut borrowers = city.shuffled(random);
    borrowers.retain(|p| city.firms.get(*p).is_some_and(|f| !f.planted && f.small_tech));
    let count = size.count(by_year(year, 150, 240, 260));
    for (serial, firm) in borrowers.into_iter().take(count).enumerate() {
        let principal = random.quantile(&[(0, 30), (300, 100), (700, 260), (950, 500), (1000, 800)]) / 10 * 10 * WAN;
        // a handful are overdue, one of them since the year before
        let overdue = serial % 24 == 7;
        let (late, since) = if overdue {
            let day = Date::new(year, 2, 1).and_then(|d| d.plus_days(random.between(0, 300)));
            (principal / 100 * random.between(20, 90) + random.between(0, 99) * YUAN, day)
        } else {
            (0, None)
        };
        let cells = vec![
            Cell::Text(loan_number(year, serial)),
            Cell::Word(random.word(BANKS)),
            Cell::Money(principal),
            Cell::Money(late),
            Cell::date(since),
        ];
        city.add(LOANS, LOAN, Record { firm, cells });
    }
}

fn loan_number(year: i16, serial: usize) -> String {
    format!("ZSJZ{year}-{:05}", serial + 1)
}

fn projects(city: &mut City, random: &mut Random, size: &Size) {
    let year = city.year;
    let mut large = city.shuffled(random);
    large.retain(|p| city.firms.get(*p).is_some_and(|f| !f.planted && f.certified(year) && f.revenue >= 50_000 * WAN));
    let subjects =
        ["轴带式大功率永磁发电机", "全电推进通用飞机", "重载列车智能制动", "钠离子储能电池组", "海上漂浮式风力发电机"];
    let mut large = large.into_iter();
    for turn in 0..size.count(by_year(year, 3, 4, 4)) {
        let Some(firm) = large.next() else { break };
        // 8000万元 each in the first year, as the report has it
        let spent = if year == FIRST_YEAR {
            8_000 * WAN
        } else {
            round(random.between(3_000, 12_000) * WAN + random.between(0, 9_999) * YUAN)
        };
        let name = subjects.get(turn % subjects.len()).copied().unwrap_or("");
        let cells = vec![
            Cell::Text(format!("{name}关键技术攻关({year})")),
            Cell::Word("省级"),
            Cell::Money(spent),
            Cell::date(Date::new(year, 6, 20)),
            Cell::Word("立项"),
        ];
        city.add(PROJECTS, PROJECT, Record { firm, cells });
    }
    if year > FIRST_YEAR {
        for stage in ["中期", "验收"].iter().take(size.count(2)) {
            let Some(firm) = large.next() else { break };
            let cells = vec![
                Cell::Text(format!("{}成套装备研制({})", random.word(&subjects), year - 1)),
                Cell::Word("省级"),
                Cell::Money(random.between(2_000, 6_000) * WAN),
                Cell::date(Date::new(year - 1, 5, 18)),
                Cell::Word(stage),
            ];
            city.add(PROJECTS, PROJECT, Record { firm, cells });
        }
    }
}

fn funds(city: &mut City, random: &mut Random, size: &Size) {
    let year = city.year;
    let mut receivers = city.shuffled(random);
    receivers.retain(|p| city.firms.get(*p).is_some_and(|f| !f.planted && f.certified(year)));
    let count = size.count(by_year(year, 188, 205, 210));
    let mut rows = Vec::new();
    for (serial, firm) in receivers.into_iter().take(count).enumerate() {
        let raw = random.quantile(&[(0, 20), (400, 120), (800, 600), (980, 4_000), (1000, 16_000)]);
        let came = if random.chance(40) { year - 1 } else { year };
        let day = Date::new(came, 3, 1).and_then(|d| d.plus_days(random.between(0, 290)));
        rows.push((firm, raw, day, serial));
    }
    let sum: i64 = rows.iter().map(|r| r.1).sum();
    let total = size.sum(124_100 * WAN);
    for (firm, raw, day, serial) in rows {
        let kind = random.word(&["国家重点研发计划课题", "省重点研发计划项目", "部省联动专项", "科技重大专项子课题"]);
        let amount = i128::from(raw) * i128::from(total) / i128::from(sum.max(1));
        let cells = vec![
            Cell::Text(format!("{kind}{}", serial + 1)),
            Cell::Money(round(i64::try_from(amount).unwrap_or(0))),
            Cell::date(day),
        ];
        city.add(FUNDS, FUND, Record { firm, cells });
    }
}

/// A loan for planted figures.
pub fn plain_loan(year: i16, serial: usize) -> super::planted::Row {
    let bank = BANKS.get(serial % BANKS.len()).copied().unwrap_or("");
    let number = Cell::Text(loan_number(year, 9_000 + serial));
    let cells = vec![number, Cell::Word(bank), Cell::Money(0), Cell::Money(0), Cell::Empty];
    (LOANS, LOAN, cells)
}
