//! Workbooks that are damaged, or that say inside what no spreadsheet program writes.

/// Nothing at all.
pub fn empty(_: Vec<u8>) -> Vec<u8> {
    Vec::new()
}

/// Cut off where the connection broke.
pub fn cut_off(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() * 2 / 3);
    bytes
}

/// One byte of the first sheet flipped, in the packed data.
pub fn flipped(mut bytes: Vec<u8>) -> Vec<u8> {
    let name = b"xl/worksheets/sheet1.xml";
    let at = bytes.windows(name.len()).position(|w| w == name).map_or(0, |p| p + name.len() + 900);
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 0x10;
    }
    bytes
}

/// A comment inside an amount: some programs read what stands before it, others the whole.
pub fn split_value(xml: &str) -> String {
    let is_amount = |value: &str| value.len() > 3 && value.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let cells = xml.split("<c ").filter(|cell| !cell.contains("t=\""));
    let mut values = cells.filter_map(|cell| cell.split_once("<v>")?.1.split_once("</v>").map(|(value, _)| value));
    let Some(value) = values.find(|value| is_amount(value)) else { return xml.to_owned() };
    let (first, last) = value.split_at_checked(1).unwrap_or((value, ""));
    xml.replacen(&format!("<v>{value}</v>"), &format!("<v>{first}<!-- -->{last}</v>"), 1)
}

/// A document type in front of a sheet.
pub fn document_type(xml: &str) -> String {
    xml.replacen("?>", "?>\n<!DOCTYPE worksheet [<!ENTITY a \"1\">]>", 1)
}

/// A row beyond the end of every sheet.
pub fn beyond_the_end(xml: &str) -> String {
    xml.replacen("</sheetData>", "<row r=\"4294967295\"><c r=\"A4294967295\"><v>1</v></c></row></sheetData>", 1)
}

/// The same cell twice, with two values.
pub fn cell_twice(xml: &str) -> String {
    xml.replacen("</c></row></sheetData>", "</c><c r=\"A2\"><v>2</v></c></row></sheetData>", 1)
}
