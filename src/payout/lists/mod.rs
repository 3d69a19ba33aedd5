//! The lists that leave the bureau: what is made public, what is paid, what comes back, and the file for the bank.
//!
//! ```text
//! Run.payments ─ grant ─► public     公示名单.xlsx       never any bank data
//!                         payments   拨付明细.xlsx       by payer and due date; a sheet for each county's own bill
//!                         recovery   追回通知.xlsx       a list, and a notice for each enterprise
//!                         bank       银行批量付款.csv    what is due now, as the bank wants it
//! ```
//! How they look a bureau says in `layout.toml` ([`stationery`](crate::policy::stationery)); `printed` is a list before
//! any format, `print` puts it on paper. Every run has the same files: one without content says 无.

pub mod bank;
mod grant;
mod notice;
pub mod payments;
mod print;
mod printed;
pub mod public;
pub mod recovery;

use crate::diagnostic::Bilingual;
use crate::policy::pack::{Payer, PayerUnit};
use crate::policy::stationery::Stationery;
use crate::say;
use crate::settle::tally::DueKey;

use super::dossier::Dossier;
use super::papers::Paper;
use super::results::Results;
use super::summary;
use printed::{Line, Style};

/// The files of the lists.
#[must_use]
pub fn papers(dossier: Dossier<'_>) -> Vec<Paper<'_>> {
    let mut papers = vec![
        Paper::new(payments::FILE, move || payments::write(dossier)),
        Paper::new(public::FILE, move || public::write(dossier)),
        Paper::new(recovery::FILE, move || recovery::write(dossier)),
    ];
    if let Some(batch) = bank::batch(dossier.results.run, dossier.results.data) {
        papers.push(Paper::new(bank::FILE, move || bank::write(&batch, dossier.results)));
    }
    papers
}

/// What all lists of a run share: its stationery, and what stands on each of them.
#[derive(Clone, Copy)]
struct Office<'a> {
    dossier: Dossier<'a>,
    results: Results<'a>,
    stationery: &'a Stationery,
}

impl<'a> Office<'a> {
    fn of(dossier: Dossier<'a>) -> Self {
        let results = dossier.results;
        Self { dossier, results, stationery: &results.run.edition.pack.stationery }
    }

    fn say(&self, text: &Bilingual) -> String {
        text.get(self.results.lang).to_owned()
    }

    fn issuer(&self) -> &'a str {
        let pack = self.results.run.edition.pack;
        self.stationery.issuer.as_deref().unwrap_or(&pack.jurisdiction)
    }

    /// What stands at the foot of every page.
    fn foot(&self) -> String {
        let edition = self.results.run.edition;
        let (pack, year) = (&edition.pack.title, edition.year);
        let short: String = self.dossier.run_id().chars().take(16).collect();
        self.say(&say!("{pack} {year}年度 · 运行编号 {short}", "{pack} {year} · run {short}"))
    }

    /// Issuer, document, batch, unit; then why nobody may pay by this yet.
    fn head(&self) -> Vec<Line> {
        let issuer = self.issuer();
        let mut said = vec![self.say(&say!("单位名称：{issuer}", "issued by {issuer}"))];
        if let Some(document) = &self.stationery.document {
            said.push(self.say(&say!("文号：{document}", "document {document}")));
        }
        if let Some(batch) = &self.stationery.batch {
            said.push(self.say(&say!("批次：{batch}", "batch {batch}")));
        }
        let as_of = self.results.run.edition.as_of;
        said.push(self.say(&say!("核定日：{as_of}", "as of {as_of}")));
        said.push(self.say(&say!("单位：元", "unit: yuan")));
        said.push(self.say(&if self.results.run.provisional {
            say!("【暂算】", "[provisional]")
        } else {
            say!("【正式】", "[final]")
        }));
        let mut lines = vec![Line::new(Style::Note, said.join("　"))];
        lines.extend(self.warnings());
        lines
    }

    /// Why nobody may pay by this yet, if there is a reason.
    fn warnings(&self) -> Vec<Line> {
        summary::warnings(self.results).into_iter().map(|said| Line::new(Style::Warning, said)).collect()
    }

    /// Who signs.
    fn signatures(&self) -> Line {
        const ROOM: &str = "　　　　　　　";
        let usual = [say!("制表", "made by"), say!("复核", "checked by"), say!("负责人", "approved by")];
        let mut who: Vec<String> = self.stationery.signatories.clone();
        if who.is_empty() {
            who = usual.iter().map(|name| self.say(name)).collect();
        }
        who.push(self.say(&say!("日期", "date")));
        let each: Vec<String> = who.iter().map(|name| self.say(&say!("{name}：{ROOM}", "{name}: {ROOM}"))).collect();
        Line::new(Style::Signature, each.concat())
    }

    /// A heading: the pack's own words, or the usual ones.
    fn heading(&self, own: Option<&String>, usual: Option<Bilingual>) -> String {
        own.cloned().unwrap_or_else(|| usual.map(|said| self.say(&said)).unwrap_or_default())
    }
}

/// A payer by its level and, where that is one office, its name: `市级（株洲市）`.
fn payer_name(payer: &Payer) -> String {
    match &payer.unit {
        PayerUnit::Fixed(unit) if *unit != payer.id => format!("{}（{unit}）", payer.id),
        PayerUnit::Fixed(_) | PayerUnit::County => payer.id.clone(),
    }
}

/// When something is due, as a heading.
fn due_name(due: &DueKey) -> Bilingual {
    match due {
        DueKey::Year(year) => say!("{year}年", "{year}"),
        DueKey::Stage { name, .. } => say!("“{name}”阶段", "stage {name}"),
    }
}
