//! Tables that no file has: some must be there, of others there may be none.

use super::log::Log;
use super::{Options, listed};
use crate::diagnostic::Finding;
use crate::diagnostic::codes::roster as codes;
use crate::say;
use crate::schema::{Absent, ENTERPRISES, Schema};
use crate::source::Place;

/// Notes the tables that no file has. Says whether one of them must be there.
pub fn tables(schema: &Schema, options: &Options, present: &[usize], log: &mut Log) -> bool {
    let (mut broken, mut empty) = (false, Vec::new());
    for (index, table) in schema.tables.iter().enumerate() {
        let assumed = options.assume_empty.contains(&table.name);
        if assumed || present.contains(&index) {
            continue;
        }
        let name = &table.name;
        if index != ENTERPRISES.0 && table.absent == Absent::Empty {
            empty.push(name.as_str());
            continue;
        }
        broken = true;
        let remedy = if index == ENTERPRISES.0 {
            say!("提交“{name}”", "supply `{name}`")
        } else {
            say!(
                "提交“{name}”；确实没有的，交一张只有表头的表，或加上 --assume-empty {name}",
                "supply `{name}`; if there is nothing in it, give a sheet with its headings only, or say --assume-empty {name}"
            )
        };
        let message = say!("没有提供“{name}”", "`{name}` is absent");
        log.whole(Finding::new(&codes::TABLE_ABSENT, Place::Nowhere, message).remedy(remedy));
    }
    if !empty.is_empty() {
        let (zh, en) = listed::names(&empty);
        let message = say!("没有提供{zh}，按没有记录处理", "these tables are absent and count as empty: {en}");
        let finding = Finding::new(&codes::TABLE_EMPTY, Place::Nowhere, message);
        log.whole(finding.remedy(say!("有这类记录就补交", "supply them if there are such records")));
    }
    broken
}
