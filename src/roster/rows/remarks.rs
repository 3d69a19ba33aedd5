//! What is worth knowing about values that were taken, once for each kind.

use super::super::cell::{self, Remark};
use super::super::fault::Fault;
use super::super::layout::Planned;
use crate::schema::Table;

/// One finding for each kind of remark, with its columns.
pub fn told(all: &[(usize, Remark, u32, String)], table: &Table, columns: &[Option<Planned>]) -> Vec<Fault> {
    let mut kinds: Vec<Remark> = all.iter().map(|(_, remark, ..)| *remark).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
        .into_iter()
        .filter_map(|kind| {
            let mut these: Vec<&(usize, Remark, u32, String)> = all.iter().filter(|(_, r, ..)| *r == kind).collect();
            let (first, _, row, _) = these.iter().min_by_key(|(field, _, row, _)| (*row, *field)).copied()?;
            these.sort_by_key(|(field, _, row, _)| (*field, *row));
            let (mut zh, mut en) = (Vec::new(), Vec::new());
            for cells in these.chunk_by(|a, b| a.0 == b.0) {
                let (field, _, row, raw) = cells.first()?;
                let name = table.fields.get(*field).map_or("", |f| &f.name);
                let column = columns.get(*field)?.as_ref()?;
                let (count, said) = (cells.len(), cell::remark::example(*row, column, raw));
                zh.push(format!("“{name}”{count} 个（如 {said}）"));
                en.push(format!("{count} of `{name}` (such as {said})"));
            }
            let column = columns.get(*first)?.as_ref()?.column;
            let (code, message, remedy) = cell::remark::told(kind, &zh.join("，"), &en.join(", "));
            Some(Fault::new(code, message, remedy).at(*row, column))
        })
        .collect()
}
