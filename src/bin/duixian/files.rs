//! Reading what the command line names: rosters, and the files of a pack. Each is read once, so that
//! what is digested and copied is what was computed on.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use duixian::diagnostic::codes::files as codes;
use duixian::diagnostic::{Bilingual, Finding};
use duixian::policy::Source;
use duixian::roster::RosterFile;
use duixian::say;
use duixian::source::{CellPlace, Place};

/// How deep the folders of a pack may be.
const DEEPEST: usize = 8;

/// Reads rosters in the order given; of a folder all files that a person would see, by name.
///
/// # Errors
/// Every input that cannot be read.
pub fn rosters(paths: &[PathBuf]) -> Result<Vec<RosterFile>, Vec<Finding>> {
    let mut found = Vec::new();
    let mut files = Vec::new();
    for path in paths {
        match listed(path) {
            Ok(list) if list.is_empty() => {
                let message = say!("文件夹“{}”里没有名单文件", "the folder `{}` has no roster files", path.display());
                let remedy = say!("核对文件夹，或直接给出文件", "check the folder, or name the files");
                found.push(Finding::new(&codes::NO_INPUTS, at(path), message).remedy(remedy));
            }
            Ok(list) => files.extend(list),
            Err(error) => found.push(unreadable(path, &error)),
        }
    }
    let mut seen = BTreeSet::new();
    for path in &files {
        if !seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
            let message = say!("“{}”给了两次", "`{}` is given twice", path.display());
            let remedy = say!("只留一次；重复的名单会重复计算", "name it once: a roster given twice would count twice");
            found.push(Finding::new(&codes::INPUT_TWICE, at(path), message).remedy(remedy));
        }
    }
    let mut rosters = Vec::with_capacity(files.len());
    for (path, name) in files.iter().zip(names(&files)) {
        match std::fs::read(path) {
            Ok(bytes) => rosters.push(RosterFile { name, bytes: Arc::from(bytes) }),
            Err(error) => found.push(unreadable(path, &error)),
        }
    }
    if found.is_empty() { Ok(rosters) } else { Err(found) }
}

/// Reads one file that stands beside the rosters: the mapping.
///
/// # Errors
/// It cannot be read.
pub fn single(path: &Path) -> Result<RosterFile, Vec<Finding>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(RosterFile { name: own_name(path), bytes: Arc::from(bytes) }),
        Err(error) => Err(vec![unreadable(path, &error)]),
    }
}

/// Reads all files of a pack, by name.
///
/// # Errors
/// The folder is none, is no pack, or has files that cannot be read.
pub fn pack(folder: &Path) -> Result<Vec<Source>, Vec<Finding>> {
    let mut found = Vec::new();
    let mut sources = Vec::new();
    if folder.join("pack.toml").is_file() {
        walk(folder, "", 0, &mut sources, &mut found);
    } else {
        let message =
            say!("“{}”不是政策包：里面没有 pack.toml", "`{}` is no pack: it has no pack.toml", folder.display());
        let remedy = say!("给出政策包的文件夹，如 rules/zhuzhou", "name the folder of a pack, such as rules/zhuzhou");
        found.push(Finding::new(&codes::PACK_NOT_FOUND, at(folder), message).remedy(remedy));
    }
    sources.sort_by(|a: &Source, b| a.name.cmp(&b.name));
    if found.is_empty() { Ok(sources) } else { Err(found) }
}

/// A roster path as files.
fn listed(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !std::fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let file = entry?.path();
        if !is_hidden(&file) && file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// Hidden files, and the locks that Excel and LibreOffice leave beside an open workbook.
fn is_hidden(path: &Path) -> bool {
    let name = own_name(path);
    name.starts_with('.') || name.starts_with("~$")
}

fn own_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned())
}

