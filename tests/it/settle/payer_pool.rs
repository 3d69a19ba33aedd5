//! Step 7 where a pool is one payer's budget: only its shares are cut.

use super::world::{Settled, World, pays_and};
use crate::lang::generate::Dice;

fn pool(rule: &str, unit: &str, budget: &str) -> String {
    format!(
        "[[pool]]\nid = \"p\"\ntitle = \"池\"\npayer = \"省级\"\nrule = \"{rule}\"\nunit = \"{unit}\"\nbudget = [{{ from = 2023-01-01, value = \"{budget}\" }}]"
    )
}

/// An award of 投入, 60% of it the province's.
fn shared(more: &str) -> String {
    format!(
        "[award]\namount = \"投入\"\nround = {{ mode = \"down\", unit = \"0.01元\" }}\npool = \"p\"\n{more}\n[[award.share]]\npayer = \"市级\"\n[[award.share]]\npayer = \"省级\"\nshare = \"60%\"\n"
    )
}

fn world(rule: &str, unit: &str, budget: &str) -> World {
    World::new().measure("m", &shared("")).pack(&pool(rule, unit, budget))
}

#[test]
fn only_its_own_shares_are_cut_and_the_award_falls_by_the_cut() {
    let settled = world("pro_rata", "1元", "90元").enterprise("甲", "投入=100").enterprise("乙", "投入=200").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=100.00 budget=-30.00 payable=70.00");
    assert_eq!(settled.payments("甲", "m"), "省级 1 2023 30.00; 市级 1 2023 40.00");
    assert_eq!(settled.line("乙", "m"), "paid gross=200.00 budget=-60.00 payable=140.00");
    assert_eq!(settled.payments("乙", "m"), "省级 1 2023 60.00; 市级 1 2023 80.00");
    assert_eq!(settled.codes(), ["settle/pool-cut"]);
}

#[test]
fn a_budget_that_the_whole_awards_exceed_but_the_shares_do_not_cuts_nothing() {
    let settled = world("pro_rata", "1元", "60元").enterprise("甲", "投入=100").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=100.00 payable=100.00");
    assert_eq!(settled.payments("甲", "m"), "省级 1 2023 60.00; 市级 1 2023 40.00");
    assert!(settled.codes().is_empty());
}

#[test]
fn an_empty_budget_leaves_the_others() {
    let settled = world("pro_rata", "1元", "0元").enterprise("甲", "投入=100").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=100.00 budget=-60.00 payable=40.00");
    assert_eq!(settled.payments("甲", "m"), "市级 1 2023 40.00");
}

#[test]
fn by_order_the_smaller_code_has_its_share_first() {
    let settled = world("priority", "1元", "70元").enterprise("甲", "投入=100").enterprise("乙", "投入=100").settle();
    assert_eq!(settled.payments("甲", "m"), "省级 1 2023 60.00; 市级 1 2023 40.00");
    assert_eq!(settled.payments("乙", "m"), "省级 1 2023 10.00; 市级 1 2023 40.00");
}

#[test]
fn a_pool_in_fen_beside_a_split_in_yuan_pays_what_it_grants() {
    let settled = world("pro_rata", "0.01元", "50.01元").enterprise("甲", "投入=100").settle();
    assert_eq!(settled.payments("甲", "m"), "省级 1 2023 50.01; 市级 1 2023 40.00");
}

#[test]
fn an_earlier_payment_is_borne_in_the_proportion_of_what_is_left() {
    let settled =
        world("pro_rata", "1元", "40元").enterprise("甲", "投入=100").before("甲", "m", "预拨", "20").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=100.00 budget=-20.00 offset=-20.00 payable=60.00");
    assert_eq!(settled.payments("甲", "m"), "省级 1 2023 30.00; 市级 1 2023 30.00");
    let settled =
        world("pro_rata", "1元", "40元").enterprise("甲", "投入=100").before("甲", "m", "预拨", "90").settle();
    assert_eq!(settled.payments("甲", "m"), "省级 1 2023 -5.00; 市级 1 2023 -5.00", "and so is what is recovered");
}

#[test]
fn an_award_that_is_all_the_payers_and_gets_nothing_says_budget() {
    let measure = pays_and("投入", "pool = \"p\"").replace("市级", "省级");
    let settled = World::new()
        .measure("m", &measure)
        .pack(&pool("pro_rata", "1元", "0元"))
        .enterprise("甲", "投入=100")
        .before("甲", "m", "预拨", "10")
        .enterprise("乙", "投入=100")
        .settle();
    assert_eq!(settled.line("乙", "m"), "zero budget gross=100.00 budget=-100.00");
    assert_eq!(settled.payments("甲", "m"), "省级 1 2023 -10.00");
}

