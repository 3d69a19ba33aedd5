//! `rules export` and `rules import`: what a workbook changes in the rule files, and what it does not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use duixian::diagnostic::{Lang, codes, render};
use duixian::payout::rulebook;
use duixian::policy::pack::Pack;
use duixian::policy::workbook::{Given, Imported, export, import};
use duixian::policy::{Source, compile, meaning};
use duixian::roster::plain;

use super::folder::{base_with, repository};
use crate::packs::{root, shown, sources};
use crate::peers;

/// A pack, and its workbook as it comes back.
struct Desk {
    pack: Pack,
    sources: Vec<Source>,
    given: Vec<Given>,
}

/// A workbook's bytes as an import sees them.
fn read(bytes: &[u8]) -> Vec<Given> {
    let sheets = plain::sheets("rules.xlsx", bytes).unwrap_or_else(|f| panic!("{}", shown(&f)));
    let given = |sheet: plain::PlainSheet| Given {
        name: sheet.name.to_string(),
        cells: sheet.cells.into_iter().map(|c| ((c.row, c.column), c.text)).collect(),
    };
    sheets.into_iter().map(given).collect()
}

impl Desk {
    fn of(sources: Vec<Source>) -> Self {
        let (pack, _) = compile(&sources).unwrap_or_else(|f| panic!("{}", shown(&f)));
        let given = read(&rulebook::write(&pack).unwrap());
        Self { pack, sources, given }
    }

    fn zhuzhou() -> Self {
        Self::of(sources(&root().join("rules/zhuzhou")))
    }

    fn sheet(&mut self, name: &str) -> &mut Given {
        self.given.iter_mut().find(|s| s.name == name).unwrap_or_else(|| panic!("no sheet {name}"))
    }

    /// The row in which all those words stand, as whole cells.
    fn row(&mut self, sheet: &str, words: &[&str]) -> u32 {
        let cells = &self.sheet(sheet).cells;
        let rows: BTreeSet<u32> = cells.keys().map(|(row, _)| *row).collect();
        let has = |row: u32, word: &str| cells.iter().any(|((r, _), c)| *r == row && c.as_deref() == Ok(word));
        let mut fits = rows.into_iter().filter(|row| words.iter().all(|word| has(*row, word)));
        fits.next().unwrap_or_else(|| panic!("no row {words:?} in {sheet}"))
    }

    /// The column under a heading.
    fn column(&mut self, sheet: &str, heading: &str) -> u32 {
        let cells = &self.sheet(sheet).cells;
        cells.iter().find(|(_, c)| c.as_deref() == Ok(heading)).unwrap_or_else(|| panic!("no {heading}")).0.1
    }

    fn set(&mut self, sheet: &str, words: &[&str], heading: &str, value: &str) -> &mut Self {
        let place = (self.row(sheet, words), self.column(sheet, heading));
        let cells = &mut self.sheet(sheet).cells;
        if value.is_empty() {
            cells.remove(&place)
        } else {
            cells.insert(place, Ok(value.to_owned()))
        };
        self
    }

    fn delete(&mut self, sheet: &str, words: &[&str]) -> &mut Self {
        let row = self.row(sheet, words);
        self.sheet(sheet).cells.retain(|(r, _), _| *r != row);
        self
    }

    /// Copies a row to the end of the sheet with some cells changed.
    fn copy(&mut self, sheet: &str, words: &[&str], changes: &[(&str, &str)]) -> &mut Self {
        let row = self.row(sheet, words);
        let columns: Vec<(u32, &str)> = changes.iter().map(|(h, v)| (self.column(sheet, h), *v)).collect();
        let cells = &mut self.sheet(sheet).cells;
        let last = cells.keys().map(|(r, _)| *r).max().unwrap() + 1;
        let mut new: BTreeMap<u32, String> =
            cells.iter().filter(|((r, _), _)| *r == row).map(|((_, c), text)| (*c, text.clone().unwrap())).collect();
        new.extend(columns.into_iter().map(|(c, v)| (c, v.to_owned())));
        cells.extend(new.into_iter().filter(|(_, v)| !v.is_empty()).map(|(c, v)| ((last, c), Ok(v))));
        self
    }

    fn import(&self) -> Imported {
        import(&self.pack, &self.sources, "rules.xlsx", &self.given).unwrap_or_else(|f| panic!("{}", shown(&f)))
    }

