//! The notices of what is to be returned: a page for each enterprise, on one sheet. The words claim no law and set no
//! time of their own; what nobody has said yet is a line to fill in.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::Office;
use super::recovery::Claim;
use crate::capital::in_capitals;
use crate::money::Money;
use crate::payout::book::cell::{column_number, put_cell};
use crate::payout::book::looks::Looks;
use crate::payout::book::page::set_page;
use crate::payout::book::{fill, widths::set_widths};
use crate::payout::table::{Cell, Kind};
use crate::say;

/// The columns of a notice, in digits: they fill the width of an upright page.
const WIDTHS: [usize; 4] = [28, 14, 14, 14];
const LAST: u16 = 3;
const BLANK: &str = "______________________";

/// Adds the sheet of notices, where there are any.
pub fn put(
    workbook: &mut Workbook,
    looks: &Looks,
    office: Office<'_>,
    notices: &[Vec<Claim<'_>>],
) -> Result<(), XlsxError> {
    if notices.is_empty() {
        return Ok(());
    }
    let out = workbook.add_worksheet();
    out.set_name(office.say(&say!("通知", "notices")))?;
    set_widths(out, &WIDTHS)?;
    set_page(out, &office.foot(), office.results.lang);
    // pages that are fitted have no breaks of their own
    out.set_portrait().set_print_scale(95);
    let mut breaks = Vec::new();
    let mut page = Page { out, looks, at: 0 };
    for claims in notices {
        if page.at > 0 {
            breaks.push(page.at);
        }
        notice(&mut page, office, claims)?;
    }
    let end = page.at.saturating_sub(1);
    out.set_print_area(0, 0, end, LAST)?;
    out.set_page_breaks(&breaks)?;
    Ok(())
}

struct Page<'a> {
    out: &'a mut rust_xlsxwriter::Worksheet,
    looks: &'a Looks,
    at: u32,
}

impl Page<'_> {
    fn take(&mut self) -> u32 {
        let row = self.at;
        self.at = self.at.saturating_add(1);
        row
    }

    /// Words over the whole width.
    fn words(&mut self, words: &str, look: &Format, size: usize) -> Result<(), XlsxError> {
        let row = self.take();
        self.out.merge_range(row, 0, row, LAST, words, &look.clone().set_text_wrap())?;
        let room = WIDTHS.iter().sum::<usize>().saturating_sub(6);
        // the letters may be larger than those that the widths are counted in
        let lines = words.width().saturating_mul(size).div_ceil(room.saturating_mul(10)).max(1);
        self.out.set_row_height(row, fill::height(lines).saturating_add(8))?;
        Ok(())
    }
}

