//! The digest of a pack's meaning: what changes it, and what does not.

use duixian::policy::{Source, compile, meaning};

use super::folder::base_with;
use crate::packs::{root, sources};

fn of(files: &[Source]) -> String {
    match compile(files) {
        Ok((pack, _)) => meaning::digest(&pack),
        Err(found) => panic!("{}", crate::packs::shown(&found)),
    }
}

fn edited(file: &str, from: &str, to: &str) -> String {
    let mut files = sources(&root().join("rules/zhuzhou"));
    let source = files.iter_mut().find(|s| s.name == file).unwrap_or_else(|| panic!("no {file}"));
    assert!(source.text.contains(from), "{file} has no {from}");
    source.text = source.text.replacen(from, to, 1);
    of(&files)
}

fn zhuzhou() -> String {
    of(&sources(&root().join("rules/zhuzhou")))
}

const COOPERATION: &str = "measures/university-cooperation.toml";

#[test]
fn how_it_is_written_does_not_matter() {
    let digest = zhuzhou();
    assert_eq!(digest.len(), 64);
    for (file, from, to) in [
        (COOPERATION, "\"20万元\"", "\"200000元\""),
        (COOPERATION, "\"10%\"", "\"0.1\""),
        (COOPERATION, "\"10%\"", "\"5% * 2\""),
        (COOPERATION, "\"证书有效 或 科技型中小企业\"", "'(证书有效) or 科技型中小企业'"),
        (
            COOPERATION,
            "id          = \"university-cooperation\"\ntitle       = \"高新技术企业校企合作补助\"",
            "title = \"高新技术企业校企合作补助\" # 名称\nid=\"university-cooperation\"",
        ),
        (COOPERATION, "kind        = \"payout\"", "kind      = \"payout\"\nveto      = true"),
        (COOPERATION, "lead   = \"市级\"\n", "lead   = \"市级\"\nsplit_unit = \"1元\"\n"),
        (
            "tables/county-share.toml",
            "[[\"天元区\", \"70%\"], [\"茶陵县\", \"20%\"]",
            "[[\"茶陵县\", \"0.2\"], [\"天元区\", \"70%\"]",
        ),
        ("pack.toml", "\"3000万元\"", "\"0.3亿元\""),
    ] {
        assert_eq!(edited(file, from, to), digest, "{file}: {from} → {to}");
    }
    // nor does the name of a measure's file, or what the cases are
    let mut files = sources(&root().join("rules/zhuzhou"));
    files.retain(|s| !s.name.starts_with("tests/"));
    for source in &mut files {
        source.name = source.name.replace("measures/", "measures/x-");
    }
    assert_eq!(of(&files), digest);
}

