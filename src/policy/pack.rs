//! A checked pack: what the calculation runs on. Made by [`compile`](super::compile), never by hand.
//!
//! Everything dated is kept with its dates; [`Pack::on`](super::edition) selects what a policy year sees.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::calendar::Period;
use crate::exact::Exact;
use crate::lang::{BandKind, Bands, LookupTable, MeasureId, Typed};
use crate::money::{Money, Rounding};
use crate::schema::{FieldId, Schema, TableId};
use crate::source::{RuleText, Span};
use crate::value::{Type, Value};

/// A jurisdiction's rules, checked and typed.
#[derive(Debug)]
pub struct Pack {
    /// `zhuzhou`.
    pub id: String,
    /// `株洲市科技创新奖补政策`.
    pub title: String,
    /// `湖南省株洲市`.
    pub jurisdiction: String,
    /// Tables and fields.
    pub schema: Schema,
    /// Who pays, in the pack's order.
    pub payers: Vec<Payer>,
    /// The ids that pack.toml lists, by [`MeasureId`].
    pub listed: Vec<String>,
    /// All versions of all measures, in the pack's order; versions of one id stand together.
    pub measures: Vec<Measure>,
    /// Definitions, indexed by `DefinitionId`.
    pub definitions: Vec<Definition>,
    /// Parameters, indexed by `ParameterId`.
    pub parameters: Vec<Parameter>,
    /// Lookup tables, indexed by `LookupId`.
    pub lookups: Vec<Lookup>,
    /// Band tables, indexed by `BandsId`.
    pub bands: Vec<BandTable>,
    /// Step 1; none: the pack has no veto.
    pub veto: Option<Veto>,
    /// Step 5.
    pub stacking: Vec<StackingGroup>,
    /// Step 6.
    pub enterprise_caps: Vec<EnterpriseCap>,
    /// Step 7.
    pub pools: Vec<Pool>,
    /// Step 8; none: the pack has no offsets.
    pub offset: Option<OffsetRule>,
    /// The pack's own tests.
    pub cases: Vec<super::case::Case>,
    /// Findings of `rules lint` that are known and accepted, in the order of the files.
    pub allows: Vec<super::allow::Allow>,
    /// What its papers bear; changes no amount.
    pub stationery: super::stationery::Stationery,
    /// The rule files as read, by name.
    pub sources: Vec<Arc<RuleText>>,
}

/// A value with the days on which it is in force.
#[derive(Clone, Debug)]
pub struct Dated<T> {
    /// When.
    pub period: Period,
    /// What.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

/// A payer (省级, 市级, 县级).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payer {
    /// `市级`.
    pub id: String,
    /// Who that is.
    pub unit: PayerUnit,
}

/// Which treasury a payer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayerUnit {
    /// One for all: `株洲市`.
    Fixed(String),
    /// The enterprise's own county (the field with that role).
    County,
}

/// Index of a payer in [`Pack::payers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PayerId(pub usize);

/// A named value with dates.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// `补助比例`.
    pub name: String,
    /// The measure (id) it belongs to; none for the whole pack.
    pub measure: Option<String>,
    /// Its type.
    pub ty: Type,
    /// Its values, by date, without overlap.
    pub values: Vec<Dated<Value>>,
    /// Where it is written.
    pub span: Span,
}

/// An expression with a name, shared by several rules.
#[derive(Clone, Debug)]
pub struct Definition {
    /// `证书有效`.
    pub name: String,
    /// Whose rows it is about.
    pub of: TableId,
    /// Its expression.
    pub value: Typed,
    /// Where it is written.
    pub span: Span,
}

/// A lookup table with its versions.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// `县级分担`.
    pub name: String,
    /// Types of its keys.
    pub keys: Vec<Type>,
    /// Type of its value.
    pub ty: Type,
    /// Its versions.
    pub versions: Vec<Dated<LookupTable>>,
}

/// A band table with its versions.
#[derive(Clone, Debug)]
pub struct BandTable {
    /// `登记奖补标准`.
    pub name: String,
    /// How its bands apply.
    pub kind: BandKind,
    /// Type of what goes in.
    pub input: Type,
    /// Type of what comes out.
    pub output: Type,
    /// Its versions.
    pub versions: Vec<Dated<Bands>>,
}

