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
//!
//! [[enterprise-cap]]                             # step 6: the last of the list is cut first
//! id = "technology", measures = […], values = [{ from = 2022-01-01, value = "300万元" }]
//!
//! [[pool]]                                       # step 7: its members name it in `award.pool`
//! id = "cooperation", title = "…", rule = "pro_rata", unit = "1元", budget = [{ from, to, value }]
//!
//! [offset]                                       # step 8
//! table = "已拨付", measure = "政策", year = "政策年度", amount = "金额", kind = "事由"
//! reduce = ["预拨"], restore = ["已退回"]
//!
//! [[allow]]                                      # an accepted finding of rules lint: see allow.rs
//! ```

use std::collections::BTreeMap;

use super::allow;
use super::dated;
use super::document::{Data, Node};
use super::literal;
use super::mistake;
use super::names::Names;
use super::pack::{
    Dated, EnterpriseCap, OffsetRule, Payer, PayerUnit, Pool, PoolRule, StackingGroup, StackingRule, Veto,
};
use super::section::{Said, Section};
use crate::diagnostic::{Finding, codes::policy as codes};
use crate::lang::MeasureId;
use crate::money::Money;
use crate::say;
use crate::schema::{ENTERPRISES, FieldId, Role, Schema};
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
    pub offset: Option<OffsetRule>,
    veto: Option<(Said, String)>,
    stacking: Vec<(Said, StackingRule, Vec<Said>)>,
    caps: Vec<(Said, Vec<Said>, Vec<Dated<Money>>)>,
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
    top.need("measures");
    for said in top.texts("measures") {
        match frame.measures.iter().find(|m| m.text == said.text) {
            Some(first) => found.push(mistake::duplicate(&said, "措施", "measure", &first.span)),
            None => frame.measures.push(said),
        }
    }
    top.need("payer");
    let mut places = BTreeMap::new();
    for section in top.sections("payer") {
        if let Some((said, payer)) = payer(section, schema, found)
            && first_of(&mut places, &said, "承担方", "payer", found)
        {
            frame.payers.push(payer);
        }
    }
    frame.veto = top.section("veto").and_then(|mut section| {
        let (when, otherwise) = (section.need_text("when"), section.need_text("otherwise"));
        section.finish(found);
        Some((when?, otherwise?.text))
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
        section.need("measures");
        let measures = section.texts("measures");
        section.finish(found);
        if let (Some(id), Some(rule)) = (id, rule) {
            mistake::id(&id, found);
            if first_of(&mut places, &id, "叠加组", "stacking group", found) {
                frame.stacking.push((id, rule, measures));
            }
        }
    }
    let mut places = BTreeMap::new();
    for mut section in top.sections("enterprise-cap") {
        let id = section.need_text("id");
        section.need("measures");
        let measures = section.texts("measures");
        section.need("values");
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
        if let Some((said, pool)) = pool(section, found)
            && first_of(&mut places, &said, "资金池", "pool", found)
        {
            frame.pools.push(pool);
        }
    }
    frame.offset = top.section("offset").and_then(|section| offset(section, schema, found));
    top.finish(found);
    frame
}

impl Frame {
    /// The pack's veto, checked.
    pub fn veto(&self, schema: &Schema, names: &Names, found: &mut Vec<Finding>) -> Option<Veto> {
        let (when, otherwise) = self.veto.as_ref()?;
        let when = names.expression(schema, when, &Type::YesNo, found)?;
        Some(Veto { when, otherwise: otherwise.clone() })
    }

