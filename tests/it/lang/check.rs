//! Types, units and names: what is refused, with code, words and advice.

use duixian::lang::{Band, BandKind, Bands, BandsError, References};
use duixian::schema::{ENTERPRISES, FieldId};
use duixian::source::Place;
use duixian::value::Type;

use super::world::{CONTRACTS, World, choice, exact};

fn wrong(text: &str, want: Option<&Type>) -> Vec<(&'static str, String, String)> {
    let world = World::new();
    let Err(findings) = world.try_typed(text, ENTERPRISES, want) else {
        panic!("should be refused: {text}");
    };
    findings
        .iter()
        .map(|f| {
            assert!(!f.message.en.is_empty() && !f.remedy.en.is_empty() && !f.remedy.zh.is_empty());
            assert!(!f.message.en.ends_with('.'), "{}", f.message.en);
            let Place::Rule(span) = &f.place else {
                panic!("a place in the rule");
            };
            (f.code.id, span.text().to_owned(), f.remedy.zh.clone())
        })
        .collect()
}

#[test]
fn what_does_not_fit_is_refused() {
    for (text, code, words, advice) in [
        ("产质", "lang/unknown-name", "产质", "产值"),
        ("产值 + 营业收人", "lang/unknown-name", "营业收人", "营业收入"),
        ("最小直(1, 2)", "lang/unknown-name", "最小直", "最小"),
        ("合计(份数 于 技术合约)", "lang/unknown-name", "技术合约", "技术合同"),
        ("查(县级分単, 所属县市区)", "lang/unknown-name", "县级分単", "县级分担"),
        ("定额(机构补贴, 产值)", "lang/unknown-name", "机构补贴", "机构补助"),
        ("核定(hnte-frist)", "lang/unknown-name", "hnte-frist", "hnte-first"),
        ("已填(产质)", "lang/unknown-name", "产质", "产值"),
        ("规上工业且证书有效", "lang/glued", "规上工业且证书有效", "规上工业 且 证书有效"),
        ("产值超过1", "lang/glued", "产值超过1", "产值 超过 1"),
        ("当年实付金额", "lang/place", "当年实付金额", "技术合同"),
        ("合格合同", "lang/place", "合格合同", "存在(技术合同"),
        ("技术合同", "lang/place", "技术合同", "存在(技术合同"),
        ("县级分担", "lang/place", "县级分担", "查(县级分担"),
        ("机构补助", "lang/place", "机构补助", "定额(机构补助"),
        ("计数(企业)", "lang/place", "企业", "相关"),
        ("年", "lang/place", "年", "年(日期)"),
        ("产值(1)", "lang/place", "产值", "括号"),
        ("政策年度()", "lang/place", "政策年度", "括号"),
        ("超额累进(机构补助, 产值)", "lang/place", "机构补助", "定额(机构补助"),
        ("已填(补助比例)", "lang/place", "补助比例", "字段"),
        ("缺省(产值 + 1元, 0元)", "lang/place", "产值 + 1元", "字段"),
        ("产值 * 产值", "lang/type", "产值 * 产值", "比例"),
        ("产值 + 补助比例", "lang/type", "产值 + 补助比例", "比例"),
        ("补助比例 / 产值", "lang/type", "补助比例 / 产值", "金额"),
        ("核定日 - 起始日", "lang/type", "核定日 - 起始日", "天数"),
        ("核定日 + 1", "lang/type", "核定日 + 1", "加年"),
        ("规上工业 + 1", "lang/type", "规上工业 + 1", "算术"),
        ("-规上工业", "lang/type", "规上工业", "减号"),
        ("产值 且 是", "lang/type", "产值", "条件"),
        ("非 产值", "lang/type", "产值", "条件"),
        ("产值 > 补助比例", "lang/type", "产值 > 补助比例", "金额"),
        ("核定日 = “2023-01-01”", "lang/type", "核定日 = “2023-01-01”", "引号"),
        ("高企发证日期 = 2023", "lang/type", "高企发证日期 = 2023", "年(…)"),
        ("行业门类 > “甲”", "lang/type", "行业门类 > “甲”", "属于"),
        ("所属县市区 > “攸县”", "lang/type", "所属县市区 > “攸县”", "属于"),
        ("所属县市区 = 行业门类", "lang/type", "所属县市区 = 行业门类", "选项"),
        ("所属县市区 = 高企认定类型", "lang/type", "所属县市区 = 高企认定类型", "选项"),
        ("若 是 则 1元 否则 1%", "lang/type", "1%", "类型"),
        ("若 产值 则 1 否则 2", "lang/type", "产值", "条件"),
        ("年(产值)", "lang/type", "产值", "日期"),
        ("加年(核定日, 1.5)", "lang/type", "1.5", "取整"),
        ("绝对值(核定日)", "lang/type", "核定日", "金额"),
        ("最小值(产值, 补助比例)", "lang/type", "补助比例", "单位"),
        ("合计(关联方 于 技术合同)", "lang/type", "关联方", "金额"),
        ("存在(技术合同 当 合同金额)", "lang/type", "合同金额", "条件"),
        ("查(县级分担, 行业门类)", "lang/type", "行业门类", "类型"),
        ("产值 >= 1000", "lang/unit", "1000", "1000元"),
        ("1000 < 产值", "lang/unit", "1000", "1000万元"),
        ("产值 + 1000", "lang/unit", "1000", "1000元"),
        ("最大值(产值, 0)", "lang/unit", "0", "0元"),
        ("缺省(产值, 0)", "lang/unit", "0", "0元"),
        ("最小值(1, 2万元)", "lang/unit", "1", "1元"),
        ("若 是 则 1元 否则 0", "lang/unit", "0", "0元"),
        ("所属县市区 = “株洲县”", "lang/choice", "“株洲县”", "天元区"),
        ("高企认定类型 属于 {“首次认定”, “重新认证”}", "lang/choice", "“重新认证”", "重新认定"),
        ("若 “天元” = 所属县市区 则 1 否则 2", "lang/choice", "“天元”", "天元区"),
        ("查(奖励标准, “国家级”, “四等”)", "lang/choice", "“四等”", "一等"),
        ("年(核定日, 1)", "lang/arguments", "年(核定日, 1)", "年(日期)"),
        ("最小值(1)", "lang/type", "", ""),
        ("已填()", "lang/arguments", "已填()", "已填(字段)"),
        ("查(奖励标准, “国家级”)", "lang/arguments", "查(奖励标准, “国家级”)", "键"),
        ("产值 / 0", "lang/zero", "0", "除数"),
        ("产值 / 0元", "lang/zero", "0元", "除数"),
        ("四舍五入(产值, 0元)", "lang/zero", "0元", "单位"),
        ("四舍五入(产值, -1元)", "lang/zero", "-1元", "单位"),
    ] {
        if text == "最小值(1)" {
            // one argument is its own smallest
            assert!(World::new().try_typed(text, ENTERPRISES, None).is_ok());
            continue;
        }
        let found = wrong(text, None);
        assert_eq!((found[0].0, found[0].1.as_str()), (code, words), "{text}");
        assert!(found[0].2.contains(advice), "{text}: {}", found[0].2);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
    }
}

