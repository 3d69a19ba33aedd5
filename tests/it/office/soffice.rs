//! The real LibreOffice, headless, with profiles of its own that calculate every workbook when it is opened.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::strip::stripped;

/// How many run at once.
const AT_ONCE: usize = 2;

/// How many files one call takes: after some 250 it ends without a word.
const A_CALL: usize = 100;

/// Excel's own setting "recalculate on load: always".
const ALWAYS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

/// The workbooks (name, bytes) as LibreOffice has calculated them, from workbooks without any results.
pub fn recalculated(books: &[(String, Vec<u8>)]) -> Vec<Vec<u8>> {
    let folder = Folder::new();
    let mut inputs = Vec::new();
    for (i, (name, bytes)) in books.iter().enumerate() {
        let (bare, formulas) = stripped(bytes);
        assert_eq!(formulas, formulas_of(bytes), "{name}: every formula is stripped of its result");
        let path = folder.0.join(format!("{i:06}.xlsx"));
        std::fs::write(&path, bare).expect("a file");
        inputs.push(path);
    }
    let out = folder.0.join("out");
    std::fs::create_dir(&out).expect("a folder");
    std::thread::scope(|scope| {
        for (profile, part) in inputs.chunks(inputs.len().div_ceil(AT_ONCE).max(1)).enumerate() {
            let (folder, out) = (&folder.0, &out);
            scope.spawn(move || {
                let profile = profile_in(folder, profile);
                part.chunks(A_CALL).for_each(|files| convert(&profile, out, files));
            });
        }
    });
    let read = |path: &PathBuf| {
        let path = out.join(path.file_name().expect("a name"));
        std::fs::read(&path).unwrap_or_else(|e| panic!("LibreOffice has not calculated {}: {e}", path.display()))
    };
    inputs.iter().map(read).collect()
}

/// How many formulas a workbook has for another reader.
fn formulas_of(workbook: &[u8]) -> usize {
    use calamine::Reader as _;
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(workbook)).expect("a workbook");
    let sheets = book.sheet_names();
    let of = |sheet: &String| book.worksheet_formula(sheet).expect("formulas").used_cells().count();
    sheets.iter().map(of).sum()
}

fn profile_in(folder: &Path, number: usize) -> PathBuf {
    let profile = folder.join(format!("profile-{number}"));
    std::fs::create_dir_all(profile.join("user")).expect("a folder");
    std::fs::write(profile.join("user/registrymodifications.xcu"), ALWAYS).expect("a file");
    profile
}

fn convert(profile: &Path, out: &Path, files: &[PathBuf]) {
    let mut command = Command::new("soffice");
    command
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--norestore", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(out)
        .args(files)
        .stdin(Stdio::null());
    let run = command.output().unwrap_or_else(|error| {
        panic!(
            "没有找到 LibreOffice，无法核对公式：{error}。请安装：apt-get install libreoffice-calc fonts-noto-cjk\n\
             LibreOffice cannot be started: install it with apt-get install libreoffice-calc fonts-noto-cjk"
        )
    });
    assert!(run.status.success(), "LibreOffice: {}", String::from_utf8_lossy(&run.stderr));
}

/// A folder that is gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}-{number}", std::process::id());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("office").join(name);
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // what is left behind hurts nobody; the next clean-up of the target folder takes it
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
