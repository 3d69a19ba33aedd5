//! Hidden rows, columns and sheets: what happened to them is always said.

use super::super::Hidden;
use super::super::fault::Fault;
use super::super::grid::Grid;
use super::super::layout::Planned;
use super::super::listed;
use super::{Sheet, is_empty};
use crate::diagnostic::codes::roster as codes;
use crate::say;
use crate::source::column_letters;

/// The hidden columns among those that are fields.
pub fn columns(grid: &Grid, columns: &[Option<Planned>]) -> Vec<u32> {
    let is_hidden = |c: &u32| grid.hidden_columns.iter().any(|(a, b)| (a..=b).contains(&c));
    columns.iter().flatten().map(|p| p.column).filter(is_hidden).collect()
}

impl Sheet<'_> {
    /// What is hidden, as ranges.
    pub(super) fn hidden(&self, hidden: Hidden) -> Option<Fault> {
        let rows: Vec<u32> = (self.layout.last + 1..self.layout.rows.end)
            .filter(|r| self.grid.is_hidden(*r) && self.grid.row(*r).any(|c| !is_empty(&c)))
            .map(|r| self.grid.number(r))
            .collect();
        let columns: Vec<String> = self.hidden_columns.iter().map(|c| column_letters(*c)).collect();
        let mut zh = Vec::new();
        let mut en = Vec::new();
        if self.grid.hidden && self.layout.rows.start == 0 {
            zh.push("整个工作表".to_owned());
            en.push("the whole sheet".to_owned());
        }
        if !rows.is_empty() {
            let (list_zh, list_en) = listed::rows(&rows);
            zh.push(format!("第 {list_zh} 行"));
            en.push(format!("rows {list_en}"));
        }
        if !columns.is_empty() {
            zh.push(format!("{} 列", columns.join("、")));
            en.push(format!("columns {}", columns.join(", ")));
        }
        if zh.is_empty() {
            return None;
        }
        let (zh, en) = (zh.join("，"), en.join(", "));
        Some(match hidden {
            Hidden::Report => Fault::new(
                &codes::HIDDEN,
                say!(
                    "有隐藏或筛选掉的内容：{zh}；已照常计入",
                    "some of it is hidden or filtered away: {en}; it is included"
                ),
                say!(
                    "取消隐藏后逐行看过，不该计入的删去（汇总的人可用 --hidden include 或 skip 统一决定）",
                    "unhide it, look through it and delete what should not count (whoever runs this may decide by --hidden include or skip)"
                ),
            ),
            Hidden::Include | Hidden::Skip => {
                let skipped = hidden == Hidden::Skip;
                let (done_zh, done_en) = if skipped {
                    ("按选项未计入", "left out, as the option says")
                } else {
                    ("按选项计入", "included, as the option says")
                };
                Fault::new(
                    &codes::HIDDEN_DECIDED,
                    say!("隐藏或筛选掉的内容：{zh}；{done_zh}", "hidden or filtered away: {en}; {done_en}"),
                    if skipped {
                        say!("其中该计入的，取消隐藏", "unhide what should count")
                    } else {
                        say!("其中不该计入的，删去", "delete what should not count")
                    },
                )
            }
        })
    }
}
