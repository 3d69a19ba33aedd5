//! Amounts: rounding and dividing, against what a person gets and against slow, plain arithmetic.

use duixian::exact::Exact;
use duixian::money::{Money, Rounding, RoundingMode, for_people, largest_remainder, split_with_lead};
use proptest::prelude::*;

const YUAN: Money = Money::from_fen(100);

fn yuan(amounts: &[i128]) -> Vec<Money> {
    amounts.iter().map(|a| Money::from_fen(a * 100)).collect()
}

#[test]
fn a_budget_is_divided_by_largest_remainder() {
    // 400000 ÷ 553334 of each: 72289.06…, 36144.53…, 240962.96…, 50603.43…: two yuan are left
    let parts = largest_remainder(Money::from_fen(40_000_000), &yuan(&[100_000, 50_000, 333_333, 70_001]), YUAN);
    assert_eq!(parts, Some(yuan(&[72_289, 36_145, 240_963, 50_603])));
    // equal remainders: the first of the list
    assert_eq!(largest_remainder(Money::from_fen(200), &yuan(&[1, 1, 1]), YUAN), Some(yuan(&[1, 1, 0])));
    assert_eq!(largest_remainder(Money::ZERO, &yuan(&[1, 2]), YUAN), Some(yuan(&[0, 0])));
    assert_eq!(largest_remainder(Money::from_fen(150), &yuan(&[1, 1]), YUAN), None, "not of whole yuan");
    assert_eq!(largest_remainder(YUAN, &yuan(&[0, 0]), YUAN), None, "nothing is claimed");
}

#[test]
fn half_goes_away_from_zero() {
    let round = |mode, text: (i128, u32)| {
        let value = Exact::scaled(text.0, text.1).unwrap();
        Rounding { mode, unit: Money::from_fen(1) }.apply(value).unwrap().to_string()
    };
    for (value, down, half_up, half_even, up) in [
        ((2_345, 3), "2.34", "2.35", "2.34", "2.35"),
        ((2_355, 3), "2.35", "2.36", "2.36", "2.36"),
        ((-2_345, 3), "-2.34", "-2.35", "-2.34", "-2.35"),
        ((2_344_999, 6), "2.34", "2.34", "2.34", "2.35"),
        ((234, 2), "2.34", "2.34", "2.34", "2.34"),
    ] {
        assert_eq!(round(RoundingMode::Down, value), down);
        assert_eq!(round(RoundingMode::HalfUp, value), half_up);
        assert_eq!(round(RoundingMode::HalfEven, value), half_even);
        assert_eq!(round(RoundingMode::Up, value), up);
    }
}

#[test]
fn people_read_separators_and_fractions() {
    let shown = |n, d| for_people(Exact::new(n, d).unwrap());
    assert_eq!(shown(1_234_567, 1), "1,234,567.00");
    assert_eq!(shown(-123_456_789, 100_000), "-1,234.56789");
    assert_eq!(shown(1, 3), "1/3 ≈ 0.333333");
    assert_eq!(shown(-2, 3), "-2/3 ≈ -0.666667");
    assert_eq!(shown(999, 1), "999.00");
}

/// Largest remainder as one would do it with paper: the floor of each, then one unit at a time to the largest rest.
fn by_hand(budget: i128, claims: &[i128]) -> Vec<i128> {
    let total: i128 = claims.iter().sum();
    let mut parts: Vec<i128> = claims.iter().map(|c| c * budget / total).collect();
    let mut rests: Vec<i128> = claims.iter().map(|c| c * budget % total).collect();
    for _ in 0..budget - parts.iter().sum::<i128>() {
        let largest = *rests.iter().max().unwrap();
        let at = rests.iter().position(|r| *r == largest).unwrap();
        parts[at] += 1;
        rests[at] = -1;
    }
    parts
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn every_yuan_of_a_budget_is_given(claims in prop::collection::vec(0i128..1_000_000, 1..60), budget in 0i128..10_000_000) {
        prop_assume!(claims.iter().any(|c| *c > 0));
        // a pool is divided only when more is claimed than it has
        let budget = budget % (claims.iter().sum::<i128>() + 1);
        let parts = largest_remainder(Money::from_fen(budget * 100), &yuan(&claims), YUAN).unwrap();
        prop_assert_eq!(parts, yuan(&by_hand(budget, &claims)));
    }

    #[test]
    fn the_lead_takes_what_rounding_leaves(
        fen in -1_000_000_000i128..1_000_000_000,
        weights in prop::collection::vec(0i128..100, 1..6),
        lead in 0usize..6,
    ) {
        prop_assume!(weights.iter().any(|w| *w > 0));
        let lead = lead % weights.len();
        let whole: i128 = weights.iter().sum();
        let given: Vec<Exact> = weights.iter().map(|w| Exact::from(*w)).collect();
        let parts = split_with_lead(Money::from_fen(fen), &given, lead, YUAN).unwrap();
        prop_assert_eq!(parts.iter().map(|p| p.fen()).sum::<i128>(), fen);
        for (i, (part, weight)) in parts.iter().zip(&weights).enumerate().filter(|(i, _)| *i != lead) {
            // toward zero to the yuan
            prop_assert_eq!(part.fen(), fen * weight / whole / 100 * 100, "part {}", i);
        }
    }
}
