//! Why a value is missing, and what bounds it all the same.

use duixian::lang::{Cause, LookupId, MeasureId, Trouble, causes, is_constant, largest_possible, smallest};
use duixian::schema::{ENTERPRISES, FieldId, TableId};
use duixian::value::State;

use super::world::{AWARDS, CONTRACTS, World};

fn field(world: &World, table: TableId, name: &str, row: usize, state: State) -> Cause {
    Cause::Field { table, field: world.schema.tables[table.0].field(name).expect("field"), row, state }
}

fn why(world: &World, text: &str, enterprise: usize) -> Vec<Cause> {
    let typed = world.typed(text, ENTERPRISES);
    let frame = world.frame(enterprise..enterprise + 1);
    let found = causes(&typed, &frame);
    let missing = duixian::lang::evaluate(&typed, &frame).value(0).is_err();
    assert_eq!(!found.is_empty(), missing, "{text}");
    found.into_iter().collect()
}

#[test]
fn cells_that_matter_are_named_and_others_are_not() {
    let world = World::new();
    let one = |name: &str, state| vec![field(&world, ENTERPRISES, name, 1, state)];
    for (text, expected) in [
        ("产值 + 1元", one("产值", State::Empty)),
        ("营业收入", one("营业收入", State::Unreadable)),
        ("非税收入 > 1元", one("非税收入", State::Conflict)),
        ("产值 + 产值", one("产值", State::Empty)),
        ("产值 > 0元 且 职工总数 = 7", one("产值", State::Empty)),
        ("若 规上工业 则 1 否则 2", one("规上工业", State::Empty)),
        ("若 职工总数 = 7 则 产值 否则 营业收入", one("产值", State::Empty)),
        ("待补(职工总数)", one("职工总数", State::Empty)),
        ("缺省(营业收入, 产值)", one("营业收入", State::Unreadable)),
        ("缺省(上年研发费用, 产值)", one("产值", State::Empty)),
        ("已填(营业收入)", one("营业收入", State::Unreadable)),
        ("证书有效", one("高企发证日期", State::Empty)),
        ("增量", one("上年研发费用", State::Empty)),
        ("定额(机构补助, 产值)", one("产值", State::Empty)),
        ("职工总数 属于 {1, 年(注册日期)}", one("注册日期", State::Unreadable)),
    ] {
        assert_eq!(why(&world, text, 1), expected, "{text}");
    }
    assert_eq!(
        why(&world, "若 规上工业 则 产值 否则 营业收入", 1),
        [
            field(&world, ENTERPRISES, "产值", 1, State::Empty),
            field(&world, ENTERPRISES, "营业收入", 1, State::Unreadable),
            field(&world, ENTERPRISES, "规上工业", 1, State::Empty),
        ]
    );
    assert!(why(&world, "职工总数 > 0 或 产值 > 1元", 1).is_empty());
}

#[test]
fn records_that_may_count_are_named() {
    let world = World::new();
    assert_eq!(
        why(&world, "合计(当年实付金额 于 技术合同)", 1),
        [field(&world, CONTRACTS, "当年实付金额", 4, State::Empty)]
    );
    assert_eq!(
        why(&world, "合计(当年实付金额 于 技术合同 当 合格合同)", 1),
        [field(&world, CONTRACTS, "关联方", 3, State::Empty)]
    );
    assert_eq!(
        why(&world, "计数(技术合同 当 登记日期 <= 核定日)", 1),
        [field(&world, CONTRACTS, "登记日期", 3, State::Empty)]
    );
    let mut world = World::new();
    world.data.tables[CONTRACTS.0].unattributed = Some(State::Conflict);
    assert_eq!(why(&world, "存在(技术合同)", 2), [Cause::Unattributed { table: CONTRACTS, state: State::Conflict }]);
}