    /// The one file that changes: the lines that go and those that come.
    fn lines(&self) -> (String, Vec<String>, Vec<String>) {
        let imported = self.import();
        let [file] = imported.files.as_slice() else { panic!("{} files", imported.files.len()) };
        let old = &self.sources.iter().find(|s| s.name == file.name).unwrap().text;
        let gone = old.lines().filter(|l| !file.text.lines().any(|n| n == *l)).map(str::to_owned).collect();
        let come = file.text.lines().filter(|l| !old.lines().any(|o| o == *l)).map(str::to_owned).collect();
        (file.name.clone(), gone, come)
    }

    fn refused(&self) -> Vec<(String, String, String)> {
        let found = import(&self.pack, &self.sources, "rules.xlsx", &self.given).expect_err("it is refused");
        found
            .iter()
            .map(|f| {
                assert!(!f.remedy.zh.is_empty() && !f.remedy.en.is_empty(), "{}", f.message.zh);
                let cell = |place: &duixian::source::Place| match place {
                    duixian::source::Place::Cell(p) => format!("{}!{}", p.sheet, p.address()),
                    _ => String::new(),
                };
                let place = cell(&f.place);
                let place = if place.is_empty() { f.related.as_ref().map(cell).unwrap_or_default() } else { place };
                (f.code.id.to_owned(), place, f.message.zh.clone())
            })
            .collect()
    }
}

#[test]
fn an_unchanged_workbook_changes_nothing() {
    for folder in ["rules/zhuzhou", "benches/rules", "rules/comparisons"] {
        let desk = Desk::of(sources(&root().join(folder)));
        let imported = desk.import();
        assert!(imported.changes.is_empty() && imported.files.is_empty(), "{folder}: {:?}", imported.changes);
    }
}

#[test]
fn every_parameter_budget_and_table_stands_in_it() {
    let desk = Desk::zhuzhou();
    let sheets = export(&desk.pack);
    let names: BTreeSet<&str> = sheets.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names.len(), sheets.len());
    let rows = |name: &str| sheets.iter().find(|s| s.name == name).map_or(0, |s| s.rows.len());
    assert_eq!(rows("参数"), desk.pack.parameters.iter().map(|p| p.values.len()).sum::<usize>());
    let limits = desk.pack.pools.iter().map(|p| p.budgets.len()).sum::<usize>();
    assert_eq!(rows("总额"), limits + desk.pack.enterprise_caps.iter().map(|c| c.values.len()).sum::<usize>());
    for bands in &desk.pack.bands {
        assert_eq!(
            rows(&bands.name),
            bands.versions.iter().map(|v| v.value.bands.len()).sum::<usize>(),
            "{}",
            bands.name
        );
    }
    for lookup in &desk.pack.lookups {
        assert!(names.contains(lookup.name.as_str()), "{}", lookup.name);
    }
}

#[test]
fn a_changed_value_changes_one_line() {
    let mut desk = Desk::zhuzhou();
    desk.set("参数", &["university-cooperation", "补助比例"], "值", "12%");
    let (file, gone, come) = desk.lines();
    assert_eq!(file, "measures/university-cooperation.toml");
    assert_eq!(gone, ["values = [{ from = 2023-01-01, value = \"10%\" }]"]);
    assert_eq!(come, ["values = [{ from = 2023-01-01, value = \"12%\" }]"]);
    let imported = desk.import();
    let [change] = imported.changes.as_slice() else { panic!("{:?}", imported.changes) };
    assert_eq!(change.owner, "university-cooperation 高新技术企业校企合作补助");
    assert_eq!(
        (change.name.as_str(), change.old.as_deref(), change.new.as_deref()),
        ("补助比例", Some("10%（2023-01-01 起）"), Some("12%（2023-01-01 起）"))
    );
}

#[test]
fn another_spelling_is_no_change() {
    let mut desk = Desk::zhuzhou();
    desk.set("参数", &["university-cooperation", "补助上限"], "值", "200000元");
    desk.set("参数", &["university-cooperation", "补助比例"], "值", "0.1");
    desk.set("总额", &["hnte", "2022-01-01"], "金额", "0.3亿元");
    assert!(desk.import().changes.is_empty());
}

