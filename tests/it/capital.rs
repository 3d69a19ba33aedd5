//! Amounts in capital numerals: the worked examples, and a reader of our own that turns them back into figures.

use duixian::capital::{Ending, in_capitals};
use duixian::money::Money;
use proptest::prelude::*;

fn said(fen: i128) -> String {
    in_capitals(Money::from_fen(fen), Ending::default())
}

/// Reads capitals back, knowing nothing of how they are written: units multiply what stands before them.
fn read(text: &str) -> i128 {
    let text = text.strip_prefix("人民币").expect("the prefix");
    let (sign, text) = text.strip_prefix('负').map_or((1, text), |t| (-1, t));
    let (mut fen, mut sections, mut section, mut digit) = (0i128, Vec::new(), 0i128, 0i128);
    for c in text.chars() {
        if let Some(d) = "零壹贰叁肆伍陆柒捌玖".chars().position(|x| x == c) {
            digit = d.try_into().expect("a digit");
            continue;
        }
        match c {
            '拾' | '佰' | '仟' => {
                section += digit * [10, 100, 1000]["拾佰仟".chars().position(|x| x == c).expect("one")]
            }
            '万' => sections.push((section + digit) * 10_000),
            '亿' => {
                let all: i128 = sections.drain(..).sum::<i128>() + section + digit;
                sections.push(all * 100_000_000);
            }
            '元' => fen += (sections.drain(..).sum::<i128>() + section + digit) * 100,
            '角' => fen += digit * 10,
            '分' => fen += digit,
            '整' => {}
            other => panic!("{other} in {text}"),
        }
        digit = 0;
        if matches!(c, '万' | '亿' | '元') {
            section = 0;
        }
    }
    sign * fen
}

#[test]
fn worked_examples() {
    for (fen, words) in [
        (10_000_000, "人民币壹拾万元整"),
        (100_500_000, "人民币壹佰万伍仟元整"),
        (10_001_000_000, "人民币壹亿零壹万元整"),
        (32_504, "人民币叁佰贰拾伍元零肆分"),
        (1_699_126, "人民币壹万陆仟玖佰玖拾壹元贰角陆分"),
        (5, "人民币伍分"),
        (2_000_000_006, "人民币贰仟万元零陆分"),
        (0, "人民币零元整"),
        (-10_050, "人民币负壹佰元伍角整"),
    ] {
        assert_eq!(said(fen), words);
    }
}

#[test]
fn a_bureau_may_leave_out_the_last_word_after_jiao() {
    assert_eq!(in_capitals(Money::from_fen(50), Ending::AfterYuan), "人民币伍角");
    assert_eq!(in_capitals(Money::from_fen(100), Ending::AfterYuan), "人民币壹元整");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every magnitude as often, with and without runs of zeros.
    #[test]
    fn a_hundred_thousand_amounts_read_back(digits in 0i128..1_000_000_000_000_000_000, drop in 0u32..18, zeros in 0u32..12) {
        let fen = digits / 10i128.pow(drop);
        let fen = fen / 10i128.pow(zeros) * 10i128.pow(zeros);
        let words = said(fen);
        prop_assert_eq!(read(&words), fen, "{}", words);
        prop_assert_eq!(read(&in_capitals(Money::from_fen(-fen), Ending::AfterYuan)), -fen);
    }
}

#[test]
fn no_two_zeros_stand_side_by_side_and_none_before_a_unit() {
    for fen in (0..2_000_000_000).step_by(7_919) {
        let words = said(fen);
        assert!(!words.contains("零零"), "{words}");
        assert!(
            fen < 100 || !["零拾", "零佰", "零仟", "零万", "零亿", "零元", "零角"].iter().any(|z| words.contains(z)),
            "{words}"
        );
    }
}
