//! `[award]`: what a payout measure pays, who pays it, and when.
//!
//! ```toml
//! [award]
//! amount      = "补助比例 * 合计(当年实付金额 于 技术合同 当 合格合同)"
//! round       = { mode = "down", unit = "1元" }     # down 舍去 · up 进位 · half_up 四舍五入 · half_even
//! cap         = "20万元"
//! floor       = "1000元"                             # below it (before rounding) nothing is paid
//! pool        = "cooperation"
//! instalments = [{ share = "40%", due = 0 }, { share = "60%", due = "验收" }]   # years after the policy year, or a stage
//! recipient   = "合作银行"                            # the enterprise if left out
//! payer       = "市级"                               # the short form for one payer; or shares; or components
//!
//! lead        = "市级"                               # takes what rounding leaves; the first if left out
//! split_unit  = "1元"                                # the others' shares are rounded toward zero to this
//! [[award.share]]
//! payer = "市级"                                     # one share may be left out: it is what the others leave
//! [[award.share]]
//! payer = "县级"
//! share = "查(县级分担, 所属县市区)"
//!
//! [[award.component]]                               # a grant of several parts: amounts of their own (then no
//! payer = "市级"                                     # award.amount), or shares of award.amount
//! amount = "7万元"
//! when = "…"
//! due = 1
//! recipient = "…"
//! ```

use super::document::{Data, Node};
use super::literal;
use super::measure::Ground;
use super::mistake;
use super::names::Names;
use super::pack::{Amount, Award, Component, Due, Instalment, PayerId, Weight};
use super::section::{Said, Section, text};
use super::shared::Stock;
use super::silenced::{Silenced, if_said};
use super::worth;
use crate::diagnostic::{Finding, codes::policy as codes};
use crate::exact::Exact;
use crate::lang::Typed;
use crate::money::{Money, Rounding, RoundingMode};
use crate::say;
use crate::source::{Place, Span};
use crate::value::{Type, Value};

/// An award and the pool that it draws on.
pub(super) struct Read {
    pub award: Award,
    pub pool: Option<String>,
}

/// A part as written.
struct Part {
    span: Span,
    payer: Result<PayerId, Silenced>,
    name: String,
    recipient: Option<String>,
    when: Result<Option<Typed>, Silenced>,
    own: Own,
    due: Result<Option<Due>, Silenced>,
}

/// What is written as a part's weight, whether or not it can be read.
enum Own {
    Amount(Result<Typed, Silenced>),
    Share(Result<Typed, Silenced>),
    Rest,
}

impl Own {
    fn amount(&self) -> Option<&Typed> {
        match self {
            Self::Amount(Ok(typed)) => Some(typed),
            _ => None,
        }
    }

    fn share(&self) -> Option<&Typed> {
        match self {
            Self::Share(Ok(typed)) => Some(typed),
            _ => None,
        }
    }

    fn weight(self) -> Result<Weight, Silenced> {
        match self {
            Self::Amount(amount) => amount.map(Weight::Amount),
            Self::Share(share) => share.map(Weight::Share),
            Self::Rest => Ok(Weight::Rest),
        }
    }
}