#[test]
fn operations_without_a_result() {
    let world = World::new();
    let broken = |kind, name: Option<&str>| {
        let field = name.map(|n| (ENTERPRISES, world.schema.tables[0].field(n).expect("field"), 2));
        vec![Cause::Arithmetic { kind, field }]
    };
    for (text, expected) in [
        ("产值 / 职工总数", broken(Trouble::DivisionByZero, Some("职工总数"))),
        ("(产值 / 职工总数 + 1元) * 2", broken(Trouble::DivisionByZero, Some("职工总数"))),
        ("四舍五入(产值, 上年研发费用)", broken(Trouble::DivisionByZero, Some("产值"))),
        ("日期(2023, 13, 1)", broken(Trouble::NoSuchDate, None)),
        ("未定比例", broken(Trouble::NoValue, None)),
        ("加年(注册日期, 100000)", broken(Trouble::Overflow, Some("注册日期"))),
        ("100000000000000000000000000000 * 100000000000000000000000000000 * 产值", broken(Trouble::Overflow, None)),
        (
            "查(县级分担, 所属县市区)",
            vec![Cause::NoRow { lookup: LookupId(0), field: Some((ENTERPRISES, FieldId(1), 2)) }],
        ),
        ("核定(rd-award)", vec![Cause::Award(MeasureId(1))]),
        ("年(高企发证日期) + 1", vec![field(&world, ENTERPRISES, "高企发证日期", 2, State::Empty)]),
    ] {
        assert_eq!(why(&world, text, 2), expected, "{text}");
    }
    assert_eq!(
        why(&world, "合计(查(奖励标准, 奖励级别, 奖励等级) 于 科技奖励)", 2),
        [Cause::NoRow { lookup: LookupId(1), field: Some((AWARDS, FieldId(0), 1)) }]
    );
    assert_eq!(world.data.tables[AWARDS.0].len, 2);
    assert_eq!(FieldId(0), FieldId(0));
}

fn low(world: &World, text: &str, enterprise: usize) -> Option<String> {
    let typed = world.typed(text, ENTERPRISES);
    smallest(&typed, &world.frame(enterprise..enterprise + 1)).map(|n| n.to_string())
}

#[test]
fn the_smallest_value_that_is_still_possible() {
    let world = World::new();
    let some = |text: &str| Some(text.to_owned());
    for (text, expected) in [
        ("职工总数", some("7")),
        ("产值", None),
        ("若 规上工业 则 1000万元 否则 500万元", some("5000000")),
        ("若 证书有效 或 规上工业 则 1000万元 否则 若 规上工业 则 300万元 否则 500万元", some("3000000")),
        ("若 职工总数 = 7 则 1000万元 否则 产值", some("10000000")),
        ("若 规上工业 则 产值 否则 500万元", None),
        ("最大值(产值, 5元)", some("5")),
        ("最小值(产值, 5元)", None),
        ("定额(机构补助, 产值)", some("0")),
        ("定额(机构补助, 产值) + 3元", some("3")),
        ("定额(机构补助, 产值) * 2", some("0")),
        ("10元 - 定额(机构补助, 产值)", some("-499990")),
        ("超额累进(登记奖补, 产值)", some("0")),
        ("超额累进(登记奖补, 最大值(产值, 10万元))", some("1000")),
        ("全额(成果奖补, 产值)", some("0")),
        ("绝对值(产值)", some("0")),
        ("-绝对值(产值)", None),
        ("计数(技术合同 当 关联方)", some("0")),
        ("合计(最大值(当年实付金额, 0元) 于 技术合同)", some("0")),
        ("合计(当年实付金额 于 技术合同)", None),
        ("四舍五入(定额(机构补助, 产值) + 0.6元, 1元)", some("1")),
        ("查(县级分担, 待补(所属县市区))", some("0.2")),
        ("产值 * 0", some("0")),
        ("产值 / 职工总数", None),
    ] {
        assert_eq!(low(&world, text, 1), expected, "{text}");
    }
}

#[test]
fn the_largest_value_that_is_ever_possible() {
    let world = World::new();
    for (text, expected) in [
        ("10万元", Some("100000")),
        ("单项上限 * 5", Some("100000")),
        ("定额(机构补助, 产值)", Some("500000")),
        ("查(奖励标准, “省级”, “三等”)", Some("1000000")),
        ("若 规上工业 则 1万元 否则 2万元", Some("20000")),
        ("最小值(产值 * 10%, 20万元)", Some("200000")),
        ("最大值(产值, 20万元)", None),
        ("产值", None),
        ("全额(成果奖补, 产值)", Some("300000")),
        ("超额累进(登记奖补, 产值)", None),
        ("超额累进(登记奖补, 最小值(产值, 100万元))", Some("5500")),
        ("最大(若 关联方 则 10万元 否则 50万元 于 技术合同)", Some("500000")),
        ("合计(若 关联方 则 10万元 否则 50万元 于 技术合同)", None),
        ("首补", None),
    ] {
        let typed = world.typed(text, ENTERPRISES);
        let found = largest_possible(&typed, &world.binding, &world.checked);
        assert_eq!(found.map(|n| n.to_string()).as_deref(), expected, "{text}");
    }
    for (text, constant) in [
        ("10万元", true),
        ("单项上限 * 2", true),
        ("政策年度 - 1", true),
        ("产值", false),
        ("计数(技术合同)", false),
        ("增量", false),
    ] {
        assert_eq!(is_constant(&world.typed(text, ENTERPRISES)), constant, "{text}");
    }
}
