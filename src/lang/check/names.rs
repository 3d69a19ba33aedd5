//! What a name means where it stands, and what to say when it means nothing there.

use super::super::ast::{Expr, Named};
use super::super::builtins::{self, Form, Function};
use super::super::name::Name;
use super::super::token::WORDS;
use super::super::typed::{self, Typed};
use super::Checker;
use crate::diagnostic::suggest::nearest;
use crate::diagnostic::{Bilingual, codes::lang as codes};
use crate::say;
use crate::schema::{ENTERPRISES, FieldId, TableId};
use crate::source::Span;
use crate::value::Type;

impl Checker<'_> {
    /// A field of the record at hand, or of its enterprise.
    pub(super) fn field(&self, name: &str, table: TableId) -> Option<(TableId, FieldId, Type)> {
        [table, ENTERPRISES].into_iter().find_map(|table| {
            let rows = self.scope.schema.get(table)?;
            let field = rows.field(name)?;
            Some((table, field, rows.fields.get(field.0)?.ty.clone()))
        })
    }

    pub(super) fn name(&mut self, expr: &Expr, name: &str, table: TableId) -> Option<Typed> {
        if let Some((table, field, ty)) = self.field(name, table) {
            return Some(Self::make(expr, typed::Kind::Field { table, field }, ty));
        }
        match self.named(name) {
            Some(Name::Parameter(id, ty)) => {
                return Some(Self::make(expr, typed::Kind::Parameter(*id), ty.clone()));
            }
            Some(Name::Definition(id, of, ty)) if *of == table || *of == ENTERPRISES => {
                return Some(Self::make(expr, typed::Kind::Definition(*id, *of), ty.clone()));
            }
            Some(Name::Definition(_, of, _)) => self.of_other_table(&expr.span, name, *of),
            Some(other) => self.not_a_value(&expr.span, name, other),
            None => match builtins::find(name).map(|row| (row.function, &row.form)) {
                Some((Function::PolicyYear, Form::Constant(ty))) => {
                    return Some(Self::make(expr, typed::Kind::PolicyYear, ty.clone()));
                }
                Some((Function::AsOf, Form::Constant(ty))) => {
                    return Some(Self::make(expr, typed::Kind::AsOf, ty.clone()));
                }
                _ => self.meaningless(&expr.span, name, table),
            },
        }
        None
    }

    fn of_other_table(&mut self, span: &Span, name: &str, of: TableId) {
        let of = self.scope.schema.get(of).map_or("", |t| t.name.as_str());
        self.fail(
            &codes::PLACE,
            span,
            say!(
                "“{name}”说的是“{of}”的每条记录，不能直接用在这里",
                "`{name}` is about each record of `{of}` and cannot be used here directly"
            ),
            say!(
                "写进 存在({of} 当 …)、计数({of} 当 …) 或 合计(… 于 {of} 当 …) 里",
                "use it inside exists({of} where …), count({of} where …) or sum(… of {of} where …)"
            ),
        );
    }

    fn not_a_value(&mut self, span: &Span, name: &str, meaning: &Name) {
        let use_it = match meaning {
            Name::Lookup(..) => say!("写成 查({name}, …)", "write lookup({name}, …)"),
            Name::Bands(_, kind, ..) => {
                use super::super::bands::BandKind;
                match kind {
                    BandKind::Marginal => {
                        say!("写成 超额累进({name}, …)", "write marginal({name}, …)")
                    }
                    BandKind::Whole => say!("写成 全额({name}, …)", "write whole({name}, …)"),
                    BandKind::Step => say!("写成 定额({name}, …)", "write step({name}, …)"),
                }
            }
            _ => say!("写成 核定({name})", "write award({name})"),
        };
        self.fail(&codes::PLACE, span, say!("“{name}”本身不是一个值", "`{name}` is not a value by itself"), use_it);
    }

    /// A name that means nothing here: of another table, a function, glued to a word, or misspelt.
    fn meaningless(&mut self, span: &Span, name: &str, table: TableId) {
        if let Some(of) = self.scope.schema.table(name) {
            let of = self.scope.schema.get(of).map_or("", |t| t.name.as_str());
            return self.fail(
                &codes::PLACE,
                span,
                say!("“{of}”是一张表，不是一个值", "`{of}` is a table, not a value"),
                say!(
                    "写成 存在({of} 当 …) 或 合计(… 于 {of} 当 …)",
                    "write exists({of} where …) or sum(… of {of} where …)"
                ),
            );
        }
        let elsewhere = self.scope.schema.tables.iter().position(|t| t.field(name).is_some());
        if let Some(of) = elsewhere {
            return self.of_other_table(span, name, TableId(of));
        }
        if let Some(row) = builtins::TABLE.iter().find(|row| row.names().any(|n| n == name)) {
            let signature = row.signature;
            return self.fail(
                &codes::PLACE,
                span,
                say!("“{name}”是函数，后面要有括号", "`{name}` is a function and needs brackets"),
                say!("写成 {signature}", "write it like {signature}"),
            );
        }
        if let Some(apart) = self.apart(name, table) {
            return self.fail(
                &codes::GLUED,
                span,
                say!(
                    "“{name}”连在一起，读作一个名称，而这个名称没有定义",
                    "`{name}` is read as one name, which is not defined"
                ),
                say!("在运算词前后加空格：{apart}", "put spaces around the operator word: {apart}"),
            );
        }
        self.unknown(span, name, &self.values(table), &say!("名称", "name"));
    }

    /// “没有…”, with the nearest of the names that would fit.
    pub(super) fn unknown(&mut self, span: &Span, name: &str, fitting: &[String], what: &Bilingual) {
        let remedy = nearest(name, fitting.iter().map(String::as_str)).map_or_else(
            || {
                say!(
                    "改成已有的名称，或者先定义它；文本要加引号：“{name}”",
                    "use a name that exists, or define it; put text into quotes"
                )
            },
            |near| say!("是不是“{near}”？", "did you mean `{near}`?"),
        );
        let (zh, en) = (&what.zh, &what.en);
        self.fail(&codes::UNKNOWN_NAME, span, say!("没有叫“{name}”的{zh}", "there is no {en} `{name}`"), remedy);
    }

    /// The names of values that can be used in expressions about a table.
    fn values(&self, table: TableId) -> Vec<String> {
        let fields = [table, ENTERPRISES]
            .into_iter()
            .filter_map(|t| self.scope.schema.get(t))
            .flat_map(|t| t.fields.iter().map(|f| f.name.clone()));
        let named = self.scope.names.iter().filter(|(_, meaning)| match meaning {
            Name::Parameter(..) => true,
            Name::Definition(_, of, _) => *of == table || *of == ENTERPRISES,
            _ => false,
        });
        let constants = builtins::TABLE
            .iter()
            .filter(|row| matches!(row.form, Form::Constant(_)))
            .flat_map(builtins::Builtin::names)
            .map(str::to_owned);
        fields.chain(named.map(|(name, _)| name.clone())).chain(constants).collect()
    }

    /// A run such as `甲且乙` taken apart at an operator word, if names that exist are left.
    fn apart(&self, name: &str, table: TableId) -> Option<String> {
        let values = self.values(table);
        let known = |part: &str| values.iter().any(|v| v == part) || part.chars().all(|c| c.is_ascii_digit());
        WORDS.iter().find_map(|(zh, _, _)| {
            name.match_indices(zh).find_map(|(at, word)| {
                let (left, right) = (name.get(..at)?, name.get(at + word.len()..)?);
                let fits = (known(left) && !left.is_empty()) || (known(right) && !right.is_empty());
                fits.then(|| format!("{left} {word} {right}").trim().to_owned())
            })
        })
    }

    pub(super) fn award(&mut self, expr: &Expr, id: &Named) -> Option<Typed> {
        if let Some(Name::Measure(measure)) = self.named(&id.name) {
            return Some(Self::make(expr, typed::Kind::Award(*measure), Type::Money));
        }
        let measures = self.names_of(|n| matches!(n, Name::Measure(_)));
        self.unknown(&id.span, &id.name, &measures, &say!("措施", "measure"));
        None
    }

    pub(super) fn names_of(&self, fits: impl Fn(&Name) -> bool) -> Vec<String> {
        self.scope.names.iter().filter(|(_, meaning)| fits(meaning)).map(|(name, _)| name.clone()).collect()
    }
}
