//! One finding where many cells have the same fault: what a clerk has to do is the same for all of them.

use super::super::cell::{self, Remark};
use super::super::fault::Fault;
use super::super::layout::Planned;
use super::super::listed;
use crate::say;
use crate::schema::Table;

/// From how many cells of a column on the same fault is told once.
const MANY: usize = 4;

/// Tells faults of one column that have one remedy together, at the first of their cells.
pub fn together(faults: Vec<Fault>) -> Vec<Fault> {
    let key = |f: &Fault| (f.code.id, f.column, f.remedy.zh.clone());
    let mut order: Vec<usize> = (0..faults.len()).collect();
    order.sort_by_cached_key(|i| faults.get(*i).map(|f| (key(f), f.row)));
    let mut told = Vec::new();
    for kin in order.chunk_by(|a, b| faults.get(*a).map(key) == faults.get(*b).map(key)) {
        let mut kin = kin.iter().filter_map(|i| faults.get(*i));
        let Some(first) = kin.next() else { continue };
        let others: Vec<&Fault> = kin.collect();
        if others.len() + 1 < MANY || first.column == 0 {
            told.push(first.clone());
            told.extend(others.into_iter().cloned());
            continue;
        }
        let rows: Vec<u32> = others.iter().map(|f| f.row).collect();
        let (count, (zh, en)) = (rows.len(), listed::rows(&rows));
        let message = &first.message;
        let (said_zh, said_en) = (&message.zh, &message.en);
        let message = say!(
            "{said_zh}；这一列还有 {count} 个单元格也是这样：第 {zh} 行",
            "{said_en}; so do {count} more cells of this column, in rows {en}"
        );
        told.push(Fault { message, ..first.clone() });
    }
    told
}

/// One finding for each kind of remark, with its columns.
pub fn remarks(all: &[(usize, Remark, u32, String)], table: &Table, columns: &[Option<Planned>]) -> Vec<Fault> {
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
