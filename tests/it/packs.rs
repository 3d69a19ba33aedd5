//! Packs for tests: the shipped ones, read from their folders as the command line does.

use std::path::Path;

use duixian::diagnostic::{Finding, Lang, render};
use duixian::policy::{self, Source, pack::Pack};

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files of a pack's folder.
pub fn sources(folder: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                found.push(Source { name, text: std::fs::read_to_string(&path).unwrap() });
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// Findings as a person reads them.
pub fn shown(findings: &[Finding]) -> String {
    findings.iter().map(|f| render::people(f, Lang::Zh, false)).collect::<Vec<_>>().join("\n")
}

/// `rules/zhuzhou`, compiled.
pub fn zhuzhou() -> Pack {
    shipped("zhuzhou")
}

/// A pack under `rules/`, compiled.
pub fn shipped(name: &str) -> Pack {
    policy::compile(&sources(&root().join("rules").join(name)))
        .map(|(pack, _)| pack)
        .unwrap_or_else(|f| panic!("{}", shown(&f)))
}
