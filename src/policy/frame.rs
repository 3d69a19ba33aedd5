//! `pack.toml`: what holds a pack together: its name, the order of its measures, payers, and the steps that look at
//! several measures at once.
//!
//! ```toml
//! id           = "zhuzhou"
//! title        = "株洲市科技创新奖补政策"
//! jurisdiction = "湖南省株洲市"
//! measures     = ["hnte-first", "rd-award"]     # the order of output and of the enterprise caps
//!
//! [[payer]]
//! id   = "市级"
//! unit = "株洲市"                                 # or { role = "county" }: the enterprise's own county
//!
//! [veto]                                         # step 1
//! when      = "存在(限制名单 当 …)"
//! otherwise = "核定日在限制名单内"
//!
//! [[stacking]]                                   # step 5
//! id = "title", rule = "highest", measures = […] # highest 就高 · exclusive 互斥 · top_up 补差额 · sum
//! earlier = { paid = ["预拨", "已拨"], returned = ["已退回"] }   # top_up only, needs [offset]: what earlier policy years
//!                                                # paid for these measures counts as reached; other kinds do not count
//!
//! [[enterprise-cap]]                             # step 6: the last of the list is cut first
//! id = "technology", measures = […], values = [{ from = 2022-01-01, value = "300万元" }]
//!
//! [[pool]]                                       # step 7: its members name it in `award.pool`
//! id = "cooperation", title = "…", rule = "pro_rata", unit = "1元", budget = [{ from, to, value }]
//! payer = "省级"                                  # the budget is this payer's: only its shares are cut, the others pay
//!                                                #   theirs in full, the award falls by the cut; whole awards if left out
//! [pool.breaker]                                 # 熔断: a rate over the whole roster decides what part of a claim is met
//! bad   = "合计(逾期本金 于 信用贷款)"              # summed over the enterprises …
//! of    = "合计(本金 于 信用贷款)"                 # … and divided by this sum; no loans and no bad ones: a rate of 0
//! steps = [{ from = 2022-01-01, bands = [        # as in [[bands]]: `amount` is the part that is met, 1 all, 0 nothing;
//!   { from = "0%", to = "5%", amount = "100%" },  #   each claim times it, rounded toward zero to the pool's unit,
//!   { over = "5%", below = "8%", amount = "50%" }, { from = "8%", amount = "0%" },   # before the budget is looked at
//! ] }]
//!
//! [offset]                                       # step 8
//! table = "已拨付", measure = "政策", year = "政策年度", amount = "金额", kind = "事由"
//! reduce = ["预拨"], restore = ["已退回"]
//!
//! [[allow]]                                      # an accepted finding of rules lint: see allow.rs
//! ```

use std::collections::BTreeMap;

use super::allow;
use super::breaker::{self, Draft as BreakerDraft};
use super::dated;
use super::document::{Data, Node};
use super::earlier;
use super::literal;
use super::mistake;
use super::names::Names;
use super::offset;
use super::pack::{
    Dated, EnterpriseCap, OffsetRule, Payer, PayerId, PayerUnit, Pool, PoolRule, StackingGroup, StackingRule, Veto,
};
use super::section::{Said, Section};
use super::silenced::Silenced;
use crate::diagnostic::{Finding, codes::policy as codes};
use crate::lang::MeasureId;
use crate::money::Money;
use crate::say;
use crate::schema::{ENTERPRISES, Role, Schema};
use crate::source::{Place, Span};
use crate::value::Type;

/// What `pack.toml` says, with the names in it not yet looked up.
#[derive(Default)]
pub(super) struct Frame {
    pub id: String,
    pub title: String,
    pub jurisdiction: String,
    pub measures: Vec<Said>,
    pub payers: Vec<Payer>,
    pub pools: Vec<Pool>,
    breakers: Vec<Option<BreakerDraft>>,
    pub offset: Option<OffsetRule>,
    veto: Option<Result<(Said, String), Silenced>>,
    stacking: Vec<GroupDraft>,
    caps: Vec<(Said, Vec<Said>, Vec<Dated<Money>>)>,
}

