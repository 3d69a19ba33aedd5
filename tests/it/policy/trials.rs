//! The worked cases of packs: they hold for the packs as they are, and notice when a rule is changed.

use std::fmt::Write;
use std::process::Command;

use duixian::audit::trial;
use duixian::policy::{Source, compile};

use super::folder::{files, repository, sources};
use crate::packs::shown;

fn pack_of(folder: &str) -> Vec<Source> {
    sources(files(&repository().join(folder)))
}

/// How many cases there are, and what differs: `case: figure: expected, got`.
fn tried(files: &[Source]) -> (usize, Vec<String>) {
    let (pack, _) = compile(files).unwrap_or_else(|f| panic!("{}", shown(&f)));
    let trials = trial::run(&pack).unwrap_or_else(|bug| panic!("{bug}")).each;
    let mut wrong = Vec::new();
    for trial in &trials {
        let name = &trial.case.name;
        wrong.extend(trial.findings.iter().map(|f| format!("{name}: {}", f.message.zh)));
        wrong.extend(
            trial.differences.iter().map(|d| format!("{name}: {}: {}, {}", d.what.zh, d.expected.zh, d.got.zh)),
        );
    }
    (trials.len(), wrong)
}

#[test]
fn the_cases_of_the_shipped_pack_hold() {
    let files = pack_of("rules/zhuzhou");
    let (count, wrong) = tried(&files);
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count >= 287, "{count}");
    // every measure has a file of cases of its own
    for measure in files.iter().filter_map(|f| f.name.strip_prefix("measures/")) {
        assert!(files.iter().any(|f| f.name.strip_prefix("tests/") == Some(measure)), "{measure} has no cases");
    }
}

#[test]
fn rules_of_other_places_give_what_a_person_gets() {
    let files = pack_of("rules/comparisons");
    let (count, wrong) = tried(&files);
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count >= 403, "{count}");
}

/// As a user tests a pack.
#[test]
fn every_shipped_pack_passes_its_own_tests_on_the_command_line() {
    for pack in ["rules/zhuzhou", "rules/comparisons"] {
        let output = Command::new(env!("CARGO_BIN_EXE_duixian"))
            .args(["test", "--rules", pack, "--lang", "zh"])
            .current_dir(repository())
            .output()
            .expect("the binary runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{pack}: {said}");
        assert!(said.contains("个案例全部通过"), "{pack}: {said}");
    }
}

