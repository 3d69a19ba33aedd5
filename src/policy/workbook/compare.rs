//! What an edited workbook changes, and the rule files with the change in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::document::{self, Node};
use super::super::layout::{self, rewrite, tree};
use super::super::meaning;
use super::super::pack::Pack;
use super::super::{Source, compile};
use super::entry::{self, Entry, Kind, list_in, records};
use super::given::{self, Given, Read, Row};
use super::rows::{self, Plan};
use super::sheet::{FROM, TO, identity, limit_word};
use super::{ABOUT, DIGEST, LIMITS, PARAMETERS};
use crate::diagnostic::{Finding, codes::workbook as codes};
use crate::say;
use crate::source::{Place, RuleText};

/// A value that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Whose it is: `rd-award 企业研发财政奖补`, `资金池 hnte`.
    pub owner: String,
    /// The parameter's or table's name.
    pub name: String,
    /// As it was; none for a row that is new.
    pub old: Option<String>,
    /// As it is now; none for a row that is gone.
    pub new: Option<String>,
}

/// What came of a workbook.
#[derive(Debug)]
pub struct Imported {
    /// Every difference, in the order of the pack's files.
    pub changes: Vec<Change>,
    /// The files that change, with their new text.
    pub files: Vec<Source>,
    /// What is to be said about the changed pack: warnings and notes.
    pub findings: Vec<Finding>,
}

/// Compares a workbook with the pack that it was made of, and makes the changed files. `file` is the workbook's name.
///
/// # Errors
/// Everything in the workbook that cannot be used, with its cell; or what is wrong with the pack as it would become.
pub fn import(pack: &Pack, sources: &[Source], file: &str, given: &[Given]) -> Result<Imported, Vec<Finding>> {
    let file: Arc<str> = Arc::from(file);
    let entries = entry::all(pack);
    let mut found = Vec::new();
    let mut plans: Vec<(usize, Plan)> = Vec::new();
    let assigned = assign(&file, given, &entries, &mut found);
    for (i, (entry, (read, rows))) in entries.iter().zip(&assigned).enumerate() {
        if let Some(read) = read
            && let Some(plan) = rows::plan(entry, read, rows, &mut found)
            && !plan.changes.is_empty()
        {
            plans.push((i, plan));
        }
    }
    if !found.is_empty() {
        return Err(found);
    }
    if plans.is_empty() {
        return Ok(Imported { changes: Vec::new(), files: Vec::new(), findings: Vec::new() });
    }
    fresh(pack, &file, given)?;
    let files = changed(sources, &entries, &plans, &assigned)?;
    let mut after = sources.to_vec();
    for new in &files {
        after.iter_mut().filter(|old| old.name == new.name).for_each(|old| old.text.clone_from(&new.text));
    }
    match compile(&after) {
        Ok((_, findings)) => {
            let changes = plans.into_iter().flat_map(|(_, plan)| plan.changes).collect();
            Ok(Imported { changes, files, findings })
        }
        Err(wrong) => Err(wrong.into_iter().map(|f| at_cell(f, &entries, &plans, &assigned, &after)).collect()),
    }
}

type Assigned<'a> = Vec<(Option<std::rc::Rc<Read<'a>>>, Vec<Row>)>;