/// Reads `[award]`.
pub(super) fn read(
    mut section: Section<'_>,
    ground: &Ground<'_>,
    names: &Names,
    stock: &Stock<'_>,
    found: &mut Vec<Finding>,
) -> Result<Read, Silenced> {
    let before = found.len();
    let schema = stock.schema;
    let place = mistake::first_line(&section.span);
    let amount = section.text("amount");
    let round = if_said(section.section("round"), |s| rounding(s, found));
    let (cap, floor) = (section.text("cap"), section.text("floor"));
    let pool = section.text("pool");
    let lead = section.text("lead");
    let split_unit = section.get("split_unit").and_then(|node| literal::unit(node, found));
    let payer = section.text("payer");
    let recipient = section.text("recipient").map(|r| r.text);
    let instalments = instalments(&mut section, found);
    let shares: Vec<Part> =
        section.sections("share").into_iter().map(|s| part(s, false, ground, names, stock, found)).collect();
    let components: Vec<Part> =
        section.sections("component").into_iter().map(|s| part(s, true, ground, names, stock, found)).collect();
    section.finish(found);

    let mut money = |said: Option<Said>| if_said(said, |said| names.expression(schema, &said, &Type::Money, found));
    let has_amount = amount.is_some();
    let (amount, cap, floor) = (money(amount), money(cap), money(floor));
    if let Some(said) = &pool
        && !ground.blind
        && !ground.pools.contains(&said.text.as_str())
    {
        found.push(mistake::unknown_name(said, "资金池", "pool", &ground.pools));
    }
    let ways = usize::from(payer.is_some()) + usize::from(!shares.is_empty()) + usize::from(!components.is_empty());
    if ways != 1 {
        let unclear = wrong(
            &place,
            say!("没有说清由谁承担", "it is not clear who pays"),
            say!(
                "只用一种写法：payer = \"…\"（一方承担）、[[award.share]]（几方分担）或 [[award.component]]（几个组成部分）",
                "use one way: payer = \"…\" (one payer), [[award.share]] (shared) or [[award.component]] (several parts)"
            ),
        );
        return Err(Silenced::by(unclear, found));
    }
    let of_components = components.iter().any(|c| matches!(c.own, Own::Amount(_)));
    one_amount(&place, has_amount, &components, found);
    let numbered = !components.is_empty();
    let parts = match payer {
        Some(said) => vec![Part {
            payer: payer_id(&said, ground, found),
            span: said.span,
            name: said.text,
            recipient: None,
            when: Ok(None),
            own: Own::Rest,
            due: Ok(None),
        }],
        None if numbered => components,
        None => shares,
    };
    let lead = lead.map_or(Some(0), |said| {
        let at = parts.iter().position(|p| p.name == said.text);
        // where a payer is not known, the lead may be meant for it
        if at.is_none() && parts.iter().all(|p| p.payer.is_ok()) {
            let known: Vec<&str> = parts.iter().map(|p| p.name.as_str()).collect();
            found.push(mistake::unknown_name(&said, "承担方", "payer in this award", &known));
        }
        at
    });
    if !of_components {
        shares_fit(&parts, &place, stock, found);
    }
    let amounts: Vec<&Typed> = match &amount {
        Ok(Some(amount)) => vec![amount],
        _ => parts.iter().filter_map(|p| p.own.amount()).collect(),
    };
    if matches!(round, Ok(None)) && Silenced::recorded(before, found).is_none() {
        // a part of a whole number of 分 need not be one
        let parted = has_amount && parts.iter().any(|p| matches!(p.when, Ok(Some(_))));
        for amount in amounts.iter().filter(|a| parted || !worth::is_whole_fen(a, stock)) {
            found.push(round_missing(amount));
        }
    }
    if let Some(silenced) = Silenced::recorded(before, found) {
        return Err(silenced);
    }
    let enterprise = schema.tables.first().map(|t| t.name.clone()).unwrap_or_default();
    let recipient = recipient.unwrap_or(enterprise);
    let mut built = Vec::new();
    for (i, part) in parts.into_iter().enumerate() {
        built.push(Component {
            number: if numbered { u32::try_from(i + 1).unwrap_or(u32::MAX) } else { 1 },
            payer: part.payer?,
            recipient: part.recipient.unwrap_or_else(|| recipient.clone()),
            when: part.when?,
            weight: part.own.weight()?,
            due: part.due?,
        });
    }
    let Some(lead) = lead else { return Err(Silenced::at(before, &place, found)) };
    Ok(Read {
        award: Award {
            amount: match amount? {
                Some(amount) => Amount::Whole(amount),
                None => Amount::OfComponents,
            },
            round: round?,
            cap: cap?,
            floor: floor?,
            components: built,
            lead,
            split_unit: split_unit.unwrap_or(Money::from_fen(100)),
            instalments,
            pool: pool.as_ref().map(|p| p.text.clone()),
        },
        pool: pool.map(|p| p.text),
    })
}

/// Reads `{ mode = "down", unit = "1元" }`.
pub(super) fn rounding(mut section: Section<'_>, found: &mut Vec<Finding>) -> Result<Rounding, Silenced> {
    let (before, whole) = (found.len(), section.span.clone());
    let mode = section.need_word(
        "mode",
        &[
            ("down", RoundingMode::Down),
            ("up", RoundingMode::Up),
            ("half_up", RoundingMode::HalfUp),
            ("half_even", RoundingMode::HalfEven),
        ],
    );
    let node = section.need("unit");
    section.finish(found);
    let unit = node.and_then(|node| literal::unit(node, found));
    match (mode, unit) {
        (Some(mode), Some(unit)) => Ok(Rounding { mode, unit }),
        _ => Err(Silenced::at(before, &whole, found)),
    }
}

