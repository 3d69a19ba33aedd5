//! Cells that are merged within the data: a text that the pack lets be filled down is, anything else is
//! held, for nobody knows to which row its value belongs.

use super::super::fault::Fault;
use super::super::grid::{Area, Cell};
use super::Sheet;
use crate::diagnostic::codes::roster as codes;
use crate::say;
use crate::source::column_letters;

impl<'a> Sheet<'a> {
    /// Sorts the merged areas below the headings into those that are filled down and those that are held.
    pub(super) fn sort_merges(&mut self) {
        let below = self.grid.number(self.layout.last);
        let last = self.grid.number(self.layout.rows.end.saturating_sub(1));
        for area in self.grid.merges.iter().filter(|a| a.bottom > below && a.top <= last) {
            match self.filled_down(area) {
                Some(field) => self.fills.push((field, *area)),
                None => self.holds.push(*area),
            }
        }
        self.holds.sort_unstable();
    }

    /// The field whose merged cells may be filled down over this area.
    fn filled_down(&self, area: &Area) -> Option<usize> {
        let field = self.fields.get(area.left as usize).copied().flatten()?;
        let may = self.table.fields.get(field)?.fill_down;
        (may && area.left == area.right).then_some(field)
    }

    /// Gives the cells of a merged area that may be filled down the text of its first cell.
    pub(super) fn fill_down(&self, number: u32, slots: &mut [Option<Cell<'a>>]) {
        for (field, area) in &self.fills {
            if !(area.top..=area.bottom).contains(&number) {
                continue;
            }
            let head = self.grid.index_of(area.top);
            let cell = head.and_then(|row| self.grid.cell(row, area.left));
            if let Some(slot) = slots.get_mut(*field) {
                *slot = cell;
            }
        }
    }

    /// The merged area that a cell lies in, if its values cannot be used.
    pub(super) fn held(&self, number: u32, column: u32) -> Option<Area> {
        self.holds
            .iter()
            .find(|a| (a.top..=a.bottom).contains(&number) && (a.left..=a.right).contains(&column))
            .copied()
    }
}

/// A finding for each merged area that is held.
pub fn held(held: &[Area]) -> Vec<Fault> {
    let mut areas = held.to_vec();
    areas.sort_unstable();
    areas.dedup();
    areas
        .into_iter()
        .map(|a| {
            let (left, right) = (column_letters(a.left), column_letters(a.right));
            let area = format!("{left}{}:{right}{}", a.top, a.bottom);
            Fault::new(
                &codes::MERGED_CELLS,
                say!(
                    "数据区的 {area} 是合并单元格，不知道值属于哪一行",
                    "{area} is merged within the data, so it is unclear which row its value belongs to"
                ),
                say!("取消合并，逐行填写", "unmerge it and fill in each row"),
            )
            .at(a.top, a.left)
        })
        .collect()
}
