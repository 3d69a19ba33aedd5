//! The ids of reasons: the closed list of `policies.md` 1.2.

use crate::policy::pack::{Measure, Pack};
use crate::schema::{FieldId, TableId};

use super::run::{Reason, Run};

impl Run<'_> {
    /// The id of a reason in a line of this measure: `missing:产值`, `stacking:title`, a condition's id.
    #[must_use]
    pub fn reason_id(&self, reason: Reason, measure: &Measure) -> String {
        id(self.edition.pack, reason, measure)
    }
}

/// The id of a reason.
#[must_use]
pub fn id(pack: &Pack, reason: Reason, measure: &Measure) -> String {
    let field = |table: u16, field: u16| {
        let found = pack.schema.field(TableId(usize::from(table)), FieldId(usize::from(field)));
        found.map_or(String::new(), |f| f.name.clone())
    };
    match reason {
        Reason::None => String::new(),
        Reason::Veto => "veto".to_owned(),
        Reason::Condition(i) => measure.conditions.get(usize::from(i)).map_or(String::new(), |c| c.id.clone()),
        Reason::BelowFloor => "below-floor".to_owned(),
        Reason::NothingDue => "nothing-due".to_owned(),
        Reason::RoundedToZero => "rounded-to-zero".to_owned(),
        Reason::Stacking(i) => {
            format!("stacking:{}", pack.stacking.get(usize::from(i)).map_or("", |g| g.id.as_str()))
        }
        Reason::EnterpriseCap => "enterprise-cap".to_owned(),
        Reason::Budget => "budget".to_owned(),
        Reason::Offset => "offset".to_owned(),
        Reason::Clawback => "clawback".to_owned(),
        Reason::Missing(t, f) => format!("missing:{}", field(t, f)),
        Reason::Unreadable(t, f) => format!("unreadable:{}", field(t, f)),
        Reason::Conflict(t, f) => format!("conflict:{}", field(t, f)),
        Reason::NoRow(i) => format!("no-row:{}", pack.lookups.get(usize::from(i)).map_or("", |l| l.name.as_str())),
    }
}
