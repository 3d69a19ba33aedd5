//! What is said to be impossible never happens: random conditions over random rows.

use duixian::lang::possible::Possible;
use duixian::lang::{Frame, Lanes, MeasureId, evaluate, evaluate_records};
use duixian::schema::{ENTERPRISES, Empty};
use duixian::value::Value;

use super::generate::{Dice, Kind};
use super::world::{CONTRACTS, World};

const ENTERPRISES_A_BATCH: usize = 4;
const CONDITIONS: usize = 30_000;

#[test]
fn what_is_impossible_does_not_happen() {
    let mut dice = Dice::new(20_240_801);
    let mut world = World::empty();
    // any cell of the random rows may say that there is none
    let mut schema = world.schema.clone();
    for field in schema.tables.iter_mut().flat_map(|t| &mut t.fields) {
        field.empty = Empty::None { unless_filled: Vec::new(), only_if_zero: None };
    }
    let definitions: Vec<_> = world.checked.iter().map(|d| d.clone().expect("checked")).collect();
    let (mut never, mut always, mut open) = (0, 0, 0);
    for round in 0..CONDITIONS {
        if round % 20 == 0 {
            world.data = dice.data(&world.schema, ENTERPRISES_A_BATCH);
        }
        let record = dice.below(4) == 0;
        let table = if record { CONTRACTS } else { ENTERPRISES };
        let depth = 1 + dice.below(4);
        // two at once have more to do with one another than one by itself
        let (a, b) = (dice.expression(Kind::YesNo, depth, record), dice.expression(Kind::YesNo, depth, record));
        let text = match dice.below(4) {
            0 => format!("({a}) 且 ({b}) 且 非 ({a})"),
            1 => format!("({a}) 或 ({b}) 或 非 ({a})"),
            2 => format!("({a}) 且 ({b})"),
            _ => a,
        };
        let Ok(typed) = world.try_typed(&text, table, None) else { continue };
        let possible = Possible::new(&schema, &world.binding, &definitions);
        let (yes, no) = (!possible.ways(&typed, true).is_impossible(), !possible.ways(&typed, false).is_impossible());
        let frame = Frame::new(&world.data, &world.schema, &world.binding, &world.checked, 0..ENTERPRISES_A_BATCH);
        frame.set_award(MeasureId(0), Lanes::numbers(vec![Ok(1.into()); ENTERPRISES_A_BATCH]));
        let lanes = if record { evaluate_records(&typed, table, &frame) } else { evaluate(&typed, &frame) };
        for i in 0..lanes.len() {
            match lanes.value(i) {
                Ok(Value::YesNo(true)) => assert!(yes, "{text} holds in row {i}"),
                Ok(Value::YesNo(false)) => assert!(no, "{text} fails in row {i}"),
                _ => {}
            }
        }
        match (yes, no) {
            (true, true) => open += 1,
            (true, false) => always += 1,
            (false, _) => never += 1,
        }
    }
    assert!(never > 1_000 && always > 1_000 && open > 1_000, "{never} never, {always} always, {open} open");
}
