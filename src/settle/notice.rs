//! Holds and notices in words: what a settlement adds to the findings.

use crate::dataset::{Dataset, Provenance};
use crate::diagnostic::codes::settle as codes;
use crate::diagnostic::{Bilingual, Code, Finding};
use crate::exact::Exact;
use crate::lang::{Cause, Trouble};
use crate::money::{Money, RoundingMode, for_people, round_units};
use crate::policy::pack::{Measure, OffsetRule};
use crate::say;
use crate::schema::{FieldId, Schema, TableId};
use crate::source::Place;
use crate::value::{State, Value};

use super::breaker;
use super::run::{Hold, Notice, PoolOutcome, Run, Tripped};

/// Where the words come from.
struct Context<'a> {
    run: &'a Run<'a>,
    data: &'a Dataset,
    cells: &'a dyn Provenance,
    code: &'a dyn Fn(usize) -> &'a str,
}

/// The findings of a settlement: first what held lines wait for, by enterprise and measure, then the notices.
/// `code` gives the credit code of an enterprise.
pub fn findings<'a>(
    run: &'a Run<'a>,
    data: &'a Dataset,
    cells: &'a dyn Provenance,
    code: &'a dyn Fn(usize) -> &'a str,
) -> impl Iterator<Item = Finding> + 'a {
    let holds = run.holds.iter().flat_map(move |hold| {
        let context = Context { run, data, cells, code };
        hold.causes.iter().filter_map(move |cause| held(&context, hold, cause)).collect::<Vec<_>>()
    });
    let notices = run.notices.iter().filter_map(move |n| notice(&Context { run, data, cells, code }, n));
    let pools = run.pools.iter().flat_map(move |outcome| pool(run, outcome));
    holds.chain(notices).chain(pools)
}

/// What is wrong, in the words of a finding of a held line, without the measure (its title) that waits for it: where several
/// wait for one cell, the cell is told once.
#[must_use]
pub fn without_measure(message: &Bilingual, title: &str) -> Bilingual {
    let bare = |said: &str, tail: String| said.strip_suffix(&tail).unwrap_or(said).to_owned();
    Bilingual {
        zh: bare(&message.zh, format!("，“{title}”待核")),
        en: bare(&message.en, format!(", so `{title}` is held")),
    }
}

/// What a pool did: its breaker, then its budget.
fn pool(run: &Run<'_>, outcome: &PoolOutcome) -> Vec<Finding> {
    let Some(pool) = run.edition.pack.pools.get(outcome.pool) else { return Vec::new() };
    let (title, place) = (&pool.title, Place::Rule(pool.span.clone()));
    let mut found = Vec::new();
    if let Some(Tripped { bad, of, part }) = outcome.breaker.as_ref().filter(|b| b.part < Exact::ONE) {
        let rate = breaker::rate(*bad, *of).map_or_else(String::new, percent);
        let (bad, of, part) = (for_people(*bad), for_people(*of), percent(*part));
        let part = part.trim_start_matches(['=', '≈', ' ']);
        let message = say!(
            "“{title}”熔断：{bad} ÷ {of} {rate}，各笔按 {part} 兑付",
            "the breaker of pool `{title}` has tripped: {bad} ÷ {of} {rate}, {part} of each claim is met"
        );
        let remedy = say!("核减额见 awards.csv 的 budget 列", "the cuts are in the budget column of awards.csv");
        found.push(Finding::new(&codes::POOL_BREAKER, place.clone(), message).remedy(remedy));
    }
    if outcome.exceeded() {
        let (allowed, budget) = (outcome.allowed.grouped(), outcome.budget.grouped());
        let message = say!(
            "“{title}”申领 {allowed} 元，超过预算 {budget} 元，已核减到预算",
            "pool `{title}` is claimed with {allowed} yuan, above its budget of {budget} yuan, and was cut to it"
        );
        let remedy = say!("核减额见 awards.csv 的 budget 列", "the cuts are in the budget column of awards.csv");
        found.push(Finding::new(&codes::POOL_CUT, place, message).remedy(remedy));
    }
    found
}

/// `= 6.1%`, `≈ 33.3333%`
fn percent(number: Exact) -> String {
    const PLACES: u32 = 4;
    let exact = number.mul(Exact::from(100)).map(|percent| (percent, percent.decimal_text(PLACES)));
    match exact {
        Some((_, Some(decimal))) => format!("= {decimal}%"),
        Some((percent, None)) => {
            let rounded = Exact::scaled(1, PLACES)
                .and_then(|unit| Exact::scaled(round_units(percent, unit, RoundingMode::HalfUp)?, PLACES));
            format!("≈ {}%", rounded.unwrap_or(percent))
        }
        None => format!("= {number}"),
    }
}

