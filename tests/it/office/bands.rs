//! Random band tables of all three kinds, met below, on and above each of their edges.

use std::collections::BTreeMap;

use duixian::dataset::Dataset;
use duixian::exact::Exact;
use duixian::lang::{Band, BandKind, Bands, LookupId};
use duixian::schema::{ENTERPRISES, Schema};
use duixian::value::{State, Type, Value};

use super::grid::Grid;
use super::placed::{At, Placer};
use crate::lang::generate::Dice;
use crate::lang::world::{self, World, exact};

const TABLES: usize = 120;

/// Amounts and ratios; what goes in comes straight from a cell or out of arithmetic that binary leaves a hair off.
const EXPRESSIONS: &[&str] = &[
    "超额累进(登记奖补, 产值)",
    "全额(成果奖补, 产值)",
    "定额(机构补助, 产值)",
    "超额累进(登记奖补, 产值 * 0.07 / 0.07)",
    "全额(成果奖补, 产值 * 0.29 / 0.29)",
    "定额(机构补助, 产值 / 3 * 3)",
    "定额(评分, 研发占比)",
    "定额(评分, 本年研发费用 / 营业收入)",
];

#[test]
fn bands_agree_at_every_edge() {
    let mut dice = Dice::new(7);
    let mut world = World::empty();
    let mut files = Vec::new();
    let mut placed = 0;
    for table in 0..TABLES {
        let edges =
            edges_of(&mut dice, &["0", "0.01", "1000", "99999.99", "1000000", "33333.33", "50000000", "-5", "1.5"]);
        let ratios = edges_of(&mut dice, &["0", "0.03", "0.05", "0.1", "0.15", "0.3", "1"]);
        world.binding.bands = vec![
            Some(bands(&mut dice, BandKind::Marginal, &edges)),
            Some(bands(&mut dice, BandKind::Whole, &edges)),
            Some(bands(&mut dice, BandKind::Step, &edges)),
            Some(bands(&mut dice, BandKind::Step, &ratios)),
        ];
        world.data = data(&world.schema, &edges, &ratios);
        let types = |_: LookupId| (Vec::new(), Type::Number);
        let (schema, data) = (&world.schema, &world.data);
        let placer = Placer::new(Grid::default(), (schema, data), (&world.binding, &world.checked), &types);
        let awards = BTreeMap::new();
        for text in EXPRESSIONS {
            let typed = world.typed(text, ENTERPRISES);
            for enterprise in 0..data.enterprises() {
                let frame = placer.frame(enterprise);
                let at = At::enterprise(&placer, &frame, &awards);
                placed += usize::from(at.place(&typed).expect("a formula").is_some());
            }
        }
        files.push((format!("bands {table}"), placer.grid.borrow().workbook()));
    }
    assert!(placed > 5_000, "{placed}");
    super::disagreements(&files).agreed(placed);
}

/// Some of these in ascending order.
fn edges_of(dice: &mut Dice, from: &[&'static str]) -> Vec<Exact> {
    let mut chosen: Vec<Exact> = from.iter().filter(|_| dice.below(2) == 0).map(|e| exact(e)).collect();
    if chosen.is_empty() {
        chosen.push(exact(from[1]));
    }
    chosen.sort();
    chosen
}

/// Bands between these edges: the first open below or not, edges with the one band or the other, with caps or without.
fn bands(dice: &mut Dice, kind: BandKind, edges: &[Exact]) -> Bands {
    let style = dice.below(3);
    let capped = dice.below(2) == 0;
    // does the edge belong to the band above it?
    let upward: Vec<bool> = edges.iter().map(|_| [true, false, dice.below(2) == 0][style]).collect();
    let values = match kind {
        BandKind::Step => ["0", "200000", "50000.55", "7"],
        _ => ["0", "0.01", "0.035", "0.2"],
    };
    let mut all = Vec::new();
    let open = dice.below(2) == 0;
    for at in 0..=edges.len() {
        let from = at.checked_sub(1);
        if from.is_none() && !open {
            continue;
        }
        all.push(Band {
            from: from.map(|i| edges[i]),
            from_included: from.is_some_and(|i| upward[i]),
            to: edges.get(at).copied(),
            to_included: upward.get(at).is_some_and(|up| !up),
            value: exact(dice.pick(&values)),
            cap: (capped && dice.below(2) == 0).then(|| exact(dice.pick(&["0", "100", "1234.56", "30000"]))),
        });
    }
    Bands::new(kind, all).expect("sound bands")
}

/// An enterprise below, on and above each edge, and some beside.
fn data(schema: &Schema, edges: &[Exact], ratios: &[Exact]) -> Dataset {
    let fen = exact("0.01");
    let around = |edge: &Exact| [edge.sub(fen).expect("small"), *edge, edge.add(fen).expect("small")];
    let mut amounts: Vec<Exact> = edges.iter().flat_map(around).collect();
    amounts.extend(["0", "-12.3", "777777.77", "123456789.01"].map(exact));
    let income = exact("12345678.00");
    let mut shares: Vec<(Exact, Exact)> = Vec::new();
    for ratio in ratios {
        let cost = income.mul(*ratio).expect("small");
        shares.extend(around(&cost).map(|cost| (cost, *ratio)));
    }
    let field = |name: &str| schema.tables[0].field(name).expect("a field").0;
    let rows = amounts.len().max(shares.len());
    let row = |i: usize| {
        let mut cells: Vec<Result<Value, State>> = vec![Err(State::Empty); schema.tables[0].fields.len()];
        let (cost, ratio) = shares[i % shares.len()];
        for (name, number) in
            [("产值", amounts[i % amounts.len()]), ("营业收入", income), ("本年研发费用", cost), ("研发占比", ratio)]
        {
            cells[field(name)] = Ok(Value::Number(number));
        }
        cells
    };
    let mains: Vec<_> = (0..rows).map(row).collect();
    let mut data = World::empty().data;
    data.tables[0] = world::records(schema, ENTERPRISES, &mains, &mut data.texts);
    for table in &mut data.tables[1..] {
        table.starts = vec![0; rows + 1];
    }
    data
}
