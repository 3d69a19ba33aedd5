//! Figures as clauses write them: each of these quotes the value of the parameter, or does not.

use super::{measure, names, pack};

fn quotes(value: &str, clause: &str) -> bool {
    let shared = format!("[[parameter]]\nname = \"数\"\nvalues = [{{ from = 2023-01-01, value = {value} }}]");
    let amount = match value {
        v if v.contains('元') => "amount = \"若 规上工业 则 数 否则 0元\"\ncap = \"数\"",
        _ => "amount = \"数 * 研发费用\"\ncap = \"20万元\"",
    };
    let world = pack(&[("measures/grant.toml", &measure("grant", clause, &shared, &[], amount))]);
    match names(&world).as_slice() {
        [] => true,
        [one] if one == "lint/figure-not-quoted" => false,
        other => panic!("{value} in {clause}: {other:?}"),
    }
}

#[test]
fn amounts() {
    for clause in [
        "每家奖励10万元",
        "每家奖励 10 万元",
        "每家奖励１０万元",
        "每家奖励100000元",
        "每家奖励100,000元",
        "每家奖励十万元",
        "每家奖励拾万元",
        "每家奖励壹拾万元",
        "分别奖励2、5、10万元",
        "分别奖励10万、5万、2万元",
        "奖励5—10万元",
        "按10万/家奖励",
        "奖励0.1百万元",
    ] {
        assert!(quotes("\"10万元\"", clause), "{clause}");
    }
    for clause in
        ["每家奖励1万元", "每家奖励110万元", "奖励10家企业", "每家奖励二十万元", "10个月内兑现5万元", "2010万元"]
    {
        assert!(!quotes("\"10万元\"", clause), "{clause}");
    }
    assert!(quotes("\"120万元\"", "最高一百二十万元"));
    assert!(quotes("\"1.5亿元\"", "总额1.5亿元") && quotes("\"1.5亿元\"", "总额一点五亿元"));
    assert!(
        quotes("\"2000万元\"", "两千万元") && quotes("\"2000万元\"", "2千万元") && quotes("\"2000万元\"", "0.2亿元")
    );
    assert!(quotes("\"1亿元\"", "产值亿元以上企业") && !quotes("\"1亿元\"", "产值数亿元的企业，奖5万元"));
    assert!(quotes("\"10500元\"", "一万零五百元") && quotes("\"1000元\"", "不足1000元不予补助"));
}

#[test]
fn rates() {
    for clause in
        ["按10%补助", "按１０％补助", "按百分之十补助", "按0.1的比例", "按千分之一百补助", "按一成补助", "10%—15%"]
    {
        assert!(quotes("\"10%\"", clause), "{clause}");
    }
    for clause in ["按1%补助", "按110%补助", "按10万元补助", "按百分之一补助", "按百分之十五补助"]
    {
        assert!(!quotes("\"10%\"", clause), "{clause}");
    }
    assert!(quotes("\"0.5%\"", "按千分之五") && quotes("\"0.5%\"", "按5‰") && quotes("\"0.5%\"", "按百分之零点五"));
    assert!(quotes("\"50%\"", "市县各半") && quotes("\"50%\"", "市、县按1:1分担") && quotes("\"70%\"", "按７：３分担"));
    assert!(quotes("\"50%\"", "市、区各承担一半"));
    assert!(quotes("\"1/3\"", "承担三分之一") && !quotes("\"50%\"", "按3:7分担"));
    assert!(quotes("\"1.5\"", "按1.5倍") && quotes("\"1.5\"", "按一点五倍"));
}

#[test]
fn counts() {
    assert!(quotes("3", "连续三年") && quotes("3", "连续3年") && quotes("12", "十二个月"));
    assert!(!quotes("3", "委托第三方评价，连续2年"));
    assert!(!quotes("1", "按一定比例，2年内兑现"));
}
