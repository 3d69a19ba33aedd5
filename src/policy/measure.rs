//! `measures/*.toml`: one version of one measure a file.
//!
//! ```toml
//! id        = "university-cooperation"
//! title     = "高新技术企业校企合作补助"
//! kind      = "payout"                  # payout 拨付 · estimate 测算 · status 状态
//! effective = { from = 2023-01-01 }     # with `to`, its last day; two files of one id must not share a day
//! veto      = false                     # the pack's veto does not apply to it (it does if this is left out)
//! procedure = "verification"            # 执行方式: entitlement 资格定补 · verification 数据核校 · selection 审查遴选; may be left out
//! responsible = "市科技局"               # 责任单位; may be left out
//!
//! [[reference]]
//! document = "…"
//! text     = "…"
//! standing = "demonstration"            # or "verified"
//!
//! [[condition]]                         # all must hold
//! id        = "contract"                # the reason where it does not
//! when      = "存在(技术合同 当 合格合同)"
//! otherwise = "无符合条件的技术合同"
//!
//! [award]                               # kind = "payout": see award.rs
//! [estimate]                            # kind = "estimate": amount, round
//! [status]                              # kind = "status": value, a text: 若 … 则 “已覆盖” 否则 “未覆盖”
//!
//! [[allow]]                             # an accepted finding of rules lint: see allow.rs
//! ```
//! `[[parameter]]`, `[[define]]`, `[[lookup]]` and `[[bands]]` may stand here too, and are known in this file only.

use super::allow;
use super::award;
use super::dated;
use super::mistake;
use super::names::Names;
use super::pack::{Condition, Measure, MeasureKind, Procedure, Reference, Standing};
use super::section::{Said, Section};
use super::shared::{self, Stock};
use super::silenced::Silenced;
use crate::calendar::Period;
use crate::diagnostic::{Finding, codes::policy as codes};
use crate::lang::MeasureId;
use crate::say;
use crate::source::{Place, Span};
use crate::value::Type;

/// Reasons that are not a condition's: a condition cannot be called so.
const REASONS: [&str; 8] =
    ["veto", "below-floor", "nothing-due", "rounded-to-zero", "enterprise-cap", "budget", "offset", "clawback"];

/// What a measure needs to know of its pack.
pub(super) struct Ground<'a> {
    pub names: &'a Names,
    /// The measures of pack.toml in their order.
    pub order: &'a [Said],
    pub payers: &'a [super::pack::Payer],
    pub pools: Vec<&'a str>,
    /// Is pack.toml itself unreadable, so that nothing can be said about names from it?
    pub blind: bool,
    /// What is wrong with pack.toml, if anything is.
    pub frame: Option<Silenced>,
}

/// A measure with what the pack does with it.
pub(super) struct Read {
    pub id: Said,
    pub number: Option<MeasureId>,
    pub pays: Option<bool>,
    pub period: Option<Period>,
    /// The measure, unless something in it is wrong.
    pub measure: Result<Measure, Silenced>,
    /// Which pool it draws on.
    pub pool: Option<String>,
    /// Where `effective` stands.
    pub effective: Span,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Payout,
    Estimate,
    Status,
}