/// A stacking group with the names in it not yet looked up.
struct GroupDraft {
    id: Said,
    rule: StackingRule,
    measures: Vec<Said>,
    earlier: Option<earlier::Draft>,
    /// The kinds of earlier payments that count.
    kinds: Option<BTreeMap<u32, bool>>,
}

/// Reads `pack.toml`.
pub(super) fn read(root: &Node, schema: &Schema, found: &mut Vec<Finding>) -> Frame {
    let mut frame = Frame::default();
    let Some(mut top) = Section::of(root, found) else {
        return frame;
    };
    allow::pass(&mut top);
    let text = |said: Option<Said>| said.map(|s| s.text).unwrap_or_default();
    if let Some(id) = top.need_text("id") {
        mistake::id(&id, found);
        frame.id = id.text;
    }
    frame.title = text(top.need_text("title"));
    frame.jurisdiction = text(top.need_text("jurisdiction"));
    top.need_some("measures");
    for said in top.texts("measures") {
        match frame.measures.iter().find(|m| m.text == said.text) {
            Some(first) => found.push(mistake::duplicate(&said, "措施", "measure", &first.span)),
            None => frame.measures.push(said),
        }
    }
    top.need_some("payer");
    let mut places = BTreeMap::new();
    for section in top.sections("payer") {
        if let Some((said, payer)) = payer(section, schema, found)
            && first_of(&mut places, &said, "承担方", "payer", found)
        {
            frame.payers.push(payer);
        }
    }
    frame.veto = top.section("veto").map(|mut section| {
        let (before, whole) = (found.len(), section.span.clone());
        let (when, otherwise) = (section.need_text("when"), section.need_text("otherwise"));
        section.finish(found);
        when.zip(otherwise)
            .map(|(when, otherwise)| (when, otherwise.text))
            .ok_or_else(|| Silenced::at(before, &whole, found))
    });
    let mut places = BTreeMap::new();
    for mut section in top.sections("stacking") {
        let id = section.need_text("id");
        let rule = section.need_word(
            "rule",
            &[
                ("highest", StackingRule::Highest),
                ("exclusive", StackingRule::Exclusive),
                ("top_up", StackingRule::TopUp),
                ("sum", StackingRule::Sum),
            ],
        );
        section.need_some("measures");
        let measures = section.texts("measures");
        let earlier = section.section("earlier").map(|inner| earlier::read(inner, found));
        section.finish(found);
        if let (Some(id), Some(rule)) = (id, rule) {
            mistake::id(&id, found);
            if first_of(&mut places, &id, "叠加组", "stacking group", found) {
                frame.stacking.push(GroupDraft { id, rule, measures, earlier, kinds: None });
            }
        }
    }
    let mut places = BTreeMap::new();
    for mut section in top.sections("enterprise-cap") {
        let id = section.need_text("id");
        section.need_some("measures");
        let measures = section.texts("measures");
        section.need_some("values");
        let name = id.as_ref().map_or("", |id| &id.text);
        let values = amounts(section.sections("values"), "企业年度总额", "enterprise cap", name, found);
        section.finish(found);
        if let Some(id) = id {
            mistake::id(&id, found);
            if first_of(&mut places, &id, "企业年度总额", "enterprise cap", found) {
                frame.caps.push((id, measures, values));
            }
        }
    }
    let mut places = BTreeMap::new();
    for section in top.sections("pool") {
        if let Some((said, pool, breaker)) = pool(section, &frame.payers, found)
            && first_of(&mut places, &said, "资金池", "pool", found)
        {
            frame.pools.push(pool);
            frame.breakers.push(breaker);
        }
    }
    let has_offset = top.get("offset").is_some();
    frame.offset = top.section("offset").and_then(|section| offset::read(section, schema, found));
    for group in &mut frame.stacking {
        let Some(draft) = &group.earlier else { continue };
        // an offset that is wrong has its own finding
        if frame.offset.is_some() || !has_offset || group.rule != StackingRule::TopUp {
            group.kinds = draft.check(group.rule, frame.offset.as_ref(), schema, found);
        }
    }
    top.finish(found);
    frame
}

