//! What the workbooks of all enterprises have in common, made once: the form, the rules' words, who waits for what.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::calendar::Date;
use crate::diagnostic::{Bilingual, Lang};
use crate::lang::{Frame, References, Typed};
use crate::payout::book::form::{Blank, Form};
use crate::payout::book::leaf::Leaf;
use crate::payout::book::page::set_page;
use crate::payout::dossier::Dossier;
use crate::payout::results::Results;
use crate::payout::shortfall::Shortfalls;
use crate::payout::summary;
use crate::payout::words;
use crate::policy::catalogue::said::Said;
use crate::policy::pack::{Dated, Measure, Pack};
use crate::policy::usage;
use crate::say;
use crate::schema::{FieldId, Role, TableId};
use crate::settle::enterprises::Enterprises;
use crate::settle::retrace::Retrace;
use crate::settle::run::{Line, Reason, Status};
use crate::value::State;

use super::atlas::{Atlas, answers_left_empty};
use super::chosen::{Telling, telling};
use super::looks::{Look, formats};
use super::{inputs, parameters, slip, value, working};

/// What all workbooks have in common.
pub struct Desk<'a> {
    /// The settlement.
    pub results: Results<'a>,
    /// Its pack.
    pub pack: &'a Pack,
    /// The language of words in files.
    pub lang: Lang,
    /// Who the enterprises are.
    pub who: Enterprises<'a>,
    /// The run's id.
    pub run_id: String,
    /// Why nobody may pay by these papers yet.
    pub warnings: Vec<String>,
    /// What the sheets are called.
    pub sheets: SheetNames,
    /// See [`answers_left_empty`].
    pub left_empty: std::collections::BTreeSet<(TableId, FieldId)>,
    /// 31 December of the policy year.
    day: Option<Date>,
    retrace: Retrace<'a>,
    /// How far off refused lines are.
    pub shortfalls: Shortfalls<'a>,
    form: Form,
    /// What each payout measure in force looks at, and what its conditions look at.
    looks_at: Vec<[References; 2]>,
    /// What the veto looks at.
    vetoes: References,
}

/// The names of the four sheets.
pub struct SheetNames {
    slip: String,
    working: String,
    inputs: String,
    parameters: String,
}

impl SheetNames {
    fn of(lang: Lang) -> Self {
        let name = |text: Bilingual| text.get(lang).to_owned();
        Self {
            slip: name(say!("兑付单", "payment slip")),
            working: name(say!("计算过程", "working")),
            inputs: name(say!("申报数据", "data")),
            parameters: name(say!("参数", "parameters")),
        }
    }

    /// A place on the sheet of data.
    #[must_use]
    pub fn on_inputs(&self, place: &str) -> String {
        format!("'{}'!{place}", self.inputs)
    }

    /// A place on the sheet of parameters.
    #[must_use]
    pub fn on_parameters(&self, place: &str) -> String {
        format!("'{}'!{place}", self.parameters)
    }

    /// A place on the sheet of the calculation.
    #[must_use]
    pub fn on_working(&self, place: &str) -> String {
        format!("'{}'!{place}", self.working)
    }
}

/// A measure and its line of one enterprise.
pub struct Claim<'a> {
    /// Its index in the run's awards.
    pub award: usize,
    /// The measure.
    pub measure: &'a Measure,
    /// Its line.
    pub line: &'a Line,
    /// How much of it is told.
    pub telling: Telling,
}

impl<'a> Desk<'a> {
    /// Sets the desk for a settlement.
    ///
    /// # Errors
    /// When the form cannot be prepared: a mistake of ours.
    pub fn of(dossier: Dossier<'a>) -> Result<Self, String> {
        let results = dossier.results;
        let run = results.run;
        let (pack, lang) = (run.edition.pack, results.lang);
        let run_id = dossier.run_id();
        let sheets = SheetNames::of(lang);
        let looks = |expressions: &[&Typed]| usage::reached(expressions, &pack.definitions);
        let looks_at = (0..run.awards.len()).map(|award| match run.award_measure(award) {
            None => Default::default(),
            Some(measure) => {
                let conditions: Vec<&Typed> = measure.conditions.iter().map(|c| &c.when).collect();
                [looks(&usage::expressions(measure)), looks(&conditions)]
            }
        });
        let (title, year) = (&pack.title, run.edition.year);
        let short: String = run_id.chars().take(16).collect();
        let foot = say!("{title} {year}年度 · 运行编号 {short}", "{title} {year} · run {short}").get(lang).to_owned();
        let form = form(&sheets, pack, (&foot, lang), run.edition.as_of)?;
        Ok(Self {
            pack,
            lang,
            who: results.enterprises(),
            warnings: summary::warnings(results),
            left_empty: answers_left_empty(pack),
            day: Date::year_end(run.edition.year),
            retrace: Retrace::of(run.edition, results.data),
            shortfalls: Shortfalls::of(results),
            looks_at: looks_at.collect(),
            vetoes: looks(&pack.veto.iter().map(|v| &v.when).collect::<Vec<_>>()),
            form,
            results,
            run_id,
            sheets,
        })
    }

