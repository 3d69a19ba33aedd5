//! `拨付明细.xlsx`: who is paid what, by payer and due date: a sheet of what is due now, one of what is due later, and one
//! for each county's own bill. (All due dates side by side are more columns than anybody can read on a page.)

use std::collections::{BTreeMap, BTreeSet};

use super::grant::{Grant, grants, is_due_now, own};
use super::print::{self, grouped};
use super::printed::{Group, Heading, List, Paper};
use super::{Office, due_name, payer_name};
use crate::money::Money;
use crate::payout::dossier::Dossier;
use crate::payout::table::{Cell, Kind};
use crate::policy::pack::PayerUnit;
use crate::policy::stationery::{Listed as _, PaymentColumn, Titled};
use crate::say;
use crate::schema::{ENTERPRISES, Role};
use crate::settle::enterprises::Enterprises;
use crate::settle::run::Payment;
use crate::settle::tally::{DueKey, stages};

/// The name of the file.
pub const FILE: &str = "拨付明细.xlsx";

/// The file as bytes.
///
/// # Errors
/// A mistake of ours.
pub fn write(dossier: Dossier<'_>) -> Result<Vec<u8>, String> {
    let office = Office::of(dossier);
    let ledger = Ledger::of(office);
    let grants = grants(office.results.run);
    let (pack, year) = (&office.results.run.edition.pack.title, office.results.run.edition.year);
    let title = office.say(&say!("{pack}{year}年度资金拨付明细表", "{pack}: payments for {year}"));
    let mut lists = vec![ledger.part(Part::Now, &title, &grants)];
    if grants.iter().flat_map(Grant::payments).any(|(_, payment)| !is_due_now(office.results.run, payment)) {
        lists.push(ledger.part(Part::Later, &title, &grants));
    }
    lists.extend(ledger.bills(&grants));
    let paper = Paper { title, created: office.results.run.edition.as_of, foot: office.foot(), lists };
    print::write(paper, office.stationery.capitals, office.results.lang)
}

/// An amount column: who pays, and when.
type Slot = (usize, DueKey);

/// Whose and which payments a sheet has.
#[derive(Clone)]
enum Part {
    /// All that are due now.
    Now,
    /// All that are due later.
    Later,
    /// All of these payers.
    Of(Vec<usize>),
}

struct Ledger<'a> {
    office: Office<'a>,
    enterprises: Enterprises<'a>,
    /// Does the roster have banks, and accounts?
    bank: bool,
    account: bool,
    stages: Vec<&'a str>,
    own: &'a str,
}

impl<'a> Ledger<'a> {
    fn of(office: Office<'a>) -> Self {
        let pack = office.results.run.edition.pack;
        let has = |role| pack.schema.get(ENTERPRISES).is_some_and(|table| table.role(role).is_some());
        Self {
            office,
            enterprises: office.results.enterprises(),
            bank: has(Role::BankName),
            account: has(Role::BankAccount),
            stages: stages(pack),
            own: own(office.results.run),
        }
    }

    fn due(&self, payment: &Payment) -> DueKey {
        DueKey::of(&payment.due, self.office.results.run.edition.year, &self.stages)
    }

    /// Does a sheet have this payment?
    fn has(&self, part: &Part, payer: usize, payment: &Payment) -> bool {
        match part {
            Part::Now => is_due_now(self.office.results.run, payment),
            Part::Later => !is_due_now(self.office.results.run, payment),
            Part::Of(payers) => payers.contains(&payer),
        }
    }

