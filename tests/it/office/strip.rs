//! A workbook without cached results: a stale value cannot pass for a calculated one.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;

/// The workbook with every formula's result thrown away, and how many formulas it has.
pub fn stripped(workbook: &[u8]) -> (Vec<u8>, usize) {
    let mut from = zip::ZipArchive::new(Cursor::new(workbook)).expect("a workbook");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut formulas = 0;
    for index in 0..from.len() {
        let mut part = from.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("the part");
        if name.starts_with("xl/worksheets/sheet") {
            let (text, found) = sheet(&String::from_utf8(bytes).expect("text"));
            formulas += found;
            bytes = text.into_bytes();
        }
        to.start_file(name, SimpleFileOptions::default()).expect("a part");
        to.write_all(&bytes).expect("the part");
    }
    (to.finish().expect("a workbook").into_inner(), formulas)
}

/// A sheet's XML with the `<v>` and the type of every cell that has an `<f>` left out.
fn sheet(xml: &str) -> (String, usize) {
    let mut cells = xml.split("<c ");
    let mut out = cells.next().unwrap_or_default().to_owned();
    let mut formulas = 0;
    for cell in cells {
        out += "<c ";
        let (Some(end), true) = (cell.find("</c>"), cell.contains("<f>") || cell.contains("<f ")) else {
            out += cell;
            continue;
        };
        formulas += 1;
        let (inner, rest) = cell.split_at(end);
        let (head, body) = inner.split_once('>').expect("a tag");
        let attributes = head.split(' ').filter(|a| !a.starts_with("t=")).collect::<Vec<_>>().join(" ");
        let value =
            body.find("<v>").unwrap_or(body.len())..body.find("</v>").map_or(body.len(), |at| at + "</v>".len());
        out += &format!("{attributes}>{}{}{rest}", &body[..value.start], &body[value.end..]);
    }
    (out, formulas)
}

#[test]
fn results_are_thrown_away_and_all_else_stays() {
    let xml = r#"<row><c r="A1"><v>1</v></c><c r="B1" s="2" t="str"><f>A1&amp;""</f><v>x</v></c><c r="C1"/></row>"#;
    let bare = r#"<row><c r="A1"><v>1</v></c><c r="B1" s="2"><f>A1&amp;""</f></c><c r="C1"/></row>"#;
    assert_eq!(sheet(xml), (bare.to_owned(), 1));
}