fn held(context: &Context<'_>, hold: &Hold, cause: &Cause) -> Option<Finding> {
    let pack = context.run.edition.pack;
    let measure = pack.measures.get(hold.measure)?;
    let title = &measure.title;
    let finding = match cause {
        Cause::Field { table, field, row, state } => of_field(context, hold, measure, (*table, *field, *row), *state)?,
        Cause::NoRow { lookup, field } => {
            let cell = field.and_then(|(t, f, row)| context.cells.cell(t, f, row)).map(|(place, _)| Place::Cell(place));
            let rule = Place::Rule(measure.span.clone());
            let name = &pack.lookups.get(lookup.0)?.name;
            let message = say!(
                "“{name}”里没有对应的一行，“{title}”待核",
                "`{name}` has no row for this case, so `{title}` is held"
            );
            let remedy = say!(
                "核对该企业这项的级别、类别；确属标准表缺行的，请政策科室补充",
                "check the level and grade; if the table lacks a row, ask the policy office to add it"
            );
            match cell {
                Some(cell) => Finding::new(&codes::NO_ROW, cell, message).and_at(rule),
                None => Finding::new(&codes::NO_ROW, rule, message),
            }
            .remedy(remedy)
        }
        Cause::Unattributed { table, .. } => {
            let table = &pack.schema.get(*table)?.name;
            let message = say!(
                "“{table}”里有一行认不出是哪家企业，可能就是这一家，“{title}”待核",
                "a row of `{table}` cannot be tied to an enterprise and may be this one's, so `{title}` is held"
            );
            let remedy =
                say!("先改正“{table}”里信用代码有问题的行", "correct the rows of `{table}` whose credit code is wrong");
            Finding::new(&codes::UNATTRIBUTED, Place::Nowhere, message).remedy(remedy)
        }
        Cause::Arithmetic { kind, field } => {
            let place = field.and_then(|(t, f, row)| context.cells.cell(t, f, row)).map(|(place, _)| place);
            let Bilingual { zh, en } = trouble(*kind);
            let message = say!("“{title}”算不出来：{zh}", "`{title}` has no result: {en}");
            let remedy = say!("核对这个单元格的数字", "check the number in this cell");
            Finding::new(&codes::ARITHMETIC, place.map_or(Place::Nowhere, Place::Cell), message).remedy(remedy)
        }
        Cause::Award(_) => return None,
    };
    Some(finding.of((context.code)(hold.enterprise as usize)).in_measure(&measure.id))
}

/// Why an operation has no result, in words.
fn trouble(kind: Trouble) -> Bilingual {
    match kind {
        Trouble::DivisionByZero => say!("除以零", "a division by zero"),
        Trouble::Overflow => say!("数字太大", "a number that is too large"),
        Trouble::NoSuchDate => say!("没有这一天", "a day that does not exist"),
        Trouble::NoValue => say!("没有可用的值", "there is no value to compute with"),
        Trouble::OutOfRange => {
            say!("分担的份额小于零，或合计不是 100%", "a share below zero, or shares that are not the whole")
        }
    }
}

fn of_field(
    context: &Context<'_>,
    hold: &Hold,
    measure: &Measure,
    (table, field, row): (TableId, FieldId, usize),
    state: State,
) -> Option<Finding> {
    let schema: &Schema = &context.run.edition.pack.schema;
    let name = &schema.field(table, field)?.name;
    let title = &measure.title;
    let cell = context.cells.cell(table, field, row);
    let raw = cell.as_ref().and_then(|(_, raw)| raw.clone()).unwrap_or_default();
    // the cell can be read, and yet does not fit
    let known = match context.data.value(table, field, row) {
        Some(Ok(Value::Number(number))) => Some(number),
        _ => None,
    };
    let money = known.and_then(Money::from_exact);
    let returned = context.run.returned.get(&(hold.enterprise, hold.measure));
    let (code, message, remedy): (_, Bilingual, Bilingual) = match (state, money, returned) {
        (State::Conflict, Some(amount), _) if amount.is_negative() => {
            let amount = amount.grouped();
            (
                &codes::VALUE_CONFLICT,
                say!(
                    "“{name}”填的是 {amount} 元，是付出还是收回说不清，“{title}”待核",
                    "`{name}` is {amount} yuan, so it is unclear whether it was paid or returned, and `{title}` is held"
                ),
                say!(
                    "“{name}”一律写正数；收回的钱另写一行，事由用收回的那一种",
                    "write `{name}` as a positive number; money that came back has a row and a kind of its own"
                ),
            )
        }
        (State::Conflict, Some(amount), Some((paid, back))) => {
            let (amount, paid, back) = (amount.grouped(), paid.grouped(), back.grouped());
            (
                &codes::VALUE_CONFLICT,
                say!(
                    "“{title}”一共退回 {back} 元，多于此前拨付的 {paid} 元，待核；这一笔是 {amount} 元",
                    "{back} yuan of `{title}` were returned and only {paid} were paid before, so it is held; this row is {amount}"
                ),
                say!("核对各笔的金额和事由", "check the amounts and what each of them was"),
            )
        }
        (state, ..) => of_state(state, name, &raw, known, (title, &schema.get(table)?.name)),
    };
    let place = cell.map_or(Place::Nowhere, |(place, _)| Place::Cell(place));
    Some(Finding::new(code, place, message).remedy(remedy))
}

