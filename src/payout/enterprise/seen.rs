//! What a condition looked at.

use std::collections::BTreeSet;

use crate::lang::Typed;
use crate::lang::typed::Kind;
use crate::say;
use crate::schema::{ENTERPRISES, FieldId};
use crate::value::State;

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
}
