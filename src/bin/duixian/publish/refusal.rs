//! Why a target is refused, in words.

use std::io;
use std::path::Path;

use duixian::audit::manifest;
use duixian::diagnostic::codes::files as codes;
use duixian::diagnostic::{Bilingual, Finding};
use duixian::say;

use crate::files::{at, why};

/// Something stands there, and nobody said that it may be replaced.
pub fn exists(path: &Path) -> Box<Finding> {
    let message = say!("“{}”已经存在", "`{}` exists already", path.display());
    let remedy = say!(
        "换一个文件夹；确实要替换，加上 --force（原有内容会整个删掉）",
        "choose another folder, or say --force to replace it as a whole"
    );
    Box::new(Finding::new(&codes::OUTPUT_EXISTS, at(path), message).remedy(remedy))
}

/// Another run has it.
pub fn busy(path: &Path) -> Box<Finding> {
    let message = say!("另一次运行正在写“{}”", "another run is writing `{}`", path.display());
    let remedy = say!("等它结束，或换一个文件夹", "wait for it to end, or choose another folder");
    Box::new(Finding::new(&codes::OUTPUT_BUSY, at(path), message).remedy(remedy))
}

/// Why what stands at a target is no result of a run.
pub enum NoRun {
    /// The root of a disk.
    Root,
    /// A symbolic link.
    Link,
    /// A file.
    File,
    /// A folder of something else.
    Other,
}

/// What stands there may not be replaced.
pub fn no_run(path: &Path, why: NoRun) -> Box<Finding> {
    let shown = path.display();
    let message = match why {
        NoRun::Root => say!("“{shown}”不能作结果文件夹", "`{shown}` cannot be the output folder"),
        NoRun::Link => {
            say!("“{shown}”是一个链接，--force 不会替换它", "`{shown}` is a link, and --force does not replace it")
        }
        NoRun::File => say!(
            "“{shown}”是文件，不是结果文件夹，--force 不会替换它",
            "`{shown}` is a file and no folder of results, and --force does not replace it"
        ),
        NoRun::Other => say!(
            "“{shown}”不是一次运行的结果（没有它的 {}），--force 不会替换它",
            "`{shown}` is not the result of a run (it has no {} of one), and --force does not replace it",
            manifest::FILE
        ),
    };
    let remedy = say!("换一个文件夹，或自己先移走它", "choose another folder, or move it away yourself");
    Box::new(Finding::new(&codes::OUTPUT_NOT_A_RUN, at(path), message).remedy(remedy))
}

/// The system does not let it be written.
pub fn unwritable(path: &Path, error: &io::Error) -> Box<Finding> {
    let why = why(error);
    let message = Bilingual {
        zh: format!("写不了“{}”：{}", path.display(), why.zh),
        en: format!("`{}` cannot be written: {}", path.display(), why.en),
    };
    let remedy = say!(
        "腾出空间、核对权限，或换一个文件夹，再运行一次",
        "free some space, check permissions or choose another folder, and run again"
    );
    Box::new(Finding::new(&codes::OUTPUT_FAILED, at(path), message).remedy(remedy))
}
