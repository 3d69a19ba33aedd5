//! Reads `layout.toml`: everything that is wrong with it at once.

use super::bank::{AccountMark, AmountForm, BankColumn, Delimiter, Encoding, LineEnd, Lines};
use super::columns::{Listed, PaymentColumn, PublicColumn, Titled};
use super::template::{Blank, Template};
use super::{BankFile, PaymentList, PublicList, RecoveryNotice, Stationery};
use crate::capital::Ending;
use crate::diagnostic::{Bilingual, Finding, codes::policy as codes};
use crate::policy::document::{Data, Node};
use crate::policy::mistake;
use crate::policy::pack::{Payer, PayerId};
use crate::policy::section::{self, Said, Section};
use crate::say;
use crate::schema::{ENTERPRISES, Role, Schema};
use crate::source::{Place, Span};

/// What the file may speak of.
pub(in crate::policy) struct Known<'a> {
    /// The fields, for the columns of the bank; none while they cannot be read.
    pub schema: Option<&'a Schema>,
    /// Who pays; none while `pack.toml` cannot be read.
    pub payers: Option<&'a [Payer]>,
}

impl Known<'_> {
    fn has(&self, role: Role) -> bool {
        self.schema.is_none_or(|schema| schema.get(ENTERPRISES).is_some_and(|table| table.role(role).is_some()))
    }
}

/// Reads `layout.toml`.
pub(in crate::policy) fn read(root: &Node, known: &Known<'_>, found: &mut Vec<Finding>) -> Stationery {
    let mut stationery = Stationery::default();
    let Some(mut top) = Section::of(root, found) else {
        return stationery;
    };
    stationery.issuer = words(&mut top, "issuer");
    stationery.document = words(&mut top, "document");
    let batch = words(&mut top, "batch");
    stationery.signatories = signatories(&mut top);
    let capitals = [("yuan-and-jiao", Ending::AfterYuanAndJiao), ("yuan", Ending::AfterYuan)];
    stationery.capitals = top.word("capitals", &capitals).unwrap_or_default();
    if let Some(section) = top.section("public-list") {
        stationery.public_list = public_list(section, found);
    }
    if let Some(section) = top.section("payment-list") {
        stationery.payment_list = payment_list(section, known, found);
    }
    if let Some(mut section) = top.section("recovery-notice") {
        stationery.recovery_notice = RecoveryNotice {
            deadline: words(&mut section, "deadline"),
            account: words(&mut section, "account"),
            contact: words(&mut section, "contact"),
        };
        section.finish(found);
    }
    if let Some(section) = top.section("bank-file") {
        stationery.bank_file = bank_file(section, known, batch.is_some(), found);
    }
    stationery.batch = batch;
    top.finish(found);
    stationery
}

/// A line of words, if the key is there.
fn words(section: &mut Section<'_>, key: &'static str) -> Option<String> {
    let said = section.text(key)?;
    match amiss(&said) {
        Some(finding) => {
            section.complain(finding);
            None
        }
        None => Some(said.text),
    }
}

/// Words that cannot stand on one line of paper.
fn amiss(said: &Said) -> Option<Finding> {
    let (message, remedy) = if said.text.trim().is_empty() {
        (say!("写了却是空的", "this says nothing"), say!("写上内容，或删去这个键", "say something, or remove the key"))
    } else if said.text.chars().any(char::is_control) {
        (
            say!("里面有换行或看不见的控制符", "there is a line break or a control character in it"),
            say!("写成一行", "write it on one line"),
        )
    } else {
        return None;
    };
    Some(wrong(&said.span, message, remedy))
}

fn signatories(top: &mut Section<'_>) -> Vec<String> {
    if let Some(node) = top.get("signatories")
        && matches!(&node.data, Data::List(items) if items.is_empty())
    {
        top.complain(mistake::empty(node, "signatories"));
    }
    let mut names: Vec<Said> = Vec::new();
    for said in top.texts("signatories") {
        match (amiss(&said), names.iter().find(|n| n.text == said.text)) {
            (Some(finding), _) => top.complain(finding),
            (None, Some(first)) => top.complain(mistake::duplicate(&said, "签字人", "signatory", &first.span)),
            (None, None) => names.push(said),
        }
    }
    names.into_iter().map(|said| said.text).collect()
}

