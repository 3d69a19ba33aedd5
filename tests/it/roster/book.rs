//! Builds small workbooks from readable XML, and from plain rows of cells.

use std::io::{Cursor, Write};

use duixian::source::column_letters;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A workbook in the making: sheets as XML, and the parts beside them.
#[derive(Clone, Default)]
pub struct Book {
    pub sheets: Vec<(String, String)>,
    pub strings: Option<String>,
    pub styles: Option<String>,
    /// Attributes or elements of workbook.xml: `<workbookPr date1904="1"/>`.
    pub head: String,
    pub tail: String,
    pub extra: Vec<(String, Vec<u8>)>,
    pub stored: bool,
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

impl Book {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a sheet given by what stands inside `<worksheet>`.
    pub fn sheet(mut self, name: &str, inner: &str) -> Self {
        let xml = format!("<worksheet xmlns=\"{MAIN}\">{inner}</worksheet>");
        self.sheets.push((name.to_owned(), xml));
        self
    }

    /// Adds a sheet of inline texts and numbers; a cell that parses as a plain number is one.
    pub fn rows(self, name: &str, rows: &[Vec<String>]) -> Self {
        let inner = format!("<sheetData>{}</sheetData>", cells(rows));
        self.sheet(name, &inner)
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let method = if self.stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method);
        for (name, content) in self.parts() {
            zip.start_file(name, options).expect("a part");
            zip.write_all(&content).expect("its bytes");
        }
        zip.finish().expect("an archive").into_inner()
    }

    fn parts(&self) -> Vec<(String, Vec<u8>)> {
        let mut listed = String::new();
        let mut related = String::new();
        let mut parts = Vec::new();
        for (i, (name, xml)) in self.sheets.iter().enumerate() {
            let n = i + 1;
            let (state, name) = match name.strip_prefix("hidden:") {
                Some(name) => (" state=\"hidden\"", name),
                None => ("", name.as_str()),
            };
            listed.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{n}\"{state} r:id=\"rId{n}\"/>"));
            related.push_str(&format!(
                "<Relationship Id=\"rId{n}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
            ));
            parts.push((format!("xl/worksheets/sheet{n}.xml"), xml.clone().into_bytes()));
        }
        for (kind, file, xml) in
            [("sharedStrings", "sharedStrings.xml", &self.strings), ("styles", "styles.xml", &self.styles)]
        {
            if let Some(xml) = xml {
                related
                    .push_str(&format!("<Relationship Id=\"r{kind}\" Type=\"{RELATIONS}/{kind}\" Target=\"{file}\"/>"));
                parts.push((format!("xl/{file}"), xml.clone().into_bytes()));
            }
        }
        let (head, tail) = (&self.head, &self.tail);
        let workbook = format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\">{head}<sheets>{listed}</sheets>{tail}</workbook>"
        );
        let package = "http://schemas.openxmlformats.org/package/2006";
        let wrap = |inner: &str| format!("<Relationships xmlns=\"{package}/relationships\">{inner}</Relationships>");
        let root = wrap(&format!(
            "<Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/>"
        ));
        let mut all = vec![
            ("[Content_Types].xml".to_owned(), format!("<Types xmlns=\"{package}/content-types\"/>").into_bytes()),
            ("_rels/.rels".to_owned(), root.into_bytes()),
            ("xl/workbook.xml".to_owned(), workbook.into_bytes()),
            ("xl/_rels/workbook.xml.rels".to_owned(), wrap(&related).into_bytes()),
        ];
        all.extend(parts);
        all.extend(self.extra.clone());
        all
    }
}

/// Rows as XML.
pub fn cells(rows: &[Vec<String>]) -> String {
    let mut xml = String::new();
    for (r, row) in rows.iter().enumerate() {
        let r = r + 1;
        xml.push_str(&format!("<row r=\"{r}\">"));
        for (c, text) in row.iter().enumerate() {
            let at = format!("{}{r}", column_letters(u32::try_from(c).expect("small") + 1));
            let number = text.len() < 16
                && text.parse::<f64>().is_ok()
                && !text.starts_with('0')
                && text.bytes().all(|b| b.is_ascii_digit() || b"-.".contains(&b));
            if number {
                xml.push_str(&format!("<c r=\"{at}\"><v>{text}</v></c>"));
            } else if !text.is_empty() {
                let text = text.replace('&', "&amp;").replace('<', "&lt;");
                xml.push_str(&format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"));
            }
        }
        xml.push_str("</row>");
    }
    xml
}

/// Rows from lines of `a|b|c`.
pub fn lines(text: &str) -> Vec<Vec<String>> {
    text.trim().lines().map(|line| line.trim().split('|').map(|c| c.trim().to_owned()).collect()).collect()
}