#[test]
fn a_new_dated_value_stands_behind_the_one_it_follows() {
    let mut desk = Desk::zhuzhou();
    let who = ["university-cooperation", "补助比例"];
    desk.copy("参数", &who, &[("起", "2024-01-01"), ("值", "12%")]);
    desk.set("参数", &who, "止", "2023-12-31");
    let (_, gone, come) = desk.lines();
    assert_eq!(gone, ["values = [{ from = 2023-01-01, value = \"10%\" }]"]);
    assert_eq!(
        come,
        [
            "values = [",
            "  { from = 2023-01-01, to = 2023-12-31, value = \"10%\" },",
            "  { from = 2024-01-01, value = \"12%\" },",
            "]",
        ]
    );
    assert_eq!(desk.import().changes.len(), 2);
}

#[test]
fn budgets_come_and_go() {
    let mut desk = Desk::zhuzhou();
    desk.copy("总额", &["资金池", "cooperation"], &[("起", "2024-01-01"), ("止", "2024-12-31"), ("金额", "350万元")]);
    let (file, gone, come) = desk.lines();
    assert_eq!((file.as_str(), gone.len()), ("pack.toml", 1));
    assert!(come.contains(&"  { from = 2024-01-01, to = 2024-12-31, value = \"350万元\" },".to_owned()), "{come:?}");
    let line = "  { from = 2024-01-01, to = 2024-12-31, value = \"3000万元\" },";
    let mut sources = sources(&root().join("rules/zhuzhou"));
    let pack = sources.iter_mut().find(|s| s.name == "pack.toml").unwrap();
    let last = "  { from = 2023-01-01, to = 2023-12-31, value = \"3000万元\" },\n";
    pack.text = pack.text.replace(last, &format!("{last}{line}\n"));
    let mut desk = Desk::of(sources);
    desk.delete("总额", &["资金池", "hnte", "2024-01-01"]);
    let (_, gone, come) = desk.lines();
    assert!(come.is_empty(), "{come:?}");
    assert_eq!(gone, [line]);
}

#[test]
fn rows_of_a_table_change_come_and_go() {
    let mut desk = Desk::zhuzhou();
    desk.set("县级分担", &["茶陵县"], "值", "25%");
    desk.copy("县级分担", &["茶陵县"], &[("所属县市区", "攸县"), ("值", "30%")]);
    desk.delete("县级分担", &["炎陵县"]);
    desk.set("县级分担", &["其余"], "值", "55%");
    let (file, _, come) = desk.lines();
    assert_eq!(file, "tables/county-share.toml");
    let want = "  { from = 2023-01-01, rows = [[\"天元区\", \"70%\"], [\"茶陵县\", \"25%\"], [\"攸县\", \"30%\"]], otherwise = \"55%\" },";
    assert_eq!(come, [want]);
    let changes = desk.import().changes;
    let said: Vec<(Option<&str>, Option<&str>)> =
        changes.iter().map(|c| (c.old.as_deref(), c.new.as_deref())).collect();
    assert!(said.contains(&(Some("茶陵县：20%（2023-01-01 起）"), Some("茶陵县：25%（2023-01-01 起）"))), "{said:?}");
    assert!(said.contains(&(Some("其余：50%（2023-01-01 起）"), Some("其余：55%（2023-01-01 起）"))), "{said:?}");
}

#[test]
fn bands_change_with_their_edges() {
    let mut desk = Desk::zhuzhou();
    let sheet = "登记奖补标准";
    desk.set(sheet, &["1%"], "上限", "20万元").set(sheet, &["1%"], "含上限", "否");
    desk.set(sheet, &["0.5%"], "下限", "20万元").set(sheet, &["0.5%"], "含下限", "是").set(
        sheet,
        &["0.5%"],
        "最高",
        "3000元",
    );
    let (_, gone, come) = desk.lines();
    assert_eq!(gone.len(), 2);
    assert_eq!(
        come,
        [
            "    { from = \"0元\", below = \"20万元\", rate = \"1%\" },",
            "    { from = \"20万元\", to = \"100万元\", rate = \"0.5%\", cap = \"3000元\" },",
        ]
    );
}

