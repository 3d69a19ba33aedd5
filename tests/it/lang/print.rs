//! What is printed parses to the same tree.

use duixian::lang::{parse, print};

use super::generate::Dice;
use super::world::span;

#[test]
fn clauses_are_printed_as_people_write_them() {
    for (text, printed) in [
        ("a and not b or c", "a 且 非 b 或 c"),
        ("a and (not b or c)", "a 且 (非 b 或 c)"),
        ("(1+2)*3-(4-5)", "(1 + 2) * 3 - (4 - 5)"),
        ("not (a = b)", "非 a = b"),
        ("(not a) = b", "(非 a) = b"),
        ("x>=7万元", "x 不低于 7万元"),
        ("0.50%", "0.50%"),
        ("sum(a of 合同 where b in {'甲',\"乙\"})", "合计(a 于 合同 当 b 属于 {“甲”, “乙”})"),
        ("if a then 1 else if b then 2 else 3", "若 a 则 1 否则 若 b 则 2 否则 3"),
        ("(if a then 1 else 2)+3", "(若 a 则 1 否则 2) + 3"),
        ("award(a-b)", "核定(a-b)"),
        ("-(1+2)", "-(1 + 2)"),
        ("- -x", "--x"),
        ("「有“引号”的」", "‘有“引号”的’"),
        ("x not in {1}", "x 不属于 {1}"),
        ("(a=b)=c", "(a = b) = c"),
        ("2023-01-01", "2023-01-01"),
    ] {
        let expr = parse(text, &span(text)).unwrap_or_else(|f| panic!("{text}: {f:?}"));
        assert_eq!(print(&expr), printed, "{text}");
        assert_eq!(parse(printed, &span(printed)).expect("parses back"), expr);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2_000))]

    #[test]
    fn printing_and_parsing_are_inverse(seed: u64) {
        let text = Dice::new(seed).anything(5);
        let expr = parse(&text, &span(&text)).unwrap_or_else(|f| panic!("{text}: {f:?}"));
        let printed = print(&expr);
        let again = parse(&printed, &span(&printed)).unwrap_or_else(|f| panic!("{printed}: {f:?}"));
        proptest::prop_assert_eq!(&again, &expr, "{}\n{}", text, printed);
        proptest::prop_assert_eq!(print(&again), printed);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[0-9a-z万元亿且或非若则否于当是。“”（）(){},+*/ .\\-]{0,40}") {
        let _ = parse(&text, &span(&text));
    }

    #[test]
    fn no_unicode_makes_the_reader_panic(text: String) {
        let _ = parse(&text, &span(&text));
    }
}