#[test]
fn the_wanted_type_is_asked_for() {
    for (text, want, code) in [
        ("10", Type::Money, "lang/unit"),
        ("10%", Type::Money, "lang/type"),
        ("产值", Type::YesNo, "lang/type"),
        ("产值", Type::Number, "lang/type"),
        ("1.5", Type::Integer, "lang/type"),
        ("“甲”", choice("级别", &["乙", "丙"]), "lang/choice"),
    ] {
        assert_eq!(wrong(text, Some(&want))[0].0, code, "{text}");
    }
    let world = World::new();
    for (text, want) in [
        ("10", Type::Number),
        ("10万元", Type::Money),
        ("若 是 则 “乙” 否则 “丙”", choice("级别", &["乙", "丙"])),
        ("产值 * 3", Type::Money),
        ("3 * 产值 / 7", Type::Money),
        ("向下取整(2.5, 1)", Type::Integer),
    ] {
        assert!(world.try_typed(text, ENTERPRISES, Some(&want)).is_ok(), "{text}");
    }
}

#[test]
fn everything_wrong_is_found_at_once() {
    let found = wrong("产质 > 1元 且 所属县市区 = “株洲县” 且 产值 >= 1000", None);
    let codes: Vec<&str> = found.iter().map(|f| f.0).collect();
    assert_eq!(codes, ["lang/unknown-name", "lang/choice", "lang/unit"]);
}

