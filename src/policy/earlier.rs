//! `earlier` of a stacking group: what earlier policy years paid counts as reached; the grammar stands on top of `frame.rs`.

use std::collections::BTreeMap;

use super::mistake;
use super::pack::{OffsetRule, StackingRule};
use super::section::{Said, Section};
use crate::diagnostic::{Bilingual, Finding, codes::policy as codes};
use crate::say;
use crate::schema::Schema;
use crate::source::{Place, Span};
use crate::value::Type;

/// The kinds of earlier payments as written.
pub(super) struct Draft {
    paid: Vec<Said>,
    returned: Vec<Said>,
    span: Span,
}

/// Reads `{ paid = […], returned = […] }`.
pub(super) fn read(mut section: Section<'_>, found: &mut Vec<Finding>) -> Draft {
    let span = mistake::first_line(&section.span);
    section.need("paid");
    let draft = Draft { paid: section.texts("paid"), returned: section.texts("returned"), span };
    section.finish(found);
    draft
}

impl Draft {
    /// For each option of the offset's kinds that counts: did money go out?
    pub(super) fn check(
        &self,
        rule: StackingRule,
        offset: Option<&OffsetRule>,
        schema: &Schema,
        found: &mut Vec<Finding>,
    ) -> Option<BTreeMap<u32, bool>> {
        if rule != StackingRule::TopUp {
            let message = say!(
                "只有 rule = \"top_up\" 的叠加组看往年",
                "only a group of rule = \"top_up\" looks at earlier years"
            );
            found.push(self.wrong(message, say!("删去 earlier，或改 rule", "remove earlier, or change the rule")));
            return None;
        }
        let Some(offset) = offset else {
            let message =
                say!("没有 [offset]，往年拨付了多少无从知道", "without [offset] nothing says what earlier years paid");
            found.push(self.wrong(message, say!("写上 [offset]", "add [offset]")));
            return None;
        };
        let field = schema.field(offset.table, offset.kind)?;
        let Type::Choice(choice) = &field.ty else { return None };
        let known: Vec<&str> = choice.options.iter().map(String::as_str).collect();
        let mut kinds: BTreeMap<u32, (bool, &Said)> = BTreeMap::new();
        let before = found.len();
        let all = self.paid.iter().map(|s| (s, true)).chain(self.returned.iter().map(|s| (s, false)));
        for (said, paid) in all {
            match choice.index(&said.text) {
                None => found.push(mistake::unknown_name(said, "选项", "choice", &known)),
                Some(index) => match kinds.get(&index) {
                    Some((_, first)) => found.push(mistake::duplicate(said, "选项", "choice", &first.span)),
                    None => {
                        kinds.insert(index, (paid, said));
                    }
                },
            }
        }
        if self.paid.is_empty() {
            let message = say!("paid 里一种事由也没有", "there is no kind under paid");
            found.push(self.wrong(message, say!("写上算作已经拨付的事由", "name the kinds that mean money went out")));
        }
        (found.len() == before).then(|| kinds.into_iter().map(|(kind, (paid, _))| (kind, paid)).collect())
    }

    fn wrong(&self, message: Bilingual, remedy: Bilingual) -> Finding {
        Finding::new(&codes::EARLIER, Place::Rule(self.span.clone()), message).remedy(remedy)
    }
}
