//! The engine against the oracle: random expressions over random rows give the same.

use std::collections::BTreeMap;

use duixian::exact::Exact;
use duixian::lang::ast::{Aggregate, Binary};
use duixian::lang::builtins::{Form, Function, TABLE};
use duixian::lang::{
    Cause, Frame, Lanes, MeasureId, Trouble, causes, evaluate, evaluate_records, parse, smallest, trace,
};
use duixian::schema::ENTERPRISES;
use duixian::value::State;

use super::generate::{Dice, KINDS};
use super::naive::{At, Naive, Tally, V, big, convert};
use super::world::{CONTRACTS, World, span};

const ENTERPRISES_A_BATCH: usize = 4;
const EXPRESSIONS: usize = 100_000;

#[test]
fn engine_and_oracle_agree() {
    // OFTEN=100 multiplies the work, SEED=… starts elsewhere
    let number = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    let often = usize::try_from(number("OFTEN").unwrap_or(1)).expect("a number");
    let mut dice = Dice::new(number("SEED").unwrap_or(20_231_231));
    let mut tally = BTreeMap::new();
    let mut compared = 0;
    let mut overflows = 0;
    let mut world = World::empty();
    let definitions: BTreeMap<String, _> = world
        .definitions
        .iter()
        .map(|(name, _, text)| ((*name).to_owned(), parse(text, &span(text)).expect("parses")))
        .collect();
    let places = BTreeMap::from([
        ("补助比例", 0),
        ("单项上限", 1),
        ("起始日", 2),
        ("年限", 3),
        ("未定比例", 4),
        ("县级分担", 0),
        ("奖励标准", 1),
        ("登记奖补", 0),
        ("成果奖补", 1),
        ("机构补助", 2),
        ("评分", 3),
    ]);
    for round in 0..EXPRESSIONS * often {
        if round % 20 == 0 {
            world.data = dice.data(&world.schema, ENTERPRISES_A_BATCH);
        }
        let kind = dice.pick(&KINDS);
        let record = dice.below(6) == 0;
        let depth = 1 + dice.below(4);
        let text = dice.expression(kind, depth, record);
        let expr = parse(&text, &span(&text)).unwrap_or_else(|f| panic!("{text}: {f:?}"));
        let table = if record { CONTRACTS } else { ENTERPRISES };
        let typed = match world.try_typed(&text, table, None) {
            Ok(typed) => typed,
            // a divisor that is a literal zero is refused
            Err(found) => {
                assert!(found.iter().all(|f| f.code.id == "lang/zero"), "{text}: {found:?}");
                continue;
            }
        };
        // the awards of another measure: known, held, zero …
        let held = |i: usize| i % 5 == 3;
        let award = |i: usize| if i.is_multiple_of(4) { 0 } else { 100_000 };
        let lanes = (0..ENTERPRISES_A_BATCH)
            .map(|i| if held(i) { Err(State::Empty) } else { Ok(Exact::from(award(i))) })
            .collect();
        let frame = Frame::new(&world.data, &world.schema, &world.binding, &world.checked, 0..ENTERPRISES_A_BATCH);
        frame.set_award(MeasureId(0), Lanes::numbers(lanes));
        let found = if record { evaluate_records(&typed, table, &frame) } else { evaluate(&typed, &frame) };
        let rows: Vec<At> = if record {
            let parents = &world.data.tables[CONTRACTS.0].parents;
            (0..parents.len())
                .map(|row| At { enterprise: parents[row] as usize, record: Some((CONTRACTS, row)) })
                .collect()
        } else {
            (0..ENTERPRISES_A_BATCH).map(|enterprise| At { enterprise, record: None }).collect()
        };
        assert_eq!(found.len(), rows.len(), "{text}");
        for (i, at) in rows.into_iter().enumerate() {
            let mut awards = BTreeMap::new();
            if !held(at.enterprise) {
                awards.insert("hnte-first".to_owned(), V::Number(big(award(at.enterprise), 1)));
            }
            let mut naive = Naive {
                schema: &world.schema,
                data: &world.data,
                binding: &world.binding,
                definitions: &definitions,
                places: &places,
                awards: &awards,
                tally,
            };
            let expected = naive.value(&expr, at);
            tally = naive.tally;
            let given = match found.value(i) {
                Ok(value) => convert(&value, &typed.ty),
                Err(_) => V::Missing,
            };
            compared += 1;
            let explained = !record && compared % 16 == 0;
            if given == expected && !explained {
                continue;
            }
            let one = Frame::new(
                &world.data,
                &world.schema,
                &world.binding,
                &world.checked,
                at.enterprise..at.enterprise + 1,
            );
            one.set_award(
                MeasureId(0),
                Lanes::numbers(vec![if held(at.enterprise) {
                    Err(State::Empty)
                } else {
                    Ok(Exact::from(award(at.enterprise)))
                }]),
            );
            if given != expected {
                // the only difference there may be: 128 bits were not enough, and the engine says so
                let excused = given == V::Missing
                    && (record
                        || causes(&typed, &one)
                            .iter()
                            .any(|c| matches!(c, Cause::Arithmetic { kind: Trouble::Overflow, .. })));
                assert!(excused, "{text}\nrow {i}: {given:?} instead of {expected:?}");
                overflows += 1;
                continue;
            }
            explanations(&typed, &one, &given, &text);
        }
    }
    assert!(compared >= 100_000, "{compared}");
    assert!(overflows * 1_000 < compared, "{overflows} of {compared}");
    every_one_occurs(&tally);
}

/// The trace ends in the same value, a missing value has causes, and bounds hold.
fn explanations(typed: &duixian::lang::Typed, one: &Frame, given: &V, text: &str) {
    let traced = match trace(typed, one).value {
        Ok(value) => convert(&value, &typed.ty),
        Err(_) => V::Missing,
    };
    assert_eq!(traced, *given, "{text}");
    // "there is none" is nothing to go on with either
    let gone = matches!(given, V::Missing | V::Nothing);
    assert_eq!(causes(typed, one).is_empty(), !gone, "{text}");
    if let V::Number(known) = given {
        let least = smallest(typed, one).expect("a known value bounds itself");
        assert_eq!(big(least.numerator(), least.denominator()), *known, "{text}");
    }
}

/// Each operator and built-in gave at least 1,000 decided values, and not always the same.
fn every_one_occurs(tally: &BTreeMap<String, Tally>) {
    let operators = Binary::ALL.into_iter().map(Binary::text);
    let over_records = Aggregate::ALL.into_iter().map(|a| match a {
        Aggregate::Max => "最大 of records",
        Aggregate::Min => "最小 of records",
        other => other.text(),
    });
    let functions = TABLE
        .iter()
        .filter(|row| matches!(row.form, Form::Function { .. } | Form::Special))
        .filter(|row| row.function != Function::Pending)
        .map(|row| row.zh);
    let others = ["若", "非", "negative", "属于", "不属于", "name", "number"];
    for name in operators.chain(over_records).chain(functions).chain(others) {
        let (decided, different) = tally.get(name).map_or((0, 0), |t| (t.decided, t.different.len()));
        assert!(decided >= 1_000 && different > 1, "{name}: {decided} decided, {different} different");
    }
}
