//! 待办: all things to correct in one list, each with a link to its cell. Headings are none that a roster has, and the
//! first line says that the sheet is not read, so that a returned workbook is never taken for one.

use rust_xlsxwriter::{Format, FormatAlign, FormatUnderline, Url, Worksheet, XlsxError};

use super::mark;
use super::task::Task;
use crate::diagnostic::{Bilingual, Lang, Severity};
use crate::payout::book::cell::{column_number, put_cell};
use crate::payout::book::fill;
use crate::payout::book::looks::Looks;
use crate::payout::book::page::set_page;
use crate::payout::summary::problems;
use crate::payout::table::{Cell, Kind};
use crate::roster::own;
use crate::say;

/// A line of the list.
pub struct Line<'a> {
    /// The thing.
    pub task: &'a Task,
    /// The enterprise's name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// Its county, or that of the whole file.
    pub county: String,
    /// The measures that wait.
    pub measures: String,
    /// Where on the copies its cell stands, as a link names it.
    pub link: Option<String>,
}

/// What stands above the list.
pub struct Top {
    /// The large line.
    pub title: String,
    /// Smaller lines.
    pub notes: Vec<String>,
    /// What stands at the foot of each page.
    pub foot: String,
}

/// The columns: heading, what they hold, how wide they are.
fn columns() -> [(Bilingual, Kind, u16); 14] {
    [
        (say!("级别", "severity"), Kind::State, 7),
        (say!("哪个文件", "in the file"), Kind::Text, 14),
        (say!("哪张表", "in the sheet"), Kind::Text, 12),
        (say!("位置", "where"), Kind::State, 9),
        (say!("归哪个县市区", "of the county"), Kind::Text, 11),
        (say!("涉及的企业", "about"), Kind::Text, 22),
        (say!("涉及的代码", "with the code"), Kind::Code, 21),
        (say!("问题", "what is wrong"), Kind::Text, 36),
        (say!("怎么办", "what to do"), Kind::Text, 28),
        (say!("等着它的政策", "waiting measures"), Kind::Text, 26),
        (say!("待核笔数", "awards"), Kind::Integer, 7),
        (say!("待核金额至多（元）", "at most (yuan)"), Kind::Money, 15),
        (say!("其中金额未知（笔）", "of unknown amount"), Kind::Integer, 8),
        (say!("处理情况", "done"), Kind::Text, 12),
    ]
}

