//! The published table of clauses: current for the shipped pack, and in words for every form of an expression.

use duixian::policy::{catalogue, compile};

use super::folder::{base_with, repository};
use crate::packs::{shown, zhuzhou};

#[test]
fn the_page_of_the_shipped_pack_is_current() {
    let page = catalogue::markdown(&zhuzhou(), None).unwrap_or_else(|f| panic!("{}", shown(&f)));
    let committed = std::fs::read_to_string(repository().join("rules/zhuzhou/README.md")).unwrap();
    assert!(page == committed, "write it anew: duixian rules doc --rules rules/zhuzhou > rules/zhuzhou/README.md");
}

#[test]
fn a_year_shows_what_is_in_force_in_it() {
    let pack = zhuzhou();
    let rows = |year: i16| {
        let page = catalogue::markdown(&pack, Some(year)).unwrap();
        let in_table = |line: &&str| line.starts_with("| ") && line.contains("<br>`");
        page.lines().filter(in_table).map(str::to_owned).collect::<Vec<_>>()
    };
    let (first, second) = (rows(2022), rows(2023));
    assert_eq!((first.len(), second.len()), (15, 18));
    assert!(first.iter().all(|row| !row.contains("`university-cooperation`")));
    assert!(first[2].starts_with("| 3 | 企业研发财政奖补<br>`rd-award`<br>2022-01-01 至 2022-12-31 | 条件："));
    assert!(second[0].contains("3000万元（2023-01-01 至 2023-12-31） |"), "{}", second[0]);
    assert!(!second[0].contains("2022-12-31"), "{}", second[0]);
    let none = catalogue::markdown(&pack, Some(1999)).unwrap_err();
    assert_eq!(none[0].code.id, "policy/gap");
}

/// The row of a measure with these keys and this award in the example pack.
fn row(keys: &str, year: Option<i16>) -> String {
    let measure = format!(
        "id = \"grant\"\ntitle = \"研发|补助\"\nkind = \"payout\"\neffective = {{ from = 2023-01-01 }}\n{keys}\n\
         [[reference]]\ndocument = \"示例办法\"\ntext = \"按比例补助\"\nstanding = \"verified\"\n"
    );
    let sources = base_with(&[("measures/grant.toml", &measure)]);
    let (pack, _) = compile(&sources).unwrap_or_else(|f| panic!("{}", shown(&f)));
    let page = catalogue::markdown(&pack, year).unwrap();
    assert!(!page.contains("演示"), "{page}");
    page.lines().find(|line| line.starts_with("| 1 |")).unwrap().to_owned()
}

const SHARED: &str =
    "[[award.share]]\npayer = \"市级\"\n[[award.share]]\npayer = \"县级\"\nshare = \"查(县级比例, 所属县)\"\n";

#[test]
fn conditions_and_amounts_in_words() {
    let keys = format!(
        "procedure = \"selection\"\nresponsible = \"示例局\"\n\
         [[parameter]]\nname = \"补助比例\"\n\
         values = [{{ from = 2023-01-01, to = 2023-12-31, value = \"10%\" }}, {{ from = 2024-01-01, value = \"12%\" }}]\n\
         [[condition]]\nid = \"a\"\nwhen = \"非 获得称号 或 研发费用 不足 5万元 且 投入研发\"\notherwise = \"不符\"\n\
         [[condition]]\nid = \"b\"\nwhen = \"(获得称号 或 投入研发) 且 非 已填(研发费用)\"\notherwise = \"不符\"\n\
         [[condition]]\nid = \"c\"\nwhen = \"非 存在(已拨付 当 事由 = “预拨” 且 年度 = 政策年度)\"\notherwise = \"不符\"\n\
         [award]\namount = \"补助比例 * 最大值(0元, 研发费用 - 1万元) + 缺省(研发费用, 0元) / 2\"\n\
         round = {{ mode = \"half_up\", unit = \"1元\" }}\ncap = \"若 获得称号 则 2亿元 否则 10万元\"\nfloor = \"1000元\"\n\
         pool = \"fund\"\nlead = \"县级\"\n{SHARED}"
    );
    assert_eq!(
        row(&keys, Some(2023)),
        "| 1 | 研发\\|补助<br>`grant` | 条件：非获得称号或（研发费用不足 5万元，且投入研发）；（获得称号或投入研发），且没有填写研发费用；\
         没有事由为预拨且年度为政策年度的已拨付。<br>\
         标准：10% ×（0元、研发费用 − 1万元）中较高的 + 研发费用（没有填写的按 0元计）÷ 2，四舍五入到 1元，\
         上限：获得称号的为 2亿元，否则为 10万元，不足 1000元的不予补助。<br>县级比例：东县：30%；西县：50%。<br>\
         “投入研发”指研发费用超过 0元。<br>承担：县级按所属县查“县级比例”，市级其余。 | 审查遴选 | \
         是<br>示例资金，超出时按比例核减：<br>100万元（2023-01-01 起） | 示例局 |"
    );
    assert!(row(&keys, None).contains("标准：（10%（2023-01-01 至 2023-12-31）、12%（2024-01-01 起））×（0元、"));
}

