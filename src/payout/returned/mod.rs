//! 数据问题.xlsx: what has to be corrected, ready to be sent back to those who filled it in. In front a list, the most money
//! first, each line with a link to its cell; behind it every sheet with something to correct, as it was sent, with the
//! cells coloured and a note in each that says what is wrong and what to do.
//!
//! ```text
//! findings ─► task ─► list                       waiting: what each thing holds up
//!               └──► mark ─► copy ◄─ roster::sheets, the files read again
//! ```
//!
//! How much is copied is limited, by a rule that stands on the list: see [`WHOLE`], [`ALL`], [`LINES`], [`READ_AGAIN`].

mod copy;
mod list;
mod mark;
mod names;
pub mod task;
pub mod waiting;

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::Workbook;

use super::book::looks::Looks;
use super::book::xlsx::{empty, told};
use super::dossier::Dossier;
use crate::diagnostic::{Lang, Severity};
use crate::roster::{self, Limits};
use crate::say;
use crate::schema::{ENTERPRISES, Role};
use copy::{Copy, Extent, Target};
use list::{Line, Top};
use mark::Marks;
use task::{Task, tasks};

/// The file.
pub const FILE: &str = "数据问题.xlsx";

/// A sheet of at most so many rows is copied whole; of a longer one the rows with problems.
pub const WHOLE: usize = 3_000;

/// Once so many cells are copied, further sheets are excerpts too.
pub const ALL: usize = 300_000;

/// At most so many things are listed and marked: the first, by what waits for them; and of further rows of which the same is
/// said, at most so many are marked.
pub const LINES: usize = 3_000;

/// So many bytes of files are read again, in input order; of a file beyond them the cells are listed, and no sheet is copied.
pub const READ_AGAIN: usize = 32 << 20;

/// A sheet of the roster: its file and its name.
type Sheet = (String, String);

/// The workbook as bytes.
///
/// # Errors
/// What the writing library refuses: a mistake of ours.
pub fn write(dossier: Dossier<'_>) -> Result<Vec<u8>, String> {
    let results = dossier.results;
    let (run, lang) = (results.run, results.lang);
    let edition = run.edition;
    let tasks = tasks(dossier);
    let shown = tasks.get(..LINES).unwrap_or(&tasks);
    let looks = Looks::default();
    let (pack, year) = (&edition.pack.title, edition.year);
    let title = say!("{year}年{pack}：要改的数据", "{pack} {year}: data to correct");
    let mut workbook = empty(title.get(lang), edition.as_of)?;
    let id = dossier.run_id();
    let foot =
        say!("{year}年{pack} · 运行 {}", "{pack} {year} · run {}", id.get(..12).unwrap_or(&id)).get(lang).to_owned();
    workbook.add_worksheet();
    let copies = copy_sheets(&mut workbook, dossier, shown, &foot, &looks)?;
    let counties = Counties::of(dossier, shown);
    let who = results.enterprises();
    let lines: Vec<Line<'_>> = shown
        .iter()
        .map(|task| {
            let code = task.enterprise.map_or(task.code.as_str(), |e| who.code(e));
            Line {
                task,
                name: task.enterprise.map_or("", |e| who.name(e)).to_owned(),
                code: code.to_owned(),
                county: counties.county(task, task.enterprise.map_or("", |e| who.county(e))),
                measures: measures(dossier, task, lang),
                link: copies.link(task),
            }
        })
        .collect();
    let top = Top { title: title.get(lang).to_owned(), notes: notes(&tasks, &copies, lang), foot };
    let list = workbook.worksheet_from_index(0).map_err(told)?;
    list.set_name(say!("待办", "to do").get(lang)).map_err(told)?;
    list::put(list, &top, &lines, &looks, lang).map_err(told)?;
    workbook.save_to_buffer().map_err(told)
}

/// What was copied, and where its cells have gone.
#[derive(Default)]
struct Copies {
    /// The name of each copy and where cells stand on it.
    sheets: BTreeMap<Sheet, (String, Box<Target>)>,
    /// How many of them are excerpts.
    excerpts: usize,
    /// Files that are too large to be read again.
    too_large: Vec<String>,
}

