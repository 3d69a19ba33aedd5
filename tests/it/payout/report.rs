//! report.html: its numbers are those of the CSV files, and it is a page that does nothing but stand there.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use duixian::diagnostic::Lang;
use duixian::payout::report;

use crate::packs::root;
use crate::settle::random::{city, pack};
use crate::settle::world::{Row, World, pays, pays_and};

use super::dossier;
use super::page::{self, Element};

fn bytes(world: &World, lang: Lang) -> Vec<u8> {
    dossier::of(world, lang, |dossier| report::page(dossier).expect("a page"))
}

fn read(world: &World, lang: Lang) -> Element {
    page::parse(&bytes(world, lang))
}

/// An amount of the page or of a CSV file, in millionths of a 元.
fn amount(text: &str) -> i128 {
    let plain = text.replace(',', "");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    format!("{whole}{fraction:0<6}").parse().unwrap_or_else(|_| panic!("`{text}` is no amount"))
}

fn sum<'a>(rows: impl IntoIterator<Item = &'a Row>, column: &str) -> i128 {
    rows.into_iter().map(|r| amount(&r[column])).sum()
}

fn with<'a>(rows: &'a [Row], column: &str, value: &str) -> Vec<&'a Row> {
    rows.iter().filter(|r| r[column] == value).collect()
}

/// Enterprises with everything: advances, exclusions, holes.
fn busy() -> World {
    let mut world = city(7, 60, 4);
    for i in 0..6 {
        let name = format!("企业{i}");
        world = world.before(&name, "base", "预拨", ["3", "500000"][i % 2]);
    }
    world.excluded("企业7")
}

#[test]
fn the_totals_are_those_of_the_files() {
    let settled = busy().settle();
    let (awards, payments) = (settled.rows("awards.csv"), settled.rows("payments.csv"));
    let page = read(&busy(), Lang::Zh);
    let of =
        |rows: &[&Row], status: &str, column: &str| sum(rows.iter().copied().filter(|r| r["status"] == status), column);
    for (table, column) in [("by-measure", "measure"), ("by-county", "county")] {
        let told = page.rows(table);
        let (total, groups) = told.split_last().expect("a total");
        assert!(groups.iter().map(|row| std::cmp::Reverse(amount(&row[1]))).is_sorted(), "{table} is sorted");
        for row in groups {
            let those = with(&awards, column, row[0].trim_start_matches("政策").replace("未确定", "").as_str());
            let counts = ["paid", "held"].map(|s| those.iter().filter(|r| r["status"] == s).count().to_string());
            assert_eq!(amount(&row[1]), of(&those, "paid", "payable"), "{row:?}");
            assert_eq!([row[3].clone(), row[4].clone()], counts, "{row:?}");
            assert_eq!(amount(&row[5]), of(&those, "recover", "payable"), "{row:?}");
        }
        let all: Vec<&Row> = awards.iter().collect();
        assert_eq!(amount(&total[1]), of(&all, "paid", "payable"));
        assert_eq!(amount(&total[5]), of(&all, "recover", "payable"));
        assert!(amount(&total[1]) > 0 && amount(&total[5]) < 0, "the world has something to tell: {total:?}");
    }
    let positive: Vec<Row> = payments.into_iter().filter(|p| !p["amount"].starts_with('-')).collect();
    let told = page.rows("by-payer");
    for row in &told[..told.len() - 1] {
        assert_eq!(amount(&row[1]), sum(with(&positive, "payer", &row[0]), "amount"), "{row:?}");
    }
    assert_eq!(amount(&told.last().expect("a total")[1]), sum(&positive, "amount"));
    let due: i128 = page.rows("by-due").iter().map(|row| amount(&row[1])).sum();
    assert_eq!(due, sum(&positive, "amount"));
}

