//! What an expression stands on gets cells of its own before it: definitions, records one by one, what is made of them,
//! and what earlier measures give.

use std::collections::BTreeSet;

use crate::lang::Typed;
use crate::lang::ast::Aggregate;
use crate::lang::formula::over_records;
use crate::lang::typed::Kind;
use crate::lang::{DefinitionId, MeasureId};
use crate::say;
use crate::schema::{ENTERPRISES, TableId};
use crate::value::Value;

use super::atlas::alike;
use super::records::{Block, Column};
use super::value::answer;
use super::working::Working;

impl<'a> Working<'_, 'a, '_> {
    /// The aggregates that expressions look at, through definitions, each once.
    pub fn gather(&self, shown: &[&'a Typed]) -> Vec<&'a Typed> {
        let (mut found, mut been): (Vec<&'a Typed>, BTreeSet<DefinitionId>) = Default::default();
        let mut open: Vec<&'a Typed> = shown.iter().rev().copied().collect();
        while let Some(expression) = open.pop() {
            if matches!(expression.kind, Kind::Aggregate { .. }) && !found.iter().any(|known| alike(known, expression))
            {
                found.push(expression);
            }
            open.extend(self.below(expression, &mut been).into_iter().rev());
        }
        found
    }

    /// The parts of an expression, a definition's own expression the first time among them.
    fn below(&self, expression: &'a Typed, been: &mut BTreeSet<DefinitionId>) -> Vec<&'a Typed> {
        match &expression.kind {
            Kind::Definition(id, _) if been.insert(*id) => {
                self.desk.pack.definitions.get(id.0).map(|d| &d.value).into_iter().collect()
            }
            Kind::Definition(..) => Vec::new(),
            _ => expression.children(),
        }
    }

    /// Gives cells to all that an expression stands on and that has none yet.
    pub fn place(&mut self, root: &'a Typed) {
        self.place_within(root, false);
    }

    /// The same of an expression about records: what is asked of each of them stands among them.
    fn place_within(&mut self, root: &'a Typed, in_records: bool) {
        let (mut open, mut been) = (vec![root], BTreeSet::new());
        while let Some(expression) = open.pop() {
            match &expression.kind {
                Kind::Definition(id, of) if *of == ENTERPRISES => self.place_definition(*id),
                Kind::Aggregate { .. } => self.place_aggregate(expression),
                Kind::Award(id) => self.place_award(*id, expression),
                Kind::Bands { bands, input, .. } if !in_records => {
                    self.place(input);
                    self.bands(*bands, input);
                }
                // what is about a record stands among the records; it may speak of its enterprise
                _ => open.extend(self.below(expression, &mut been).into_iter().rev()),
            }
        }
    }

    fn place_definition(&mut self, id: DefinitionId) {
        let Some(definition) = self.desk.pack.definitions.get(id.0) else { return };
        if self.worked.definitions.contains_key(&id) {
            return;
        }
        // its own place is known before it is written: a definition never stands on itself
        self.place(&definition.value);
        let words = self.desk.say(self.measure, &definition.value);
        let note = self.desk.seen(&definition.value, self.enterprise);
        let name = &definition.name;
        let name = self.desk.word(&say!("“{name}”", "`{name}`"));
        let cell = self.step(name, words, &definition.value, note);
        self.worked.definitions.insert(id, cell);
    }

    fn place_award(&mut self, id: MeasureId, expression: &'a Typed) {
        if self.worked.awards.contains_key(&id) {
            return;
        }
        let title = self.desk.pack.measures.iter().find(|m| m.number == id).map_or("", |m| m.title.as_str());
        let name = self.desk.word(&say!("“{title}”的核定金额", "award of `{title}`"));
        let cell = self.leaf.fixed(super::working::RESULT);
        match self.desk.value(expression, self.frame) {
            Ok(value) => {
                let formula = self.at_step_four.get(&id).cloned();
                self.shown(name, String::new(), (&expression.ty, &value), formula, String::new());
            }
            Err(_) => self.held(name, String::new(), String::new()),
        }
        self.worked.awards.insert(id, cell);
    }

    fn place_aggregate(&mut self, expression: &'a Typed) {
        let Kind::Aggregate { table, .. } = &expression.kind else { return };
        if self.worked.aggregates.iter().any(|(known, _)| alike(known, expression)) {
            return;
        }
        // all that look at the same table share one list of its records, but for those that stand on others
        let together: Vec<&'a Typed> = if self.stands_alone(expression) {
            let same = |other: &&&'a Typed| {
                matches!(&other.kind, Kind::Aggregate { table: of, .. } if of == table) && self.stands_alone(other)
            };
            let mut all: Vec<&'a Typed> = self.gathered.iter().filter(same).copied().collect();
            if !all.iter().any(|known| alike(known, expression)) {
                all.push(expression);
            }
            all
        } else {
            vec![expression]
        };
        for aggregate in &together {
            for part in aggregate.children() {
                self.place_within(part, true);
            }
        }
        let block = self.list(*table, &together);
        for aggregate in together {
            self.aggregate(aggregate, *table, &block);
        }
    }

    /// Does nothing that an aggregate asks of its records stand on another aggregate?
    fn stands_alone(&self, aggregate: &'a Typed) -> bool {
        let (mut open, mut been) = (aggregate.children(), BTreeSet::new());
        while let Some(expression) = open.pop() {
            if matches!(expression.kind, Kind::Aggregate { .. }) {
                return false;
            }
            open.extend(self.below(expression, &mut been));
        }
        true
    }

    /// What is made of the records that were listed.
    fn aggregate(&mut self, expression: &'a Typed, table: TableId, block: &Block<'a>) {
        let Kind::Aggregate { aggregate, value, filter, .. } = &expression.kind else { return };
        let counts = filter.as_deref().and_then(|filter| block.range(&Column::asking(filter, table)));
        let values = value.as_deref().and_then(|value| block.range(&Column::Value(value, filter.as_deref())));
        let yes = answer(true, self.desk.lang);
        let formula = match (aggregate, block.numbers()) {
            (_, None) => None,
            (Aggregate::Exists | Aggregate::Count, Some(numbers)) => {
                let number = match (&counts, filter) {
                    (Some(counts), _) => Some(format!("COUNTIF({counts},\"{yes}\")")),
                    (None, None) => Some(format!("COUNT({numbers})")),
                    (None, Some(_)) => None,
                };
                let exists = *aggregate == Aggregate::Exists;
                number.map(|n| if exists { format!("{n}>0") } else { n })
            }
            (_, Some(_)) => values.and_then(|values| {
                let formula = over_records(*aggregate, &expression.ty, "", &values);
                formula.strip_prefix('=').map(str::to_owned)
            }),
        };
        let formula = formula.map(|f| self.answering(f, &expression.ty));
        let name = self.desk.pack.schema.get(table).map_or("", |t| t.name.as_str());
        let made = match aggregate {
            Aggregate::Exists => say!("{name}：有无", "{name}: any"),
            Aggregate::Count => say!("{name}：个数", "{name}: number"),
            Aggregate::Sum => say!("{name}：合计", "{name}: sum"),
            Aggregate::Max => say!("{name}：最高", "{name}: highest"),
            Aggregate::Min => say!("{name}：最低", "{name}: lowest"),
        };
        let (all, counted) = block.counted(filter.as_deref().map(|filter| Column::asking(filter, table)).as_ref());
        let note = match (all, counted) {
            (0, _) => say!("没有记录", "no records"),
            (all, Some(counted)) => say!("{all} 条中计入 {counted} 条", "{counted} of {all} count"),
            (all, None) => say!("共 {all} 条", "{all} in all"),
        };
        let (made, note) = (self.desk.word(&made), self.desk.word(&note));
        let words = self.desk.say(self.measure, expression);
        let cell = self.leaf.fixed(super::working::RESULT);
        match self.desk.value(expression, self.frame) {
            Ok(known) => {
                // "there is none" of no records needs no formula
                let formula = formula.filter(|_| known != Value::None || all > 0);
                self.shown(made, words, (&expression.ty, &known), formula, note);
            }
            Err(_) => self.held(made, words, note),
        }
        self.worked.aggregates.push((expression, cell));
    }
}
