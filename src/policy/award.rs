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
use super::section::{Said, Section};
use super::shared::Stock;
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
    payer: Option<PayerId>,
    name: String,
    recipient: Option<String>,
    when: Option<Typed>,
    amount: Option<Typed>,
    share: Option<Typed>,
    bare: bool,
    due: Option<Due>,
}

/// Reads `[award]`.
pub(super) fn read(
    mut section: Section<'_>,
    ground: &Ground<'_>,
    names: &Names,
    stock: &Stock<'_>,
    found: &mut Vec<Finding>,
) -> Option<Read> {
    let before = found.len();
    let schema = stock.schema;
    let place = mistake::first_line(&section.span);
    let amount = section.text("amount");
    let round = section.section("round").and_then(|s| rounding(s, found));
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

    let mut money = |said: Option<Said>| said.map(|said| names.expression(schema, &said, &Type::Money, found));
    let (amount, cap, floor) = (money(amount), money(cap), money(floor));
    if let Some(said) = &pool
        && !ground.blind
        && !ground.pools.contains(&said.text.as_str())
    {
        found.push(mistake::unknown_name(said, "资金池", "pool", &ground.pools));
    }
    let ways = usize::from(payer.is_some()) + usize::from(!shares.is_empty()) + usize::from(!components.is_empty());
    if ways != 1 {
        found.push(wrong(
            &place,
            say!("没有说清由谁承担", "it is not clear who pays"),
            say!(
                "只用一种写法：payer = \"…\"（一方承担）、[[award.share]]（几方分担）或 [[award.component]]（几个组成部分）",
                "use one way: payer = \"…\" (one payer), [[award.share]] (shared) or [[award.component]] (several parts)"
            ),
        ));
        return None;
    }
    let of_components = components.iter().any(|c| c.amount.is_some()) && !components.is_empty();
    one_amount(&place, amount.is_some(), &components, found);
    let numbered = !components.is_empty();
    let parts = match payer {
        Some(said) => vec![Part {
            payer: payer_id(&said, ground, found),
            span: said.span,
            name: said.text,
            recipient: None,
            when: None,
            amount: None,
            share: None,
            bare: true,
            due: None,
        }],
        None if numbered => components,
        None => shares,
    };
    let lead = lead.map_or(Some(0), |said| {
        let at = parts.iter().position(|p| p.name == said.text);
        if at.is_none() {
            let known: Vec<&str> = parts.iter().map(|p| p.name.as_str()).collect();
            found.push(mistake::unknown_name(&said, "承担方", "payer in this award", &known));
        }
        at
    });
    if !of_components {
        shares_fit(&parts, &place, stock, found);
    }
    let amounts: Vec<&Typed> = match &amount {
        Some(amount) => amount.iter().collect(),
        None => parts.iter().filter_map(|p| p.amount.as_ref()).collect(),
    };
    if round.is_none() && found.len() == before {
        // a part of a whole number of 分 need not be one
        let parted = amount.is_some() && parts.iter().any(|p| p.when.is_some());
        for amount in amounts.iter().filter(|a| parted || !worth::is_whole_fen(a, stock)) {
            found.push(round_missing(amount));
        }
    }
    if found.len() > before {
        return None;
    }
    let enterprise = schema.tables.first().map(|t| t.name.clone()).unwrap_or_default();
    let recipient = recipient.unwrap_or(enterprise);
    let mut built = Vec::new();
    for (i, part) in parts.into_iter().enumerate() {
        built.push(Component {
            number: if numbered { u32::try_from(i + 1).unwrap_or(u32::MAX) } else { 1 },
            payer: part.payer?,
            recipient: part.recipient.unwrap_or_else(|| recipient.clone()),
            when: part.when,
            weight: match (part.amount, part.share) {
                (Some(amount), _) => Weight::Amount(amount),
                (None, Some(share)) => Weight::Share(share),
                (None, None) => Weight::Rest,
            },
            due: part.due,
        });
    }
    // every broken part of an award is a finding, and then we are not here
    let whole = |typed: Option<Option<Typed>>| match typed {
        None => Some(None),
        Some(None) => None,
        Some(typed) => Some(typed),
    };
    Some(Read {
        award: Award {
            amount: match whole(amount)? {
                Some(amount) => Amount::Whole(amount),
                None => Amount::OfComponents,
            },
            round,
            cap: whole(cap)?,
            floor: whole(floor)?,
            components: built,
            lead: lead?,
            split_unit: split_unit.unwrap_or(Money::from_fen(100)),
            instalments,
            pool: pool.as_ref().map(|p| p.text.clone()),
        },
        pool: pool.map(|p| p.text),
    })
}

