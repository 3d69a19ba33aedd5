//! `银行批量付款.csv`: what is due now to the enterprises themselves, as their bank wants it (`[bank-file]` of
//! `layout.toml`).
//!
//! In it is what can be paid by it: positive, due in the policy year or as the first stage, to the enterprise, with an
//! account. All else that is due now is left out and told ([`findings`]), and the program reads its own file again:
//! lines and amounts in it and left out must be the payments.

mod findings;
mod text;

pub use findings::findings;

use std::collections::BTreeMap;

use super::grant::{is_due_now, own, recipient_of};
use crate::dataset::Dataset;
use crate::money::Money;
use crate::payout::results::Results;
use crate::payout::summary;
use crate::policy::pack::PayerId;
use crate::policy::stationery::{BankColumn, BankFile, Filling, Lines};
use crate::roster::text::is_direction;
use crate::schema::{ENTERPRISES, Role};
use crate::settle::enterprises::Enterprises;
use crate::settle::run::{Payment, Run};
use crate::settle::tally::payer_of;

/// The name of the file.
pub const FILE: &str = "银行批量付款.csv";

/// What is due now: in the file, or left out.
pub struct Batch<'a> {
    run: &'a Run<'a>,
    enterprises: Enterprises<'a>,
    /// A line of the file each, in its order.
    transfers: Vec<Transfer>,
    /// What cannot be paid by it.
    left_out: Vec<(Obstacle<'a>, Transfer)>,
    /// How many payments are due now, and how much they are.
    due: (usize, Money),
}

/// A line of the file.
struct Transfer {
    /// Row of the enterprise.
    enterprise: usize,
    /// Index of the payer in the pack.
    payer: usize,
    /// Indexes in [`Run::awards`], each once.
    awards: Vec<usize>,
    /// How many payments it is.
    payments: usize,
    amount: Money,
}

/// Why something is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Obstacle<'a> {
    /// The roster has no such column.
    NoColumn(Role),
    /// The enterprise has no account, or no bank.
    Empty(Role),
    /// The account is none.
    NoAccount,
    /// The file cannot hold what stands in this column.
    Unwritable(BankColumn),
    /// It goes to somebody who is not the enterprise.
    Other(&'a str),
}

/// What is due now, if the pack knows accounts; `None` also when a sum does not fit.
#[must_use]
pub fn batch<'a>(run: &'a Run<'a>, data: &'a Dataset) -> Option<Batch<'a>> {
    let pack = run.edition.pack;
    let layout = &pack.stationery.bank_file;
    pack.schema.get(ENTERPRISES)?.role(Role::BankAccount)?;
    let enterprises = Enterprises::of(data, &pack.schema);
    let mut batch = Batch { run, enterprises, transfers: Vec::new(), left_out: Vec::new(), due: (0, Money::ZERO) };
    let of_this = |p: &&Payment| {
        let payer = payer_of(run, p).map(PayerId);
        p.amount.is_positive()
            && is_due_now(run, p)
            && layout.payers.as_ref().is_none_or(|list| payer.is_some_and(|payer| list.contains(&payer)))
    };
    let mut whole: BTreeMap<(usize, usize), Transfer> = BTreeMap::new();
    for payment in run.payments.iter().filter(of_this) {
        batch.due = (batch.due.0.saturating_add(1), batch.due.1.add(payment.amount)?);
        let transfer = Transfer {
            enterprise: payment.enterprise as usize,
            payer: payer_of(run, payment)?,
            awards: vec![usize::from(payment.award)],
            payments: 1,
            amount: payment.amount,
        };
        let recipient = recipient_of(run, payment);
        if recipient != own(run) {
            batch.left_out.push((Obstacle::Other(recipient), transfer));
        } else if layout.lines == Lines::Payment {
            batch.add(transfer, data);
        } else {
            match whole.get_mut(&(transfer.enterprise, transfer.payer)) {
                Some(known) => known.join(transfer)?,
                None => drop(whole.insert((transfer.enterprise, transfer.payer), transfer)),
            }
        }
    }
    whole.into_values().for_each(|transfer| batch.add(transfer, data));
    Some(batch)
}

impl Transfer {
    fn join(&mut self, other: Self) -> Option<()> {
        self.amount = self.amount.add(other.amount)?;
        self.payments = self.payments.saturating_add(other.payments);
        for award in other.awards {
            if !self.awards.contains(&award) {
                self.awards.push(award);
            }
        }
        Some(())
    }
}

