//! Small rosters with one defect each that nobody can repair without asking the sender.
//!
//! All begin as the same good roster ([`base`]): nine enterprises, each with an award of another kind or a
//! reason for none. `sample_data/broken/README.md` says what is said about each.

mod base;
mod container;
mod defect;
mod field;
mod package;
mod table;
mod text;

use duixian::schema::Schema;

use crate::city::City;
use crate::sheet::{Draft, Form, book};

/// One defect.
struct Defect {
    /// The file, with the extension that it bears.
    file: &'static str,
    /// What is done to the good roster.
    done: Done,
}

/// What is done to the good roster.
enum Done {
    /// Something on a sheet.
    Sheets(fn(&mut Vec<Draft>) -> Option<()>),
    /// Something in a part of the finished workbook.
    Part(&'static str, fn(&str) -> String),
    /// Something to the finished file.
    File(fn(Vec<u8>) -> Vec<u8>),
    /// The enterprises alone, as text, and something to that.
    Text(fn(&str) -> Vec<u8>),
}

/// The good roster and the broken ones: name and bytes.
pub fn files(city: &City, schema: &Schema) -> Result<Vec<(String, Vec<u8>)>, String> {
    let sheets = base::sheets(city, schema)?;
    let good = book::bytes(&sheets, Form::Workbook)?;
    let mut files = vec![("好的名单.xlsx".to_owned(), good.clone())];
    for defect in defect::DEFECTS {
        let bytes = match &defect.done {
            Done::Sheets(change) => {
                let mut sheets = sheets.clone();
                change(&mut sheets).ok_or_else(|| format!("{}: nothing there to break", defect.file))?;
                book::bytes(&sheets, Form::Workbook)?
            }
            Done::Part(part, change) => crate::sheet::package::rewrite(&good, part, change)?,
            Done::File(change) => change(good.clone()),
            Done::Text(change) => {
                let list = sheets.first().ok_or("no sheet")?;
                change(&crate::sheet::text::text(list))
            }
        };
        files.push((defect.file.to_owned(), bytes));
    }
    Ok(files)
}