#[test]
fn the_payers_of_each_measure_and_county_are_those_of_the_files() {
    let payments = busy().settle().rows("payments.csv");
    let page = read(&busy(), Lang::Zh);
    let positive: Vec<Row> = payments.into_iter().filter(|p| !p["amount"].starts_with('-')).collect();
    let told = page.rows("measure-numbers");
    for row in &told[..told.len() - 1] {
        let those = with(&positive, "measure", row[0].trim_start_matches("政策"));
        for (payer, cell) in ["省级", "市级", "县级"].iter().zip(&row[1..]) {
            assert_eq!(amount(cell), sum(those.iter().copied().filter(|r| r["payer"] == *payer), "amount"), "{row:?}");
        }
    }
    assert!(told.len() > 3, "{told:?}");
}

#[test]
fn sizes_count_every_enterprise_that_is_paid_once() {
    let awards = busy().settle().rows("awards.csv");
    let mut paid: BTreeMap<String, i128> = BTreeMap::new();
    for award in awards.iter().filter(|r| r["status"] == "paid") {
        *paid.entry(award["uscc"].clone()).or_default() += amount(&award["payable"]);
    }
    let page = read(&busy(), Lang::Zh);
    let told = page.rows("by-size");
    let (total, sizes) = told.split_last().expect("a total");
    let counted: usize = sizes.iter().map(|row| row[1].parse::<usize>().expect("a count")).sum();
    let money: i128 = sizes.iter().map(|row| amount(&row[3])).sum();
    assert_eq!((counted, money), (paid.len(), paid.values().sum()));
    assert_eq!((total[1].as_str(), amount(&total[3])), (paid.len().to_string().as_str(), money));
    // each lies within its size: the lower end excluded, the upper included
    for row in sizes {
        let ends: Vec<i128> = row[0].split('—').map(yuan).collect();
        let those = paid.values().filter(|p| **p > ends[0] && **p <= ends[1]).count();
        assert_eq!(row[1], those.to_string(), "{row:?}");
    }
}

/// `5万元` in millionths.
fn yuan(text: &str) -> i128 {
    let text = text.strip_suffix('元').expect("元");
    match (text.strip_suffix('万'), text.strip_suffix('亿')) {
        (Some(wan), _) => amount(wan) * 10_000,
        (_, Some(yi)) => amount(yi) * 100_000_000,
        _ => amount(text),
    }
}

#[test]
fn the_steps_are_the_sums_of_the_columns() {
    let awards = busy().settle().rows("awards.csv");
    let decided: Vec<&Row> = awards.iter().filter(|r| r["status"] != "held").collect();
    let page = read(&busy(), Lang::En);
    let told: BTreeMap<String, (String, i128)> =
        page.rows("steps").into_iter().map(|row| (row[0].clone(), (row[1].clone(), amount(&row[2])))).collect();
    for (name, column) in [
        ("gross", "gross"),
        ("rounding", "rounding"),
        ("cap", "cap"),
        ("floor", "floor"),
        ("stacking", "stacking"),
        ("enterprise cap", "enterprise_cap"),
        ("budget", "budget"),
        ("offset", "offset"),
    ] {
        let touched = decided.iter().filter(|r| amount(&r[column]) != 0).count().to_string();
        assert_eq!(told[name], (touched, sum(decided.iter().copied(), column)), "{name}");
    }
    assert_eq!(told["payable"].1 + told["to recover"].1, sum(decided, "payable"));
    // measure by measure they add up to the same
    let by_measure = page.rows("steps-by-measure");
    let total = by_measure.last().expect("a total");
    assert_eq!(amount(&total[1]), told["gross"].1);
    assert_eq!(amount(total.last().expect("the payable")), told["payable"].1 + told["to recover"].1);
}