/// The rows of each entry: from 起 on.
fn assign<'a>(file: &'a Arc<str>, given: &'a [Given], entries: &'a [Entry], found: &mut Vec<Finding>) -> Assigned<'a> {
    let mut assigned: Assigned<'a> = entries.iter().map(|_| (None, Vec::new())).collect();
    for (sheet, kinds) in [(PARAMETERS, &[Kind::Parameter][..]), (LIMITS, &[Kind::Cap, Kind::Pool][..])] {
        let Some(first) = entries.iter().find(|e| kinds.contains(&e.kind)) else { continue };
        let who = identity(first.kind);
        let Some(read) = given::read(file, given, sheet, &headings(first), found).map(std::rc::Rc::new) else {
            continue;
        };
        for row in &read.rows {
            let said: Vec<&str> = row.cells.iter().take(who.len()).map(String::as_str).collect();
            let fits: Vec<usize> = entries
                .iter()
                .enumerate()
                .filter(|(_, e)| kinds.contains(&e.kind) && names(e, &said))
                .map(|(i, _)| i)
                .collect();
            match fits.as_slice() {
                [one] => {
                    let cells = row.cells.iter().skip(who.len()).cloned().collect();
                    if let Some((_, rows)) = assigned.get_mut(*one) {
                        rows.push(Row { number: row.number, cells });
                    }
                }
                _ => {
                    let words = said.iter().filter(|s| !s.is_empty()).copied().collect::<Vec<_>>().join(" · ");
                    found.push(read.wrong(
                        &codes::ROW,
                        row.number,
                        who.len().saturating_sub(1),
                        say!(
                            "“{words}”不是政策包里的一个参数或总额",
                            "`{words}` is none of the pack's parameters or limits"
                        ),
                        say!(
                            "复制已有的一行再改；新的参数要先写进规则文件",
                            "copy a row that is there; a new parameter is written into a rule file first"
                        ),
                    ));
                }
            }
        }
        for (entry, place) in entries.iter().zip(&mut assigned).filter(|(e, _)| kinds.contains(&e.kind)) {
            debug_assert_eq!(entry.sheet, sheet);
            place.0 = Some(std::rc::Rc::clone(&read));
        }
    }
    for (entry, place) in entries.iter().zip(&mut assigned) {
        if matches!(entry.kind, Kind::Lookup | Kind::Bands)
            && let Some(read) = given::read(file, given, &entry.sheet, &headings(entry), found)
        {
            place.1.clone_from(&read.rows);
            place.0 = Some(std::rc::Rc::new(read));
        }
    }
    assigned
}

fn headings(entry: &Entry) -> Vec<String> {
    let dates = [FROM, TO];
    let first = identity(entry.kind).iter().chain(&dates).map(|h| (*h).to_owned());
    first.chain(entry.headings.iter().cloned()).collect()
}

/// Do the first cells of a row speak of this entry? An empty rule file or title does not matter where it is clear.
fn names(entry: &Entry, said: &[&str]) -> bool {
    match (entry.kind, said) {
        (Kind::Parameter, [_, id, file, name]) => {
            *name == entry.name && (*file == entry.file || file.is_empty() && (*id == entry.id))
        }
        (Kind::Cap | Kind::Pool, [kind, id, _]) => *kind == limit_word(entry.kind) && *id == entry.id,
        _ => false,
    }
}

/// A workbook that was made of an older pack would take back what has been changed since.
fn fresh(pack: &Pack, file: &Arc<str>, given: &[Given]) -> Result<(), Vec<Finding>> {
    let mut found = Vec::new();
    let heads = ["项目", "内容"].map(str::to_owned);
    let Some(read) = given::read(file, given, ABOUT, &heads, &mut found) else { return Err(found) };
    let row = read.rows.iter().find(|row| row.cells.first().is_some_and(|c| c == DIGEST));
    let said = row.and_then(|row| row.cells.get(1)).map_or("", String::as_str);
    if said == meaning::digest(pack) {
        return Ok(());
    }
    let finding = read.wrong(
        &codes::STALE,
        row.map_or(0, |row| row.number),
        1,
        say!(
            "导出之后政策包又改过，或者这是另一个政策包的工作簿",
            "the pack has changed since the export, or the workbook is that of another pack"
        ),
        say!(
            "重新运行 rules export，把要改的值填进新的工作簿；否则会把后来的改动改回去",
            "run rules export again and enter the values there: this one would take back later changes"
        ),
    );
    Err(vec![finding])
}