fn notice(page: &mut Page<'_>, office: Office<'_>, claims: &[Claim<'_>]) -> Result<(), XlsxError> {
    let Some(first) = claims.first() else { return Ok(()) };
    let (enterprises, layout) = (office.results.enterprises(), &office.stationery.recovery_notice);
    let (name, code) = (enterprises.name(first.enterprise), enterprises.code(first.enterprise));
    let edition = office.results.run.edition;
    let (pack, year) = (&edition.pack.title, edition.year);
    let looks = page.looks;
    let text = looks.after.clone().set_font_size(12).set_align(FormatAlign::VerticalCenter);
    let right = text.clone().set_align(FormatAlign::Right).set_indent(2);
    let row = page.take();
    let title = office.say(&say!("关于退回多拨资金的通知", "Notice to return what was paid too much"));
    page.out.merge_range(row, 0, row, LAST, &title, &looks.title.clone().set_font_size(18))?;
    page.out.set_row_height(row, 44)?;
    let document = office.stationery.document.as_deref().unwrap_or(BLANK);
    page.words(
        &office.say(&say!("文号：{document}", "document {document}")),
        &text.clone().set_align(FormatAlign::Center),
        12,
    )?;
    for warning in office.warnings() {
        page.words(&warning.words, &looks.warning, 10)?;
    }
    page.words(&office.say(&say!("{name}（{code}）：", "{name} ({code}):")), &text, 12)?;
    let said = say!(
        "　　按{pack}核定{year}年度资金，你单位下列项目此前拨付的金额多于应付金额，差额应予退回：",
        "By {pack}, more has been paid to you before than is due for {year}; the difference is to be returned:"
    );
    page.words(&office.say(&said), &text, 12)?;
    table(page, office, claims)?;
    let back = Money::sum(claims.iter().map(|claim| claim.back)).unwrap_or_default();
    let (figures, capitals) = (back.grouped(), in_capitals(back, office.stationery.capitals));
    let blank = || BLANK.to_owned();
    let account = layout.account.clone().unwrap_or_else(|| {
        let said = say!("户名{BLANK}　开户银行{BLANK}　账号{BLANK}", "name {BLANK} bank {BLANK} account {BLANK}");
        office.say(&said)
    });
    let deadline = layout.deadline.clone().unwrap_or_else(|| office.say(&say!("________年____月____日", "{BLANK}")));
    let contact = layout.contact.clone().unwrap_or_else(blank);
    let lines = [
        say!(
            "　　应退回金额合计：{figures} 元，大写：{capitals}。",
            "To be returned: {figures} yuan, in capitals {capitals}."
        ),
        say!("　　请于{deadline}前退回到以下账户：{account}。", "Return it before {deadline} to: {account}."),
        say!(
            "　　对本通知所列金额有异议的，可以书面说明理由并附证明材料。联系方式：{contact}。",
            "If you object to these amounts, give your reasons in writing, with evidence. Contact: {contact}."
        ),
    ];
    for line in &lines {
        page.words(&office.say(line), &text, 12)?;
    }
    page.take();
    page.words(office.issuer(), &right, 12)?;
    page.words(&office.say(&say!("　　　　年　　月　　日", "date:            ")), &right, 12)?;
    Ok(())
}

/// What was due, paid and is to be returned, with live sums.
fn table(page: &mut Page<'_>, office: Office<'_>, claims: &[Claim<'_>]) -> Result<(), XlsxError> {
    let looks = page.looks;
    let head = [
        say!("政策措施", "measure"),
        say!("应付金额（元）", "due (yuan)"),
        say!("已拨付净额（元）", "paid before, net (yuan)"),
        say!("应退回（元）", "to be returned (yuan)"),
    ];
    let row = page.take();
    page.out.set_row_height(row, 28)?;
    for (i, said) in head.iter().enumerate() {
        let look = looks.head.clone().set_align(FormatAlign::VerticalCenter);
        page.out.write_string_with_format(row, column_number(i), office.say(said), &look)?;
    }
    let first = page.at.saturating_add(1);
    for claim in claims {
        let row = page.take();
        let number = row.saturating_add(1);
        let title = Cell::text(claim.measure);
        let lines = fill::lines(&title, WIDTHS.first().copied().unwrap_or(36));
        page.out.set_row_height(row, fill::height(lines).max(22))?;
        let back = Cell::Formula {
            formula: format!("=C{number}-B{number}").into(),
            result: Box::new(Cell::Money(claim.back)),
        };
        for (column, cell) in [title, Cell::Money(claim.due), Cell::Money(claim.paid), back].iter().enumerate() {
            let kind = if column == 0 { Kind::Text } else { Kind::Money };
            put_cell(page.out, row, column_number(column), cell, &looks.body(kind, false))?;
        }
    }
    let (last, row) = (page.at, page.take());
    page.out.set_row_height(row, 22)?;
    let label = looks.total.clone().set_align(FormatAlign::Center);
    page.out.write_string_with_format(row, 0, office.say(&say!("合计", "total")), &label)?;
    let sums = [
        claims.iter().map(|c| c.due).collect::<Vec<_>>(),
        claims.iter().map(|c| c.paid).collect(),
        claims.iter().map(|c| c.back).collect(),
    ];
    for ((column, letter), amounts) in (1u16..).zip(["B", "C", "D"]).zip(sums) {
        let cell = Cell::Formula {
            formula: format!("=SUM({letter}{first}:{letter}{last})").into(),
            result: Box::new(Cell::Money(Money::sum(amounts).unwrap_or_default())),
        };
        put_cell(page.out, row, column, &cell, &looks.body(Kind::Money, true))?;
    }
    Ok(())
}
