//! How cells look: fonts, borders, colours and number formats, the same in every workbook.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::payout::table::Kind;

/// The formats of a workbook.
pub struct Looks {
    /// The large line on top.
    pub title: Format,
    /// Whose paper it is, above the title.
    pub letterhead: Format,
    /// A smaller line under it.
    pub note: Format,
    /// A line that must not be overlooked.
    pub warning: Format,
    /// The caption of a short table.
    pub caption: Format,
    /// A heading.
    pub head: Format,
    /// A cell.
    pub cell: Format,
    /// A cell in a row of totals.
    pub total: Format,
    /// A line under the body.
    pub after: Format,
}

impl Default for Looks {
    fn default() -> Self {
        let base = Format::new().set_font_name("宋体").set_font_size(10);
        let boxed = base
            .clone()
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00A6_A6A6))
            .set_align(FormatAlign::VerticalCenter);
        Self {
            title: base
                .clone()
                .set_font_name("黑体")
                .set_font_size(16)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            letterhead: base.clone().set_font_size(12).set_align(FormatAlign::Center),
            note: base.clone().set_font_color(Color::RGB(0x0040_4040)),
            warning: base.clone().set_bold().set_font_color(Color::RGB(0x00C0_0000)),
            caption: base.clone().set_font_name("黑体").set_font_size(12),
            head: boxed
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0x00DD_E8F3)),
            total: boxed.clone().set_bold().set_background_color(Color::RGB(0x00F2_F2F2)),
            cell: boxed,
            after: base.set_font_size(11),
        }
    }
}

impl Looks {
    /// The format of a cell in a column of that kind.
    #[must_use]
    pub fn body(&self, kind: Kind, total: bool) -> Format {
        let base = if total { &self.total } else { &self.cell }.clone();
        match kind {
            Kind::Code => base.set_num_format("@").set_align(FormatAlign::Center),
            Kind::Text => base.set_text_wrap().set_align(FormatAlign::Left).set_indent(1),
            Kind::State => base.set_align(FormatAlign::Center),
            Kind::Money => base.set_num_format("#,##0.00").set_align(FormatAlign::Right),
            Kind::Integer => base.set_num_format("#,##0").set_align(FormatAlign::Right),
            Kind::Date => base.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
        }
    }
}
