//! Tables that are not there, or not as they should be: some must be there, of others there may be none,
//! and of what was declared to be empty there should be nothing.

use super::log::Log;
use super::outcome::TableAccount;
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
            if (0..table.fields.len()).any(|field| options.asks(index, field)) {
                empty.push(name.as_str());
            }
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

/// Notes what is odd about how many rows the tables have.
pub fn counts(accounting: &[TableAccount], options: &Options, log: &mut Log) {
    for (index, account) in accounting.iter().enumerate() {
        let (table, used) = (&account.table, account.used);
        if index == ENTERPRISES.0 && used == 0 && account.rejected == 0 {
            let finding = Finding::new(
                &codes::NO_ENTERPRISE,
                Place::Nowhere,
                say!("“{table}”里一家企业也没有", "`{table}` holds no enterprise at all"),
            );
            log.whole(finding.remedy(say!("核对是否交错了表", "check that the right table was supplied")));
        }
        if options.assume_empty.contains(table) && used > 0 {
            let finding = Finding::new(
                &codes::ASSUMED_EMPTY,
                Place::Nowhere,
                say!(
                    "声明了“{table}”没有记录，名单里却有 {used} 行，已照常计入",
                    "`{table}` was declared to have no records, and yet there are {used}, which are included"
                ),
            );
            log.whole(finding.remedy(say!(
                "核对名单；记录没有错，就去掉 --assume-empty {table}",
                "check the roster; if the records are right, drop --assume-empty {table}"
            )));
        }
    }
}
