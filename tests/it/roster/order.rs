//! What is read does not depend on the order of rows, sheets or files.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::book::Book;
use super::schema::{dump, file, read};

const CODES: [&str; 5] =
    ["914403001922038216", "91440300192317458F", "914300007808508659", "9144030071526726XG", "9152000071430580XT"];

fn enterprise() -> impl Strategy<Value = Vec<String>> {
    let names = prop::sample::select(vec!["甲公司", "乙公司", "丙公司"]);
    let counties = prop::sample::select(vec!["天元区", "荷塘区", "", "天元"]);
    let amounts = prop::sample::select(vec!["1.5", "0.25", "", "二", "12万元", "100000000"]);
    (0..CODES.len(), names, counties, amounts)
        .prop_map(|(code, name, county, amount)| [CODES[code], name, county, amount].map(str::to_owned).to_vec())
}

fn contract() -> impl Strategy<Value = Vec<String>> {
    let ids = prop::sample::select(vec!["", "HT1", "HT2"]);
    let amounts = prop::sample::select(vec!["1.5", "0.25", "", "x"]);
    (0..CODES.len(), ids, amounts)
        .prop_map(|(code, id, amount)| [CODES[code], id, "2022-02-03", amount, "否"].map(str::to_owned).to_vec())
}

fn with_heads(heads: &[&str], rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let heads = heads.iter().map(|h| (*h).to_owned()).collect();
    std::iter::once(heads).chain(rows.iter().cloned()).collect()
}

#[test]
fn the_order_of_rows_sheets_and_files_does_not_matter() {
    let heads = ["统一社会信用代码", "企业名称", "所属县市区", "产值(万元)"];
    let contract_heads = ["统一社会信用代码", "合同登记编号", "登记日期", "合同金额(万元)", "关联方"];
    let case = (
        prop::collection::vec(enterprise(), 2..12),
        prop::collection::vec(contract(), 0..12),
        any::<prop::sample::Index>(),
        any::<u64>(),
    );
    let mut runner = TestRunner::new(Config::with_cases(300));
    let outcome = runner.run(&case, |(enterprises, contracts, cut, seed)| {
        let cut = cut.index(enterprises.len());
        let one = Book::new()
            .rows("企业名单", &with_heads(&heads, &enterprises))
            .rows("技术合同", &with_heads(&contract_heads, &contracts));
        let whole = read(&[file("全.xlsx", one.bytes())]).map(|r| dump(&r));
        let (mut shuffled, mut also) = (enterprises.clone(), contracts.clone());
        shuffle(&mut shuffled, seed);
        shuffle(&mut also, seed ^ 7);
        let (first, second) = shuffled.split_at(cut);
        let a = Book::new()
            .rows("技术合同", &with_heads(&contract_heads, &also))
            .rows("企业名单", &with_heads(&heads, second));
        let b = Book::new().rows("企业", &with_heads(&heads, first));
        let split = read(&[file("二.xlsx", a.bytes()), file("一.xlsx", b.bytes())]).map(|r| dump(&r));
        prop_assert_eq!(whole.map_err(|f| f.len()), split.map_err(|f| f.len()));
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed | 1;
    for i in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let j = usize::try_from(state >> 33).expect("small") % (i + 1);
        items.swap(i, j);
    }
}
