//! The file for the bank: every bank wants another one, so all of it can be said.

use super::columns::{self, Listed, Titled};
use super::template::Template;
use crate::diagnostic::Bilingual;
use crate::policy::pack::PayerId;
use crate::say;

/// The file for the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankFile {
    /// Its columns, in order.
    pub columns: Vec<Titled<BankColumn>>,
    /// What the money is for.
    pub purpose: Template,
    /// Does it begin with a row of headings?
    pub headings: bool,
    /// What a line is.
    pub lines: Lines,
    /// Whose payments it has; all where nothing is said.
    pub payers: Option<Vec<PayerId>>,
    /// Its encoding.
    pub encoding: Encoding,
    /// What stands between two columns.
    pub delimiter: Delimiter,
    /// How an amount is written.
    pub amount: AmountForm,
    /// What stands before an account.
    pub account: AccountMark,
    /// How lines end.
    pub ends: LineEnd,
}

impl Default for BankFile {
    fn default() -> Self {
        Self {
            columns: columns::usual(),
            purpose: Template::usual(),
            headings: true,
            lines: Lines::default(),
            payers: None,
            encoding: Encoding::default(),
            delimiter: Delimiter::default(),
            amount: AmountForm::default(),
            account: AccountMark::default(),
            ends: LineEnd::default(),
        }
    }
}

/// A column of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BankColumn {
    /// 序号
    Number,
    /// Who receives the money.
    Recipient,
    /// The account.
    Account,
    /// The bank.
    Bank,
    /// How much.
    Amount,
    /// What for.
    Purpose,
    /// The recipient's credit code.
    Code,
    /// Its county.
    County,
    /// The measure.
    Measure,
    /// The payer's level.
    Payer,
    /// Who that is.
    PayerUnit,
}

impl Listed for BankColumn {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("number", Self::Number),
        ("recipient", Self::Recipient),
        ("account", Self::Account),
        ("bank", Self::Bank),
        ("amount", Self::Amount),
        ("purpose", Self::Purpose),
        ("code", Self::Code),
        ("county", Self::County),
        ("measure", Self::Measure),
        ("payer", Self::Payer),
        ("payer-unit", Self::PayerUnit),
    ];
    const USUAL: &'static [Self] =
        &[Self::Number, Self::Recipient, Self::Account, Self::Bank, Self::Amount, Self::Purpose];

    fn heading(self) -> Option<Bilingual> {
        Some(match self {
            Self::Number => say!("序号", "no."),
            Self::Recipient => say!("收款人名称", "recipient"),
            Self::Account => say!("收款账号", "account"),
            Self::Bank => say!("开户银行", "bank"),
            Self::Amount => say!("金额", "amount"),
            Self::Purpose => say!("用途", "purpose"),
            Self::Code => say!("统一社会信用代码", "code"),
            Self::County => say!("县市区", "county"),
            Self::Measure => say!("政策措施", "measure"),
            Self::Payer => say!("承担方", "payer"),
            Self::PayerUnit => say!("付款单位", "paying unit"),
        })
    }
}

/// What a line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lines {
    /// A payment.
    #[default]
    Payment,
    /// All that one payer pays one enterprise.
    Enterprise,
}

impl Lines {
    pub(super) const WORDS: &'static [(&'static str, Self)] =
        &[("payment", Self::Payment), ("enterprise", Self::Enterprise)];
}

/// The encoding of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// GB 18030, which holds nearly all of Unicode.
    #[default]
    Gb18030,
    /// GBK, which lacks rare characters; what it cannot hold is left out and said.
    Gbk,
    /// UTF-8.
    Utf8,
    /// UTF-8 with a byte-order mark.
    Utf8Bom,
}

impl Encoding {
    pub(super) const WORDS: &'static [(&'static str, Self)] =
        &[("gb18030", Self::Gb18030), ("gbk", Self::Gbk), ("utf-8", Self::Utf8), ("utf-8-bom", Self::Utf8Bom)];

    /// Its word.
    #[must_use]
    pub fn id(self) -> &'static str {
        Self::WORDS.iter().find(|(_, encoding)| *encoding == self).map_or("", |(word, _)| word)
    }
}

/// What stands between two columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`
    #[default]
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Bar,
}

impl Delimiter {
    pub(super) const WORDS: &'static [(&'static str, Self)] =
        &[("comma", Self::Comma), ("semicolon", Self::Semicolon), ("tab", Self::Tab), ("bar", Self::Bar)];

    /// The sign.
    #[must_use]
    pub const fn sign(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Semicolon => ';',
            Self::Tab => '\t',
            Self::Bar => '|',
        }
    }
}

/// How an amount is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AmountForm {
    /// `1234.50`
    #[default]
    Plain,
    /// `1,234.50`
    Grouped,
    /// `123450`
    Fen,
}

impl AmountForm {
    pub(super) const WORDS: &'static [(&'static str, Self)] =
        &[("plain", Self::Plain), ("grouped", Self::Grouped), ("fen", Self::Fen)];
}

/// What stands before an account, so that a spreadsheet does not take it for a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccountMark {
    /// Nothing: the digits alone.
    #[default]
    Plain,
    /// `'`
    Apostrophe,
    /// A tab.
    Tab,
}

impl AccountMark {
    pub(super) const WORDS: &'static [(&'static str, Self)] =
        &[("plain", Self::Plain), ("apostrophe", Self::Apostrophe), ("tab", Self::Tab)];

    /// The sign.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Apostrophe => "'",
            Self::Tab => "\t",
        }
    }
}

/// How lines end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineEnd {
    /// As on Windows.
    #[default]
    Crlf,
    /// As elsewhere.
    Lf,
}

impl LineEnd {
    pub(super) const WORDS: &'static [(&'static str, Self)] = &[("crlf", Self::Crlf), ("lf", Self::Lf)];

    /// The signs.
    #[must_use]
    pub const fn signs(self) -> &'static str {
        match self {
            Self::Crlf => "\r\n",
            Self::Lf => "\n",
        }
    }
}
