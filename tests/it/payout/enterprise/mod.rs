//! The workbooks of enterprises: who gets one, what stands on it, and that a spreadsheet gets what the engine got.

mod bundle;
mod recalculated;
mod slip;
mod working;

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use duixian::diagnostic::Lang;
use duixian::payout::Dossier;
use duixian::payout::enterprise::{self, MOST_FILES, Sheets};

use super::dossier;
use crate::settle::world::{World, code};

/// The workbooks of a dossier: name and bytes.
pub fn books(dossier: Dossier<'_>) -> Vec<(String, Vec<u8>)> {
    let papers = enterprise::papers(dossier, MOST_FILES).expect("a form");
    papers.iter().map(|paper| (paper.name.clone(), paper.bytes().expect("a workbook"))).collect()
}

/// The workbooks of every enterprise of a world.
pub fn of(world: &World, lang: Lang) -> Vec<(String, Vec<u8>)> {
    dossier::of(world, lang, |dossier| books(Dossier { sheets: Sheets::All, ..dossier }))
}

/// The workbook of the n-th enterprise of a world.
pub struct Book(Vec<u8>);

impl Book {
    pub fn of(world: &World, n: usize) -> Self {
        let start = format!("企业兑付单/{}", code(n));
        let found = of(world, Lang::Zh).into_iter().find(|(name, _)| name.starts_with(&start));
        Self(found.expect("its workbook").1)
    }

    fn open(&self) -> Xlsx<Cursor<&[u8]>> {
        Xlsx::new(Cursor::new(self.0.as_slice())).expect("a workbook")
    }

    /// The rows of a sheet, cells as they show; empty ones left out.
    pub fn rows(&self, sheet: &str) -> Vec<Vec<String>> {
        let range = self.open().worksheet_range(sheet).expect("the sheet");
        let shown = |cell: &Data| Some(cell.to_string()).filter(|text| !text.is_empty());
        let row = |cells: &[Data]| cells.iter().filter_map(shown).collect();
        range.rows().map(row).collect()
    }

    /// The rows in which a cell begins so.
    pub fn rows_of(&self, sheet: &str, beginning: &str) -> Vec<Vec<String>> {
        let begins = |row: &Vec<String>| row.iter().any(|cell| cell.starts_with(beginning));
        self.rows(sheet).into_iter().filter(begins).collect()
    }

    /// The formulas of a sheet.
    pub fn formulas(&self, sheet: &str) -> Vec<String> {
        let range = self.open().worksheet_formula(sheet).expect("the sheet");
        range.used_cells().map(|(_, _, formula)| formula.clone()).collect()
    }

    /// A part of the file.
    pub fn part(&self, name: &str) -> String {
        use std::io::Read as _;
        let mut archive = zip::ZipArchive::new(Cursor::new(self.0.as_slice())).expect("a zip");
        let mut text = String::new();
        archive.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
        text
    }
}
