//! Payouts without a cap whose amount nothing else bounds. An enterprise cap bounds an enterprise, not the measure,
//! and a pool bounds all together; neither counts.

use super::super::pack::{Amount, Measure, MeasureKind};
use super::found::Found;
use super::ground::Ground;
use crate::diagnostic::codes::lint as codes;
use crate::lang::possible::Possible;
use crate::say;

pub(super) fn look(ground: &Ground<'_>, all: &mut Vec<Found>) {
    for measure in ground.measures() {
        let mut years = ground.possible(measure).into_iter();
        if years.any(|(_, possible)| is_open(measure, possible)) {
            let title = &measure.title;
            let message =
                say!("“{title}”没有上限，金额可以任意大", "`{title}` has no cap: its amount can be of any size");
            let remedy = say!(
                "在 [award] 里写 cap = \"20万元\" 之类；条文没有上限就写一节 [[allow]]",
                "add something like cap = \"20万元\" to [award]; if the clause has none, write an [[allow]]"
            );
            all.push(
                Found::new(&codes::CAP_MISSING, &measure.span, &measure.id, message, remedy).in_measure(&measure.id),
            );
        }
    }
}

fn is_open(measure: &Measure, possible: &Possible<'_>) -> bool {
    let MeasureKind::Payout(award) = &measure.kind else { return false };
    let open = |typed| possible.range(typed).1.is_none();
    if award.cap.as_ref().is_some_and(|cap| !open(cap)) {
        return false;
    }
    match &award.amount {
        Amount::Whole(amount) => open(amount),
        Amount::OfComponents => award.components.iter().filter_map(|c| c.own()).any(open),
    }
}
