//! The first sheet: the slip that is printed, signed and sent, on one page.

use std::collections::BTreeMap;

use crate::capital::{Ending, in_capitals};
use crate::diagnostic::Bilingual;
use crate::money::Money;
use crate::payout::book::leaf::{Entry, Ink, Leaf};
use crate::payout::summary::waterfall;
use crate::payout::words;
use crate::say;
use crate::schema::{ENTERPRISES, FieldId, Role};
use crate::settle::run::{Payment, Status};

use super::desk::{Claim, Desk};
use super::looks::Look;
use super::reckoning::Reckoned;

/// The columns before those of the payers: measure, status, amount.
const BEFORE: usize = 3;

/// The columns: measure, status, amount, each payer's part, remark.
#[must_use]
pub fn widths(payers: usize) -> Vec<usize> {
    let mut widths = vec![34, 11, 18];
    widths.resize(BEFORE.saturating_add(payers), 16);
    widths.push(50);
    widths
}

/// Writes the slip; `reckoned` says where the amounts of each claim stand.
pub fn write(desk: &Desk<'_>, enterprise: usize, claims: &[Claim<'_>], reckoned: &[Reckoned], leaf: &mut Leaf<'_>) {
    let columns = BEFORE.saturating_add(desk.pack.payers.len()).saturating_add(1);
    let slip = Slip { desk, enterprise, columns };
    slip.head(leaf);
    slip.facts(leaf);
    let first = slip.claims(claims, reckoned, leaf);
    slip.totals(claims, first, leaf);
    slip.notes(claims, leaf);
    slip.signatures(leaf);
}

struct Slip<'s, 'a> {
    desk: &'s Desk<'a>,
    enterprise: usize,
    columns: usize,
}

impl Slip<'_, '_> {
    /// Whose paper it is, its title and number, and whether anybody may pay by it.
    fn head(&self, leaf: &mut Leaf<'_>) {
        let desk = self.desk;
        let (pack, edition) = (desk.pack, desk.results.run.edition);
        let stationery = &pack.stationery;
        leaf.wide(0, self.columns, Look::Issuer.style(), stationery.issuer.as_deref().unwrap_or(&pack.jurisdiction));
        leaf.end(20);
        let (title, year, as_of) = (&pack.title, edition.year, edition.as_of);
        let title = say!("{title}　{year}年度企业兑付单", "{title}: payment slip for {year}");
        leaf.wide(0, self.columns, Look::Title.style(), desk.word(&title));
        leaf.end(32);
        let mut note = Vec::new();
        note.extend(
            stationery.document.as_ref().map(|document| desk.word(&say!("文号：{document}", "document: {document}"))),
        );
        note.extend(stationery.batch.as_ref().map(|batch| desk.word(&say!("批次：{batch}", "batch: {batch}"))));
        note.push(desk.word(&say!("政策年度：{year}", "policy year: {year}")));
        note.push(desk.word(&say!("核定日：{as_of}", "as of: {as_of}")));
        note.push(desk.word(&say!("单位：元", "amounts in yuan")));
        leaf.wide(0, self.columns, Look::Note.style(), note.join("　　"));
        leaf.end(18);
        for warning in &desk.warnings {
            leaf.wide(0, self.columns, Look::Warning.style(), warning.as_str());
            leaf.end(18);
        }
    }

    /// Who the enterprise is and, where the roster says it, its bank.
    fn facts(&self, leaf: &mut Leaf<'_>) {
        let desk = self.desk;
        let mut facts = vec![
            (say!("企业名称", "enterprise"), desk.who.name(self.enterprise).to_owned(), false),
            (say!("统一社会信用代码", "credit code"), desk.who.code(self.enterprise).to_owned(), true),
            (say!("所属县市区", "county"), desk.who.county(self.enterprise).to_owned(), false),
        ];
        for (role, name, is_code) in
            [(Role::BankName, say!("开户银行", "bank"), false), (Role::BankAccount, say!("银行账号", "account"), true)]
        {
            facts.extend(self.fact(role).map(|fact| (name, fact, is_code)));
        }
        // two to a row: a label and a value each
        let second = (self.columns / 2).saturating_add(1);
        for pair in facts.chunks(2) {
            for ((name, fact, is_code), (start, end)) in pair.iter().zip([(0, second), (second, self.columns)]) {
                let value = start.saturating_add(1);
                let span = if pair.len() == 1 { self.columns.saturating_sub(1) } else { end.saturating_sub(value) };
                leaf.put(start, Look::Label.style(), desk.word(name));
                if *is_code {
                    leaf.is_code(value);
                }
                let look = if *is_code { Look::Code } else { Look::Words };
                leaf.wide(value, span, look.style(), fact.as_str());
            }
            leaf.end(20);
        }
        leaf.skip();
    }