/// What is wrong with one cell, and what to do.
fn of_state(
    state: State,
    name: &str,
    raw: &str,
    known: Option<Exact>,
    (title, table): (&str, &str),
) -> (&'static Code, Bilingual, Bilingual) {
    match state {
        State::Conflict => (
            &codes::VALUE_CONFLICT,
            say!("“{name}”前后矛盾，“{title}”待核", "rows contradict one another about `{name}`, so `{title}` is held"),
            say!("核对后只留正确的一个", "keep only the one that is right"),
        ),
        State::Absent => (
            &codes::COLUMN_ABSENT,
            say!(
                "“{table}”没有“{name}”这一列，“{title}”待核",
                "`{table}` has no column `{name}`, so `{title}` is held"
            ),
            say!("给“{table}”补上“{name}”这一列，逐家填写", "add the column `{name}` to `{table}` and fill it in"),
        ),
        State::Unreadable if known.is_some() => {
            let value = known.map(|value| value.to_string()).unwrap_or_default();
            (
                &codes::VALUE_UNREADABLE,
                say!(
                    "“{name}”填的是“{value}”，不合常理，“{title}”待核",
                    "`{name}` says `{value}`, which cannot be meant, so `{title}` is held"
                ),
                say!("核对后写完整，年度写四位", "check it and write it in full, a year with four digits"),
            )
        }
        State::Unreadable if !raw.is_empty() => (
            &codes::VALUE_UNREADABLE,
            say!(
                "“{name}”填的是“{raw}”，读不出来，“{title}”待核",
                "`{name}` says `{raw}`, which cannot be read, so `{title}` is held"
            ),
            say!("改成规范的写法后重新运行", "write it in the expected form and run again"),
        ),
        State::Unreadable => (
            &codes::VALUE_UNREADABLE,
            say!("“{name}”读不出来，“{title}”待核", "`{name}` cannot be read, so `{title}` is held"),
            say!("核对并改正这个单元格", "check and correct this cell"),
        ),
        State::Known | State::None | State::Empty => (
            &codes::VALUE_MISSING,
            say!("“{name}”没有填，“{title}”待核", "`{name}` is empty, so `{title}` is held"),
            say!("补填这个单元格后重新运行", "fill this cell and run again"),
        ),
    }
}

