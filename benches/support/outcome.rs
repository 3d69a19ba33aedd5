//! What the twelve rules give, in the two forms in which all ways are compared.
//!
//! [`Amounts`] is what a formula gives: a payable, and the part of it that others than the city pay.
//! [`Settled`] is what a settlement gives: every payment, by payer and instalment.

/// The rules, in the order of `benches/rules/pack.toml`.
pub const RULES: [&str; 12] = [
    "first",
    "renewal",
    "increment",
    "cooperation",
    "institution",
    "platform",
    "gazelle",
    "giant",
    "registration",
    "intensity",
    "talent",
    "loan",
];

/// A payer, by its place in the pack.
pub const PROVINCE: u8 = 0;
/// The city.
pub const CITY: u8 = 1;
/// The enterprise's own county.
pub const COUNTY: u8 = 2;

/// Where a way by hand puts what it computes, enterprise by enterprise and rule by rule.
pub trait Results<A> {
    /// Room for so many enterprises.
    fn with_room(rows: usize) -> Self;
    /// What a rule pays the next enterprise.
    fn payable(&mut self, rule: u8, amount: A);
    /// A payment of it.
    fn pay(&mut self, rule: u8, enterprise: usize, payer: u8, instalment: u8, amount: A);
}

/// For each rule and enterprise the payable, and what others than the city pay of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Amounts<A> {
    pub payable: Vec<Vec<A>>,
    pub others: Vec<Vec<A>>,
}

/// One payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Payment<A> {
    pub enterprise: u32,
    pub rule: u8,
    pub payer: u8,
    pub instalment: u8,
    pub amount: A,
}

/// For each rule and enterprise the payable, and all payments.
pub struct Settled<A> {
    pub payable: Vec<Vec<A>>,
    pub payments: Vec<Payment<A>>,
}

fn columns<A>(rows: usize) -> Vec<Vec<A>> {
    RULES.iter().map(|_| Vec::with_capacity(rows)).collect()
}

impl<A: Copy + Default + std::ops::Add<Output = A>> Results<A> for Amounts<A> {
    fn with_room(rows: usize) -> Self {
        Self { payable: columns(rows), others: columns(rows) }
    }

    fn payable(&mut self, rule: u8, amount: A) {
        self.payable[usize::from(rule)].push(amount);
        self.others[usize::from(rule)].push(A::default());
    }

    fn pay(&mut self, rule: u8, _: usize, payer: u8, _: u8, amount: A) {
        if let Some(others) = self.others[usize::from(rule)].last_mut().filter(|_| payer != CITY) {
            *others = *others + amount;
        }
    }
}

impl<A> Results<A> for Settled<A> {
    fn with_room(rows: usize) -> Self {
        Self { payable: columns(rows), payments: Vec::with_capacity(rows * 4) }
    }

    fn payable(&mut self, rule: u8, amount: A) {
        self.payable[usize::from(rule)].push(amount);
    }

    fn pay(&mut self, rule: u8, enterprise: usize, payer: u8, instalment: u8, amount: A) {
        self.payments.push(Payment { enterprise: enterprise as u32, rule, payer, instalment, amount });
    }
}

fn in_fen<A: Copy>(columns: &[Vec<A>], fen: impl Fn(A) -> i64) -> Vec<Vec<i64>> {
    columns.iter().map(|rule| rule.iter().map(|a| fen(*a)).collect()).collect()
}

fn differences(a: &[Vec<i64>], b: &[Vec<i64>]) -> usize {
    a.iter().flatten().zip(b.iter().flatten()).filter(|(a, b)| a != b).count()
}

impl<A: Copy> Amounts<A> {
    /// The same in 分.
    pub fn in_fen(&self, fen: impl Fn(A) -> i64 + Copy) -> Amounts<i64> {
        Amounts { payable: in_fen(&self.payable, fen), others: in_fen(&self.others, fen) }
    }
}

impl<A: Copy> Settled<A> {
    /// The same in 分, payments in order.
    pub fn in_fen(&self, fen: impl Fn(A) -> i64 + Copy) -> Settled<i64> {
        let converted = |p: &Payment<A>| Payment {
            enterprise: p.enterprise,
            rule: p.rule,
            payer: p.payer,
            instalment: p.instalment,
            amount: fen(p.amount),
        };
        let mut payments: Vec<Payment<i64>> = self.payments.iter().map(converted).collect();
        payments.sort();
        Settled { payable: in_fen(&self.payable, fen), payments }
    }
}

impl Amounts<i64> {
    /// How many of the amounts differ from another's.
    pub fn differences(&self, other: &Self) -> usize {
        differences(&self.payable, &other.payable) + differences(&self.others, &other.others)
    }

    /// One line a rule: its payables, and what others than the city pay of them, summed in 分. Peers print the same.
    pub fn say(&self) {
        for (rule, (payable, others)) in RULES.iter().zip(self.payable.iter().zip(&self.others)) {
            println!("  sum {rule} {} {}", payable.iter().sum::<i64>(), others.iter().sum::<i64>());
        }
    }
}

impl Settled<i64> {
    /// How many payables and payments differ from another's.
    pub fn differences(&self, other: &Self) -> usize {
        let payments = self.payments.iter().zip(&other.payments).filter(|(a, b)| a != b).count();
        let missing = self.payments.len().abs_diff(other.payments.len());
        differences(&self.payable, &other.payable) + payments + missing
    }
}
