//! The pack that is shipped compiles, and its years see what they should.

use duixian::calendar::Date;
use duixian::diagnostic::{Lang, render};
use duixian::policy::compile;
use duixian::policy::pack::{MeasureKind, Pack, Weight};

use super::folder;

pub fn zhuzhou() -> Pack {
    let files = folder::files(&folder::repository().join("rules/zhuzhou"));
    match compile(&folder::sources(files)) {
        Ok((pack, notes)) => {
            let said: String = notes.iter().map(|f| render::people(f, Lang::Zh, false)).collect();
            assert!(notes.is_empty(), "{said}");
            pack
        }
        Err(found) => {
            let said: String = found.iter().map(|f| render::people(f, Lang::Zh, false)).collect();
            panic!("{said}")
        }
    }
}

#[test]
fn the_shipped_pack_compiles_without_a_word() {
    let pack = zhuzhou();
    assert_eq!(pack.id, "zhuzhou");
    let in_order: Vec<usize> = pack.measures.iter().map(|m| m.number.0).collect();
    assert!(in_order.is_sorted());
    let first = &pack.measures[0];
    let MeasureKind::Payout(award) = &first.kind else { panic!("{} pays", first.id) };
    assert_eq!(award.components.len(), 2);
    assert_eq!(award.components[1].number, 2);
    assert!(matches!(award.components[0].weight, Weight::Amount(_)));
    assert!(pack.veto.is_some() && pack.offset.is_some());
}

#[test]
fn a_year_sees_its_version_of_a_measure() {
    let pack = zhuzhou();
    for (year, parameter) in [(2022, "奖补比例"), (2023, "重点领域比例")] {
        let edition = pack.on(year, Date::year_end(year).unwrap()).unwrap();
        assert_eq!(edition.in_force().filter(|m| m.id == "rd-award").count(), 1);
        let at = pack.parameters.iter().position(|p| p.name == parameter).unwrap();
        assert!(edition.binding.parameters[at].is_some(), "{parameter} in {year}");
    }
    let edition = pack.on(2022, Date::year_end(2022).unwrap()).unwrap();
    assert!(edition.in_force().all(|m| m.id != "university-cooperation"));
}

#[test]
fn a_year_without_a_budget_is_refused_with_the_dates_there_are() {
    let pack = zhuzhou();
    let found = pack.on(2024, Date::year_end(2024).unwrap()).unwrap_err();
    assert!(found.iter().all(|f| f.code.id == "policy/gap"), "{found:#?}");
    assert!(found.iter().any(|f| f.message.zh.contains("cooperation") && f.message.zh.contains("2023-12-31")));
}
