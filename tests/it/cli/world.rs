//! The harness: a scratch folder with a pack and a roster, calls of the binary in it, and what came of them.
//!
//! ```text
//! World::new().run().arg("--force").exits(0).stdout_has("结果在");
//! ```

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::packs::root;

/// The binary under test.
pub const BINARY: &str = env!("CARGO_BIN_EXE_duixian");

/// A scratch folder with `pack/` and `roster/` in it, in which nothing is found.
pub struct World {
    folder: PathBuf,
}

impl World {
    pub fn new() -> Self {
        let world = Self::empty();
        copy(&root().join("tests/findings/files/_base"), &world.folder);
        world
    }

    pub fn empty() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(format!("{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes a file, with the folders that it needs.
    pub fn write(&self, name: impl AsRef<Path>, text: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// Replaces a text that occurs in a file.
    pub fn edit(&self, name: &str, from: &str, to: &str) -> &Self {
        let text = self.read(name);
        assert!(text.contains(from), "{name} has no {from}");
        self.write(name, text.replace(from, to))
    }

    pub fn read(&self, name: impl AsRef<Path>) -> String {
        let path = self.path(name);
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    /// What stands in the scratch folder or in one below it, hidden names too.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// All files below a folder with their bytes.
    pub fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut open = vec![self.path(folder)];
        while let Some(here) = open.pop() {
            for entry in std::fs::read_dir(&here).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let name = path.strip_prefix(self.path(folder)).unwrap().to_str().unwrap().to_owned();
                    files.insert(name, std::fs::read(&path).unwrap());
                }
            }
        }
        files
    }

    /// `duixian` with nothing else.
    pub fn duixian(&self) -> Call {
        Call::new(self)
    }

    /// `duixian run roster --rules pack --year 2023 --out out`; each part can be said differently.
    pub fn run(&self) -> Call {
        let mut call = Call::new(self);
        call.verb = Some("run");
        call.rosters = vec!["roster".into()];
        call.options = named(&[("--rules", "pack"), ("--year", "2023"), ("--out", "out")]);
        call
    }

    /// `duixian check roster --rules pack --year 2023`.
    pub fn check(&self) -> Call {
        let mut call = Call::new(self);
        call.verb = Some("check");
        call.rosters = vec!["roster".into()];
        call.options = named(&[("--rules", "pack"), ("--year", "2023")]);
        call
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

fn named(options: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
    options.iter().map(|(name, value)| (name.into(), value.into())).collect()
}

/// Copies a folder's content.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::write(target, std::fs::read(&path).unwrap()).unwrap();
        }
    }
}

/// A command line that has not been run yet.
pub struct Call {
    folder: PathBuf,
    verb: Option<&'static str>,
    rosters: Vec<OsString>,
    options: Vec<(OsString, OsString)>,
    args: Vec<OsString>,
    env: Vec<(String, String)>,
}

impl Call {
    fn new(world: &World) -> Self {
        Self {
            folder: world.folder.clone(),
            verb: None,
            rosters: Vec::new(),
            options: Vec::new(),
            args: Vec::new(),
            env: Vec::new(),
        }
    }

    /// These rosters instead.
    pub fn rosters(mut self, paths: &[impl AsRef<OsStr>]) -> Self {
        self.rosters = paths.iter().map(|p| p.as_ref().to_owned()).collect();
        self
    }

    pub fn roster(self, path: impl AsRef<OsStr>) -> Self {
        self.rosters(&[path])
    }

    pub fn rules(self, path: impl AsRef<OsStr>) -> Self {
        self.option("--rules", path)
    }

    pub fn year(self, year: impl ToString) -> Self {
        self.option("--year", year.to_string())
    }

    pub fn out(self, path: impl AsRef<OsStr>) -> Self {
        self.option("--out", path)
    }

    fn option(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.options.retain(|(n, _)| n != name);
        self.options.push((name.into(), value.as_ref().to_owned()));
        self
    }

    /// Leaves one of the usual options out.
    pub fn without(mut self, name: &str) -> Self {
        self.options.retain(|(n, _)| n != name);
        self
    }

    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.args.push(arg.as_ref().to_owned());
        self
    }

    /// Several words.
    pub fn args(mut self, words: &str) -> Self {
        self.args.extend(words.split_whitespace().map(OsString::from));
        self
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Runs in another working directory.
    pub fn within(mut self, folder: &Path) -> Self {
        self.folder = folder.to_owned();
        self
    }

    /// The words after the program's name.
    fn words(&self) -> Vec<OsString> {
        let mut words: Vec<OsString> = self.verb.iter().map(OsString::from).collect();
        words.extend(self.rosters.iter().cloned());
        for (name, value) in &self.options {
            words.extend([name.clone(), value.clone()]);
        }
        words.extend(self.args.iter().cloned());
        words
    }

    fn set(&self, mut command: Command) -> Command {
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "RUST_BACKTRACE", "RAYON_NUM_THREADS"] {
            command.env_remove(name);
        }
        command.envs(self.env.iter().map(|(n, v)| (n, v))).current_dir(&self.folder).stdin(Stdio::null());
        command
    }

    /// The command, for tests that start it themselves.
    pub fn command(&self) -> Command {
        let mut command = Command::new(BINARY);
        command.args(self.words());
        self.set(command)
    }

    /// The command as the arguments of a shell script, which finds it in `"$@"`.
    pub fn in_shell(&self, script: &str) -> Command {
        let mut command = Command::new("bash");
        command.args(["-c", script, "bash", BINARY]).args(self.words());
        self.set(command)
    }

    pub fn done(&self) -> Done {
        Done::from(self.command().output().unwrap())
    }

    /// Runs, and holds the exit code to be this.
    pub fn exits(&self, code: i32) -> Done {
        self.done().exits(code)
    }
}

/// What a call did.
pub struct Done {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Done {
    fn from(output: Output) -> Self {
        let done = Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        };
        assert!(
            !done.stderr.contains("panicked") && done.code != Some(70) && done.code != Some(101),
            "{}",
            done.shown()
        );
        done
    }
}

impl Done {
    pub fn shown(&self) -> String {
        format!("exit {:?}\nstdout:\n{}\nstderr:\n{}", self.code, self.stdout, self.stderr)
    }

    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.shown());
        self
    }

    pub fn stdout_has(self, text: &str) -> Self {
        assert!(self.stdout.contains(text), "no {text:?} in\n{}", self.shown());
        self
    }

    pub fn stderr_has(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "no {text:?} in\n{}", self.shown());
        self
    }

    pub fn stdout_is(self, text: &str) -> Self {
        assert_eq!(self.stdout, text, "{}", self.shown());
        self
    }

    pub fn stderr_is(self, text: &str) -> Self {
        assert_eq!(self.stderr, text, "{}", self.shown());
        self
    }

    /// Nothing on either stream.
    pub fn silent(self) -> Self {
        self.stdout_is("").stderr_is("")
    }
}
