//! Random expressions over random rows, placed on sheets: LibreOffice gives what the engine gives.

use std::collections::BTreeMap;

use duixian::calendar::Date;
use duixian::exact::Exact;
use duixian::lang::ast::Binary;
use duixian::lang::builtins::{Form, Function, TABLE};
use duixian::lang::typed::Kind;
use duixian::lang::{Lanes, LookupId, MeasureId, Name, Step, Typed, trace};
use duixian::schema::ENTERPRISES;
use duixian::value::{State, Type, Value};

use super::grid::Grid;
use super::placed::{At, Placer};
use crate::lang::generate::{Dice, KINDS};
use crate::lang::world::World;

const BOOKS: usize = 120;
const EXPRESSIONS_A_BOOK: usize = 80;
const ENTERPRISES_A_BOOK: usize = 4;

#[test]
fn random_expressions_give_what_the_engine_gives() {
    // OFTEN=10 multiplies the work, SEED=… starts elsewhere
    let setting = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    let books = BOOKS * usize::try_from(setting("OFTEN").unwrap_or(1)).expect("a number");
    let mut dice = Dice::new(setting("SEED").unwrap_or(20_231_231));
    let mut world = World::empty();
    let mut tally = BTreeMap::new();
    let (mut placed, mut unwritten) = (0, Vec::new());
    let mut files = Vec::new();
    for book in 0..books {
        world.data = dice.data(&world.schema, ENTERPRISES_A_BOOK);
        let types = lookup_types(&world);
        let types = |id: LookupId| types[&id].clone();
        let (schema, data) = (&world.schema, &world.data);
        let placer = Placer::new(Grid::default(), (schema, data), (&world.binding, &world.checked), &types);
        for _ in 0..EXPRESSIONS_A_BOOK {
            let kind = dice.pick(&KINDS);
            let depth = 1 + dice.below(4);
            let text = dice.expression(kind, depth, false);
            // a divisor that is a literal zero is refused
            let Ok(typed) = world.try_typed(&text, ENTERPRISES, None) else { continue };
            for enterprise in 0..ENTERPRISES_A_BOOK {
                match place(&placer, &typed, enterprise) {
                    Ok(true) => {
                        placed += 1;
                        count(&typed, &mut tally);
                    }
                    Ok(false) => {}
                    Err(why) => unwritten.push(format!("{why}: {text}")),
                }
            }
            placer.forget();
        }
        files.push((format!("book {book}"), placer.grid.borrow().workbook()));
    }
    // only what exceeds a cell or a formula
    assert!(unwritten.len() * 50 < placed, "{} of {placed}: {:#?}", unwritten.len(), &unwritten[..20]);
    super::disagreements(&files).agreed(placed);
    assert!(placed >= 10_000, "{placed}");
    every_one_occurs(&tally);
}

fn lookup_types(world: &World) -> BTreeMap<LookupId, (Vec<Type>, Type)> {
    let lookups = world.names.values().filter_map(|name| match name {
        Name::Lookup(id, keys, ty) => Some((*id, (keys.clone(), ty.clone()))),
        _ => None,
    });
    lookups.collect()
}

/// Places an expression for an enterprise, if the engine has a value that a workbook can hold.
fn place(placer: &Placer<'_>, typed: &Typed, enterprise: usize) -> Result<bool, String> {
    let award = match enterprise {
        3 => Err(State::Empty),
        0 => Ok(Exact::ZERO),
        _ => Ok(Exact::from(100_000)),
    };
    let awards = BTreeMap::from([(MeasureId(0), award.ok().map(Value::Number))]);
    let frame = placer.frame(enterprise);
    frame.set_award(MeasureId(0), Lanes::numbers(vec![award]));
    if too_early(&trace(typed, &frame)) {
        return Ok(false);
    }
    let at = At::enterprise(placer, &frame, &awards);
    match at.place(typed) {
        Ok(place) => Ok(place.is_some()),
        Err(why) => Err(format!("{why} {:?}", placer.unwritten.borrow_mut().drain(..).collect::<Vec<_>>())),
    }
}

/// No workbook counts days before March 1900 as the calendar does.
fn too_early(step: &Step) -> bool {
    let first = Date::new(1900, 3, 1).expect("a day");
    matches!(&step.value, Ok(Value::Date(day)) if *day < first) || step.children.iter().any(too_early)
}

fn count(typed: &Typed, tally: &mut BTreeMap<&'static str, usize>) {
    typed.visit(&mut |part| {
        let special = |function: Function| TABLE.iter().find(|row| row.function == function).expect("a row").zh;
        let name = match &part.kind {
            Kind::Literal(_) => "literal",
            Kind::Field { .. } => "field",
            Kind::Parameter(_) => "parameter",
            Kind::Definition(..) => "definition",
            Kind::PolicyYear => special(Function::PolicyYear),
            Kind::AsOf => special(Function::AsOf),
            Kind::Not(_) => "非",
            Kind::Negate(_) => "negative",
            Kind::Logic { and, .. } => if *and { Binary::And } else { Binary::Or }.text(),
            Kind::Arithmetic { op, .. } | Kind::Compare { op, .. } => op.text(),
            Kind::In { negated, .. } => {
                if *negated {
                    "不属于"
                } else {
                    "属于"
                }
            }
            Kind::If { .. } => "若",
            Kind::Call { function, .. } => special(*function),
            Kind::Lookup { .. } => special(Function::Lookup),
            Kind::Bands { kind, .. } => match kind {
                duixian::lang::BandKind::Marginal => special(Function::Marginal),
                duixian::lang::BandKind::Whole => special(Function::Whole),
                duixian::lang::BandKind::Step => special(Function::Step),
            },
            Kind::Filled { .. } => special(Function::Filled),
            Kind::Default { .. } => special(Function::Default),
            Kind::Pending { .. } => special(Function::Pending),
            Kind::Award(_) => special(Function::Award),
            Kind::Aggregate { aggregate, .. } => match aggregate.text() {
                "最大" => "最大 of records",
                "最小" => "最小 of records",
                other => other,
            },
        };
        *tally.entry(name).or_default() += 1;
    });
}

/// Each operator and built-in stood in some hundred formulas.
fn every_one_occurs(tally: &BTreeMap<&'static str, usize>) {
    let functions = TABLE.iter().filter(|row| row.form != Form::Records).map(|row| row.zh);
    let functions = functions.filter(|name| *name != "待补");
    let records = ["存在", "计数", "合计", "最大 of records", "最小 of records"];
    let others = ["若", "非", "negative", "属于", "不属于", "field", "parameter", "definition", "literal"];
    for name in Binary::ALL.into_iter().map(Binary::text).chain(functions).chain(records).chain(others) {
        let found = tally.get(name).copied().unwrap_or(0);
        assert!(found >= 300, "{name}: {found}");
    }
}
