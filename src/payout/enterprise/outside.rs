//! What comes from outside of an enterprise's own calculation, in words: stacking, limits, budgets, earlier payments.

use crate::policy::pack::{Due, PayerId, PayerUnit, StackingRule};
use crate::say;

use super::desk::{Claim, Desk};
use super::working::Working;

impl Working<'_, '_, '_> {
    /// The group in which another measure takes precedence.
    pub fn of_stacking(&self, claim: &Claim<'_>) -> String {
        let pack = self.desk.pack;
        let Some(group) = pack.stacking.iter().find(|g| g.measures.contains(&claim.measure.number)) else {
            return String::new();
        };
        let title =
            |n: &crate::lang::MeasureId| pack.measures.iter().find(|m| m.number == *n).map(|m| m.title.as_str());
        let titles: Vec<&str> = group.measures.iter().filter_map(title).collect();
        let (zh, en) = (titles.join("、"), titles.join(", "));
        self.desk.word(&match group.rule {
            StackingRule::Highest => say!("就高不重复：{zh}", "only the highest of: {en}"),
            StackingRule::Exclusive => say!("互斥，取在前的：{zh}", "only the first of: {en}"),
            StackingRule::TopUp => say!("补差额：{zh}", "each tops up the one before: {en}"),
            StackingRule::Sum => say!("可以同时享受：{zh}", "all of: {en}"),
        })
    }

    /// The limit of the enterprise that it falls under.
    pub fn of_limit(&self, claim: &Claim<'_>) -> String {
        let edition = self.desk.results.run.edition;
        let limits = edition.caps.iter().filter(|cap| {
            let rule = edition.pack.enterprise_caps.get(cap.cap);
            rule.is_some_and(|rule| rule.measures.contains(&claim.measure.number))
        });
        let said = limits.map(|cap| {
            let most = cap.limit.grouped();
            self.desk.word(&say!(
                "每家企业每年合计最高 {most} 元，从排在后面的政策核减",
                "at most {most} yuan an enterprise and year, the last measure cut first"
            ))
        });
        said.collect::<Vec<_>>().join("；")
    }

    /// The budget that it draws on.
    pub fn of_budget(&self, claim: &Claim<'_>) -> String {
        let run = self.desk.results.run;
        let pools = run.pools.iter().filter_map(|outcome| {
            let pool = self.desk.pack.pools.get(outcome.pool).filter(|pool| claim.measure.draws_on(&pool.id))?;
            let (title, budget) = (&pool.title, outcome.budget.grouped());
            let (claimed, granted) = (outcome.claimed.grouped(), outcome.granted.grouped());
            Some(self.desk.word(&say!(
                "{title}：申领 {claimed} 元，预算 {budget} 元，核给 {granted} 元",
                "{title}: claimed {claimed}, budget {budget}, granted {granted} yuan"
            )))
        });
        pools.collect::<Vec<_>>().join("；")
    }

    /// Where earlier payments are listed.
    pub fn of_offset(&self) -> String {
        let table = self.desk.pack.offset.as_ref().and_then(|rule| self.desk.pack.schema.get(rule.table));
        let name = table.map_or("", |t| t.name.as_str());
        self.desk.word(&say!("逐笔见“申报数据”的“{name}”", "one by one in `{name}` on the sheet of data"))
    }
}

impl Desk<'_> {
    /// A payer and who that is: `县级（天元区）`.
    #[must_use]
    pub fn payer_name(&self, payer: PayerId, enterprise: usize) -> String {
        let Some(payer) = self.pack.payers.get(payer.0) else { return String::new() };
        let (id, unit) = (
            &payer.id,
            match &payer.unit {
                PayerUnit::Fixed(unit) => unit.as_str(),
                PayerUnit::County => self.who.county(enterprise),
            },
        );
        self.word(&say!("{id}（{unit}）", "{id} ({unit})"))
    }

    /// When something is due: the year as it is called, or the stage.
    #[must_use]
    pub fn due(&self, due: &Due) -> String {
        match due {
            Due::Year(later) => {
                let year = i32::from(self.results.run.edition.year).saturating_add(i32::from(*later));
                self.word(&say!("{year}年", "{year}"))
            }
            Due::Stage(stage) => self.word(&say!("“{stage}”阶段", "at the stage {stage}")),
        }
    }
}
