//! `[[bands]]`: amounts in bands, with explicit edges.
//!
//! ```toml
//! [[bands]]
//! name     = "登记奖补标准"
//! kind     = "marginal"        # marginal 超额累进 · whole 全额 · step 定额
//! of       = "money"           # what goes in: money, number or integer
//! versions = [{ from = 2022-01-01, bands = [
//!   { from = "0元", to = "10万元", rate = "1%" },           # from 以上（含）· over 超过（不含）
//!   { over = "10万元", to = "100万元", rate = "0.5%" },     # to 不超过（含）· below 不足（不含）
//!   { over = "100万元", rate = "0.1%", cap = "5万元" },
//! ] }]
//! ```
//! Marginal and whole-amount bands have a `rate`, steps an `amount` (money or points); `cap` is the most that a band gives.

use super::dated;
use super::document::Node;
use super::literal;
use super::mistake;
use super::pack::{BandTable, Dated};
use super::rates;
use super::section::{Said, Section};
use super::silenced::Silenced;
use crate::diagnostic::{Bilingual, Finding, codes::policy as codes};
use crate::exact::Exact;
use crate::lang::{Band, BandKind, Bands, BandsError};
use crate::say;
use crate::source::{Place, Span};
use crate::value::{Type, Value};

/// Reads one; the name is given even where the rest is wrong.
pub(super) fn read(mut section: Section<'_>, found: &mut Vec<Finding>) -> (Option<Said>, Result<BandTable, Silenced>) {
    let before = found.len();
    let whole = section.span.clone();
    let name = section.need_text("name");
    let kind = section
        .need_word("kind", &[("marginal", BandKind::Marginal), ("whole", BandKind::Whole), ("step", BandKind::Step)]);
    let input = section.need_word("of", &[("money", 0), ("number", 1), ("integer", 2)]).map(|i| match i {
        0 => Type::Money,
        1 => Type::Number,
        _ => Type::Integer,
    });
    section.need_some("versions");
    let versions = section.sections("versions");
    section.finish(found);
    let (Some(kind), Some(input)) = (kind, input) else {
        return (name, Err(Silenced::at(before, &whole, found)));
    };
    let mut output = match kind {
        BandKind::Marginal | BandKind::Whole if input == Type::Money => Some(Type::Money),
        BandKind::Marginal | BandKind::Whole => Some(Type::Number),
        BandKind::Step => None,
    };
    let mut dated = Vec::new();
    for version in versions {
        dated.extend(one_version(version, kind, &input, &mut output, found));
    }
    let sound = Silenced::recorded(before, found).is_none();
    let read = match (&name, output) {
        (Some(name), Some(output)) if sound => Ok(BandTable {
            name: name.text.clone(),
            kind,
            input,
            output,
            versions: dated::in_order(dated, "分段表", "bands", &name.text, found),
        }),
        _ => Err(Silenced::at(before, &whole, found)),
    };
    (name, read)
}

/// Versions of steps from a number to a number, without a table of their own.
pub(super) fn steps(
    versions: Vec<Section<'_>>,
    zh: &str,
    en: &str,
    name: &str,
    found: &mut Vec<Finding>,
) -> Vec<Dated<Bands>> {
    let mut output = Some(Type::Number);
    let read = versions
        .into_iter()
        .filter_map(|v| one_version(v, BandKind::Step, &Type::Number, &mut output, found))
        .collect();
    dated::in_order(read, zh, en, name, found)
}

fn one_version(
    mut version: Section<'_>,
    kind: BandKind,
    input: &Type,
    output: &mut Option<Type>,
    found: &mut Vec<Finding>,
) -> Option<Dated<Bands>> {
    let period = dated::period(&mut version);
    let span = version.span.clone();
    version.need_some("bands");
    let items = version.sections("bands");
    version.finish(found);
    let wanted = items.len();
    let mut places: Vec<Span> = Vec::new();
    let mut bands = Vec::new();
    for item in items {
        places.push(item.span.clone());
        bands.extend(band(item, kind, input, output, found));
    }
    if bands.len() < wanted || wanted == 0 {
        return None; // each of them has its finding
    }
    match Bands::new(kind, bands) {
        Ok(bands) => period.map(|period| Dated { period, value: bands, span }),
        Err(errors) => {
            found.extend(errors.iter().map(|e| unsound(e, &span, &places)));
            None
        }
    }
}

