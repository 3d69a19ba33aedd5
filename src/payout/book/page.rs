//! The page that a sheet is printed on.

use rust_xlsxwriter::Worksheet;

use crate::diagnostic::Lang;
use crate::say;

/// A4 across, as wide as the page, numbered.
pub fn set_page(out: &mut Worksheet, foot: &str, lang: Lang) {
    // & starts a code in a footer, and a digit behind the size of the letters would be part of it
    let foot = foot.replace('&', "&&");
    let pages = say!("第 &P 页 共 &N 页", "page &P of &N");
    out.set_paper_size(9)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_print_center_horizontally(true)
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
        .set_footer(format!("&L&8 {foot}&R&8 {}", pages.get(lang)));
}