impl Frame {
    /// The pack's veto, checked.
    pub fn veto(&self, schema: &Schema, names: &Names, found: &mut Vec<Finding>) -> Result<Option<Veto>, Silenced> {
        let Some(veto) = &self.veto else { return Ok(None) };
        let (when, otherwise) = veto.as_ref().map_err(|silenced| *silenced)?;
        let when = names.expression(schema, when, &Type::YesNo, found)?;
        Ok(Some(Veto { when, otherwise: otherwise.clone() }))
    }

    /// Gives the pools their breakers, checked.
    pub fn breakers(&mut self, schema: &Schema, names: &Names, found: &mut Vec<Finding>) {
        for (pool, draft) in self.pools.iter_mut().zip(&self.breakers) {
            pool.breaker = draft.as_ref().and_then(|draft| draft.check(schema, names, found));
        }
    }

    /// Stacking groups, with their measures looked up among the payouts.
    pub fn stacking(&self, payouts: &Payouts<'_>, found: &mut Vec<Finding>) -> Vec<StackingGroup> {
        let mut taken: BTreeMap<MeasureId, Span> = BTreeMap::new();
        let mut groups = Vec::new();
        for GroupDraft { id, rule, measures, kinds, .. } in &self.stacking {
            let members = payouts.find(measures, found);
            for (said, measure) in &members {
                if let Some(first) = taken.get(measure) {
                    found.push(
                        Finding::new(
                            &codes::DUPLICATE,
                            Place::Rule(said.span.clone()),
                            say!("措施“{}”在两个叠加组里", "the measure `{}` stands in two stacking groups", said.text),
                        )
                        .and_at(Place::Rule(first.clone()))
                        .remedy(say!("只留在一个组里", "keep it in one of them")),
                    );
                }
                taken.insert(*measure, said.span.clone());
            }
            groups.push(StackingGroup {
                id: id.text.clone(),
                rule: *rule,
                measures: members.into_iter().map(|(_, m)| m).collect(),
                earlier: kinds.clone(),
                span: id.span.clone(),
            });
        }
        groups
    }

    /// Enterprise caps, with their measures looked up among the payouts.
    pub fn caps(&self, payouts: &Payouts<'_>, found: &mut Vec<Finding>) -> Vec<EnterpriseCap> {
        self.caps
            .iter()
            .map(|(id, members, values)| EnterpriseCap {
                id: id.text.clone(),
                measures: payouts.find(members, found).into_iter().map(|(_, m)| m).collect(),
                values: values.clone(),
                span: id.span.clone(),
            })
            .collect()
    }
}

/// The measures of a pack by id: its number, and whether it pays; `None` if its own file is wrong.
pub(super) struct Payouts<'a>(pub BTreeMap<&'a str, (MeasureId, Option<bool>)>);

impl Payouts<'_> {
    fn find<'s>(&self, said: &'s [Said], found: &mut Vec<Finding>) -> Vec<(&'s Said, MeasureId)> {
        let mut members: Vec<(&Said, MeasureId)> = Vec::new();
        for one in said {
            match self.0.get(one.text.as_str()) {
                None => {
                    let known: Vec<&str> = self.0.keys().copied().collect();
                    found.push(mistake::unknown_name(one, "措施", "measure", &known));
                }
                Some((_, Some(false))) => found.push(
                    Finding::new(
                        &codes::NOT_A_PAYOUT,
                        Place::Rule(one.span.clone()),
                        say!("措施“{}”不拨付资金", "the measure `{}` pays nothing", one.text),
                    )
                    .remedy(say!("只列 kind = \"payout\" 的措施", "list measures of kind = \"payout\" only")),
                ),
                Some((id, _)) => match members.iter().find(|(_, m)| m == id) {
                    Some((first, _)) => found.push(mistake::duplicate(one, "措施", "measure", &first.span)),
                    None => members.push((one, *id)),
                },
            }
        }
        members
    }
}