fn public_list(mut section: Section<'_>, found: &mut Vec<Finding>) -> PublicList {
    let shown = section.get("amounts").map(|node| node.span.clone());
    let amounts = section.yes_no("amounts", true);
    let (mut columns, said) = columns::<PublicColumn>(&mut section);
    let has = columns.iter().any(|c| c.column == PublicColumn::Amount);
    match (shown, said) {
        // what is said twice must be said alike
        (Some(span), Some(_)) if has != amounts => section.complain(if amounts {
            wrong(
                &span,
                say!("要公示金额，columns 里却没有 amount", "amounts are to be shown, and `columns` has no amount"),
                say!(
                    "给 columns 加上 \"amount\"，或写 amounts = false",
                    "add \"amount\" to columns, or write amounts = false"
                ),
            )
        } else {
            wrong(
                &span,
                say!("不公示金额，columns 里却有 amount", "amounts are not to be shown, and `columns` has amount"),
                say!(
                    "从 columns 里去掉 \"amount\"，或写 amounts = true",
                    "take \"amount\" out of columns, or write amounts = true"
                ),
            )
        }),
        (Some(_), None) if !amounts => columns.retain(|c| c.column != PublicColumn::Amount),
        _ => {}
    }
    let list = PublicList { columns, period: words(&mut section, "period"), contact: words(&mut section, "contact") };
    section.finish(found);
    list
}

fn payment_list(mut section: Section<'_>, known: &Known<'_>, found: &mut Vec<Finding>) -> PaymentList {
    let (columns, said) = columns::<PaymentColumn>(&mut section);
    if let Some(span) = &said {
        let roles =
            [(PaymentColumn::Bank, Role::BankName, "bank"), (PaymentColumn::Account, Role::BankAccount, "account")];
        for (column, role, word) in roles {
            if columns.iter().any(|c| c.column == column) && !known.has(role) {
                section.complain(no_role(span, word, role));
            }
        }
        if !columns.is_empty() && !columns.iter().any(|c| c.column == PaymentColumn::Amounts) {
            section.complain(lacks(span, "amounts"));
        }
    }
    section.finish(found);
    PaymentList { columns }
}

fn bank_file(mut section: Section<'_>, known: &Known<'_>, batch: bool, found: &mut Vec<Finding>) -> BankFile {
    let usual = BankFile::default();
    if !known.has(Role::BankAccount) {
        let span = section.span.clone();
        section.complain(no_role(&span, "account", Role::BankAccount));
    }
    let (columns, said) = columns::<BankColumn>(&mut section);
    if let Some(span) = said.as_ref().filter(|_| !columns.is_empty()) {
        for (column, word) in
            [(BankColumn::Recipient, "recipient"), (BankColumn::Account, "account"), (BankColumn::Amount, "amount")]
        {
            if !columns.iter().any(|c| c.column == column) {
                section.complain(lacks(span, word));
            }
        }
        if columns.iter().any(|c| c.column == BankColumn::Bank) && !known.has(Role::BankName) {
            section.complain(no_role(span, "bank", Role::BankName));
        }
    }
    let purpose = section.text("purpose").and_then(|said| match (amiss(&said), Template::read(&said.text)) {
        (Some(finding), _) => {
            section.complain(finding);
            None
        }
        (None, Err((message, remedy))) => {
            section.complain(wrong(&said.span, message, remedy));
            None
        }
        (None, Ok(template)) => {
            if template.has(Blank::Batch) && !batch {
                section.complain(wrong(
                    &said.span,
                    say!("用了 {{batch}}，却没有写 batch（批次）", "`{{batch}}` is used, and no batch is given"),
                    say!(
                        "在文件开头补上，例如：batch = \"2023年度第一批\"",
                        "add it at the top of the file, such as: batch = \"2023年度第一批\""
                    ),
                ));
            }
            Some(template)
        }
    });
    let file = BankFile {
        columns,
        purpose: purpose.unwrap_or(usual.purpose),
        headings: section.yes_no("headings", usual.headings),
        lines: section.word("lines", Lines::WORDS).unwrap_or(usual.lines),
        payers: payers(&mut section, known),
        encoding: section.word("encoding", Encoding::WORDS).unwrap_or(usual.encoding),
        delimiter: section.word("delimiter", Delimiter::WORDS).unwrap_or(usual.delimiter),
        amount: section.word("amount", AmountForm::WORDS).unwrap_or(usual.amount),
        account: section.word("account", AccountMark::WORDS).unwrap_or(usual.account),
        ends: section.word("ends", LineEnd::WORDS).unwrap_or(usual.ends),
    };
    section.finish(found);
    file
}