/// The files with the plans carried out, in the layout that they had.
fn changed(
    sources: &[Source],
    entries: &[Entry],
    plans: &[(usize, Plan)],
    assigned: &Assigned<'_>,
) -> Result<Vec<Source>, Vec<Finding>> {
    let mut by_file: BTreeMap<&str, Vec<(&Entry, usize, &rewrite::Plan)>> = BTreeMap::new();
    for (i, plan) in plans {
        if let Some(entry) = entries.get(*i) {
            by_file.entry(&entry.file).or_default().push((entry, *i, &plan.rewrite));
        }
    }
    let (mut files, mut found) = (Vec::new(), Vec::new());
    for (name, mut wanted) in by_file {
        let Some(source) = sources.iter().find(|s| s.name == name) else { continue };
        // what stands before a change keeps its place
        wanted.sort_by_key(|(entry, ..)| std::cmp::Reverse(entry.list.span.start));
        let mut text = source.text.clone();
        for (entry, i, plan) in wanted {
            // a list written as sections of their own is not one value that could be rewritten
            let new = Some(&entry.list)
                .filter(|list| entry::is_inline(list))
                .and_then(|list| rewrite::rewrite(&text, &tree::read(&text)?, list.span.start, plan));
            match (new, assigned.get(i)) {
                (Some(new), _) => text = new,
                (None, Some((Some(read), rows))) => {
                    let row = rows.first().map_or(0, |row| row.number);
                    let (section, _, list) = entry.path;
                    found.push(read.wrong(
                        &codes::ROW,
                        row,
                        identity(entry.kind).len(),
                        say!(
                            "{name} 里的“{}”写成了分开的几节，工作簿改不了",
                            "`{}` is written as sections of their own in {name}, which a workbook cannot change",
                            entry.name
                        ),
                        say!(
                            "在规则文件里把 [[{section}.{list}]] 写成 {list} = [{{ … }}]，或直接在那里改",
                            "write [[{section}.{list}]] as {list} = [{{ … }}] in the rule file, or make the change there"
                        ),
                    ));
                }
                _ => {}
            }
        }
        let was_laid_out = layout::format(name, &source.text).is_ok_and(|laid_out| laid_out == source.text);
        if was_laid_out && let Ok(laid_out) = layout::format(name, &text) {
            text = laid_out;
        }
        files.push(Source { name: name.to_owned(), text });
    }
    if found.is_empty() { Ok(files) } else { Err(found) }
}

/// A finding about a value that came from the workbook is about its cell; any other names the first cell that changed
/// beside its own place.
fn at_cell(
    mut finding: Finding,
    entries: &[Entry],
    plans: &[(usize, Plan)],
    assigned: &Assigned<'_>,
    after: &[Source],
) -> Finding {
    let Place::Rule(span) = finding.place.clone() else { return finding };
    let mut first = None;
    for (i, plan) in plans {
        let (Some(entry), Some((Some(read), _))) = (entries.get(*i), assigned.get(*i)) else { continue };
        let part = identity(entry.kind).len();
        let changed = plan.touched.map_or_else(|| read.place(0, 0), |row| read.place(row, part + 2));
        first = first.or(Some(changed));
        if entry.file != span.file.name {
            continue;
        }
        let Some(root) = root_of(after, &entry.file) else { continue };
        let Some(list) = list_in(&root, entry) else { continue };
        let at = records(entry, list).iter().position(|r| r.span.start <= span.start && span.start <= r.span.end);
        if let Some(row) = at.and_then(|at| plan.order.get(at)) {
            finding.place = read.place(*row, part + 2);
            return finding;
        }
        if list.span.start <= span.start && span.start <= list.span.end {
            finding.place = read.place(plan.touched.unwrap_or(0), part);
            return finding;
        }
    }
    match first {
        Some(place) => finding.and_at(place),
        None => finding,
    }
}

fn root_of(files: &[Source], name: &str) -> Option<Node> {
    let source = files.iter().find(|s| s.name == name)?;
    let file = Arc::new(RuleText { name: source.name.clone(), text: source.text.clone() });
    Some(document::read(&file).root)
}
