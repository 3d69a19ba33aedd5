//! Programs that are not ours and check what we write: a virtual environment below the build folder with what
//! `tests/peers/requirements.txt` names, and LibreOffice. One that is missing is installed, or the test fails and says so.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::packs::root;

/// The folder of the environment's programs.
fn programs() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| {
        let requirements = root().join("tests/peers/requirements.txt");
        let wanted = std::fs::read_to_string(&requirements).unwrap();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers");
        let (bin, stamp) = (folder.join("bin"), folder.join("made-of.txt"));
        if std::fs::read_to_string(&stamp).ok().as_ref() != Some(&wanted) {
            let run = |program: &Path, args: &[&str]| {
                let done = Command::new(program).args(args).output();
                let done =
                    done.unwrap_or_else(|e| panic!("{} is needed to check what we write: {e}", program.display()));
                assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
            };
            run(Path::new("python3"), &["-m", "venv", "--clear", folder.to_str().unwrap()]);
            let file = requirements.to_str().unwrap();
            run(&bin.join("python"), &["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", file]);
            std::fs::write(&stamp, wanted).unwrap();
        }
        bin
    })
}

/// A script of `tests/peers`, run by the environment's Python.
pub fn python(script: &str) -> Command {
    let mut command = Command::new(programs().join("python"));
    command.arg(root().join("tests/peers").join(script));
    command
}

/// The toolkit behind the TOML extension of editors.
pub fn taplo() -> Command {
    Command::new(programs().join("taplo"))
}

/// Opens a workbook in LibreOffice and saves it again, in another folder under the same name.
pub fn libreoffice(workbook: &Path, folder: &Path) -> PathBuf {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let done = Command::new("soffice")
        .args(["--headless", &profile, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(folder)
        .arg(workbook)
        .output()
        .expect("soffice (LibreOffice Calc) is needed to try the round trip; install it");
    let saved = folder.join(workbook.file_name().unwrap());
    assert!(saved.is_file(), "{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    saved
}
