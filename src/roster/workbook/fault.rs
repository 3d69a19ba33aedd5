//! What can be wrong with a workbook as a file, each with the way out.

use super::super::fault::Fault;
use crate::diagnostic::codes::roster as codes;
use crate::diagnostic::{Bilingual, Code};
use crate::say;

/// What to do with a file that cannot be trusted as it is.
pub fn save_again() -> Bilingual {
    say!(
        "用 Excel 或 WPS 打开，核对无误后另存为 .xlsx，再用新文件；打不开就请报送单位重发",
        "open it in Excel or WPS, check it, save it as a new .xlsx and use that; if it does not open, ask the sender for it again"
    )
}

fn plain(code: &'static Code, message: Bilingual) -> Fault {
    Fault::new(code, message, save_again())
}

/// The bytes are not what was written; `error` is what the library that unpacks them says.
pub fn checksum(error: &dyn std::error::Error) -> Fault {
    let detail = error.to_string();
    let said = detail.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let why = if has(&["checksum"]) {
        "内容与校验码不符"
    } else if has(&["deflate", "decompress", "invalid block", "corrupt"]) {
        "压缩的内容对不上"
    } else if has(&["unexpected end", "eof", "fill whole buffer"]) {
        "内容中途结束"
    } else if has(&["password", "encrypt"]) {
        "内容加了密"
    } else if has(&["unsupported", "not supported"]) {
        "压缩的方式不认识"
    } else {
        "压缩包的目录有误"
    };
    plain(&codes::DAMAGED, say!("文件已损坏，解不开：{why}", "the file is damaged and cannot be unpacked ({detail})"))
}

/// The file ends too early.
pub fn truncated() -> Fault {
    plain(&codes::DAMAGED, say!("文件不完整，内容中途结束", "the file is incomplete: it ends in the middle"))
}

/// The zip archive contradicts itself or lacks a part.
pub fn archive(zh: &str, en: &str) -> Fault {
    plain(&codes::DAMAGED, say!("工作簿结构有误：{zh}", "the workbook's structure is wrong: {en}"))
}

/// A part is there twice.
pub fn part_twice(name: &str) -> Fault {
    plain(
        &codes::PART_TWICE,
        say!(
            "工作簿里有两个“{name}”，不同软件会读到不同内容",
            "the workbook holds `{name}` twice, and programs differ in which they read"
        ),
    )
}

/// XML that is not well-formed.
pub fn xml(what: &str) -> Fault {
    let what: String = what.chars().take(60).collect();
    plain(
        &codes::XML,
        say!("工作簿内部格式有误，读到“{what}”时无法继续", "the workbook's inner format is wrong at `{what}`"),
    )
}

/// A document type declaration or entities of its own.
pub fn doctype() -> Fault {
    plain(
        &codes::DOCTYPE,
        say!(
            "工作簿里含有文档类型声明（DOCTYPE），正常的工作簿没有",
            "the workbook holds a document type declaration (DOCTYPE), which no proper workbook has"
        ),
    )
}

/// A value in several pieces.
pub fn value_split() -> Fault {
    plain(
        &codes::VALUE_SPLIT,
        say!(
            "单元格的值被拆成几段，不同软件会读出不同的数",
            "the cell's value is in several pieces, and programs read different numbers from it"
        ),
    )
}

/// A reference to a shared text that does not exist.
pub fn shared_string(index: &str) -> Fault {
    let index: String = index.chars().take(30).collect();
    plain(
        &codes::SHARED_STRING,
        say!("单元格引用的文字编号“{index}”不存在", "the cell refers to text number `{index}`, which does not exist"),
    )
}

/// Two cells for one address.
pub fn cell_twice(address: &str) -> Fault {
    plain(
        &codes::CELL_TWICE,
        say!(
            "单元格“{address}”的位置重复或错乱，不知以哪个为准",
            "cell `{address}` stands twice or out of place, so it is unclear which holds"
        ),
    )
}

/// A position outside of what a sheet has.
pub fn position(address: &str) -> Fault {
    let address: String = address.chars().take(30).collect();
    plain(
        &codes::POSITION,
        say!(
            "位置“{address}”超出工作表范围（XFD1048576）",
            "position `{address}` lies outside of a sheet (XFD1048576)"
        ),
    )
}

/// More than a limit allows.
pub fn limit(zh: &str, en: &str) -> Fault {
    Fault::new(
        &codes::LIMIT,
        say!("{zh}，超过读取上限", "{en}, which exceeds the limit for reading"),
        say!(
            "确认文件来源；内容确实有这么多时，分成几个文件",
            "make sure where the file comes from; if there really is that much, split it into several files"
        ),
    )
}
