//! Step 7 where a pool has a breaker: a rate over the whole roster lowers every claim, or stops them.

use super::world::{World, pays_and};

const STEPS: &str = "{ from = \"0%\", to = \"5%\", amount = \"100%\" }, { over = \"5%\", below = \"8%\", amount = \"50%\" }, { from = \"8%\", amount = \"0%\" }";

fn pool(unit: &str, budget: &str, steps: &str) -> String {
    format!(
        "[[pool]]\nid = \"p\"\ntitle = \"池\"\nrule = \"pro_rata\"\nunit = \"{unit}\"\nbudget = [{{ from = 2023-01-01, value = \"{budget}\" }}]\n[pool.breaker]\nbad = \"合计(经费 于 项目 当 合格)\"\nof = \"合计(经费 于 项目)\"\nsteps = [{{ from = 2023-01-01, bands = [{steps}] }}]"
    )
}

fn world(unit: &str, budget: &str) -> World {
    World::new().measure("m", &pays_and("投入", "pool = \"p\"")).pack(&pool(unit, budget, STEPS))
}

/// Loans of 10,000 of which so much went bad.
fn loans(world: World, bad: &str, good: &str) -> World {
    world.record("甲", "项目", &format!("经费={bad} 合格=是")).record("甲", "项目", &format!("经费={good} 合格=否"))
}

#[test]
fn each_edge_belongs_where_the_rule_puts_it() {
    for (bad, good, line) in [
        ("0", "10000", "paid gross=101.00 payable=101.00"),
        ("500", "9500", "paid gross=101.00 payable=101.00"),
        ("500.01", "9499.99", "paid gross=101.00 budget=-51.00 payable=50.00"),
        ("799.99", "9200.01", "paid gross=101.00 budget=-51.00 payable=50.00"),
        ("800", "9200", "zero budget gross=101.00 budget=-101.00"),
        ("10000", "0", "zero budget gross=101.00 budget=-101.00"),
    ] {
        let settled = loans(world("1元", "1万元").enterprise("甲", "投入=101"), bad, good).settle();
        assert_eq!(settled.line("甲", "m"), line, "{bad} of 10000");
        let tripped = line.contains("budget");
        assert_eq!(settled.codes(), if tripped { vec!["settle/pool-breaker"] } else { vec![] });
    }
}

#[test]
fn the_rate_is_that_of_all_enterprises() {
    let world = world("0.01元", "1万元").enterprise("甲", "投入=101").enterprise("乙", "投入=7");
    let settled = loans(world, "600", "400").record("乙", "项目", "经费=9000 合格=否").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=101.00 budget=-50.50 payable=50.50");
    assert_eq!(settled.line("乙", "m"), "paid gross=7.00 budget=-3.50 payable=3.50");
}

#[test]
fn the_budget_is_looked_at_after_the_breaker() {
    let world = world("1元", "60元").enterprise("甲", "投入=100").enterprise("乙", "投入=100");
    let settled = loans(world, "600", "9400").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=100.00 budget=-70.00 payable=30.00");
    assert_eq!(settled.codes(), ["settle/pool-breaker", "settle/pool-cut"]);
    let within = loans(self::world("1元", "60元").enterprise("甲", "投入=120"), "600", "9400").settle();
    assert_eq!(within.line("甲", "m"), "paid gross=120.00 budget=-60.00 payable=60.00");
    assert_eq!(within.codes(), ["settle/pool-breaker"], "60 is no more than there is");
}

#[test]
fn what_is_missing_for_the_rate_holds_every_claim_and_nothing_else() {
    let settled = loans(world("1元", "1万元").enterprise("甲", "投入=100"), "1", "9999")
        .enterprise("乙", "投入=100")
        .record("乙", "项目", "合格=是")
        .enterprise("丙", "投入=0")
        .settle();
    for name in ["甲", "乙"] {
        assert_eq!(settled.line(name, "m"), "held missing:经费");
        assert_eq!(settled.findings(name, "m"), ["settle/value-missing C4"], "both wait for the one cell");
    }
    assert_eq!(settled.line("丙", "m"), "zero nothing-due");
}

