//! Promise 2, cell by cell: what is empty or unreadable never pays and never refuses by itself, and a held
//! award names the cells that decide it.

use std::collections::BTreeMap;

use duixian::roster::RosterFile;

use super::random::city;
use super::world::{Cells, Row, Settled, World, YEAR, pays, pays_and, rows};

/// A pack in which nobody's award depends on another enterprise's cells.
fn world() -> World {
    let condition = "[[condition]]\nid = \"large\"\nwhen = \"规上 或 人数 不低于 10\"\notherwise = \"不\"\n";
    let shares = "[[award.share]]\npayer = \"市级\"\n[[award.share]]\npayer = \"县级\"\nshare = \"比例\"\n";
    World::new()
        .measure("base", &format!("{condition}{}", pays_and("投入 * 10%", "cap = \"若 等级 = “甲” 则 50元 否则 40元\"\nfloor = \"5元\"")))
        .measure("ratio", &pays_and("销售 / 人数", "cap = \"60元\""))
        .measure("projects", &format!("[award]\namount = \"合计(经费 于 项目 当 合格 且 年(立项日期) = 政策年度)\"\nround = {{ mode = \"down\", unit = \"1元\" }}\n{shares}"))
        .measure("twice", &pays("核定(base) * 2"))
        .estimate("tax", "[estimate]\namount = \"投入 * 25%\"\nround = { mode = \"half_up\", unit = \"0.01元\" }\n")
        .pack("[[stacking]]\nid = \"g\"\nrule = \"highest\"\nmeasures = [\"base\", \"ratio\"]")
        .enterprise("甲", "投入=300 销售=70 规上=是 人数=7 比例=50% 等级=甲")
        .enterprise("乙", "投入=900 销售=700 规上=否 人数=12 比例=30% 等级=乙")
        .enterprise("丙", "投入=20 销售=1 规上=否 人数=9 比例=0 等级=丙")
        .enterprise("丁", "投入=450 销售=0 规上=是 人数=20 比例=100% 等级=乙")
        .record("甲", "项目", "项目名称=一 经费=30 立项日期=2023-03-01 合格=是")
        .record("甲", "项目", "项目名称=二 经费=40 立项日期=2022-03-01 合格=是")
        .record("乙", "项目", "项目名称=三 经费=50 立项日期=2023-03-01 合格=否")
        .before("甲", "base", "预拨", "10")
        .before("乙", "ratio", "已拨", "100")
        .record("丙", "已拨付", "政策=base 政策年度=2022 金额=5 事由=预拨")
        .record("丙", "限制名单", "起始日期=2023-01-01")
        .record("丁", "限制名单", "起始日期=2021-01-01 截止日期=2022-01-01")
}

/// Status and amount of every line, estimates too.
fn outcomes(settled: &Settled) -> BTreeMap<(String, String), (String, String)> {
    let key = |r: &Row| (r["uscc"].clone(), r["measure"].clone());
    let awards = settled.rows("awards.csv").into_iter().map(|r| (key(&r), (r["status"].clone(), r["payable"].clone())));
    let estimates =
        settled.rows("estimates.csv").into_iter().map(|r| (key(&r), (r["status"].clone(), r["amount"].clone())));
    awards.collect::<Vec<_>>().into_iter().chain(estimates).collect()
}

/// Names of the enterprises and the numbers of records, with their cells.
fn places(world: &World) -> Vec<(Option<usize>, String)> {
    let mut places: Vec<(Option<usize>, String)> = ["甲", "乙", "丙", "丁"].map(|n| (None, n.to_owned())).into();
    places.extend((0..world.records()).map(|i| (Some(i), String::new())));
    places
}

fn cells_at<'a>(world: &'a mut World, place: &(Option<usize>, String)) -> &'a mut Cells {
    match place.0 {
        Some(record) => world.record_cells(record),
        None => world.cells_of(&place.1),
    }
}