#[test]
fn refusals_and_holds_are_counted_as_in_the_files() {
    let awards = busy().settle().rows("awards.csv");
    let page = read(&busy(), Lang::Zh);
    let mut measure = String::new();
    let mut counted = 0;
    for row in page.rows("refused-by-measure") {
        if row[1].is_empty() {
            measure = row[0].trim_start_matches("政策").to_owned();
            continue;
        }
        let those = with(&awards, "measure", &measure);
        let those = those.iter().filter(|r| r["status"] == "zero" && r["reason"] == row[1]).count();
        assert_eq!(row[2], those.to_string(), "{measure} {row:?}");
        counted += those;
    }
    assert_eq!(counted, with(&awards, "status", "zero").len());
    let told: i128 = page.rows("by-reason").iter().map(|row| amount(&row[1])).sum();
    assert_eq!(told, counted as i128 * 1_000_000);
    let held = page.rows("held-by-measure");
    for row in &held[..held.len() - 1] {
        let those = with(&awards, "measure", row[0].trim_start_matches("政策"));
        assert_eq!(row[1], those.iter().filter(|r| r["status"] == "held").count().to_string(), "{row:?}");
    }
    assert_eq!(held.last().expect("a total")[1], with(&awards, "status", "held").len().to_string());
}

#[test]
fn a_gap_names_its_field_and_counts_those_who_wait() {
    let world = World::new()
        .measure("a", &pays_and("投入", "cap = \"100元\""))
        .measure("b", &pays("投入 + 销售"))
        .enterprise("一", "投入= 销售=1")
        .enterprise("二", "投入= 销售=")
        .enterprise("三", "投入=5 销售=5");
    let page = read(&world, Lang::Zh);
    let told = page.rows("by-gap");
    assert_eq!(told[0], ["“投入”没有填", "4", "2", "2", "0", "政策a、政策b"]);
    assert_eq!(told[1], ["“销售”没有填", "1", "1", "1", "0", "政策b"]);
    let held = page.rows("held-by-measure");
    assert_eq!(held[0], ["政策a", "2", "100.00", "200.00"]);
    assert_eq!(held[1], ["政策b", "2", "没有上限", "没有上限"]);
    assert_eq!(held[2], ["合计", "4", "", "有上限的 200.00"]);
}

#[test]
fn pools_say_what_is_claimed_and_given() {
    let world = World::new()
        .pack("[[pool]]\nid = \"p\"\ntitle = \"资金\"\nrule = \"pro_rata\"\nunit = \"1元\"\nbudget = [{ from = 2023-01-01, value = \"100元\" }]")
        .measure("m", &pays_and("投入", "pool = \"p\""))
        .enterprise("一", "投入=150")
        .enterprise("二", "投入=50");
    let page = read(&world, Lang::Zh);
    let told: Vec<String> = page.rows("by-pool").iter().map(|row| row[1].clone()).collect();
    assert_eq!(told, ["100.00", "200.00", "100.00"]);
    let said = page.find("pools").expect("the section").text();
    assert!(said.contains("核给0.01万元（申领的50.0%），核减0.01万元"), "{said}");
}

#[test]
fn every_check_ties() {
    for lang in [Lang::Zh, Lang::En] {
        let page = read(&busy(), lang);
        let checks = page.rows("checks");
        assert_eq!(checks.len(), 8);
        assert!(
            checks.iter().all(|row| row[1] == row[2] && !row[1].is_empty() && row[3].starts_with('✓')),
            "{checks:?}"
        );
    }
}

