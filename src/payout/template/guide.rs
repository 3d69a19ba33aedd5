//! The first page: how the workbook is filled in, column by column, with an example of each. Its first cell says that it is
//! not read. Below it stand lists that are too long to stand in the cells that offer them.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::wanted::{Column, Wanted};
use super::{Source, page, rule, words};
use crate::diagnostic::Lang;
use crate::payout::book::cell::column_number;
use crate::payout::book::fill;
use crate::payout::book::looks::Looks;
use crate::payout::book::page::set_page;
use crate::payout::table::{Cell, Kind};
use crate::roster::own;
use crate::say;
use crate::schema::{Empty, FieldId, Role, TableId};
use crate::source::column_letters;
use crate::value::Type;

/// Where on the page a column's options stand, if they are too long for its cells.
pub type Lists = BTreeMap<(TableId, FieldId), String>;

/// The widths of the page's columns.
const WIDTHS: [u16; 8] = [12, 6, 26, 34, 34, 22, 30, 40];

/// Puts the page; gives back where the long lists stand.
pub fn put(out: &mut Worksheet, source: Source<'_>, tables: &[Wanted<'_>], looks: &Looks) -> Result<Lists, XlsxError> {
    let lang = source.lang;
    let name = say!("填表说明", "how to fill in");
    out.set_name(name.get(lang))?;
    let mark = match lang {
        Lang::Zh => own::READING[0],
        Lang::En => own::READING[1],
    };
    let title = say!("{}填表说明", "{}, how to fill it in", source.title());
    let large = looks.title.clone().set_align(rust_xlsxwriter::FormatAlign::Left);
    out.write_string_with_format(0, 0, format!("{} {mark}", title.get(lang)), &large)?;
    out.set_row_height(0, 30)?;
    let mut row = 1u32;
    for line in rules(source, tables) {
        out.write_string_with_format(row, 0, line, &looks.note)?;
        row = row.saturating_add(1);
    }
    let meanings = [
        (Empty::Reject, say!("必填", "required")),
        (Empty::Missing, say!("应填", "wanted")),
        (Empty::None { unless_filled: Vec::new(), only_if_zero: None }, say!("没有就空着", "may be empty")),
    ];
    for ((empty, meaning), column) in meanings.iter().zip([0u16, 2, 3]) {
        let face = looks.head.clone().set_background_color(page::colour(empty));
        out.write_string_with_format(row, column, meaning.get(lang), &face)?;
    }
    let head = row.saturating_add(2);
    let headings = [
        say!("工作表", "sheet"),
        say!("列", "column"),
        say!("表头", "heading"),
        say!("填什么", "what to enter"),
        say!("空着是什么意思", "an empty cell"),
        say!("例", "example"),
        say!("可选的", "options"),
        say!("哪些政策要看", "measures that look at it"),
    ];
    for ((i, heading), width) in headings.iter().enumerate().zip(WIDTHS) {
        out.write_string_with_format(head, column_number(i), heading.get(lang), &looks.head)?;
        out.set_column_width(column_number(i), width)?;
    }
    let mut at = head.saturating_add(1);
    for table in tables {
        for (i, column) in table.columns.iter().enumerate() {
            put_column(out, at, source, (table, i, column), looks)?;
            at = at.saturating_add(1);
        }
    }
    out.set_freeze_panes(head.saturating_add(1), 0)?;
    out.set_repeat_rows(head, head)?;
    set_page(out, &source.title(), lang);
    lists(out, at.saturating_add(1), name.get(lang), source, tables, looks)
}

