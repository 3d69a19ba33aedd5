//! `[pool.breaker]`: what lowers or stops a pool while too much has gone wrong; the grammar stands on top of `frame.rs`.

use super::bands;
use super::dated;
use super::mistake;
use super::names::Names;
use super::pack::{Breaker, Dated};
use super::section::{Said, Section};
use crate::diagnostic::{Finding, codes::policy as codes};
use crate::exact::Exact;
use crate::lang::Bands;
use crate::say;
use crate::schema::Schema;
use crate::source::{Place, Span};
use crate::value::Type;

/// A breaker as read, its expressions not yet checked.
pub(super) struct Draft {
    bad: Said,
    of: Said,
    steps: Vec<Dated<Bands>>,
    span: Span,
}

/// Reads one; nothing where a part of it is wrong.
pub(super) fn read(mut section: Section<'_>, pool: &str, found: &mut Vec<Finding>) -> Option<Draft> {
    let before = found.len();
    let span = mistake::first_line(&section.span);
    let (bad, of) = (section.need_text("bad"), section.need_text("of"));
    section.need("steps");
    let versions = section.sections("steps");
    section.finish(found);
    let steps = bands::steps(versions, "熔断", "breaker", pool, found);
    for version in &steps {
        if let Some(reach) = unsound(&version.value) {
            found.push(wrong(&version.span, reach));
        }
    }
    let sound = found.len() == before;
    Some(Draft { bad: bad?, of: of?, steps, span }).filter(|_| sound)
}

impl Draft {
    /// Its expressions checked against the names of the whole pack.
    pub(super) fn check(&self, schema: &Schema, names: &Names, found: &mut Vec<Finding>) -> Option<Breaker> {
        let mut money = |said: &Said| names.expression(schema, said, &Type::Money, found);
        let (bad, of) = (money(&self.bad), money(&self.of));
        Some(Breaker { bad: bad.ok()?, of: of.ok()?, steps: self.steps.clone(), span: self.span.clone() })
    }
}

/// What is wrong with steps that are bands by themselves.
#[derive(Clone, Copy)]
enum Unsound {
    /// They do not begin at 0, so that a small rate would pay nothing.
    Start,
    /// A part below nothing or above everything.
    Part,
}

fn unsound(bands: &Bands) -> Option<Unsound> {
    let part = |part: Exact| !part.is_negative() && part <= Exact::ONE;
    let starts = bands.bands.first().is_some_and(|b| b.from.is_none_or(|from| from.is_zero() && b.from_included));
    let open = bands.bands.last().is_some_and(|b| b.to.is_none());
    if !(starts && open) {
        return Some(Unsound::Start);
    }
    bands.bands.iter().any(|b| !part(b.value)).then_some(Unsound::Part)
}

fn wrong(place: &Span, what: Unsound) -> Finding {
    let place = Place::Rule(mistake::first_line(place));
    match what {
        Unsound::Start => Finding::new(
            &codes::BANDS,
            place,
            say!("熔断的各档没有盖住 0 以上的全部比率", "the steps of a breaker do not cover every rate from 0 up"),
        )
        .remedy(say!(
            "第一档从 0% 起（含），最后一档不写上限",
            "begin the first at 0%, included, and leave the last without an end"
        )),
        Unsound::Part => Finding::new(
            &codes::BANDS,
            place,
            say!("熔断的兑付比例不在 0% 到 100% 之间", "a breaker meets less than 0% or more than 100% of a claim"),
        )
        .remedy(say!("写 0% 到 100% 之间的 amount", "write an amount from 0% to 100%")),
    }
}

/// The steps in force on a day.
pub(super) fn on(breaker: &Breaker, day: crate::calendar::Date) -> Option<Bands> {
    dated::on(&breaker.steps, day).map(|v| v.value.clone())
}
