//! Titles, platforms, science awards and talents.

use std::collections::{BTreeMap, BTreeSet};

use duixian::calendar::Date;

use super::size::{Size, by_year};
use super::{Cell, City, FIRST_YEAR, Record, Records, WAN};
use crate::names::person;
use crate::random::Random;

const TITLES: (&str, &[&str]) = ("企业称号", &["称号", "级别", "认定日期"]);
const PLATFORMS: (&str, &[&str]) = ("创新平台", &["平台名称", "平台级别", "批准日期"]);
const AWARDS: (&str, &[&str]) = ("科技奖励", &["项目名称", "奖励级别", "奖励等级", "授奖日期"]);
const TALENTS: (&str, &[&str]) = ("人才", &["姓名", "人才类别", "引进日期"]);

const SUBJECTS: &[&str] = &[
    "高强韧硬质合金制备",
    "大功率变流装置",
    "轨道车辆轻量化转向架",
    "特高压电瓷绝缘子",
    "永磁直驱电机",
    "航空发动机叶片精密成形",
    "钠离子电池正极材料",
    "工业废水深度处理",
    "智能焊接机器人",
    "碳纤维复合构件",
    "高温合金粉末",
    "列车制动控制",
    "精密刀具涂层",
    "油茶精深加工",
    "医用可降解材料",
    "烟花自动化生产线",
];

/// Grants the year's honours. The first year also has those of earlier years.
pub fn grant(city: &mut City, random: &mut Random, size: &Size) {
    titles(city, random, size);
    platforms(city, random, size);
    awards(city, random, size);
    talents(city, random, size);
}

/// Takes last year's rows over, except those of firms that have closed.
pub fn carry(city: &mut City, earlier: &BTreeMap<&'static str, Records>, opened: &BTreeSet<usize>) {
    for (table, fields) in [TITLES, PLATFORMS, AWARDS, TALENTS] {
        for row in earlier.get(table).map_or(&[][..], |r| &r.rows) {
            if !opened.contains(&row.firm) {
                city.add(table, fields, row.clone());
            }
        }
    }
}

fn titles(city: &mut City, random: &mut Random, size: &Size) {
    let year = city.year;
    let growing = free(city, random, |f| f.revenue >= 3_000 * WAN && (f.certified(year) || f.small_tech));
    let gazelles = size.count(by_year(year, 50, 42, 45));
    let (quick, rest) = growing.split_at(gazelles.min(growing.len()));
    let day = Date::new(year, 9, 28);
    for firm in quick.iter().copied() {
        add(city, TITLES, firm, vec![Cell::Word("瞪羚企业"), Cell::Word("市级"), Cell::date(day)]);
    }
    // some have both titles, or two levels of one
    let mut special = quick.iter().copied().take(gazelles / 4).chain(rest.iter().copied());
    let mut levels = vec![("国家级", 8, year), ("省级", 60, year), ("市级", 75, year)];
    if year == FIRST_YEAR {
        levels.extend([("国家级", 12, year - 1), ("省级", 45, year - 1), ("市级", 30, year - 2)]);
    }
    for (level, reported, granted) in levels {
        for turn in 0..size.count(reported) {
            let Some(firm) = special.next() else { break };
            let day = Date::new(granted, if level == "国家级" { 8 } else { 11 }, 16);
            let title = |level| vec![Cell::Word("专精特新"), Cell::Word(level), Cell::date(day)];
            add(city, TITLES, firm, title(level));
            if level == "国家级" && turn < 2 {
                add(city, TITLES, firm, title("省级"));
            }
        }
    }
}