fn notice(context: &Context<'_>, notice: &Notice) -> Option<Finding> {
    let run = context.run;
    let pack = run.edition.pack;
    let code = |enterprise: &u32| (context.code)(*enterprise as usize);
    Some(match notice {
        Notice::NoDateInYear { dates, latest } => {
            let year = run.edition.year;
            let message = say!(
                "名单里政策要看的 {dates} 个日期没有一个在 {year} 年，最晚的是 {latest}：年度或名单可能拿错了",
                "none of the {dates} dates that the measures look at lies in {year}, the last is {latest}: this may be the wrong year or the wrong roster"
            );
            let remedy = say!("核对 --year 和名单的年度", "check --year and which year the roster is of");
            Finding::new(&codes::YEAR, Place::Nowhere, message).remedy(remedy)
        }
        Notice::AsOfBeforeYear => {
            let (year, as_of) = (run.edition.year, run.edition.as_of);
            let message = say!(
                "核定日 {as_of} 早于政策年度 {year}，证书和限制名单都按这一天判断",
                "the as-of date {as_of} lies before the policy year {year}; certificates and exclusion lists are judged on that day"
            );
            let remedy = say!("核对 --as-of 和 --year", "check --as-of and --year");
            Finding::new(&codes::AS_OF, Place::Nowhere, message).remedy(remedy)
        }
        Notice::UnmatchedOffset { row } => unmatched(context, pack.offset.as_ref()?, *row as usize, false)?,
        Notice::UnmatchedEarlier { row } => unmatched(context, pack.offset.as_ref()?, *row as usize, true)?,
        Notice::HeldWithAdvance { enterprise, award, offset, rows } => {
            let measure = run.award_measure(usize::from(*award))?;
            let (title, amount) = (&measure.title, offset.neg()?.grouped());
            let rule = pack.offset.as_ref()?;
            let place = rows.first().and_then(|row| context.cells.cell(rule.table, rule.amount, *row as usize));
            let message = say!(
                "“{title}”待核，此前已拨 {amount} 元，核定后再抵扣",
                "`{title}` is held; {amount} yuan paid before will be offset once it is decided"
            );
            let remedy = say!(
                "补齐数据后重新运行；最终不予补助的，这笔钱要追回",
                "supply the data and run again; if nothing is awarded, this must be recovered"
            );
            let place = place.map_or(Place::Nowhere, |(place, _)| Place::Cell(place));
            Finding::new(&codes::HELD_WITH_ADVANCE, place, message)
                .remedy(remedy)
                .of(code(enterprise))
                .in_measure(&measure.id)
        }
        Notice::CapWouldCut { enterprise, cap, award } => {
            let measure = run.award_measure(usize::from(*award))?;
            let cap = pack.enterprise_caps.get(*cap)?;
            let title = &measure.title;
            let message = say!(
                "“{title}”待核，一旦核定，这家企业现在要付的可能因年度总额被核减",
                "`{title}` is held; once it is decided, what this enterprise is paid now may be cut by the yearly cap"
            );
            let remedy = say!("先补齐这一项的数据，再拨付这家企业", "decide it before paying this enterprise");
            Finding::new(&codes::CAP_WOULD_CUT, Place::Rule(cap.span.clone()), message)
                .remedy(remedy)
                .of(code(enterprise))
                .in_measure(&measure.id)
        }
        Notice::PoolProvisional { pool } => {
            let outcome = run.pools.iter().find(|p| p.pool == *pool)?;
            let pool = pack.pools.get(*pool)?;
            let (title, held) = (&pool.title, outcome.held);
            let message = say!(
                "“{title}”超出预算，还有 {held} 笔待核：本次结果是暂算，待核的一旦核定，各家都要重新分摊",
                "pool `{title}` is exceeded and {held} of its awards are held: this run is provisional, every share changes once they are decided"
            );
            let remedy = say!("待核的补齐之后再拨付这项资金", "decide the held awards before paying from this pool");
            Finding::new(&codes::POOL_PROVISIONAL, Place::Rule(pool.span.clone()), message).remedy(remedy)
        }
        Notice::NegativeAmount { enterprise, measure, amount } => {
            let measure = pack.measures.get(*measure)?;
            let title = &measure.title;
            let message = say!(
                "“{title}”按公式算出负数 {amount} 元，按零处理",
                "the formula of `{title}` gives {amount} yuan; what is negative pays nothing"
            );
            let remedy =
                say!("核对这家企业的金额是否填了负数", "check whether one of the enterprise's amounts is negative");
            Finding::new(&codes::NEGATIVE_AMOUNT, Place::Rule(measure.span.clone()), message)
                .remedy(remedy)
                .of(code(enterprise))
                .in_measure(&measure.id)
        }
    })
}

fn unmatched(context: &Context<'_>, rule: &OffsetRule, row: usize, earlier: bool) -> Option<Finding> {
    let pack = context.run.edition.pack;
    let table = &pack.schema.get(rule.table)?.name;
    let name = match context.data.value(rule.table, rule.measure, row) {
        Some(Ok(Value::Text(name))) => name.to_string(),
        _ => String::new(),
    };
    let place =
        context.cells.cell(rule.table, rule.measure, row).map_or(Place::Nowhere, |(place, _)| Place::Cell(place));
    let in_force = context.run.awards.iter().filter_map(|a| pack.measures.get(a.measure));
    let titles: Vec<&str> = if earlier {
        pack.measures.iter().map(|m| m.title.as_str()).collect()
    } else {
        in_force.map(|m| m.title.as_str()).collect()
    };
    let nearest = crate::diagnostic::suggest::nearest(&name, titles);
    let enterprise = *context.data.tables.get(rule.table.0)?.parents.get(row)?;
    let (code, message) = if earlier {
        let message = say!(
            "“{table}”里往年的“{name}”不是本政策包的政策措施，补差额时没有算进去",
            "`{name}` of an earlier year in `{table}` is no measure of this pack, so no top-up counts it"
        );
        (&codes::EARLIER_UNMATCHED, message)
    } else {
        let message = say!(
            "“{table}”里的“{name}”不是本年度的政策措施，这笔钱没有抵扣",
            "`{name}` in `{table}` is no measure in force this year, so nothing was offset by it"
        );
        (&codes::OFFSET_UNMATCHED, message)
    };
    let remedy = match nearest {
        Some(title) => {
            say!("是不是“{title}”？请改成政策的标题或编号", "did you mean `{title}`? write the measure's title or id")
        }
        None => say!(
            "请改成政策的标题或编号；确实不属于本政策的可以删去",
            "write the measure's title or id, or remove the row"
        ),
    };
    Some(Finding::new(code, place, message).remedy(remedy).of((context.code)(enterprise as usize)))
}
