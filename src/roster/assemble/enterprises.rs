//! The table of enterprises: one row for each code, identical rows merged, contradictions marked. A sheet
//! without a column says nothing about its field, so it contradicts nobody who does.

use super::super::batch::Values;
use super::super::code::CreditCode;
use super::super::log::{Log, Source};
use super::super::text::quoted;
use super::gather::alike;
use super::{Chosen, Row, Tables};
use crate::dataset::{Records, Texts};
use crate::diagnostic::Finding;
use crate::diagnostic::codes::roster as codes;
use crate::say;
use crate::schema::{Field, Role};

impl Tables<'_> {
    /// One row for each code: identical rows merged, contradicting fields marked.
    pub(super) fn enterprises(&self, sources: &[Source], log: &mut Log) -> Chosen {
        let rows = self.sorted();
        let mut chosen = Chosen { rejected: self.rejected(), ..Chosen::default() };
        let name = self.table.role(Role::Name).map(|f| f.0);
        for same in rows.chunk_by(|a, b| a.0 == b.0) {
            // of several rows, that of the sheet with the most columns
            let absent = |row: Row| (0..self.table.fields.len()).filter(|f| self.is_absent(row, *f)).count();
            let first = match same {
                [(_, only)] => *only,
                several => match several.iter().map(|(_, row)| *row).min_by_key(|row| absent(*row)) {
                    Some(row) => row,
                    None => continue,
                },
            };
            let at = chosen.rows.len();
            chosen.rows.push(first);
            chosen.merged += same.len().saturating_sub(1) as u64;
            if same.len() == 1 {
                continue;
            }
            for (field, definition) in self.table.fields.iter().enumerate() {
                let mut saying = same.iter().map(|(_, row)| *row).filter(|row| !self.is_absent(*row, field));
                let Some(first) = saying.next() else { continue };
                if self.is_absent(*chosen.rows.last().unwrap_or(&first), field) {
                    chosen.elsewhere.insert((field, at), first);
                }
                let Some(other) = saying.find(|row| self.compare_field(first, *row, field).is_ne()) else { continue };
                let is_name = Some(field) == name;
                if !is_name {
                    chosen.conflicts.push((field, at));
                }
                let (earlier, later) = self.in_order(first, other);
                let finding = self
                    .contradiction(definition, is_name, earlier, later, field, sources)
                    .and_at(self.place(earlier, Some(field), sources));
                log.add(self.origin(later), sources, finding);
            }
            self.note_merged(same, sources, log);
        }
        chosen
    }

    fn shown(&self, row: Row, field: usize) -> String {
        let Some(lanes) = self.lanes(row, field) else {
            return String::new();
        };
        let index = row.row as usize;
        if let Some(raw) = lanes.raw(index) {
            return quoted(raw);
        }
        if !lanes.state(index).is_known() {
            return "空".to_owned();
        }
        match &lanes.values {
            Values::Number(..) => lanes.figure(index).to_string(),
            Values::Text(..) => quoted(lanes.text(index)),
            Values::Day(days) => days
                .get(index)
                .and_then(|d| crate::calendar::Date::from_number(*d))
                .map(|d| d.to_string())
                .unwrap_or_default(),
            Values::YesNo(answers) => match answers.get(index) {
                Some(true) => "是".to_owned(),
                _ => "否".to_owned(),
            },
            Values::Choice(options) => match self.table.fields.get(field).map(|f| &f.ty) {
                Some(crate::value::Type::Choice(choice)) => {
                    options.get(index).and_then(|o| choice.options.get(*o as usize)).cloned().unwrap_or_default()
                }
                _ => String::new(),
            },
        }
    }

    fn contradiction(
        &self,
        field: &Field,
        is_name: bool,
        earlier: Row,
        later: Row,
        index: usize,
        sources: &[Source],
    ) -> Finding {
        let (x, y) = (self.shown(earlier, index), self.shown(later, index));
        let name = &field.name;
        let (code, said) = if is_name {
            (
                &codes::NAME_DIFFERS,
                (
                    say!("同一代码有两个名称：“{x}”和“{y}”", "one code has two names: `{x}` and `{y}`"),
                    say!(
                        "核对是否更名，两处写成一样",
                        "check whether the enterprise was renamed, and write both alike"
                    ),
                ),
            )
        } else {
            (
                &codes::CONFLICT,
                (
                    say!(
                        "同一企业的“{name}”两处不一致：“{x}”和“{y}”",
                        "two rows of one enterprise differ in `{name}`: `{x}` and `{y}`"
                    ),
                    say!(
                        "核对后删去错的一行，或把两处改成一致",
                        "check them, then delete the wrong row or make them agree"
                    ),
                ),
            )
        };
        self.finding(code, later, Some(index), sources, said)
    }

    /// Notes rows that are identical to an earlier one.
    fn note_merged(&self, same: &[(CreditCode, Row)], sources: &[Source], log: &mut Log) {
        for pair in same.windows(2) {
            let [(_, a), (_, b)] = pair else { continue };
            if self.compare_content(*a, *b).is_ne() {
                continue;
            }
            let said = (
                say!("这一行与前面的一行完全相同，只算一次", "this row is identical to an earlier one and counts once"),
                say!(
                    "是同一家重复填报就不用改；应是两家的，改正信用代码",
                    "if one enterprise was entered twice nothing need be done; if they are two, correct the code"
                ),
            );
            let finding =
                self.finding(&codes::ROWS_MERGED, *b, None, sources, said).and_at(self.place(*a, None, sources));
            log.add(self.origin(*b), sources, finding);
        }
    }

    /// Enterprises that bear the name of another.
    pub(super) fn shared_names(
        &self,
        chosen: &Chosen,
        records: &Records,
        texts: &Texts,
        sources: &[Source],
        log: &mut Log,
    ) {
        let Some(name) = self.table.role(Role::Name).map(|f| f.0) else {
            return;
        };
        let rows = chosen.of(name);
        for (first, row, text) in alike(records, name, texts) {
            let (Some(first), Some(row)) = (rows.get(first), rows.get(row)) else {
                continue;
            };
            let shown = quoted(text);
            let (x, y) = (self.code(*first), self.code(*row));
            let of = |code: Option<CreditCode>| code.map_or(String::new(), |c| c.as_str().to_owned());
            let (x, y) = (of(x), of(y));
            let said = (
                say!("“{shown}”有两个代码：{x} 和 {y}", "`{shown}` has two codes: {x} and {y}"),
                say!(
                    "核对是同一企业填错代码，还是总部与分支机构、同名企业",
                    "check whether one code is wrong, or these are head office and branch, or namesakes"
                ),
            );
            let finding = self.finding(&codes::NAME_SHARED, *row, Some(name), sources, said).and_at(self.place(
                *first,
                Some(name),
                sources,
            ));
            log.add(self.origin(*row), sources, finding);
        }
    }
}