/// Puts the list onto its worksheet.
pub fn put(out: &mut Worksheet, top: &Top, lines: &[Line<'_>], looks: &Looks, lang: Lang) -> Result<(), XlsxError> {
    let columns = columns();
    let last = column_number(columns.len().saturating_sub(1));
    let mark = match lang {
        Lang::Zh => own::READING[0],
        Lang::En => own::READING[1],
    };
    let title = looks.title.clone().set_align(FormatAlign::Left);
    out.write_string_with_format(0, 0, format!("{} {mark}", top.title), &title)?;
    out.set_row_height(0, 30)?;
    let mut row = 1u32;
    for note in &top.notes {
        out.write_string_with_format(row, 0, note, &looks.note)?;
        row = row.saturating_add(1);
    }
    legend(out, row, looks, lang)?;
    let head = row.saturating_add(1);
    out.set_row_height(head, 30)?;
    for (i, (name, _, width)) in columns.iter().enumerate() {
        out.write_string_with_format(head, column_number(i), name.get(lang), &looks.head)?;
        out.set_column_width(column_number(i), *width)?;
    }
    let formats: Vec<Format> =
        columns.iter().map(|(_, kind, _)| looks.body(*kind, false).set_align(FormatAlign::VerticalCenter)).collect();
    let link = formats
        .get(3)
        .cloned()
        .unwrap_or_default()
        .set_font_color(0x0005_63C1u32)
        .set_underline(FormatUnderline::Single);
    for (at, line) in (head.saturating_add(1)..).zip(lines) {
        let cells = cells(line, lang);
        let mut high = 1;
        for ((i, cell), (format, (_, _, width))) in cells.iter().enumerate().zip(formats.iter().zip(&columns)) {
            let column = column_number(i);
            high = high.max(fill::lines(cell, usize::from(*width)));
            match (i, &line.link, cell) {
                (0, ..) => put_cell(
                    out,
                    at,
                    column,
                    cell,
                    &format.clone().set_background_color(mark::colour(line.task.severity)),
                )?,
                (3, Some(target), Cell::Text(words)) => {
                    let url = Url::new(format!("internal:{target}")).set_text(words.as_ref());
                    out.write_url_with_format(at, column, url, &link)?;
                }
                _ => put_cell(out, at, column, cell, format)?,
            }
        }
        if high > 1 {
            out.set_row_height(at, fill::height(high))?;
        }
    }
    out.set_freeze_panes(head.saturating_add(1), 0)?;
    out.set_repeat_rows(head, head)?;
    if !lines.is_empty() {
        let bottom = head.saturating_add(u32::try_from(lines.len()).unwrap_or(0));
        out.autofilter(head, 0, bottom, last)?;
        out.ignore_error_range(head, 6, bottom, 6, rust_xlsxwriter::IgnoreError::NumberStoredAsText)?;
    }
    set_page(out, &top.foot, lang);
    out.set_active(true);
    Ok(())
}

/// What the colours mean.
fn legend(out: &mut Worksheet, row: u32, looks: &Looks, lang: Lang) -> Result<(), XlsxError> {
    let meanings = [
        (Severity::Error, say!("整行、整列没有用上", "a row or column is left out")),
        (Severity::Hold, say!("有核定在等它", "awards wait for it")),
        (Severity::Warning, say!("疑似有误，请核对", "doubtful: please check")),
    ];
    for ((severity, meaning), column) in meanings.into_iter().zip([0u16, 2, 5]) {
        let colour = looks.cell.clone().set_background_color(mark::colour(severity)).set_align(FormatAlign::Center);
        out.write_string_with_format(row, column, problems::severity(severity).get(lang), &colour)?;
        out.write_string_with_format(row, column.saturating_add(1), meaning.get(lang), &looks.note)?;
    }
    Ok(())
}

fn cells<'a>(line: &'a Line<'_>, lang: Lang) -> Vec<Cell<'a>> {
    let task = line.task;
    let (file, sheet) = task.place.as_ref().map_or(("", ""), |cell| (&cell.file, &cell.sheet));
    let joined = |of: fn(&(String, String)) -> &str| {
        let mut parts: Vec<&str> = task.said.iter().map(of).filter(|part| !part.is_empty()).collect();
        parts.dedup();
        parts.join("\n")
    };
    let waiting = task.waiting;
    let count = |n: u64| if n == 0 { Cell::Empty } else { Cell::Integer(n.into()) };
    let most = match waiting.most {
        _ if waiting.awards == 0 => Cell::Empty,
        Some(most) if waiting.unknown < waiting.awards => Cell::Exact(most),
        _ => Cell::from(say!("未知", "unknown").get(lang).to_owned()),
    };
    vec![
        Cell::from(problems::severity(task.severity).get(lang).to_owned()),
        Cell::text(file),
        Cell::text(sheet),
        Cell::from(spot(task, lang)),
        Cell::text(&line.county),
        Cell::text(&line.name),
        Cell::text(&line.code),
        Cell::from(joined(|(message, _)| message)),
        Cell::from(joined(|(_, remedy)| remedy)),
        Cell::text(&line.measures),
        count(waiting.awards),
        most,
        count(waiting.unknown),
        Cell::Empty,
    ]
}

/// Where it is, within its sheet.
fn spot(task: &Task, lang: Lang) -> String {
    let whole = |words: Bilingual| words.get(lang).to_owned();
    match &task.place {
        None => whole(say!("总体", "in general")),
        Some(cell) if cell.row == 0 => whole(say!("整表", "the sheet")),
        Some(cell) if cell.column == 0 => {
            let row = cell.row;
            whole(say!("第 {row} 行", "row {row}"))
        }
        Some(cell) => cell.address(),
    }
}
