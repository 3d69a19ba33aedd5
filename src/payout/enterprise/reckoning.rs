//! The amount of a measure step by step, the waterfall from it to what is payable, and who pays it when.

use crate::exact::Exact;
use crate::lang::formula::{capped, floored, rounded};
use crate::money::Money;
use crate::payout::book::leaf::{Entry, Ink};
use crate::payout::number;
use crate::payout::results::Results;
use crate::policy::pack::{Amount, Award, MeasureKind, Weight};
use crate::policy::wording;
use crate::say;
use crate::settle::retrace;
use crate::settle::run::{Status, Waterfall};
use crate::value::{Type, Value};

use super::desk::Claim;
use super::looks::Look;
use super::working::{RESULT, Working};

/// Where what a measure pays stands on the sheet of the calculation.
#[derive(Default)]
pub struct Reckoned {
    /// What is payable.
    pub payable: Option<String>,
    /// What each payer pays of it, in the pack's order.
    pub by_payer: Vec<Vec<String>>,
}

/// The cells of the steps, as far as they are known.
#[derive(Default)]
struct Steps {
    gross: Option<String>,
    rounded: Option<String>,
    capped: Option<String>,
    given: Option<String>,
}

impl<'a> Working<'_, 'a, '_> {
    /// Everything after the conditions.
    pub fn reckon(&mut self, claim: &Claim<'a>, refused: bool) -> Reckoned {
        let MeasureKind::Payout(award) = &claim.measure.kind else { return Reckoned::default() };
        let waterfall = claim.line.waterfall.as_deref().filter(|_| claim.line.status != Status::Held);
        let steps = if refused { Steps::default() } else { self.steps(award, waterfall) };
        if let Some(given) = &steps.given {
            self.at_step_four.insert(claim.measure.number, given.clone());
        }
        let Some(waterfall) = waterfall else { return Reckoned::default() };
        let payable = self.waterfall(claim, waterfall, &steps);
        let by_payer = if waterfall.payable.is_zero() { Vec::new() } else { self.split(claim, waterfall, &payable) };
        Reckoned { payable: Some(payable), by_payer }
    }

    /// Amount, rounding, cap and floor.
    fn steps(&mut self, award: &'a Award, waterfall: Option<&Waterfall>) -> Steps {
        let mut steps = Steps { gross: self.gross(award), ..Steps::default() };
        let gross = retrace::gross(award, self.frame);
        let (Some(cell), Some(gross)) = (steps.gross.clone(), gross.filter(|g| g.is_positive())) else { return steps };
        let before = match waterfall {
            Some(w) => w.rounded().and_then(Money::from_exact),
            None => retrace::rounded(award, gross),
        };
        let Some(before) = before else { return steps };
        steps.rounded = match award.round {
            Some(round) => {
                let words = self.desk.word(&wording::rounding(round));
                Some(self.amount_step(&say!("取整", "rounded"), words, before, &rounded(&cell, award.round)))
            }
            None => Some(cell.clone()),
        };
        let cap = award.cap.as_ref().map(|cap| {
            self.place(cap);
            let (name, words) = (self.desk.word(&say!("上限", "cap")), self.desk.say(self.measure, cap));
            (self.step(name, words, cap, String::new()), self.desk.value(cap, self.frame))
        });
        let floor = award.floor.as_ref().map(|floor| {
            self.place(floor);
            let name = self.desk.word(&say!("起付线", "floor"));
            let words = self.desk.say(self.measure, floor);
            let note =
                self.desk.word(&say!("取整前的金额不足此数的，不予补助", "nothing is paid for less before rounding"));
            self.step(name, words, floor, note)
        });
        let Some(w) = waterfall else { return steps };
        let Some(under_cap) = before.add(w.cap) else { return steps };
        steps.capped.clone_from(&steps.rounded);
        if let (Some((cell, Ok(Value::Number(most)))), Some(before)) = (&cap, &steps.rounded) {
            let formula = capped(before, cell, *most);
            let words = self.desk.word(&say!("不超过上限", "not above the cap"));
            steps.capped = Some(self.amount_step(&say!("封顶后", "capped"), words, under_cap, &formula));
        }
        let Some(given) = under_cap.add(w.floor) else { return steps };
        steps.given.clone_from(&steps.capped);
        if let (Some(floor), Some(amount)) = (&floor, &steps.capped) {
            let formula = floored(&cell, floor, amount);
            let words = self.desk.word(&say!("达到起付线的才补助", "if it reaches the floor"));
            steps.given = Some(self.amount_step(&say!("核定金额", "award"), words, given, &formula));
        }
        steps
    }

