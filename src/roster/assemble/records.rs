//! Tables of records: each row tied to its enterprise, identical rows counted once.

use super::super::code::{self, CreditCode};
use super::super::log::{Log, Source};
use super::super::text::quoted;
use super::gather::alike;
use super::{Chosen, Row, Tables};
use crate::dataset::{Records, Texts};
use crate::diagnostic::Finding;
use crate::diagnostic::codes::roster as codes;
use crate::say;
use crate::schema::Role;

impl Tables<'_> {
    /// Records tied to their enterprises, identical ones merged.
    pub(super) fn records(&self, keys: &[CreditCode], sources: &[Source], log: &mut Log) -> Chosen {
        let rows = self.sorted();
        let mut chosen = Chosen { rejected: self.rejected(), ..Chosen::default() };
        let identifier = self.table.role(Role::Identifier).map(|f| f.0);
        // rows and enterprises both come in the order of their codes
        let mut parent = 0;
        for same in rows.chunk_by(|a, b| a.0 == b.0) {
            let Some((code, _)) = same.first() else {
                continue;
            };
            while keys.get(parent).is_some_and(|key| key < code) {
                parent += 1;
            }
            if keys.get(parent) != Some(code) {
                for (_, row) in same {
                    chosen.rejected += 1;
                    chosen.orphan_hole |= !code::parse(code.as_str()).is_ok_and(|r| r.passes);
                    log.add(self.origin(*row), sources, self.orphan(*row, *code, sources));
                }
                continue;
            }
            let parent = u32::try_from(parent).unwrap_or(u32::MAX);
            let mut before: Option<Row> = None;
            for (_, row) in same {
                if let Some(first) = before.filter(|b| self.compare_content(*b, *row).is_eq()) {
                    chosen.merged += 1;
                    let known = identifier
                        .is_some_and(|i| self.lanes(*row, i).is_some_and(|l| l.state(row.row as usize).is_known()));
                    let finding = self.duplicate(first, *row, known, sources);
                    log.add(self.origin(*row), sources, finding);
                    continue;
                }
                before = Some(*row);
                chosen.rows.push(*row);
                chosen.parents.push(parent);
            }
        }
        chosen
    }

    fn orphan(&self, row: Row, code: CreditCode, sources: &[Source]) -> Finding {
        let (code, table) = (code.as_str(), &self.table.name);
        let said = (
            say!(
                "企业名单里没有代码“{code}”，“{table}”的这一行没有用上",
                "no enterprise has the code `{code}`, so this row of `{table}` is not used"
            ),
            say!(
                "核对代码；企业漏报的，补进企业名单",
                "check the code; if the enterprise was left out, add it to the list"
            ),
        );
        let field = self.table.role(Role::Code).map(|f| f.0);
        self.finding(&codes::ORPHAN, row, field, sources, said)
    }

    fn duplicate(&self, first: Row, row: Row, known: bool, sources: &[Source]) -> Finding {
        let field = self.table.role(Role::Identifier).and_then(|f| self.table.fields.get(f.0));
        let (code, message, remedy) = match field.map(|f| &f.name) {
            // one number is one item, entered twice
            Some(field) if known => (
                &codes::ROWS_MERGED,
                say!(
                    "这一行与前面的一行完全相同，“{field}”也相同，是同一笔，只算一次",
                    "this row is identical to an earlier one, with the same `{field}`: it is one item and counts once"
                ),
                say!(
                    "是同一笔就不用改；是两笔的，改正“{field}”",
                    "if it is one item nothing need be done; if they are two, correct `{field}`"
                ),
            ),
            // without a number they may be two
            field => {
                let (zh, en) = match field {
                    Some(field) => (format!("没有填“{field}”"), format!("has no `{field}`")),
                    None => ("没有编号可以区分".to_owned(), "has no number to tell them apart".to_owned()),
                };
                (
                    &codes::DUPLICATE_RECORD,
                    say!(
                        "这一行与前面的一行完全相同，又{zh}，说不清是一笔还是两笔，只算一次",
                        "this row is identical to an earlier one and {en}: it may be one item or two, and counts once"
                    ),
                    say!(
                        "重复填报的删去一行；确是两笔的，填上编号等使两行有所区别",
                        "delete one if it was entered twice; if they are two items, add what tells them apart, such as a number"
                    ),
                )
            }
        };
        self.finding(code, row, None, sources, (message, remedy)).and_at(self.place(first, None, sources))
    }

    /// Records that differ but bear one identifier.
    pub(super) fn identifiers(
        &self,
        chosen: &Chosen,
        records: &Records,
        texts: &Texts,
        sources: &[Source],
        log: &mut Log,
    ) {
        let Some(field) = self.table.role(Role::Identifier).map(|f| f.0) else {
            return;
        };
        let name = self.table.fields.get(field).map_or("", |f| &f.name);
        for (first, row, text) in alike(records, field, texts) {
            let (Some(first), Some(row), false) = (chosen.rows.get(first), chosen.rows.get(row), text.is_empty())
            else {
                continue;
            };
            let shown = quoted(text);
            let said = (
                say!("“{name}”“{shown}”出现在两行，两行内容不同", "`{name}` `{shown}` stands in two rows that differ"),
                say!(
                    "核对是否同一笔重复填报；是则删去一行，不是则改正编号",
                    "check whether one item was entered twice: then delete a row, else correct the number"
                ),
            );
            let (earlier, later) = self.in_order(*first, *row);
            let finding = self.finding(&codes::IDENTIFIER_TWICE, later, Some(field), sources, said).and_at(self.place(
                earlier,
                Some(field),
                sources,
            ));
            log.add(self.origin(later), sources, finding);
        }
    }
}
