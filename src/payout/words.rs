//! Words for people: what a status and a reason are called on a sheet.

use crate::diagnostic::Bilingual;
use crate::policy::pack::Measure;
use crate::say;
use crate::schema::{FieldId, TableId};
use crate::settle::run::{Reason, Run, Status};

/// What a status is called.
#[must_use]
pub fn status(status: Status) -> Bilingual {
    match status {
        Status::Paid => say!("应付", "paid"),
        Status::Zero => say!("不予补助", "nothing"),
        Status::Held => say!("待核", "held"),
        Status::Recover => say!("应追回", "to recover"),
    }
}

/// Why nothing is payable, as one would tell the enterprise.
#[must_use]
pub fn reason(run: &Run<'_>, reason: Reason, measure: &Measure) -> Bilingual {
    let pack = run.edition.pack;
    let field = |table: u16, field: u16| {
        let (table, field) = (TableId(table.into()), FieldId(field.into()));
        let name = pack.schema.field(table, field).map_or("", |f| &f.name);
        let of = pack.schema.get(table).map_or("", |t| &t.name);
        if table == crate::schema::ENTERPRISES { name.to_owned() } else { format!("{of}·{name}") }
    };
    match reason {
        Reason::None => Bilingual::default(),
        Reason::Veto => words(pack.veto.as_ref().map_or("", |v| &v.otherwise)),
        Reason::Condition(index) => words(measure.conditions.get(usize::from(index)).map_or("", |c| &c.otherwise)),
        Reason::BelowFloor => say!("低于起补金额", "below the least amount that is paid"),
        Reason::NothingDue => say!("计算金额为零", "the amount comes to zero"),
        Reason::RoundedToZero => say!("取整后为零", "rounding left nothing"),
        Reason::Stacking(group) => {
            let group = pack.stacking.get(usize::from(group)).map_or("", |g| &g.id);
            say!("同组政策不重复享受（{group}）", "another measure of the group `{group}` takes precedence")
        }
        Reason::EnterpriseCap => say!("超出企业年度限额", "the enterprise's yearly limit is used up"),
        Reason::Budget => say!("预算总额已用完", "the budget is used up"),
        Reason::Offset => say!("已拨付金额抵扣完毕", "already paid in full"),
        Reason::Clawback => say!("已拨付多于应付，应追回", "more was paid than is due"),
        Reason::Missing(t, f) => {
            let field = field(t, f);
            say!("缺“{field}”", "`{field}` is missing")
        }
        Reason::Unreadable(t, f) => {
            let field = field(t, f);
            say!("“{field}”无法识别", "`{field}` cannot be read")
        }
        Reason::Conflict(t, f) => {
            let field = field(t, f);
            say!("“{field}”前后矛盾", "`{field}` is contradicted")
        }
        Reason::NoRow(lookup) => {
            let lookup = pack.lookups.get(usize::from(lookup)).map_or("", |l| &l.name);
            say!("“{lookup}”中没有对应的行", "`{lookup}` has no row for it")
        }
    }
}

/// A pack's own words, which are Chinese in both languages.
fn words(text: &str) -> Bilingual {
    Bilingual { zh: text.to_owned(), en: text.to_owned() }
}
