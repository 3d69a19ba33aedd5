//! The twelve rules by hand over `rust_decimal`, the way a careful programmer would write them without an engine.
//!
//! Columns of `Decimal` go in and payables and payments of `Decimal` come out. Written from the rule files'
//! texts; shares no code with the engine.

use rust_decimal::prelude::{Decimal, RoundingStrategy};

use super::columns::{AS_OF, Columns, YEAR};
use super::outcome::{CITY, COUNTY, PROVINCE, Results};

/// The amounts of the columns in 元.
pub struct Amounts {
    revenue: Vec<Decimal>,
    output: Vec<Decimal>,
    research_before: Vec<Decimal>,
    research: Vec<Decimal>,
    paid: Vec<Decimal>,
    registered: Vec<Decimal>,
    overdue: Vec<Decimal>,
    national: Vec<Decimal>,
    provincial: Vec<Decimal>,
    talents_b: Vec<Decimal>,
    talents_d: Vec<Decimal>,
}

/// The columns' amounts as decimals.
pub fn amounts(c: &Columns) -> Amounts {
    let money = |fen: &[i64]| fen.iter().map(|f| Decimal::new(*f, 2)).collect();
    let count = |n: &[i64]| n.iter().map(|n| Decimal::from(*n)).collect();
    Amounts {
        revenue: money(&c.revenue),
        output: money(&c.output),
        research_before: money(&c.research_before),
        research: money(&c.research),
        paid: money(&c.paid),
        registered: money(&c.registered),
        overdue: money(&c.overdue),
        national: count(&c.national),
        provincial: count(&c.provincial),
        talents_b: count(&c.talents_b),
        talents_d: count(&c.talents_d),
    }
}

const fn yuan(n: i64) -> Decimal {
    // below 2^32: the other words are zero
    Decimal::from_parts(n as u32, (n >> 32) as u32, 0, false, 0)
}

const fn wan(n: i64) -> Decimal {
    yuan(n * 10_000)
}

const fn percent(n: u32) -> Decimal {
    Decimal::from_parts(n, 0, 0, false, 2)
}

const fn thousandth(n: u32) -> Decimal {
    Decimal::from_parts(n, 0, 0, false, 3)
}

/// Rounded toward zero to so many decimals.
fn down(amount: Decimal, decimals: u32) -> Decimal {
    amount.round_dp_with_strategy(decimals, RoundingStrategy::ToZero)
}

/// Computes all rules for the enterprises from `from` to `to`.
pub fn compute<R: Results<Decimal>>(c: &Columns, a: &Amounts, from: usize, to: usize) -> R {
    let mut out = R::with_room(to - from);
    for i in from..to {
        first(c, i, &mut out);
        renewal(c, i, &mut out);
        increment(c, a, i, &mut out);
        cooperation(c, a, i, &mut out);
        institution(c, a, i, &mut out);
        platform(a, i, &mut out);
        plain(6, i, if c.gazelle[i] { wan(20) } else { Decimal::ZERO }, &mut out);
        plain(7, i, [Decimal::ZERO, wan(10), wan(20), wan(50)][usize::from(c.giant[i])], &mut out);
        registration(a, i, &mut out);
        intensity(a, i, &mut out);
        talent(a, i, &mut out);
        loan(a, i, &mut out);
    }
    out
}

/// `lead` takes what the other's share, rounded toward zero, leaves.
fn shared(
    rule: u8,
    i: usize,
    total: Decimal,
    lead: u8,
    other: (u8, Decimal),
    decimals: u32,
    out: &mut impl Results<Decimal>,
) {
    out.payable(rule, total);
    if total.is_zero() {
        return;
    }
    let part = down(total * other.1, decimals);
    out.pay(rule, i, lead, 1, total - part);
    out.pay(rule, i, other.0, 1, part);
}

fn plain(rule: u8, i: usize, total: Decimal, out: &mut impl Results<Decimal>) {
    out.payable(rule, total);
    if !total.is_zero() {
        out.pay(rule, i, CITY, 1, total);
    }
}

fn first(c: &Columns, i: usize, out: &mut impl Results<Decimal>) {
    let due = c.kind[i] == 1 && c.issued[i] / 10_000 == YEAR;
    shared(0, i, if due { wan(10) } else { Decimal::ZERO }, CITY, (COUNTY, percent(30)), 0, out);
}

fn renewal(c: &Columns, i: usize, out: &mut impl Results<Decimal>) {
    let due = c.kind[i] == 2 && c.issued[i] / 10_000 == YEAR;
    shared(1, i, if due { wan(5) } else { Decimal::ZERO }, CITY, (COUNTY, percent(40)), 0, out);
}

