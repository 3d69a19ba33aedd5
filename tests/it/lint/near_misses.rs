//! What looks like a defect and is none: nothing is said.

use super::{banded, grant, lint, measure, names, pack, two};

fn clean(world: &crate::cli::world::World) {
    lint(world, "").exits(0).silent();
}

#[test]
fn conditions_that_can_hold_and_can_fail() {
    for when in [
        "产值 超过 1亿元 或 产值 不足 5000万元",
        "产值 不低于 1亿元 且 产值 不超过 1亿元",
        "产值 超过 0元 或 研发费用 不超过 0元",
        "规模 = “大型” 或 规模 = “中型”",
        "规模 ≠ “大型”",
        // an empty 认定类型 is neither of its options
        "认定类型 属于 {“首次认定”, “重新认定”}",
        "非 (认定类型 = “首次认定” 且 规上工业)",
        // an empty date is neither before nor after
        "发证日期 超过 2020-01-01 或 发证日期 不超过 2020-01-01",
        "发证日期 不超过 核定日",
        "年(发证日期) = 政策年度",
        "职工总数 超过 5 且 职工总数 不足 7",
        "产值 超过 研发费用 或 产值 不超过 研发费用 * 2",
        "存在(称号 当 名目 = “瞪羚”) 且 存在(称号 当 名目 = “小巨人”)",
        "计数(称号) 超过 0",
        "合计(投入 于 称号 当 级别 = “国家级”) 不低于 0元",
        "若 规上工业 则 产值 超过 1亿元 否则 产值 超过 2亿元",
        "已填(发证日期) 且 规上工业",
    ] {
        clean(&grant(&[("asked", when)], "10% * 研发费用"));
    }
}

#[test]
fn conditions_that_cannot() {
    for (when, name) in [
        ("职工总数 超过 5 且 职工总数 不足 6", "never-holds"),
        ("产值 超过 研发费用 且 研发费用 超过 产值", "never-holds"),
        ("发证日期 不足 2020-01-01 且 发证日期 超过 2021-01-01", "never-holds"),
        ("发证日期 超过 发证日期", "never-holds"),
        ("计数(称号) 不足 0", "never-holds"),
        ("月(发证日期) 超过 12", "never-holds"),
        ("规模 属于 {“大型”} 且 规模 不属于 {“大型”, “中型”}", "never-holds"),
        ("产值 - 产值 * 1 超过 0元 且 规上工业 且 非 规上工业", "never-holds"),
        ("存在(称号 当 级别 = “国家级” 且 级别 = “省级”)", "never-holds"),
        ("计数(称号) 不低于 0", "always-holds"),
        ("规模 = “大型” 或 规模 ≠ “大型”", "always-holds"),
        ("规上工业 或 非 规上工业", "always-holds"),
        ("非 (产值 超过 1亿元 且 产值 不足 1亿元)", "never-holds"),
        ("已填(企业名称)", "always-holds"),
        ("政策年度 不低于 2023", "always-holds"),
        ("1亿元 不足 1万元", "never-holds"),
    ] {
        assert_eq!(names(&grant(&[("asked", when)], "10% * 研发费用")), [format!("lint/{name}")], "{when}");
    }
}

#[test]
fn a_condition_that_turns_with_the_year_is_not_constant() {
    for when in ["政策年度 = 2023 或 规上工业", "政策年度 不超过 2030", "核定日 不足 2030-01-01"] {
        clean(&grant(&[("asked", when)], "10% * 研发费用"));
    }
    // a parameter that differs from year to year
    let shared = "[[parameter]]\nname = \"界\"\nvalues = [{ from = 2023-01-01, to = 2023-12-31, value = \"12\" }, { from = 2024-01-01, value = \"6\" }]\n\
                  [[allow]]\nlint = \"figure-not-quoted\"\nreason = \"只看条件\"";
    let text = measure(
        "grant",
        "最高20万元",
        shared,
        &[("asked", "月(发证日期) 不超过 界")],
        "amount = \"10% * 研发费用\"\ncap = \"20万元\"",
    );
    clean(&pack(&[("measures/grant.toml", &text)]));
}

#[test]
fn conditions_side_by_side() {
    clean(&grant(&[("a", "产值 不低于 1亿元"), ("b", "产值 不超过 1亿元")], "10% * 研发费用"));
    let world = grant(&[("a", "产值 不低于 1亿元"), ("b", "规上工业"), ("c", "产值 不足 1亿元")], "10% * 研发费用");
    assert_eq!(names(&world), ["lint/contradiction"]);
    // three that no two of them show
    let three =
        [("a", "产值 超过 研发费用"), ("b", "规上工业 或 规模 = “大型”"), ("c", "非 规上工业 且 规模 = “小型”")];
    assert_eq!(names(&grant(&three, "10% * 研发费用")), ["lint/contradiction"]);
}

