//! The table of contents of a workbook: its sheets, where they stand, and what holds for all of them.

use std::collections::BTreeMap;

use super::super::fault::Fault;
use super::fault;
use super::package::Package;
use super::xml::{Attributes, Scanner, Token, decode, local};

/// A sheet as the workbook lists it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Is it hidden (or "very hidden")?
    pub hidden: bool,
    /// The part that holds it.
    pub part: String,
}

/// What a workbook says about itself.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// Its sheets, in order; charts left out.
    pub sheets: Vec<Listed>,
    /// Do serial dates count from 1904?
    pub date1904: bool,
    /// Was it written by a program that left its formulas to be calculated later?
    pub to_calculate: bool,
    /// The part with the shared texts.
    pub strings: Option<String>,
    /// The part with the styles.
    pub styles: Option<String>,
}

/// An element: its name without prefix and its attributes, decoded.
type Element = (String, BTreeMap<String, String>);

/// Reads the table of contents.
pub fn read(package: &Package) -> Result<Book, Fault> {
    let root = relations(package, "_rels/.rels", "")?;
    let main = root
        .values()
        .find(|(kind, _)| kind.ends_with("/officeDocument"))
        .map_or_else(|| "xl/workbook.xml".to_owned(), |(_, target)| target.clone());
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let related = relations(package, &format!("{folder}/_rels/{file}.rels"), folder)?;
    let part_of = |kind: &str| related.values().find(|(k, _)| k.ends_with(kind)).map(|(_, target)| target.clone());
    let mut book = Book { strings: part_of("/sharedStrings"), styles: part_of("/styles"), ..Book::default() };
    for (name, attributes) in elements(&package.read(&main)?)? {
        let is = |key: &str| attributes.get(key).is_some_and(|v| v == "1" || v == "true");
        match name.as_str() {
            "workbookPr" => book.date1904 = is("date1904"),
            "calcPr" => book.to_calculate = is("fullCalcOnLoad"),
            "sheet" => {
                let name = attributes.get("name").cloned().unwrap_or_default();
                let relation =
                    attributes.iter().find(|(key, _)| key.ends_with(":id")).and_then(|(_, id)| related.get(id));
                let Some((kind, part)) = relation else {
                    return Err(fault::archive(
                        &format!("找不到工作表“{name}”的内容"),
                        &format!("the content of sheet `{name}` is missing"),
                    ));
                };
                if kind.ends_with("/worksheet") {
                    let hidden = attributes.get("state").is_some_and(|s| s != "visible");
                    book.sheets.push(Listed { name, hidden, part: part.clone() });
                }
            }
            _ => {}
        }
    }
    check_sheets(&book)?;
    Ok(book)
}

fn check_sheets(book: &Book) -> Result<(), Fault> {
    let mut parts = BTreeMap::new();
    for sheet in &book.sheets {
        let name = &sheet.name;
        if parts.insert(sheet.part.to_lowercase(), ()).is_some()
            || book.sheets.iter().filter(|s| s.name == *name).count() > 1
        {
            return Err(fault::part_twice(name));
        }
    }
    Ok(())
}

/// The relations of a part: id → (kind, part that it points to). None when the part has no list.
fn relations(package: &Package, list: &str, folder: &str) -> Result<BTreeMap<String, (String, String)>, Fault> {
    let list = list.trim_start_matches('/');
    if !package.has(list) {
        return Ok(BTreeMap::new());
    }
    let mut found = BTreeMap::new();
    for (name, mut attributes) in elements(&package.read(list)?)? {
        let external = attributes.get("TargetMode").is_some_and(|m| m == "External");
        if name != "Relationship" || external {
            continue;
        }
        let mut take = |key: &str| attributes.remove(key).unwrap_or_default();
        let (id, kind, target) = (take("Id"), take("Type"), take("Target"));
        if found.insert(id.clone(), (kind, resolve(folder, &target))).is_some() {
            return Err(fault::part_twice(&id));
        }
    }
    Ok(found)
}

fn resolve(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|s| !s.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// All elements of a small part, in order, checked to be well-formed.
fn elements(bytes: &[u8]) -> Result<Vec<Element>, Fault> {
    let mut scanner = Scanner::new(bytes)?;
    let mut found = Vec::new();
    let mut open: Vec<Vec<u8>> = Vec::new();
    loop {
        match scanner.next()? {
            Token::Open { name, attributes, empty } => {
                let mut decoded = BTreeMap::new();
                for pair in Attributes(attributes) {
                    let (key, value) = pair?;
                    let mut text = String::new();
                    decode(value, &mut text)?;
                    let key = String::from_utf8_lossy(key).into_owned();
                    if decoded.insert(key.clone(), text).is_some() {
                        return Err(fault::xml(&key));
                    }
                }
                found.push((String::from_utf8_lossy(local(name)).into_owned(), decoded));
                if !empty {
                    open.push(name.to_vec());
                }
                if open.len() > 200 {
                    return Err(fault::xml(&String::from_utf8_lossy(name)));
                }
            }
            Token::Close(name) => {
                if open.pop().as_deref() != Some(name) {
                    return Err(fault::xml(&String::from_utf8_lossy(name)));
                }
            }
            Token::End if open.is_empty() && !found.is_empty() => return Ok(found),
            Token::End => return Err(fault::truncated()),
            Token::Text(_) | Token::Other => {}
        }
    }
}
