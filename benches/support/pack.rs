//! Packs from their folders, as the command line reads them.

use std::path::{Path, PathBuf};

use duixian::policy::{self, Source, pack::Pack};

/// A path inside of the repository.
pub fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The pack of a folder; `more` is added to its definitions.
pub fn pack(folder: &Path, more: &str) -> Pack {
    let mut sources = Vec::new();
    gather(folder, "", &mut sources);
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    for source in sources.iter_mut().filter(|s| s.name == "definitions.toml") {
        source.text.push_str(more);
    }
    policy::compile(&sources).unwrap_or_else(|found| panic!("{}: {found:#?}", folder.display())).0
}

fn gather(folder: &Path, prefix: &str, sources: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            gather(&path, &format!("{name}/"), sources);
        } else {
            sources.push(Source { name, text: std::fs::read_to_string(&path).unwrap() });
        }
    }
}