/// What holds for all sheets.
fn rules(source: Source<'_>, tables: &[Wanted<'_>]) -> Vec<String> {
    let main = tables.first().map_or("", |table| table.sheet.as_str());
    let key = tables.first().and_then(|t| t.columns.iter().find(|c| c.field.role == Some(Role::Code)));
    let key = key.map_or("", |column| column.heading.as_str());
    let lines = [
        say!(
            "1. “{main}”一家企业一行；其余各表一条记录一行，靠“{key}”与企业对上，一家可以有几行，没有可以不写。",
            "1. `{main}` has a row for each enterprise, every other sheet one for each record, tied to its enterprise by `{key}`; there may be several or none."
        ),
        say!(
            "2. 从第 2 行起直接填；不要改表头和工作表名，不要在表头上面加标题，不要合并单元格，不要写合计。没有记录的表留着表头，就是声明没有。",
            "2. Begin in row 2. Leave headings and names of sheets as they are; no titles above them, no merged cells, no totals. A sheet with its headings only declares that there are no records."
        ),
        say!(
            "3. 金额按表头的单位填（万元），可以有小数；日期年月日写全；代码、账号、编号的格子已设为文本。选中格子会显示怎么填，带箭头的从列表里选。",
            "3. Amounts are in the unit of the heading (万元), with decimals where needed; days in full; cells of codes, accounts and numbers are texts. A cell says what it wants when it is selected."
        ),
        say!(
            "4. 例子只在本页，不会当作企业；表头的颜色：",
            "4. Examples stand on this page only, and are never enterprises. The colours of headings:"
        ),
    ];
    lines.iter().map(|line| line.get(source.lang).to_owned()).collect()
}

fn put_column(
    out: &mut Worksheet,
    row: u32,
    source: Source<'_>,
    (of, index, column): (&Wanted<'_>, usize, &Column<'_>),
    looks: &Looks,
) -> Result<(), XlsxError> {
    let lang = source.lang;
    let mut what = words::what(source, of, column).get(lang).to_owned();
    if let Some(kinds) = words::kinds(source, of, column) {
        what = format!("{what}。{}", kinds.get(lang));
    }
    let options = match &column.field.ty {
        Type::Choice(choice) => choice.options.join("、"),
        Type::YesNo => "是、否".to_owned(),
        _ => String::new(),
    };
    let letters = column_letters(u32::try_from(index).unwrap_or(0).saturating_add(1));
    let texts = [
        of.sheet.clone(),
        letters,
        words::heading(column),
        what,
        words::empty(source, of, column).get(lang).to_owned(),
        words::example(source, of, column),
        options,
        column.measures.join("、"),
    ];
    let mut high = 1;
    for ((i, text), width) in texts.iter().enumerate().zip(WIDTHS) {
        let face = match i {
            1 => looks.body(Kind::State, false),
            2 => looks.body(Kind::Text, false).set_background_color(page::colour(&column.field.empty)),
            5 => looks.body(Kind::Text, false).set_num_format("@"),
            _ => looks.body(Kind::Text, false),
        };
        let face = face.set_align(rust_xlsxwriter::FormatAlign::VerticalCenter);
        high = high.max(fill::lines(&Cell::text(text), usize::from(width)));
        out.write_string_with_format(row, column_number(i), text, &face)?;
    }
    if high > 1 {
        out.set_row_height(row, fill::height(high))?;
    }
    Ok(())
}

/// The lists that are too long for the cells that offer them, one under the other.
fn lists(
    out: &mut Worksheet,
    first: u32,
    page: &str,
    source: Source<'_>,
    tables: &[Wanted<'_>],
    looks: &Looks,
) -> Result<Lists, XlsxError> {
    let mut lists = Lists::new();
    let mut row = first;
    for table in tables {
        for column in &table.columns {
            let options: Vec<String> = match &column.field.ty {
                _ if words::is_measure(source, table, column) => {
                    words::measures(source).into_iter().map(str::to_owned).collect()
                }
                Type::Choice(choice) if rule::needs_cells(&choice.options) => choice.options.clone(),
                _ => continue,
            };
            if options.is_empty() {
                continue;
            }
            let (sheet, heading) = (&table.sheet, &column.heading);
            let caption = say!("“{sheet}”的“{heading}”从这里选", "options of `{heading}` in `{sheet}`");
            out.write_string_with_format(row, 2, caption.get(source.lang), &looks.note)?;
            let start = row.saturating_add(1);
            for (at, option) in (start..).zip(&options) {
                out.write_string_with_format(at, 2, option, &looks.body(Kind::Text, false))?;
                row = at;
            }
            lists.insert(
                (table.id, column.id),
                format!("='{page}'!$C${}:$C${}", start.saturating_add(1), row.saturating_add(1)),
            );
            row = row.saturating_add(2);
        }
    }
    Ok(lists)
}
