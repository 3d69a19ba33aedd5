//! Steps 3 and 4: the amount, its rounding, cap and floor.

use super::world::{World, pays, pays_and};

fn rounded(amount: &str, mode: &str, unit: &str) -> String {
    let award = format!(
        "[award]\namount = \"{amount}\"\nround = {{ mode = \"{mode}\", unit = \"{unit}\" }}\npayer = \"市级\"\n"
    );
    World::new().measure("m", &award).enterprise("甲", "投入=1").settle().line("甲", "m")
}

#[test]
fn an_amount_is_paid_in_full() {
    let settled = World::new().measure("m", &pays("投入 * 10%")).enterprise("甲", "投入=1000").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=100.00 payable=100.00");
    assert_eq!(settled.payments("甲", "m"), "市级 1 2023 100.00");
}

#[test]
fn rounding_down_drops_what_is_less_than_a_unit() {
    assert_eq!(rounded("15.99元", "down", "1元"), "paid gross=15.99 rounding=-0.99 payable=15.00");
}

#[test]
fn rounding_up_fills_a_unit() {
    assert_eq!(rounded("15.01元", "up", "1元"), "paid gross=15.01 rounding=0.99 payable=16.00");
}

#[test]
fn half_up_takes_a_half_away_from_zero() {
    assert_eq!(rounded("2.5元", "half_up", "1元"), "paid gross=2.50 rounding=0.50 payable=3.00");
    assert_eq!(rounded("2.4999元", "half_up", "1元"), "paid gross=2.4999 rounding=-0.4999 payable=2.00");
}

#[test]
fn half_even_takes_a_half_to_the_even_neighbour() {
    assert_eq!(rounded("2.5元", "half_even", "1元"), "paid gross=2.50 rounding=-0.50 payable=2.00");
    assert_eq!(rounded("3.5元", "half_even", "1元"), "paid gross=3.50 rounding=0.50 payable=4.00");
    assert_eq!(rounded("2.5001元", "half_even", "1元"), "paid gross=2.5001 rounding=0.4999 payable=3.00");
}

#[test]
fn a_unit_may_be_ten_thousand_yuan() {
    assert_eq!(rounded("19999元", "down", "1万元"), "paid gross=19999.00 rounding=-9999.00 payable=10000.00");
    assert_eq!(rounded("15000元", "half_up", "1万元"), "paid gross=15000.00 rounding=5000.00 payable=20000.00");
}

#[test]
fn a_quotient_stays_exact_until_it_is_rounded() {
    assert_eq!(rounded("投入 * 100 / 3 * 3", "down", "1元"), "paid gross=100.00 payable=100.00");
}

#[test]
fn a_long_quotient_is_shown_with_six_decimals_and_rounding_takes_the_difference() {
    assert_eq!(rounded("200元 / 3", "down", "0.01元"), "paid gross=66.666667 rounding=-0.006667 payable=66.66");
}

#[test]
fn an_amount_of_zero_is_nothing_due() {
    let settled = World::new().measure("m", &pays("投入")).enterprise("甲", "投入=0").settle();
    assert_eq!(settled.line("甲", "m"), "zero nothing-due");
    assert_eq!(settled.payments("甲", "m"), "");
}

#[test]
fn a_negative_amount_pays_nothing_and_says_so() {
    let settled = World::new().measure("m", &pays("投入 - 销售")).enterprise("甲", "投入=10 销售=30").settle();
    assert_eq!(settled.line("甲", "m"), "zero nothing-due");
    assert_eq!(settled.findings("甲", "m"), ["settle/negative-amount 1:7"]);
    let said = &settled.rows("findings.csv").pop().expect("a finding")["message"];
    assert!(said.contains("-20 元"), "{said}");
}

#[test]
fn what_rounding_leaves_nothing_of_is_rounded_to_zero() {
    assert_eq!(rounded("0.99元", "down", "1元"), "zero rounded-to-zero gross=0.99 rounding=-0.99");
}

#[test]
fn a_cap_cuts_the_rounded_amount() {
    let settled =
        World::new().measure("m", &pays_and("投入", "cap = \"70元\"")).enterprise("甲", "投入=100.5").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=100.50 rounding=-0.50 cap=-30.00 payable=70.00");
}

#[test]
fn a_cap_that_is_just_met_cuts_nothing() {
    let settled = World::new().measure("m", &pays_and("投入", "cap = \"70元\"")).enterprise("甲", "投入=70.9").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=70.90 rounding=-0.90 payable=70.00");
}

#[test]
fn a_cap_may_be_an_expression_and_is_taken_in_whole_fen() {
    let settled = World::new()
        .measure("m", &pays_and("投入", "cap = \"销售 / 3\""))
        .enterprise("甲", "投入=100 销售=200")
        .settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=100.00 cap=-33.34 payable=66.66");
}

#[test]
fn a_cap_of_zero_leaves_nothing_due() {
    let settled =
        World::new().measure("m", &pays_and("投入", "cap = \"销售\"")).enterprise("甲", "投入=9 销售=0").settle();
    assert_eq!(settled.line("甲", "m"), "zero nothing-due gross=9.00 cap=-9.00");
}

#[test]
fn below_the_floor_nothing_is_paid() {
    let settled =
        World::new().measure("m", &pays_and("投入", "floor = \"100元\"")).enterprise("甲", "投入=99").settle();
    assert_eq!(settled.line("甲", "m"), "zero below-floor gross=99.00 floor=-99.00");
}