/// Reads one. Names that stand in its file go into `pool`.
pub(super) fn read(
    mut top: Section<'_>,
    ground: &Ground<'_>,
    stock: &mut Stock<'_>,
    found: &mut Vec<Finding>,
) -> Option<Read> {
    let before = found.len();
    let schema = stock.schema;
    allow::pass(&mut top);
    let id = top.need_text("id");
    let title = top.need_text("title");
    let kind =
        top.need_word("kind", &[("payout", Kind::Payout), ("estimate", Kind::Estimate), ("status", Kind::Status)]);
    let mut place = mistake::first_line(&top.span);
    let period = top.need("effective").and_then(|node| {
        place = node.span.clone();
        let mut section = Section::of(node, found)?;
        let period = dated::period(&mut section);
        section.finish(found);
        period
    });
    let vetoed = top.yes_no("veto", true);
    let procedure = top.word(
        "procedure",
        &[Procedure::Entitlement, Procedure::Verification, Procedure::Selection].map(|p| (p.id(), p)),
    );
    let responsible = top.get("responsible").and_then(|_| top.need_text("responsible"));
    if let Some(id) = &id {
        mistake::id(id, found);
    }
    let mut names = ground.names.clone();
    shared::read(&mut top, id.as_ref().map(|id| id.text.as_str()), &mut names, stock, found);
    let references = references(&mut top, found);
    let conditions = conditions(&mut top, &names, schema, found);
    let mut pool_name = None;
    let read = match kind {
        Some(Kind::Payout) => top.need("award").and_then(|node| Section::of(node, found)).map(|section| {
            award::read(section, ground, &names, stock, found).map(|award| {
                pool_name = award.pool;
                MeasureKind::Payout(Box::new(award.award))
            })
        }),
        Some(Kind::Estimate) => {
            top.need("estimate").and_then(|node| Section::of(node, found)).and_then(|mut section| {
                let amount = section.need_text("amount");
                section.need("round");
                let round = section.section("round").map(|s| award::rounding(s, found));
                section.finish(found);
                let amount = names.expression(schema, &amount?, &Type::Money, found);
                let round = round?;
                Some(amount.and_then(|amount| Ok(MeasureKind::Estimate { amount, round: round? })))
            })
        }
        Some(Kind::Status) => top.need("status").and_then(|node| Section::of(node, found)).and_then(|mut section| {
            let value = section.need_text("value");
            section.finish(found);
            let value = names.expression(schema, &value?, &Type::Text, found);
            Some(value.map(|value| MeasureKind::Status { value }))
        }),
        None => {
            // which of the three it is cannot be known: none of them is an unknown key
            for key in ["award", "estimate", "status"] {
                top.get(key);
            }
            None
        }
    };
    top.finish(found);
    let id = id?;
    let number = ground.order.iter().position(|m| m.text == id.text).map(MeasureId);
    if number.is_none() && !ground.blind && !ground.order.is_empty() {
        found.push(not_listed(&id)); // else what is wrong with pack.toml is said
    }
    let wrong = Silenced::recorded(before, found);
    let measure = match (period, read, number, conditions) {
        (Some(effective), Some(Ok(kind)), Some(number), Ok(conditions)) if wrong.is_none() => Ok(Measure {
            id: id.text.clone(),
            number,
            title: title.map(|t| t.text).unwrap_or_default(),
            kind,
            effective,
            references,
            conditions,
            vetoed,
            procedure,
            responsible: responsible.map(|r| r.text),
            span: id.span.clone(),
        }),
        (_, Some(Err(silenced)), ..) | (.., Err(silenced)) => Err(silenced),
        (_, _, None, _) => Err(wrong.or(ground.frame).unwrap_or_else(|| Silenced::by(not_listed(&id), found))),
        _ => Err(Silenced::since(before, Place::Rule(id.span.clone()), found)),
    };
    for finding in found.iter_mut().skip(before) {
        finding.measure.clone_from(&id.text);
    }
    Some(Read { id, number, pays: kind.map(|k| k == Kind::Payout), period, measure, pool: pool_name, effective: place })
}

fn references(top: &mut Section<'_>, found: &mut Vec<Finding>) -> Vec<Reference> {
    top.need_some("reference");
    let mut references = Vec::new();
    for mut section in top.sections("reference") {
        let (document, text) = (section.need_text("document"), section.need_text("text"));
        let standing = section
            .need_word("standing", &[("demonstration", Standing::Demonstration), ("verified", Standing::Verified)]);
        section.finish(found);
        if let (Some(document), Some(text), Some(standing)) = (document, text, standing) {
            references.push(Reference { document: document.text, text: text.text, standing });
        }
    }
    references
}

fn conditions(
    top: &mut Section<'_>,
    names: &Names,
    schema: &crate::schema::Schema,
    found: &mut Vec<Finding>,
) -> Result<Vec<Condition>, Silenced> {
    let mut conditions = Vec::new();
    let mut ids: Vec<Said> = Vec::new();
    for mut section in top.sections("condition") {
        let (before, whole) = (found.len(), section.span.clone());
        let id = section.need_text("id");
        let (when, otherwise) = (section.need_text("when"), section.need_text("otherwise"));
        section.finish(found);
        if let Some(id) = &id {
            mistake::id(id, found);
            if REASONS.contains(&id.text.as_str()) {
                found.push(
                    Finding::new(
                        &codes::ID,
                        Place::Rule(id.span.clone()),
                        say!("“{}”是引擎自己的原因代码", "`{}` is a reason of the engine's own", id.text),
                    )
                    .remedy(say!("给这个条件换一个 id", "give the condition another id")),
                );
            }
            if let Some(first) = ids.iter().find(|i| i.text == id.text) {
                found.push(mistake::duplicate(id, "条件", "condition", &first.span));
            }
            ids.push(id.clone());
        }
        let when = when.map(|when| names.expression(schema, &when, &Type::YesNo, found));
        conditions.push(match (id, when, otherwise) {
            (Some(id), Some(Ok(when)), Some(otherwise)) => {
                Ok(Condition { id: id.text, when, otherwise: otherwise.text })
            }
            (_, Some(Err(silenced)), _) => Err(silenced),
            _ => Err(Silenced::at(before, &whole, found)),
        });
    }
    conditions.into_iter().collect()
}

fn not_listed(id: &Said) -> Finding {
    Finding::new(
        &codes::NOT_LISTED,
        Place::Rule(id.span.clone()),
        say!("pack.toml 的 measures 里没有“{}”", "`{}` is not in the measures of pack.toml", id.text),
    )
    .remedy(say!(
        "把它写进 pack.toml 的 measures，位置就是输出的顺序",
        "add it to measures in pack.toml: its position is the order of output"
    ))
}
