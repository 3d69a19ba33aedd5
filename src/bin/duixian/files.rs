//! Reading what the command line names: rosters, and the files of a pack. Each is read once, so that
//! what is digested and copied is what was computed on.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use duixian::diagnostic::codes::files as codes;
use duixian::diagnostic::{Bilingual, Finding};
use duixian::policy::Source;
use duixian::roster::{Limits, RosterFile};
use duixian::say;
use duixian::source::{CellPlace, Place};

use crate::{edit, naming};

/// How deep the folders of a pack may be.
const DEEPEST: usize = 8;

/// What a command reads beside the pack.
pub struct Inputs {
    /// The rosters, in the order of their names.
    pub rosters: Vec<RosterFile>,
    /// The mapping, if one is given.
    pub mapping: Option<RosterFile>,
}

/// Reads rosters and the mapping; of a folder all files that a person would see, but the mapping. What is
/// read, and its order, does not depend on the order of the command line.
///
/// # Errors
/// Every input that cannot be read.
pub fn inputs(paths: &[PathBuf], map: Option<&Path>) -> Result<Inputs, Vec<Finding>> {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mapping = map.map(whole);
    let mut found = Vec::new();
    let mut files = Vec::new();
    for path in paths {
        let is_folder = path.is_dir();
        files.extend(listed(path, &mut found).into_iter().filter(|f| !is_folder || mapping != Some(whole(f))));
    }
    let mut seen = BTreeSet::new();
    let mut read = Vec::with_capacity(files.len());
    for path in files.into_iter().chain(map.map(Path::to_owned)) {
        if !seen.insert(whole(&path)) {
            let message = say!("“{}”给了两次", "`{}` is given twice", path.display());
            let remedy = say!("只留一次；重复的名单会重复计算", "name it once: a roster given twice would count twice");
            found.push(Finding::new(&codes::INPUT_TWICE, at(&path), message).remedy(remedy));
            continue;
        }
        match contents(&path) {
            Ok(bytes) => read.push((path, bytes)),
            Err(finding) => found.push(*finding),
        }
    }
    if !found.is_empty() {
        return Err(found);
    }
    let mut rosters = naming::named(read);
    let mapping = map.and_then(|_| rosters.pop());
    rosters.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Inputs { rosters, mapping })
}

/// Reads all files of a pack, by name.
///
/// # Errors
/// The folder is none, is no pack, or has files that cannot be read.
pub fn pack(folder: &Path) -> Result<Vec<Source>, Vec<Finding>> {
    let no_pack = |message| {
        let remedy = say!(
            "给出政策包的文件夹，就是 pack.toml 所在的那个",
            "name the folder of a pack: the one that pack.toml is in"
        );
        Err(vec![Finding::new(&codes::PACK_NOT_FOUND, at(folder), message).remedy(remedy)])
    };
    let shown = folder.display();
    match folder.metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return no_pack(say!("找不到政策包“{shown}”", "the pack `{shown}` does not exist"));
        }
        Err(error) => return Err(vec![unreadable(folder, &error)]),
        Ok(metadata) if !metadata.is_dir() => {
            return no_pack(say!(
                "“{shown}”不是文件夹，政策包是一个文件夹",
                "`{shown}` is no folder, and a pack is a folder"
            ));
        }
        Ok(_) => {}
    }
    match folder.join("pack.toml").metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return no_pack(say!(
                "“{shown}”不是政策包：里面没有 pack.toml",
                "`{shown}` is no pack: it has no pack.toml"
            ));
        }
        _ => {}
    }
    let mut found = Vec::new();
    let mut sources = Vec::new();
    walk(folder, "", &mut Vec::new(), &mut sources, &mut found);
    // a change that was interrupted has happened: its files count
    if let Some(changed) = edit::pending(folder) {
        let mut newer = Vec::new();
        walk(&changed, "", &mut Vec::new(), &mut newer, &mut found);
        sources.retain(|old: &Source| newer.iter().all(|new| new.name != old.name));
        sources.append(&mut newer);
    }
    sources.sort_by(|a: &Source, b| a.name.cmp(&b.name));
    if found.is_empty() { Ok(sources) } else { Err(found) }
}