#[test]
fn whatever_may_change_an_amount_changes_the_digest() {
    let mut seen = vec![zhuzhou()];
    for (file, from, to) in [
        (COOPERATION, "\"10%\"", "\"10.000001%\""),
        (
            COOPERATION,
            "{ from = 2023-01-01, value = \"10%\" }",
            "{ from = 2023-01-01, to = 2030-12-31, value = \"10%\" }",
        ),
        (COOPERATION, "\"1000元\"", "\"1000.01元\""),
        (COOPERATION, "证书有效 或 科技", "证书有效 且 科技"),
        (COOPERATION, "\"down\"", "\"half_up\""),
        (COOPERATION, "unit = \"1元\"", "unit = \"10元\""),
        (COOPERATION, "pool   = \"cooperation\"\n", ""),
        (COOPERATION, "lead   = \"市级\"", "lead   = \"县级\""),
        (COOPERATION, "effective   = { from = 2023-01-01 }", "effective = { from = 2023-01-02 }"),
        (COOPERATION, "title       = \"高", "title       = \"新高"),
        (COOPERATION, "kind        = \"payout\"", "kind      = \"payout\"\nveto = false"),
        (COOPERATION, "id        = \"contract\"", "id        = \"contracts\""),
        ("tables/county-share.toml", "\"70%\"", "\"71%\""),
        ("tables/county-share.toml", "otherwise = \"50%\"", "otherwise = \"51%\""),
        ("definitions.toml", "非 关联方", "关联方"),
        ("definitions.toml", "加年(高企发证日期, 3)", "加年(高企发证日期, 4)"),
        (
            "measures/contract-registration.toml",
            "to = \"10万元\", rate = \"1%\" },\n    { over",
            "below = \"10万元\", rate = \"1%\" },\n    { from",
        ),
        ("measures/contract-registration.toml", "rate = \"0.5%\"", "rate = \"0.6%\""),
        ("measures/talent.toml", "due = 2", "due = 3"),
        ("measures/talent.toml", "share = \"30%\", due = 1", "share = \"29.9%\", due = 1"),
        ("pack.toml", "rule     = \"highest\"", "rule     = \"exclusive\""),
        ("pack.toml", "\"300万元\" }]\n\n# 总额", "\"301万元\" }]\n\n# 总额"),
        ("pack.toml", "[\"gazelle\", \"little-giant\"]", "[\"little-giant\", \"gazelle\"]"),
        ("pack.toml", "rule   = \"pro_rata\"", "rule   = \"priority\""),
        ("pack.toml", "{ role = \"county\" }", "\"某县\""),
        (
            "pack.toml",
            "reduce  = [\"预拨\", \"已拨\", \"应追回\"]\nrestore = [\"已退回\"]",
            "reduce  = [\"预拨\", \"已拨\"]\nrestore = [\"已退回\", \"应追回\"]",
        ),
        ("pack.toml", "起始日期 不超过 核定日", "起始日期 不足 核定日"),
        (
            "fields.toml",
            "empty = \"missing\", headings = [\"工业总产值\", \"年产值\"]",
            "empty = \"none\", headings = [\"工业总产值\", \"年产值\"]",
        ),
        ("fields.toml", "\"工业总产值\"", "\"工业产值\""),
        ("fields.toml", "year = -1", "year = -2"),
        ("fields.toml", "name   = \"信用贷款\"\nabsent = \"empty\"", "name   = \"信用贷款\"\nabsent = \"error\""),
    ] {
        let digest = if from.starts_with("share = \"30%\"") {
            let mut files = sources(&root().join("rules/zhuzhou"));
            let talent = files.iter_mut().find(|s| s.name == file).unwrap();
            talent.text = talent.text.replacen(from, to, 1).replacen("\"40%\", due = 0", "\"40.1%\", due = 0", 1);
            of(&files)
        } else {
            edited(file, from, to)
        };
        assert!(!seen.contains(&digest), "{file}: {from} → {to} is not seen");
        seen.push(digest);
    }
}

#[test]
fn two_measures_with_parameters_of_one_name_are_not_mixed_up() {
    // the same text in two files, one value exchanged for the other
    let (a, b) = ("measures/rd-award-2023.toml", COOPERATION);
    let swap = |x: &str, y: &str| {
        let mut files = sources(&root().join("rules/zhuzhou"));
        for (file, value) in [(a, x), (b, y)] {
            let source = files.iter_mut().find(|s| s.name == file).unwrap();
            let at = source.text.find("name   = \"起付线\"").unwrap();
            let (head, tail) = source.text.split_at(at);
            let (_, rest) = tail.split_once("value = \"").unwrap();
            let (_, rest) = rest.split_once('"').unwrap();
            source.text =
                format!("{head}name   = \"起付线\"\nvalues = [{{ from = 2023-01-01, value = \"{value}\"{rest}");
        }
        of(&files)
    };
    assert_ne!(swap("1元", "2元"), swap("2元", "1元"));
}

#[test]
fn every_shown_digest_is_the_packs() {
    let shown = std::process::Command::new(env!("CARGO_BIN_EXE_duixian"))
        .args(["rules", "show", "--rules", "rules/zhuzhou", "--lang", "en"])
        .current_dir(root())
        .output()
        .unwrap();
    let said = String::from_utf8(shown.stdout).unwrap();
    assert!(said.contains(&format!("sha256:{}", zhuzhou())), "{said}");
    assert_ne!(of(&base_with(&[])), zhuzhou());
}
