//! The columns that the lists may have: closed lists of words, each with its usual heading.

use crate::diagnostic::Bilingual;
use crate::say;

/// A column, and the heading that the pack gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Titled<C> {
    /// Which one.
    pub column: C,
    /// Its heading, where it is not the usual one.
    pub heading: Option<String>,
}

/// A closed list of columns.
pub trait Listed: Copy + PartialEq + 'static {
    /// The words by which a pack names them.
    const WORDS: &'static [(&'static str, Self)];

    /// Those that a list has where the pack says nothing, in order.
    const USUAL: &'static [Self];

    /// The usual heading; none where the headings come from elsewhere.
    fn heading(self) -> Option<Bilingual>;
}

/// The columns where the pack says nothing.
pub(super) fn usual<C: Listed>() -> Vec<Titled<C>> {
    C::USUAL.iter().map(|column| Titled { column: *column, heading: None }).collect()
}

/// A column of 公示名单.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicColumn {
    /// 序号
    Number,
    /// The credit code.
    Code,
    /// The enterprise.
    Name,
    /// Its county.
    County,
    /// The measure.
    Measure,
    /// Who receives the money.
    Recipient,
    /// How much.
    Amount,
}

impl Listed for PublicColumn {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("number", Self::Number),
        ("code", Self::Code),
        ("name", Self::Name),
        ("county", Self::County),
        ("measure", Self::Measure),
        ("recipient", Self::Recipient),
        ("amount", Self::Amount),
    ];
    const USUAL: &'static [Self] = &[Self::Number, Self::Name, Self::Code, Self::County, Self::Amount];

    fn heading(self) -> Option<Bilingual> {
        Some(match self {
            Self::Number => say!("序号", "no."),
            Self::Code => say!("统一社会信用代码", "code"),
            Self::Name => say!("企业名称", "enterprise"),
            Self::County => say!("县市区", "county"),
            Self::Measure => say!("政策措施", "measure"),
            Self::Recipient => say!("收款方", "recipient"),
            Self::Amount => say!("拟奖补金额（元）", "amount (yuan)"),
        })
    }
}

/// A column of 拨付明细.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentColumn {
    /// 序号
    Number,
    /// The credit code.
    Code,
    /// The enterprise.
    Name,
    /// Its county.
    County,
    /// The measure.
    Measure,
    /// Who receives the money.
    Recipient,
    /// The bank.
    Bank,
    /// The account.
    Account,
    /// A column for each payer and time of payment.
    Amounts,
    /// All of them together.
    Total,
    /// An empty column to write into.
    Remark,
}

impl Listed for PaymentColumn {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("number", Self::Number),
        ("code", Self::Code),
        ("name", Self::Name),
        ("county", Self::County),
        ("measure", Self::Measure),
        ("recipient", Self::Recipient),
        ("bank", Self::Bank),
        ("account", Self::Account),
        ("amounts", Self::Amounts),
        ("total", Self::Total),
        ("remark", Self::Remark),
    ];
    const USUAL: &'static [Self] = &[
        Self::Number,
        Self::Code,
        Self::Name,
        Self::County,
        Self::Measure,
        Self::Recipient,
        Self::Bank,
        Self::Account,
        Self::Amounts,
        Self::Total,
    ];

    fn heading(self) -> Option<Bilingual> {
        Some(match self {
            Self::Number => say!("序号", "no."),
            Self::Code => say!("统一社会信用代码", "code"),
            Self::Name => say!("企业名称", "enterprise"),
            Self::County => say!("县市区", "county"),
            Self::Measure => say!("政策措施", "measure"),
            Self::Recipient => say!("收款方", "recipient"),
            Self::Bank => say!("开户银行", "bank"),
            Self::Account => say!("收款账号", "account"),
            Self::Amounts => return None,
            Self::Total => say!("合计", "total"),
            Self::Remark => say!("备注", "remark"),
        })
    }
}
