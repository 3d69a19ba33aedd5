//! Tax contributions: since 2024-08-01 the 公平竞争审查条例 (State Council decree 783, in force from that day) forbids
//! rewards that are tied to the taxes an enterprise pays. A measure in force after it that uses such a field is found.
//!
//! Which fields are such is data: `tax_contribution = true` on the field in `fields.toml`. A field that a measure uses
//! and whose name sounds like one is a finding until `true` or `false` is written.

use std::collections::BTreeMap;

use super::super::document::{self, Data, Node};
use super::super::pack::Pack;
use super::found::Found;
use super::ground::Ground;
use crate::calendar::Date;
use crate::diagnostic::codes::lint as codes;
use crate::say;
use crate::schema::{FieldId, TableId};
use crate::source::Span;

/// Words in the name of a field that is probably a tax contribution.
const SOUNDS_SO: &[&str] = &[
    "纳税",
    "缴税",
    "税收",
    "税额",
    "税款",
    "入库税",
    "实缴税",
    "完税",
    "地方财力",
    "财政贡献",
    "经济贡献",
    "地方贡献",
    "留存",
    "留成",
    "增值税",
    "所得税",
    "消费税",
];

/// Words in the name of a field that speaks of taxes and is none: what is taxed, who pays, what is rebated.
const BUT_NOT: &[&str] = &["应纳税所得额", "纳税人", "税前", "税率", "减免", "优惠", "退税", "加计扣除"];

/// The first day of the regulation.
fn first_day() -> Option<Date> {
    Date::new(2024, 8, 1)
}

pub(super) fn look(ground: &Ground<'_>, all: &mut Vec<Found>) {
    let Some(first) = first_day() else { return };
    let pack = ground.pack;
    let mut unmarked: BTreeMap<(TableId, FieldId), String> = BTreeMap::new();
    let after = |to: Option<Date>| to.is_none_or(|to| to >= first) && ground.year.is_none_or(|y| y >= first.year());
    for measure in ground.measures().filter(|m| after(m.effective.to)) {
        for (table, id) in ground.used(measure).fields {
            let Some(field) = pack.schema.field(table, id) else { continue };
            let name = &field.name;
            match field.tax_contribution {
                Some(true) => {
                    let title = &measure.title;
                    let message = say!(
                        "“{title}”在 {first} 以后有效，用到税收贡献“{name}”，可能违反《公平竞争审查条例》",
                        "`{title}` is in force after {first} and uses the tax contribution `{name}`: it may break the fair-competition rules"
                    );
                    let remedy = say!(
                        "不按税收贡献给奖补，或给措施写上结束日期；审查过了就写一节 [[allow]]，写明审查结论",
                        "do not tie the reward to taxes, or end the measure; if it was reviewed, write an [[allow]] with the outcome"
                    );
                    all.push(
                        Found::new(&codes::TAX_CONTRIBUTION, &measure.span, name, message, remedy)
                            .in_measure(&measure.id),
                    );
                }
                None if field.ty.is_numeric() && sounds_so(name) => {
                    unmarked.entry((table, id)).or_insert_with(|| measure.id.clone());
                }
                _ => {}
            }
        }
    }
    for ((table, id), measure) in unmarked {
        let Some(name) = pack.schema.field(table, id).map(|f| f.name.as_str()) else { continue };
        let Some(span) = place(pack, table, name) else { continue };
        let message = say!(
            "字段“{name}”像是税收贡献，措施“{measure}”用到它",
            "the field `{name}` sounds like a tax contribution, and the measure `{measure}` uses it"
        );
        let remedy = say!(
            "在这个字段上写 tax_contribution = true；不是就写 false",
            "write tax_contribution = true on the field, or false if it is none"
        );
        all.push(Found::new(&codes::TAX_UNMARKED, &span, name, message, remedy).or(&measure));
    }
}

fn sounds_so(name: &str) -> bool {
    SOUNDS_SO.iter().any(|word| name.contains(word)) && !BUT_NOT.iter().any(|word| name.contains(word))
}

/// Where a field's name is written.
fn place(pack: &Pack, table: TableId, field: &str) -> Option<Span> {
    let file = pack.sources.iter().find(|s| s.name == "fields.toml")?;
    let root = document::read(file).root;
    let under = |node: &Node, key: &str| match &node.data {
        Data::Table(entries) => entries.iter().find(|e| e.key == key).map(|e| e.value.clone()),
        _ => None,
    };
    let items = |node: Option<Node>| match node.map(|n| n.data) {
        Some(Data::List(items)) => items,
        _ => Vec::new(),
    };
    let table = items(under(&root, "table")).into_iter().nth(table.0)?;
    let names = items(under(&table, "field")).into_iter().filter_map(|f| under(&f, "name"));
    names.into_iter().find(|n| matches!(&n.data, Data::Text(text) if text == field)).map(|n| n.span)
}
