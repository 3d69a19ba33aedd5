//! `[[parameter]]`: a named value with dates.
//!
//! ```toml
//! [[parameter]]
//! name   = "补助比例"
//! values = [{ from = 2022-01-01, to = 2022-12-31, value = "8%" }, { from = 2023-01-01, value = "10%" }]
//! ```
//! In a measure's file it is known in that file only, in `definitions.toml` in the whole pack.

use super::dated;
use super::literal;
use super::mistake;
use super::pack::{Dated, Parameter};
use super::section::{Said, Section};
use super::silenced::Silenced;
use crate::diagnostic::Finding;
use crate::value::{Type, Value};

/// Reads one; the name is given even where the rest is wrong.
pub(super) fn read(
    mut section: Section<'_>,
    measure: Option<&str>,
    found: &mut Vec<Finding>,
) -> (Option<Said>, Result<Parameter, Silenced>) {
    let before = found.len();
    let whole = section.span.clone();
    let name = section.need_text("name");
    section.need_some("values");
    let mut sound = true;
    let mut ty: Option<Type> = None;
    let mut values: Vec<Dated<Value>> = Vec::new();
    for mut item in section.sections("values") {
        let period = dated::period(&mut item);
        let span = item.span.clone();
        let node = item.need("value");
        item.finish(found);
        let value = node.and_then(|node| literal::read(node, None, found));
        let (Some(period), Some((value, its)), Some(node)) = (period, value, node) else {
            sound = false;
            continue;
        };
        match (&ty, &its) {
            (None, _) | (Some(Type::Integer), Type::Number) => ty = Some(its),
            (Some(before), _) if *before == its => {}
            (Some(Type::Number), Type::Integer) => {}
            (Some(before), _) => {
                found.push(mistake::wrong_type(node, before.zh(), before.id()));
                sound = false;
            }
        }
        values.push(Dated { period, value, span });
    }
    let span = name.as_ref().map_or_else(|| section.span.clone(), |n| n.span.clone());
    section.finish(found);
    let parameter = match (&name, ty) {
        (Some(name), Some(ty)) if sound => Ok(Parameter {
            name: name.text.clone(),
            measure: measure.map(str::to_owned),
            ty,
            values: dated::in_order(values, "参数", "parameter", &name.text, found),
            span,
        }),
        _ => Err(Silenced::at(before, &whole, found)),
    };
    (name, parameter)
}