fn band(
    mut item: Section<'_>,
    kind: BandKind,
    input: &Type,
    output: &mut Option<Type>,
    found: &mut Vec<Finding>,
) -> Option<Band> {
    let lower = edge(&mut item, "from", "over");
    let upper = edge(&mut item, "to", "below");
    let value = item.need(if kind == BandKind::Step { "amount" } else { "rate" });
    let cap = item.get("cap");
    item.finish(found);
    let number = |node: Option<&Node>, want: Option<&Type>, found: &mut Vec<Finding>| match node {
        None => Some(None),
        Some(node) => match literal::read(node, want, found)? {
            (Value::Number(n), _) => Some(Some(n)),
            _ => {
                found.push(mistake::wrong_type(node, "金额或数", "money or a number"));
                None
            }
        },
    };
    let from = number(lower.map(|(node, _)| node), Some(input), found);
    let to = number(upper.map(|(node, _)| node), Some(input), found);
    let worth = match kind {
        BandKind::Step => step(value?, output, found),
        BandKind::Marginal | BandKind::Whole => {
            let rate = number(value, Some(&Type::Number), found).flatten();
            found.extend(value.zip(rate).and_then(|(node, rate)| rates::of_key("rate", rate, &node.span)));
            rate
        }
    };
    let cap = number(cap, output.as_ref(), found);
    Some(Band {
        from: from?,
        from_included: lower.is_none_or(|(_, included)| included),
        to: to?,
        to_included: upper.is_none_or(|(_, included)| included),
        value: worth?,
        cap: cap?,
    })
}

/// The value of a step; the first one decides whether steps give money or points.
fn step(node: &Node, output: &mut Option<Type>, found: &mut Vec<Finding>) -> Option<Exact> {
    let (value, ty) = literal::read(node, output.as_ref(), found)?;
    match (value, ty) {
        (Value::Number(n), Type::Money) => {
            *output = Some(Type::Money);
            Some(n)
        }
        (Value::Number(n), Type::Number | Type::Integer) => {
            *output = Some(Type::Number);
            Some(n)
        }
        _ => {
            found.push(mistake::wrong_type(node, "金额或数", "money or a number"));
            None
        }
    }
}

/// An edge under the key that includes it or under the one that does not.
fn edge<'a>(item: &mut Section<'a>, including: &'static str, excluding: &'static str) -> Option<(&'a Node, bool)> {
    let (with, without) = (item.get(including), item.get(excluding));
    if let (Some(_), Some(node)) = (with, without) {
        item.complain(
            Finding::new(
                &codes::BANDS,
                Place::Rule(node.span.clone()),
                say!("{including} 和 {excluding} 只能写一个", "only one of {including} and {excluding} can stand here"),
            )
            .remedy(say!(
                "{including} 包含本数，{excluding} 不包含",
                "{including} includes the edge, {excluding} does not"
            )),
        );
    }
    with.map(|n| (n, true)).or(without.map(|n| (n, false)))
}

fn unsound(error: &BandsError, table: &Span, places: &[Span]) -> Finding {
    let at = |i: usize| mistake::first_line(places.get(i).unwrap_or(table));
    let pair = |i: usize, message: Bilingual, remedy: Bilingual| {
        Finding::new(&codes::BANDS, Place::Rule(at(i)), message)
            .and_at(Place::Rule(at(i.saturating_sub(1))))
            .remedy(remedy)
    };
    match *error {
        BandsError::Empty => {
            Finding::new(&codes::BANDS, Place::Rule(mistake::first_line(table)), say!("一段也没有", "there is no band"))
                .remedy(say!("至少写一段", "write at least one band"))
        }
        BandsError::Reversed(i) => Finding::new(
            &codes::BANDS,
            Place::Rule(at(i)),
            say!(
                "这一段的上下限写反了，没有任何数落在其中",
                "the edges of this band are the wrong way round: nothing lies in it"
            ),
        )
        .remedy(say!("把上下限改对", "correct the edges")),
        BandsError::Unordered(i) => pair(
            i,
            say!(
                "这一段排在了比它低的一段后面，或没有下限",
                "this band begins below the one before it, or has no lower edge"
            ),
            say!(
                "各段由低到高排列，只有第一段可以没有下限",
                "write the bands from low to high; only the first may lack its lower edge"
            ),
        ),
        BandsError::Gap(i) => pair(
            i,
            say!("这一段与前一段之间有空档", "there is a gap between this band and the one before it"),
            say!(
                "前一段的上限与这一段的下限应是同一个数，并恰有一边包含它（to 接 over，below 接 from）",
                "the upper edge before and the lower edge here should be one number, included on one side (to then over, below then from)"
            ),
        ),
        BandsError::Overlap(i) => pair(
            i,
            say!("这一段与前一段重叠", "this band and the one before it overlap"),
            say!(
                "前一段的上限与这一段的下限应是同一个数，并恰有一边包含它（to 接 over，below 接 from）",
                "the upper edge before and the lower edge here should be one number, included on one side (to then over, below then from)"
            ),
        ),
        BandsError::OpenEnd => Finding::new(
            &codes::BANDS,
            Place::Rule(at(places.len().saturating_sub(1))),
            say!("最后一段有上限，更大的数没有着落", "the last band has an upper edge: larger amounts have no band"),
        )
        .remedy(say!(
            "去掉最后一段的 to 或 below；若更大的数不予补助，再写一段比例或金额为零的",
            "remove its to or below; if larger amounts get nothing, add a band of zero"
        )),
    }
}