/// Reads `{ mode = "down", unit = "1元" }`.
pub(super) fn rounding(mut section: Section<'_>, found: &mut Vec<Finding>) -> Option<Rounding> {
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
    Some(Rounding { mode: mode?, unit: unit? })
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
    let payer = section.need_text("payer");
    let recipient = section.text("recipient").map(|r| r.text);
    let share = section.text("share");
    let (amount, when, due) =
        if component { (section.text("amount"), section.text("when"), section.get("due")) } else { (None, None, None) };
    section.finish(found);
    let bare = share.is_none() && amount.is_none();
    if let (Some(share), Some(_)) = (&share, &amount) {
        found.push(wrong(
            &share.span,
            say!("一个组成部分不能同时写 amount 和 share", "a component cannot have both an amount and a share"),
            say!("删去其中一个", "remove one of them"),
        ));
    }
    let mut typed =
        |said: Option<Said>, want: &Type| said.and_then(|said| names.expression(stock.schema, &said, want, found));
    let (amount, share, when) = (typed(amount, &Type::Money), typed(share, &Type::Number), typed(when, &Type::YesNo));
    let due = due.and_then(|node| read_due(node, found));
    Part {
        span,
        payer: payer.as_ref().and_then(|said| payer_id(said, ground, found)),
        name: payer.map(|p| p.text).unwrap_or_default(),
        recipient,
        when,
        amount,
        share,
        bare,
        due,
    }
}

fn payer_id(said: &Said, ground: &Ground<'_>, found: &mut Vec<Finding>) -> Option<PayerId> {
    let at = ground.payers.iter().position(|p| p.id == said.text);
    if at.is_none() && !ground.blind && !ground.payers.is_empty() {
        let known: Vec<&str> = ground.payers.iter().map(|p| p.id.as_str()).collect();
        found.push(mistake::unknown_name(said, "承担方", "payer", &known));
    }
    at.map(PayerId)
}

/// Either the award has an amount, or its components have, all of them.
fn one_amount(place: &Span, whole: bool, components: &[Part], found: &mut Vec<Finding>) {
    let with = components.iter().filter(|c| c.amount.is_some()).count();
    let without = components.iter().find(|c| c.bare || c.share.is_some());
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
        (false, 0, _) if components.iter().all(|c| c.bare || c.share.is_some()) => {
            found.push(mistake::missing_key(place, "amount"))
        }
        _ => {}
    }
}

/// One share may be left out, and what is written must not exceed the whole on any day.
fn shares_fit(parts: &[Part], place: &Span, stock: &Stock<'_>, found: &mut Vec<Finding>) {
    let bare: Vec<&Part> = parts.iter().filter(|p| p.bare).collect();
    if let [_, second, ..] = bare.as_slice() {
        found.push(wrong(
            &second.span,
            say!("有两个承担方没有写 share", "two payers lack their share"),
            say!("只有一方可以不写：它承担其余的全部", "only one may be left out: it pays what the others leave"),
        ));
        return;
    }
    let shares: Vec<&Typed> = parts.iter().filter_map(|p| p.share.as_ref()).collect();
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