#[test]
fn a_table_gets_a_new_version() {
    let mut desk = Desk::zhuzhou();
    let sheet = "登记奖补标准";
    for rate in ["1%", "0.5%", "0.1%"] {
        desk.copy(sheet, &[rate], &[("起", "2024-01-01")]);
        desk.set(sheet, &[rate, "2022-01-01"], "止", "2023-12-31");
    }
    let imported = desk.import();
    let text = &imported.files[0].text;
    assert!(text.contains("  { from = 2022-01-01, to = 2023-12-31, bands = [\n    { from = \"0元\", to = \"10万元\", rate = \"1%\" },\n"), "{text}");
    assert!(text.contains("  { from = 2024-01-01, bands = [\n    { from = \"0元\", to = \"10万元\", rate = \"1%\" },\n    { over = \"10万元\""), "{text}");
    let mut after = desk.sources.clone();
    after.iter_mut().filter(|s| s.name == imported.files[0].name).for_each(|s| s.text.clone_from(text));
    // and the other way round it is as it was, to the byte
    let (pack, _) = compile(&after).unwrap();
    let mut back = Desk { given: read(&rulebook::write(&pack).unwrap()), pack, sources: after };
    for _ in 0..3 {
        back.delete(sheet, &["2024-01-01"]);
    }
    for rate in ["1%", "0.5%", "0.1%"] {
        back.set(sheet, &[rate, "2022-01-01"], "止", "");
    }
    let file = &back.import().files[0];
    assert_eq!(file.text, desk.sources.iter().find(|s| s.name == file.name).unwrap().text);
}

#[test]
fn comments_stay_even_where_their_row_goes() {
    let text = "# shares\n[[lookup]]\nname     = \"县级比例\" # the name\nkeys     = [\"所属县\"]\nvalue    = \"number\"\nversions = [\n  # since 2023\n  { from = 2023-01-01, rows = [\n    # the east\n    [\"东县\", \"30%\"], # high\n    # the west\n    [\"西县\", \"20%\"], # low\n    # end\n  ] },\n]\n";
    let mut desk = Desk::of(base_with(&[("tables/share.toml", text), ("tests/grant.toml", "")]));
    desk.set("县级比例", &["东县"], "值", "40%");
    let changed = desk.import().files[0].text.clone();
    assert_eq!(changed, text.replace("\"30%\"", "\"40%\""), "only the value changes");
    let mut desk = Desk::of(base_with(&[("tables/share.toml", text), ("tests/grant.toml", "")]));
    desk.delete("县级比例", &["东县"]);
    let changed = desk.import().files[0].text.clone();
    for comment in ["# shares", "# the name", "# since 2023", "# the east", "# high", "# the west", "# low", "# end"] {
        assert!(changed.contains(comment), "{comment}:\n{changed}");
    }
    assert!(!changed.contains("东县"));
}

#[test]
fn rows_in_csv_are_shown_and_changed_there() {
    let text = "[[lookup]]\nname     = \"县级比例\"\nkeys     = [\"所属县\"]\nvalue    = \"number\"\nversions = [{ from = 2023-01-01, csv = \"share.csv\", otherwise = \"50%\" }]\n";
    let files = [("tables/share.toml", text), ("tables/share.csv", "县,比例\n东县,30%\n"), ("tests/grant.toml", "")];
    let mut desk = Desk::of(base_with(&files));
    assert!(desk.import().changes.is_empty());
    desk.set("县级比例", &["其余"], "值", "60%");
    assert!(desk.import().files[0].text.contains("csv = \"share.csv\", otherwise = \"60%\""));
    desk.set("县级比例", &["东县"], "值", "40%");
    assert!(desk.refused().iter().all(|(code, ..)| code == "workbook/row"), "{:?}", desk.refused());
}