impl Copies {
    fn link(&self, task: &Task) -> Option<String> {
        let place = task.place.as_ref()?;
        let (name, target) = self.sheets.get(&(place.file.to_string(), place.sheet.to_string()))?;
        let (row, column) = target(place.row, place.column)?;
        let letters = crate::source::column_letters(u32::from(column).saturating_add(1));
        Some(format!("'{}'!{letters}{}", name.replace('\'', "''"), row.saturating_add(1)))
    }
}

/// Puts a copy of every sheet with something to correct, in input order.
fn copy_sheets(
    workbook: &mut Workbook,
    dossier: Dossier<'_>,
    tasks: &[Task],
    foot: &str,
    looks: &Looks,
) -> Result<Copies, String> {
    let lang = dossier.results.lang;
    let mut marks: BTreeMap<Sheet, Marks> = BTreeMap::new();
    let mut room = LINES;
    for task in tasks {
        if let Some(place) = &task.place {
            let of = marks.entry((place.file.to_string(), place.sheet.to_string())).or_default();
            mark::add(of, task, &measures(dossier, task, lang), &mut room, lang);
        }
    }
    let mut copies = Copies::default();
    let (mut cells, mut read) = (0usize, 0usize);
    let mut taken: Vec<String> = vec![say!("待办", "to do").get(lang).to_owned()];
    let several = dossier.rosters.len() > 1;
    let files: Vec<&str> = dossier.rosters.iter().map(|file| file.name.as_str()).collect();
    for file in dossier.rosters {
        let wanted = marks.keys().any(|(name, _)| *name == file.name);
        if !wanted {
            continue;
        }
        let read_with_it = read.saturating_add(file.bytes.len());
        if read_with_it > READ_AGAIN {
            copies.too_large.push(file.name.clone());
            continue;
        }
        read = read_with_it;
        for (sheet, grid) in roster::sheets(file, &Limits::default()) {
            let key = (file.name.clone(), sheet.to_string());
            let Some(marks) = marks.get(&key) else { continue };
            let tables = dossier.results.places.tables_in(&file.name, &sheet);
            let headings = tables.iter().map(|(_, row)| *row).min();
            let is_short = grid.rows() <= WHOLE && cells.saturating_add(grid.filled()) <= ALL;
            let extent = if is_short {
                cells = cells.saturating_add(grid.filled());
                Extent::Whole
            } else {
                copies.excerpts = copies.excerpts.saturating_add(1);
                // the headings stand there anyway
                let rows = marks.keys().map(|(row, _)| *row).filter(|row| *row > headings.unwrap_or(0));
                Extent::Excerpt(rows.collect::<BTreeSet<u32>>())
            };
            let used: Vec<&str> = taken.iter().map(String::as_str).collect();
            let name = names::name((&file.name, &sheet), several.then_some(files.as_slice()), &used);
            let copy = Copy {
                grid: &grid,
                headings,
                marks,
                extent,
                origin: [file.name.as_str(), &sheet]
                    .iter()
                    .filter(|p| !p.is_empty())
                    .copied()
                    .collect::<Vec<_>>()
                    .join(" › "),
                foot,
            };
            let out = workbook.add_worksheet();
            out.set_name(&name).map_err(told)?;
            let target = copy::put(out, &copy, looks, lang).map_err(|e| format!("{name}: {e}"))?;
            taken.push(name.clone());
            copies.sheets.insert(key, (name, target));
        }
    }
    Ok(copies)
}

/// The measures that wait for a thing, by their titles.
fn measures(dossier: Dossier<'_>, task: &Task, lang: Lang) -> String {
    const NAMED: usize = 3;
    let titles: Vec<&str> =
        task.measures.iter().filter_map(|m| Some(dossier.results.measure(*m)?.title.as_str())).collect();
    let (all, first) = (titles.len(), titles.get(..NAMED).unwrap_or(&titles).join(say!("、", "; ").get(lang)));
    if all > NAMED {
        say!("{first} 等 {all} 项", "{first} and others, {all} in all").get(lang).to_owned()
    } else {
        first
    }
}

