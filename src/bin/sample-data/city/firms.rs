//! Enterprises: who they are and how large, and how they change from one year to the next.

use std::collections::BTreeSet;

use duixian::calendar::Date;

use super::industry::{INDUSTRIES, Industry, county, makes_things};
use super::{Cell, City, WAN, YUAN};
use crate::names::{BANKS, BRANCHES};
use crate::random::Random;
use crate::register::Register;

/// A high-tech certificate.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// Its number.
    pub number: String,
    /// The day of issue.
    pub issued: Option<Date>,
}

/// One enterprise in one year.
#[derive(Clone, Debug)]
pub struct Firm {
    pub code: String,
    pub name: String,
    /// Its county, by place in the pack's list.
    pub county: usize,
    /// Its industry, by place in [`INDUSTRIES`].
    pub industry: usize,
    /// 营业收入 and what follows from it, in 分.
    pub revenue: i64,
    pub output: Option<i64>,
    pub assets: i64,
    pub cost: i64,
    pub profit: i64,
    pub above_scale: bool,
    pub small_tech: bool,
    /// What was decided about its certificate this year: an option of the pack's choice.
    pub decided: Option<&'static str>,
    pub certificate: Option<Certificate>,
    pub deducts: bool,
    /// 研发费用 of last year and this year, in 分; known to the firm also where the cell stays empty.
    pub research: [i64; 2],
    pub research_told: bool,
    pub key_field: bool,
    pub excellent: bool,
    pub newcomer: bool,
    pub staff: i64,
    pub scientists: i64,
    pub patents: i64,
    pub other_rights: i64,
    pub bank: Option<(String, String)>,
    /// A cell that the firm left empty.
    pub gap: Option<&'static str>,
    /// Planted figures: the year's other steps leave them alone.
    pub planted: bool,
}

/// 营业收入 in 万元 by quantile: many small firms, a few very large ones.
const REVENUE: &[(i64, i64)] = &[
    (0, 15),
    (50, 160),
    (100, 330),
    (200, 760),
    (300, 1_350),
    (400, 2_100),
    (500, 3_100),
    (600, 4_700),
    (700, 7_200),
    (800, 12_500),
    (900, 27_000),
    (950, 52_000),
    (980, 110_000),
    (992, 260_000),
    (998, 700_000),
    (1000, 1_600_000),
];

/// The enterprises of the first year, county by county.
pub fn found(random: &mut Random, rows: usize, counties: &[String], register: &mut Register) -> Vec<Firm> {
    let mut places: Vec<usize> = (0..rows).map(|_| random.weighted(counties.iter().map(|c| county(c).0))).collect();
    places.sort_unstable();
    let mut firms: Vec<Firm> = places.into_iter().map(|place| new_firm(random, place, counties, register)).collect();
    super::kin::relate(random, &mut firms, counties, register);
    firms
}

fn new_firm(random: &mut Random, place: usize, counties: &[String], register: &mut Register) -> Firm {
    let home = counties.get(place).map_or("", String::as_str);
    let at = random.weighted(INDUSTRIES.iter().map(|i| i.weight));
    let mut firm = Firm {
        code: register.codes.invent(random, county(home).1),
        name: INDUSTRIES.get(at).map(|industry| register.names.enterprise(random, industry, home)).unwrap_or_default(),
        county: place,
        industry: at,
        revenue: round(random.quantile(REVENUE) * WAN + random.between(0, 9_999) * 100 * YUAN),
        output: None,
        assets: 0,
        cost: 0,
        profit: 0,
        above_scale: false,
        small_tech: false,
        decided: None,
        certificate: None,
        deducts: false,
        research: [0, 0],
        research_told: false,
        key_field: random.chance(380),
        excellent: random.chance(15),
        newcomer: false,
        staff: 0,
        scientists: 0,
        patents: 0,
        other_rights: 0,
        bank: random.chance(965).then(|| account(random)),
        gap: None,
        planted: false,
    };
    measure(&mut firm, random);
    firm
}

/// The next year: firms grow or shrink, some close and others open in their place.
pub fn grow(city: &mut City, random: &mut Random, register: &mut Register) {
    let counties = city.counties.clone();
    let mut opened = BTreeSet::new();
    for (place, firm) in city.firms.iter_mut().enumerate() {
        if firm.certificate.is_none() && random.chance(45) {
            *firm = new_firm(random, firm.county, &counties, register);
            opened.insert(place);
            continue;
        }
        let growth = random.quantile(&[(0, 55), (100, 85), (500, 106), (900, 132), (1000, 190)]);
        firm.revenue = round(firm.revenue / 100 * growth);
        firm.research = [firm.research[1], 0];
        firm.decided = None;
        firm.deducts = false;
        firm.newcomer = false;
        firm.gap = None;
        firm.planted = false;
        measure(firm, random);
    }
    let earlier = std::mem::take(&mut city.records);
    super::honours::carry(city, &earlier, &opened);
}

