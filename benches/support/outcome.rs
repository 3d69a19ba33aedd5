//! What the twelve rules give, in the form in which all ways are compared: payables and payments in 分.

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

/// One payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Payment<A> {
    pub enterprise: u32,
    pub rule: u8,
    pub payer: u8,
    pub instalment: u8,
    pub amount: A,
}

/// All results of a way: for each rule what is payable to each enterprise, and who pays it when.
pub struct Outcome<A> {
    pub payable: Vec<Vec<A>>,
    pub payments: Vec<Payment<A>>,
}

impl<A: Copy> Outcome<A> {
    /// An empty one with room.
    pub fn with_room(rows: usize) -> Self {
        Self {
            payable: RULES.iter().map(|_| Vec::with_capacity(rows)).collect(),
            payments: Vec::with_capacity(rows * 4),
        }
    }

    /// The same in 分, payments in order.
    pub fn in_fen(&self, fen: impl Fn(A) -> i64) -> Outcome<i64> {
        let mut payments: Vec<Payment<i64>> = self
            .payments
            .iter()
            .map(|p| Payment {
                enterprise: p.enterprise,
                rule: p.rule,
                payer: p.payer,
                instalment: p.instalment,
                amount: fen(p.amount),
            })
            .collect();
        payments.sort();
        Outcome { payable: self.payable.iter().map(|rule| rule.iter().map(|a| fen(*a)).collect()).collect(), payments }
    }
}

impl Outcome<i64> {
    /// How many payables and payments differ from another's.
    pub fn differences(&self, other: &Self) -> usize {
        let payables =
            self.payable.iter().flatten().zip(other.payable.iter().flatten()).filter(|(a, b)| a != b).count();
        let payments = self.payments.iter().zip(&other.payments).filter(|(a, b)| a != b).count();
        payables + payments + self.payments.len().abs_diff(other.payments.len())
    }

    /// One line a rule: its payables, and what others than the city pay of them, summed in 分. Peers print the same.
    pub fn say(&self) {
        for (i, (rule, payable)) in RULES.iter().zip(&self.payable).enumerate() {
            let sum: i64 = payable.iter().sum();
            let others = self.payments.iter().filter(|p| usize::from(p.rule) == i && p.payer != CITY);
            println!("  sum {rule} {sum} {}", others.map(|p| p.amount).sum::<i64>());
        }
    }
}