/// A roster path as files. Nothing that a person would see in a folder is passed over in silence: a
/// county left out would overpay the others.
fn listed(path: &Path, found: &mut Vec<Finding>) -> Vec<PathBuf> {
    // a name that leads nowhere is said by whoever opens it
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = match entries(path) {
        Ok(entries) => entries,
        Err(error) => {
            found.push(unreadable(path, &error));
            return Vec::new();
        }
    };
    if entries.is_empty() {
        let message = say!("文件夹“{}”里没有名单文件", "the folder `{}` has no roster files", path.display());
        let remedy = say!("核对文件夹，或直接给出文件", "check the folder, or name the files");
        found.push(Finding::new(&codes::NO_INPUTS, at(path), message).remedy(remedy));
    }
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = entries.into_iter().partition(|entry| entry.is_dir());
    for folder in folders {
        let message = say!(
            "“{}”里面还有文件夹“{}”，其中的文件没有读取",
            "`{}` holds a folder `{}`, whose files are not read",
            path.display(),
            naming::own(&folder)
        );
        let remedy = say!(
            "是名单就把它也写在命令里，不是就移到别处",
            "name it on the command line too, or move it elsewhere if it holds no rosters"
        );
        found.push(Finding::new(&codes::FOLDER_IN_FOLDER, at(&folder), message).remedy(remedy));
    }
    files
}

/// What a person sees in a folder, by name.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<io::Result<_>>()?;
    entries.retain(|entry| !is_hidden(entry));
    entries.sort();
    Ok(entries)
}

/// Hidden files, and the locks that Excel and LibreOffice leave beside an open workbook.
fn is_hidden(path: &Path) -> bool {
    let name = naming::own(path);
    name.starts_with('.') || name.starts_with("~$")
}

/// The bytes of a file, and one more than the reader accepts of a file that is too large.
pub fn contents(path: &Path) -> Result<Vec<u8>, Box<Finding>> {
    let failed = |error: io::Error| Box::new(unreadable(path, &error));
    let metadata = path.metadata().map_err(failed)?;
    if !metadata.is_file() {
        // a pipe would wait for ever, a device has no end
        let message = say!("“{}”不是普通文件", "`{}` is no ordinary file", path.display());
        let remedy = say!("先把内容存成文件，再给出这个文件", "save its content as a file and name that");
        return Err(Box::new(Finding::new(&codes::NOT_READABLE, at(path), message).remedy(remedy)));
    }
    let mut bytes = Vec::new();
    let limit = Limits::default().file_bytes.saturating_add(1);
    File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)).map_err(failed)?;
    Ok(bytes)
}

/// Reads the files of a pack's folder and of the folders in it; `above` are the folders that it is in.
fn walk(folder: &Path, prefix: &str, above: &mut Vec<PathBuf>, sources: &mut Vec<Source>, found: &mut Vec<Finding>) {
    let (here, entries) = match folder.canonicalize().and_then(|here| Ok((here, entries(folder)?))) {
        Ok(known) => known,
        Err(error) => return found.push(unreadable(folder, &error)),
    };
    if above.len() > DEEPEST || above.contains(&here) {
        let message = say!(
            "政策包的文件夹“{}”套得太深，或链接绕成了圈",
            "the folder `{}` of the pack lies too deep, or its links go in a circle",
            folder.display()
        );
        let remedy = say!(
            "文件夹最多套 {DEEPEST} 层，不要有指回上级的链接",
            "nest at most {DEEPEST} folders, without links that point back up"
        );
        return found.push(Finding::new(&codes::NOT_READABLE, at(folder), message).remedy(remedy));
    }
    above.push(here);
    for path in entries {
        let name = format!("{prefix}{}", naming::own(&path));
        if path.is_dir() {
            walk(&path, &format!("{name}/"), above, sources, found);
            continue;
        }
        match contents(&path).map(String::from_utf8) {
            Ok(Ok(text)) => sources.push(Source { name, text }),
            // pictures beside the rules are no rules
            Ok(Err(_)) if !is_rule(&name) => {}
            Ok(Err(_)) => {
                let message = say!("规则文件“{name}”不是 UTF-8 编码", "the rule file `{name}` is not UTF-8");
                let remedy = say!("用编辑器另存为 UTF-8", "save it as UTF-8");
                found.push(Finding::new(&codes::RULE_NOT_UTF8, at(&path), message).remedy(remedy));
            }
            Err(finding) => found.push(*finding),
        }
    }
    above.pop();
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
        ErrorKind::StorageFull => say!("磁盘空间不够", "no space is left on the disk"),
        ErrorKind::QuotaExceeded => say!("磁盘配额用完了", "the disk quota is used up"),
        ErrorKind::FileTooLarge => {
            say!("文件超过了系统允许的大小", "a file would be larger than the system allows")
        }
        ErrorKind::InvalidFilename => say!("名称太长或含有不能用的字符", "the name is too long or cannot be used"),
        ErrorKind::AlreadyExists => say!("已经存在", "it exists already"),
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