#[test]
fn types_of_results() {
    let world = World::new();
    for (text, ty) in [
        ("产值 / 产值", Type::Number),
        ("产值 / 2", Type::Money),
        ("产值 * 5%", Type::Money),
        ("1 + 2", Type::Integer),
        ("1 + 2.5", Type::Number),
        ("1 / 2", Type::Number),
        ("计数(技术合同)", Type::Integer),
        ("合计(合同金额 于 技术合同)", Type::Money),
        ("最大(登记日期 于 技术合同)", Type::Date),
        ("若 是 则 1 否则 2.5", Type::Number),
        ("最小值(1, 2.5)", Type::Number),
        ("核定(rd-award)", Type::Money),
        ("核定(“rd-award”)", Type::Money),
    ] {
        assert_eq!(world.typed(text, ENTERPRISES).ty, ty, "{text}");
    }
}

#[test]
fn references_are_collected() {
    let world = World::new();
    let found = world
        .typed(
            "合计(当年实付金额 * 补助比例 于 技术合同 当 合格合同) + 查(奖励标准, “国家级”, “一等”) \
             + 定额(机构补助, 产值) + 核定(rd-award)",
            ENTERPRISES,
        )
        .references();
    assert_eq!(
        (
            found.parameters.len(),
            found.definitions.len(),
            found.lookups.len(),
            found.bands.len(),
            found.measures.len(),
            found.tables.len()
        ),
        (1, 1, 1, 1, 1, 1)
    );
    assert_eq!(found.fields.into_iter().collect::<Vec<_>>(), [(ENTERPRISES, FieldId(3)), (CONTRACTS, FieldId(1))]);
    assert_eq!(world.typed("1", ENTERPRISES).references(), References::default());
}

fn band(from: Option<&str>, from_included: bool, to: Option<&str>, to_included: bool) -> Band {
    Band { from: from.map(exact), from_included, to: to.map(exact), to_included, value: exact("1"), cap: None }
}

#[test]
fn bands_have_neither_gap_nor_overlap() {
    let ten = Some("10");
    let check = |rows: Vec<Band>| Bands::new(BandKind::Step, rows).map(|_| ());
    assert_eq!(check(vec![band(None, false, ten, true), band(ten, false, None, false)]), Ok(()));
    assert_eq!(check(vec![band(None, false, ten, false), band(ten, true, None, false)]), Ok(()));
    for (rows, error) in [
        (vec![], BandsError::Empty),
        (vec![band(None, false, ten, false), band(ten, false, None, false)], BandsError::Gap(1)),
        (vec![band(None, false, ten, true), band(Some("11"), true, None, false)], BandsError::Gap(1)),
        (vec![band(None, false, ten, true), band(ten, true, None, false)], BandsError::Overlap(1)),
        (vec![band(None, false, ten, true), band(Some("9"), true, None, false)], BandsError::Overlap(1)),
        (vec![band(None, false, None, true), band(Some("9"), true, None, false)], BandsError::Overlap(1)),
        (vec![band(None, false, ten, false), band(None, false, None, false)], BandsError::Unordered(1)),
        (vec![band(ten, true, ten, false), band(ten, true, None, false)], BandsError::Reversed(0)),
        (vec![band(None, false, ten, false)], BandsError::OpenEnd),
    ] {
        assert_eq!(check(rows), Err(vec![error]));
    }
    let errors = check(vec![band(Some("10"), true, Some("9"), true), band(Some("5"), true, Some("6"), true)]);
    assert_eq!(errors, Err(vec![BandsError::Reversed(0), BandsError::Unordered(1), BandsError::OpenEnd]));
}

#[test]
fn who_asks_for_bands_is_told_their_functions() {
    for name in ["分档", "分段计算", "阶梯"] {
        let found = wrong(&format!("{name}(标准, 产值)"), None);
        assert!(["超额累进(", "全额(", "定额("].iter().all(|f| found[0].2.contains(f)), "{found:?}");
    }
}
