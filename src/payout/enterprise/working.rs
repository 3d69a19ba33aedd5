//! The sheet of the calculation: for each measure its clause, its conditions, and its amount step by step as formulas
//! over the sheets of data and parameters.
//!
//! What a formula shows before anybody calculates it again is what the engine computed. What waits for a value has no
//! formula and names the cell to fill in.

use std::collections::BTreeMap;

use crate::diagnostic::Bilingual;
use crate::lang::formula::formula;
use crate::lang::{Frame, MeasureId, Typed};
use crate::payout::book::leaf::{Entry, Ink, Leaf};
use crate::payout::words;
use crate::policy::pack::{Measure, Standing};
use crate::policy::usage;
use crate::say;
use crate::schema::TableId;
use crate::settle::run::Status;
use crate::value::{State, Type, Value};

use super::atlas::{Atlas, View, Worked};
use super::chosen::Telling;
use super::desk::{Claim, Desk};
use super::looks::Look;
use super::reckoning::Reckoned;
use super::value::{answer, result, said, unit};

/// The column of results.
pub const RESULT: usize = 3;

/// The columns of a step: its number, what it is, what it says, what it gives, its unit, a remark; and room for
/// records of which much is asked.
#[must_use]
pub fn widths() -> Vec<usize> {
    let mut widths = vec![6, 28, 54, 19, 16, 34];
    widths.resize(24, 16);
    widths
}

/// How many columns a step has.
pub const COLUMNS: usize = 6;

/// The sheet while it is written.
pub struct Working<'w, 'a, 'l> {
    /// What all have in common.
    pub desk: &'w Desk<'a>,
    /// The enterprise.
    pub enterprise: usize,
    /// What its expressions are evaluated in.
    pub frame: &'w Frame<'w>,
    /// Where data and parameters stand.
    pub atlas: &'w Atlas,
    /// The rows.
    pub leaf: &'w mut Leaf<'l>,
    /// The measure at hand.
    pub measure: &'a Measure,
    /// What has been worked out of it.
    pub worked: Worked<'a>,
    /// The aggregates that it looks at.
    pub gathered: Vec<&'a Typed>,
    /// Where the award of each measure stands that has one, before stacking and what comes after.
    pub at_step_four: BTreeMap<MeasureId, String>,
    number: usize,
}

/// Writes the sheet; tells where what each measure pays stands, in the order of the claims.
pub fn write<'a>(
    desk: &Desk<'a>,
    enterprise: usize,
    frame: &Frame<'_>,
    claims: &[Claim<'a>],
    atlas: &Atlas,
    leaf: &mut Leaf<'_>,
) -> Vec<Reckoned> {
    desk.head(leaf, COLUMNS, &say!("计算过程", "working"), enterprise);
    let note = say!(
        "结果一列带公式，点开可以看到算式；取自“申报数据”和“参数”两张表。待核的没有公式，说明里写着要补的单元格。",
        "results are formulas over the sheets of data and parameters; what is held has none, and its remark names the cell to fill in"
    );
    leaf.wide(0, COLUMNS, Look::Note.style(), desk.word(&note));
    leaf.end(18);
    let Some(first) = claims.first() else { return Vec::new() };
    let mut working = Working {
        desk,
        enterprise,
        frame,
        atlas,
        leaf,
        measure: first.measure,
        worked: Worked::default(),
        gathered: Vec::new(),
        at_step_four: BTreeMap::new(),
        number: 0,
    };
    let veto = working.veto(claims);
    let mut reckoned = Vec::with_capacity(claims.len());
    let mut chapter = 0usize;
    for claim in claims {
        reckoned.push(match claim.telling {
            Telling::Aside => Reckoned::default(),
            Telling::Full | Telling::Conditions => {
                chapter = chapter.saturating_add(1);
                working.measure(chapter, claim, veto.as_deref())
            }
        });
    }
    working.aside(claims);
    reckoned
}

