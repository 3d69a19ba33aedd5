//! LibreOffice calculates every workbook of the sample city anew, and of small worlds with what the city has not: every
//! formula gives what stands beside it, and what is payable is that of awards.csv, to the cent.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use duixian::diagnostic::Lang;
use duixian::payout::enterprise::Sheets;
use duixian::payout::{Dossier, Results};
use duixian::settle::run::Status;

use super::{books, dossier};
use crate::engine::{load, read};
use crate::office;
use crate::packs::{root, zhuzhou};
use crate::settle::random::city;
use crate::settle::world::{World, pays};

/// What the slips of workbooks say is payable: by file and measure.
fn on_slips(books: &[(String, Vec<u8>)]) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    for (name, bytes) in books {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).expect("a workbook");
        let slip = book.worksheet_range("兑付单").expect("the slip");
        let head = slip.rows().position(|r| r[0] == Data::String("政策措施".to_owned())).expect("the heading");
        for row in slip.rows().skip(head + 1).take_while(|row| !row[0].to_string().starts_with("应付合计")) {
            let payable = match &row[2] {
                Data::Float(amount) => format!("{amount:.2}"),
                Data::Empty => String::new(),
                other => panic!("{name}: {other:?}"),
            };
            found.insert((name.clone(), row[0].to_string()), payable);
        }
    }
    found
}

/// What the settlement pays, by file and measure.
fn settled(results: Results<'_>) -> BTreeMap<(String, String), String> {
    let who = results.enterprises();
    let mut found = BTreeMap::new();
    for award in &results.run.awards {
        let title = &results.measure(award.measure).expect("a measure").title;
        for (enterprise, line) in award.lines.iter().enumerate().filter(|(_, line)| line.status != Status::Zero) {
            let name = format!("企业兑付单/{}_{}.xlsx", who.code(enterprise), who.name(enterprise));
            let payable = line.waterfall.as_ref().map_or(String::new(), |w| w.payable.to_string());
            found.insert((name, title.clone()), payable);
        }
    }
    found
}

#[test]
fn every_sheet_of_the_sample_city() {
    let pack = zhuzhou();
    let mut all = Vec::new();
    for year in [2022, 2023] {
        let roster = read(&load(&[root().join(format!("sample_data/zhuzhou/{year}/roster.xlsx"))]), &pack, year);
        let made = dossier::of_roster(&pack, &roster, year, Lang::Zh, |dossier| {
            let made = books(Dossier { sheets: Sheets::Active, ..dossier });
            assert_eq!(on_slips(&made), settled(dossier.results));
            made
        });
        all.extend(made.into_iter().map(|(name, bytes)| (format!("{year} {name}"), bytes)));
    }
    assert!(all.len() > 1_500, "{} workbooks", all.len());
    office::disagreements(&all).agreed(50_000);
}

#[test]
fn the_sheets_of_random_cities() {
    let mut all = Vec::new();
    for seed in 1..=6 {
        dossier::of(&city(seed, 25, 5), Lang::En, |dossier| {
            let made = books(Dossier { sheets: Sheets::All, ..dossier });
            all.extend(made.into_iter().map(|(name, bytes)| (format!("{seed} {name}"), bytes)));
        });
    }
    office::disagreements(&all).agreed(1_000);
}

/// Parts with conditions, shares, caps that are not whole, definitions about records that stand on others, extremes,
/// quotients, what an earlier measure gives.
fn unusual() -> World {
    let round = "round = { mode = \"half_up\", unit = \"0.01元\" }\n";
    let define =
        |name: &str, of: &str, value: &str| format!("[[define]]\nname = \"{name}\"\n{of}value = \"{value}\"\n");
    let defined = [
        define("平均", "", "合计(经费 于 项目) / 3"),
        define("大项", "of = \"项目\"\n", "经费 不低于 平均"),
        define("好项", "of = \"项目\"\n", "大项 且 合格"),
    ]
    .concat();
    World::new()
        .measure(
            "parts",
            &format!(
                "[award]\n{round}[[award.component]]\npayer = \"市级\"\namount = \"投入 / 3\"\n\
                 [[award.component]]\npayer = \"县级\"\namount = \"1000元\"\nwhen = \"规上\"\n"
            ),
        )
        .measure(
            "shares",
            &format!(
                "[award]\namount = \"销售 / 7\"\n{round}floor = \"100元\"\ncap = \"若 示范 则 5000元 否则 2000.555元\"\n\
                 [[award.component]]\npayer = \"市级\"\nshare = \"60%\"\n\
                 [[award.component]]\npayer = \"县级\"\nshare = \"40%\"\nwhen = \"规上\"\n"
            ),
        )
        .measure("records", &format!("{defined}{}", pays("合计(经费 * 2 于 项目 当 好项) + 最大(经费 于 项目) + 计数(项目) * 1元")))
        .measure("again", &pays("核定(parts) * 比例"))
        .enterprise("甲", "投入=1000元 销售=70000元 规上=是 示范=是 比例=0.5")
        .enterprise("乙", "投入=1000.01元 销售=12345.67元 规上=否 比例=0.333")
        .enterprise("丙", "销售=600元 规上=是 比例=1")
        .record("甲", "项目", "项目名称=一 经费=100 立项日期=2023-05-01 合格=是")
        .record("甲", "项目", "项目名称=二 经费=900 立项日期=2023-06-01 合格=是")
        .record("甲", "项目", "项目名称=三 经费=500 立项日期=2023-07-01 合格=否")
        .record("乙", "项目", "项目名称=四 经费=33.33 立项日期=2023-07-01")
}

#[test]
fn the_sheets_of_unusual_rules() {
    let world = unusual();
    let made = dossier::of(&world, Lang::Zh, |dossier| {
        let made = books(Dossier { sheets: Sheets::All, ..dossier });
        let slips = on_slips(&made).into_iter().filter(|((_, title), _)| !title.starts_with("本年度没有"));
        assert_eq!(slips.collect::<BTreeMap<_, _>>(), settled(dossier.results));
        made
    });
    office::disagreements(&made).agreed(30);
}