#[test]
fn an_unreadable_cell_holds_like_an_empty_one_and_the_advance_is_named() {
    let settled = world("1元", "1万元")
        .enterprise("甲", "投入=100")
        .record("甲", "项目", "经费=？？ 合格=是")
        .before("甲", "m", "预拨", "20")
        .settle();
    assert_eq!(settled.line("甲", "m"), "held unreadable:经费");
    assert_eq!(settled.codes(), ["settle/value-unreadable", "settle/held-with-advance"]);
}

#[test]
fn without_claims_nothing_waits_for_the_rate() {
    let settled = world("1元", "1万元").enterprise("甲", "投入=0").record("甲", "项目", "合格=是").settle();
    assert_eq!(settled.line("甲", "m"), "zero nothing-due");
    assert!(settled.codes().is_empty());
}

#[test]
fn no_loans_are_no_bad_ones() {
    let settled = world("1元", "1万元").enterprise("甲", "投入=100").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=100.00 payable=100.00");
}

#[test]
fn something_bad_of_nothing_has_no_rate() {
    let pack =
        pool("1元", "1万元", STEPS).replace("of = \"合计(经费 于 项目)\"", "of = \"合计(经费 于 项目 当 非 合格)\"");
    let settled = World::new()
        .measure("m", &pays_and("投入", "pool = \"p\""))
        .pack(&pack)
        .enterprise("甲", "投入=100")
        .record("甲", "项目", "经费=5 合格=是")
        .settle();
    assert!(settled.line("甲", "m").starts_with("held"));
    assert_eq!(settled.codes(), ["settle/arithmetic"]);
}

#[test]
fn a_pool_of_one_payer_may_have_a_breaker_too() {
    let measure = "[award]\namount = \"投入\"\nround = { mode = \"down\", unit = \"1元\" }\npool = \"p\"\n[[award.share]]\npayer = \"市级\"\n[[award.share]]\npayer = \"省级\"\nshare = \"60%\"\n";
    let pack = pool("1元", "1万元", STEPS).replace("[pool.breaker]", "payer = \"省级\"\n[pool.breaker]");
    let settled =
        loans(World::new().measure("m", measure).pack(&pack).enterprise("甲", "投入=100"), "600", "9400").settle();
    assert_eq!(settled.payments("甲", "m"), "省级 1 2023 30.00; 市级 1 2023 40.00");
}

fn wrong(steps: &str) -> Vec<&'static str> {
    let world = World::new().measure("m", &pays_and("投入", "pool = \"p\"")).pack(&pool("1元", "1元", steps));
    world.try_compile().expect_err("the steps are wrong").iter().map(|f| f.code.id).collect()
}

#[test]
fn steps_that_leave_a_rate_out_or_pay_more_than_all_are_refused() {
    assert_eq!(wrong("{ from = \"1%\", amount = 1 }"), ["policy/bands"], "0 to 1%");
    assert_eq!(wrong("{ over = \"0%\", amount = 1 }"), ["policy/bands"], "0 itself");
    assert_eq!(wrong("{ from = \"0%\", to = \"5%\", amount = 1 }"), ["policy/bands"], "above 5%");
    assert_eq!(wrong("{ from = \"0%\", to = \"5%\", amount = 1 }, { from = \"6%\", amount = 0 }"), ["policy/bands"]);
    assert_eq!(wrong("{ from = \"0%\", amount = \"101%\" }"), ["policy/bands"]);
    assert_eq!(wrong("{ from = \"0%\", amount = \"-1%\" }"), ["policy/bands"]);
}

#[test]
fn a_year_without_steps_is_a_gap() {
    let later = pool("1元", "1元", STEPS).replace("steps = [{ from = 2023-01-01", "steps = [{ from = 2024-01-01");
    let found = World::new().measure("m", &pays_and("投入", "pool = \"p\"")).pack(&later).try_compile();
    let codes: Vec<_> = found.expect_err("2023 has none").iter().map(|f| f.code.id).collect();
    assert_eq!(codes, ["policy/gap"]);
}

#[test]
fn a_breaker_that_asks_for_an_award_is_refused() {
    let pack = pool("1元", "1元", STEPS).replace("bad = \"合计(经费 于 项目 当 合格)\"", "bad = \"核定(m)\"");
    let found = World::new().measure("m", &pays_and("投入", "pool = \"p\"")).pack(&pack).try_compile();
    let codes: Vec<_> = found.expect_err("it looks at the roster").iter().map(|f| f.code.id).collect();
    assert_eq!(codes, ["policy/order"]);
}