    /// The grants of which a sheet has something, by county (index in the pack's order; the unknown one is last).
    fn by_county(&self, part: &Part, grants: &[Grant<'a>]) -> BTreeMap<usize, Vec<Grant<'a>>> {
        let nowhere = self.enterprises.counties().len();
        let of = grants.iter().copied().filter(|g| g.payments().any(|(payer, payment)| self.has(part, payer, payment)));
        grouped(of, |g| self.enterprises.county_index(g.enterprise).unwrap_or(nowhere))
    }

    fn county(&self, index: usize) -> String {
        let known = self.enterprises.counties().get(index).cloned();
        known.unwrap_or_else(|| self.office.say(&say!("未确定", "not known")))
    }

    /// What all payers pay now or later, by county.
    fn part(&self, part: Part, title: &str, grants: &[Grant<'a>]) -> List<'a> {
        let groups = self.by_county(&part, grants).into_iter().map(|(index, grants)| (self.county(index), grants));
        let (name, suffix) = match part {
            Part::Now => (say!("本期", "now"), say!("（本期）", " (due now)")),
            Part::Later | Part::Of(_) => (say!("以后各期", "later"), say!("（以后各期）", " (due later)")),
        };
        let by = self.office.say(&say!("县市区", "county"));
        let title = format!("{title}{}", self.office.say(&suffix));
        self.list(self.office.say(&name), title, by, groups.collect(), &part)
    }

    /// Each county's own bill: what the payers that are the enterprise's county pay, by measure.
    fn bills(&self, grants: &[Grant<'a>]) -> Vec<List<'a>> {
        let run = self.office.results.run;
        let pack = run.edition.pack;
        let is_county = |i: &usize| pack.payers.get(*i).is_some_and(|payer| payer.unit == PayerUnit::County);
        let part = Part::Of((0..pack.payers.len()).filter(is_county).collect());
        let (pack_title, year) = (&pack.title, run.edition.year);
        let mut bills = Vec::new();
        for (index, grants) in self.by_county(&part, grants) {
            let county = self.county(index);
            let title = |award: usize| run.award_measure(award).map_or_else(String::new, |m| m.title.clone());
            let groups =
                grouped(grants, |g| g.award).into_iter().map(|(award, grants)| (title(award), grants)).collect();
            let said =
                say!("{pack_title}{year}年度{county}承担资金拨付明细表", "{pack_title}: what {county} pays for {year}");
            let by = self.office.say(&say!("政策措施", "measure"));
            bills.push(self.list(county, self.office.say(&said), by, groups, &part));
        }
        bills
    }

    fn list(
        &self,
        name: String,
        title: String,
        by: String,
        groups: Vec<(String, Vec<Grant<'a>>)>,
        part: &Part,
    ) -> List<'a> {
        let office = self.office;
        // the payers and due dates that occur, by payer
        let all = groups.iter().flat_map(|(_, grants)| grants).flat_map(Grant::payments);
        let all = all.filter(|(payer, payment)| self.has(part, *payer, payment));
        let slots: BTreeSet<Slot> = all.map(|(payer, payment)| (payer, self.due(payment))).collect();
        let slots: Vec<Slot> = slots.into_iter().collect();
        let columns: Vec<PaymentColumn> = self.columns().map(|titled| titled.column).collect();
        let headings = self.columns().flat_map(|titled| self.headings(titled, &slots)).collect::<Vec<_>>();
        let wide = |column: &PaymentColumn| if *column == PaymentColumn::Amounts { slots.len() } else { 1 };
        let total = columns.iter().position(|c| *c == PaymentColumn::Total);
        let total = total.map(|at| columns.iter().take(at).map(wide).sum::<usize>());
        let mut before = 0usize;
        let groups = groups
            .into_iter()
            .map(|(name, grants)| {
                let start = before;
                before = before.saturating_add(grants.len());
                let (columns, slots, part) = (columns.clone(), slots.clone(), part.clone());
                let rows = Rows { ledger: self.clone(), grants, columns, slots, part, start };
                let count = rows.grants.len();
                let subtotal = office.say(&say!("{name}　小计（{count} 笔）", "{name}: {count} awards"));
                Group {
                    title: None,
                    name,
                    subtotal: Some(subtotal),
                    len: count,
                    row: Box::new(move |index| rows.cells(index)),
                }
            })
            .collect();
        List {
            name,
            title,
            before: office.head(),
            columns: headings,
            groups,
            grouped: by,
            total: Some(office.say(&say!("合计（{before} 笔）", "total: {before} awards"))),
            capitals: total.map(|column| (office.say(&say!("合计金额（大写）：", "in capitals: ")), column)),
            after: vec![office.signatures()],
            portrait: false,
        }
    }

    /// The columns; those of the bank only where the roster has them.
    fn columns(&self) -> impl Iterator<Item = &'a Titled<PaymentColumn>> + '_ {
        self.office.stationery.payment_list.columns.iter().filter(|titled| match titled.column {
            PaymentColumn::Bank => self.bank,
            PaymentColumn::Account => self.account,
            _ => true,
        })
    }

    fn headings(&self, titled: &Titled<PaymentColumn>, slots: &[Slot]) -> Vec<Heading> {
        use PaymentColumn::{Account, Amounts, Bank, Code, County, Measure, Name, Number, Recipient, Remark, Total};
        let (kind, most) = match titled.column {
            Amounts => {
                let payers = &self.office.results.run.edition.pack.payers;
                let heading = |(payer, due): &Slot| Heading {
                    over: Some(payers.get(*payer).map_or_else(String::new, payer_name)),
                    name: self.office.say(&due_name(due)),
                    kind: Kind::Money,
                    sum: true,
                    most: 24,
                };
                return slots.iter().map(heading).collect();
            }
            Total => (Kind::Money, 24),
            Number => (Kind::State, 6),
            Code => (Kind::Code, 20),
            Account => (Kind::Code, 24),
            Name => (Kind::Text, 30),
            Measure => (Kind::Text, 21),
            Bank => (Kind::Text, 25),
            County => (Kind::Text, 10),
            Recipient => (Kind::Text, 12),
            Remark => (Kind::Text, 16),
        };
        let name = self.office.heading(titled.heading.as_ref(), titled.column.heading());
        vec![Heading { over: None, name, kind, sum: kind == Kind::Money, most }]
    }
}

impl Clone for Ledger<'_> {
    fn clone(&self) -> Self {
        Self { stages: self.stages.clone(), ..*self }
    }
}

/// The rows of one group.
struct Rows<'a> {
    ledger: Ledger<'a>,
    grants: Vec<Grant<'a>>,
    columns: Vec<PaymentColumn>,
    slots: Vec<Slot>,
    part: Part,
    /// How many rows stand above it.
    start: usize,
}

impl<'a> Rows<'a> {
    fn cells(&self, index: usize) -> Vec<Cell<'a>> {
        let Some(grant) = self.grants.get(index) else { return Vec::new() };
        let mut amounts = vec![Money::ZERO; self.slots.len()];
        for (payer, payment) in grant.payments().filter(|(payer, p)| self.ledger.has(&self.part, *payer, p)) {
            let slot = (payer, self.ledger.due(payment));
            if let Some(sum) = self.slots.iter().position(|s| *s == slot).and_then(|i| amounts.get_mut(i)) {
                // the run has been reconciled: its parts do not overflow
                *sum = sum.add(payment.amount).unwrap_or(*sum);
            }
        }
        let all = Money::sum(amounts.iter().copied()).unwrap_or_default();
        let first = self.columns.iter().take_while(|c| **c != PaymentColumn::Amounts).count();
        let mut cells = Vec::new();
        for column in &self.columns {
            match column {
                PaymentColumn::Amounts => cells.extend(
                    amounts.iter().map(|amount| if amount.is_zero() { Cell::Empty } else { Cell::Money(*amount) }),
                ),
                PaymentColumn::Total => cells.push(self.total(first, all)),
                other => cells.push(self.cell(*other, grant, index)),
            }
        }
        cells
    }

    /// The sum of the amounts beside it, live.
    fn total(&self, first: usize, all: Money) -> Cell<'a> {
        use super::printed::letters;
        if self.slots.is_empty() {
            return Cell::Money(all);
        }
        // where the total stands before the amounts, it has a place of its own among the columns before
        let (from, to) = (letters(first), letters(first.saturating_add(self.slots.len()).saturating_sub(1)));
        Cell::Formula { formula: format!("=SUM({from}{{row}}:{to}{{row}})").into(), result: Box::new(Cell::Money(all)) }
    }

    fn cell(&self, column: PaymentColumn, grant: &Grant<'a>, index: usize) -> Cell<'a> {
        let (ledger, enterprise) = (&self.ledger, grant.enterprise);
        let to_itself = grant.recipient == ledger.own;
        match column {
            PaymentColumn::Number => {
                let number = self.start.saturating_add(index).saturating_add(1);
                Cell::Integer(i128::try_from(number).unwrap_or_default())
            }
            PaymentColumn::Code => Cell::text(ledger.enterprises.code(enterprise)),
            PaymentColumn::Name => Cell::text(ledger.enterprises.name(enterprise)),
            PaymentColumn::County => Cell::text(ledger.enterprises.county(enterprise)),
            PaymentColumn::Measure => {
                ledger.office.results.run.award_measure(grant.award).map_or(Cell::Empty, |m| Cell::text(&m.title))
            }
            PaymentColumn::Recipient => Cell::text(grant.recipient),
            // the account is the enterprise's: it is nobody else's
            PaymentColumn::Bank if to_itself => Cell::text(ledger.enterprises.bank(enterprise)),
            PaymentColumn::Account if to_itself => Cell::text(ledger.enterprises.account(enterprise)),
            PaymentColumn::Bank
            | PaymentColumn::Account
            | PaymentColumn::Remark
            | PaymentColumn::Amounts
            | PaymentColumn::Total => Cell::Empty,
        }
    }
}
