//! Changing values of a rule file and nothing else of it: what is not part of a plan keeps every byte, and comments stay
//! even where the row that they were about goes.

use std::collections::BTreeMap;

use super::tree::{Above, File, Inside, LineKind, Member, Value, ValueKind};

/// What becomes of a value.
#[derive(Clone, Debug)]
pub enum Plan {
    /// It stays.
    Same,
    /// It is replaced by this text.
    Text(String),
    /// Some keys of a section are changed, added, or (`None`) removed; a new one stands behind the key that is named.
    Keys(BTreeMap<String, Option<Plan>>, &'static [&'static str]),
    /// The members of a list in their new order.
    Members(Vec<Slot>),
}

/// A member of a list after the change.
#[derive(Clone, Debug)]
pub enum Slot {
    /// The member of that number before, with what becomes of it.
    Old(usize, Plan),
    /// A new one.
    New(String),
}

impl Plan {
    /// Does it change anything? `members` is how many the list has.
    #[must_use]
    pub fn changes(&self) -> bool {
        match self {
            Self::Same => false,
            Self::Text(_) => true,
            Self::Keys(keys, _) => keys.values().any(|plan| plan.as_ref().is_none_or(Self::changes)),
            Self::Members(slots) => slots.iter().enumerate().any(|(i, slot)| match slot {
                Slot::Old(old, plan) => *old != i || plan.changes(),
                Slot::New(_) => true,
            }),
        }
    }
}

/// The file with the value that begins at `start` changed as planned; `None` where no value stands there, or where its
/// form cannot take the plan.
#[must_use]
pub fn rewrite(text: &str, file: &File, start: usize, plan: &Plan) -> Option<String> {
    let value = file.lines.iter().find_map(|line| match &line.kind {
        LineKind::Pair { value, .. } => find(value, start),
        LineKind::Header { .. } => None,
    })?;
    let new = apply(text, value, plan)?;
    Some(format!("{}{new}{}", text.get(..value.range.start)?, text.get(value.range.end..)?))
}

/// The value that begins at a byte, or that of a text whose first letter stands there.
fn find(value: &Value, start: usize) -> Option<&Value> {
    if value.range.start == start {
        return Some(value);
    }
    if !value.range.contains(&start) {
        return None;
    }
    match &value.kind {
        ValueKind::Plain => Some(value),
        ValueKind::List(inside) | ValueKind::Table(inside) => {
            inside.members.iter().find_map(|member| find(&member.value, start))
        }
    }
}

fn apply(text: &str, value: &Value, plan: &Plan) -> Option<String> {
    let own = text.get(value.range.clone())?;
    match (plan, &value.kind) {
        (Plan::Same, _) => Some(own.to_owned()),
        (Plan::Text(new), _) => Some(new.clone()),
        (Plan::Keys(keys, order), ValueKind::Table(inside)) => table(text, value, inside, keys, order),
        (Plan::Members(slots), ValueKind::List(inside)) => {
            let same_rows = slots.len() == inside.members.len()
                && slots.iter().enumerate().all(|(i, slot)| matches!(slot, Slot::Old(old, _) if *old == i));
            if same_rows {
                let plans = slots.iter().map(|slot| match slot {
                    Slot::Old(_, plan) => plan.clone(),
                    Slot::New(_) => Plan::Same,
                });
                splice(text, value, inside, &plans.collect::<Vec<_>>())
            } else {
                list(text, inside, slots)
            }
        }
        _ => None,
    }
}

/// The value's own text, with the members that change exchanged in place.
fn splice(text: &str, value: &Value, inside: &Inside, plans: &[Plan]) -> Option<String> {
    let mut out = String::new();
    let mut at = value.range.start;
    for (member, plan) in inside.members.iter().zip(plans) {
        out.push_str(text.get(at..member.value.range.start)?);
        out.push_str(&apply(text, &member.value, plan)?);
        at = member.value.range.end;
    }
    out.push_str(text.get(at..value.range.end)?);
    Some(out)
}

fn name<'a>(text: &'a str, member: &Member) -> Option<&'a str> {
    match member.key.as_slice() {
        [key] => text.get(key.clone()).map(|key| key.trim_matches(['"', '\''])),
        _ => None,
    }
}