/// One number, word or line of the shipped rules, and what somebody might make of it by mistake.
const SLIPS: &[(&str, &str, &str)] = &[
    ("definitions.toml", "高企发证日期 不超过 核定日", "高企发证日期 不足 核定日"),
    ("definitions.toml", "核定日 不足 加年", "核定日 不超过 加年"),
    ("definitions.toml", "加年(高企发证日期, 3)", "加年(高企发证日期, 2)"),
    ("definitions.toml", "{“高等院校”, “科研院所”}", "{“高等院校”}"),
    ("definitions.toml", " 且 非 关联方", ""),
    ("definitions.toml", " 且 已填(合同登记编号)", ""),
    ("measures/hnte-first.toml", "\"7万元\"", "\"6万元\""),
    ("measures/hnte-first.toml", "“首次认定”", "“重新认定”"),
    ("measures/hnte-first.toml", "= 政策年度", "不超过 政策年度"),
    ("measures/hnte-renewal.toml", "\"2万元\"", "\"3万元\""),
    ("measures/hnte-renewal.toml", "= 政策年度", "不低于 政策年度"),
    ("measures/rd-award-2022.toml", "\"10%\"", "\"12%\""),
    ("measures/rd-award-2022.toml", "超过 0元", "不低于 0元"),
    ("measures/rd-award-2022.toml", "证书有效 或 平台考核优秀", "证书有效 且 平台考核优秀"),
    ("measures/rd-award-2022.toml", "\"500万元\"", "\"500.0001万元\""),
    ("measures/rd-award-2022.toml", "mode = \"down\"", "mode = \"half_up\""),
    ("measures/rd-award-2023.toml", "\"8%\"", "\"8.1%\""),
    ("measures/rd-award-2023.toml", "\"1万元\"", "\"10000.01元\""),
    ("measures/rd-award-2023.toml", "\"1万元\"", "\"9999元\""),
    ("measures/rd-award-2023.toml", "\"1000万元\"", "\"999万元\""),
    ("measures/university-cooperation.toml", "证书有效 或 科技型中小企业", "证书有效"),
    ("measures/university-cooperation.toml", "\"1000元\"", "\"999元\""),
    ("measures/university-cooperation.toml", "lead   = \"市级\"", "lead   = \"县级\""),
    ("measures/university-cooperation.toml", "pool   = \"cooperation\"", "pool   = \"hnte\""),
    ("tables/county-share.toml", "[\"炎陵县\", \"20%\"]", "[\"炎陵县\", \"30%\"]"),
    ("tables/county-share.toml", "otherwise = \"50%\"", "otherwise = \"49%\""),
    ("measures/gazelle.toml", "“瞪羚企业” 且", "“瞪羚企业” 或"),
    ("measures/gazelle.toml", "\"20万元\"", "\"21万元\""),
    ("measures/little-giant.toml", "最大(查", "合计(查"),
    ("measures/little-giant.toml", "[\"市级\", \"10万元\"]", "[\"市级\", \"5万元\"]"),
    (
        "measures/contract-registration.toml",
        "to = \"10万元\", rate = \"1%\" },\n    { over = \"10万元\"",
        "to = \"10.01万元\", rate = \"1%\" },\n    { over = \"10.01万元\"",
    ),
    ("measures/contract-registration.toml", "\"0.1%\"", "\"0.2%\""),
    ("measures/contract-registration.toml", "超过 0元", "不低于 0元"),
    ("measures/talent.toml", "[\"C\", \"30万元\"]", "[\"C\", \"20万元\"]"),
    ("measures/talent.toml", "\"300万元\"", "\"310万元\""),
    (
        "measures/talent.toml",
        "{ share = \"40%\", due = 0 }, { share = \"30%\"",
        "{ share = \"30%\", due = 0 }, { share = \"40%\"",
    ),
    ("measures/talent.toml", "value = \"40%\"", "value = \"50%\""),
    ("measures/rd-institution.toml", "value = \"1亿元\"", "value = \"2亿元\""),
    (
        "measures/rd-institution.toml",
        "below = \"10亿元\", amount = \"20万元\" },\n    { from = \"10亿元\"",
        "to = \"10亿元\", amount = \"20万元\" },\n    { over = \"10亿元\"",
    ),
    ("measures/platform.toml", "[\"省级\", \"50万元\"]", "[\"省级\", \"60万元\"]"),
    ("measures/platform.toml", "{“国家级”, “省级”}", "{“国家级”}"),
    ("measures/science-award.toml", "\"三等\", \"5万元\"", "\"三等\", \"6万元\""),
    ("measures/credit-loan.toml", "= false", "= true"),
    ("measures/credit-loan.toml", "half_up", "down"),
    ("measures/credit-loan.toml", "本金 不超过 单笔本金上限", "本金 不足 单笔本金上限"),
    ("measures/credit-loan.toml", "split_unit = \"0.01元\"", "split_unit = \"1元\""),
    ("measures/credit-loan.toml", "lead       = \"省级\"", "lead       = \"市级\""),
    ("measures/major-project.toml", "unit = \"1万元\"", "unit = \"1元\""),
    (
        "measures/major-project.toml",
        "\"50%\", due = \"立项\" }, { share = \"30%\"",
        "\"30%\", due = \"立项\" }, { share = \"50%\"",
    ),
    ("measures/matching-funds.toml", "\"1000万元\"", "\"1001万元\""),
    ("measures/super-deduction-2022.toml", "制造业 或 科技型中小企业", "制造业 且 科技型中小企业"),
    ("measures/super-deduction-2022.toml", "\"75%\"", "\"80%\""),
    ("measures/super-deduction-2022.toml", "“娱乐业”", "“文化业”"),
    ("measures/super-deduction-2023.toml", "“烟草制造业”", "“烟草业”"),
    ("measures/super-deduction-2023.toml", "\"15%\"", "\"20%\""),
    ("measures/hnte-tax.toml", "超过 0元", "不低于 0元"),
    ("measures/tech-sme.toml", "value = 60 ", "value = 61 "),
    ("measures/tech-sme.toml", "科技人员得分 超过 0", "科技人员得分 不低于 0"),
    ("measures/tech-sme.toml", "最大值(", "最小值("),
    ("measures/tech-sme.toml", "below = \"25%\", amount = 12", "below = \"25%\", amount = 11"),
    ("measures/rd-coverage.toml", "超过 0元", "不低于 0元"),
    ("pack.toml", "(非 已填(截止日期) 或 核定日 不超过 截止日期)", "已填(截止日期)"),
    ("pack.toml", "或 核定日 不超过 截止日期", "或 核定日 不足 截止日期"),
    ("pack.toml", "起始日期 不超过 核定日", "起始日期 不足 核定日"),
    ("pack.toml", "rule     = \"highest\"", "rule     = \"exclusive\""),
    ("pack.toml", "[\"gazelle\", \"little-giant\"]", "[\"little-giant\", \"gazelle\"]"),
    ("pack.toml", "value = \"300万元\" }]", "value = \"301万元\" }]"),
    ("pack.toml", "\"science-award\",\n  \"talent\",\n]", "\"talent\",\n  \"science-award\",\n]"),
    ("pack.toml", "[\"rd-institution\", \"platform\"]", "[\"platform\", \"rd-institution\"]"),
    ("pack.toml", "to = 2023-12-31, value = \"300万元\"", "to = 2023-12-31, value = \"310万元\""),
    (
        "pack.toml",
        "reduce  = [\"预拨\", \"已拨\", \"应追回\"]\nrestore = [\"已退回\"]",
        "reduce  = [\"预拨\", \"已拨\", \"已退回\"]\nrestore = [\"应追回\"]",
    ),
];

