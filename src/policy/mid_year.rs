//! Values that change, begin or end within a policy year. The 31 December decides for the whole year; whoever expects the
//! first half to be paid by the old value is told so.

use super::dated;
use super::edition::Edition;
use super::mistake;
use super::pack::{Dated, Measure};
use super::usage;
use super::wording;
use crate::calendar::{Date, Period};
use crate::diagnostic::{Bilingual, Finding, codes::policy as codes};
use crate::say;
use crate::source::Place;

impl Edition<'_> {
    /// A warning for everything dated that a measure of the year uses and that is not the same all year (as far as the
    /// measure is in force), with the value that is used.
    #[must_use]
    pub fn mid_year(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let Some(year) = self.whole_year() else { return found };
        for measure in self.in_force() {
            self.of_measure(measure, year, &mut found);
        }
        let mut seen = std::collections::BTreeSet::new();
        found.retain(|f| seen.insert((f.place.clone(), f.message.clone())));
        found
    }

    fn whole_year(&self) -> Option<Period> {
        Some(Period { from: Some(Date::new(self.year, 1, 1)?), to: Some(Date::year_end(self.year)?) })
    }

    fn of_measure(&self, measure: &Measure, year: Period, found: &mut Vec<Finding>) {
        let pack = self.pack;
        let versions: Vec<Dated<()>> = pack
            .measures
            .iter()
            .filter(|m| m.number == measure.number)
            .map(|m| Dated { period: m.effective, value: (), span: m.span.clone() })
            .collect();
        let (zh, en) = ("措施", "measure");
        if versions.iter().filter(|v| v.period.overlaps(year)).count() > 1 {
            found.extend(self.changes(&versions, year, zh, en, &measure.id, |_| None));
        }
        // before its measure was in force nobody expects a value
        let from = measure.effective.from.max(year.from);
        let asked = Period { from, to: year.to };
        let used = usage::reached(&usage::expressions(measure), &pack.definitions);
        for p in used.parameters.iter().filter_map(|id| pack.parameters.get(id.0)) {
            let value = |v: &Dated<_>| Some(wording::value(&p.ty, &v.value));
            found.extend(self.changes(&p.values, asked, "参数", "parameter", &p.name, value));
        }
        for l in used.lookups.iter().filter_map(|id| pack.lookups.get(id.0)) {
            found.extend(self.changes(&l.versions, asked, "对照表", "lookup table", &l.name, |_| None));
        }
        for b in used.bands.iter().filter_map(|id| pack.bands.get(id.0)) {
            found.extend(self.changes(&b.versions, asked, "分段表", "table of bands", &b.name, |_| None));
        }
        let money = |v: &Dated<crate::money::Money>| Some(wording::money(v.value.exact()));
        for cap in pack.enterprise_caps.iter().filter(|c| c.measures.contains(&measure.number)) {
            found.extend(self.changes(&cap.values, asked, "企业年度总额", "enterprise cap", &cap.id, money));
        }
        for pool in pack.pools.iter().filter(|p| measure.draws_on(&p.id)) {
            found.extend(self.changes(&pool.budgets, asked, "资金池预算", "budget of the pool", &pool.id, money));
        }
    }

    fn changes<T>(
        &self,
        values: &[Dated<T>],
        asked: Period,
        zh: &str,
        en: &str,
        name: &str,
        written: impl Fn(&Dated<T>) -> Option<String>,
    ) -> Option<Finding> {
        let used = dated::on(values, asked.to?)?;
        let begun = used.period.from.is_none_or(|from| asked.from.is_some_and(|asked| from <= asked));
        if begun {
            return None; // it ends on or after the 31 December, which it contains
        }
        let year = self.year;
        let each = |v: &Dated<T>| {
            let Bilingual { zh, en } = wording::period(v.period);
            match written(v) {
                Some(value) => Bilingual { zh: format!("{zh}：{value}"), en: format!("{en}: {value}") },
                None => Bilingual { zh, en },
            }
        };
        let during: Vec<Bilingual> = values.iter().filter(|v| v.period.overlaps(asked)).map(each).collect();
        let (zhs, ens): (Vec<String>, Vec<String>) = during.into_iter().map(|b| (b.zh, b.en)).unzip();
        let (zhs, ens) = (zhs.join("；"), ens.join("; "));
        let Bilingual { zh: last_zh, en: last_en } = each(used);
        Some(
            Finding::new(
                &codes::MID_YEAR,
                Place::Rule(mistake::first_line(&used.span)),
                say!(
                    "{zh}“{name}”在 {year} 年内有变动（{zhs}），全年都按 12 月 31 日有效的计算（{last_zh}）",
                    "the {en} `{name}` changes within {year} ({ens}); the whole year is computed by what is in force on 31 December ({last_en})"
                ),
            )
            .remedy(say!(
                "确应如此就不用改；若上、下半年的标准不同，写成参数各自的名称，在公式里按日期选用",
                "if that is meant, leave it; if the halves of the year differ, name both values and choose by a date in the formula"
            )),
        )
    }
}
