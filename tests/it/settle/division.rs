//! Fair division against an independent computation with exact fractions of any size.

use duixian::exact::Exact;
use duixian::money::{Money, largest_remainder, split_with_lead};
use num_rational::BigRational;

use crate::lang::generate::Dice;

fn big(n: i128) -> BigRational {
    BigRational::from_integer(n.into())
}

/// What is whole in a fraction, toward zero.
fn whole(fraction: &BigRational) -> i128 {
    fraction.to_integer().try_into().expect("small")
}

/// Between 1 and about 10^`digits`, small numbers as often as large ones.
fn amount(dice: &mut Dice, digits: usize) -> i128 {
    let length = u32::try_from(dice.below(digits) + 1).expect("small");
    1 + i128::from(dice.next()) % 10i128.pow(length)
}

const UNITS: [i128; 5] = [1, 10, 100, 10_000, 1_000_000];

/// How many parts: mostly few, sometimes ten thousand.
fn size(dice: &mut Dice, round: usize) -> usize {
    match round % 500 {
        0 => 10_000,
        1..20 => 1 + dice.below(300),
        _ => 1 + dice.below(8),
    }
}

#[test]
fn split_with_lead_is_the_exact_split() {
    let mut dice = Dice::new(20_231_231);
    for round in 0..4_000 {
        let parts = size(&mut dice, round);
        let weights: Vec<(i128, i128)> = (0..parts)
            .map(|_| if dice.below(6) == 0 { (0, 1) } else { (amount(&mut dice, 6), [1, 3, 7, 100][dice.below(4)]) })
            .collect();
        let sum = weights.iter().map(|(n, d)| big(*n) / big(*d)).fold(big(0), |a, b| a + b);
        let total = amount(&mut dice, 12) * if dice.below(4) == 0 { -1 } else { 1 };
        let (unit, lead) = (UNITS[dice.below(UNITS.len())], dice.below(parts));
        let exact: Vec<Exact> = weights.iter().map(|(n, d)| Exact::new(*n, *d).expect("a fraction")).collect();
        let got = split_with_lead(Money::from_fen(total), &exact, lead, Money::from_fen(unit));
        if sum == big(0) {
            assert_eq!(got, None);
            continue;
        }
        let mut expected: Vec<i128> =
            weights.iter().map(|(n, d)| whole(&(big(total) * big(*n) / big(*d) / &sum / big(unit))) * unit).collect();
        expected[lead] = 0;
        expected[lead] = total - expected.iter().sum::<i128>();
        let got: Vec<i128> = got.expect("a split").into_iter().map(Money::fen).collect();
        assert_eq!(got, expected, "round {round}");
        assert_eq!(got.iter().sum::<i128>(), total);
    }
}

/// The method as the rule states it: whole units of the quota, then one more to the largest remainders.
fn by_the_book(budget: i128, claims: &[i128], unit: i128) -> Vec<i128> {
    let total: i128 = claims.iter().sum();
    let quotas: Vec<BigRational> = claims.iter().map(|c| big(*c) * big(budget) / big(total) / big(unit)).collect();
    let mut parts: Vec<i128> = quotas.iter().map(whole).collect();
    let left = usize::try_from(budget / unit - parts.iter().sum::<i128>()).expect("few");
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(&quotas[*i] - quotas[*i].floor()), *i));
    for i in order.into_iter().take(left) {
        parts[i] += 1;
    }
    parts.into_iter().map(|p| p * unit).collect()
}

#[test]
fn largest_remainder_is_the_exact_division() {
    let mut dice = Dice::new(7);
    for round in 0..4_000 {
        let unit = UNITS[dice.below(UNITS.len())];
        let claims: Vec<i128> = (0..size(&mut dice, round))
            .map(|_| if dice.below(9) == 0 { 0 } else { amount(&mut dice, 8) * unit })
            .collect();
        let total: i128 = claims.iter().sum();
        if total == 0 {
            continue;
        }
        let budget = i128::from(dice.next()) % (total / unit + 1) * unit;
        let money: Vec<Money> = claims.iter().copied().map(Money::from_fen).collect();
        let got = largest_remainder(Money::from_fen(budget), &money, Money::from_fen(unit)).expect("a division");
        let got: Vec<i128> = got.into_iter().map(Money::fen).collect();
        assert_eq!(got, by_the_book(budget, &claims, unit), "round {round}");
        // who claims more never gets less
        for (i, j) in (0..100).map(|_| (dice.below(claims.len()), dice.below(claims.len()))) {
            assert!(claims[i] <= claims[j] || got[i] >= got[j], "round {round}: {i} {j}");
        }
    }
}

#[test]
fn claims_that_are_no_whole_units_are_never_exceeded_and_the_budget_is_met() {
    let mut dice = Dice::new(11);
    for round in 0..4_000 {
        let unit = UNITS[dice.below(UNITS.len())];
        let claims: Vec<i128> = (0..size(&mut dice, round)).map(|_| amount(&mut dice, 8)).collect();
        let total: i128 = claims.iter().sum();
        let budget = i128::from(dice.next()) % (total / unit + 1) * unit;
        let money: Vec<Money> = claims.iter().copied().map(Money::from_fen).collect();
        let got = largest_remainder(Money::from_fen(budget), &money, Money::from_fen(unit)).expect("a division");
        assert_eq!(got.iter().map(|m| m.fen()).sum::<i128>(), budget, "round {round}");
        assert!(got.iter().zip(&claims).all(|(part, claim)| (0..=*claim).contains(&part.fen())), "round {round}");
    }
}

#[test]
fn what_cannot_be_divided_is_said() {
    let yuan = |n: i128| Money::from_fen(n * 100);
    let one = yuan(1);
    assert_eq!(largest_remainder(yuan(5), &[yuan(2), yuan(2)], one), None, "more than is claimed");
    assert_eq!(largest_remainder(Money::from_fen(150), &[yuan(2)], one), None, "no whole units");
    assert_eq!(largest_remainder(yuan(1), &[yuan(0)], one), None);
    assert_eq!(largest_remainder(yuan(1), &[yuan(3), yuan(-1)], one), None);
    assert_eq!(
        largest_remainder(Money::from_fen(i128::MAX - 27), &[Money::from_fen(i128::MAX)], one),
        None,
        "too large"
    );
    assert_eq!(split_with_lead(yuan(1), &[Exact::ZERO], 0, one), None);
    assert_eq!(split_with_lead(yuan(1), &[Exact::ONE], 1, one), None, "no such lead");
}