#[test]
fn whatever_is_wrong_names_its_cell() {
    let who = ["university-cooperation", "补助比例"];
    let one = |change: &dyn Fn(&mut Desk), code: &str, cell: &str, words: &str| {
        let mut desk = Desk::zhuzhou();
        change(&mut desk);
        let found = desk.refused();
        let fits = found.iter().any(|(c, p, m)| c == code && p.starts_with(cell) && m.contains(words));
        assert!(fits, "{code} {cell} {words}: {found:?}");
    };
    one(&|d| done(d.set("参数", &who, "值", "二十万")), "workbook/cell", "参数!", "");
    one(&|d| done(d.set("参数", &who, "值", "")), "workbook/cell", "参数!", "没有填");
    one(
        &|d| done(d.set("参数", &["university-cooperation", "补助上限"], "值", "200000")),
        "workbook/cell",
        "参数!",
        "",
    );
    one(&|d| done(d.set("参数", &who, "起", "")), "workbook/cell", "参数!", "没有填从哪一天起");
    one(&|d| done(d.set("参数", &who, "起", "2024年")), "workbook/cell", "参数!", "不是日期");
    one(&|d| done(d.set("参数", &who, "止", "2022-01-01")), "workbook/cell", "参数!", "早于");
    one(&|d| done(d.copy("参数", &who, &[("起", "2024-01-01")])), "workbook/overlap", "参数!", "同一天");
    one(&|d| done(d.copy("参数", &who, &[("参数", "补助比列")])), "workbook/row", "参数!", "补助比列");
    one(&|d| done(d.delete("参数", &who)), "workbook/row", "参数", "一行也没有");
    one(&|d| done(d.set("参数", &["参数", "值"], "值", "数")), "workbook/sheet", "参数!", "值");
    one(&|d| d.given.retain(|s| s.name != "县级分担"), "workbook/sheet", "县级分担!", "没有工作表");
    one(&|d| done(d.set("县级分担", &["茶陵县"], "所属县市区", "茶林县")), "workbook/cell", "县级分担!", "茶林县");
    one(&|d| done(d.set("登记奖补标准", &["1%"], "含上限", "")), "workbook/cell", "登记奖补标准!", "本数");
    // found by compiling the changed pack
    one(&|d| done(d.set("登记奖补标准", &["1%"], "上限", "20万元")), "policy/bands", "登记奖补标准!", "重叠");
    one(&|d| done(d.set("县级分担", &["茶陵县"], "值", "120%")), "policy/shares", "县级分担!", "120%");
    one(
        &|d| done(d.set("总额", &["hnte", "2022-01-01"], "金额", "3000.00005万元")),
        "policy/wrong-type",
        "总额!",
        "整数倍",
    );
    one(&|d| done(d.delete("总额", &["资金池", "hnte", "2022-01-01"])), "policy/gap", "总额!", "2022-12-31");
    one(&|d| done(d.copy("县级分担", &["茶陵县"], &[])), "policy/duplicate", "县级分担!", "茶陵县");
}

#[test]
fn a_workbook_of_an_older_pack_is_refused_if_it_would_change_something() {
    let mut desk = Desk::zhuzhou();
    let file = desk.sources.iter_mut().find(|s| s.name == "measures/gazelle.toml").unwrap();
    file.text = file.text.replace("\"20万元\"", "\"25万元\"");
    desk.pack = compile(&desk.sources).unwrap().0;
    let found = desk.refused();
    assert!(found.iter().all(|(code, place, _)| code == "workbook/stale" && place.starts_with("说明!")), "{found:?}");
}

#[test]
fn no_content_of_a_cell_is_a_panic() {
    let hostile = [
        "",
        " ",
        "\"",
        "\\",
        "1\n2",
        "\u{0}",
        "=1+1",
        "2023-13-01",
        "9999999999999999999999",
        "[[",
        "其余",
        "是",
        "%",
        "-1元",
        "1e9",
    ];
    for sheet in ["参数", "总额", "县级分担", "登记奖补标准", "人才补助标准"] {
        let mut desk = Desk::zhuzhou();
        let places: Vec<(u32, u32)> = desk.sheet(sheet).cells.keys().copied().collect();
        for (i, place) in places.iter().enumerate() {
            let was = desk.sheet(sheet).cells[place].clone();
            desk.sheet(sheet).cells.insert(*place, Ok(hostile[i % hostile.len()].to_owned()));
            if let Ok(imported) = import(&desk.pack, &desk.sources, "rules.xlsx", &desk.given) {
                let mut after = desk.sources.clone();
                for new in imported.files {
                    after.iter_mut().filter(|s| s.name == new.name).for_each(|s| s.text.clone_from(&new.text));
                }
                compile(&after).expect("what is accepted compiles");
            }
            desk.sheet(sheet).cells.insert(*place, was);
        }
    }
}

fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rulebook").join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn exported(folder: &Path) -> PathBuf {
    let book = folder.join("rules.xlsx");
    std::fs::write(&book, rulebook::write(&Desk::zhuzhou().pack).unwrap()).unwrap();
    book
}

#[test]
fn openpyxl_saves_it_without_a_change_and_edits_it() {
    let folder = scratch("openpyxl");
    let book = exported(&folder);
    let saved = folder.join("saved.xlsx");
    let resave = |edits: &[&str]| {
        let done = peers::python("resave.py").args([&book, &saved]).args(edits).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        read(&std::fs::read(&saved).unwrap())
    };
    let mut desk = Desk::zhuzhou();
    desk.given = resave(&[]);
    assert!(desk.import().changes.is_empty());
    let row = desk.row("参数", &["university-cooperation", "补助比例"]);
    let column = duixian::source::column_letters(desk.column("参数", "值"));
    desk.given = resave(&["参数", &format!("{column}{row}"), "12.5%"]);
    let imported = desk.import();
    assert_eq!(imported.changes.len(), 1);
    assert!(imported.files[0].text.contains("value = \"12.5%\""));
}

#[test]
fn libreoffice_saves_it_without_a_change() {
    let folder = scratch("libreoffice");
    let saved = peers::libreoffice(&exported(&scratch("libreoffice-from")), &folder);
    let mut desk = Desk::zhuzhou();
    desk.given = read(&std::fs::read(saved).unwrap());
    let imported = desk.import();
    assert!(imported.changes.is_empty() && imported.files.is_empty(), "{:?}", imported.changes);
}

#[test]
fn the_same_pack_gives_the_same_bytes() {
    assert_eq!(rulebook::write(&Desk::zhuzhou().pack), rulebook::write(&Desk::zhuzhou().pack));
}

/// The catalogue: `tests/findings/workbook/<code>/edits.txt` holds a line for each edited cell of the workbook of the base
/// pack (sheet, cell, text), `expected.txt` what is then said. `DUIXIAN_ACCEPT=1 cargo test workbook` writes it anew.
#[test]
fn every_code_has_an_example() {
    let mut seen = BTreeSet::new();
    for entry in std::fs::read_dir(repository().join("tests/findings/workbook")).unwrap() {
        let folder = entry.unwrap().path();
        let mut desk = Desk::of(base_with(&[]));
        for line in std::fs::read_to_string(folder.join("edits.txt")).unwrap().lines() {
            let [sheet, cell, text] = line.splitn(3, '\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
            if cell == "-" {
                desk.given.retain(|s| s.name != sheet);
                continue;
            }
            let at = cell.find(|c: char| c.is_ascii_digit()).unwrap();
            let column = cell[..at].bytes().fold(0, |n, b| n * 26 + u32::from(b - b'A') + 1);
            let place = (cell[at..].parse().unwrap(), column);
            let cells = &mut desk.sheet(sheet).cells;
            if text.is_empty() {
                cells.remove(&place)
            } else {
                cells.insert(place, Ok(text.to_owned()))
            };
        }
        let found = import(&desk.pack, &desk.sources, "rules.xlsx", &desk.given).expect_err("it is refused");
        let said: String = found.iter().map(|f| render::people(f, Lang::Zh, false)).collect::<Vec<_>>().join("\n");
        let file = folder.join("expected.txt");
        if std::env::var_os("DUIXIAN_ACCEPT").is_some() {
            std::fs::write(&file, &said).unwrap();
        }
        assert_eq!(said, std::fs::read_to_string(&file).unwrap_or_default(), "{}", folder.display());
        let code = format!("workbook/{}", folder.file_name().unwrap().to_str().unwrap());
        assert!(found.iter().all(|f| f.code.id == code), "{code} shows something else:\n{said}");
        seen.insert(code);
    }
    let all: BTreeSet<String> = codes::workbook::ALL.iter().map(|c| c.id.to_owned()).collect();
    assert_eq!(all, seen);
}

#[test]
fn a_round_trip_leaves_the_meaning_and_the_bytes() {
    let desk = Desk::zhuzhou();
    let before = meaning::digest(&desk.pack);
    assert!(desk.import().files.is_empty());
    assert_eq!(meaning::digest(&compile(&desk.sources).unwrap().0), before);
}

/// Ends a chain of edits.
fn done(_: &mut Desk) {}
