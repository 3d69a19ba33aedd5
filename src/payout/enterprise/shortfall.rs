//! What a condition looked at, and by how much it was missed.

use std::collections::BTreeSet;

use crate::lang::ast::Binary;
use crate::lang::typed::Kind;
use crate::lang::{Frame, Typed};
use crate::say;
use crate::schema::{ENTERPRISES, FieldId};
use crate::value::{State, Value};

use super::desk::Desk;
use super::value;

impl Desk<'_> {
    /// The enterprise's own values that an expression looks at: `本年研发费用：1,234.00元`.
    #[must_use]
    pub fn seen(&self, root: &Typed, enterprise: usize) -> String {
        let mut fields: Vec<FieldId> = Vec::new();
        let (mut open, mut been) = (vec![root], BTreeSet::new());
        while let Some(expression) = open.pop() {
            match &expression.kind {
                Kind::Field { table, field }
                | Kind::Filled { table, field }
                | Kind::Default { table, field, .. }
                | Kind::Pending { table, field }
                    if *table == ENTERPRISES && !fields.contains(field) =>
                {
                    fields.push(*field);
                }
                Kind::Definition(id, _) if been.insert(*id) => {
                    open.extend(self.pack.definitions.get(id.0).map(|d| &d.value));
                }
                Kind::Definition(..) | Kind::Aggregate { .. } => {}
                _ => open.extend(expression.children().into_iter().rev()),
            }
        }
        let said = fields.into_iter().filter_map(|field| {
            let schema = self.pack.schema.field(ENTERPRISES, field)?;
            let known = self.results.data.value(ENTERPRISES, field, enterprise).unwrap_or(Err(State::Absent));
            let (name, known) = (&schema.name, value::said(&schema.ty, &known, self.lang));
            Some(self.word(&say!("{name}：{known}", "{name}: {known}")))
        });
        said.collect::<Vec<_>>().join("；")
    }

    /// By how much a condition about amounts or numbers is missed: `差 1.2万元`; nothing where it is not one.
    #[must_use]
    pub fn shortfall(&self, root: &Typed, frame: &Frame<'_>) -> String {
        let mut found = Vec::new();
        self.missed(root, frame, 0, &mut found);
        found.join("；")
    }

    fn missed(&self, expression: &Typed, frame: &Frame<'_>, deep: usize, found: &mut Vec<String>) {
        if self.value(expression, frame) != Ok(Value::YesNo(false)) || deep > crate::lang::MAX_DEFINITIONS_DEEP {
            return;
        }
        match &expression.kind {
            Kind::Logic { left, right, .. } => {
                self.missed(left, frame, deep, found);
                self.missed(right, frame, deep, found);
            }
            Kind::Definition(id, of) if *of == ENTERPRISES => {
                if let Some(definition) = self.pack.definitions.get(id.0) {
                    self.missed(&definition.value, frame, deep.saturating_add(1), found);
                }
            }
            Kind::Compare { op: Binary::AtLeast | Binary::MoreThan, left, right } => {
                found.extend(self.gap(right, left, frame, &say!("差", "short by")));
            }
            Kind::Compare { op: Binary::AtMost | Binary::LessThan, left, right } => {
                found.extend(self.gap(left, right, frame, &say!("超出", "over by")));
            }
            _ => {}
        }
    }

    /// `差 1.2万元`: what the one has more than the other.
    fn gap(
        &self,
        more: &Typed,
        less: &Typed,
        frame: &Frame<'_>,
        word: &crate::diagnostic::Bilingual,
    ) -> Option<String> {
        let (Ok(Value::Number(high)), Ok(Value::Number(low))) = (self.value(more, frame), self.value(less, frame))
        else {
            return None;
        };
        let gap = Value::Number(high.sub(low)?);
        let (word, gap) = (self.word(word), value::said(&more.ty, &Ok(gap), self.lang));
        Some(format!("{word} {gap}"))
    }
}