fn each_cell(what: &str, skip: &[&str]) {
    let whole = world();
    let before = outcomes(&whole.settle());
    let pack = whole.compile();
    let mut held = 0;
    for place in places(&whole) {
        let fields: Vec<String> = cells_at(&mut whole.clone(), &place).keys().cloned().collect();
        for field in fields.iter().filter(|f| !skip.contains(&f.as_str())) {
            let mut world = whole.clone();
            cells_at(&mut world, &place).insert(field.clone(), what.to_owned());
            let settled = world.settle_by(&pack);
            for (line, after) in outcomes(&settled) {
                if after == before[&line] {
                    continue;
                }
                assert_eq!(after.0, "held", "{place:?} {field}: {line:?} was {:?} and is {after:?}", before[&line]);
                held += 1;
                let named = settled.rows("findings.csv").into_iter().any(|r| {
                    r["severity"] == "hold"
                        && (&r["uscc"], &r["measure"]) == (&line.0, &line.1)
                        && (r["message"].contains(field) || r["message"].contains(&format!("“{field}”")))
                        && !r["cell"].is_empty()
                });
                assert!(named, "{place:?} {field}: {line:?} is held and does not name it");
            }
        }
    }
    assert!(held > 30, "only {held} lines became held: the test does not test much");
}

#[test]
fn an_empty_cell_never_pays_and_never_refuses() {
    // 截止日期 may be empty: it has no end
    each_cell("", &["截止日期"]);
}

#[test]
fn an_unreadable_cell_never_pays_and_never_refuses() {
    // a text is always readable
    each_cell("？？", &["项目名称", "政策"]);
}

/// A good value for each field.
fn good(field: &str) -> &'static str {
    match field {
        "投入" | "销售" | "经费" | "金额" => "77",
        "规上" | "示范" | "合格" => "是",
        "人数" => "7",
        "等级" => "丙",
        "政策年度" => "2023",
        "政策" => "base",
        "事由" => "预拨",
        "立项日期" | "起始日期" => "2023-05-05",
        "截止日期" => "2023-06-06",
        other => panic!("no value for {other}"),
    }
}

/// Row and column of `D12`, from 0, the heading not counted.
fn at(cell: &str) -> (usize, usize) {
    let column = usize::from(cell.as_bytes()[0] - b'A');
    (cell[1..].parse::<usize>().expect("a row") - 2, column)
}

/// The files with the cells filled that an award is held for, and their number.
fn filled(files: &[RosterFile], findings: &[Row], line: &Row) -> Vec<RosterFile> {
    let mut files = files.to_vec();
    let named = findings
        .iter()
        .filter(|r| r["severity"] == "hold" && r["uscc"] == line["uscc"] && r["measure"] == line["measure"]);
    for finding in named {
        let file = files.iter_mut().find(|f| f.name == finding["file"]).expect("the file");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&*file.bytes);
        let mut rows: Vec<Vec<String>> =
            reader.records().map(|r| r.expect("a row").iter().map(str::to_owned).collect()).collect();
        let (row, column) = at(&finding["cell"]);
        let field = rows[0][column].replace("(元)", "");
        rows[row + 1][column] = good(&field).to_owned();
        let mut writer = csv::Writer::from_writer(Vec::new());
        rows.iter().for_each(|r| writer.write_record(r).expect("memory"));
        file.bytes = writer.into_inner().expect("memory").into();
    }
    files
}

#[test]
fn filling_the_cells_that_a_held_award_names_decides_it() {
    let (mut decided, mut rivals) = (0, 0);
    for seed in 0..6 {
        let world = city(seed, 12, 12);
        let pack = world.compile();
        let settle = |files: &[RosterFile]| {
            let options = duixian::roster::Options { year: YEAR, ..Default::default() };
            let roster = duixian::roster::read(files, &pack.schema, &options).expect("a roster");
            let done = crate::engine::settle(&roster, &pack, YEAR, 1024);
            (rows(&done["awards.csv"]), rows(&done["findings.csv"]))
        };
        let files = world.roster(&pack);
        let (awards, findings) = settle(&files);
        for line in awards.iter().filter(|r| r["status"] == "held") {
            let now = |awards: &[Row]| {
                let same = |r: &&Row| (&r["uscc"], &r["measure"]) == (&line["uscc"], &line["measure"]);
                awards.iter().find(same).expect("the line").clone()
            };
            let files = filled(&files, &findings, line);
            let (awards, findings) = settle(&files);
            let mut after = now(&awards);
            if after["reason"] == "stacking:g" && after["status"] == "held" {
                // its own cells are filled; what it names now are those of a rival that is held as well
                after = now(&settle(&filled(&files, &findings, &after)).0);
                rivals += 1;
            }
            assert_ne!(after["status"], "held", "city {seed}: {line:?} is still {after:?}");
            decided += 1;
        }
    }
    assert!(decided > 50 && rivals < decided / 4, "{decided} awards were held, {rivals} of them for rivals too");
}