    /// What the formula of the measure gives; no cell while that is not known.
    fn gross(&mut self, award: &'a Award) -> Option<String> {
        let known = retrace::gross(award, self.frame);
        let name = self.desk.word(&say!("计算金额", "amount"));
        let conditional = award.components.iter().any(|c| c.when.is_some());
        match &award.amount {
            Amount::Whole(amount) => {
                self.place(amount);
                let words = self.desk.say(self.measure, amount);
                if !conditional {
                    let cell = self.step(name, words, amount, String::new());
                    return known.map(|_| cell);
                }
                let whole_name = self.desk.word(&say!("全额", "whole amount"));
                let whole = self.step(whole_name, words, amount, String::new());
                let parts = self.components(award)?;
                let known = known?;
                let formula = if known.is_positive() { format!("{whole}*({})", parts.join("+")) } else { whole };
                let words = self.desk.word(&say!("全额 × 适用的份额合计", "whole amount × the shares that apply"));
                Some(self.exact_step(name, words, known, formula))
            }
            Amount::OfComponents => {
                let parts = self.components(award)?;
                let words = self.desk.word(&say!("各部分之和", "the sum of the parts"));
                Some(self.exact_step(name, words, known?, parts.join("+")))
            }
        }
    }

    /// Each component: its own amount or share where it applies, else nothing; none while that is not known.
    fn components(&mut self, award: &'a Award) -> Option<Vec<String>> {
        let mut cells: Vec<Option<String>> = vec![None; award.components.len()];
        let mut given = Exact::ZERO;
        let mut unknown = false;
        // what takes the rest comes last
        let (rest, own): (Vec<usize>, Vec<usize>) = (0..award.components.len())
            .partition(|i| award.components.get(*i).is_some_and(|c| matches!(c.weight, Weight::Rest)));
        for i in own.into_iter().chain(rest) {
            let Some(component) = award.components.get(i) else { continue };
            for expression in component.own().into_iter().chain(&component.when) {
                self.place(expression);
            }
            let applies = component.when.as_ref().map_or(Ok(true), |when| self.is(when));
            let payer = self.desk.pack.payers.get(component.payer.0).map_or("", |p| p.id.as_str());
            let own = component.own();
            let value = own.map(|own| self.desk.value(own, self.frame));
            let number = match (applies, value) {
                (Ok(false), _) => Some(Exact::ZERO),
                (Ok(true), Some(Ok(Value::Number(number)))) => Some(number),
                (Ok(true), None) => Exact::ONE.sub(given),
                _ => None,
            };
            let mut words =
                own.map_or_else(|| self.desk.word(&say!("其余", "the rest")), |own| self.desk.say(self.measure, own));
            if let Some(when) = &component.when {
                let when = self.desk.say(self.measure, when);
                words = self.desk.word(&say!("{words}（条件：{when}）", "{words} (when {when})"));
            }
            let name = self.desk.word(&say!("{payer}部分", "part of {payer}"));
            let Some(number) = number else {
                self.held(name, words, String::new());
                unknown = true;
                continue;
            };
            given = given.add(number)?;
            let others: Vec<&str> = cells.iter().flatten().map(String::as_str).collect();
            let amount = match own {
                Some(own) => self.live(own, None),
                None if others.is_empty() => Some("1".to_owned()),
                None => Some(format!("1-{}", others.join("-"))),
            };
            let formula = match &component.when {
                None => amount,
                Some(when) => self.live(when, None).and_then(|when| amount.map(|a| format!("IF({when},{a},0)"))),
            };
            let ty = own.map_or(Type::Number, |own| own.ty.clone());
            let cell = self.leaf.fixed(RESULT);
            self.shown(name, words, (&ty, &Value::Number(number)), formula, String::new());
            *cells.get_mut(i)? = Some(cell);
        }
        if unknown { None } else { cells.into_iter().collect() }
    }

    fn exact_step(&mut self, name: String, words: String, amount: Exact, formula: String) -> String {
        let cell = self.leaf.fixed(RESULT);
        self.shown(name, words, (&Type::Money, &Value::Number(amount)), Some(formula), String::new());
        cell
    }

    fn amount_step(
        &mut self,
        name: &crate::diagnostic::Bilingual,
        words: String,
        amount: Money,
        formula: &str,
    ) -> String {
        let formula = formula.strip_prefix('=').unwrap_or(formula).to_owned();
        self.exact_step(self.desk.word(name), words, amount.exact(), formula)
    }

