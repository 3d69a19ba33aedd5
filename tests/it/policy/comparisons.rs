//! `rules/comparisons` on a roster: what other places' rules would give one's own enterprises, end to end.

use std::collections::BTreeMap;

use duixian::diagnostic::Lang;
use duixian::policy::showing;

use crate::cli::world::World;
use crate::packs::{root, shipped};
use crate::settle::world::{Row, code, rows};

/// The values of an enterprise by heading; the others are empty.
const FIRST: &[(&str, &str)] = &[
    ("企业名称", "湘江精密机械"),
    ("开业日期", "2012-03-01"),
    ("高企认定类型", "首次认定"),
    ("高企发证日期", "2023-10-16"),
    ("享受加计扣除", "是"),
    ("重点领域", "是"),
    ("前年研发费用(万元)", "300"),
    ("上年研发费用(万元)", "400"),
    ("本年研发费用(万元)", "5000"),
    ("前年营业收入(万元)", "5000"),
    ("上年营业收入(万元)", "6000"),
    ("本年营业收入(万元)", "8000"),
    ("成本费用(万元)", "6000"),
    ("资产总额(万元)", "9000"),
    ("总收入(万元)", "8000"),
    ("高新技术产品收入(万元)", "7000"),
    ("三年境内研发费用(万元)", "5700"),
    ("职工总数", "200"),
    ("科技人员数", "50"),
    ("Ⅰ类知识产权数", "1"),
    ("Ⅱ类知识产权数", "6"),
    ("人员人工费用(万元)", "2000"),
    ("直接投入费用(万元)", "1500"),
    ("折旧费用(万元)", "500"),
    ("无形资产摊销(万元)", "0"),
    ("设计试验费用(万元)", "500"),
    ("其他相关费用(万元)", "400"),
    ("委托境内研发费用(万元)", "100"),
    ("委托境外研发费用(万元)", "0"),
];

/// One that has sent little.
const SECOND: &[(&str, &str)] = &[("企业名称", "炎陵茶业"), ("享受加计扣除", "否")];

/// A table as CSV: the headings that occur, then the rows.
fn csv(table: &[&[(&str, &str)]]) -> String {
    let mut headings: Vec<&str> = Vec::new();
    for (heading, _) in table.iter().flat_map(|row| row.iter()) {
        if !headings.contains(heading) {
            headings.push(heading);
        }
    }
    let line = |row: &[(&str, &str)]| {
        let cell = |h: &&str| row.iter().find(|(heading, _)| heading == h).map_or("", |(_, value)| value);
        headings.iter().map(cell).collect::<Vec<_>>().join(",")
    };
    let body: Vec<String> = table.iter().map(|row| line(row)).collect();
    format!("{}\n{}\n", headings.join(","), body.join("\n"))
}

fn with_code<'a>(code: &'a str, row: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [&[("统一社会信用代码", code)], row].concat()
}

