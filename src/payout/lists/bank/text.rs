//! The file for the bank as text in its encoding, and read back.

use super::{Batch, mark};
use crate::diagnostic::{Bilingual, Lang};
use crate::money::Money;
use crate::payout::csv;
use crate::payout::number;
use crate::policy::stationery::{AmountForm, BankColumn, BankFile, Encoding, Listed as _};
use crate::say;

/// A text in an encoding; `None` if the encoding cannot hold all of it, or would give back another.
pub fn encoded(encoding: Encoding, text: &str) -> Option<Vec<u8>> {
    let table = match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => return Some(text.as_bytes().to_vec()),
        Encoding::Gb18030 => encoding_rs::GB18030,
        Encoding::Gbk => encoding_rs::GBK,
    };
    let (bytes, _, lost) = table.encode(text);
    let same = table.decode_without_bom_handling_and_without_replacement(&bytes).is_some_and(|back| back == text);
    (!lost && same).then(|| bytes.into_owned())
}

/// The file as bytes.
///
/// # Errors
/// Words that the encoding cannot hold: those of a roster have been looked at before.
pub fn write(batch: &Batch<'_>, lang: Lang) -> Result<Vec<u8>, String> {
    let layout = batch.layout();
    let delimiter = layout.delimiter.sign();
    let mut text = Vec::new();
    let line = |cells: &[Vec<u8>], text: &mut Vec<u8>| {
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                // every delimiter is one byte
                text.push(delimiter as u8);
            }
            text.extend_from_slice(cell);
        }
        text.extend_from_slice(layout.ends.signs().as_bytes());
    };
    let marked = marked_apart(batch);
    if layout.headings {
        let own = |said: Option<Bilingual>| said.map(|s| s.get(lang).to_owned()).unwrap_or_default();
        let headings = layout.columns.iter().map(|c| c.heading.clone().unwrap_or_else(|| own(c.column.heading())));
        let extra = marked.then(|| say!("注意", "note").get(lang).to_owned());
        let cells: Vec<Vec<u8>> = headings.chain(extra).map(|heading| quoted(&heading, delimiter)).collect();
        line(&cells, &mut text);
    }
    for (index, transfer) in batch.transfers.iter().enumerate() {
        let mut cells: Vec<Vec<u8>> = Vec::new();
        for titled in &layout.columns {
            cells.push(match titled.column {
                BankColumn::Number => index.saturating_add(1).to_string().into_bytes(),
                BankColumn::Amount => quoted(&amount(layout.amount, transfer.amount), delimiter),
                BankColumn::Account => {
                    // the digits are looked at before: nothing else can stand behind the mark
                    let account = batch.words(BankColumn::Account, transfer);
                    format!("\"{}{account}\"", layout.account.sign()).into_bytes()
                }
                column => quoted(&batch.words(column, transfer), delimiter),
            });
        }
        if marked {
            cells.push(quoted(mark(batch.run), delimiter));
        }
        line(&cells, &mut text);
    }
    let text = String::from_utf8(text).map_err(|e| e.to_string())?;
    let bytes = encoded(layout.encoding, &text)
        .ok_or_else(|| format!("{} cannot hold the headings of the bank's file", layout.encoding.id()))?;
    Ok(if layout.encoding == Encoding::Utf8Bom { [csv::MARK, &bytes].concat() } else { bytes })
}

/// Where no purpose is written, the mark has a column of its own.
fn marked_apart(batch: &Batch<'_>) -> bool {
    !mark(batch.run).is_empty() && batch.layout().columns.iter().all(|c| c.column != BankColumn::Purpose)
}

/// A text that no spreadsheet runs, in quotes where the format asks for them.
fn quoted(words: &str, delimiter: char) -> Vec<u8> {
    let mut out = Vec::new();
    csv::text_between(words, delimiter, &mut out);
    out
}

fn amount(form: AmountForm, amount: Money) -> String {
    let mut digits = Vec::new();
    match form {
        AmountForm::Grouped => return amount.grouped(),
        AmountForm::Plain => number::money(amount, &mut digits),
        AmountForm::Fen => number::integer(amount.fen(), &mut digits),
    }
    String::from_utf8(digits).unwrap_or_default()
}

/// Reads the file again: its lines and amounts, and those left out, must be the payments that are due.
///
/// # Errors
/// They are not.
pub fn reconcile(batch: &Batch<'_>, bytes: &[u8]) -> Result<(), String> {
    let (lines, written) = read(batch.layout(), bytes)?;
    let total = |all: &mut dyn Iterator<Item = Money>| Money::sum(all).ok_or("a sum does not fit");
    let listed = total(&mut batch.transfers.iter().map(|t| t.amount))?;
    let left = total(&mut batch.left_out.iter().map(|(_, t)| t.amount))?;
    let payments: usize = batch.transfers.iter().chain(batch.left_out.iter().map(|(_, t)| t)).map(|t| t.payments).sum();
    let all = written.add(left).ok_or("a sum does not fit")?;
    if (lines, written) == (batch.transfers.len(), listed) && (payments, all) == batch.due {
        Ok(())
    } else {
        let (count, due) = (batch.due.0, batch.due.1.grouped());
        Err(format!(
            "the bank's file has {lines} lines of {} yuan, {} yuan are left out, {payments} payments in all; {count} payments of {due} yuan are due",
            written.grouped(),
            left.grouped(),
        ))
    }
}

/// How many lines a file has, and what its amounts add up to.
fn read(layout: &BankFile, bytes: &[u8]) -> Result<(usize, Money), String> {
    let body = bytes.strip_prefix(csv::MARK).filter(|_| layout.encoding == Encoding::Utf8Bom).unwrap_or(bytes);
    let text = match layout.encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => std::str::from_utf8(body).ok().map(str::to_owned),
        Encoding::Gb18030 => decoded(encoding_rs::GB18030, body),
        Encoding::Gbk => decoded(encoding_rs::GBK, body),
    }
    .ok_or("the bank's file cannot be read in its encoding")?;
    let column = layout.columns.iter().position(|c| c.column == BankColumn::Amount).ok_or("no amounts")?;
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(layout.headings)
        .delimiter(layout.delimiter.sign() as u8)
        .from_reader(text.as_bytes());
    let (mut lines, mut sum) = (0usize, Money::ZERO);
    for record in reader.records() {
        let record = record.map_err(|e| e.to_string())?;
        let digits: String = record.get(column).unwrap_or_default().chars().filter(|c| *c != ',').collect();
        let fen = match (layout.amount, digits.split_once('.')) {
            (AmountForm::Fen, None) => digits.parse::<i128>().ok(),
            (AmountForm::Plain | AmountForm::Grouped, Some((yuan, fen))) if fen.len() == 2 => {
                format!("{yuan}{fen}").parse().ok()
            }
            _ => None,
        };
        let amount = fen.map(Money::from_fen).ok_or_else(|| format!("`{digits}` is no amount"))?;
        lines = lines.saturating_add(1);
        sum = sum.add(amount).ok_or("a sum does not fit")?;
    }
    Ok((lines, sum))
}

fn decoded(table: &'static encoding_rs::Encoding, bytes: &[u8]) -> Option<String> {
    table.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
}
