//! An amount in its bands, a row each: what a reader with a calculator multiplies and adds up.

use crate::exact::Exact;
use crate::lang::{Band, BandKind, BandsId, Typed};
use crate::policy::wording;
use crate::say;
use crate::value::{Type, Value};

use super::working::Working;

impl<'a> Working<'_, 'a, '_> {
    /// Bands that add up (超额累进): what each gives. Of the other kinds the one that applies is named.
    pub fn bands(&mut self, id: BandsId, input: &'a Typed) {
        let Some(table) = self.desk.pack.bands.get(id.0) else { return };
        let Some(dated) = self.desk.in_force(&table.versions) else { return };
        let Ok(Value::Number(amount)) = self.desk.value(input, self.frame) else { return };
        let name = &table.name;
        if table.kind != BandKind::Marginal {
            let said = match dated.value.band(amount) {
                Some(band) => wording::edges(&table.input, band),
                None => self.desk.word(&say!("低于各档", "below all bands")),
            };
            let ty = if table.kind == BandKind::Step { &table.output } else { &Type::Number };
            let value = dated.value.band(amount).map_or(Exact::ZERO, |band| band.value);
            let name = self.desk.word(&say!("“{name}”适用的档", "band of `{name}` that applies"));
            self.shown(name, said, (ty, &Value::Number(value)), None, String::new());
            return;
        }
        let Some(x) = self.live(input, None) else { return };
        for (row, (number, band)) in (1usize..).zip(&dated.value.bands).enumerate() {
            let Some(given) = marginal(band, amount) else { continue };
            let (edges, rate) = (wording::edges(&table.input, band), wording::percent(band.value));
            let name = self.desk.word(&say!("“{name}”第 {number} 档", "band {number} of `{name}`"));
            let words = self.desk.word(&say!("{edges}的部分 × {rate}", "the part {edges} × {rate}"));
            let formula = self.band_formula(id, row, band, &x);
            self.shown(name, words, (&table.output, &Value::Number(given)), formula, String::new());
        }
    }

    /// The part of `x` in a band, times its rate, over the cells of the sheet of parameters.
    fn band_formula(&self, id: BandsId, row: usize, band: &Band, x: &str) -> Option<String> {
        let area = self.atlas.bands.get(&id)?;
        let [from, to, rate] = [&area.from, &area.to, &area.values].map(|range| nth(range, row));
        let upper = if band.to.is_some() { format!("MIN({x},{})", to?) } else { x.to_owned() };
        let lower = if band.from.is_some() { format!("MAX({},0)", from?) } else { "0".to_owned() };
        let part = format!("MAX({upper}-{lower},0)*{}", rate?);
        Some(match (band.cap, &area.caps) {
            (Some(_), Some(caps)) => format!("MIN({part},{})", nth(caps, row)?),
            _ => part,
        })
    }
}

/// What a band gives of an amount.
fn marginal(band: &Band, amount: Exact) -> Option<Exact> {
    let from = band.from.unwrap_or(Exact::ZERO).max(Exact::ZERO);
    let to = band.to.map_or(amount, |to| to.min(amount));
    let given = to.sub(from)?.max(Exact::ZERO).mul(band.value)?;
    Some(band.cap.map_or(given, |cap| given.min(cap)))
}

/// A cell of a column that is given as a range: `'参数'!$B$20:$B$24`.
fn nth(range: &str, row: usize) -> Option<String> {
    let (first, _) = range.split_once(':')?;
    let (column, number) = first.rsplit_once('$')?;
    let number = number.parse::<usize>().ok()?.checked_add(row)?;
    Some(format!("{column}${number}"))
}