impl<'a> Batch<'a> {
    fn layout(&self) -> &'a BankFile {
        &self.run.edition.pack.stationery.bank_file
    }

    fn add(&mut self, transfer: Transfer, data: &Dataset) {
        match self.obstacle(&transfer, data) {
            Some(obstacle) => self.left_out.push((obstacle, transfer)),
            None => self.transfers.push(transfer),
        }
    }

    /// Why a transfer cannot stand in the file.
    fn obstacle(&self, transfer: &Transfer, data: &Dataset) -> Option<Obstacle<'a>> {
        let table = self.run.edition.pack.schema.get(ENTERPRISES)?;
        let needs_bank = self.layout().columns.iter().any(|c| c.column == BankColumn::Bank);
        for role in [Role::BankAccount, Role::BankName] {
            let Some(field) = table.role(role).filter(|_| role == Role::BankAccount || needs_bank) else { continue };
            let text = if role == Role::BankAccount {
                self.enterprises.account(transfer.enterprise)
            } else {
                self.enterprises.bank(transfer.enterprise)
            };
            if text.trim().is_empty() {
                let state = data.value(ENTERPRISES, field, transfer.enterprise).and_then(Result::err);
                let absent = state == Some(crate::value::State::Absent);
                return Some(if absent { Obstacle::NoColumn(role) } else { Obstacle::Empty(role) });
            }
        }
        if !is_account(self.enterprises.account(transfer.enterprise)) {
            return Some(Obstacle::NoAccount);
        }
        for titled in &self.layout().columns {
            let text = self.words(titled.column, transfer);
            if text.chars().any(|c| c.is_control() || is_direction(c))
                || text::encoded(self.layout().encoding, &text).is_none()
            {
                return Some(Obstacle::Unwritable(titled.column));
            }
        }
        None
    }

    /// The words of a column; empty for a number.
    fn words(&self, column: BankColumn, transfer: &Transfer) -> String {
        let pack = self.run.edition.pack;
        let payer = pack.payers.get(transfer.payer);
        match column {
            BankColumn::Number | BankColumn::Amount => String::new(),
            BankColumn::Recipient => self.enterprises.name(transfer.enterprise).to_owned(),
            // spaces between groups of digits are for the eye
            BankColumn::Account => {
                self.enterprises.account(transfer.enterprise).chars().filter(|c| !c.is_whitespace()).collect()
            }
            BankColumn::Bank => self.enterprises.bank(transfer.enterprise).to_owned(),
            BankColumn::Purpose => self.purpose(transfer),
            BankColumn::Code => self.enterprises.code(transfer.enterprise).to_owned(),
            BankColumn::County => self.enterprises.county(transfer.enterprise).to_owned(),
            BankColumn::Measure => self.measures(transfer),
            BankColumn::Payer => payer.map_or_else(String::new, |p| p.id.clone()),
            BankColumn::PayerUnit => match payer.map(|p| &p.unit) {
                Some(crate::policy::pack::PayerUnit::Fixed(unit)) => unit.clone(),
                Some(crate::policy::pack::PayerUnit::County) => self.enterprises.county(transfer.enterprise).to_owned(),
                None => String::new(),
            },
        }
    }

    fn measures(&self, transfer: &Transfer) -> String {
        let titles = transfer.awards.iter().filter_map(|award| self.run.award_measure(*award));
        titles.map(|measure| measure.title.as_str()).collect::<Vec<_>>().join("、")
    }

    fn purpose(&self, transfer: &Transfer) -> String {
        let pack = self.run.edition.pack;
        let said = self.layout().purpose.fill(Filling {
            year: self.run.edition.year,
            measure: &self.measures(transfer),
            batch: pack.stationery.batch.as_deref().unwrap_or_default(),
            payer: pack.payers.get(transfer.payer).map_or("", |p| &p.id),
            code: self.enterprises.code(transfer.enterprise),
        });
        format!("{}{said}", mark(self.run))
    }
}

/// What every line says while nobody may pay by it.
fn mark(run: &Run<'_>) -> &'static str {
    match (run.provisional, summary::unchecked(run.edition).is_some()) {
        (false, false) => "",
        (true, false) => "【暂算，不得付款】",
        (false, true) => "【示范数据，不得付款】",
        (true, true) => "【暂算，示范数据，不得付款】",
    }
}

/// An account has digits, in groups perhaps.
fn is_account(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let fits = |c: char| c.is_ascii_digit() || c == '-' || c.is_whitespace();
    digits >= 6 && text.trim().starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(fits)
}

/// The file as bytes.
///
/// # Errors
/// It does not read back as what is due: a mistake of ours.
pub fn write(batch: &Batch<'_>, results: Results<'_>) -> Result<Vec<u8>, String> {
    let bytes = text::write(batch, results.lang)?;
    text::reconcile(batch, &bytes)?;
    Ok(bytes)
}
