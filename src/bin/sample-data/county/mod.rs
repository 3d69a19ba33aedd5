//! The same city as ten counties send it: a file for each, every office with its own habits, and what two of
//! them sent after it.
//!
//! A county's enterprises and everything that belongs to them stand in its own files. What differs from the
//! clean workbook is how it looks; the awards must be the same to the byte.

pub mod habits;

use duixian::schema::{Absent, Schema, TableId};

use crate::city::City;
use crate::sheet::{File, Form, draft};
use habits::{HABITS, Office};

/// The files of all counties.
pub fn files(city: &City, schema: &Schema) -> Result<Vec<File>, String> {
    let mut files = Vec::new();
    for (at, county) in city.counties.iter().enumerate() {
        let Some(office) = HABITS.get(at % HABITS.len()) else { continue };
        files.extend(of(city, schema, at, county, office)?);
    }
    Ok(files)
}

fn of(city: &City, schema: &Schema, at: usize, county: &str, office: &Office) -> Result<Vec<File>, String> {
    let ours: std::collections::BTreeSet<&str> =
        city.firms.iter().filter(|f| f.county == at).map(|f| f.code.as_str()).collect();
    let mut sheets = Vec::new();
    for (index, table) in schema.tables.iter().enumerate() {
        let mut draft = draft::plain(city, schema, TableId(index), |code| ours.contains(code))?;
        draft.office = county.to_owned();
        // a list that must be there is there, if only to say that there is nothing in it
        if index == 0 || !draft.rows.is_empty() || table.absent == Absent::Error {
            sheets.push(draft);
        }
    }
    let mut file = File { name: county.to_owned(), sheets, form: office.form };
    let mut files: Vec<File> = (office.batches)(&mut file);
    files.insert(0, file);
    for file in &mut files {
        for (turn, draft) in file.sheets.iter_mut().enumerate() {
            for (on, mess) in office.habits {
                if on.holds(draft) {
                    mess(draft);
                }
            }
            if let Some(name) = office.sheet_name {
                draft.name = name(turn, &draft.name);
            }
        }
    }
    Ok(files)
}

impl File {
    /// The file's bytes.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        match (self.form, self.sheets.first()) {
            (Form::Utf8 | Form::Gb18030, Some(draft)) => Ok(crate::sheet::text::bytes(draft, self.form)),
            _ => crate::sheet::book::bytes(&self.sheets, self.form),
        }
    }
}
