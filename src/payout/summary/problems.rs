//! The sheet of findings: the same as `findings.csv`, in words that a clerk sorts and works through.

use crate::diagnostic::{Bilingual, Finding, Lang, Severity};
use crate::policy::pack::Pack;
use crate::say;

use crate::payout::csv::findings::place;
use crate::payout::table::{self, Cell, Column, Kind, Table};

/// Findings for people.
pub struct Problems<'a> {
    /// The findings, in the order in which they are printed.
    pub findings: &'a [Finding],
    /// The pack, for the titles of measures.
    pub pack: &'a Pack,
    /// The language.
    pub lang: Lang,
}

impl Table for Problems<'_> {
    fn columns(&self) -> Vec<Column> {
        let column = |text: Bilingual, kind| Column { name: text.get(self.lang).to_owned().into(), kind };
        vec![
            column(say!("级别", "severity"), Kind::State),
            column(say!("文件", "file"), Kind::Text),
            column(say!("工作表", "sheet"), Kind::Text),
            column(say!("单元格", "cell"), Kind::Text),
            column(say!("统一社会信用代码", "code"), Kind::Code),
            column(say!("政策措施", "measure"), Kind::Text),
            column(say!("问题", "what is wrong"), Kind::Text),
            column(say!("怎么办", "what to do"), Kind::Text),
            column(say!("编号", "finding"), Kind::Text),
        ]
    }

    fn batches(&self) -> usize {
        table::batches(self.findings.len())
    }

    fn rows(&self, batch: usize, row: &mut dyn FnMut(&[Cell<'_>])) {
        let lines = table::lines_of(batch, self.findings.len());
        for finding in lines.filter_map(|i| self.findings.get(i)) {
            let [file, sheet, cell] = place(&finding.place);
            let measure = self.pack.measures.iter().find(|m| m.id == finding.measure);
            row(&[
                Cell::from(severity(finding.severity()).get(self.lang).to_owned()),
                Cell::from(file),
                Cell::from(sheet),
                Cell::from(cell),
                Cell::text(&finding.uscc),
                Cell::text(measure.map_or(finding.measure.as_str(), |m| &m.title)),
                Cell::text(finding.message.get(self.lang)),
                Cell::text(finding.remedy.get(self.lang)),
                Cell::text(finding.code.id),
            ]);
        }
    }
}

/// What a severity is called.
#[must_use]
pub fn severity(severity: Severity) -> Bilingual {
    match severity {
        Severity::Error => say!("错误", "error"),
        Severity::Hold => say!("待核", "hold"),
        Severity::Warning => say!("警告", "warning"),
        Severity::Note => say!("提示", "note"),
    }
}