    /// The workbook of one enterprise.
    ///
    /// # Errors
    /// A mistake of ours.
    pub fn workbook(&self, enterprise: usize) -> Result<Vec<u8>, String> {
        let frame = self.retrace.frame(enterprise).map_err(|bug| bug.to_string())?;
        let claims = self.claims(enterprise);
        let used = self.used(&claims);
        let mut leaves: Vec<Leaf<'_>> = self.form.leaves().collect();
        let [on_slip, on_working, on_inputs, on_parameters] = leaves.as_mut_slice() else {
            return Err("the form has not its four sheets".to_owned());
        };
        let mut atlas = Atlas::default();
        inputs::write(self, enterprise, &used, on_inputs, &mut atlas);
        parameters::write(self, enterprise, &used, on_parameters, &mut atlas);
        let told = working::write(self, enterprise, &frame, &claims, &atlas, on_working);
        slip::write(self, enterprise, &claims, &told, on_slip);
        self.form.fill(&leaves)
    }

    /// Every payout measure in force with its line of an enterprise.
    fn claims(&self, enterprise: usize) -> Vec<Claim<'a>> {
        let run = self.results.run;
        let claim = |(award, lines): (usize, &'a crate::settle::run::MeasureLines)| {
            let (measure, line) = (run.award_measure(award)?, lines.lines.get(enterprise)?);
            let telling = telling(self.pack, measure, line, self.results.data, enterprise);
            Some(Claim { award, measure, line, telling })
        };
        run.awards.iter().enumerate().filter_map(claim).collect()
    }

    /// Everything that what is told looks at.
    fn used(&self, claims: &[Claim<'_>]) -> References {
        let mut used = References::default();
        let mut add = |more: &References| {
            used.fields.extend(more.fields.iter().copied());
            used.tables.extend(more.tables.iter().copied());
            used.parameters.extend(more.parameters.iter().copied());
            used.lookups.extend(more.lookups.iter().copied());
            used.bands.extend(more.bands.iter().copied());
        };
        for claim in claims {
            let part = match claim.telling {
                Telling::Full => 0,
                Telling::Conditions => 1,
                Telling::Aside => continue,
            };
            self.looks_at.get(claim.award).and_then(|parts| parts.get(part)).into_iter().for_each(&mut add);
            if claim.measure.vetoed {
                add(&self.vetoes);
            }
        }
        let moved = claims.iter().any(|c| c.line.waterfall.as_ref().is_some_and(|w| !w.offset.is_zero()));
        used.tables.extend(self.pack.offset.iter().filter(|_| moved).map(|rule| rule.table));
        used
    }

    /// Text of the language.
    #[must_use]
    pub fn word(&self, text: &Bilingual) -> String {
        text.get(self.lang).to_owned()
    }

    /// An expression of a measure in words: as a clause says it; in English as the rule is written.
    #[must_use]
    pub fn say(&self, measure: &Measure, expression: &Typed) -> String {
        match self.lang {
            Lang::Zh => Said { pack: self.pack, days: measure.effective, on: self.day }.words(expression),
            Lang::En => expression.words.get().to_owned(),
        }
    }

    /// The value in force in the policy year.
    #[must_use]
    pub fn in_force<'d, T>(&self, values: &'d [Dated<T>]) -> Option<&'d Dated<T>> {
        let day = self.day?;
        values.iter().find(|v| v.period.contains(day))
    }

    /// The version of a measure in force.
    #[must_use]
    pub fn measure(&self, id: &str) -> Option<&'a Measure> {
        self.results.run.edition.in_force().find(|m| m.id == id)
    }

    /// How a value is missing, in words; nothing if it is known.
    #[must_use]
    pub fn missing(&self, table: TableId, field: FieldId, row: usize) -> String {
        match self.results.data.value(table, field, row) {
            Some(Err(state)) => self.word(&value::state(state)),
            Some(Ok(crate::value::Value::None)) => self.word(&say!("（无）", "(none)")),
            Some(Ok(_)) => String::new(),
            None => self.word(&value::state(State::Absent)),
        }
    }

    /// Where a record stands: file, sheet and row of its key.
    #[must_use]
    pub fn source(&self, table: TableId, row: usize) -> String {
        let key = self.pack.schema.get(table).and_then(|t| t.role(Role::Code)).unwrap_or(FieldId(0));
        let Some((place, _)) = self.results.places.cell(table, key, row) else { return String::new() };
        let (file, sheet, row) = (&place.file, &place.sheet, place.row);
        let between = if sheet.is_empty() { "" } else { " " };
        self.word(&say!("{file} {sheet}{between}第 {row} 行", "{file} {sheet}{between}row {row}"))
    }

    /// The first lines of a sheet: its title, and whose it is.
    pub fn head(&self, leaf: &mut Leaf<'_>, columns: usize, title: &Bilingual, enterprise: usize) {
        let (code, name) = (self.who.code(enterprise), self.who.name(enterprise));
        leaf.wide(0, columns, Look::Title.style(), self.word(title));
        leaf.end(30);
        let edition = self.results.run.edition;
        let (year, as_of) = (edition.year, edition.as_of);
        let note = say!(
            "{name}　{code}　政策年度：{year}　核定日：{as_of}　金额单位：元",
            "{name}  {code}  policy year: {year}  as of: {as_of}  amounts in yuan"
        );
        leaf.wide(0, columns, Look::Note.style(), self.word(&note));
        leaf.end(18);
    }

    /// A row of headings.
    pub fn heads(&self, leaf: &mut Leaf<'_>, heads: &[Bilingual]) {
        for (column, head) in heads.iter().enumerate() {
            leaf.put(column, Look::Head.style(), self.word(head));
        }
        leaf.end(22);
    }

    /// The caption of a part, after an empty row.
    pub fn caption(&self, leaf: &mut Leaf<'_>, columns: usize, caption: &Bilingual) {
        leaf.skip();
        leaf.wide(0, columns, Look::Caption.style(), self.word(caption));
        leaf.end(20);
    }

    /// The parts of an enterprise's line that wait: nothing where it does not.
    #[must_use]
    pub fn causes(&self, enterprise: usize, claim: &Claim<'_>) -> &'a [crate::lang::Cause] {
        if claim.line.status != Status::Held {
            return &[];
        }
        let run = self.results.run;
        let Some(version) = run.awards.get(claim.award).map(|a| a.measure) else { return &[] };
        let key = (u32::try_from(enterprise).unwrap_or(u32::MAX), version);
        let at = run.holds.binary_search_by_key(&key, |hold| (hold.enterprise, hold.measure));
        at.ok().and_then(|at| run.holds.get(at)).map_or(&[], |hold| hold.causes.as_slice())
    }

    /// Why a claim is not paid, a line each: the reason, and for a held one what to fill in, which says the same
    /// better where the reason is a field's.
    #[must_use]
    pub fn why(&self, enterprise: usize, claim: &Claim<'_>) -> Vec<String> {
        let remedies: Vec<String> = self.causes(enterprise, claim).iter().map(|cause| self.remedy(cause)).collect();
        let reason = claim.line.reason;
        let of_field =
            matches!(reason, Reason::Missing(..) | Reason::Unreadable(..) | Reason::Conflict(..) | Reason::NoRow(_));
        let reason = (remedies.is_empty() || !of_field)
            .then(|| self.word(&words::reason(self.results.run, reason, claim.measure)));
        reason.into_iter().chain(remedies).filter(|line| !line.is_empty()).collect()
    }

    /// What an expression gives the enterprise of a frame.
    pub fn value(&self, expression: &Typed, frame: &Frame<'_>) -> Result<crate::value::Value, State> {
        crate::lang::evaluate(expression, frame).value(0)
    }
}

fn form(sheets: &SheetNames, pack: &Pack, (foot, lang): (&str, Lang), created: Date) -> Result<Form, String> {
    let page = |out: &mut Worksheet| -> Result<(), XlsxError> {
        set_page(out, foot, lang);
        out.set_screen_gridlines(false);
        Ok(())
    };
    let one_page = |out: &mut Worksheet| -> Result<(), XlsxError> {
        page(out)?;
        out.set_print_fit_to_pages(1, 1);
        Ok(())
    };
    let fields = pack.schema.tables.iter().skip(1).map(|t| t.fields.len()).max().unwrap_or(0);
    let blank = |name: &String, widths: Vec<usize>| Blank { name: name.clone(), widths, set_up: &page };
    let blanks = [
        Blank { name: sheets.slip.clone(), widths: slip::widths(pack.payers.len()), set_up: &one_page },
        blank(&sheets.working, working::widths()),
        blank(&sheets.inputs, inputs::widths(fields)),
        blank(&sheets.parameters, parameters::WIDTHS.to_vec()),
    ];
    Form::prepare(&sheets.slip, created, &blanks, &formats())
}