fn increment(c: &Columns, a: &Amounts, i: usize, out: &mut impl Results<Decimal>) {
    let mut amount = Decimal::ZERO;
    let increment = a.research[i] - a.research_before[i];
    if c.deducted[i] && increment > Decimal::ZERO {
        let gross = increment * if c.key_area[i] { percent(12) } else { percent(8) };
        if gross >= wan(1) {
            amount = down(gross, 0).min(wan(1000));
        }
    }
    shared(2, i, amount, PROVINCE, (CITY, percent(50)), 0, out);
}

fn cooperation(c: &Columns, a: &Amounts, i: usize, out: &mut impl Results<Decimal>) {
    let mut amount = Decimal::ZERO;
    let valid = c.issued[i] <= AS_OF && AS_OF < c.issued[i] + 30_000;
    if valid || c.small[i] {
        let gross = a.paid[i] * percent(10);
        if gross >= yuan(1000) {
            amount = down(gross, 0).min(wan(20));
        }
    }
    let share = match c.county[i] {
        0 => percent(70),
        7 | 8 => percent(20),
        _ => percent(50),
    };
    shared(3, i, amount, CITY, (COUNTY, share), 0, out);
}

fn institution(c: &Columns, a: &Amounts, i: usize, out: &mut impl Results<Decimal>) {
    let mut amount = Decimal::ZERO;
    if c.industrial[i] && a.research[i] > Decimal::ZERO {
        if a.output[i] >= wan(100_000) {
            amount = wan(50);
        } else if a.output[i] >= wan(10_000) {
            amount = wan(20);
        }
    }
    plain(4, i, amount, out);
}

fn platform(a: &Amounts, i: usize, out: &mut impl Results<Decimal>) {
    let mut amount = Decimal::ZERO;
    if a.national[i] + a.provincial[i] > Decimal::ZERO {
        amount = (a.national[i] * wan(100) + a.provincial[i] * wan(50)).min(wan(200));
    }
    plain(5, i, amount, out);
}

fn registration(a: &Amounts, i: usize, out: &mut impl Results<Decimal>) {
    let sum = a.registered[i];
    let mut gross = Decimal::ZERO;
    if sum > Decimal::ZERO {
        gross += sum.min(wan(10)) * percent(1);
        if sum > wan(10) {
            gross += (sum.min(wan(100)) - wan(10)) * thousandth(5);
        }
        if sum > wan(100) {
            gross += (sum - wan(100)) * thousandth(1);
        }
    }
    plain(8, i, down(gross, 0).min(wan(5)), out);
}

fn intensity(a: &Amounts, i: usize, out: &mut impl Results<Decimal>) {
    let (revenue, research) = (a.revenue[i], a.research[i]);
    let mut amount = Decimal::ZERO;
    if revenue > Decimal::ZERO {
        let least = if revenue <= wan(5000) {
            percent(5)
        } else if revenue <= wan(20_000) {
            percent(4)
        } else {
            percent(3)
        };
        // not a quotient, which 28 digits may cut
        if research >= revenue * least {
            let rate = if research < wan(500) {
                percent(1)
            } else if research < wan(5000) {
                thousandth(15)
            } else {
                percent(2)
            };
            let hundreds = down(research * rate * percent(1), 0);
            amount = (hundreds * yuan(100)).min(wan(300));
        }
    }
    plain(9, i, amount, out);
}

fn talent(a: &Amounts, i: usize, out: &mut impl Results<Decimal>) {
    let mut total = Decimal::ZERO;
    if a.talents_b[i] + a.talents_d[i] > Decimal::ZERO {
        total = (a.talents_b[i] * wan(50) + a.talents_d[i] * wan(10)).min(wan(300));
    }
    out.payable(10, total);
    if total.is_zero() {
        return;
    }
    let county = down(total * percent(40), 0);
    for (payer, part) in [(CITY, total - county), (COUNTY, county)] {
        let later = down(part * percent(30), 0);
        out.pay(10, i, payer, 1, part - later - later);
        out.pay(10, i, payer, 2, later);
        out.pay(10, i, payer, 3, later);
    }
}

fn loan(a: &Amounts, i: usize, out: &mut impl Results<Decimal>) {
    let mut amount = Decimal::ZERO;
    if a.overdue[i] > Decimal::ZERO {
        amount = (a.overdue[i] * percent(80)).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    }
    shared(11, i, amount, PROVINCE, (CITY, percent(50)), 2, out);
}