    /// Stacking groups, with their measures looked up among the payouts.
    pub fn stacking(&self, payouts: &Payouts<'_>, found: &mut Vec<Finding>) -> Vec<StackingGroup> {
        let mut taken: BTreeMap<MeasureId, Span> = BTreeMap::new();
        let mut groups = Vec::new();
        for (id, rule, members) in &self.stacking {
            let members = payouts.find(members, found);
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

fn pool(mut section: Section<'_>, found: &mut Vec<Finding>) -> Option<(Said, Pool)> {
    let id = section.need_text("id");
    let title = section.need_text("title");
    let rule = section.need_word("rule", &[("pro_rata", PoolRule::ProRata), ("priority", PoolRule::Priority)]);
    let node = section.need("unit");
    section.need("budget");
    let name = id.as_ref().map_or("", |id| &id.text);
    let budgets = amounts(section.sections("budget"), "资金池", "pool", name, found);
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
    Some((
        id.clone(),
        Pool {
            id: id.text,
            title: title.map(|t| t.text).unwrap_or_default(),
            measures: Vec::new(),
            rule: rule.unwrap_or(PoolRule::ProRata),
            unit: unit.unwrap_or(Money::from_fen(100)),
            budgets,
            span: id.span,
        },
    ))
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

fn offset(mut section: Section<'_>, schema: &Schema, found: &mut Vec<Finding>) -> Option<OffsetRule> {
    let name = section.need_text("table");
    let table = name.as_ref().and_then(|said| {
        let id = schema.table(&said.text).filter(|id| *id != ENTERPRISES);
        if id.is_none() {
            let known: Vec<&str> = schema.tables.iter().skip(1).map(|t| t.name.as_str()).collect();
            section.complain(mistake::unknown_name(said, "表", "table", &known));
        }
        id
    });
    let mut field = |key: &'static str, fits: fn(&Type) -> bool, zh: &str, en: &str| -> Option<FieldId> {
        let said = section.need_text(key)?;
        let fields = &schema.get(table?)?.fields;
        let Some(at) = fields.iter().position(|f| f.name == said.text) else {
            let known: Vec<&str> = fields.iter().map(|f| f.name.as_str()).collect();
            section.complain(mistake::unknown_name(&said, "字段", "field", &known));
            return None;
        };
        if !fields.get(at).is_some_and(|f| fits(&f.ty)) {
            section.complain(
                Finding::new(
                    &codes::WRONG_TYPE,
                    Place::Rule(said.span.clone()),
                    say!("字段“{}”不是{zh}", "the field `{}` is no {en}", said.text),
                )
                .remedy(say!("写一个类型为{zh}的字段", "name a field of type {en}")),
            );
        }
        Some(FieldId(at))
    };
    let measure = field("measure", |t| *t == Type::Text, "文本", "text");
    let year = field("year", |t| *t == Type::Integer, "整数", "integer");
    let amount = field("amount", |t| *t == Type::Money, "金额", "money");
    let kind = field("kind", |t| matches!(t, Type::Choice(_)), "选项", "choice");
    let (reduce, restore) = (section.texts("reduce"), section.texts("restore"));
    let mut reduces = BTreeMap::new();
    if let Some(Type::Choice(choice)) = table.zip(kind).and_then(|(t, k)| schema.field(t, k)).map(|f| &f.ty) {
        let known: Vec<&str> = choice.options.iter().map(String::as_str).collect();
        for (said, reduces_it) in reduce.iter().map(|s| (s, true)).chain(restore.iter().map(|s| (s, false))) {
            match choice.index(&said.text) {
                None => section.complain(mistake::unknown_name(said, "选项", "choice", &known)),
                Some(index) if reduces.insert(index, reduces_it).is_some() => {
                    let first = section.span.clone();
                    section.complain(mistake::duplicate(said, "选项", "choice", &mistake::first_line(&first)));
                }
                Some(_) => {}
            }
        }
        let left: Vec<&str> = choice
            .options
            .iter()
            .filter(|o| choice.index(o).is_some_and(|i| !reduces.contains_key(&i)))
            .map(String::as_str)
            .collect();
        if !left.is_empty() {
            let (left, place) = (left.join("、"), mistake::first_line(&section.span));
            section.complain(
                Finding::new(
                    &codes::OFFSET,
                    Place::Rule(place),
                    say!(
                        "没有说明“{left}”是减少还是增加应付金额",
                        "it is not said whether `{left}` reduces or restores what is payable"
                    ),
                )
                .remedy(say!("写进 reduce 或 restore", "add it to reduce or restore")),
            );
        }
    }
    section.finish(found);
    Some(OffsetRule { table: table?, measure: measure?, year: year?, amount: amount?, kind: kind?, reduces })
}
