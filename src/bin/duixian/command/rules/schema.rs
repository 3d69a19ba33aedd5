//! `duixian rules schema`: writes the JSON Schemas of a pack's rule files; what was written goes to stdout.

use std::path::Path;

use duixian::policy::{Source, editor};
use duixian::say;

use crate::args::RulesSchema;
use crate::command::pack;
use crate::console::{self, Console};
use crate::edit;
use crate::exit::{Exit, Stop};
use crate::publish::refusal;

/// Where the schemas of a pack stand unless another folder is named; hidden, so that it is no part of the pack.
const FOLDER: &str = ".schema";
/// What the editor extension reads.
const WIRING: &str = ".taplo.toml";

/// Writes them.
pub fn run(args: &RulesSchema, console: &Console) -> Result<Exit, Stop> {
    let rules = pack(&args.rules)?;
    let schemas = editor::schemas(&rules.pack);
    let refused = |finding: Box<_>| Stop::with(Exit::Refused, vec![*finding]);
    let (folder, files) = match &args.out {
        Some(out) => {
            std::fs::create_dir_all(out).map_err(|error| refused(refusal::unwritable(out, &error)))?;
            (out.as_path(), schemas.into_iter().map(|(name, text)| Source { name, text }).collect())
        }
        None => {
            let inside = schemas.into_iter().map(|(name, text)| Source { name: format!("{FOLDER}/{name}"), text });
            let mut files: Vec<Source> = inside.collect();
            // a configuration that is there is its owner's
            if !args.rules.join(WIRING).exists() {
                files.push(Source { name: WIRING.to_owned(), text: editor::wiring(FOLDER) });
            }
            (args.rules.as_path(), files)
        }
    };
    let before: Vec<Source> = files.iter().filter_map(|f: &Source| current(folder, &f.name)).collect();
    edit::write(folder, &before, &files).map_err(refused)?;
    for file in &files {
        console::out(&format!("{}\n", folder.join(&file.name).display()));
    }
    if args.out.is_some() || files.iter().all(|f| f.name != WIRING) {
        let example = folder.join(if args.out.is_some() { "" } else { FOLDER }).join("measures.schema.json");
        let example = example.display();
        console.tell(&say!(
            "在规则文件第一行写上 #:schema 和 schema 的路径（从规则文件算起），编辑器就会用它；这里是 {example}",
            "write #:schema and the path of the schema, as seen from the rule file, on the first line of a rule file; for measures it is {example}"
        ));
    }
    Ok(Exit::Done)
}

fn current(folder: &Path, name: &str) -> Option<Source> {
    std::fs::read_to_string(folder.join(name)).ok().map(|text| Source { name: name.to_owned(), text })
}
