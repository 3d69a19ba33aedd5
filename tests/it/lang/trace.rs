//! The steps behind a value.

use duixian::lang::{Step, What, trace};
use duixian::schema::ENTERPRISES;

use super::world::{CONTRACTS, World, show};

fn lines(step: &Step, level: usize, out: &mut Vec<String>) {
    out.push(format!("{}{} → {}", "  ".repeat(level), step.said, show(&step.value, &step.ty)));
    for child in &step.children {
        lines(child, level + 1, out);
    }
}

fn traced(text: &str, enterprise: usize) -> Vec<String> {
    let world = World::new();
    let typed = world.typed(text, ENTERPRISES);
    let mut out = Vec::new();
    lines(&trace(&typed, &world.frame(enterprise..enterprise + 1)), 0, &mut out);
    out
}

#[test]
fn every_step_is_kept_with_its_words() {
    assert_eq!(
        traced("补助比例 * 合计(当年实付金额 于 技术合同 当 合格合同)", 0),
        [
            "补助比例 * 合计(当年实付金额 于 技术合同 当 合格合同) → 45000",
            "  补助比例 → 0.1",
            "  合计(当年实付金额 于 技术合同 当 合格合同) → 450000",
            "    技术合同 #1 → 150000",
            "      合格合同 → 是",
            "        合作单位类型 属于 {“高等院校”, “科研院所”} 且 非 关联方 → 是",
            "          合作单位类型 属于 {“高等院校”, “科研院所”} → 是",
            "            合作单位类型 → “高等院校”",
            "            “高等院校” → “高等院校”",
            "            “科研院所” → “科研院所”",
            "          非 关联方 → 是",
            "            关联方 → 否",
            "      当年实付金额 → 150000",
            "    技术合同 #2 → 300000",
            "      合格合同 → 是",
            "        合作单位类型 属于 {“高等院校”, “科研院所”} 且 非 关联方 → 是",
            "          合作单位类型 属于 {“高等院校”, “科研院所”} → 是",
            "            合作单位类型 → “科研院所”",
            "            “高等院校” → “高等院校”",
            "            “科研院所” → “科研院所”",
            "          非 关联方 → 是",
            "            关联方 → 否",
            "      当年实付金额 → 300000",
            "    技术合同 #3 → 80000",
            "      合格合同 → 否",
            "        合作单位类型 属于 {“高等院校”, “科研院所”} 且 非 关联方 → 否",
            "          合作单位类型 属于 {“高等院校”, “科研院所”} → 否",
            "            合作单位类型 → “企业”",
            "            “高等院校” → “高等院校”",
            "            “科研院所” → “科研院所”",
            "          非 关联方 → 否",
            "            关联方 → 是",
        ]
    );
    assert_eq!(
        traced("若 产值 > 1元 则 1 否则 2", 1),
        ["若 产值 > 1元 则 1 否则 2 → 缺", "  产值 > 1元 → 缺", "    产值 → 缺", "    1元 → 1", "  1 → 1", "  2 → 2"]
    );
}

#[test]
fn steps_say_which_cell_they_come_from() {
    let world = World::new();
    let typed = world.typed("合计(当年实付金额 + 增量 * 0 于 技术合同)", ENTERPRISES);
    let step = trace(&typed, &world.frame(1..2));
    let What::Record { table, row, counts } = step.children[1].what else {
        panic!("a record");
    };
    assert_eq!((table, row, counts), (CONTRACTS, 4, Ok(true)));
    let sum = &step.children[1].children[0];
    let What::Field { table, row, .. } = sum.children[0].what else {
        panic!("a field");
    };
    assert_eq!((table, row), (CONTRACTS, 4));
    // the steps of a definition about the enterprise stand at the first record, at the others its value
    let of_record = |record: usize| &step.children[record].children[0].children[1].children[0];
    let (definition, again) = (of_record(0), of_record(1));
    assert!([definition, again].iter().all(|d| matches!(&d.what, What::Definition(_, name) if name == "增量")));
    assert_eq!((&again.value, again.children.len()), (&definition.value, 0));
    let What::Field { table, row, .. } = definition.children[0].children[0].what else {
        panic!("a field of the enterprise");
    };
    assert_eq!((table, row), (ENTERPRISES, 1));
}
