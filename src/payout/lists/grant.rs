//! What one award brings one recipient: the payments of an award that go to the same.

use crate::policy::pack::Due;
use crate::settle::run::{Payment, Run};
use crate::settle::tally::payer_of;

/// What one award brings one recipient.
#[derive(Clone, Copy)]
pub struct Grant<'a> {
    /// Row of the enterprise.
    pub enterprise: usize,
    /// Index in [`Run::awards`].
    pub award: usize,
    /// Who receives it.
    pub recipient: &'a str,
    run: &'a Run<'a>,
    /// All payments of the award.
    payments: &'a [Payment],
}

impl<'a> Grant<'a> {
    /// Its payments above zero, each with its payer (index in the pack).
    pub fn payments(&self) -> impl Iterator<Item = (usize, &'a Payment)> + use<'a> {
        let (run, recipient) = (self.run, self.recipient);
        self.payments
            .iter()
            .filter(move |p| p.amount.is_positive() && recipient_of(run, p) == recipient)
            .filter_map(move |p| Some((payer_of(run, p)?, p)))
    }
}

/// Is a payment due now? In the policy year, or as the first stage of an award that is paid in stages.
pub fn is_due_now(run: &Run<'_>, payment: &Payment) -> bool {
    match &payment.due {
        Due::Year(later) => *later <= 0,
        Due::Stage(_) => payment.instalment == 1 && run.component(payment).is_some_and(|c| c.due.is_none()),
    }
}

/// Who receives a payment.
pub fn recipient_of<'a>(run: &'a Run<'a>, payment: &Payment) -> &'a str {
    run.component(payment).map_or("", |component| &component.recipient)
}

/// What a recipient is called that is the enterprise itself: by the name of the table of enterprises.
pub fn own<'a>(run: &Run<'a>) -> &'a str {
    run.edition.pack.schema.tables.first().map_or("", |table| &table.name)
}

/// Everything that is paid, by enterprise, then by the order of measures.
pub fn grants<'a>(run: &'a Run<'a>) -> Vec<Grant<'a>> {
    let mut grants = Vec::new();
    let same = |a: &Payment, b: &Payment| (a.enterprise, a.award) == (b.enterprise, b.award);
    for payments in run.payments.chunk_by(same) {
        let mut known: Vec<&str> = Vec::new();
        for payment in payments.iter().filter(|p| p.amount.is_positive()) {
            let recipient = recipient_of(run, payment);
            if !known.contains(&recipient) {
                known.push(recipient);
                let (enterprise, award) = (payment.enterprise as usize, usize::from(payment.award));
                grants.push(Grant { enterprise, award, recipient, run, payments });
            }
        }
    }
    grants
}