impl<'a> Working<'_, 'a, '_> {
    /// The veto, once for all measures to which it applies: the cell of its verdict.
    fn veto(&mut self, claims: &[Claim<'a>]) -> Option<String> {
        let veto = self.desk.pack.veto.as_ref()?;
        let claim = claims.iter().find(|c| c.measure.vetoed && c.telling != Telling::Aside)?;
        self.begin(claim.measure, &[&veto.when]);
        self.desk.caption(self.leaf, COLUMNS, &say!("一票否决", "veto"));
        self.heads();
        self.place(&veto.when);
        let words = self.desk.say(claim.measure, &veto.when);
        let note = if self.is(&veto.when) == Ok(true) { veto.otherwise.clone() } else { String::new() };
        let name = self.desk.word(&say!("一票否决", "veto"));
        Some(self.verdict(name, words, &veto.when, false, note))
    }

    /// One measure: its clause, what it looks at, its conditions, its amount.
    fn measure(&mut self, chapter: usize, claim: &Claim<'a>, veto: Option<&str>) -> Reckoned {
        let (desk, measure) = (self.desk, claim.measure);
        let status = desk.word(&words::status(claim.line.status));
        let (title, id) = (&measure.title, &measure.id);
        desk.caption(
            self.leaf,
            COLUMNS,
            &say!("{chapter}. {title}（{id}）　{status}", "{chapter}. {title} ({id}): {status}"),
        );
        for reference in &measure.references {
            let (document, text) = (&reference.document, &reference.text);
            let demonstration = match reference.standing {
                Standing::Demonstration => {
                    say!("【示范数据，未与发文核对】", " [for demonstration, not checked against the issuing text]")
                }
                Standing::Verified => Bilingual::default(),
            };
            let demonstration = desk.word(&demonstration);
            self.leaf.put(0, Look::Label.style(), Ink::Nothing);
            self.leaf.put(1, Look::Label.style(), desk.word(&say!("依据", "reference")));
            self.leaf.wide(2, 4, Look::Words.style(), format!("{document}：{text}{demonstration}"));
            self.leaf.end(18);
        }
        let conditions: Vec<&'a Typed> = measure.conditions.iter().map(|c| &c.when).collect();
        let shown = match claim.telling {
            Telling::Full => usage::expressions(measure),
            Telling::Conditions | Telling::Aside => conditions,
        };
        self.begin(measure, &shown);
        self.heads();
        let refused = self.conditions(claim, veto);
        let reckoned = if claim.telling == Telling::Full { self.reckon(claim, refused) } else { Reckoned::default() };
        self.waiting(claim);
        reckoned
    }

    /// Its conditions; tells whether one refuses.
    fn conditions(&mut self, claim: &Claim<'a>, veto: Option<&str>) -> bool {
        let (desk, measure) = (self.desk, claim.measure);
        let mut refused = false;
        if let (true, Some(cell), Some(rule)) = (measure.vetoed, veto, &desk.pack.veto) {
            let vetoed = self.is(&rule.when);
            refused |= vetoed == Ok(true);
            let (name, words) =
                (desk.word(&say!("一票否决", "veto")), desk.word(&say!("见表首", "see the top of the sheet")));
            let note = if vetoed == Ok(true) { rule.otherwise.clone() } else { String::new() };
            match vetoed {
                Ok(vetoed) => {
                    let shown = desk.word(&self.passes(!vetoed));
                    let entry = Entry { formula: Some(cell.to_owned().into()), ink: Ink::words(shown) };
                    self.row(name, words, (entry, verdict_look(!vetoed)), "", note);
                }
                Err(_) => self.held(name, words, note),
            }
        }
        for (index, condition) in measure.conditions.iter().enumerate() {
            let number = index.saturating_add(1);
            self.place(&condition.when);
            let met = self.is(&condition.when);
            refused |= met == Ok(false);
            let mut notes = vec![desk.seen(&condition.when, self.enterprise)];
            if met == Ok(false) {
                notes.extend([
                    condition.otherwise.clone(),
                    desk.shortfalls.of_condition(claim.award, index, self.frame),
                ]);
            }
            notes.retain(|note| !note.is_empty());
            let name = desk.word(&say!("条件 {number}", "condition {number}"));
            let words = desk.say(measure, &condition.when);
            self.verdict(name, words, &condition.when, true, notes.join("\n"));
        }
        refused
    }

    /// A condition with its verdict: `good` is what it must be. Gives the cell of the verdict.
    fn verdict(&mut self, name: String, words: String, when: &Typed, good: bool, note: String) -> String {
        let cell = self.leaf.fixed(RESULT);
        match self.is(when) {
            Ok(yes) => {
                let (is, is_not) = (self.desk.word(&self.passes(good)), self.desk.word(&self.passes(!good)));
                let formula = self.live(when, None).map(|f| format!("IF({f},\"{is}\",\"{is_not}\")").into());
                let shown = if yes { is } else { is_not };
                self.row(name, words, (Entry { formula, ink: Ink::words(shown) }, verdict_look(yes == good)), "", note);
            }
            Err(_) => self.held(name, words, note),
        }
        cell
    }

    fn passes(&self, passes: bool) -> Bilingual {
        if passes { say!("符合", "met") } else { say!("不符合", "not met") }
    }

    /// What a held award waits for, a line each.
    fn waiting(&mut self, claim: &Claim<'a>) {
        let desk = self.desk;
        if claim.line.status != Status::Held {
            return;
        }
        let lines = desk.why(self.enterprise, claim);
        self.leaf.put(0, Look::Held.style(), Ink::Nothing);
        self.leaf.put(1, Look::Held.style(), desk.word(&words::status(Status::Held)));
        self.leaf.wide(2, 4, Look::Words.style(), lines.join("\n"));
        self.leaf.end(18);
    }

    /// The measures that have nothing to do with what the roster says, each with its reason.
    fn aside(&mut self, claims: &[Claim<'a>]) {
        let desk = self.desk;
        if claims.iter().all(|c| c.telling != Telling::Aside) {
            return;
        }
        let caption = say!("与申报数据无关的政策措施", "measures that the data has nothing to do with");
        desk.caption(self.leaf, COLUMNS, &caption);
        for claim in claims.iter().filter(|c| c.telling == Telling::Aside) {
            let reason = desk.word(&words::reason(desk.results.run, claim.line.reason, claim.measure));
            self.leaf.wide(0, 2, Look::Label.style(), claim.measure.title.as_str());
            self.leaf.wide(2, 4, Look::Words.style(), reason);
            self.leaf.end(18);
        }
    }

    fn begin(&mut self, measure: &'a Measure, shown: &[&'a Typed]) {
        self.measure = measure;
        self.worked = Worked::default();
        self.gathered = self.gather(shown);
        self.number = 0;
    }

    fn heads(&mut self) {
        let heads = [
            say!("序号", "no."),
            say!("项目", "step"),
            say!("内容", "what it says"),
            say!("结果", "result"),
            say!("单位", "unit"),
            say!("说明", "remark"),
        ];
        self.desk.heads(self.leaf, &heads);
    }

    /// A step that an expression gives; tells its cell, which is empty where the value is missing.
    pub fn step(&mut self, name: String, words: String, expression: &Typed, note: String) -> String {
        let cell = self.leaf.fixed(RESULT);
        match self.desk.value(expression, self.frame) {
            Err(_) => self.held(name, words, note),
            Ok(value) => {
                let formula = self.answer(expression, None, &value);
                self.shown(name, words, (&expression.ty, &value), formula, note);
            }
        }
        cell
    }

    /// A step with a known value.
    pub fn shown(
        &mut self,
        name: String,
        words: String,
        (ty, value): (&Type, &Value),
        formula: Option<String>,
        note: String,
    ) {
        let lang = self.desk.lang;
        let (entry, look) = match result(ty, value, lang) {
            Some((ink, look)) => (Entry { formula: formula.map(Into::into), ink }, look),
            None => (said(ty, &Ok(value.clone()), lang).into(), Look::Words),
        };
        let unit = self.desk.word(&unit(ty));
        self.row(name, words, (entry, look), &unit, note);
    }

    /// A step that waits for a value: no formula, no result.
    pub fn held(&mut self, name: String, words: String, note: String) {
        self.number = self.number.saturating_add(1);
        self.numbered();
        self.leaf.put(1, Look::Label.style(), name);
        self.leaf.put(2, Look::Words.style(), words);
        self.leaf.put(RESULT, Look::Held.style(), Ink::Nothing);
        self.leaf.put(4, Look::Held.style(), self.desk.word(&words::status(Status::Held)));
        self.leaf.put(5, Look::Words.style(), note);
        self.leaf.end(18);
    }

    /// One row of a step.
    pub fn row(&mut self, name: String, words: String, (entry, look): (Entry<'_>, Look), unit: &str, note: String) {
        self.number = self.number.saturating_add(1);
        self.numbered();
        self.leaf.put(1, Look::Label.style(), name);
        self.leaf.put(2, Look::Words.style(), words);
        self.leaf.put(RESULT, look.style(), entry);
        self.leaf.put(4, Look::Centre.style(), unit);
        self.leaf.put(5, Look::Words.style(), note);
        self.leaf.end(18);
    }

    fn numbered(&mut self) {
        let number = self.number.to_string();
        self.leaf.put(0, Look::Centre.style(), Ink::Number(number.into()));
    }

    /// A decided yes or no.
    pub fn is(&self, when: &Typed) -> Result<bool, State> {
        match self.desk.value(when, self.frame) {
            Ok(Value::YesNo(answer)) => Ok(answer),
            Ok(_) => Err(State::Empty),
            Err(missing) => Err(missing),
        }
    }

    /// What an expression sees: the enterprise, or one of its records.
    pub fn view(&self, record: Option<(TableId, usize)>) -> View<'_, 'a> {
        View {
            pack: self.desk.pack,
            atlas: self.atlas,
            worked: &self.worked,
            enterprise: self.enterprise,
            record,
            left_empty: &self.desk.left_empty,
            lang: self.desk.lang,
        }
    }

    /// The formula of an expression, where it can be written.
    pub fn live(&self, expression: &Typed, record: Option<(TableId, usize)>) -> Option<String> {
        let formula = formula(expression, &self.view(record)).ok()?;
        formula.strip_prefix('=').map(str::to_owned)
    }

    /// The formula of an expression with that value, as it is shown. "There is none" in place of a yes or no is shown by
    /// no formula.
    pub fn answer(&self, expression: &Typed, record: Option<(TableId, usize)>, value: &Value) -> Option<String> {
        if expression.ty == Type::YesNo && *value == Value::None {
            return None;
        }
        self.live(expression, record).map(|f| self.answering(f, &expression.ty))
    }

    /// A formula whose yes or no is written as a word.
    pub fn answering(&self, formula: String, ty: &Type) -> String {
        if *ty != Type::YesNo {
            return formula;
        }
        let lang = self.desk.lang;
        format!("IF({formula},\"{}\",\"{}\")", answer(true, lang), answer(false, lang))
    }
}

const fn verdict_look(good: bool) -> Look {
    if good { Look::Centre } else { Look::Refused }
}