#[test]
fn branches() {
    clean(&grant(&[("a", "产值 不低于 1亿元")], "(若 产值 不低于 2亿元 则 12% 否则 10%) * 研发费用"));
    clean(&grant(&[], "(若 产值 不低于 2亿元 则 12% 否则 若 产值 不低于 1亿元 则 11% 否则 10%) * 研发费用"));
    clean(&grant(&[], "合计(若 级别 = “国家级” 则 10% * 投入 否则 5% * 投入 于 称号 当 名目 = “瞪羚”)"));
    for amount in [
        "(若 产值 不低于 1亿元 则 12% 否则 若 产值 不低于 2亿元 则 11% 否则 10%) * 研发费用",
        "合计(若 级别 = “国家级” 则 10% * 投入 否则 5% * 投入 于 称号 当 级别 = “国家级”)",
    ] {
        assert_eq!(names(&grant(&[], amount)), ["lint/branch-never"], "{amount}");
    }
}

#[test]
fn bands_that_rise() {
    let rising = [
        ("whole", "全额", "20万元", ["{ to = \"500万元\", rate = \"1%\" }", "{ over = \"500万元\", rate = \"2%\" }"]),
        // 2% of 500万元 is 10万元, and so is the cap before
        (
            "whole",
            "全额",
            "20万元",
            ["{ below = \"500万元\", rate = \"4%\", cap = \"10万元\" }", "{ from = \"500万元\", rate = \"2%\" }"],
        ),
        (
            "step",
            "定额",
            "20万元",
            ["{ below = \"1亿元\", amount = \"5万元\" }", "{ from = \"1亿元\", amount = \"20万元\" }"],
        ),
        (
            "step",
            "定额",
            "20万元",
            ["{ below = \"1亿元\", amount = \"5万元\" }", "{ from = \"1亿元\", amount = \"5万元\" }"],
        ),
        (
            "marginal",
            "超额累进",
            "20万元",
            ["{ from = \"0元\", to = \"500万元\", rate = \"2%\" }", "{ over = \"500万元\", rate = \"1%\" }"],
        ),
        // the table falls, but above the cap of the measure
        ("whole", "全额", "5万元", ["{ to = \"500万元\", rate = \"2%\" }", "{ over = \"500万元\", rate = \"1%\" }"]),
    ];
    for (kind, function, cap, bands) in rising {
        clean(&banded(kind, function, cap, &[], &bands));
    }
}

#[test]
fn amounts_that_rise_where_a_condition_turns() {
    for amount in [
        "若 产值 不超过 1亿元 则 5万元 否则 10万元",
        "若 产值 不超过 100万元 则 5% * 产值 否则 5万元 + 1% * (产值 - 100万元)",
        "若 规上工业 则 10万元 否则 5万元",
        "最大值(5万元, 若 产值 不低于 1亿元 则 5万元 否则 3万元)",
        // above the cap on either side
        "若 产值 不超过 1亿元 则 50万元 否则 30万元",
    ] {
        clean(&grant(&[], amount));
    }
    assert_eq!(names(&grant(&[], "若 产值 不超过 1亿元 则 10万元 否则 8万元")), ["lint/cliff"]);
    let each = "合计(若 投入 不足 100万元 则 10% * 投入 否则 5% * 投入 于 称号)";
    assert_eq!(names(&grant(&[], each)), ["lint/cliff"]);
}

#[test]
fn bands_that_begin_above_zero_where_nothing_lies_below() {
    let bands =
        ["{ from = \"1000万元\", below = \"1亿元\", amount = \"5万元\" }", "{ from = \"1亿元\", amount = \"20万元\" }"];
    clean(&banded("step", "定额", "20万元", &[("scale", "产值 不低于 1000万元")], &bands));
    assert_eq!(
        names(&banded("step", "定额", "20万元", &[("scale", "产值 不低于 999万元")], &bands)),
        ["lint/band-start"]
    );
    let open = ["{ over = \"1000万元\", amount = \"5万元\" }"];
    assert_eq!(
        names(&banded("step", "定额", "20万元", &[("scale", "产值 不低于 1000万元")], &open)),
        ["lint/band-start"]
    );
    clean(&banded("step", "定额", "20万元", &[("scale", "产值 超过 1000万元")], &open));
    clean(&banded("marginal", "超额累进", "20万元", &[], &["{ over = \"1000万元\", rate = \"1%\" }"]));
}

