//! How the cells of an enterprise's sheets look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::exact::Exact;
use crate::payout::book::looks::Looks;
use crate::value::Type;

/// A look; its number is its place in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Look {
    /// Whose paper it is.
    Issuer,
    /// The large line.
    Title,
    /// A line under it.
    Note,
    /// A line that must not be overlooked.
    Warning,
    /// The caption of a part.
    Caption,
    /// A heading of a column.
    Head,
    /// What a row is called.
    Label,
    /// Words.
    Words,
    /// A short word in the middle.
    Centre,
    /// A code, which is never a number.
    Code,
    /// An amount in 元.
    Money,
    /// A whole number.
    Integer,
    /// A number as it is.
    Plain,
    /// A rate of whole percents.
    Percent,
    /// A rate of tenths of a percent.
    PercentTenths,
    /// A rate of hundredths of a percent.
    PercentHundredths,
    /// A day.
    Date,
    /// A word that waits for somebody.
    Held,
    /// A word that refuses.
    Refused,
    /// The words of a total.
    TotalWords,
    /// The amount of a total.
    TotalMoney,
    /// Who signs.
    Sign,
}

impl Look {
    /// Its number in the form.
    #[must_use]
    pub const fn style(self) -> usize {
        self as usize
    }

    /// How a number of a type looks.
    #[must_use]
    pub fn of(ty: &Type, number: Exact) -> Self {
        match ty {
            Type::Money => Self::Money,
            Type::Integer => Self::Integer,
            Type::Number if number.is_positive() && number <= Exact::ONE => {
                let whole = |parts: i128| number.mul(Exact::from(parts)).and_then(Exact::as_integer).is_some();
                match (whole(100), whole(1_000), whole(10_000)) {
                    (true, _, _) => Self::Percent,
                    (_, true, _) => Self::PercentTenths,
                    (_, _, true) => Self::PercentHundredths,
                    _ => Self::Plain,
                }
            }
            _ => Self::Plain,
        }
    }
}

/// The formats, each at the number of its look.
#[must_use]
pub fn formats() -> Vec<Format> {
    let looks = Looks::default();
    let cell = || looks.cell.clone();
    let words = || cell().set_text_wrap().set_align(FormatAlign::Left).set_indent(1);
    let centre = || cell().set_text_wrap().set_align(FormatAlign::Center);
    let number = |form: &str| cell().set_num_format(form).set_align(FormatAlign::Right);
    let grey = Color::RGB(0x00F2_F2F2);
    vec![
        looks.note.clone().set_font_name("仿宋").set_font_size(12).set_align(FormatAlign::Center),
        looks.title.clone(),
        looks.note.clone().set_align(FormatAlign::VerticalCenter),
        looks.warning.clone().set_align(FormatAlign::VerticalCenter).set_text_wrap(),
        looks.caption.clone().set_align(FormatAlign::VerticalCenter),
        looks.head.clone(),
        words().set_bold().set_background_color(grey),
        words(),
        centre(),
        words().set_num_format("@"),
        number("#,##0.00####"),
        number("#,##0"),
        number("General"),
        number("0%"),
        number("0.0%"),
        number("0.00%"),
        cell().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
        centre().set_background_color(Color::RGB(0x00FF_EB9C)),
        centre().set_background_color(Color::RGB(0x00FF_C7CE)),
        words().set_bold().set_background_color(grey),
        number("#,##0.00").set_bold().set_background_color(grey),
        looks.after.clone().set_align(FormatAlign::VerticalCenter).set_border(FormatBorder::None),
    ]
}