#[test]
fn instalments_are_parts_of_the_share_that_is_left() {
    let more = "instalments = [{ share = \"50%\", due = 0 }, { share = \"50%\", due = 1 }]";
    let settled = World::new()
        .measure("m", &shared(more))
        .pack(&pool("pro_rata", "1元", "40元"))
        .enterprise("甲", "投入=100")
        .settle();
    let said = "省级 1 2023 20.00; 省级 2 2024 20.00; 市级 1 2023 20.00; 市级 2 2024 20.00";
    assert_eq!(settled.payments("甲", "m"), said);
}

#[test]
fn several_parts_of_one_payer_keep_their_proportion() {
    let part = |payer: &str, amount: &str| format!("[[award.component]]\npayer = \"{payer}\"\namount = \"{amount}\"\n");
    let measure =
        format!("[award]\npool = \"p\"\n{}{}{}", part("省级", "30元"), part("市级", "50元"), part("省级", "10元"));
    let settled =
        World::new().measure("m", &measure).pack(&pool("pro_rata", "1元", "20元")).enterprise("甲", "").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=90.00 budget=-20.00 payable=70.00");
    assert_eq!(settled.payments("甲", "m"), "省级 1 2023 15.00; 市级 1 2023 50.00; 省级 1 2023 5.00");
}

#[test]
fn who_has_no_share_of_the_payer_claims_nothing() {
    let measure = "[award]\npool = \"p\"\n[[award.component]]\npayer = \"市级\"\namount = \"40元\"\n[[award.component]]\npayer = \"省级\"\namount = \"60元\"\nwhen = \"规上\"\n";
    let settled = World::new()
        .measure("m", measure)
        .pack(&pool("pro_rata", "1元", "60元"))
        .enterprise("甲", "规上=否")
        .enterprise("乙", "规上=是")
        .settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=40.00 payable=40.00");
    assert_eq!(settled.line("乙", "m"), "paid gross=100.00 payable=100.00");
}

#[test]
fn a_held_member_reserves_nothing_and_makes_the_run_provisional() {
    let settled = world("pro_rata", "1元", "30元").enterprise("甲", "投入=100").enterprise("乙", "").settle();
    assert_eq!(settled.payments("甲", "m"), "省级 1 2023 30.00; 市级 1 2023 40.00");
    assert_eq!(settled.line("乙", "m"), "held missing:投入");
    assert_eq!(settled.codes(), ["settle/value-missing", "settle/pool-provisional", "settle/pool-cut"]);
}

/// What a payer pays, in 分.
fn paid(settled: &Settled, payer: &str) -> Vec<i64> {
    let rows = settled.rows("payments.csv");
    let own = rows.iter().filter(|r| r["payer"] == payer);
    own.map(|r| r["amount"].replace('.', "").parse().expect("分")).collect()
}

#[test]
fn the_payer_pays_its_budget_exactly_and_the_others_what_they_would_have_paid_anyhow() {
    let dice = &mut Dice::new(11);
    let mut exceeded = 0;
    for _ in 0..30 {
        let unit = dice.pick(&["0.01元", "1元", "100元"]);
        let budget = 100 * dice.below(60);
        let claims: Vec<String> = (0..8).map(|_| format!("投入={}.{:02}", dice.below(1500), dice.below(100))).collect();
        let with = |budget: &str| {
            let world = world("pro_rata", unit, budget);
            claims.iter().enumerate().fold(world, |w, (i, c)| w.enterprise(&format!("企业{i}"), c)).settle()
        };
        let (free, bound) = (with("100万元"), with(&format!("{budget}元")));
        let claimed: i64 = paid(&free, "省级").iter().sum();
        let limit = i64::try_from(budget).expect("small") * 100;
        assert_eq!(paid(&bound, "省级").iter().sum::<i64>(), claimed.min(limit), "{unit} {budget} {claims:?}");
        assert_eq!(paid(&bound, "市级"), paid(&free, "市级"));
        exceeded += usize::from(claimed > limit);
    }
    assert!((10..30).contains(&exceeded), "{exceeded} pools were exceeded");
}

#[test]
fn a_measure_that_the_payer_does_not_pay_cannot_draw_on_its_budget() {
    let found = World::new()
        .measure("m", &pays_and("投入", "pool = \"p\""))
        .pack(&pool("pro_rata", "1元", "60元"))
        .try_compile()
        .expect_err("the city pays alone");
    assert_eq!(found.iter().map(|f| f.code.id).collect::<Vec<_>>(), ["policy/award"]);
    let found = World::new()
        .measure("m", &shared(""))
        .pack(&pool("pro_rata", "1元", "60元").replace("省级", "部级"))
        .try_compile()
        .expect_err("there is no such payer");
    assert_eq!(found.iter().map(|f| f.code.id).collect::<Vec<_>>(), ["policy/unknown-name"]);
}