#[test]
fn a_slip_in_a_shipped_rule_is_noticed_by_its_cases() {
    each_is_noticed("rules/zhuzhou", SLIPS);
}

/// The same for the rules of other places: a part of what their cases must notice.
const SLIPS_ELSEWHERE: &[(&str, &str, &str)] = &[
    ("definitions.toml", "核定日 不足 加年", "核定日 不超过 加年"),
    ("definitions.toml", "高企认定类型 = “首次认定” 且", "高企认定类型 = “首次认定” 或"),
    ("definitions.toml", "from = \"10%\", below = \"15%\", amount = 4", "over = \"10%\", below = \"15%\", amount = 4"),
    ("definitions.toml", "from = 4, amount = 24", "from = 4, amount = 25"),
    ("definitions.toml", "最大值(收入占比得分, 成本占比得分)", "最小值(收入占比得分, 成本占比得分)"),
    ("definitions.toml", "Ⅰ类知识产权数 不低于 1", "Ⅰ类知识产权数 不低于 2"),
    ("measures/changde-first.toml", "\"10万元\"", "\"9万元\""),
    ("measures/changsha-first.toml", "\"50%\"", "\"40%\""),
    (
        "measures/tianxin-first.toml",
        "to = \"1亿元\", amount = \"5万元\" },\n    { over = \"1亿元\"",
        "below = \"1亿元\", amount = \"5万元\" },\n    { from = \"1亿元\"",
    ),
    ("measures/tianjin-hnte.toml", "\"40万元\"", "\"45万元\""),
    ("measures/binhai-match.toml", "\"100%\"", "\"50%\""),
    ("measures/hunan-rd.toml", "\"20万元\"", "\"200004.01元\""),
    ("measures/hunan-rd.toml", "\"1万元\"", "\"9993元\""),
    ("measures/hainan-rd.toml", "\"30%\"", "\"29%\""),
    ("measures/longgang-rd.toml", "\"1.5\"", "\"1.6\""),
    ("measures/longgang-rd.toml", "\"400万元\"", "\"399万元\""),
    ("measures/longgang-rd.toml", "不超过 政策年度", "= 政策年度"),
    ("measures/wenzhou-contract.toml", "不低于 合同起点", "超过 合同起点"),
    ("measures/wenzhou-contract.toml", "\"100万元\"", "\"110万元\""),
    ("measures/xianju-contract.toml", "\"30万元\"", "\"31万元\""),
    ("measures/shushan-result.toml", "不低于 单项起点", "超过 单项起点"),
    ("measures/shushan-registration.toml", "cap = \"20万元\"", "cap = \"21万元\""),
    ("measures/fuzhou-contract.toml", "[\"市外\", \"6%\"]", "[\"市外\", \"10%\"]"),
    ("measures/sanming-registration.toml", "\"5万元\"", "\"5.5万元\""),
    ("measures/fuqing-registration.toml", "\"0.3%\"", "\"0.5%\""),
    ("measures/hunan-platform.toml", "due    = 2", "due    = 3"),
    ("measures/hunan-loan.toml", "不超过 单户上限", "不足 单户上限"),
    ("measures/hunan-loan.toml", "\"合作银行\"", "\"企业\""),
    ("measures/hubei-loan.toml", "\"80%\"", "\"70%\""),
    ("measures/fujian-voucher.toml", "\"30% / 50%\"", "\"50%\""),
    (
        "measures/reading-instalments.toml",
        "share = \"70%\", due = 0 }, { share = \"30%\"",
        "share = \"30%\", due = 0 }, { share = \"70%\"",
    ),
    ("measures/reading-recipients.toml", "\"服务机构\"", "\"中介机构\""),
    ("measures/reading-ratio.toml", "\"30%\"", "\"31%\""),
    ("measures/custom-thousand.toml", "half_up", "down"),
    ("measures/tech-sme.toml", "科技人员得分 超过 0", "科技人员得分 不低于 0"),
    ("measures/tech-sme.toml", "\"60\"", "\"61\""),
    (
        "measures/hnte-conditions.toml",
        "to = \"5000万元\", amount = \"5%\" },\n    { over",
        "below = \"5000万元\", amount = \"5%\" },\n    { from",
    ),
    ("measures/hnte-conditions.toml", "职工总数 超过 0", "职工总数 不低于 0"),
    ("measures/deduction-base.toml", "\"2 / 3\"", "\"3 / 4\""),
    ("measures/deduction-base.toml", " / (1 - 其他费用限额)", ""),
    ("measures/quarter-proportional.toml", "13 - 月", "12 - 月"),
    ("pack.toml", "to = \"5%\", amount = \"100%\" },\n    { over", "below = \"5%\", amount = \"100%\" },\n    { from"),
    (
        "pack.toml",
        "below = \"8%\", amount = \"50%\" },\n    { from = \"8%\"",
        "to = \"8%\", amount = \"50%\" },\n    { over = \"8%\"",
    ),
    ("pack.toml", "payer  = \"省级\"\n", ""),
    (
        "pack.toml",
        "paid = [\"预拨\", \"已拨\"], returned = [\"应追回\", \"已退回\"]",
        "paid = [\"预拨\"], returned = [\"应追回\", \"已退回\"]",
    ),
    ("pack.toml", "returned = [\"应追回\", \"已退回\"]", "returned = [\"已退回\"]"),
    ("pack.toml", "rule     = \"exclusive\"", "rule     = \"highest\""),
    ("pack.toml", "[\"custom-year-a\", \"custom-year-b\"]", "[\"custom-year-b\", \"custom-year-a\"]"),
];