    /// A text of the enterprise by its role; none if the pack has no such field.
    fn fact(&self, role: Role) -> Option<String> {
        let desk = self.desk;
        let field: FieldId = desk.pack.schema.get(ENTERPRISES)?.role(role)?;
        match desk.results.data.value(ENTERPRISES, field, self.enterprise) {
            Some(Ok(crate::value::Value::Text(text))) => Some(text.to_string()),
            _ => Some(desk.missing(ENTERPRISES, field, self.enterprise)),
        }
    }

    /// A row for each measure that pays, waits or recovers; gives the first row.
    fn claims(&self, claims: &[Claim<'_>], reckoned: &[Reckoned], leaf: &mut Leaf<'_>) -> u32 {
        let desk = self.desk;
        let mut heads = vec![say!("政策措施", "measure"), say!("状态", "status"), say!("应付金额", "payable")];
        for payer in &desk.pack.payers {
            let payer = &payer.id;
            heads.push(say!("其中：{payer}", "of which {payer}"));
        }
        heads.push(say!("说明", "remark"));
        desk.heads(leaf, &heads);
        let first = leaf.at();
        let nothing = Reckoned::default();
        let reckoned = reckoned.iter().chain(std::iter::repeat(&nothing));
        for (claim, reckoned) in claims.iter().zip(reckoned).filter(|(c, _)| c.line.status != Status::Zero) {
            self.claim(claim, reckoned, leaf);
        }
        if leaf.at() == first {
            let none = say!("本年度没有应付、待核或应追回的政策", "nothing is paid, held or to be recovered this year");
            leaf.wide(0, self.columns, Look::Words.style(), desk.word(&none));
            leaf.end(22);
        }
        first
    }

    fn claim(&self, claim: &Claim<'_>, reckoned: &Reckoned, leaf: &mut Leaf<'_>) {
        let desk = self.desk;
        let status = claim.line.status;
        leaf.put(0, Look::Words.style(), claim.measure.title.as_str());
        let look = match status {
            Status::Held => Look::Held,
            Status::Recover => Look::Refused,
            Status::Paid | Status::Zero => Look::Centre,
        };
        leaf.put(1, look.style(), desk.word(&words::status(status)));
        match (&claim.line.waterfall, &reckoned.payable) {
            (Some(w), Some(cell)) if status != Status::Held => {
                let formula = desk.sheets.on_working(cell);
                leaf.put(2, Look::Money.style(), live(formula, w.payable));
                let parts = self.by_payer(claim);
                for (i, part) in parts.iter().enumerate() {
                    let cells = reckoned.by_payer.get(i).map(Vec::as_slice).unwrap_or_default();
                    let sum: Vec<String> = cells.iter().map(|cell| desk.sheets.on_working(cell)).collect();
                    let column = BEFORE.saturating_add(i);
                    match sum.as_slice() {
                        [] => leaf.put(column, Look::Money.style(), Ink::Nothing),
                        sum => leaf.put(column, Look::Money.style(), live(sum.join("+"), *part)),
                    }
                }
            }
            _ => {
                for column in 2..self.columns.saturating_sub(1) {
                    leaf.put(column, Look::Money.style(), Ink::Nothing);
                }
            }
        }
        leaf.put(self.columns.saturating_sub(1), Look::Words.style(), self.remark(claim));
        leaf.end(22);
    }

    /// What each payer pays of a claim.
    fn by_payer(&self, claim: &Claim<'_>) -> Vec<Money> {
        let run = self.desk.results.run;
        let mut parts = vec![Money::ZERO; self.desk.pack.payers.len()];
        for payment in self.desk.results.payments(self.enterprise, claim.award) {
            let part = run.component(payment).and_then(|c| parts.get_mut(c.payer.0));
            if let Some(part) = part {
                // the run has been reconciled: its parts do not overflow
                *part = part.add(payment.amount).unwrap_or(*part);
            }
        }
        parts
    }

    fn remark(&self, claim: &Claim<'_>) -> String {
        let desk = self.desk;
        let mut remarks = Vec::new();
        match claim.line.status {
            Status::Paid => remarks.push(waterfall::cuts(claim.line, desk.lang)),
            Status::Held | Status::Recover | Status::Zero => {
                remarks.extend(desk.why(self.enterprise, claim));
            }
        }
        let strangers = self.strangers(claim);
        if !strangers.is_empty() {
            let names: Vec<&str> = strangers.keys().copied().collect();
            let names = names.join("、");
            remarks.push(desk.word(&say!("付给{names}", "paid to {names}")));
        }
        remarks.retain(|remark| !remark.is_empty());
        remarks.join("\n")
    }

    /// What is paid to somebody else than the enterprise.
    fn strangers(&self, claim: &Claim<'_>) -> BTreeMap<&str, Money> {
        let own = self.desk.pack.schema.get(ENTERPRISES).map_or("", |t| t.name.as_str());
        let mut found: BTreeMap<&str, Money> = BTreeMap::new();
        for payment in self.desk.results.payments(self.enterprise, claim.award) {
            let Some(component) = self.desk.results.run.component(payment).filter(|c| c.recipient != own) else {
                continue;
            };
            let sum = found.entry(component.recipient.as_str()).or_default();
            *sum = sum.add(payment.amount).unwrap_or(*sum);
        }
        found
    }

    /// The sums, in figures and in capitals; what is to be recovered is never taken off what is paid.
    fn totals(&self, claims: &[Claim<'_>], first: u32, leaf: &mut Leaf<'_>) {
        let payable = |c: &Claim<'_>| c.line.waterfall.as_ref().map_or(Money::ZERO, |w| w.payable);
        let sum = |status: Status| {
            Money::sum(claims.iter().filter(|c| c.line.status == status).map(payable)).unwrap_or(Money::ZERO)
        };
        let last = leaf.at().saturating_sub(1);
        self.total(
            &say!("应付合计", "total payable"),
            sum(Status::Paid),
            (claims, Status::Paid, ">0"),
            (first, last),
            leaf,
        );
        let recover = sum(Status::Recover);
        if recover.is_negative() {
            let name = say!("应追回合计", "total to recover");
            self.total(&name, recover, (claims, Status::Recover, "<0"), (first, last), leaf);
        }
        self.capitals(&say!("应付合计（大写）", "total payable in words"), sum(Status::Paid), leaf);
        if recover.is_negative() {
            let amount = recover.neg().unwrap_or(recover);
            self.capitals(&say!("应追回合计（大写）", "total to recover in words"), amount, leaf);
        }
    }

    fn total(
        &self,
        name: &Bilingual,
        sum: Money,
        (claims, status, which): (&[Claim<'_>], Status, &str),
        (first, last): (u32, u32),
        leaf: &mut Leaf<'_>,
    ) {
        leaf.wide(0, 2, Look::TotalWords.style(), self.desk.word(name));
        let amounts = leaf.rows_of(2, first, last);
        leaf.put(2, Look::TotalMoney.style(), live(format!("SUMIF({amounts},\"{which}\")"), sum));
        let mut parts = vec![Money::ZERO; self.desk.pack.payers.len()];
        for claim in claims.iter().filter(|c| c.line.status == status) {
            for (sum, part) in parts.iter_mut().zip(self.by_payer(claim)) {
                *sum = sum.add(part).unwrap_or(*sum);
            }
        }
        for (column, part) in (BEFORE..).zip(parts) {
            let own = leaf.rows_of(column, first, last);
            leaf.put(column, Look::TotalMoney.style(), live(format!("SUMIF({amounts},\"{which}\",{own})"), part));
        }
        leaf.put(self.columns.saturating_sub(1), Look::TotalWords.style(), Ink::Nothing);
        leaf.end(22);
    }

    fn capitals(&self, name: &Bilingual, amount: Money, leaf: &mut Leaf<'_>) {
        leaf.wide(0, 2, Look::TotalWords.style(), self.desk.word(name));
        let span = self.columns.saturating_sub(2);
        leaf.wide(2, span, Look::TotalWords.style(), in_capitals(amount, Ending::default()));
        leaf.end(22);
    }

    /// What a reader of the sums must know: what waits, who else is paid, what is due later.
    fn notes(&self, claims: &[Claim<'_>], leaf: &mut Leaf<'_>) {
        let desk = self.desk;
        let mut notes = Vec::new();
        let held = claims.iter().filter(|c| c.line.status == Status::Held).count();
        if held > 0 {
            notes.push(say!(
                "另有 {held} 项待核，不在合计内；按说明补正数据后重新核定。",
                "{held} more are held and in no total: supply the data named in the remarks."
            ));
        }
        let mut strangers: BTreeMap<&str, Money> = BTreeMap::new();
        for claim in claims.iter().filter(|c| c.line.status == Status::Paid) {
            for (name, amount) in self.strangers(claim) {
                let sum = strangers.entry(name).or_default();
                *sum = sum.add(amount).unwrap_or(*sum);
            }
        }
        for (name, amount) in strangers {
            let amount = amount.grouped();
            notes.push(say!("应付合计中 {amount} 元付给{name}。", "{amount} yuan of the total are paid to {name}."));
        }
        notes.extend(self.later(claims));
        for note in notes {
            leaf.wide(0, self.columns, Look::Note.style(), desk.word(&note));
            leaf.end(18);
        }
    }

    /// When it is paid, where not all of it is due in the policy year.
    fn later(&self, claims: &[Claim<'_>]) -> Option<Bilingual> {
        let desk = self.desk;
        let mut dues: Vec<(String, Money)> = Vec::new();
        let paid = claims.iter().filter(|c| c.line.status == Status::Paid);
        let payments: Vec<&Payment> = paid.flat_map(|c| desk.results.payments(self.enterprise, c.award)).collect();
        for payment in payments {
            let due = desk.due(&payment.due);
            match dues.iter_mut().find(|(known, _)| *known == due) {
                Some((_, sum)) => *sum = sum.add(payment.amount).unwrap_or(*sum),
                None => dues.push((due, payment.amount)),
            }
        }
        if dues.len() < 2 {
            return None;
        }
        let said: Vec<String> = dues.iter().map(|(due, sum)| format!("{due} {}", sum.grouped())).collect();
        let (zh, en) = (said.join(" 元；"), said.join("; "));
        Some(say!("分期拨付：{zh} 元。", "due: {en} yuan."))
    }

    fn signatures(&self, leaf: &mut Leaf<'_>) {
        let desk = self.desk;
        leaf.skip();
        let own = &desk.pack.stationery.signatories;
        let mut signed: Vec<String> = match own.as_slice() {
            [] => [say!("制表", "made by"), say!("复核", "checked by"), say!("负责人", "approved by")]
                .iter()
                .map(|who| desk.word(who))
                .collect(),
            own => own.to_vec(),
        };
        signed.push(desk.word(&say!("日期", "date")));
        let gap = "　".repeat(10);
        let line: Vec<String> = signed.iter().map(|who| desk.word(&say!("{who}：{gap}", "{who}: {gap}"))).collect();
        leaf.wide(0, self.columns, Look::Sign.style(), line.concat());
        leaf.end(30);
        let id = &desk.run_id;
        let run = say!("运行编号：{id}", "run: {id}");
        leaf.wide(0, self.columns, Look::Note.style(), desk.word(&run));
        leaf.end(18);
    }
}

/// An amount that a formula gives.
fn live(formula: String, amount: Money) -> Entry<'static> {
    Entry { formula: Some(formula.into()), ink: Ink::Number(amount.to_string().into()) }
}