fn platforms(city: &mut City, random: &mut Random, size: &Size) {
    let year = city.year;
    let hosts = free(city, random, |f| f.above_scale && f.revenue >= 7_000 * WAN && f.certified(year));
    let mut hosts = hosts.into_iter();
    let mut levels = vec![
        ("国家级", by_year(year, 2, 1, 1), year),
        ("省级", by_year(year, 11, 14, 12), year),
        ("市级", by_year(year, 24, 38, 30), year),
    ];
    if year == FIRST_YEAR {
        levels.extend([("国家级", 3, year - 4), ("省级", 26, year - 2), ("市级", 22, year - 1)]);
    }
    for (level, reported, approved) in levels {
        for _ in 0..size.count(reported) {
            let Some(firm) = hosts.next() else { break };
            let subject = random.word(SUBJECTS);
            let kind = match level {
                "国家级" => "国家企业技术中心",
                "省级" => "省工程技术研究中心",
                _ => "市企业研发中心",
            };
            let day = Date::new(approved, 2, 10).and_then(|d| d.plus_days(random.between(0, 300)));
            let name = Cell::Text(format!("{subject}{kind}"));
            add(city, PLATFORMS, firm, vec![name, Cell::Word(level), Cell::date(day)]);
        }
    }
}

fn awards(city: &mut City, random: &mut Random, size: &Size) {
    let year = city.year;
    let planted = u64::from(year == FIRST_YEAR && size.is_reported());
    let mut winners = free(city, random, |f| f.certified(year) && f.revenue >= 2_000 * WAN).into_iter();
    for (level, grade, reported) in [
        ("国家级", "二等", 2 - planted),
        ("省级", "一等", 4),
        ("省级", "二等", 9),
        ("省级", "三等", by_year(year, 14, 17, 15)),
    ] {
        for _ in 0..size.count(reported) {
            let Some(firm) = winners.next() else { break };
            let name = Cell::Text(format!("{}关键技术及应用", random.word(SUBJECTS)));
            let day = Date::new(year, if level == "省级" { 12 } else { 11 }, 3);
            add(city, AWARDS, firm, vec![name, Cell::Word(level), Cell::Word(grade), Cell::date(day)]);
        }
    }
}

fn talents(city: &mut City, random: &mut Random, size: &Size) {
    let year = city.year;
    let hosts = free(city, random, |f| f.certified(year) && f.revenue >= 1_500 * WAN);
    let mut kinds = vec![("C", 3, year), ("D", by_year(year, 18, 22, 20), year), ("E", 26, year)];
    if year == FIRST_YEAR {
        kinds.extend([("C", 2, year - 1), ("E", 9, year - 2)]);
    }
    for (kind, reported, came) in kinds {
        for _ in 0..size.count(reported) {
            // two thirds of the hosts of one kind take more than one
            let among = hosts.len().min(size.count(40));
            let Some(firm) = hosts.get(random.index(among)).copied() else {
                continue;
            };
            let day = Date::new(came, 1, 10).and_then(|d| d.plus_days(random.between(0, 340)));
            let name = Cell::Text(person(random, kind == "D"));
            add(city, TALENTS, firm, vec![name, Cell::Word(kind), Cell::date(day)]);
        }
    }
}

/// Firms that fit and are not set aside, in a random order.
fn free(city: &City, random: &mut Random, fits: impl Fn(&super::firms::Firm) -> bool) -> Vec<usize> {
    let mut places = city.shuffled(random);
    places.retain(|p| city.firms.get(*p).is_some_and(|f| !f.planted && fits(f)));
    places
}

fn add(city: &mut City, (table, fields): (&'static str, &'static [&'static str]), firm: usize, cells: Vec<Cell>) {
    city.add(table, fields, Record { firm, cells });
}

fn subject(serial: usize) -> &'static str {
    SUBJECTS.get(serial % SUBJECTS.len()).copied().unwrap_or("")
}

/// A platform for planted figures.
pub fn plain_platform(serial: usize) -> super::planted::Row {
    let name = Cell::Text(format!("{}重点实验室", subject(serial)));
    (PLATFORMS.0, PLATFORMS.1, vec![name, Cell::Empty, Cell::Empty])
}

/// A science award for planted figures.
pub fn plain_award(serial: usize) -> super::planted::Row {
    let name = Cell::Text(format!("{}成套技术", subject(serial)));
    (AWARDS.0, AWARDS.1, vec![name, Cell::Empty, Cell::Empty, Cell::Empty])
}

/// A talent for planted figures.
pub fn plain_talent(serial: usize) -> super::planted::Row {
    let mut random = Random::stream(serial as u64, "planted", 0);
    let name = Cell::Text(person(&mut random, true));
    (TALENTS.0, TALENTS.1, vec![name, Cell::Empty, Cell::Empty])
}