fn table(
    text: &str,
    value: &Value,
    inside: &Inside,
    keys: &BTreeMap<String, Option<Plan>>,
    order: &[&str],
) -> Option<String> {
    let has = |key: &str| inside.members.iter().any(|m| name(text, m) == Some(key));
    if keys.iter().all(|(key, plan)| plan.is_some() && has(key)) {
        let plans: Vec<Plan> = inside
            .members
            .iter()
            .map(|m| name(text, m).and_then(|n| keys.get(n)).cloned().flatten().unwrap_or(Plan::Same))
            .collect();
        return splice(text, value, inside, &plans);
    }
    if inside.broken {
        return None; // comments may stand between its keys
    }
    let mut pairs: Vec<(String, String)> = Vec::new();
    for member in &inside.members {
        let key = name(text, member)?.to_owned();
        match keys.get(&key) {
            Some(None) => {}
            Some(Some(plan)) => pairs.push((key, apply(text, &member.value, plan)?)),
            None => pairs.push((key, text.get(member.value.range.clone())?.to_owned())),
        }
    }
    for (key, plan) in keys {
        if let (Some(Plan::Text(new)), false) = (plan, has(key)) {
            let rank = |key: &str| order.iter().position(|o| *o == key).unwrap_or(order.len());
            let at = pairs.iter().position(|(other, _)| rank(other) > rank(key)).unwrap_or(pairs.len());
            pairs.insert(at, (key.clone(), new.clone()));
        }
    }
    let each: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key} = {value}")).collect();
    Some(format!("{{ {} }}", each.join(", ")))
}

fn list(text: &str, inside: &Inside, slots: &[Slot]) -> Option<String> {
    let comment = |range: &std::ops::Range<usize>| text.get(range.clone()).map(str::trim_end);
    let mut rows: Vec<(Vec<&str>, String, Option<&str>)> = Vec::new();
    let mut orphans: Vec<&str> = Vec::new();
    let kept = |old: usize| slots.iter().any(|slot| matches!(slot, Slot::Old(i, _) if *i == old));
    // the comments of rows that go, by the row before which they stood
    let mut left: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (i, member) in inside.members.iter().enumerate() {
        if kept(i) {
            left.insert(i, std::mem::take(&mut orphans));
        } else {
            orphans.extend(member.above.iter().filter_map(|a| as_comment(a, &comment)));
            orphans.extend(member.comment.as_ref().and_then(&comment));
        }
    }
    for slot in slots {
        match slot {
            Slot::New(new) => rows.push((Vec::new(), new.clone(), None)),
            Slot::Old(i, plan) => {
                let member = inside.members.get(*i)?;
                let mut above = left.remove(i).unwrap_or_default();
                above.extend(member.above.iter().filter_map(|a| as_comment(a, &comment)));
                rows.push((above, apply(text, &member.value, plan)?, member.comment.as_ref().and_then(&comment)));
            }
        }
    }
    let tail: Vec<&str> =
        orphans.into_iter().chain(inside.after.iter().filter_map(|a| as_comment(a, &comment))).collect();
    let tables = rows.iter().any(|(_, row, _)| row.starts_with('{'));
    let talks = !tail.is_empty() || rows.iter().any(|(above, _, behind)| !above.is_empty() || behind.is_some());
    if !inside.broken && !talks && (!tables || rows.len() < 2) {
        let rows: Vec<String> = rows.into_iter().map(|(_, row, _)| row).collect();
        return Some(format!("[{}]", rows.join(", ")));
    }
    let mut out = String::from("[\n");
    for (above, row, behind) in rows {
        above.iter().for_each(|line| out.push_str(&format!("  {line}\n")));
        let behind = behind.map(|c| format!("  {c}")).unwrap_or_default();
        out.push_str(&format!("  {row},{behind}\n"));
    }
    tail.iter().for_each(|line| out.push_str(&format!("  {line}\n")));
    out.push(']');
    Some(out)
}

fn as_comment<'a>(above: &Above, comment: &impl Fn(&std::ops::Range<usize>) -> Option<&'a str>) -> Option<&'a str> {
    match above {
        Above::Blank => None,
        Above::Comment(range) => comment(range),
    }
}
