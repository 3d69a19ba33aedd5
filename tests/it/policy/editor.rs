//! `rules schema`: the schemas against validators that are not ours, and the grammar behind them against our readers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use duixian::policy::grammar::{self, Key, Named, Shape};
use duixian::policy::{compile, editor};

use super::folder::base_with;
use crate::packs::{root, shown, sources, zhuzhou};
use crate::peers;

fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("editor").join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// A copy of a pack with its schemas, as the command makes it.
fn copy(pack: &Path, name: &str) -> PathBuf {
    let folder = scratch(name);
    for source in sources(pack) {
        let path = folder.join(&source.name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, source.text).unwrap();
    }
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_duixian"))
        .args(["rules", "schema", "--rules"])
        .arg(&folder)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    folder
}

/// What an independent validator says of a pack's rule files.
fn validated(pack: &Path, only: Option<&str>) -> String {
    let files = sources(pack).into_iter().filter(|s| match only {
        Some(file) => s.name == file,
        None => grammar::of_file(&s.name).is_some(),
    });
    let mut command = peers::python("validate.py");
    command.arg(pack.join(".schema")).args(files.map(|s| pack.join(s.name)));
    let done = command.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn the_shipped_packs_are_valid_by_an_independent_validator() {
    for pack in ["rules/zhuzhou", "benches/rules", "rules/comparisons"] {
        let folder = copy(&root().join(pack), &pack.replace('/', "-"));
        assert_eq!(validated(&folder, None), "", "{pack}");
    }
}

#[test]
fn wrong_files_are_refused_by_an_independent_validator() {
    let folder = copy(&root().join("rules/zhuzhou"), "wrong");
    for (file, from, to, said) in [
        ("measures/gazelle.toml", "otherwise =", "otherwize =", "'otherwize' was unexpected"),
        ("measures/gazelle.toml", "kind        = \"payout\"", "kind        = \"pay\"", "'pay' is not one of"),
        (
            "measures/gazelle.toml",
            "effective   = { from = 2022-01-01 }",
            "effective   = 2022",
            "2022 is not of type 'object'",
        ),
        (
            "measures/university-cooperation.toml",
            "pool   = \"cooperation\"",
            "pool   = \"cooperations\"",
            "'cooperations' is not one of",
        ),
        ("measures/university-cooperation.toml", "lead   = \"市级\"", "lead   = \"市极\"", "'市极' is not one of"),
        ("measures/university-cooperation.toml", "cap    = \"补助上限\"", "cap    = 200000", "200000 is not"),
        (
            "measures/university-cooperation.toml",
            "standing = \"demonstration\"\n",
            "",
            "'standing' is a required property",
        ),
        ("pack.toml", "\"hnte-first\",", "\"hnte-frist\",", "'hnte-frist' is not one of"),
        ("pack.toml", "value = \"300万元\"", "value = \"300\"", "'300' does not match"),
        ("pack.toml", "kind    = \"事由\"", "kind    = \"缘由\"", "'缘由' is not one of"),
        ("fields.toml", "type = \"money\"", "type = \"amount\"", "'amount' is not one of"),
        ("fields.toml", "absent = \"empty\"", "absent = true", "True is not one of"),
        ("definitions.toml", "of    = \"技术合同\"", "of    = \"技术合约\"", "'技术合约' is not one of"),
        ("tables/county-share.toml", "\"所属县市区\"", "\"所属县\"", "'所属县' is not one of"),
        ("tests/talent.toml", "\"人才类别\" =", "\"人才类型\" =", "'人才类型' was unexpected"),
        ("tests/talent.toml", "\"人才类别\" = \"A\"", "\"人才类别\" = \"F\"", "\"F\""),
        ("tests/talent.toml", "\"渌口区\"", "\"株洲县\"", "株洲县"),
        ("tests/talent.toml", "gross = ", "grosss = ", "'grosss' was unexpected"),
        ("tests/talent.toml", "status = \"paid\"", "status = \"payed\"", "'payed' is not one of"),
    ] {
        let path = folder.join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from}");
        std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
        let found = validated(&folder, Some(file));
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(
            found.lines().any(|l| l.contains(name) && l.contains(said.trim_matches('"'))),
            "{from} → {to}: {found}"
        );
        std::fs::write(&path, text).unwrap();
    }
}

#[test]
fn the_toolkit_behind_editors_takes_the_wiring_and_marks_a_mistake() {
    let folder = copy(&root().join("rules/zhuzhou"), "wired");
    let lint = || peers::taplo().arg("lint").current_dir(&folder).output().unwrap();
    let done = lint();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let path = folder.join("measures/gazelle.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("otherwise =", "otherwize =", 1)).unwrap();
    let done = lint();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(!done.status.success() && said.contains("gazelle.toml") && said.contains("otherwize"), "{said}");
    // and by the line on top of a file, without the wiring
    std::fs::remove_file(folder.join(".taplo.toml")).unwrap();
    std::fs::write(
        &path,
        format!("#:schema ../.schema/measures.schema.json\n{}", std::fs::read_to_string(&path).unwrap()),
    )
    .unwrap();
    assert!(!lint().status.success());
}

#[test]
fn a_schema_knows_the_names_of_its_pack() {
    let schemas: BTreeMap<String, String> = editor::schemas(&zhuzhou()).into_iter().collect();
    assert_eq!(schemas.len(), grammar::KINDS.len());
    for name in ["县级", "cooperation", "合格合同", "本年研发费用", "加年(2020-02-29, 3)", "政策年度"]
    {
        assert!(schemas["measures.schema.json"].contains(&format!("\"{name}\"")), "{name}");
    }
    assert!(schemas["pack.schema.json"].contains("\"university-cooperation\""));
    for text in schemas.values() {
        assert!(!text.contains("$ref"));
    }
}

/// A file of a kind in which every section has a key `zzz<n>` that nobody knows; `sections` says which is which.
struct Sample<'a> {
    sections: Vec<(String, BTreeSet<&'static str>)>,
    words: &'a dyn Fn(&[&'static str]) -> &'static str,
}

