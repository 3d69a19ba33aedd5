//! The names that an expression may use, and checking an expression against them.
//!
//! A name whose own rule is wrong is remembered as broken, with the proof that this is said: what uses it is not complained
//! about a second time, and is broken too.

use std::collections::{BTreeMap, BTreeSet};

use super::mistake;
use super::section::Said;
use super::silenced::Silenced;
use crate::diagnostic::{Bilingual, Finding, codes::policy as codes};
use crate::lang::{self, Name, Scope, Typed, ast, builtins};
use crate::say;
use crate::schema::{ENTERPRISES, Schema, TableId};
use crate::source::{Place, Span};
use crate::value::Type;

/// Names with their meanings and places.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    meanings: BTreeMap<String, Name>,
    places: BTreeMap<String, Span>,
    /// The names by what they are in half width.
    in_half_width: BTreeMap<String, String>,
    broken: BTreeMap<String, Silenced>,
}

impl Names {
    /// Gives a name its meaning, or says why it has none. A clash is a finding, and what had the name before keeps it.
    pub fn add(&mut self, schema: &Schema, said: &Said, meaning: Result<Name, Silenced>, found: &mut Vec<Finding>) {
        if self.reserve(schema, said, found) {
            self.means(&said.text, meaning);
        }
    }

    /// Takes a name whose meaning is not known yet, and says whether it is free: a clash is a finding.
    pub fn reserve(&mut self, schema: &Schema, said: &Said, found: &mut Vec<Finding>) -> bool {
        if let Some(first) = self.places.get(&said.text) {
            found.push(mistake::duplicate(said, "名称", "name", first));
            return false;
        }
        let narrow = half_width(&said.text);
        if let Some(twin) = self.in_half_width.get(&narrow) {
            let first = self.places.get(twin).map(|span| Place::Rule(span.clone()));
            found.push(only_width(said, twin, first));
            return false;
        }
        let fields = schema.tables.iter().flat_map(|t| &t.fields);
        if let Some(field) = fields.filter(|f| f.name != said.text).find(|f| half_width(&f.name) == narrow) {
            found.push(only_width(said, &field.name, None));
            return false;
        }
        if let Some((message, remedy)) = clash(schema, &said.text) {
            found.push(Finding::new(&codes::CLASH, Place::Rule(said.span.clone()), message).remedy(remedy));
            return false;
        }
        self.places.insert(said.text.clone(), said.span.clone());
        self.in_half_width.insert(narrow, said.text.clone());
        true
    }

    /// What a reserved name means, or why it means nothing.
    pub fn means(&mut self, name: &str, meaning: Result<Name, Silenced>) {
        match meaning {
            Ok(meaning) => {
                self.meanings.insert(name.to_owned(), meaning);
            }
            Err(silenced) => {
                self.broken.insert(name.to_owned(), silenced);
            }
        }
    }

    /// Why a name means nothing, if it is broken.
    pub fn broken(&self, name: &str) -> Option<Silenced> {
        self.broken.get(name).copied()
    }

    /// Adds what cannot clash with names of the pack: the id of a measure.
    pub fn add_measure(&mut self, id: &str, meaning: Name) {
        self.meanings.insert(id.to_owned(), meaning);
    }

    /// Remembers that a name exists whose rule cannot be used.
    pub fn breaks(&mut self, name: &str, because: Silenced) {
        self.broken.insert(name.to_owned(), because);
    }

    /// Remembers the names that stand in files that could not be read whole: what they mean is a guess.
    pub fn break_those_in(&mut self, files: &BTreeMap<&str, Silenced>) {
        let guessed =
            self.places.iter().filter_map(|(name, span)| Some((name.clone(), *files.get(span.file.name.as_str())?)));
        self.broken.extend(guessed);
    }

    /// Reads an expression without checking it.
    pub fn parse(said: &Said, found: &mut Vec<Finding>) -> Result<ast::Expr, Silenced> {
        lang::parse(&said.text, &said.span).map_err(|mistakes| recorded(mistakes, &said.span, found))
    }

    /// A checked expression about the rows of a table. Nothing is said where a broken name is to blame.
    pub fn check(
        &self,
        schema: &Schema,
        expr: &ast::Expr,
        table: TableId,
        want: Option<&Type>,
        found: &mut Vec<Finding>,
    ) -> Result<Typed, Silenced> {
        if let Some(silenced) = mentioned(expr).iter().find_map(|name| self.broken(name)) {
            return Err(silenced);
        }
        let scope = Scope { schema, table, names: &self.meanings };
        lang::check(expr, &scope, want).map_err(|mistakes| recorded(mistakes, &expr.span, found))
    }

    /// Reads and checks an expression about enterprises.
    pub fn expression(
        &self,
        schema: &Schema,
        said: &Said,
        want: &Type,
        found: &mut Vec<Finding>,
    ) -> Result<Typed, Silenced> {
        let expr = Self::parse(said, found)?;
        self.check(schema, &expr, ENTERPRISES, Some(want), found)
    }
}

fn recorded(mistakes: Vec<Finding>, span: &Span, found: &mut Vec<Finding>) -> Silenced {
    let before = found.len();
    found.extend(mistakes);
    Silenced::at(before, span, found)
}

/// Full-width letters, digits and signs in half width: `比例Ａ` and `比例A` look alike and are two names.
fn half_width(name: &str) -> String {
    const SHIFT: u32 = 0xfee0;
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - SHIFT).unwrap_or(c),
        c => c,
    };
    name.chars().map(narrow).collect()
}

fn only_width(said: &Said, twin: &str, first: Option<Place>) -> Finding {
    let name = &said.text;
    let message = say!("“{name}”与“{twin}”只差全角半角", "`{name}` and `{twin}` differ in width only");
    let finding = Finding::new(&codes::DUPLICATE, Place::Rule(said.span.clone()), message)
        .remedy(say!("统一写法，或者换一个名称", "write both alike, or choose another name"));
    match first {
        Some(first) => finding.and_at(first),
        None => finding,
    }
}

/// Every name that an expression mentions, tables and measures among them.
pub(super) fn mentioned(expr: &ast::Expr) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        match &expr.kind {
            ast::Kind::Name(name) => {
                names.insert(name.as_str());
            }
            ast::Kind::Aggregate { table, .. } => {
                names.insert(table.name.as_str());
            }
            ast::Kind::Award(measure) => {
                names.insert(measure.name.as_str());
            }
            _ => {}
        }
        open.extend(expr.children());
    }
    names
}

/// What else the name already means, or why it cannot be read as a name.
fn clash(schema: &Schema, name: &str) -> Option<(Bilingual, Bilingual)> {
    let rename = || say!("换一个名称", "choose another name");
    if builtins::find(name).is_some() || ast::Aggregate::named(name).is_some() {
        return Some((say!("“{name}”是内置函数的名称", "`{name}` is the name of a built-in function"), rename()));
    }
    if schema.table(name).is_some() {
        return Some((
            say!("“{name}”是字段表中一张表的名称", "`{name}` is the name of a table in fields.toml"),
            rename(),
        ));
    }
    if let Some(table) = schema.tables.iter().find(|t| t.field(name).is_some()) {
        let table = &table.name;
        return Some((say!("“{name}”是表“{table}”的字段", "`{name}` is a field of the table `{table}`"), rename()));
    }
    if !lang::is_name(name) {
        return Some(mistake::unreadable(name));
    }
    None
}