/// What follows from a firm's revenue.
fn measure(firm: &mut Firm, random: &mut Random) {
    let makes = INDUSTRIES.get(firm.industry).is_some_and(makes_things);
    firm.above_scale = makes && firm.revenue >= 2_000 * WAN;
    firm.output = makes.then(|| round(firm.revenue / 100 * random.between(88, 112)));
    firm.assets = round(firm.revenue / 100 * random.between(45, 170) + 20 * WAN);
    let output_per_head = random.between(38, 125) * WAN;
    firm.staff = (firm.revenue / output_per_head).max(random.between(3, 14));
    firm.scientists = (firm.staff * random.quantile(&[(0, 2), (300, 9), (700, 18), (1000, 46)]) / 100).max(1);
    let rights = (firm.staff / 25).min(60);
    firm.patents = random.between(0, rights / 2 + 1);
    firm.other_rights = random.between(0, rights + 6);
}

fn account(random: &mut Random) -> (String, String) {
    let bank = format!("{}{}", random.word(BANKS), random.word(BRANCHES));
    let head = random.word(&["6201", "8010", "0043", "4306", "1903"]);
    let tail = random.between(0, 999_999_999_999_999);
    (bank, format!("{head}{tail:015}"))
}

/// Books are kept in hundreds of 元 here; a few firms tell their figures to the 分 (see [`super::finance`]).
pub fn round(amount: i64) -> i64 {
    amount / (100 * YUAN) * (100 * YUAN)
}

impl Firm {
    /// The industry.
    pub fn industry(&self) -> Option<&'static Industry> {
        INDUSTRIES.get(self.industry)
    }

    /// The cell of a field; `None` when the city does not know the field.
    pub fn cell(&self, field: &str, counties: &[String]) -> Option<Cell> {
        if self.gap == Some(field) {
            return Some(Cell::Empty);
        }
        let research = |at: usize| match self.research.get(at) {
            Some(amount) if self.research_told => Cell::Money(*amount),
            _ => Cell::Empty,
        };
        Some(match field {
            "企业名称" => Cell::Text(self.name.clone()),
            "所属县市区" => Cell::text(counties.get(self.county).map(String::as_str)),
            "行业门类" => self.industry().map_or(Cell::Empty, |i| Cell::Word(i.name)),
            "规上工业" => Cell::YesNo(self.above_scale),
            "产值" => self.output.map_or(Cell::Empty, Cell::Money),
            "营业收入" => Cell::Money(self.revenue),
            "资产总额" => Cell::Money(self.assets),
            "成本费用" => Cell::Money(self.cost),
            "应纳税所得额" => Cell::Money(self.profit),
            "科技型中小企业" => Cell::YesNo(self.small_tech),
            "高企认定类型" => self.decided.map_or(Cell::Empty, Cell::Word),
            "高企证书编号" => Cell::text(self.certificate.as_ref().map(|c| c.number.as_str())),
            "高企发证日期" => Cell::date(self.certificate.as_ref().and_then(|c| c.issued)),
            "享受加计扣除" => Cell::YesNo(self.deducts),
            "上年研发费用" => research(0),
            "本年研发费用" => research(1),
            "重点领域" => Cell::YesNo(self.key_field),
            "平台考核优秀" => Cell::YesNo(self.excellent),
            "首次纳入研发奖补" => Cell::YesNo(self.newcomer),
            "制造业" => Cell::YesNo(self.industry().is_some_and(makes_things)),
            "职工总数" => Cell::Integer(self.staff),
            "科技人员数" => Cell::Integer(self.scientists),
            "Ⅰ类知识产权数" => Cell::Integer(self.patents),
            "Ⅱ类知识产权数" => Cell::Integer(self.other_rights),
            "开户银行" => Cell::text(self.bank.as_ref().map(|b| b.0.as_str())),
            "银行账号" => Cell::text(self.bank.as_ref().map(|b| b.1.as_str())),
            _ => return None,
        })
    }

    /// Does it hold a certificate that was issued within the three years up to the end of a year?
    pub fn certified(&self, year: i16) -> bool {
        self.certificate.as_ref().and_then(|c| c.issued).is_some_and(|day| day.year() > year - 3 && day.year() <= year)
    }
}