/// Nothing runs, loads, leaves or frames; nothing is styled but by the sheet.
fn stands_alone(page: &Element) {
    let known = [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "header",
        "nav",
        "section",
        "footer",
        "div",
        "p",
        "h1",
        "h2",
        "ol",
        "ul",
        "li",
        "a",
        "dl",
        "dt",
        "dd",
        "span",
        "strong",
        "b",
        "figure",
        "figcaption",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "svg",
        "defs",
        "pattern",
        "rect",
        "path",
    ];
    let ids: Vec<&str> = page.all().iter().filter_map(|e| e.attribute("id")).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "an id twice");
    for element in page.all() {
        assert!(known.contains(&element.name.as_str()), "<{}>", element.name);
        for (name, value) in &element.attributes {
            assert!(
                !name.starts_with("on") && !["style", "src", "srcset", "action"].contains(&name.as_str()),
                "{name}"
            );
            if name == "href" {
                assert!(value.strip_prefix('#').is_some_and(|id| ids.contains(&id)), "{value}");
            }
            if name == "fill" {
                let id = value.strip_prefix("url(#").and_then(|v| v.strip_suffix(')')).expect("a pattern");
                assert!(ids.contains(&id), "{value}");
            }
        }
        let picture = element.name == "svg" && element.attribute("aria-hidden").is_none();
        assert!(!picture || (element.attribute("role") == Some("img") && element.named("title").len() == 1));
    }
    let policy = page.named("meta").into_iter().find(|m| m.attribute("http-equiv").is_some()).expect("a policy");
    let content = policy.attribute("content").expect("its words");
    assert!(content.starts_with("default-src 'none'; style-src 'unsafe-inline';") && !content.contains("http"));
    let style: String = page.named("style").iter().map(|s| s.text()).collect();
    assert!(
        !style.contains("url(") && !style.contains("@import") && !style.contains("http"),
        "the sheet loads something"
    );
    assert!(page.named("table").iter().all(|t| t.named("th").iter().any(|th| th.attribute("scope") == Some("col"))));
    assert_eq!(page.named("h1").len(), 1);
}

#[test]
fn the_page_stands_alone_in_both_languages() {
    for (lang, name) in [(Lang::Zh, "zh-CN"), (Lang::En, "en")] {
        let bytes = bytes(&busy(), lang);
        let page = page::parse(&bytes);
        assert_eq!(page.attribute("lang"), Some(name));
        stands_alone(&page);
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert!(!text.contains("http://") && !text.contains("https://") && !text.contains("<script"));
    }
}

#[test]
fn an_english_page_has_no_chinese_but_the_packs_own() {
    let page = read(&World::new().measure("m", &pays("投入")).enterprise("甲", "投入=5"), Lang::En);
    let told: String = ["totals", "spread", "waterfall", "checks"].map(|id| page.find(id).expect(id).text()).concat();
    let chinese: String = told.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect();
    assert!(
        ["省级", "市级", "县级", "政策"].iter().fold(chinese.clone(), |rest, own| rest.replace(own, "")).is_empty(),
        "{chinese}"
    );
}

#[test]
fn hostile_words_are_words() {
    let evil = "<script>alert('1')</script>\"&amp;<img onerror=x>";
    let body = pays("投入")
        .replace("[award]", &format!("[[condition]]\nid = \"c\"\nwhen = \"示范\"\notherwise = '''{evil}'''\n[award]"));
    let mut world =
        World::new().measure("m", &body).enterprise("<b>甲</b>", "示范=否 投入=1").enterprise("乙", "示范=是");
    world.cells_of("乙").insert("投入".to_owned(), evil.to_owned());
    for lang in [Lang::Zh, Lang::En] {
        let (text, page) = (bytes(&world, lang), read(&world, lang));
        stands_alone(&page);
        assert!(!String::from_utf8_lossy(&text).contains("<script"));
        let reasons = page.rows("by-reason");
        assert!(reasons.iter().any(|row| row[0] == evil), "{reasons:?}");
        let findings = page.rows("findings");
        assert!(findings.iter().any(|row| row[3].contains(evil)), "{findings:?}");
    }
}

#[test]
fn another_reader_sees_the_same_table() {
    let bytes = bytes(&busy(), Lang::Zh);
    let mut python = Command::new("python3")
        .arg(root().join("tests/peers/page.py"))
        .arg("by-measure")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is needed to read the page a second time; install it");
    python.stdin.take().expect("its input").write_all(&bytes).expect("a reader");
    let done = python.wait_with_output().expect("an end");
    assert!(done.status.success());
    let theirs: Vec<Vec<String>> = String::from_utf8(done.stdout)
        .expect("UTF-8")
        .lines()
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect();
    assert_eq!(theirs, page::parse(&bytes).rows("by-measure"));
}