fn part(
    mut section: Section<'_>,
    component: bool,
    ground: &Ground<'_>,
    names: &Names,
    stock: &Stock<'_>,
    found: &mut Vec<Finding>,
) -> Part {
    let span = mistake::first_line(&section.span);
    let before = found.len();
    let payer = section.need_text("payer");
    let recipient = section.text("recipient").map(|r| r.text);
    let share = section.get("share");
    let (amount, when, due) =
        if component { (section.get("amount"), section.get("when"), section.get("due")) } else { (None, None, None) };
    section.finish(found);
    let payer_id = match &payer {
        Some(said) => payer_id(said, ground, found),
        None => Err(Silenced::at(before, &span, found)),
    };
    let mut typed = |node: &Node, want: &Type| match text(node, found) {
        Some(said) => names.expression(stock.schema, &said, want, found),
        None => Err(Silenced::at(before, &node.span, found)),
    };
    let when = if_said(when, |node| typed(node, &Type::YesNo));
    let own = match (amount, share) {
        (Some(amount), None) => Own::Amount(typed(amount, &Type::Money)),
        (None, Some(share)) => Own::Share(typed(share, &Type::Number)),
        (Some(amount), Some(share)) => {
            let (_, _) = (typed(amount, &Type::Money), typed(share, &Type::Number));
            let both = wrong(
                &share.span,
                say!("一个组成部分不能同时写 amount 和 share", "a component cannot have both an amount and a share"),
                say!("删去其中一个", "remove one of them"),
            );
            Own::Share(Err(Silenced::by(both, found)))
        }
        (None, None) => Own::Rest,
    };
    let due = if_said(due, |node| read_due(node, found).ok_or_else(|| Silenced::at(before, &node.span, found)));
    Part { span, payer: payer_id, name: payer.map(|p| p.text).unwrap_or_default(), recipient, when, own, due }
}

fn payer_id(said: &Said, ground: &Ground<'_>, found: &mut Vec<Finding>) -> Result<PayerId, Silenced> {
    if let Some(at) = ground.payers.iter().position(|p| p.id == said.text) {
        return Ok(PayerId(at));
    }
    match ground.frame {
        Some(silenced) if ground.blind || ground.payers.is_empty() => Err(silenced),
        _ => {
            let known: Vec<&str> = ground.payers.iter().map(|p| p.id.as_str()).collect();
            Err(Silenced::by(mistake::unknown_name(said, "承担方", "payer", &known), found))
        }
    }
}

/// Either the award has an amount, or its components have, all of them.
fn one_amount(place: &Span, whole: bool, components: &[Part], found: &mut Vec<Finding>) {
    let with = components.iter().filter(|c| matches!(c.own, Own::Amount(_))).count();
    let without = components.iter().find(|c| !matches!(c.own, Own::Amount(_)));
    match (whole, with, without) {
        (true, 1.., _) => found.push(wrong(
            place,
            say!(
                "award.amount 和组成部分自己的 amount 不能并存",
                "award.amount and amounts of the components cannot both be"
            ),
            say!("删去 award.amount，或把各部分写成 share", "remove award.amount, or write the components as shares"),
        )),
        (false, 1.., Some(part)) => found.push(wrong(
            &part.span,
            say!(
                "别的组成部分有自己的 amount，这一个没有",
                "other components have an amount of their own, this one has none"
            ),
            say!("给它写上 amount", "give it an amount"),
        )),
        (false, 0, _) => found.push(mistake::missing_key(place, "amount")),
        _ => {}
    }
}