/// The county of everybody in a file, where there is only one: it is that of a row that is left out.
struct Counties(BTreeMap<String, Option<String>>);

impl Counties {
    fn of(dossier: Dossier<'_>, tasks: &[Task]) -> Self {
        let mut files: BTreeMap<String, Option<String>> = BTreeMap::new();
        let results = dossier.results;
        if tasks.iter().all(|task| task.enterprise.is_some() || task.place.is_none()) {
            return Self(files);
        }
        let who = results.enterprises();
        let code = results.run.edition.pack.schema.get(ENTERPRISES).and_then(|t| t.role(Role::Code));
        for enterprise in 0..results.data.enterprises() {
            let county = who.county(enterprise);
            let Some((cell, _)) = code.and_then(|f| results.places.cell(ENTERPRISES, f, enterprise)) else { continue };
            if county.is_empty() {
                continue;
            }
            match files.get_mut(&*cell.file) {
                None => {
                    files.insert(cell.file.to_string(), Some(county.to_owned()));
                }
                Some(known) if known.as_deref() != Some(county) => *known = None,
                Some(_) => {}
            }
        }
        Self(files)
    }

    fn county(&self, task: &Task, own: &str) -> String {
        if !own.is_empty() {
            return own.to_owned();
        }
        let file = task.place.as_ref().and_then(|cell| self.0.get(&*cell.file));
        file.cloned().flatten().unwrap_or_default()
    }
}

/// What stands above the list: how much there is, in which order, what the copies are.
fn notes(tasks: &[Task], copies: &Copies, lang: Lang) -> Vec<String> {
    if tasks.is_empty() {
        let nothing = say!("名单里没有要改、要核对的地方。", "There is nothing in the rosters to correct or to check.");
        return vec![nothing.get(lang).to_owned()];
    }
    let of = |severity| tasks.iter().filter(|t| t.severity == severity).count();
    let (all, errors, holds, warnings) = (tasks.len(), of(Severity::Error), of(Severity::Hold), of(Severity::Warning));
    let mut notes = vec![
        say!(
            "共 {all} 处：错误 {errors}，待核 {holds}，警告 {warnings}。整行没有用上的在前（等着的钱无从知道），其余按等着它的钱从多到少；点“位置”跳到那个单元格。",
            "{all} places: {errors} errors, {holds} holds, {warnings} warnings. Rows that are left out come first (nobody knows what waits for them), then the most money; a click on `where` goes to the cell."
        ),
        say!(
            "“待核金额至多”是待核各笔按政策最多能得的数（固定金额、上限或最高一档）之和，没有上限的算不出来，记作未知；一笔核定可以等几个单元格，各行不能相加。",
            "`At most` adds up what the held awards can give at most (a fixed amount, a cap, the highest step); what has no bound is unknown. One award may wait for several cells: lines do not add up."
        ),
        say!(
            "后面各表是交来的原表，问题单元格有颜色和批注，可以直接在上面改好交回；超过 {WHOLE} 行的表只摘有问题的行，要在原表里改。政策规则一侧的问题和不用改的提示见 兑付汇总.xlsx。",
            "The sheets behind are those that were sent, with colours and notes on their problem cells; correct them there and send them back. Of sheets with more than {WHOLE} rows only the rows with problems are shown: correct the originals. What concerns the rules, and notes, are in 兑付汇总.xlsx."
        ),
    ];
    if all > LINES {
        notes.push(say!(
            "这里只列前 {LINES} 处，全部见 findings.csv。",
            "Only the first {LINES} are listed; all of them are in findings.csv."
        ));
    }
    if !copies.too_large.is_empty() {
        let (zh, en) = (copies.too_large.join("、"), copies.too_large.join(", "));
        notes.push(say!(
            "文件太大，没有附原表：{zh}；按“位置”在原文件里改。",
            "Too large to be copied: {en}; find the cells in the originals."
        ));
    }
    if copies.excerpts > 0 {
        let count = copies.excerpts;
        notes.push(say!("其中 {count} 张表是摘录。", "Excerpts: {count}."));
    }
    notes.into_iter().map(|note| note.get(lang).to_owned()).collect()
}
