//! Step 7: budgets.

use super::world::{World, pays, pays_and};

fn pool(rule: &str, unit: &str, budget: &str) -> String {
    format!(
        "[[pool]]\nid = \"p\"\ntitle = \"池\"\nrule = \"{rule}\"\nunit = \"{unit}\"\nbudget = [{{ from = 2023-01-01, value = \"{budget}\" }}]"
    )
}

fn drawing(rule: &str, unit: &str, budget: &str) -> World {
    let award =
        "[award]\namount = \"投入\"\nround = { mode = \"down\", unit = \"0.01元\" }\npool = \"p\"\npayer = \"市级\"\n";
    World::new().measure("m", award).pack(&pool(rule, unit, budget))
}

fn paid(world: World, claims: &[&str]) -> Vec<String> {
    let names: Vec<String> = (0..claims.len()).map(|i| format!("企业{i}")).collect();
    let world = names.iter().zip(claims).fold(world, |w, (name, claim)| w.enterprise(name, &format!("投入={claim}")));
    let settled = world.settle();
    settled.rows("awards.csv").into_iter().map(|r| r["payable"].clone()).collect()
}

#[test]
fn within_the_budget_everybody_gets_all() {
    assert_eq!(paid(drawing("pro_rata", "1元", "300元"), &["100", "200"]), ["100.00", "200.00"]);
}

#[test]
fn an_exceeded_budget_is_divided_by_largest_remainder() {
    // the worked numbers of the policies' text
    let claims = ["100000", "50000", "333333", "70001"];
    let parts = paid(drawing("pro_rata", "1元", "400000元"), &claims);
    assert_eq!(parts, ["72289.00", "36145.00", "240963.00", "50603.00"]);
}

#[test]
fn an_equal_remainder_goes_to_the_smaller_code() {
    assert_eq!(paid(drawing("pro_rata", "1元", "100元"), &["50", "50", "50"]), ["34.00", "33.00", "33.00"]);
}

#[test]
fn an_equal_remainder_of_one_enterprise_goes_to_the_earlier_measure() {
    let settled = World::new()
        .measure("a", &pays_and("投入", "pool = \"p\""))
        .measure("b", &pays_and("销售", "pool = \"p\""))
        .pack(&pool("pro_rata", "1元", "99元"))
        .enterprise("甲", "投入=50 销售=50")
        .enterprise("乙", "投入=50 销售=50")
        .settle();
    let cut = |name: &str, m: &str| settled.line(name, m).rsplit('=').next().map(str::to_owned);
    let parts = [cut("甲", "a"), cut("甲", "b"), cut("乙", "a"), cut("乙", "b")].map(Option::unwrap);
    assert_eq!(parts, ["25.00", "25.00", "25.00", "24.00"]);
}

#[test]
fn nobody_gets_more_than_is_claimed() {
    // 20,000 in whole 10,000 on claims of 6,000: no whole unit fits
    let parts = paid(drawing("pro_rata", "1万元", "2万元"), &["6000", "6000", "6000", "6000"]);
    assert_eq!(parts, ["6000.00", "6000.00", "6000.00", "2000.00"]);
}

#[test]
fn a_unit_that_would_exceed_a_claim_goes_to_the_next() {
    // quotas of 0.69 and 2.31: the larger remainder is a claim of less than a yuan
    assert_eq!(paid(drawing("pro_rata", "1元", "3元"), &["0.90", "3.00"]), ["0.00", "3.00"]);
    // and where no whole yuan fits any more, the claims are filled up
    assert_eq!(paid(drawing("pro_rata", "1元", "3元"), &["0.90", "2.50"]), ["0.90", "2.10"]);
}

#[test]
fn who_is_left_with_nothing_is_told_it_was_the_budget() {
    let world = drawing("pro_rata", "1元", "1元").enterprise("甲", "投入=5").enterprise("乙", "投入=500");
    assert_eq!(world.settle().line("甲", "m"), "zero budget gross=5.00 budget=-5.00");
}

#[test]
fn priority_serves_the_smaller_code_first_until_it_is_used_up() {
    assert_eq!(paid(drawing("priority", "1元", "100元"), &["60.50", "70", "10"]), ["60.50", "39.50", "0.00"]);
}