#[test]
fn amounts_that_something_bounds() {
    let bounded = |amount: &str| {
        let text = measure("grant", "最高20万元", "", &[], &format!("amount = \"{amount}\""));
        pack(&[("measures/grant.toml", &text)])
    };
    for amount in ["20万元", "最小值(10% * 研发费用, 20万元)", "若 规上工业 则 20万元 否则 10万元"]
    {
        clean(&bounded(amount));
    }
    for amount in ["10% * 研发费用", "最大值(10% * 研发费用, 20万元)", "计数(称号) * 5万元", "合计(5万元 于 称号)"]
    {
        assert_eq!(names(&bounded(amount)), ["lint/cap-missing"], "{amount}");
    }
}

#[test]
fn two_measures_for_two_things() {
    let titled = |name: &str| format!("存在(称号 当 名目 = “{name}” 且 年(认定日期) = 政策年度)");
    let (gazelle, giant) = (titled("瞪羚"), titled("小巨人"));
    clean(&two((&gazelle, "5万元"), (&giant, "10万元"), ""));
    clean(&two(("认定类型 = “首次认定”", "10万元"), ("认定类型 = “重新认定”", "5万元"), ""));
    clean(&two(("规上工业", "10% * 研发费用"), ("非 规上工业", "8% * 研发费用"), ""));
    clean(&two(("规上工业", "10% * 研发费用"), ("规上工业", "1% * 产值"), ""));
    clean(&two((&gazelle, "5万元"), (&gazelle, "核定(grant)"), ""));
    let group = "[[stacking]]\nid = \"title\"\nrule = \"highest\"\nmeasures = [\"grant\", \"bonus\"]\n";
    clean(&two((&gazelle, "5万元"), (&gazelle, "10万元"), group));
    let cap = "[[enterprise-cap]]\nid = \"all\"\nmeasures = [\"grant\", \"bonus\"]\nvalues = [{ from = 2023-01-01, value = \"10万元\" }]\n";
    assert_eq!(names(&two((&gazelle, "5万元"), (&gazelle, "10万元"), cap)), ["lint/double-payment"]);
    assert_eq!(names(&two(("规上工业", "5万元"), ("规上工业", "8万元"), "")), ["lint/double-payment"]);
}

#[test]
fn versions_that_meet_and_dates_that_fit() {
    let text = measure("grant", "最高20万元", "", &[], "amount = \"10% * 研发费用\"\ncap = \"20万元\"");
    let older = text.replace("{ from = 2023-01-01 }", "{ from = 2021-01-01, to = 2022-12-31 }");
    clean(&pack(&[("measures/grant.toml", &text), ("measures/older.toml", &older)]));
    // a hole of a few months covers no 31 December
    let older = text.replace("{ from = 2023-01-01 }", "{ from = 2021-01-01, to = 2022-12-31 }");
    let later = text.replace("{ from = 2023-01-01 }", "{ from = 2023-03-01 }");
    clean(&pack(&[("measures/grant.toml", &later), ("measures/older.toml", &older)]));
    // a value that ends with its measure
    let shared = "[[parameter]]\nname = \"比例\"\nvalues = [{ from = 2023-01-01, to = 2024-12-31, value = \"10%\" }]";
    let text = measure("grant", "按10%", shared, &[], "amount = \"比例 * 研发费用\"\ncap = \"20万元\"");
    let ended = text.replace("{ from = 2023-01-01 }", "{ from = 2023-01-01, to = 2024-12-31 }");
    clean(&pack(&[("measures/grant.toml", &ended)]));
    assert_eq!(names(&pack(&[("measures/grant.toml", &text)])), ["lint/next-year"]);
}

#[test]
fn what_sounds_like_a_tax_and_is_none() {
    let on = |field: &str, effective: &str| {
        let text = measure("grant", "最高20万元", "", &[], &format!("amount = \"10% * {field}\"\ncap = \"20万元\""));
        pack(&[("measures/grant.toml", &text.replace("{ from = 2023-01-01 }", effective))])
    };
    let open = "{ from = 2023-01-01 }";
    clean(&on("应纳税所得额", open));
    clean(&on("所得税退税", open));
    clean(&on("入库税款", "{ from = 2023-01-01, to = 2024-07-31 }"));
    assert_eq!(names(&on("入库税款", "{ from = 2023-01-01, to = 2024-12-31 }")), ["lint/tax-contribution"]);
    let world = on("上缴税额", open);
    assert_eq!(names(&world), ["lint/tax-unmarked"]);
    world.edit(
        "pack/fields.toml",
        "{ name = \"上缴税额\", type = \"money\",",
        "{ name = \"上缴税额\", tax_contribution = false, type = \"money\",",
    );
    clean(&world);
}
