//! The sheet of parameters: the figures of the rules as they are in force, each with its dates and its document.

use crate::exact::Exact;
use crate::lang::formula::{BandsArea, Edges, TableArea};
use crate::lang::{BandKind, BandsId, Key, LookupId, ParameterId, References};
use crate::payout::book::fill::serial;
use crate::payout::book::leaf::{Ink, Leaf};
use crate::policy::pack::{Dated, Measure};
use crate::policy::wording;
use crate::say;
use crate::value::{Type, Value};

use super::atlas::Atlas;
use super::desk::Desk;
use super::looks::Look;
use super::value;

/// Its columns.
pub const WIDTHS: [usize; 8] = [34, 20, 20, 20, 26, 40, 18, 18];

/// Writes the sheet, and enters where each figure stands.
pub fn write(desk: &Desk<'_>, enterprise: usize, used: &References, leaf: &mut Leaf<'_>, atlas: &mut Atlas) {
    desk.head(leaf, 6, &say!("参数", "parameters"), enterprise);
    let heads = [
        say!("参数", "parameter"),
        say!("值", "value"),
        say!("单位", "unit"),
        say!("有效期", "in force"),
        say!("所属措施", "measure"),
        say!("依据", "document"),
    ];
    desk.heads(leaf, &heads);
    constants(desk, leaf, atlas);
    for id in &used.parameters {
        parameter(desk, *id, leaf, atlas);
    }
    for id in &used.lookups {
        lookup(desk, *id, leaf, atlas);
    }
    for id in &used.bands {
        bands(desk, *id, leaf, atlas);
    }
}

/// What every expression may speak of: the policy year and the as-of date.
fn constants(desk: &Desk<'_>, leaf: &mut Leaf<'_>, atlas: &mut Atlas) {
    let edition = desk.results.run.edition;
    let rows = [
        (say!("政策年度", "policy year"), edition.year.to_string(), Look::Plain),
        (say!("核定日", "as of"), serial(edition.as_of).to_string(), Look::Date),
    ];
    let mut places = rows.map(|(name, digits, look)| {
        let place = desk.sheets.on_parameters(&leaf.fixed(1));
        leaf.put(0, Look::Label.style(), desk.word(&name));
        leaf.put(1, look.style(), Ink::Number(digits.into()));
        for column in 2..6 {
            leaf.put(column, Look::Words.style(), Ink::Nothing);
        }
        leaf.end(18);
        place
    });
    let [year, as_of] = &mut places;
    (atlas.year, atlas.as_of) = (std::mem::take(year), std::mem::take(as_of));
}

fn parameter(desk: &Desk<'_>, id: ParameterId, leaf: &mut Leaf<'_>, atlas: &mut Atlas) {
    let Some(parameter) = desk.pack.parameters.get(id.0) else { return };
    let Some(dated) = desk.in_force(&parameter.values) else { return };
    leaf.put(0, Look::Label.style(), parameter.name.as_str());
    if put_figure(desk, leaf, 1, &parameter.ty, &dated.value) {
        atlas.parameters.insert(id, desk.sheets.on_parameters(&leaf.fixed(1)));
    }
    leaf.put(2, Look::Centre.style(), desk.word(&value::unit(&parameter.ty)));
    leaf.put(3, Look::Centre.style(), desk.word(&wording::period(dated.period)));
    let owner = parameter.measure.as_ref().and_then(|id| desk.measure(id));
    leaf.put(4, Look::Words.style(), owner.map_or("", |m| m.title.as_str()));
    leaf.put(5, Look::Words.style(), owner.map(documents).unwrap_or_default());
    leaf.end(18);
}

/// The documents of a measure.
fn documents(measure: &Measure) -> String {
    let all: Vec<&str> = measure.references.iter().map(|r| r.document.as_str()).collect();
    all.join("；")
}

/// Puts a figure of the rules; false where no cell holds it exactly. A yes or no is one that formulas compare.
fn put_figure(desk: &Desk<'_>, leaf: &mut Leaf<'_>, column: usize, ty: &Type, figure: &Value) -> bool {
    if let Value::YesNo(yes) = figure {
        leaf.put(column, Look::Centre.style(), Ink::Answer(*yes));
        return true;
    }
    match value::ink(ty, figure, desk.lang) {
        Some((ink, look)) => {
            leaf.put(column, look.style(), ink);
            true
        }
        None => {
            leaf.put(column, Look::Words.style(), wording::value(ty, figure));
            false
        }
    }
}