#[test]
fn a_slip_in_a_rule_of_another_place_is_noticed_by_its_cases() {
    each_is_noticed("rules/comparisons", SLIPS_ELSEWHERE);
}

fn each_is_noticed(pack: &str, slips: &[(&str, &str, &str)]) {
    let whole = pack_of(pack);
    for (file, right, slip) in slips {
        let mut files = whole.clone();
        let changed = files.iter_mut().find(|f| f.name == *file).expect("the file is there");
        assert!(changed.text.contains(right), "{file} does not say {right}");
        changed.text = changed.text.replacen(right, slip, 1);
        let (_, wrong) = tried(&files);
        assert!(!wrong.is_empty(), "no case notices `{slip}` instead of `{right}` in {file}");
    }
}

/// The pool of both certification grants: 3000万元, whole yuan by largest remainder, an equal remainder to the smaller code.
#[test]
fn an_exceeded_pool_of_two_measures_is_cut_to_the_yuan() {
    // 200 × 10万元 + 201 × 5万元 = 3005万元
    let mut case = String::from(
        "[[case]]\nname = \"两项合计超出 3000 万元\"\nbasis = \"每 10 万元得 10万 × 3000/3005 = 99,833.61…，每 5 万元得 49,916.80…\"\nyear = 2023\nexpect = [\n",
    );
    let (first, renewal) = (200, 201);
    // 200 × 99,833 + 201 × 49,916 = 29,999,716; the 284 yuan that are left go to the 201 with .80, then to 83 with .61
    for i in 0..first {
        let yuan = if i < 83 { 99_834 } else { 99_833 };
        writeln!(
            case,
            "  {{ enterprise = \"首次{i}\", measure = \"hnte-first\", status = \"paid\", payable = \"{yuan}元\" }},"
        )
        .unwrap();
    }
    for i in 0..renewal {
        writeln!(
            case,
            "  {{ enterprise = \"重新{i}\", measure = \"hnte-renewal\", status = \"paid\", payable = \"49917元\" }},"
        )
        .unwrap();
    }
    case += "]\n";
    for (word, count) in [("首次", first), ("重新", renewal)] {
        for i in 0..count {
            writeln!(case, "[[case.enterprise]]\n\"企业名称\" = \"{word}{i}\"\n\"所属县市区\" = \"攸县\"\n\"高企认定类型\" = \"{word}认定\"\n\"高企发证日期\" = 2023-05-05").unwrap();
        }
    }
    let mut files = pack_of("rules/zhuzhou");
    files.retain(|f| !f.name.starts_with("tests/"));
    files.push(Source { name: "tests/pool.toml".to_owned(), text: case });
    let (count, wrong) = tried(&files);
    assert_eq!(count, 1);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_wrong_case_says_what_was_expected_and_what_came_out() {
    let (count, wrong) = tried(&pack_of("tests/it/policy/wrong-cases"));
    assert_eq!(count, 6);
    let alike = "多家企业和合计写错: grant";
    assert!(wrong.contains(&format!("{alike} 合计应付金额: 40,000.00, 30,000.00")), "{wrong:#?}");
    assert!(wrong.contains(&"多家企业和合计写错: 同样1 grant 应付金额: 20,000.00, 10,000.00".to_owned()), "{wrong:#?}");
    assert!(wrong.iter().all(|w| !w.contains("同样2")), "what is alike is said once: {wrong:#?}");
    assert!(
        wrong.contains(&"多家企业和合计写错: 同样1 grant 付款时间“2024”: 10,000.00, 0.00".to_owned()),
        "{wrong:#?}"
    );
    assert!(wrong.contains(&"多家企业和合计写错: 同样1 grant 收款方“企业”: 0.00, 10,000.00".to_owned()), "{wrong:#?}");
    assert!(wrong.contains(&"比例写成了 12%: grant 应付金额: 120,000.00, 100,000.00".to_owned()), "{wrong:#?}");
    assert!(wrong.iter().all(|w| !w.starts_with("对的一个")));
}
