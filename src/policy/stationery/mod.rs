//! `layout.toml`: what a bureau's papers look like: whose they are, who signs, which columns they have. The file may be
//! left out, and so may every key. It changes no amount, so it is no part of a pack's [meaning](super::meaning).
//!
//! ```toml
//! issuer      = "示例市科学技术局"                    # the letterhead; the pack's jurisdiction if left out
//! document    = "示科发〔2024〕12号"                  # the number of the document that the papers belong to
//! batch       = "2023年度第一批"
//! signatories = ["制表", "复核", "负责人"]             # who signs, in order
//! capitals    = "yuan-and-jiao"                       # 大写: 整 after 元 and 角, or after 元 only ("yuan")
//!
//! [public-list]                                       # 公示名单.xlsx; never any bank data
//! amounts = true
//! columns = ["number", "name", { column = "code", heading = "信用代码" }, "county", "amount"]
//! period  = "2024年3月1日至3月7日"                     # a line to fill in if left out, like the next
//! contact = "科技局资源配置科，电话 0000-0000000"
//!
//! [payment-list]                                      # 拨付明细.xlsx
//! columns = ["number", "code", "name", "county", "measure", "recipient", "bank", "account", "amounts", "total"]
//!
//! [recovery-notice]                                   # 追回通知.xlsx; lines to fill in where nothing is said
//! deadline = "2024年6月30日"
//! account  = "户名：…　开户银行：…　账号：…"
//! contact  = "…"
//!
//! [bank-file]                                         # 银行批量付款.csv
//! columns   = ["number", "recipient", "account", "bank", "amount", "purpose"]
//! purpose   = "{year}年{measure}"                      # also {batch}, {payer}, {code}
//! headings  = true                                    # a row of headings?
//! lines     = "payment"                               # a line a payment, or one an "enterprise" and payer
//! payers    = ["市级"]                                 # all if left out
//! encoding  = "gb18030"                               # gb18030, gbk, utf-8, utf-8-bom
//! delimiter = "comma"                                 # comma, semicolon, tab, bar
//! amount    = "plain"                                 # plain 1234.50, grouped 1,234.50, fen 123450
//! account   = "plain"                                 # plain, or with a mark that keeps it a text: apostrophe, tab
//! ends      = "crlf"                                  # of lines: crlf, lf
//! ```

mod bank;
mod columns;
mod read;
mod template;

pub use bank::{AccountMark, AmountForm, BankColumn, BankFile, Delimiter, Encoding, LineEnd, Lines};
pub use columns::{Listed, PaymentColumn, PublicColumn, Titled};
pub(super) use read::{Known, read};
pub use template::{Blank, Filling, Template};

use crate::capital::Ending;

/// The stationery of a pack; everything has a default, so that a pack need not say anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stationery {
    /// The office that issues the papers (letterhead); the pack's jurisdiction where nothing is said.
    pub issuer: Option<String>,
    /// The number of the document that the papers belong to: 株科发〔2024〕12号.
    pub document: Option<String>,
    /// The batch: 2023年度第一批.
    pub batch: Option<String>,
    /// Who signs, in order; 制表, 复核, 负责人 where nothing is said.
    pub signatories: Vec<String>,
    /// After what an amount in capital numerals takes 整.
    pub capitals: Ending,
    /// The list of awards that is made public.
    pub public_list: PublicList,
    /// The list of payments.
    pub payment_list: PaymentList,
    /// The notices of what is to be returned.
    pub recovery_notice: RecoveryNotice,
    /// The file for the bank.
    pub bank_file: BankFile,
}

/// 公示名单: who is to be paid, for everybody to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicList {
    /// Its columns, in order.
    pub columns: Vec<Titled<PublicColumn>>,
    /// From when to when it is shown; a line to fill in where nothing is said.
    pub period: Option<String>,
    /// To whom to object; a line to fill in where nothing is said.
    pub contact: Option<String>,
}

/// 资金拨付明细表: who is paid what by whom and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentList {
    /// Its columns, in order.
    pub columns: Vec<Titled<PaymentColumn>>,
}

/// 追回通知: what a notice says beside the amounts; lines to fill in where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecoveryNotice {
    /// Until when the money is to be returned.
    pub deadline: Option<String>,
    /// Where to.
    pub account: Option<String>,
    /// Whom to ask, and to whom to object.
    pub contact: Option<String>,
}

impl Default for PublicList {
    fn default() -> Self {
        Self { columns: columns::usual(), period: None, contact: None }
    }
}

impl Default for PaymentList {
    fn default() -> Self {
        Self { columns: columns::usual() }
    }
}
