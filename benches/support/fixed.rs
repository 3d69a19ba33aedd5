//! The twelve rules as a programmer would write them by hand over whole 分 in 64 bits: the fastest way we know.
//!
//! Written from the rule files' texts; shares no code with the engine. Its results are exact: no amount of
//! these columns leaves 64 bits (the largest, revenue times a percentage, is below 10^15).

use super::columns::{AS_OF, Columns, YEAR};
use super::outcome::{CITY, COUNTY, PROVINCE, Results};

const YUAN: i64 = 100;
const WAN: i64 = 10_000 * YUAN;

/// Computes all rules for the enterprises from `from` to `to`.
pub fn compute<R: Results<i64>>(c: &Columns, from: usize, to: usize) -> R {
    let mut out = R::with_room(to - from);
    for i in from..to {
        first(c, i, &mut out);
        renewal(c, i, &mut out);
        increment(c, i, &mut out);
        cooperation(c, i, &mut out);
        institution(c, i, &mut out);
        platform(c, i, &mut out);
        plain(6, i, if c.gazelle[i] { 20 * WAN } else { 0 }, &mut out);
        plain(7, i, [0, 10, 20, 50][usize::from(c.giant[i])] * WAN, &mut out);
        registration(c, i, &mut out);
        intensity(c, i, &mut out);
        talent(c, i, &mut out);
        loan(c, i, &mut out);
    }
    out
}

/// `lead` takes what the other's `percent`, rounded toward zero to `unit`, leaves.
fn shared(rule: u8, i: usize, total: i64, lead: u8, other: (u8, i64), unit: i64, out: &mut impl Results<i64>) {
    out.payable(rule, total);
    if total == 0 {
        return;
    }
    let part = total * other.1 / (100 * unit) * unit;
    out.pay(rule, i, lead, 1, total - part);
    out.pay(rule, i, other.0, 1, part);
}

fn plain(rule: u8, i: usize, total: i64, out: &mut impl Results<i64>) {
    out.payable(rule, total);
    if total != 0 {
        out.pay(rule, i, CITY, 1, total);
    }
}

fn first(c: &Columns, i: usize, out: &mut impl Results<i64>) {
    let due = c.kind[i] == 1 && c.issued[i] / 10_000 == YEAR;
    shared(0, i, if due { 10 * WAN } else { 0 }, CITY, (COUNTY, 30), YUAN, out);
}

fn renewal(c: &Columns, i: usize, out: &mut impl Results<i64>) {
    let due = c.kind[i] == 2 && c.issued[i] / 10_000 == YEAR;
    shared(1, i, if due { 5 * WAN } else { 0 }, CITY, (COUNTY, 40), YUAN, out);
}

fn increment(c: &Columns, i: usize, out: &mut impl Results<i64>) {
    let increment = c.research[i] - c.research_before[i];
    let hundredths = increment * if c.key_area[i] { 12 } else { 8 };
    let due = c.deducted[i] && increment > 0 && hundredths >= WAN * 100;
    let amount = (hundredths / (100 * YUAN) * YUAN).min(1000 * WAN);
    shared(2, i, if due { amount } else { 0 }, PROVINCE, (CITY, 50), YUAN, out);
}

fn cooperation(c: &Columns, i: usize, out: &mut impl Results<i64>) {
    let valid = c.issued[i] <= AS_OF && AS_OF < c.issued[i] + 30_000;
    let due = (valid || c.small[i]) && c.paid[i] >= 10_000 * YUAN;
    let amount = (c.paid[i] / (10 * YUAN) * YUAN).min(20 * WAN);
    let share = match c.county[i] {
        0 => 70,
        7 | 8 => 20,
        _ => 50,
    };
    shared(3, i, if due { amount } else { 0 }, CITY, (COUNTY, share), YUAN, out);
}

fn institution(c: &Columns, i: usize, out: &mut impl Results<i64>) {
    let step = match c.output[i] / (10_000 * WAN) {
        0 => 0,
        1..10 => 20 * WAN,
        _ => 50 * WAN,
    };
    plain(4, i, if c.industrial[i] && c.research[i] > 0 { step } else { 0 }, out);
}

fn platform(c: &Columns, i: usize, out: &mut impl Results<i64>) {
    plain(5, i, ((c.national[i] * 100 + c.provincial[i] * 50) * WAN).min(200 * WAN), out);
}

fn registration(c: &Columns, i: usize, out: &mut impl Results<i64>) {
    let sum = c.registered[i];
    // in thousandths: 1%, then 0.5%, then 0.1%
    let thousandths = sum.min(10 * WAN) * 10 + (sum.min(100 * WAN) - 10 * WAN).max(0) * 5 + (sum - 100 * WAN).max(0);
    plain(8, i, (thousandths / (1000 * YUAN) * YUAN).min(5 * WAN), out);
}

fn intensity(c: &Columns, i: usize, out: &mut impl Results<i64>) {
    let (revenue, research) = (c.revenue[i], c.research[i]);
    let percent = if revenue <= 5000 * WAN {
        5
    } else if revenue <= 20_000 * WAN {
        4
    } else {
        3
    };
    let due = revenue > 0 && research * 100 >= revenue * percent;
    let thousandths = if research < 500 * WAN {
        10
    } else if research < 5000 * WAN {
        15
    } else {
        20
    };
    let amount = (research * thousandths / (1000 * 100 * YUAN) * 100 * YUAN).min(300 * WAN);
    plain(9, i, if due { amount } else { 0 }, out);
}

fn talent(c: &Columns, i: usize, out: &mut impl Results<i64>) {
    let total = ((c.talents_b[i] * 50 + c.talents_d[i] * 10) * WAN).min(300 * WAN);
    out.payable(10, total);
    if total == 0 {
        return;
    }
    let county = total * 40 / (100 * YUAN) * YUAN;
    for (payer, part) in [(CITY, total - county), (COUNTY, county)] {
        let later = part * 30 / (100 * YUAN) * YUAN;
        out.pay(10, i, payer, 1, part - 2 * later);
        out.pay(10, i, payer, 2, later);
        out.pay(10, i, payer, 3, later);
    }
}

fn loan(c: &Columns, i: usize, out: &mut impl Results<i64>) {
    let amount = (c.overdue[i] * 80 + 50) / 100;
    shared(11, i, amount, PROVINCE, (CITY, 50), 1, out);
}
