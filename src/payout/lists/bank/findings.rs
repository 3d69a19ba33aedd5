//! What the file for the bank leaves out, in words: for each enterprise, or in one for what concerns all of them.

use std::collections::BTreeMap;

use super::{Batch, Obstacle, batch};
use crate::dataset::{Dataset, Provenance};
use crate::diagnostic::{Bilingual, Code, Finding, codes::payout as codes};
use crate::money::Money;
use crate::policy::stationery::{BankColumn, Listed as _};
use crate::say;
use crate::schema::{ENTERPRISES, FieldId, Role};
use crate::settle::run::Run;
use crate::source::Place;

use super::FILE;

/// What is due now and does not stand in the file for the bank, with the reason.
#[must_use]
pub fn findings(run: &Run<'_>, data: &Dataset, places: &dyn Provenance) -> Vec<Finding> {
    let Some(batch) = batch(run, data) else { return Vec::new() };
    // what is wrong with a column or a recipient concerns no single enterprise
    let mut by: BTreeMap<(Option<usize>, Obstacle<'_>), (usize, Money)> = BTreeMap::new();
    for (obstacle, transfer) in &batch.left_out {
        let whose = match obstacle {
            Obstacle::NoColumn(_) | Obstacle::Other(_) => None,
            _ => Some(transfer.enterprise),
        };
        let sum = by.entry((whose, *obstacle)).or_default();
        sum.0 = sum.0.saturating_add(transfer.payments);
        // what does not add up is told when the file is written
        sum.1 = sum.1.add(transfer.amount).unwrap_or(sum.1);
    }
    by.into_iter().map(|((whose, obstacle), sum)| finding(&batch, whose, obstacle, sum, places)).collect()
}

fn finding(
    batch: &Batch<'_>,
    whose: Option<usize>,
    obstacle: Obstacle<'_>,
    (payments, amount): (usize, Money),
    places: &dyn Provenance,
) -> Finding {
    let table = batch.run.edition.pack.schema.get(ENTERPRISES);
    let field = |role| table.and_then(|t| t.role(role));
    let named = |role: Role| {
        let found = field(role).and_then(|f: FieldId| table?.fields.get(f.0));
        found.map_or_else(String::new, |f| f.name.clone())
    };
    let amount = amount.grouped();
    let what = say!("{payments} 笔共 {amount} 元没有列入{FILE}", "{amount} yuan ({payments} to pay) are not in {FILE}");
    let (zh, en) = (what.zh, what.en);
    let (code, role, message, remedy): (&'static Code, _, Bilingual, Bilingual) = match obstacle {
        Obstacle::NoColumn(role) => {
            let (name, table) = (named(role), table.map_or("", |t| &t.name));
            (
                &codes::ACCOUNT_MISSING,
                None,
                say!("“{table}”没有“{name}”这一列，{zh}", "`{table}` has no column `{name}`: {en}"),
                say!("给“{table}”补上“{name}”这一列，逐家填写", "add the column `{name}` to `{table}` and fill it in"),
            )
        }
        Obstacle::Empty(role) => {
            let name = named(role);
            (
                &codes::ACCOUNT_MISSING,
                Some(role),
                say!("“{name}”没有填，{zh}", "`{name}` is empty: {en}"),
                say!("补填后重新运行，或另行付款", "fill it in and run again, or pay in another way"),
            )
        }
        Obstacle::NoAccount => {
            let name = named(Role::BankAccount);
            let account = whose.map_or("", |e| batch.enterprises.account(e));
            let shown = crate::roster::text::quoted(account);
            (
                &codes::ACCOUNT_FORM,
                Some(Role::BankAccount),
                say!("“{name}”填的“{shown}”不是账号，{zh}", "`{name}` says `{shown}`, which is no account: {en}"),
                say!("按开户许可证填写，只写数字", "write the account's digits, and nothing else"),
            )
        }
        Obstacle::Unwritable(column) => {
            let encoding = batch.layout().encoding.id();
            let Bilingual { zh: heading, en: word } = column.heading().unwrap_or_default();
            (
                &codes::NOT_WRITABLE,
                Some(if column == BankColumn::Bank { Role::BankName } else { Role::Name }),
                say!(
                    "“{heading}”里有 {encoding} 写不出的字，{zh}",
                    "the column `{word}` has a character that {encoding} cannot hold: {en}"
                ),
                say!(
                    "在 layout.toml 的 [bank-file] 里换一种 encoding（先问银行），或另行付款",
                    "choose another encoding in [bank-file] of layout.toml (ask the bank first), or pay in another way"
                ),
            )
        }
        Obstacle::Other(recipient) => (
            &codes::OTHER_RECIPIENT,
            None,
            say!("收款方是“{recipient}”，不是企业，{zh}", "the recipient is `{recipient}`, not the enterprise: {en}"),
            say!(
                "名单里没有它的账号：照 拨付明细.xlsx 另行付款",
                "the roster has no account of it: pay it by 拨付明细.xlsx in another way"
            ),
        ),
    };
    let cell = whose.zip(role).and_then(|(enterprise, role)| places.cell(ENTERPRISES, field(role)?, enterprise));
    let place = cell.map_or(Place::Nowhere, |(place, _)| Place::Cell(place));
    let finding = Finding::new(code, place, message).remedy(remedy);
    match whose {
        Some(enterprise) => finding.of(batch.enterprises.code(enterprise)),
        None => finding,
    }
}
