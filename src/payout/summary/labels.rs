//! The words of blocks: texts of the files' language, columns with their headings, numbered captions.

use crate::diagnostic::{Bilingual, Lang};
use crate::policy::pack::Measure;
use crate::say;

use crate::payout::results::Results;
use crate::payout::table::{Cell, Column, Kind};

/// Makes texts of one language.
pub(super) struct Words<'a>(pub Results<'a>);

impl Words<'_> {
    pub fn text(&self, text: &Bilingual) -> String {
        text.get(self.0.lang).to_owned()
    }

    pub fn cell(&self, text: &Bilingual) -> Cell<'static> {
        Cell::from(self.text(text))
    }

    pub fn column(&self, text: &Bilingual, kind: Kind) -> Column {
        Column { name: self.text(text).into(), kind }
    }

    /// A column for each payer.
    pub fn payer_columns(&self) -> impl Iterator<Item = Column> {
        self.0.run.edition.pack.payers.iter().map(|payer| {
            let payer = &payer.id;
            self.column(&say!("其中：{payer}", "of which {payer}"), Kind::Money)
        })
    }

    /// The columns of a tally after its first.
    pub fn tally_columns(&self, first: [Column; 2]) -> Vec<Column> {
        let mut columns = Vec::from(first);
        columns.extend([
            self.column(&say!("应付笔数", "paid"), Kind::Integer),
            self.column(&say!("应付合计", "payable"), Kind::Money),
        ]);
        columns.extend(self.payer_columns());
        columns.extend([
            self.column(&say!("待核笔数", "held"), Kind::Integer),
            self.column(&say!("不予补助笔数", "nothing"), Kind::Integer),
            self.column(&say!("应追回笔数", "to recover"), Kind::Integer),
            self.column(&say!("应追回合计", "recoverable"), Kind::Money),
        ]);
        columns
    }
}

/// `一、分政策汇总`
pub(super) fn numbered(index: usize, caption: &str, lang: Lang) -> String {
    const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    match (NUMBERS.get(index), lang) {
        (Some(number), Lang::Zh) => format!("{number}、{caption}"),
        _ => format!("{}. {caption}", index.saturating_add(1)),
    }
}

/// The payout measures in force, as in the run.
pub(super) fn measures(results: Results<'_>) -> impl Iterator<Item = &Measure> {
    (0..results.run.awards.len()).filter_map(move |i| results.run.award_measure(i))
}
