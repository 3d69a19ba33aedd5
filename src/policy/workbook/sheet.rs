//! The sheets of the workbook, as texts; how they look is the writer's business.

use super::super::meaning;
use super::super::pack::Pack;
use super::entry::{Entry, Kind, Part, all, records};
use super::{ABOUT, LIMITS, PARAMETERS};

/// What a column holds, as far as a writer needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words.
    Words,
    /// A value that must stay a text: `10%`, `20万元`, `001`.
    Value,
    /// A day.
    Day,
}

/// A sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its name: at most 31 characters.
    pub name: String,
    /// The line on top.
    pub title: String,
    /// Lines under it.
    pub notes: Vec<String>,
    /// Headings and what stands under them.
    pub columns: Vec<(String, ColumnKind)>,
    /// Its rows; days as `2023-01-01`.
    pub rows: Vec<Vec<String>>,
}

pub(super) const FROM: &str = "起";
pub(super) const TO: &str = "止";

/// The columns of an entry's sheet: those that say which entry a row belongs to, then its dates, then its parts.
pub(super) fn identity(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Parameter => &["政策", "代号", "规则文件", "参数"],
        Kind::Cap | Kind::Pool => &["类别", "代号", "名称"],
        Kind::Lookup | Kind::Bands => &[],
    }
}

pub(super) fn limit_word(kind: Kind) -> &'static str {
    if kind == Kind::Cap { "企业年度总额" } else { "资金池" }
}

/// All sheets.
pub(super) fn export(pack: &Pack) -> Vec<Sheet> {
    let entries = all(pack);
    let mut sheets = vec![about(pack, &entries)];
    for (name, title, kinds) in [
        (PARAMETERS, "各项政策的参数", &[Kind::Parameter][..]),
        (LIMITS, "资金池预算与企业年度总额", &[Kind::Cap, Kind::Pool][..]),
    ] {
        let own: Vec<&Entry> = entries.iter().filter(|e| kinds.contains(&e.kind)).collect();
        let Some(first) = own.first() else { continue };
        let mut columns: Vec<(String, ColumnKind)> =
            identity(first.kind).iter().map(|c| ((*c).to_owned(), ColumnKind::Words)).collect();
        columns.extend(values(first));
        let with_clause = first.kind == Kind::Parameter;
        if with_clause {
            columns.push(("依据".to_owned(), ColumnKind::Words));
        }
        let mut rows = Vec::new();
        for entry in own {
            let head: Vec<String> = match entry.kind {
                Kind::Parameter => [&entry.title, &entry.id, &entry.file, &entry.name].map(String::clone).to_vec(),
                _ => vec![limit_word(entry.kind).to_owned(), entry.id.clone(), entry.title.clone()],
            };
            for record in records(entry, &entry.list) {
                let clause = with_clause.then(|| entry.reference.clone());
                rows.push(head.iter().cloned().chain(record.cells).chain(clause).collect());
            }
        }
        sheets.push(Sheet { name: name.to_owned(), title: title.to_owned(), notes: Vec::new(), columns, rows });
    }
    for entry in entries.iter().filter(|e| matches!(e.kind, Kind::Lookup | Kind::Bands)) {
        let owner =
            if entry.title.is_empty() { pack.title.clone() } else { format!("{}（{}）", entry.title, entry.id) };
        let mut notes = vec![format!("{owner} · {}", entry.file)];
        if !entry.reference.is_empty() {
            notes.push(entry.reference.clone());
        }
        if entry.kind == Kind::Lookup {
            notes.push(format!("“{}”一行是没有列出的选项", super::entry::OTHERS));
        }
        let rows = records(entry, &entry.list).into_iter().map(|r| r.cells).collect();
        let columns = values(entry).collect();
        sheets.push(Sheet { name: entry.sheet.clone(), title: entry.name.clone(), notes, columns, rows });
    }
    sheets
}

fn values(entry: &Entry) -> impl Iterator<Item = (String, ColumnKind)> {
    let dates = [FROM, TO].map(|name| (name.to_owned(), ColumnKind::Day));
    let parts = entry.parts.iter().zip(&entry.headings).map(|(part, heading)| {
        let kind = if matches!(part, Part::Included(_)) { ColumnKind::Words } else { ColumnKind::Value };
        (heading.clone(), kind)
    });
    dates.into_iter().chain(parts).collect::<Vec<_>>().into_iter()
}

/// What the workbook is, and how it is edited. The digest tells an import whether the pack is still the same.
fn about(pack: &Pack, entries: &[Entry]) -> Sheet {
    let line = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
    let mut rows = vec![
        line("政策包", &pack.title),
        line("代号", &pack.id),
        line(super::DIGEST, &meaning::digest(pack)),
        line("怎样改", "只改值和日期；金额带单位（20万元），比例带 %（12%），日期写成 2024-01-01"),
        line("调整一个值", "旧的一行填上“止”，复制成新的一行，填新的“起”和值，往年照旧能复算"),
        line("增加、删除一行", "插入或删除整行；工作表和表头的名称不要改"),
        line("改完以后", "duixian rules import 工作簿 --rules 政策包 --dry-run 先看差异，再去掉 --dry-run 写回"),
    ];
    if pack.sources.iter().any(|file| file.name == "layout.toml") {
        rows.push(line("layout.toml", "公文和名单的样子不在工作簿里，导入时原样保留；要改就直接改这个文件"));
    }
    for entry in entries.iter().filter(|e| matches!(e.kind, Kind::Lookup | Kind::Bands)) {
        rows.push(line(&format!("工作表“{}”", entry.sheet), &format!("{}：{}", entry.file, entry.name)));
    }
    Sheet {
        name: ABOUT.to_owned(),
        title: format!("{}：参数、预算和表", pack.title),
        notes: Vec::new(),
        columns: ["项目", "内容"].map(|c| (c.to_owned(), ColumnKind::Words)).to_vec(),
        rows,
    }
}

/// Gives every table a sheet of its own name.
pub(super) fn name(entries: &mut [Entry]) {
    let mut taken: Vec<String> = [ABOUT, PARAMETERS, LIMITS].map(str::to_lowercase).to_vec();
    for entry in entries.iter_mut().filter(|e| e.sheet.is_empty()) {
        let plain: String = entry.name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).collect();
        let sheet = (1..)
            .map(|n| if n == 1 { String::new() } else { format!("({n})") })
            .map(|end| {
                let room = 31usize.saturating_sub(end.len());
                format!("{}{end}", plain.chars().take(room).collect::<String>())
            })
            .find(|sheet| !taken.contains(&sheet.to_lowercase()))
            .unwrap_or_default();
        taken.push(sheet.to_lowercase());
        entry.sheet = sheet;
    }
}