/// One version of a measure.
#[derive(Clone, Debug)]
pub struct Measure {
    /// `university-cooperation`.
    pub id: String,
    /// Which measure of `核定(…)` it is: the same for all its versions.
    pub number: MeasureId,
    /// `高新技术企业校企合作补助`.
    pub title: String,
    /// What it yields.
    pub kind: MeasureKind,
    /// The policy years whose 31 December it covers.
    pub effective: Period,
    /// Where the rule comes from.
    pub references: Vec<Reference>,
    /// All must hold.
    pub conditions: Vec<Condition>,
    /// Does the pack's veto apply to it?
    pub vetoed: bool,
    /// How claims are handled; none: the pack does not say.
    pub procedure: Option<Procedure>,
    /// Which office is responsible for it, if the pack says so.
    pub responsible: Option<String>,
    /// Where it is written: its `id`.
    pub span: Span,
}

impl Measure {
    /// Does this version draw on the pool of that id?
    #[must_use]
    pub fn draws_on(&self, pool: &str) -> bool {
        match &self.kind {
            MeasureKind::Payout(award) => award.pool.as_deref() == Some(pool),
            MeasureKind::Estimate { .. } | MeasureKind::Status { .. } => false,
        }
    }

    /// Does this version draw on a pool that has a breaker?
    #[must_use]
    pub fn has_breaker(&self, pack: &Pack) -> bool {
        pack.pools.iter().any(|pool| pool.breaker.is_some() && self.draws_on(&pool.id))
    }
}

/// How claims are handled (执行方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Procedure {
    /// 资格定补: a fixed amount for whoever has the qualification.
    Entitlement,
    /// 数据核校: an amount computed from figures that are checked.
    Verification,
    /// 审查遴选: people examine and select.
    Selection,
}

impl Procedure {
    /// `资格定补`.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Entitlement => "资格定补",
            Self::Verification => "数据核校",
            Self::Selection => "审查遴选",
        }
    }

    /// `entitlement`, as a rule file writes it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Entitlement => "entitlement",
            Self::Verification => "verification",
            Self::Selection => "selection",
        }
    }
}

/// What a measure yields.
#[derive(Clone, Debug)]
pub enum MeasureKind {
    /// Money to pay.
    Payout(Box<Award>),
    /// A tax estimate, never in a payout total.
    Estimate {
        /// The amount in 元.
        amount: Typed,
        /// How it is rounded.
        round: Rounding,
    },
    /// A status: the first branch whose expression is yes.
    Status {
        /// A text expression: the status.
        value: Typed,
    },
}

/// Document and clause behind a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The document's title.
    pub document: String,
    /// The clause's words.
    pub text: String,
    /// Has somebody checked it against the issuing text?
    pub standing: Standing,
}

/// How far a reference can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Plausible figures from comparable rules; nobody may pay by it.
    Demonstration,
    /// Checked against the issuing text.
    Verified,
}

/// A condition of a measure.
#[derive(Clone, Debug)]
pub struct Condition {
    /// `increment`: its reason when it is not met.
    pub id: String,
    /// A yes/no expression.
    pub when: Typed,
    /// What the enterprise is told.
    pub otherwise: String,
}

/// What a payout measure pays.
#[derive(Clone, Debug)]
pub struct Award {
    /// How the amount comes about.
    pub amount: Amount,
    /// Rounding of the amount; none only where every possible amount is of whole 分.
    pub round: Option<Rounding>,
    /// The most it pays.
    pub cap: Option<Typed>,
    /// Below this (before rounding) it pays nothing.
    pub floor: Option<Typed>,
    /// Who pays whom; never empty.
    pub components: Vec<Component>,
    /// The component that takes the residual.
    pub lead: usize,
    /// Shares are rounded toward zero to this.
    pub split_unit: Money,
    /// When it is paid; one instalment in the policy year unless the rule says otherwise.
    pub instalments: Vec<Instalment>,
    /// The pool (its id) that it draws on.
    pub pool: Option<String>,
}

/// How a payout's amount comes about.
#[derive(Clone, Debug)]
pub enum Amount {
    /// One expression; the components are shares of it.
    Whole(Typed),
    /// The sum of the components' own amounts.
    OfComponents,
}

/// A part of a grant.
#[derive(Clone, Debug)]
pub struct Component {
    /// Its number in `payments.csv`: from 1 for components, always 1 for payers who share one amount.
    pub number: u32,
    /// Who pays.
    pub payer: PayerId,
    /// Who receives it.
    pub recipient: String,
    /// Only when this holds: else it is not paid, by nobody.
    pub when: Option<Typed>,
    /// Its weight.
    pub weight: Weight,
    /// When it is due, if not by the award's instalments.
    pub due: Option<Due>,
}

