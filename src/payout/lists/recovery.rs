//! `追回通知.xlsx`: what is to be returned, as a list, and a notice for each enterprise on a page of its own.
//!
//! A run without anything to recover has the file too, and its list says 无.

use super::print::{self, grouped};
use super::printed::{Group, Heading, Line, List, Paper, Style, letters};
use super::{Office, notice, payer_name};
use crate::money::Money;
use crate::payout::dossier::Dossier;
use crate::payout::table::{Cell, Kind};
use crate::say;
use crate::settle::run::Status;
use crate::settle::tally::payer_of;

/// The name of the file.
pub const FILE: &str = "追回通知.xlsx";

/// An award of which too much has been paid.
#[derive(Clone)]
pub struct Claim<'a> {
    /// Row of the enterprise.
    pub enterprise: usize,
    /// The measure's title.
    pub measure: &'a str,
    /// What is due: the award without what was paid before.
    pub due: Money,
    /// What was paid before, less what came back.
    pub paid: Money,
    /// What is to be returned.
    pub back: Money,
    /// To which payer how much of it.
    pub payers: Vec<Money>,
}

/// The file as bytes.
///
/// # Errors
/// A mistake of ours, or a sum that does not fit.
pub fn write(dossier: Dossier<'_>) -> Result<Vec<u8>, String> {
    let office = Office::of(dossier);
    let claims = claims(office).ok_or("what is to be returned does not add up")?;
    let edition = office.results.run.edition;
    let (pack, year) = (&edition.pack.title, edition.year);
    let title = office.say(&say!("{pack}{year}年度应追回资金清单", "{pack}: to be returned for {year}"));
    let notices = grouped(claims.iter().cloned(), |claim| claim.enterprise).into_values().collect::<Vec<_>>();
    let list = list(office, title.clone(), claims);
    let paper = Paper { title, created: edition.as_of, foot: office.foot(), lists: vec![list] };
    print::write_with(paper, office.stationery.capitals, office.results.lang, |workbook, looks| {
        notice::put(workbook, looks, office, &notices)
    })
}

/// What is to be returned, by enterprise and measure; `None` when an amount does not fit or the payers' parts are not
/// the whole.
fn claims(office: Office<'_>) -> Option<Vec<Claim<'_>>> {
    let run = office.results.run;
    let none = vec![Money::ZERO; run.edition.pack.payers.len()];
    let mut claims = Vec::new();
    let mut payments = run.payments.iter().filter(|p| p.amount.is_negative()).peekable();
    for enterprise in 0..run.enterprises {
        for (award, lines) in run.awards.iter().enumerate() {
            let Some(line) = lines.lines.get(enterprise).filter(|line| line.status == Status::Recover) else {
                continue;
            };
            let waterfall = line.waterfall.as_deref()?;
            let mut payers = none.clone();
            while let Some(payment) =
                payments.next_if(|p| (p.enterprise as usize, usize::from(p.award)) == (enterprise, award))
            {
                let part = payers.get_mut(payer_of(run, payment)?)?;
                *part = part.sub(payment.amount)?;
            }
            let claim = Claim {
                enterprise,
                measure: &run.award_measure(award)?.title,
                due: waterfall.payable.sub(waterfall.offset)?,
                paid: waterfall.offset.neg()?,
                back: waterfall.payable.neg()?,
                payers,
            };
            if Money::sum(claim.payers.iter().copied())? != claim.back {
                return None;
            }
            claims.push(claim);
        }
    }
    payments.next().is_none().then_some(claims)
}

fn list<'a>(office: Office<'a>, title: String, claims: Vec<Claim<'a>>) -> List<'a> {
    let run = office.results.run;
    let heading =
        |said, kind, most| Heading { over: None, name: office.say(&said), kind, sum: kind == Kind::Money, most };
    let mut columns = vec![
        heading(say!("序号", "no."), Kind::State, 6),
        heading(say!("统一社会信用代码", "code"), Kind::Code, 22),
        heading(say!("企业名称", "enterprise"), Kind::Text, 36),
        heading(say!("县市区", "county"), Kind::Text, 12),
        heading(say!("政策措施", "measure"), Kind::Text, 32),
        heading(say!("应付金额", "due"), Kind::Money, 24),
        heading(say!("已拨付（净额）", "paid before (net)"), Kind::Money, 24),
        heading(say!("应退回", "to be returned"), Kind::Money, 24),
    ];
    let whose = office.say(&say!("其中退回", "of which to"));
    // only the payers that get anything back
    let payers: Vec<usize> = (0..run.edition.pack.payers.len())
        .filter(|i| claims.iter().any(|claim| claim.payers.get(*i).is_some_and(|part| part.is_positive())))
        .collect();
    for payer in payers.iter().filter_map(|i| run.edition.pack.payers.get(*i)) {
        columns.push(Heading {
            over: Some(whose.clone()),
            name: payer_name(payer),
            kind: Kind::Money,
            sum: true,
            most: 24,
        });
    }
    let (enterprises, count) = (office.results.enterprises(), claims.len());
    let (due, paid) = (letters(5), letters(6));
    let mut after = vec![office.signatures()];
    if count > print::ROWS {
        let said = say!("清单太长，没有逐家打印通知", "too many for a notice each");
        after.insert(0, Line::new(Style::Note, office.say(&said)));
    }
    let row = move |index: usize| {
        let Some(claim) = claims.get(index) else { return Vec::new() };
        let mut cells = vec![
            Cell::Integer(i128::try_from(index).unwrap_or_default().saturating_add(1)),
            Cell::text(enterprises.code(claim.enterprise)),
            Cell::text(enterprises.name(claim.enterprise)),
            Cell::text(enterprises.county(claim.enterprise)),
            Cell::text(claim.measure),
            Cell::Money(claim.due),
            Cell::Money(claim.paid),
            Cell::Formula {
                formula: format!("={paid}{{row}}-{due}{{row}}").into(),
                result: Box::new(Cell::Money(claim.back)),
            },
        ];
        cells.extend(payers.iter().filter_map(|i| claim.payers.get(*i)).map(|part| Cell::Money(*part)));
        cells
    };
    List {
        name: office.say(&say!("追回清单", "to be returned")),
        title,
        before: office.head(),
        columns,
        groups: vec![Group { title: None, name: String::new(), subtotal: None, len: count, row: Box::new(row) }],
        grouped: String::new(),
        total: Some(office.say(&say!("合计（{count} 笔）", "total: {count} awards"))),
        capitals: Some((office.say(&say!("应退回合计（大写）：", "in capitals: ")), 7)),
        after,
        portrait: false,
    }
}