fn payers(section: &mut Section<'_>, known: &Known<'_>) -> Option<Vec<PayerId>> {
    let node = section.get("payers")?;
    if matches!(&node.data, Data::List(items) if items.is_empty()) {
        section.complain(mistake::empty(node, "payers"));
    }
    let mut read: Vec<(Said, PayerId)> = Vec::new();
    for said in section.texts("payers") {
        let Some(all) = known.payers else { continue };
        let Some(at) = all.iter().position(|payer| payer.id == said.text) else {
            let names: Vec<&str> = all.iter().map(|payer| payer.id.as_str()).collect();
            section.complain(mistake::unknown_name(&said, "承担方", "payer", &names));
            continue;
        };
        match read.iter().find(|(_, payer)| payer.0 == at) {
            Some((first, _)) => {
                let finding = mistake::duplicate(&said, "承担方", "payer", &first.span);
                section.complain(finding);
            }
            None => read.push((said, PayerId(at))),
        }
    }
    Some(read.into_iter().map(|(_, payer)| payer).collect())
}

/// The columns of a list, and where they stand if they are said.
fn columns<C: Listed>(section: &mut Section<'_>) -> (Vec<Titled<C>>, Option<Span>) {
    let Some(node) = section.get("columns") else {
        return (super::columns::usual(), None);
    };
    if matches!(&node.data, Data::List(items) if items.is_empty()) {
        section.complain(mistake::empty(node, "columns"));
    }
    let mut read: Vec<(Titled<C>, Span)> = Vec::new();
    let mut found = Vec::new();
    for item in section.items("columns") {
        let Some((said, heading)) = column(item, &mut found) else { continue };
        let Some((word, column)) = C::WORDS.iter().find(|(word, _)| *word == said.text) else {
            let words: Vec<&str> = C::WORDS.iter().map(|(word, _)| *word).collect();
            found.push(mistake::unknown_word(&said, "columns", &words));
            continue;
        };
        if let Some((_, first)) = read.iter().find(|(known, _)| known.column == *column) {
            found.push(mistake::duplicate(&said, "列", "column", first));
            continue;
        }
        if let (Some(heading), None) = (&heading, column.heading()) {
            found.push(wrong(
                &heading.span,
                say!(
                    "“{word}”的表头就是各承担方和到期，改不了",
                    "the headings of `{word}` are the payers and due dates"
                ),
                say!("删去 heading", "remove the heading"),
            ));
        }
        read.push((Titled { column: *column, heading: heading.map(|h| h.text) }, said.span));
    }
    found.into_iter().for_each(|finding| section.complain(finding));
    (read.into_iter().map(|(titled, _)| titled).collect(), Some(mistake::first_line(&node.span)))
}

/// A column by its word, or as `{ column = …, heading = … }`.
fn column(node: &Node, found: &mut Vec<Finding>) -> Option<(Said, Option<Said>)> {
    if let Data::Text(_) = &node.data {
        return section::text(node, found).map(|said| (said, None));
    }
    if !matches!(&node.data, Data::Table(_)) {
        found.push(mistake::wrong_type(
            node,
            "一列的代号，或 { column = …, heading = … }",
            "the word of a column, or { column = …, heading = … }",
        ));
        return None;
    }
    let mut section = Section::of(node, found)?;
    let column = section.need_text("column");
    let heading = section.text("heading");
    let heading = heading.filter(|said| match amiss(said) {
        Some(finding) => {
            section.complain(finding);
            false
        }
        None => true,
    });
    section.finish(found);
    Some((column?, heading))
}

/// A list lacks a column without which it is of no use.
fn lacks(span: &Span, word: &str) -> Finding {
    wrong(
        span,
        say!("columns 里没有 {word}，这张表就没有用了", "without `{word}` among its columns the list is of no use"),
        say!("补上 \"{word}\"", "add \"{word}\""),
    )
}

/// A column needs a field that the pack does not have.
fn no_role(span: &Span, word: &str, role: Role) -> Finding {
    let id = role.id();
    wrong(
        &mistake::first_line(span),
        say!(
            "企业名单里没有 role = \"{id}\" 的字段，“{word}”这一列没有内容",
            "no field of the enterprises has role = \"{id}\", so there is nothing for the column `{word}`"
        ),
        say!(
            "给 fields.toml 里相应的字段加上 role = \"{id}\"，或去掉这一列",
            "add role = \"{id}\" to the field in fields.toml that it is, or leave the column out"
        ),
    )
}

fn wrong(place: &Span, message: Bilingual, remedy: Bilingual) -> Finding {
    Finding::new(&codes::LAYOUT, Place::Rule(place.clone()), message).remedy(remedy)
}