impl Component {
    /// The expression of its own amount or share.
    #[must_use]
    pub const fn own(&self) -> Option<&Typed> {
        match &self.weight {
            Weight::Amount(expression) | Weight::Share(expression) => Some(expression),
            Weight::Rest => None,
        }
    }
}

/// A component's part of the whole.
#[derive(Clone, Debug)]
pub enum Weight {
    /// Its own amount in 元 ([`Amount::OfComponents`]).
    Amount(Typed),
    /// A share of the amount.
    Share(Typed),
    /// What the other shares that apply leave.
    Rest,
}

/// A part of a payment in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instalment {
    /// Its share; all shares add up to one.
    pub share: Exact,
    /// When.
    pub due: Due,
}

/// When something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// So many years after the policy year.
    Year(i16),
    /// At a stage (验收).
    Stage(String),
}

/// Step 1: who is refused everything.
#[derive(Clone, Debug)]
pub struct Veto {
    /// A yes/no expression about an enterprise.
    pub when: Typed,
    /// What the enterprise is told.
    pub otherwise: String,
}

/// Step 5: measures that exclude one another.
#[derive(Clone, Debug)]
pub struct StackingGroup {
    /// `title`.
    pub id: String,
    /// How.
    pub rule: StackingRule,
    /// Members, in the listed order.
    pub measures: Vec<MeasureId>,
    /// For [`StackingRule::TopUp`]: for each option of the offset's kinds that counts in earlier policy years,
    /// `true` if money went out, `false` if it came back; none: earlier years do not matter.
    pub earlier: Option<BTreeMap<u32, bool>>,
    /// Where it is written.
    pub span: Span,
}

/// How the members of a stacking group exclude one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StackingRule {
    /// Only the highest (就高不重复); the earlier of the list on a tie.
    Highest,
    /// Only the first of the list that gives anything (互斥).
    Exclusive,
    /// Each later one tops up to its own amount (补差额).
    TopUp,
    /// All of them; the group is only named.
    Sum,
}

/// Step 6: at most so much an enterprise and year.
#[derive(Clone, Debug)]
pub struct EnterpriseCap {
    /// `technology`.
    pub id: String,
    /// Measures, in the order in which they are kept: the last is cut first.
    pub measures: Vec<MeasureId>,
    /// The most, by date.
    pub values: Vec<Dated<Money>>,
    /// Where it is written.
    pub span: Span,
}

/// Step 7: a budget.
#[derive(Clone, Debug)]
pub struct Pool {
    /// `cooperation`.
    pub id: String,
    /// `校企合作资金`.
    pub title: String,
    /// Measures of which a version draws on it; which versions do, their awards say.
    pub measures: Vec<MeasureId>,
    /// How an excess is cut.
    pub rule: PoolRule,
    /// Cuts are whole multiples of this.
    pub unit: Money,
    /// Whose shares it limits: those of one payer, the others pay theirs in full; none: whole awards.
    pub payer: Option<PayerId>,
    /// What lowers or stops it while too much has gone wrong.
    pub breaker: Option<Breaker>,
    /// The budgets, by date.
    pub budgets: Vec<Dated<Money>>,
    /// Where it is written.
    pub span: Span,
}

/// A pool's breaker (熔断): the part of every claim that is met, by a rate over the whole roster.
#[derive(Clone, Debug)]
pub struct Breaker {
    /// What has gone wrong, in 元 an enterprise (the bad loans).
    pub bad: Typed,
    /// Of how much, in 元 an enterprise (all loans).
    pub of: Typed,
    /// From the sum of the one over the sum of the other to the part that is met, by date.
    pub steps: Vec<Dated<Bands>>,
    /// Where it is written.
    pub span: Span,
}

/// How a pool that is exceeded is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolRule {
    /// All in proportion, by largest remainder.
    ProRata,
    /// By the order of the pool's measures, then by credit code, until it is used up.
    Priority,
}

/// Step 8: which table says what was paid before, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetRule {
    /// The table (已拨付).
    pub table: TableId,
    /// The measure's id or title (政策).
    pub measure: FieldId,
    /// The policy year (政策年度).
    pub year: FieldId,
    /// The amount (金额).
    pub amount: FieldId,
    /// What it was (事由), a choice.
    pub kind: FieldId,
    /// For each option of the choice: `true` if it reduces the payable, `false` if it restores it.
    pub reduces: BTreeMap<u32, bool>,
}
