//! The published grammars of amounts, days and codes against simple readings of another make, on
//! seeded texts that are right, nearly right and wrong.

use duixian::roster::code;
use duixian::roster::date;
use duixian::roster::number::{self, Unit};
use num_bigint::BigInt;
use num_rational::Ratio;

use super::random::{Random, rounds};

/// An amount in 元 by hand: the text taken apart character by character, computed in whole numbers of any size.
fn amount(text: &str, unit: u32) -> Option<Ratio<BigInt>> {
    let mut plain = String::new();
    for c in text.trim().chars() {
        plain.push(match c {
            '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10)?,
            '，' => ',',
            '．' => '.',
            '－' => '-',
            '＋' => '+',
            c => c,
        });
    }
    let (digits, power) = [("亿元", 8), ("万元", 4), ("元", 0)]
        .into_iter()
        .find_map(|(word, power)| plain.strip_suffix(word).map(|rest| (rest.to_owned(), power)))
        .unwrap_or((plain, unit));
    let negative = digits.starts_with('-');
    let digits = digits.trim_end().strip_prefix(['-', '+']).unwrap_or(digits.trim_end()).to_owned();
    let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let commas_right =
        groups.len() == 1 || ((1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3));
    let all: String = groups.concat() + decimals;
    if !commas_right || all.is_empty() || !all.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let significant = all.trim_start_matches('0').trim_end_matches('0');
    if significant.len() > 15 {
        return None;
    }
    let ten = |power: usize| BigInt::from(10).pow(u32::try_from(power).expect("small"));
    let value = Ratio::new(all.parse::<BigInt>().ok()? * ten(power as usize), ten(decimals.len()));
    Some(if negative { -value } else { value })
}

#[test]
fn amounts_are_read_as_by_hand() {
    let pieces: [&str; 22] = [
        "1",
        "20",
        "345",
        "007",
        "1,234",
        "12,345,678",
        ",",
        ".",
        ".5",
        ".50",
        "-",
        "+",
        "０",
        "１２",
        "，",
        "．",
        "元",
        "万元",
        "亿元",
        "万",
        " ",
        "e3",
    ];
    let mut random = Random(11);
    let (mut read, mut refused) = (0, 0);
    for _ in 0..rounds(30_000) {
        let text: String = (0..=random.below(4)).map(|_| random.pick(&pieces)).collect();
        let (ours, by_hand) = (number::money(&text, Some(Unit::Wan)), amount(&text, 4));
        match (&ours, &by_hand) {
            (Ok(ours), Some(by_hand)) => {
                read += 1;
                let exact = ours.value.exact().expect("a bounded amount");
                let ours = Ratio::new(exact.numerator().into(), exact.denominator().into());
                assert_eq!(&ours, by_hand, "{text}");
            }
            (Err(_), None) => refused += 1,
            _ => panic!("{text:?}: {ours:?}, by hand {by_hand:?}"),
        }
    }
    assert!(read > 3_000 && refused > 3_000, "{read} read, {refused} refused");
}

/// Days from 1980 to 2100 by counting them one after the other.
fn days() -> Vec<(i32, i32, i32)> {
    let mut days = Vec::new();
    for year in 1980..=2100 {
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let february = if leap { 29 } else { 28 };
        for (month, length) in (1..).zip([31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
            days.extend((1..=length).map(|day| (year, month, day)));
        }
    }
    days
}

#[test]
fn every_day_in_every_spelling_and_no_other() {
    let days = days();
    let spelt = |(y, m, d): (i32, i32, i32)| {
        [
            format!("{y}-{m:02}-{d:02}"),
            format!("{y}/{m}/{d}"),
            format!("{y}.{m}.{d}"),
            format!("{y}年{m}月{d}日"),
            format!("{y}{m:02}{d:02}"),
            format!(" {y} 年 {m} 月 {d} 日"),
        ]
    };
    for day in &days {
        let (y, m, d) = *day;
        for text in spelt(*day) {
            let read = date::date(&text).map(|d| d.to_string());
            assert_eq!(read, Ok(format!("{y:04}-{m:02}-{d:02}")), "{text}");
        }
    }
    let mut random = Random(12);
    for _ in 0..rounds(20_000) {
        let number = |random: &mut Random, most: usize| i32::try_from(random.below(most)).expect("small");
        let day = (1970 + number(&mut random, 140), number(&mut random, 15), number(&mut random, 34));
        for text in spelt(day) {
            assert_eq!(date::date(&text).is_ok(), days.contains(&day), "{text}");
        }
    }
}

#[test]
fn serial_dates_count_from_their_epochs() {
    // 1980-01-01 is 29221 where 1900 counts from 1 with its day that never was, and 1,462 days fewer from 1904
    for (at, day) in (0..).zip(days()) {
        let (y, m, d) = day;
        let written = format!("{y:04}-{m:02}-{d:02}");
        for (from_1904, first) in [(false, 29_221), (true, 27_759)] {
            let (figure, _) = number::stored(&(first + at).to_string()).expect("a number");
            assert_eq!(
                date::serial(figure, from_1904).map(|(d, timed)| (d.to_string(), timed)),
                Ok((written.clone(), false))
            );
        }
    }
    for outside in ["0", "1", "60", "29220", "73416", "-1", "99999999"] {
        let (figure, _) = number::stored(outside).expect("a number");
        assert!(date::serial(figure, false).is_err(), "{outside}");
    }
}

/// The check character by the text of GB 32100, in another order of steps.
fn check(body: &str) -> char {
    const SIGNS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let mut weight = 1;
    let mut sum = 0;
    for c in body.chars() {
        sum += weight * SIGNS.find(c).expect("a sign of a code");
        weight = weight * 3 % 31;
    }
    SIGNS.chars().nth((31 - sum % 31) % 31).expect("a sign")
}

#[test]
fn codes_pass_by_their_check_character_and_by_no_other() {
    const SIGNS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let signs: Vec<char> = SIGNS.chars().collect();
    let mut random = Random(13);
    for _ in 0..rounds(3_000) {
        let body: String = (0..17).map(|_| signs[random.below(31)]).collect();
        let right = format!("{body}{}", check(&body));
        for sign in &signs {
            let text = format!("{body}{sign}");
            let read = code::parse(&text).expect("the form of a code");
            assert_eq!((read.code.as_str(), read.passes), (text.as_str(), text == right));
        }
        // as people write them
        let at = random.below(18);
        let spaced = format!("{}-{}", &right[..at], &right[at..]);
        let wide: String = right.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).expect("full width")).collect();
        for written in [right.to_lowercase(), format!(" {right}\u{a0}"), spaced, wide] {
            assert_eq!(code::parse(&written).map(|r| r.code.as_str().to_owned()), Ok(right.clone()), "{written}");
        }
        // one other character is always noticed, as the weights have no divisor in common with 31
        let mut other: Vec<char> = right.chars().collect();
        other[at] = signs[(SIGNS.find(other[at]).expect("a sign") + 1 + random.below(30)) % 31];
        let other: String = other.into_iter().collect();
        assert!(!code::parse(&other).expect("the form of a code").passes, "{other} for {right}");
        assert!(code::parse(&right[..17]).is_err() && code::parse(&format!("{right}0")).is_err());
        let strange = format!("{}{}{}", &right[..at], random.pick(&["I", "O", "S", "V", "Z", "公"]), &right[at + 1..]);
        assert!(code::parse(&strange).is_err(), "{strange}");
    }
}