fn first_of(places: &mut BTreeMap<String, Span>, said: &Said, zh: &str, en: &str, found: &mut Vec<Finding>) -> bool {
    if let Some(first) = places.get(&said.text) {
        found.push(mistake::duplicate(said, zh, en, first));
        return false;
    }
    places.insert(said.text.clone(), said.span.clone());
    true
}

fn payer(mut section: Section<'_>, schema: &Schema, found: &mut Vec<Finding>) -> Option<(Said, Payer)> {
    let id = section.need_text("id");
    let unit = match section.need("unit") {
        Some(Node { data: Data::Text(unit), .. }) => Some(PayerUnit::Fixed(unit.clone())),
        Some(node) => Section::of(node, found).and_then(|mut inner| {
            let role = inner.need_word("role", &[("county", Role::County)]);
            let has = schema.get(ENTERPRISES).is_some_and(|t| t.role(Role::County).is_some());
            if role.is_some() && !has && !schema.tables.is_empty() {
                let said = Said { text: Role::County.id().to_owned(), span: node.span.clone() };
                inner.complain(mistake::unknown_name(&said, "字段角色", "field role", &[]));
            }
            inner.finish(found);
            role.map(|_| PayerUnit::County)
        }),
        None => None,
    };
    section.finish(found);
    let id = id?;
    // a payer whose unit is wrong is still known by its id
    let unit = unit.unwrap_or_else(|| PayerUnit::Fixed(String::new()));
    Some((id.clone(), Payer { id: id.text, unit }))
}

fn pool(
    mut section: Section<'_>,
    payers: &[Payer],
    found: &mut Vec<Finding>,
) -> Option<(Said, Pool, Option<BreakerDraft>)> {
    let id = section.need_text("id");
    let title = section.need_text("title");
    let rule = section.need_word("rule", &[("pro_rata", PoolRule::ProRata), ("priority", PoolRule::Priority)]);
    let node = section.need("unit");
    section.need_some("budget");
    let name = id.as_ref().map_or("", |id| &id.text);
    let payer = section.text("payer").and_then(|said| {
        let at = payers.iter().position(|p| p.id == said.text);
        if at.is_none() {
            let known: Vec<&str> = payers.iter().map(|p| p.id.as_str()).collect();
            section.complain(mistake::unknown_name(&said, "承担方", "payer", &known));
        }
        at.map(PayerId)
    });
    let budgets = amounts(section.sections("budget"), "资金池", "pool", name, found);
    let breaker = section.section("breaker").and_then(|inner| breaker::read(inner, name, found));
    section.finish(found);
    let unit = node.and_then(|node| literal::unit(node, found));
    for budget in &budgets {
        if let Some(unit) = unit
            && budget.value.fen() % unit.fen() != 0
        {
            found.push(
                Finding::new(
                    &codes::WRONG_TYPE,
                    Place::Rule(mistake::first_line(&budget.span)),
                    say!("预算不是单位 {unit} 元的整数倍", "the budget is no whole multiple of its unit, {unit} yuan"),
                )
                .remedy(say!("改预算或改 unit", "correct the budget or the unit")),
            );
        }
    }
    let id = id?;
    mistake::id(&id, found);
    let pool = Pool {
        id: id.text.clone(),
        title: title.map(|t| t.text).unwrap_or_default(),
        measures: Vec::new(),
        rule: rule.unwrap_or(PoolRule::ProRata),
        unit: unit.unwrap_or(Money::from_fen(100)),
        payer,
        breaker: None,
        budgets,
        span: id.span.clone(),
    };
    Some((id, pool, breaker))
}

fn amounts(items: Vec<Section<'_>>, zh: &str, en: &str, name: &str, found: &mut Vec<Finding>) -> Vec<Dated<Money>> {
    let mut values = Vec::new();
    for mut item in items {
        let period = dated::period(&mut item);
        let span = item.span.clone();
        let node = item.need("value");
        item.finish(found);
        let value = node.and_then(|node| literal::money(node, found));
        if let (Some(period), Some(value)) = (period, value) {
            values.push(Dated { period, value, span });
        }
    }
    dated::in_order(values, zh, en, name, found)
}