    /// From the computed amount to what is payable: every step that moves something; tells the cell of the sum.
    fn waterfall(&mut self, claim: &Claim<'a>, w: &Waterfall, steps: &Steps) -> String {
        let desk = self.desk;
        self.part(&say!("从计算金额到应付金额", "from the amount to what is payable"));
        let first = self.leaf.at();
        let difference = |more: &Option<String>, less: &Option<String>, places: u32| {
            Some(format!("ROUND({}-{},{places})", more.as_ref()?, less.as_ref()?))
        };
        let gross = steps.gross.as_ref().map(|cell| format!("ROUND({cell},6)"));
        let gross_cell = self.leaf.fixed(RESULT);
        self.money_row(&say!("计算金额", "amount"), String::new(), millionths(w.gross), gross);
        let rounding = steps.rounded.as_ref().map(|rounded| format!("ROUND({rounded}-{gross_cell},6)"));
        if w.rounding != 0 {
            self.money_row(&say!("取整", "rounding"), String::new(), millionths(w.rounding), rounding);
        }
        let cuts = [
            (say!("封顶核减", "cut by the cap"), w.cap, String::new(), difference(&steps.capped, &steps.rounded, 2)),
            (say!("不足起付线", "below the floor"), w.floor, String::new(), difference(&steps.given, &steps.capped, 2)),
            (say!("审查调整", "adjusted"), w.adjustment, String::new(), None),
            (say!("不重复享受", "stacking"), w.stacking, self.of_stacking(claim), None),
            (say!("企业年度限额核减", "cut by the enterprise's limit"), w.enterprise_cap, self.of_limit(claim), None),
            (say!("总额控制核减", "cut by the budget"), w.budget, self.of_budget(claim), None),
            (say!("已拨付抵扣", "offset"), w.offset, self.of_offset(), None),
        ];
        for (name, amount, words, formula) in cuts {
            if !amount.is_zero() {
                self.money_row(&name, words, plain(amount), formula);
            }
        }
        let cell = self.leaf.fixed(RESULT);
        let sum = format!("ROUND(SUM({}),2)", self.leaf.range(RESULT, first));
        let name =
            if w.payable.is_negative() { say!("应追回", "to recover") } else { say!("应付金额", "payable") };
        self.total(desk.word(&name), plain(w.payable), sum, String::new());
        cell
    }

    /// A heading within a measure.
    fn part(&mut self, words: &crate::diagnostic::Bilingual) {
        self.leaf.wide(0, super::working::COLUMNS, Look::Label.style(), self.desk.word(words));
        self.leaf.end(18);
    }

    fn money_row(
        &mut self,
        name: &crate::diagnostic::Bilingual,
        words: String,
        digits: String,
        formula: Option<String>,
    ) {
        let entry = Entry { formula: formula.map(Into::into), ink: Ink::Number(digits.into()) };
        let (unit, name) = (self.desk.word(&say!("元", "yuan")), self.desk.word(name));
        self.row(name, words, (entry, Look::Money), &unit, String::new());
    }

    fn total(&mut self, name: String, digits: String, formula: String, check: String) {
        self.leaf.put(0, Look::TotalWords.style(), Ink::Nothing);
        self.leaf.put(1, Look::TotalWords.style(), name);
        self.leaf.put(2, Look::TotalWords.style(), Ink::Nothing);
        let entry = Entry { formula: Some(formula.into()), ink: Ink::Number(digits.into()) };
        self.leaf.put(RESULT, Look::TotalMoney.style(), entry);
        let unit = self.desk.word(&say!("元", "yuan"));
        if check.is_empty() {
            self.leaf.put(4, Look::Centre.style(), unit);
        } else {
            let fits = self.desk.word(&say!("相符", "agrees"));
            self.leaf.put(4, Look::Centre.style(), Entry { formula: Some(check.into()), ink: Ink::words(fits) });
        }
        self.leaf.put(5, Look::Words.style(), Ink::Nothing);
        self.leaf.end(18);
    }

    /// Who pays what to whom and when, with a check that it adds up; tells the cells of each payer.
    fn split(&mut self, claim: &Claim<'a>, w: &Waterfall, payable: &str) -> Vec<Vec<String>> {
        let desk = self.desk;
        let results: Results<'a> = desk.results;
        self.part(&say!("由谁承担、何时拨付", "who pays, and when"));
        let first = self.leaf.at();
        let mut by_payer: Vec<Vec<String>> = vec![Vec::new(); desk.pack.payers.len()];
        for payment in results.payments(self.enterprise, claim.award) {
            let Some(component) = results.run.component(payment) else { continue };
            if let Some(cells) = by_payer.get_mut(component.payer.0) {
                cells.push(self.leaf.fixed(RESULT));
            }
            let unit = desk.payer_name(component.payer, self.enterprise);
            let (recipient, due, number) = (&component.recipient, desk.due(&payment.due), payment.instalment);
            let words =
                say!("付给{recipient}；{due}；第 {number} 期", "to {recipient}; due {due}; instalment {number}");
            let entry = Ink::Number(plain(payment.amount).into()).into();
            let yuan = desk.word(&say!("元", "yuan"));
            self.row(unit, desk.word(&words), (entry, Look::Money), &yuan, String::new());
        }
        let cell = self.leaf.fixed(RESULT);
        let (fits, fails) = (desk.word(&say!("相符", "agrees")), desk.word(&say!("不符", "differs")));
        let sum = format!("SUM({})", self.leaf.range(RESULT, first));
        let check = format!("IF(ROUND({cell}-{payable},2)=0,\"{fits}\",\"{fails}\")");
        self.total(desk.word(&say!("合计，与应付核对", "sum, against what is payable")), plain(w.payable), sum, check);
        by_payer
    }
}

fn plain(amount: Money) -> String {
    amount.to_string()
}

/// Millionths of a 元 as decimal digits.
fn millionths(amount: i128) -> String {
    let mut out = Vec::new();
    number::millionths(amount, &mut out);
    String::from_utf8(out).unwrap_or_default()
}
