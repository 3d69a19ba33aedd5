//! Text files of the enterprises that cannot be read.

/// A quotation mark before a name that nothing closes.
pub fn open_quote(text: &str) -> Vec<u8> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if let Some(line) = lines.get_mut(3) {
        *line = line.replacen(',', ",\"", 1);
    }
    lines.join("\r\n").into_bytes()
}

/// A line with a comma too many, as a thousands comma without quotation marks makes it.
pub fn ragged(text: &str) -> Vec<u8> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if let Some(line) = lines.get_mut(2) {
        line.push_str(",650.00");
    }
    lines.join("\r\n").into_bytes()
}

/// Half in GB18030 and half in UTF-8, as pasting together two exports makes it.
pub fn two_encodings(text: &str) -> Vec<u8> {
    let half = text.lines().count() / 2;
    let mut bytes = Vec::new();
    for (place, line) in text.lines().enumerate() {
        if place < half {
            bytes.extend_from_slice(&encoding_rs::GB18030.encode(line).0);
        } else {
            bytes.extend_from_slice(line.as_bytes());
        }
        bytes.extend_from_slice(b"\r\n");
    }
    // a mark of UTF-8 in the middle is no text in GB18030
    bytes.extend_from_slice(b"\xFF\r\n");
    bytes
}

/// Semicolons for commas.
pub fn semicolons(text: &str) -> Vec<u8> {
    text.replace(',', ";").into_bytes()
}

/// A web page that an office system offers as a download for Excel.
pub fn web_page(text: &str) -> Vec<u8> {
    let rows: String = text
        .lines()
        .map(|line| {
            let cells: String = line.split(',').map(|cell| format!("<td>{cell}</td>")).collect();
            format!("<tr>{cells}</tr>\r\n")
        })
        .collect();
    format!("<html>\r\n<head><meta charset=\"utf-8\"></head>\r\n<body><table>\r\n{rows}</table></body>\r\n</html>\r\n")
        .into_bytes()
}