/// One share may be left out, and what is written must not exceed the whole on any day.
fn shares_fit(parts: &[Part], place: &Span, stock: &Stock<'_>, found: &mut Vec<Finding>) {
    let bare: Vec<&Part> = parts.iter().filter(|p| matches!(p.own, Own::Rest)).collect();
    if let [_, second, ..] = bare.as_slice() {
        found.push(wrong(
            &second.span,
            say!("有两个承担方没有写 share", "two payers lack their share"),
            say!("只有一方可以不写：它承担其余的全部", "only one may be left out: it pays what the others leave"),
        ));
        return;
    }
    let shares: Vec<&Typed> = parts.iter().filter_map(|p| p.own.share()).collect();
    if shares.len() + bare.len() < parts.len() {
        return; // a share is broken, and has its finding
    }
    let mut known = false;
    for day in worth::days(&shares, stock) {
        let sum = shares.iter().try_fold(Exact::ZERO, |sum, share| sum.add(worth::most_on(share, day, stock)?));
        let Some(sum) = sum else { continue };
        known = true;
        let too_much = sum > Exact::ONE;
        if too_much || (bare.is_empty() && sum != Exact::ONE) {
            let percent = sum.mul(Exact::from(100)).map_or_else(String::new, |p| p.to_string());
            let remedy = if too_much {
                say!("减到合计 100% 以内", "bring them down to 100% in all")
            } else {
                say!(
                    "让一方不写 share（承担其余），或使合计恰为 100%",
                    "leave one share out (it is the rest) or make them add up to 100%"
                )
            };
            found.push(
                Finding::new(
                    &codes::SHARES,
                    Place::Rule(place.clone()),
                    say!("各方的分担比例合计 {percent}%", "the shares of the payers add up to {percent}%"),
                )
                .remedy(remedy),
            );
            return;
        }
    }
    if bare.is_empty() && !known {
        found.push(wrong(
            place,
            say!(
                "各方都写了 share，但无法确认合计为 100%",
                "every payer has a share, and it cannot be seen that they add up to 100%"
            ),
            say!("让一方不写 share：它承担其余的全部", "leave one share out: it is what the others leave"),
        ));
    }
}

fn instalments(section: &mut Section<'_>, found: &mut Vec<Finding>) -> Vec<Instalment> {
    let only = vec![Instalment { share: Exact::ONE, due: Due::Year(0) }];
    let Some(list) = section.get("instalments") else {
        return only;
    };
    let mut instalments = Vec::new();
    let items = section.sections("instalments");
    let count = items.len();
    for mut item in items {
        let (share, due) = (item.need("share"), item.need("due"));
        item.finish(found);
        let share = share.and_then(|node| literal::read(node, Some(&Type::Number), found));
        let due = due.and_then(|node| read_due(node, found));
        if let (Some((Value::Number(share), _)), Some(due)) = (share, due) {
            instalments.push(Instalment { share, due });
        }
    }
    let sum = instalments.iter().try_fold(Exact::ZERO, |sum, i| sum.add(i.share));
    let positive = instalments.iter().all(|i| i.share.is_positive());
    if instalments.len() == count && (sum != Some(Exact::ONE) || !positive) {
        let percent = sum.and_then(|s| s.mul(Exact::from(100))).map_or_else(String::new, |p| p.to_string());
        found.push(
            Finding::new(
                &codes::INSTALMENTS,
                Place::Rule(mistake::first_line(&list.span)),
                say!(
                    "各期比例合计 {percent}%，不是各期都大于零、合计 100%",
                    "the instalments add up to {percent}%: each must be above zero and all together 100%"
                ),
            )
            .remedy(say!("改到合计恰为 100%", "make them add up to 100%")),
        );
    }
    instalments
}

fn read_due(node: &Node, found: &mut Vec<Finding>) -> Option<Due> {
    let due = match &node.data {
        Data::Integer(years) => i16::try_from(*years).ok().filter(|y| (0..=100).contains(y)).map(Due::Year),
        Data::Text(stage) if !stage.trim().is_empty() => Some(Due::Stage(stage.clone())),
        _ => None,
    };
    if due.is_none() {
        found.push(mistake::wrong_type(
            node,
            "几年后（0 为当年）或阶段名",
            "years after the policy year (0 is the year itself) or a stage",
        ));
    }
    due
}

fn round_missing(amount: &Typed) -> Finding {
    Finding::new(
        &codes::ROUND_MISSING,
        Place::Rule(amount.span.clone()),
        say!("这个金额可能不是整分，却没有写 round", "this amount may not be of whole 分, and there is no round"),
    )
    .remedy(say!(
        "在 [award] 里写 round = {{ mode = \"down\", unit = \"1元\" }} 之类",
        "add to [award] something like round = {{ mode = \"down\", unit = \"1元\" }}"
    ))
}

fn wrong(place: &Span, message: crate::diagnostic::Bilingual, remedy: crate::diagnostic::Bilingual) -> Finding {
    Finding::new(&codes::AWARD, Place::Rule(place.clone()), message).remedy(remedy)
}
