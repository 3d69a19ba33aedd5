//! The engine's two ways through the twelve rules: as formulas, and as a whole settlement.

use duixian::calendar::Date;
use duixian::dataset::Dataset;
use duixian::exact::Exact;
use duixian::lang::{self, Frame, Lanes, Typed};
use duixian::policy::edition::Edition;
use duixian::policy::pack::Pack;
use duixian::settle::run::{Line, Run};
use rayon::prelude::*;

use super::outcome::{Amounts, Payment, RULES, Settled};

/// A rule's results for a batch: what is payable, and the part of the other payers.
type Results = (Lanes, Option<Lanes>);

/// The policy year of the rules.
pub fn edition(pack: &Pack) -> Edition<'_> {
    pack.on(2023, Date::year_end(2023).unwrap()).unwrap()
}

/// The rules as expressions over a dataset.
pub struct Formulas<'a> {
    edition: Edition<'a>,
    data: &'a Dataset,
    batch: usize,
    definitions: Vec<Option<Typed>>,
    /// For each rule its payable and, where others than the city pay, their part.
    rules: Vec<(Typed, Option<Typed>)>,
}

impl<'a> Formulas<'a> {
    /// Those of the pack whose definitions carry the names of the rules.
    pub fn of(pack: &'a Pack, data: &'a Dataset, batch: usize) -> Self {
        let find = |name: &str| pack.definitions.iter().find(|d| d.name == name).map(|d| d.value.clone());
        let rules = RULES.iter().map(|rule| (find(rule).unwrap(), find(&format!("{rule}_others")))).collect();
        let definitions = pack.definitions.iter().map(|d| Some(d.value.clone())).collect();
        Self { edition: edition(pack), data, batch, definitions, rules }
    }

    /// All rules, batch by batch: for each batch and rule the lanes of the payable and of the others' part.
    pub fn evaluate(&self) -> Vec<Vec<Results>> {
        let all = self.data.enterprises();
        (0..all.div_ceil(self.batch))
            .into_par_iter()
            .map(|b| {
                let range = b * self.batch..all.min((b + 1) * self.batch);
                let schema = &self.edition.pack.schema;
                let frame = Frame::new(self.data, schema, &self.edition.binding, &self.definitions, range);
                let rule = |(payable, others): &(Typed, Option<Typed>)| {
                    (lang::evaluate(payable, &frame), others.as_ref().map(|o| lang::evaluate(o, &frame)))
                };
                self.rules.iter().map(rule).collect()
            })
            .collect()
    }

    /// The results in 分.
    pub fn in_fen(&self, batches: &[Vec<Results>]) -> Amounts<i64> {
        let lanes = |lanes: &Lanes| (0..lanes.len()).map(|i| fen(lanes.number(i).unwrap())).collect::<Vec<i64>>();
        let of = |pick: &dyn Fn(&Results) -> Vec<i64>| {
            (0..RULES.len()).map(|rule| batches.iter().flat_map(|batch| pick(&batch[rule])).collect()).collect()
        };
        Amounts {
            payable: of(&|(payable, _)| lanes(payable)),
            others: of(&|(payable, others)| others.as_ref().map_or_else(|| vec![0; payable.len()], lanes)),
        }
    }
}

fn fen(yuan: Exact) -> i64 {
    i64::try_from(yuan.mul(Exact::from(100)).unwrap().as_integer().unwrap()).unwrap()
}

/// The whole settlement.
pub fn settle<'a>(edition: &'a Edition<'a>, data: &Dataset, batch: usize) -> Run<'a> {
    let options = duixian::settle::Options { batch, items: false };
    duixian::settle::run(edition, data, &options, &|_| {}).unwrap()
}

/// What a settlement gives, in the form in which all ways are compared.
pub fn settled(run: &Run<'_>) -> Settled<i64> {
    assert!(run.holds.is_empty() && run.awards.len() == RULES.len());
    let fen = |line: &Line| line.waterfall.as_ref().map_or(0, |w| w.payable.fen() as i64);
    let payment = |p: &duixian::settle::run::Payment| Payment {
        enterprise: p.enterprise,
        rule: p.award as u8,
        payer: run.component(p).unwrap().payer.0 as u8,
        instalment: p.instalment as u8,
        amount: p.amount.fen() as i64,
    };
    Settled {
        payable: run.awards.iter().map(|award| award.lines.iter().map(fen).collect()).collect(),
        payments: run.payments.iter().map(payment).collect(),
    }
    .in_fen(|fen| fen)
}