/// The caption of a table: its name and dates.
fn caption<T>(desk: &Desk<'_>, leaf: &mut Leaf<'_>, name: &str, dated: &Dated<T>) {
    desk.caption(leaf, 6, &wording::dated(name, dated));
}

fn lookup(desk: &Desk<'_>, id: LookupId, leaf: &mut Leaf<'_>, atlas: &mut Atlas) {
    let Some(lookup) = desk.pack.lookups.get(id.0) else { return };
    let Some(dated) = desk.in_force(&lookup.versions) else { return };
    caption(desk, leaf, &lookup.name, dated);
    let keys = lookup.keys.len();
    for (column, key) in lookup.keys.iter().enumerate() {
        leaf.put(column, Look::Head.style(), key_name(key).unwrap_or_else(|| desk.word(&say!("键", "key"))));
    }
    let unit = desk.word(&value::unit(&lookup.ty));
    let head = desk.word(&say!("值", "value"));
    leaf.put(keys, Look::Head.style(), if unit.is_empty() { head } else { format!("{head}({unit})") });
    leaf.end(20);
    let first = leaf.at();
    let mut exact = true;
    for (key, value) in &dated.value.rows {
        for (column, (part, ty)) in key.iter().zip(&lookup.keys).enumerate() {
            exact &= put_figure(desk, leaf, column, ty, &key_value(part));
        }
        exact &= put_figure(desk, leaf, keys, &lookup.ty, value);
        leaf.end(18);
    }
    if exact && !dated.value.rows.is_empty() {
        let range = |column| desk.sheets.on_parameters(&leaf.range(column, first));
        let area = TableArea { keys: (0..keys).map(range).collect(), values: range(keys) };
        atlas.lookups.insert(id, area);
    }
}

/// What a key is called: a closed list has a name.
fn key_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Choice(choice) => Some(choice.name.clone()),
        _ => None,
    }
}

fn key_value(key: &Key) -> Value {
    match key {
        Key::Text(text) => Value::Text(std::sync::Arc::clone(text)),
        Key::Choice(option) => Value::Choice(*option),
        Key::Integer(number) => Value::Number(Exact::from(*number)),
        Key::YesNo(yes) => Value::YesNo(*yes),
        Key::Date(day) => Value::Date(*day),
    }
}

fn bands(desk: &Desk<'_>, id: BandsId, leaf: &mut Leaf<'_>, atlas: &mut Atlas) {
    let Some(table) = desk.pack.bands.get(id.0) else { return };
    let Some(dated) = desk.in_force(&table.versions) else { return };
    caption(desk, leaf, &table.name, dated);
    let step = table.kind == BandKind::Step;
    let mut each = false;
    let edges = Edges::of(&dated.value, || {
        each = true;
        Default::default()
    });
    let mut heads = vec![
        say!("档", "band"),
        say!("下限", "from"),
        say!("上限", "to"),
        if step { say!("金额", "amount") } else { say!("比例", "rate") },
        say!("本档最高", "at most"),
        say!("说明", "remark"),
    ];
    if each {
        heads.extend([say!("含下限", "with lower edge"), say!("含上限", "with upper edge")]);
    }
    desk.heads(leaf, &heads);
    let first = leaf.at();
    let ty = if step { &table.output } else { &Type::Number };
    let mut exact = true;
    for (number, band) in (1..).zip(&dated.value.bands) {
        leaf.put(0, Look::Centre.style(), Ink::Number(i32::to_string(&number).into()));
        let mut put = |leaf: &mut Leaf<'_>, column, ty: &Type, figure: Option<Exact>| match figure {
            Some(figure) => exact &= put_figure(desk, leaf, column, ty, &Value::Number(figure)),
            None => leaf.put(column, Look::Words.style(), Ink::Nothing),
        };
        put(leaf, 1, &table.input, band.from);
        put(leaf, 2, &table.input, band.to);
        put(leaf, 3, ty, Some(band.value));
        put(leaf, 4, &table.output, band.cap);
        leaf.put(5, Look::Words.style(), wording::edges(&table.input, band));
        if each {
            leaf.put(6, Look::Centre.style(), Ink::Answer(band.from_included));
            leaf.put(7, Look::Centre.style(), Ink::Answer(band.to_included));
        }
        leaf.end(18);
    }
    if exact {
        let range = |column| desk.sheets.on_parameters(&leaf.range(column, first));
        let area = BandsArea {
            from: range(1),
            to: range(2),
            values: range(3),
            caps: dated.value.bands.iter().any(|b| b.cap.is_some()).then(|| range(4)),
            edges: if each { Edges::Each { from: range(6), to: range(7) } } else { edges },
        };
        atlas.bands.insert(id, area);
    }
}