#[test]
fn priority_serves_the_earlier_measure_first() {
    let settled = World::new()
        .measure("a", &pays_and("投入", "pool = \"p\""))
        .measure("b", &pays_and("销售", "pool = \"p\""))
        .pack(&pool("priority", "1元", "100元"))
        .enterprise("甲", "投入=0 销售=80")
        .enterprise("乙", "投入=70 销售=0")
        .settle();
    assert_eq!(settled.line("乙", "a"), "paid gross=70.00 payable=70.00");
    assert_eq!(settled.line("甲", "b"), "paid gross=80.00 budget=-50.00 payable=30.00");
}

#[test]
fn the_cut_is_said() {
    let world = drawing("pro_rata", "1元", "10元").enterprise("甲", "投入=20");
    assert_eq!(world.settle().codes(), ["settle/pool-cut"]);
}

#[test]
fn an_exceeded_pool_with_held_members_is_provisional() {
    let world = drawing("pro_rata", "1元", "10元").enterprise("甲", "投入=20").enterprise("乙", "");
    let settled = world.settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=20.00 budget=-10.00 payable=10.00", "held ones reserve nothing");
    assert_eq!(settled.codes(), ["settle/value-missing", "settle/pool-provisional", "settle/pool-cut"]);
}

#[test]
fn a_pool_that_is_not_exceeded_is_final_though_some_are_held() {
    let world = drawing("pro_rata", "1元", "100元").enterprise("甲", "投入=20").enterprise("乙", "");
    assert_eq!(world.settle().codes(), ["settle/value-missing"]);
}

#[test]
fn an_award_that_waits_for_an_earlier_payment_draws_nothing() {
    let world = drawing("pro_rata", "1元", "100元")
        .enterprise("甲", "投入=80")
        .record("甲", "已拨付", "政策=m 政策年度=2023 事由=已拨")
        .enterprise("乙", "投入=90");
    let settled = world.settle();
    assert_eq!(settled.line("甲", "m"), "held missing:金额");
    assert_eq!(settled.line("乙", "m"), "paid gross=90.00 payable=90.00");
}

#[test]
fn the_budget_limits_awards_before_offsets() {
    let world = drawing("pro_rata", "1元", "100元")
        .enterprise("甲", "投入=100")
        .before("甲", "m", "已拨", "60")
        .enterprise("乙", "投入=100");
    let settled = world.settle();
    assert_eq!(settled.line("甲", "m"), "recover clawback gross=100.00 budget=-50.00 offset=-60.00 payable=-10.00");
    assert_eq!(settled.line("乙", "m"), "paid gross=100.00 budget=-50.00 payable=50.00");
}

#[test]
fn a_version_draws_on_the_pool_that_it_names() {
    let second = pool("pro_rata", "1元", "500元").replace("\"p\"", "\"q\"");
    let settled = World::new()
        .version("m", "payout", "{ from = 2022-01-01, to = 2022-12-31 }", &pays_and("投入", "pool = \"p\""))
        .version("m", "payout", "{ from = 2023-01-01 }", &pays_and("投入", "pool = \"q\""))
        .version("n", "payout", "{ from = 2023-01-01 }", &pays("投入"))
        .pack(&pool("pro_rata", "1元", "2元").replace("2023-01-01", "2022-01-01"))
        .pack(&second)
        .enterprise("甲", "投入=100")
        .settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=100.00 payable=100.00");
}

#[test]
fn a_budget_of_another_year_is_not_asked_for() {
    let world = World::new()
        .version("m", "payout", "{ from = 2022-01-01, to = 2022-12-31 }", &pays_and("投入", "pool = \"p\""))
        .version("m", "payout", "{ from = 2023-01-01 }", &pays("投入"))
        .pack(&pool("pro_rata", "1元", "2元").replace("from = 2023-01-01", "from = 2022-01-01, to = 2022-12-31"))
        .enterprise("甲", "投入=100");
    assert_eq!(world.settle().line("甲", "m"), "paid gross=100.00 payable=100.00");
}
