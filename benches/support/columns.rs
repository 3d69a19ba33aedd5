//! Invented enterprises as plain columns, the same for every way to compute the twelve rules of `benches/rules/`.
//!
//! Amounts are whole 分, days are numbers such as 20231231. The same number of rows gives the same columns.

/// The policy year of the rules, and the day on which certificates are looked at.
pub const YEAR: i32 = 2023;
/// 31 December of it.
pub const AS_OF: i32 = 20_231_231;

/// One column a field of `benches/rules/fields.toml`.
#[derive(Default)]
pub struct Columns {
    /// The place of the county in the field's choices; 0 天元区, 7 茶陵县, 8 炎陵县.
    pub county: Vec<u8>,
    /// 0 无, 1 首次认定, 2 重新认定, 3 整体迁入.
    pub kind: Vec<u8>,
    pub issued: Vec<i32>,
    pub small: Vec<bool>,
    pub deducted: Vec<bool>,
    pub key_area: Vec<bool>,
    pub industrial: Vec<bool>,
    pub gazelle: Vec<bool>,
    /// 0 无, 1 市级, 2 省级, 3 国家级.
    pub giant: Vec<u8>,
    pub revenue: Vec<i64>,
    pub output: Vec<i64>,
    pub research_before: Vec<i64>,
    pub research: Vec<i64>,
    pub paid: Vec<i64>,
    pub registered: Vec<i64>,
    pub overdue: Vec<i64>,
    pub national: Vec<i64>,
    pub provincial: Vec<i64>,
    pub talents_b: Vec<i64>,
    pub talents_d: Vec<i64>,
}

/// Invents so many enterprises.
pub fn invent(rows: usize) -> Columns {
    let mut dice = Dice(1);
    let mut c = Columns::default();
    for _ in 0..rows {
        let scale = 10i64.pow(5 + u32::from(dice.upto(5) as u8));
        c.county.push(dice.upto(10) as u8);
        c.kind.push(if dice.one_in(3) { 1 + dice.upto(3) as u8 } else { 0 });
        c.issued
            .push((2019 + dice.upto(5) as i32) * 10_000 + (1 + dice.upto(12) as i32) * 100 + 1 + dice.upto(28) as i32);
        c.small.push(dice.one_in(2));
        c.deducted.push(dice.one_in(2));
        c.key_area.push(dice.one_in(3));
        c.industrial.push(dice.one_in(2));
        c.gazelle.push(dice.one_in(20));
        c.giant.push(if dice.one_in(10) { 1 + dice.upto(3) as u8 } else { 0 });
        let revenue = scale * 100 + dice.upto(scale as u64 * 900) as i64;
        c.revenue.push(revenue);
        c.output.push(revenue + dice.upto(revenue as u64) as i64);
        c.research_before.push(dice.upto(revenue as u64 / 10) as i64);
        c.research.push(dice.upto(revenue as u64 / 8) as i64);
        c.paid.push(if dice.one_in(3) { dice.upto(500_000_000) as i64 } else { 0 });
        c.registered.push(if dice.one_in(3) { dice.upto(2_000_000_000) as i64 } else { 0 });
        c.overdue.push(if dice.one_in(30) { dice.upto(500_000_000) as i64 } else { 0 });
        c.national.push(i64::from(dice.one_in(100)));
        c.provincial.push(if dice.one_in(20) { dice.upto(4) as i64 } else { 0 });
        c.talents_b.push(i64::from(dice.one_in(50)));
        c.talents_d.push(if dice.one_in(10) { dice.upto(9) as i64 } else { 0 });
    }
    c
}

/// A small generator of numbers that look random (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn upto(&mut self, end: u64) -> u64 {
        self.roll() % end.max(1)
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.upto(n) == 0
    }
}

impl Columns {
    /// How many enterprises.
    pub fn len(&self) -> usize {
        self.county.len()
    }

    /// All columns as CSV, numbers only, for other languages to read.
    pub fn csv(&self) -> String {
        use std::fmt::Write;
        let mut out = String::from(
            "county,kind,issued,small,deducted,key_area,industrial,gazelle,giant,revenue,output,research_before,\
             research,paid,registered,overdue,national,provincial,talents_b,talents_d\n",
        );
        for i in 0..self.len() {
            let flags = [&self.small, &self.deducted, &self.key_area, &self.industrial, &self.gazelle];
            let _ = write!(out, "{},{},{}", self.county[i], self.kind[i], self.issued[i]);
            for flag in flags {
                let _ = write!(out, ",{}", u8::from(flag[i]));
            }
            let _ = write!(out, ",{}", self.giant[i]);
            let amounts = [
                &self.revenue,
                &self.output,
                &self.research_before,
                &self.research,
                &self.paid,
                &self.registered,
                &self.overdue,
                &self.national,
                &self.provincial,
                &self.talents_b,
                &self.talents_d,
            ];
            for amount in amounts {
                let _ = write!(out, ",{}", amount[i]);
            }
            out.push('\n');
        }
        out
    }
}