#[test]
fn nobody_nothing_and_zero_still_make_a_page() {
    let zero = World::new().measure("m", &pays("投入")).enterprise("甲", "投入=0").enterprise("乙", "投入=0");
    for world in [pack(), zero] {
        for lang in [Lang::Zh, Lang::En] {
            stands_alone(&read(&world, lang));
        }
    }
    let page = read(&pack(), Lang::Zh);
    assert!(page.find("spread").expect("the section").text().contains("没有企业获得补助"));
}

/// Counties, measures and names as many and as long as they come.
fn wide(measures: usize, counties: usize, most: &str) -> World {
    let name = |kind: &str, i: usize| format!("{kind}{i}{}", "长".repeat(36));
    let list: Vec<String> = (0..counties).map(|i| format!("\"{}\"", name("县", i))).collect();
    let fields = std::fs::read_to_string(root().join("tests/it/settle/fields.toml")).expect("the fields");
    let mut world = World::new().fields(&fields.replace("\"东县\", \"西县\"", &list.join(", ")));
    for i in 0..measures {
        world = world.measure(&format!("m{i}"), &pays(&format!("投入 * {}", i + 1)));
    }
    for i in 0..counties {
        let paid = if i == 0 { most.to_owned() } else { i.to_string() };
        world = world.enterprise(&format!("企业{i}"), &format!("所属县={} 投入={paid}", name("县", i)));
    }
    world
}

#[test]
fn few_and_many_small_and_large_fit() {
    for (measures, counties, most) in [(1, 1, "0.01"), (48, 120, "10000000000000"), (48, 1, "1"), (1, 120, "0")] {
        let page = read(&wide(measures, counties, most), Lang::Zh);
        stands_alone(&page);
        assert_eq!(page.rows("by-measure").len(), measures + 1);
        assert_eq!(page.rows("by-county").len(), counties + 1);
        for rect in page.named("rect") {
            for name in ["x", "width"] {
                let Some(percent) = rect.attribute(name).and_then(|v| v.strip_suffix('%')) else { continue };
                assert!((0..=100_000_000).contains(&amount(percent)), "{percent}");
            }
        }
    }
}

#[test]
fn a_table_wider_than_a_page_is_set_in_parts_with_its_names() {
    let page = read(&wide(48, 3, "9999999999999"), Lang::Zh);
    let parts: Vec<_> = page
        .all()
        .into_iter()
        .filter_map(|e| e.attribute("id"))
        .filter(|id| id.starts_with("steps-by-measure"))
        .collect();
    for id in &parts {
        assert_eq!(page.rows(id)[0][0], page.rows("steps-by-measure")[0][0]);
    }
    let many: String = (0..9).map(|i| format!("[[payer]]\nid = \"承担方{i}\"\nunit = \"某某{i}\"\n")).collect();
    let world = World::new().pack(&many).measure("m", &pays("投入")).enterprise("甲", "投入=9999999999999");
    let page = read(&world, Lang::Zh);
    assert_eq!(page.rows("measure-numbers")[0][0], "政策m");
    assert_eq!(page.rows("measure-numbers-2")[0][0], "政策m");
}

#[test]
fn the_same_settlement_gives_the_same_bytes_and_its_size_does_not_grow_with_enterprises() {
    assert_eq!(bytes(&busy(), Lang::Zh), bytes(&busy(), Lang::Zh));
    let (few, many) = (bytes(&city(3, 40, 5), Lang::Zh).len(), bytes(&city(3, 800, 5), Lang::Zh).len());
    assert!(many < few + few / 5, "{few} bytes for 40 enterprises, {many} for 800");
    assert!(bytes(&wide(48, 120, "1"), Lang::Zh).len() < 500_000);
}