/// The roster, settled by the program itself.
fn run() -> (World, BTreeMap<&'static str, Vec<Row>>) {
    let (first, second) = (code(1), code(2));
    let world = World::empty();
    let of = |rows: &[&[(&str, &str)]]| {
        let rows: Vec<Vec<(&str, &str)>> = rows.iter().map(|row| with_code(&first, row)).collect();
        csv(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
    };
    world
        .write("roster/企业名单.csv", csv(&[&with_code(&first, FIRST), &with_code(&second, SECOND)]))
        .write(
            "roster/技术合同.csv",
            of(&[&[
                ("合同登记编号", "HT01"),
                ("登记日期", "2023-04-01"),
                ("合作单位", "某大学"),
                ("合作方所在地", "市内"),
                ("合同金额(元)", "1500000"),
                ("当年实付金额(元)", "1200000"),
            ]]),
        )
        .write(
            "roster/成果转化.csv",
            of(&[&[("成果名称", "主轴"), ("实际支付额(元)", "9999999"), ("支付日期", "2023-05-01")]]),
        )
        .write("roster/企业称号.csv", of(&[&[("称号", "国家小巨人"), ("认定日期", "2023-07-01")]]))
        .write(
            "roster/创新平台.csv",
            of(&[&[("平台名称", "技术中心"), ("平台级别", "国家级"), ("批准日期", "2023-08-01")]]),
        )
        .write(
            "roster/信用贷款.csv",
            of(&[&[
                ("贷款编号", "DK01"),
                ("银行", "某银行"),
                ("本金(元)", "3000000"),
                ("逾期本金(元)", "180000"),
                ("逾期日期", "2023-09-01"),
            ]]),
        )
        .write(
            "roster/创新券服务.csv",
            of(&[&[("服务机构", "某院"), ("服务支出(元)", "100000"), ("支出日期", "2023-06-01")]]),
        )
        .write(
            "roster/设备购置.csv",
            of(&[&[("设备名称", "车床"), ("购置金额(元)", "10049"), ("购置日期", "2023-06-01")]]),
        )
        .write(
            "roster/已拨付.csv",
            of(&[&[
                ("政策", "longgang-title"),
                ("政策年度", "2022"),
                ("金额(元)", "200000"),
                ("日期", "2022-12-01"),
                ("事由", "已拨"),
            ]]),
        )
        .write("roster/限制名单.csv", "统一社会信用代码,事由,来源,起始日期,截止日期\n");
    let rules = root().join("rules/comparisons");
    world.run().rules(&rules).exits(1);
    let files = ["awards.csv", "payments.csv", "estimates.csv", "statuses.csv", "findings.csv"];
    let read = files.map(|name| (name, rows(&world.read(format!("out/{name}"))))).into();
    (world, read)
}

#[test]
fn a_roster_gets_a_line_for_every_rule_of_every_place() {
    let (_world, files) = run();
    let awards = &files["awards.csv"];
    let pack = shipped("comparisons");
    let edition = pack.on(2023, duixian::calendar::Date::year_end(2023).unwrap()).unwrap();
    let pays = |m: &&duixian::policy::pack::Measure| matches!(m.kind, duixian::policy::pack::MeasureKind::Payout(_));
    assert_eq!(awards.len(), 2 * edition.in_force().filter(pays).count());
    let first = code(1);
    let given = |measure: &str| {
        let row = awards.iter().find(|r| r["uscc"] == first && r["measure"] == measure).expect(measure);
        format!("{} {} {}", row["status"], row["reason"], row["payable"]).replace("  ", " ")
    };
    for (measure, payable) in [
        ("changde-first", "100000.00"),
        ("changsha-first", "200000.00"),
        ("tianxin-first", "50000.00"),
        ("tianjin-hnte", "400000.00"),
        ("binhai-match", "400000.00"),
        ("hunan-rd", "5520000.00"),
        ("hainan-rd", "2000000.00"),
        ("longgang-rd", "600000.00"),
        ("longgang-title", "300000.00"),
        ("wenzhou-contract", "200000.00"),
        ("xianju-contract", "300000.00"),
        ("shushan-result", "1499999.85"),
        ("fuzhou-contract", "120000.00"),
        ("sanming-registration", "6000.00"),
        ("fuqing-registration", "7500.00"),
        ("hunan-platform", "15000000.00"),
        ("hunan-loan", "144000.00"),
        ("hubei-loan", "72000.00"),
        ("fujian-voucher", "50000.00"),
        ("reading-recipients", "100000.00"),
        ("custom-yuan", "100.00"),
    ] {
        assert_eq!(given(measure), format!("paid {payable}"), "{measure}");
    }
    assert_eq!(given("changde-renewal"), "zero renewal 0.00");
    assert_eq!(given("shushan-registration"), "zero nothing-due 0.00");
    let paid: Vec<String> = files["payments.csv"]
        .iter()
        .filter(|r| matches!(r["measure"].as_str(), "hunan-platform" | "reading-recipients"))
        .map(|r| format!("{} {} {} {}", r["payer"], r["recipient"], r["due"], r["amount"]))
        .collect();
    assert_eq!(
        paid,
        [
            "省级 企业 2023 5000000.00",
            "省级 企业 2024 5000000.00",
            "省级 企业 2025 5000000.00",
            "市级 企业 2023 70000.00",
            "市级 服务机构 2023 30000.00"
        ]
    );
    let codes: Vec<&str> = files["findings.csv"].iter().map(|r| r["code"].as_str()).collect();
    assert!(codes.contains(&"settle/pool-breaker"), "18 of 300 are 6%: {codes:?}");
}

#[test]
fn scores_conditions_and_collections_come_with_it_and_little_data_holds_only_what_needs_it() {
    let (_world, files) = run();
    let (first, second) = (code(1), code(2));
    let status = |code: &str, measure: &str| {
        let row = files["statuses.csv"].iter().find(|r| r["uscc"] == code && r["measure"] == measure).unwrap();
        format!("{} {}", row["value"], row["reason"]).trim().to_owned()
    };
    // staff 25% 16, R&D over sales 62.5% 50, a patent of the first kind 30
    assert_eq!(status(&first, "tech-sme-score"), "96");
    assert_eq!(status(&first, "tech-sme"), "符合");
    assert_eq!(status(&first, "hnte-conditions"), "四项指标符合");
    assert_eq!(status(&second, "tech-sme-score"), "missing:本年研发费用");
    let base = files["estimates.csv"].iter().find(|r| r["uscc"] == first).unwrap();
    assert_eq!(base["amount"], "49800000.00", "4500 + 400 + 80% × 100 万元, below its limits");
    let of_second = |measure: &str| {
        let row = files["awards.csv"].iter().find(|r| r["uscc"] == second && r["measure"] == measure).unwrap();
        format!("{} {}", row["status"], row["reason"])
    };
    assert_eq!(of_second("hunan-rd"), "zero deducted");
    assert_eq!(of_second("hainan-rd"), "held missing:上年研发费用");
    assert_eq!(of_second("changde-first"), "zero first");
    assert_eq!(of_second("wenzhou-contract"), "zero contract");
}

#[test]
fn what_the_format_learned_is_shown_of_a_measure() {
    let pack = shipped("comparisons");
    let shown = |id: &str, lang| showing::text(&showing::show(&pack, id, Some(2023)).unwrap(), lang);
    let hubei = shown("hubei-loan", Lang::Zh);
    assert!(
        hubei.contains("熔断：全部企业的 合计(逾期本金 于 信用贷款) 除以全部企业的 合计(本金 于 信用贷款)"),
        "{hubei}"
    );
    assert!(hubei.contains("超过 5% 且 不足 8%：兑付 50%"), "{hubei}");
    assert!(shown("fujian-voucher", Lang::Zh).contains("科技创新券省级资金只控制省级承担的部分，其他各方照付"));
    assert!(shown("fujian-voucher", Lang::En).contains("limits the share of 省级 only"));
    assert!(shown("longgang-title", Lang::Zh).contains("补差额，往年已经拨付的计算在内：longgang-title"));
    assert!(shown("longgang-title", Lang::En).contains("what earlier years paid"));
}