impl Sample<'_> {
    fn keys(&mut self, keys: &'static [Key], path: &str) -> Vec<String> {
        let number = self.sections.len();
        self.sections.push((path.to_owned(), keys.iter().map(|k| k.name).collect()));
        let mut pairs = vec![format!("zzz{number} = 1")];
        for key in keys {
            if let Some(value) = self.value(key.shape, &format!("{path}/{}", key.name)) {
                pairs.push(format!("{} = {value}", key.name));
            }
        }
        pairs
    }

    fn value(&mut self, shape: Shape, path: &str) -> Option<String> {
        Some(match shape {
            Shape::Text | Shape::Id => "\"x\"".to_owned(),
            Shape::Expression | Shape::Constant | Shape::Money => "\"1元\"".to_owned(),
            Shape::Number | Shape::Cell => "\"1\"".to_owned(),
            Shape::Integer => "1".to_owned(),
            Shape::YesNo => "true".to_owned(),
            Shape::Date => "2023-01-01".to_owned(),
            Shape::Word(words) => format!("\"{}\"", (self.words)(words)),
            Shape::Name(Named::LookupKey) => "\"text\"".to_owned(),
            Shape::Name(_) => "\"x\"".to_owned(),
            Shape::List(each) => format!("[{}]", self.value(*each, path)?),
            Shape::Section(keys) => format!("{{ {} }}", self.keys(keys, path).join(", ")),
            Shape::Sections(keys) => format!("[{{ {} }}]", self.keys(keys, path).join(", ")),
            Shape::Open(..) | Shape::Any(_) | Shape::Enterprise => return None,
            Shape::Either(shapes) => {
                let section = shapes.iter().find(|s| matches!(s, Shape::Section(_)));
                self.value(*section.unwrap_or(&shapes[0]), path)?
            }
        })
    }
}

/// The readers are asked which keys they know, by keys that they do not: the grammar must say the same.
#[test]
fn the_grammar_knows_the_keys_that_the_readers_know() {
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut said: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for kind in grammar::KINDS {
        // a measure pays, estimates or gives a status; bands have rates or amounts
        for turn in 0..3usize {
            let words = |words: &[&'static str]| words[turn.min(words.len() - 1)];
            let mut sample = Sample { sections: Vec::new(), words: &words };
            let text = sample.keys(kind.keys, kind.name).join("\n");
            let file =
                if kind.place.ends_with('/') { format!("{}grant.toml", kind.place) } else { kind.place.to_owned() };
            let found = compile(&base_with(&[(&file, &text)])).unwrap_err();
            let unknown = found.iter().filter(|f| f.code.id == "policy/unknown-key" && f.message.zh.contains("zzz"));
            for finding in unknown {
                let digits: String = finding.message.zh.chars().filter(char::is_ascii_digit).collect();
                let (path, keys) = &sample.sections[digits.parse::<usize>().unwrap()];
                let list = finding.remedy.zh.split_once("可用的键：").expect("the remedy lists the keys").1;
                let list = list.split(", ").filter(|k| !k.is_empty()).map(str::to_owned);
                known.entry(path.clone()).or_default().extend(list);
                said.insert(path.clone(), keys.clone());
            }
            for (path, keys) in sample.sections {
                said.entry(path).or_insert(keys);
            }
        }
    }
    for (path, keys) in said {
        let reader = known.get(&path).unwrap_or_else(|| panic!("{path}: no reader was reached"));
        let grammar: BTreeSet<String> = keys.iter().map(|k| (*k).to_owned()).collect();
        assert_eq!(&grammar, reader, "{path}: src/policy/grammar.rs and the reader of the section differ");
    }
}

#[test]
fn needed_keys_are_those_whose_absence_is_a_mistake() {
    for (file, text) in [
        ("pack.toml", "x = 1\n"),
        ("fields.toml", "x = 1\n"),
        ("measures/grant.toml", "x = 1\n"),
        ("tests/grant.toml", "x = 1\n"),
    ] {
        let found = compile(&base_with(&[(file, text)])).unwrap_err();
        let missing: BTreeSet<String> = found
            .iter()
            .filter(|f| f.code.id == "policy/missing-key")
            .filter_map(|f| f.message.zh.split(['“', '”']).nth(1).map(str::to_owned))
            .collect();
        let needed: BTreeSet<String> =
            grammar::of_file(file).unwrap().keys.iter().filter(|k| k.needed).map(|k| k.name.to_owned()).collect();
        assert_eq!(missing, needed, "{file}: {}", shown(&found));
    }
}