/// A name for each file, the same on every machine: its own, with its folder where two have the same,
/// with its number where that is not enough.
fn names(files: &[PathBuf]) -> Vec<String> {
    let own: Vec<String> = files.iter().map(|f| own_name(f)).collect();
    let with_folder: Vec<String> = files
        .iter()
        .zip(&own)
        .map(|(file, own)| match file.parent().and_then(Path::file_name) {
            Some(folder) => format!("{}/{own}", folder.to_string_lossy()),
            None => own.clone(),
        })
        .collect();
    let is_alone = |names: &[String], name: &str| {
        // two names that differ in case only are one file on some systems
        names.iter().filter(|n| n.to_lowercase() == name.to_lowercase()).count() == 1
    };
    own.iter()
        .zip(&with_folder)
        .enumerate()
        .map(|(i, (own_name, folder_name))| {
            if is_alone(&own, own_name) {
                own_name.clone()
            } else if is_alone(&with_folder, folder_name) {
                folder_name.clone()
            } else {
                format!("{}/{own_name}", i.saturating_add(1))
            }
        })
        .collect()
}

fn walk(folder: &Path, prefix: &str, deep: usize, sources: &mut Vec<Source>, found: &mut Vec<Finding>) {
    let entries = match std::fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        Err(error) => return found.push(unreadable(folder, &error)),
    };
    for entry in entries {
        let path = entry.path();
        if is_hidden(&path) {
            continue;
        }
        let name = format!("{prefix}{}", own_name(&path));
        if path.is_dir() {
            if deep < DEEPEST {
                walk(&path, &format!("{name}/"), deep.saturating_add(1), sources, found);
            }
            continue;
        }
        match std::fs::read(&path).map(String::from_utf8) {
            Ok(Ok(text)) => sources.push(Source { name, text }),
            // pictures beside the rules are no rules
            Ok(Err(_)) if !is_rule(&name) => {}
            Ok(Err(_)) => {
                let message = say!("规则文件“{name}”不是 UTF-8 编码", "the rule file `{name}` is not UTF-8");
                let remedy = say!("用编辑器另存为 UTF-8", "save it as UTF-8");
                found.push(Finding::new(&codes::RULE_NOT_UTF8, at(&path), message).remedy(remedy));
            }
            Err(error) => found.push(unreadable(&path, &error)),
        }
    }
}

fn is_rule(name: &str) -> bool {
    [".toml", ".csv"].iter().any(|end| name.to_lowercase().ends_with(end))
}

fn unreadable(path: &Path, error: &io::Error) -> Finding {
    if error.kind() == ErrorKind::NotFound {
        let message = say!("找不到“{}”", "`{}` does not exist", path.display());
        let remedy = say!("核对文件名和所在文件夹", "check the name and the folder");
        return Finding::new(&codes::NOT_FOUND, at(path), message).remedy(remedy);
    }
    let why = why(error);
    let message = Bilingual {
        zh: format!("打不开“{}”：{}", path.display(), why.zh),
        en: format!("`{}` cannot be opened: {}", path.display(), why.en),
    };
    let remedy = say!(
        "关掉正在使用它的程序，核对权限，再试一次",
        "close the programs that use it, check permissions and try again"
    );
    Finding::new(&codes::NOT_READABLE, at(path), message).remedy(remedy)
}

/// What the system says, in words.
pub fn why(error: &io::Error) -> Bilingual {
    match error.kind() {
        ErrorKind::PermissionDenied => say!("没有权限", "permission denied"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            say!("磁盘空间不够", "no space is left on the disk")
        }
        ErrorKind::ReadOnlyFilesystem => say!("磁盘是只读的", "the disk is read-only"),
        ErrorKind::NotADirectory => say!("上级不是文件夹", "what should hold it is no folder"),
        ErrorKind::IsADirectory => say!("它是文件夹", "it is a folder"),
        ErrorKind::NotFound => say!("不存在", "it does not exist"),
        _ => say!("{error}", "{error}"),
    }
}

/// The place of a file.
pub fn at(path: &Path) -> Place {
    Place::Cell(CellPlace { file: Arc::from(path.display().to_string()), ..CellPlace::default() })
}
