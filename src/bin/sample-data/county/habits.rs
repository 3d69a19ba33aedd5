//! Who has which habits: a line for each, from top to bottom as they come about.
//!
//! Every mess that a reader can be asked to understand has at least one office. `sample_data/README.md` says
//! the same for people.

use crate::mess::{amount, answer, batch, blank, code, column, day, group, heading, hidden, page, title, total, word};
use crate::sheet::{Draft, File, Form};

/// How an office works.
pub struct Office {
    /// What its file is inside.
    pub form: Form,
    /// How it names its sheets.
    pub sheet_name: Option<fn(usize, &str) -> String>,
    /// How it spreads its rows over sheets, and what it sends after its file.
    pub batches: fn(&mut File) -> Vec<File>,
    /// How its sheets look.
    pub habits: &'static [(On, Mess)],
}

/// A mess of a sheet.
pub type Mess = fn(&mut Draft);

/// The sheets that a habit is about.
#[derive(Clone, Copy)]
pub enum On {
    /// All.
    All,
    /// The enterprises.
    Enterprises,
    /// All others.
    Related,
    /// Those of one table.
    Of(&'static str),
    /// The first sheets of tables that have several.
    First,
    /// The others of them.
    Later,
}

impl On {
    /// Is it about this sheet?
    pub fn holds(self, draft: &Draft) -> bool {
        match self {
            Self::All => true,
            Self::Enterprises => draft.table == ENTERPRISES,
            Self::Related => draft.table != ENTERPRISES,
            Self::Of(table) => draft.table == table,
            Self::First => draft.part == 0,
            Self::Later => draft.part > 0,
        }
    }
}

use On::{All, Enterprises, First, Later, Of, Related};

const ENTERPRISES: &str = "企业";
const CONTRACTS: &str = "技术合同";
const EXCLUSIONS: &str = "限制名单";
const PAYMENTS: &str = "已拨付";

fn one_file(_: &mut File) -> Vec<File> {
    Vec::new()
}

/// The offices, in the order of the pack's counties.
pub const HABITS: &[Office] = &[
    // titles, a unit for the whole sheet, headings of two rows
    Office {
        form: Form::Workbook,
        sheet_name: Some(|turn, name| format!("附件{} {name}", turn + 1)),
        batches: one_file,
        habits: &[
            (All, title::across),
            (All, title::reporter),
            (Enterprises, group::amounts),
            (Enterprises, group::bank),
            (Related, title::unit_note),
            (All, column::running_number),
            (All, blank::dashes),
            (Enterprises, day::shown_in_chinese),
            (Related, day::strokes),
            (Enterprises, total::by_formulas),
            (All, title::notes),
            (All, title::signature),
        ],
    },
    // amounts in 元, typed by hand
    Office {
        form: Form::Workbook,
        sheet_name: None,
        batches: one_file,
        habits: &[
            (All, amount::in_yuan),
            (All, heading::units_below),
            (Enterprises, heading::breaks),
            (All, amount::commas),
            (All, amount::full_width),
            (All, amount::own_unit),
            (All, amount::padded),
            (All, amount::whole_as_text),
            (All, code::grouped),
            (All, word::padded_names),
            (All, answer::ticks),
            (All, day::dots),
            (All, column::remarks),
            (Of(CONTRACTS), total::typed),
        ],
    },
    // a sheet for each town, with headings of its own, printed pages and subtotals
    Office {
        form: Form::Workbook,
        sheet_name: None,
        batches: |file| {
            batch::split(file, ENTERPRISES, &["建设街道", "枫溪街道", "白关镇"]);
            Vec::new()
        },
        habits: &[
            (First, |d| heading::synonyms(d, 0)),
            (Later, |d| heading::synonyms(d, 1)),
            (Later, heading::wide_units),
            (Later, amount::in_yuan),
            (Later, column::backwards),
            (Enterprises, page::blanks),
            (Enterprises, page::headings),
            (Enterprises, |d| total::subtotals(d, 34, true)),
            (Enterprises, total::by_formulas),
            (All, blank::slashes),
            (All, day::chinese),
            (Of(PAYMENTS), word::loose_policies),
        ],
    },
    // the county's cells merged downward
    Office {
        form: Form::Workbook,
        sheet_name: Some(|_, name| format!("{name}（石峰）")),
        batches: one_file,
        habits: &[
            (All, title::annex),
            (All, title::across),
            (Enterprises, column::merged_county),
            (Enterprises, heading::years),
            (All, heading::spaces),
            (All, column::running_number),
            (Enterprises, |d| total::subtotals(d, 50, false)),
            (Enterprises, total::typed),
            (All, answer::words),
            (All, word::loose_choices),
            (All, amount::own_unit),
            (All, day::eight_digits),
            (All, blank::none),
        ],
    },
    // an old Mac, and much of it hidden
    Office {
        form: Form::Workbook1904,
        sheet_name: None,
        batches: one_file,
        habits: &[
            (Enterprises, hidden::rows),
            (Enterprises, hidden::columns),
            (Of("科技奖励"), hidden::sheet),
            (Of("上级资金"), hidden::sheet),
            (All, day::bare_serials),
            (All, |d| heading::synonyms(d, 1)),
            (All, column::telephone),
        ],
    },
    // batches that overlap, a sheet for each quarter
    Office {
        form: Form::Workbook,
        sheet_name: None,
        batches: |file| {
            batch::split(file, ENTERPRISES, &["第一批", "第二批"]);
            batch::overlap(file, ENTERPRISES, 29);
            batch::renamed(file, ENTERPRISES);
            batch::split(file, CONTRACTS, &["一季度", "二季度", "三季度", "四季度"]);
            batch::overlap(file, CONTRACTS, 37);
            Vec::new()
        },
        habits: &[
            (Later, amount::in_yuan),
            (Of(CONTRACTS), title::across),
            (Of(CONTRACTS), title::long_unit_note),
            (Of(CONTRACTS), total::typed),
            (Later, |d| heading::synonyms(d, 0)),
            (Later, amount::commas),
            (First, amount::general_format),
            (Later, day::as_text),
            (Later, answer::digits),
            (First, blank::dashes),
        ],
    },
    // codes and accounts behind apostrophes; some of the contracts came later, as text in GB18030
    Office {
        form: Form::Workbook,
        sheet_name: Some(|turn, _| format!("Sheet{}", turn + 1)),
        batches: |file| {
            let late = batch::supplement(file, CONTRACTS, 3);
            let name = format!("{}-技术合同(补报)", file.name);
            late.map(|draft| File { name, sheets: vec![draft], form: Form::Gb18030 }).into_iter().collect()
        },
        habits: &[
            (All, code::lower_case),
            (First, code::apostrophe),
            (First, amount::apostrophe),
            (Later, code::quote_in_text),
            (Later, amount::quote_in_text),
            (Later, title::across),
            (Later, title::unit_note),
            (Later, day::eight_digits),
            (Later, total::typed),
            (Later, title::signature),
            (First, day::dots),
        ],
    },
    // the list of the excluded came on its own, as text in UTF-8; amounts as Excel has added them up
    Office {
        form: Form::Workbook,
        sheet_name: Some(|turn, name| format!("{}.{name}", turn + 1)),
        batches: |file| {
            let at = file.sheets.iter().position(|d| d.table == EXCLUSIONS);
            let list = at.map(|at| file.sheets.remove(at));
            let name = format!("{}-{EXCLUSIONS}", file.name);
            list.map(|draft| File { name, sheets: vec![draft], form: Form::Utf8 }).into_iter().collect()
        },
        habits: &[
            (All, amount::binary_noise),
            (All, amount::typed_sum),
            (Enterprises, column::percentages),
            (Enterprises, column::failed_lookups),
            (All, title::nothing),
            (Related, title::notes),
            (All, code::padded),
            (All, heading::stars),
        ],
    },
    // an export: every cell a text
    Office {
        form: Form::Workbook,
        sheet_name: None,
        batches: one_file,
        habits: &[
            (All, amount::in_yuan),
            (All, amount::all_as_text),
            (All, day::midnight),
            (All, answer::letters),
            (All, code::full_width),
            (Enterprises, heading::years),
            (All, column::backwards),
            (All, title::nothing),
        ],
    },
    // everything a little
    Office {
        form: Form::Workbook,
        sheet_name: None,
        batches: one_file,
        habits: &[
            (All, title::reporter),
            (All, title::long_unit_note),
            (Enterprises, page::headings),
            (Enterprises, total::by_formulas),
            (All, |d| heading::synonyms(d, 2)),
            (All, answer::ticks),
            (All, day::strokes),
            (All, amount::commas),
            (All, amount::padded),
            (All, blank::none),
            (All, column::remarks),
        ],
    },
];