#[test]
fn parts_with_amounts_conditions_dates_and_recipients_in_words() {
    let keys = "[[condition]]\nid = \"a\"\nwhen = \"投入研发\"\notherwise = \"不符\"\n\
        [award]\npool = \"fund\"\nround = { mode = \"down\", unit = \"1元\" }\n\
        [[award.component]]\npayer = \"市级\"\namount = \"7万元\"\n\
        [[award.component]]\npayer = \"县级\"\namount = \"查(县级比例, 所属县) * 10万元\"\nwhen = \"获得称号\"\n\
        due = 1\nrecipient = \"服务机构\"\n";
    let row = row(keys, None);
    assert!(
        row.contains("标准：市级 7万元，县级按所属县查“县级比例” × 10万元（获得称号的），次年付，舍去到 1元。<br>"),
        "{row}"
    );
    assert!(row.contains("承担：县级的部分付给服务机构。 | — |"), "{row}");
    assert!(row.ends_with(" | — |"), "{row}");
}

#[test]
fn records_in_words() {
    let keys = |amount: &str| {
        format!(
            "[[condition]]\nid = \"a\"\nwhen = \"投入研发 且 获得称号\"\notherwise = \"不符\"\n\
             [award]\namount = \"{amount}\"\nround = {{ mode = \"down\", unit = \"1元\" }}\npool = \"fund\"\n{SHARED}"
        )
    };
    let cases = [
        ("合计(金额 于 已拨付 当 事由 属于 {“预拨”, “已退回”})", "事由为预拨或已退回的已拨付的金额合计"),
        ("合计(金额 * 50% 于 已拨付)", "已拨付逐个计金额 × 50%，合计"),
        ("最大(金额 于 已拨付 当 事由 不属于 {“预拨”})", "事由不是预拨的已拨付逐个计金额，取最高"),
        ("最小(金额 于 已拨付 当 事由 ≠ “预拨”)", "事由不是预拨的已拨付逐个计金额，取最低"),
        ("计数(已拨付) * 1万元", "已拨付的个数 × 1万元"),
        ("向下取整(研发费用 * 10%, 100元)", "研发费用 × 10%（舍去到 100元）"),
        ("-研发费用 * (10% - 20%)", "−研发费用 ×（10% − 20%）"),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .map(|(written, said)| (row(&keys(written), None), said))
        .filter(|(row, said)| !row.contains(&format!("标准：{said}，舍去到 1元。")))
        .map(|(row, said)| format!("{said}\n  {row}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_procedure_is_one_of_three_and_an_office_has_a_name() {
    for keys in ["procedure = \"draw\"", "responsible = \"\""] {
        let text = super::folder::files(&repository().join("tests/findings/policy/_base"))["measures/grant.toml"]
            .replace("kind      =", &format!("{keys}\nkind      ="));
        let found = compile(&base_with(&[("measures/grant.toml", &text)])).unwrap_err();
        assert_eq!(found.len(), 1, "{}", shown(&found));
    }
}
