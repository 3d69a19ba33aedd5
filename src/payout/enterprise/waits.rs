//! What a held award waits for, in words: which cells to fill in or to correct.

use crate::lang::Cause;
use crate::say;
use crate::schema::{ENTERPRISES, FieldId, TableId};

use super::desk::Desk;
use super::value;

impl Desk<'_> {
    /// What to fill in or to correct for one cause.
    #[must_use]
    pub fn remedy(&self, cause: &Cause) -> String {
        let text = match cause {
            Cause::Field { table, field, row, state } => {
                let (name, how) = (self.field_name(*table, *field), self.word(&value::state(*state)));
                let place = self.cell_name((*table, *field, *row));
                if place.is_empty() {
                    say!("“{name}”{how}：补上这一列", "`{name}`: {how}; add the column")
                } else {
                    say!("“{name}”{how}：请补正 {place}", "`{name}`: {how}; correct {place}")
                }
            }
            Cause::NoRow { lookup, field } => {
                let name = self.pack.lookups.get(lookup.0).map_or("", |l| l.name.as_str());
                let place = field.map(|at| self.cell_name(at)).unwrap_or_default();
                say!("“{name}”里没有对应的一行：请核对 {place}", "`{name}` has no row for it: check {place}")
            }
            Cause::Unattributed { table, .. } => {
                let name = self.pack.schema.get(*table).map_or("", |t| t.name.as_str());
                say!(
                    "“{name}”里有一行认不出是哪家企业：请先改正信用代码",
                    "a row of `{name}` cannot be tied to an enterprise: correct its code first"
                )
            }
            Cause::Arithmetic { field, .. } => {
                let place = field.map(|at| self.cell_name(at)).unwrap_or_default();
                say!("算不出来：请核对 {place} 的数字", "it has no result: check the number in {place}")
            }
            Cause::Award(_) => say!("前面一项政策还没有核定", "an earlier measure is not decided"),
        };
        self.word(&text)
    }

    /// A field's name, with its table where it is not the enterprise's own.
    #[must_use]
    pub fn field_name(&self, table: TableId, field: FieldId) -> String {
        let name = self.pack.schema.field(table, field).map_or("", |f| f.name.as_str());
        let of = self.pack.schema.get(table).map_or("", |t| t.name.as_str());
        if table == ENTERPRISES { name.to_owned() } else { format!("{of}·{name}") }
    }

    /// A cell of the roster: file, sheet and address.
    #[must_use]
    pub fn cell_name(&self, (table, field, row): (TableId, FieldId, usize)) -> String {
        let Some((place, _)) = self.results.places.cell(table, field, row) else { return String::new() };
        let parts = [&*place.file, &*place.sheet, &place.address()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}