#[test]
fn the_floor_itself_is_paid() {
    let settled =
        World::new().measure("m", &pays_and("投入", "floor = \"100元\"")).enterprise("甲", "投入=100").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=100.00 payable=100.00");
}

#[test]
fn the_floor_is_tested_before_rounding() {
    let award = "[award]\namount = \"投入\"\nround = { mode = \"up\", unit = \"100元\" }\nfloor = \"100元\"\npayer = \"市级\"\n";
    let settled =
        World::new().measure("m", award).enterprise("甲", "投入=99.5").enterprise("乙", "投入=100.5").settle();
    assert_eq!(settled.line("甲", "m"), "zero below-floor gross=99.50 rounding=0.50 floor=-100.00");
    assert_eq!(settled.line("乙", "m"), "paid gross=100.50 rounding=99.50 payable=200.00");
}

#[test]
fn below_the_floor_is_the_reason_even_where_rounding_alone_left_nothing() {
    let settled = World::new().measure("m", &pays_and("投入", "floor = \"1元\"")).enterprise("甲", "投入=0.5").settle();
    assert_eq!(settled.line("甲", "m"), "zero below-floor gross=0.50 rounding=-0.50");
}

#[test]
fn zero_under_a_floor_is_nothing_due() {
    let settled = World::new().measure("m", &pays_and("投入", "floor = \"1元\"")).enterprise("甲", "投入=0").settle();
    assert_eq!(settled.line("甲", "m"), "zero nothing-due");
}

#[test]
fn below_the_floor_it_does_not_matter_what_the_cap_is() {
    let award = pays_and("投入", "floor = \"100元\"\ncap = \"销售\"");
    let settled = World::new().measure("m", &award).enterprise("甲", "投入=99").settle();
    assert_eq!(settled.line("甲", "m"), "zero below-floor gross=99.00 floor=-99.00");
}

#[test]
fn an_award_larger_than_any_treasury_is_held() {
    let settled = World::new()
        .measure("m", &pays("投入 * 人数"))
        .measure("n", &pays("人数 * 人数 * 投入 * 9000000"))
        .enterprise("甲", "投入=1000000000001 人数=1000")
        .enterprise("乙", "投入=999999999999999 人数=99999999")
        .enterprise("丙", "投入=1000000000000 人数=1000")
        .settle();
    assert_eq!(settled.line("甲", "m"), "held unreadable:投入");
    assert_eq!(settled.findings("甲", "m"), ["settle/arithmetic D2"]);
    assert_eq!(settled.line("乙", "n"), "held unreadable:投入", "the largest number of those that are multiplied");
    assert_eq!(settled.line("丙", "m"), "paid gross=1000000000000000.00 payable=1000000000000000.00");
}

#[test]
fn the_earlier_award_that_is_asked_for_is_the_one_at_step_4() {
    // a is lost to stacking, but what it gives at step 4 is what m is computed from
    let settled = World::new()
        .measure("a", &pays_and("投入", "cap = \"50元\""))
        .measure("b", &pays("销售"))
        .measure("m", &pays("核定(a) * 2"))
        .pack("[[stacking]]\nid = \"g\"\nrule = \"highest\"\nmeasures = [\"a\", \"b\"]")
        .enterprise("甲", "投入=80 销售=60")
        .settle();
    assert_eq!(settled.line("甲", "a"), "zero stacking:g gross=80.00 cap=-30.00 stacking=-50.00");
    assert_eq!(settled.line("甲", "m"), "paid gross=100.00 payable=100.00");
}

#[test]
fn asking_for_an_award_that_is_not_in_force_is_an_error() {
    let world = World::new()
        .version("a", "payout", "{ from = 2024-01-01 }", &pays("投入"))
        .measure("m", &pays("投入 + 核定(a)"));
    let pack = world.compile();
    let day = duixian::calendar::Date::year_end(2023).expect("a day");
    let found = pack.on(2023, day).expect_err("a gap");
    assert_eq!(found.iter().map(|f| f.code.id).collect::<Vec<_>>(), ["policy/gap"]);
    assert!(found[0].message.zh.contains("“a”"), "{}", found[0].message.zh);
}

#[test]
fn an_amount_that_is_too_large_names_the_cell_that_makes_it_so() {
    let settled = World::new()
        .measure("m", &pays("(投入 + 销售) * 10000"))
        .enterprise("甲", "投入=1 销售=900000000000")
        .enterprise("乙", "投入=900000000000 销售=1")
        .settle();
    assert_eq!(settled.line("甲", "m"), "held unreadable:销售");
    assert_eq!(settled.line("乙", "m"), "held unreadable:投入");
}

#[test]
fn shares_above_the_whole_name_the_share_and_not_what_chooses_it() {
    let shares = "[award]\namount = \"投入\"\nround = { mode = \"down\", unit = \"1元\" }\n[[award.share]]\npayer = \"市级\"\n[[award.share]]\npayer = \"县级\"\nshare = \"若 人数 超过 3 则 比例 否则 50%\"\n";
    let settled = World::new()
        .measure("m", shares)
        .enterprise("甲", "投入=10 人数=5 比例=150%")
        .enterprise("乙", "投入=10 人数=3 比例=150%")
        .settle();
    assert_eq!(settled.line("甲", "m"), "held unreadable:比例");
    assert_eq!(settled.line("乙", "m"), "paid gross=10.00 payable=10.00");
}
