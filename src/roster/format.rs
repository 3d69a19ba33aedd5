//! What a file is, by its content: its name may lie. What cannot be read is named, with the way out.

use super::fault::Fault;
use crate::diagnostic::codes::roster as codes;
use crate::say;

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An .xlsx workbook.
    Workbook,
    /// Text in columns.
    Csv,
}

/// Recognises a file, or says what it is and what to do.
pub fn sniff(bytes: &[u8]) -> Result<Format, Fault> {
    let has = |mark: &[u8]| memchr::memmem::find(bytes, mark).is_some();
    let wide = |word: &str| {
        let mark: Vec<u8> = word.bytes().flat_map(|b| [b, 0]).collect();
        has(&mark)
    };
    if bytes.is_empty() {
        return Err(Fault::new(
            &codes::FILE_EMPTY,
            say!("文件是空的（0 字节）", "the file is empty (0 bytes)"),
            say!("请报送单位重发这个文件", "ask the sender for the file again"),
        ));
    }
    if bytes.starts_with(b"PK") {
        return zipped(has);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        if wide("EncryptedPackage") {
            return Err(Fault::new(
                &codes::PASSWORD,
                say!("工作簿设有打开密码", "the workbook is protected by a password"),
                say!(
                    "用 Excel 或 WPS 输入密码打开，取消打开密码后保存，再用新文件",
                    "open it with its password in Excel or WPS, remove the password, save it and use that"
                ),
            ));
        }
        return Err(refused("旧版 .xls(或其他旧版 Office 文件)", "an old .xls (or another old Office file)"));
    }
    if bytes.starts_with(b"%PDF") {
        return Err(refused("PDF 文件", "a PDF"));
    }
    let pictures: [&[u8]; 4] = [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"BM"];
    if pictures.iter().any(|p| bytes.starts_with(p)) && bytes.contains(&0) {
        return Err(refused("图片", "a picture"));
    }
    if bytes.starts_with(b"Rar!") || bytes.starts_with(b"7z\xBC\xAF") || bytes.starts_with(b"\x1F\x8B") {
        return Err(refused("压缩包", "an archive"));
    }
    let head = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if head.trim_ascii_start().starts_with(b"<") {
        return Err(refused(
            "网页（HTML）或 XML，只是取了表格的文件名",
            "a web page (HTML) or XML under a spreadsheet's name",
        ));
    }
    Ok(Format::Csv)
}

fn zipped(has: impl Fn(&[u8]) -> bool) -> Result<Format, Fault> {
    if has(b"xl/workbook.bin") {
        return Err(refused("二进制工作簿 .xlsb", "a binary workbook (.xlsb)"));
    }
    if has(b"opendocument.spreadsheet") {
        return Err(refused("OpenDocument 表格 .ods", "an OpenDocument spreadsheet (.ods)"));
    }
    if has(b"word/document.xml") {
        return Err(refused("Word 文档", "a Word document"));
    }
    if has(b"xl/workbook.xml") || has(b"[Content_Types].xml") {
        return Ok(Format::Workbook);
    }
    if has(b"PK\x05\x06") {
        return Err(refused("压缩包", "an archive"));
    }
    Err(super::workbook::fault::truncated())
}

fn refused(zh: &str, en: &str) -> Fault {
    Fault::new(
        &codes::FORMAT,
        say!("这是{zh}，不能直接读取", "this is {en}, which is not read"),
        say!(
            "用 Excel 或 WPS 打开，另存为 .xlsx（Excel 工作簿），再用新文件",
            "open it in Excel or WPS, save it as .xlsx (Excel workbook) and use that"
        ),
    )
}

/// The extension that a file of this format should have.
pub fn extensions(format: Format) -> &'static [&'static str] {
    match format {
        Format::Workbook => &["xlsx", "xlsm", "xltx", "xltm"],
        Format::Csv => &["csv", "txt"],
    }
}
