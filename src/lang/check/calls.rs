//! Calls: functions, the forms whose first argument is a name, and aggregates over records.

use super::super::ast::{Aggregate, Expr, Kind, Named};
use super::super::bands::BandKind;
use super::super::builtins::{self, Argument, Builtin, Form, Function};
use super::super::name::Name;
use super::super::typed::{self, Typed};
use super::{Checker, described, operators, quote};
use crate::diagnostic::{Bilingual, codes::lang as codes};
use crate::say;
use crate::schema::{ENTERPRISES, TableId};
use crate::value::Type;

impl Checker<'_> {
    pub(super) fn call(&mut self, expr: &Expr, function: &Named, args: &[Expr], table: TableId) -> Option<Typed> {
        let Some(row) = builtins::find(&function.name) else {
            self.not_a_function(function, table);
            return None;
        };
        match &row.form {
            Form::Function { arguments, more, result } => {
                let most = if *more { usize::MAX } else { arguments.len() };
                if !(arguments.len()..=most).contains(&args.len()) {
                    self.miscounted(expr, row);
                    return None;
                }
                let typed = self.arguments(arguments, args, table)?;
                let mut ty = result.clone().or_else(|| shared(&typed))?;
                if matches!(row.function, Function::RoundDown | Function::RoundUp | Function::RoundHalfUp) {
                    let unit = typed.get(1)?;
                    self.positive(unit)?;
                    // a multiple of a whole number is one, whatever was rounded
                    if unit.ty == Type::Integer {
                        ty = Type::Integer;
                    }
                }
                Some(Self::make(expr, typed::Kind::Call { function: row.function, args: typed }, ty))
            }
            Form::Special => self.special(expr, row, args, table),
            Form::Constant(_) | Form::Records => {
                let name = &function.name;
                self.fail(
                    &codes::PLACE,
                    &function.span,
                    say!("“{name}”不是函数", "`{name}` is not a function"),
                    say!("去掉后面的括号", "remove the brackets after it"),
                );
                None
            }
        }
    }

    fn not_a_function(&mut self, function: &Named, table: TableId) {
        let name = &function.name;
        if self.field(name, table).is_some() || self.named(name).is_some() {
            return self.fail(
                &codes::PLACE,
                &function.span,
                say!("“{name}”不是函数", "`{name}` is not a function"),
                say!(
                    "去掉后面的括号，或者在它与括号之间写运算符",
                    "remove the brackets after it, or write an operator before them"
                ),
            );
        }
        let functions: Vec<String> = builtins::TABLE
            .iter()
            .filter(|row| !matches!(row.form, Form::Constant(_)))
            .flat_map(Builtin::names)
            .map(str::to_owned)
            .collect();
        let bands = ["档", "段", "累进", "阶梯", "band", "tier"].iter().any(|word| name.contains(word));
        if bands {
            let kinds = builtins::TABLE
                .iter()
                .filter(|row| matches!(row.function, Function::Marginal | Function::Whole | Function::Step));
            let kinds: Vec<&str> = kinds.map(|row| row.signature).collect();
            let kinds = kinds.join("、");
            return self.fail(
                &codes::UNKNOWN_NAME,
                &function.span,
                say!("没有叫“{name}”的函数", "there is no function `{name}`"),
                say!(
                    "分段的表用 {kinds}，表写在 [[bands]] 里",
                    "a table of bands is used by {kinds}, and stands in [[bands]]"
                ),
            );
        }
        self.unknown(&function.span, name, &functions, &say!("函数", "function"));
    }

    fn miscounted(&mut self, expr: &Expr, row: &Builtin) {
        let given = expr.children().len();
        let (name, signature) = (row.zh, row.signature);
        let en = row.en;
        self.fail(
            &codes::ARGUMENTS,
            &expr.span,
            say!(
                "“{name}”的参数个数不对，这里有 {given} 个",
                "`{en}` has the wrong number of arguments, here are {given}"
            ),
            say!("写成 {signature}", "write it like {signature}"),
        );
    }

    /// The arguments of a function, of the kinds that it asks for and fitting together.
    fn arguments(&mut self, wanted: &[Argument], args: &[Expr], table: TableId) -> Option<Vec<Typed>> {
        let kinds = wanted.iter().chain(std::iter::repeat_n(wanted.last()?, args.len().saturating_sub(wanted.len())));
        // a bare number among amounts of money lacks its unit: amounts are looked at first
        let money = args.iter().any(|arg| matches!(&arg.kind, Kind::Number(n) if n.unit.is_money()));
        let mut hint = money.then_some(Type::Money);
        let checked: Vec<Option<Typed>> = args
            .iter()
            .zip(kinds)
            .map(|(arg, kind)| match kind {
                Argument::Date => self.expect(arg, table, &Type::Date),
                Argument::Integer => self.expect(arg, table, &Type::Integer),
                Argument::Amount | Argument::Ordered => {
                    let typed = self.infer(arg, table, hint.as_ref())?;
                    let fits = typed.ty.is_numeric() || (*kind == Argument::Ordered && typed.ty == Type::Date);
                    if !fits {
                        self.not_an_amount(&typed);
                        return None;
                    }
                    hint.get_or_insert_with(|| typed.ty.clone());
                    Some(typed)
                }
            })
            .collect();
        let checked: Vec<Typed> = checked.into_iter().collect::<Option<_>>()?;
        if matches!(wanted.first(), Some(Argument::Amount | Argument::Ordered)) {
            let mut ty = checked.first()?.ty.clone();
            for arg in &checked {
                let Some(both) = operators::common(&ty, &arg.ty) else {
                    return self.fit(arg.clone(), &ty).map(|_| checked.clone());
                };
                ty = both;
            }
        }
        Some(checked)
    }

    fn not_an_amount(&mut self, typed: &Typed) {
        let (words, is) = (quote(&typed.words), described(&typed.ty));
        let message = Bilingual {
            zh: format!("这里需要金额或数，“{words}”是{}", is.zh),
            en: format!("money or a number is needed here, `{words}` is {}", is.en),
        };
        self.fail(&codes::TYPE, &typed.span, message, say!("改用金额或数", "use an amount or a number"));
    }

    fn special(&mut self, expr: &Expr, row: &'static Builtin, args: &[Expr], table: TableId) -> Option<Typed> {
        match (row.function, args) {
            (Function::Lookup, [name, keys @ ..]) => self.lookup(expr, row, name, keys, table),
            (Function::Marginal, [name, input]) => self.bands(expr, BandKind::Marginal, name, input, table),
            (Function::Whole, [name, input]) => self.bands(expr, BandKind::Whole, name, input, table),
            (Function::Step, [name, input]) => self.bands(expr, BandKind::Step, name, input, table),
            (Function::Filled | Function::Pending, [name]) => {
                let (table, field, ty) = self.field_argument(name, table)?;
                let (kind, ty) = if row.function == Function::Filled {
                    (typed::Kind::Filled { table, field }, Type::YesNo)
                } else {
                    (typed::Kind::Pending { table, field }, ty)
                };
                Some(Self::make(expr, kind, ty))
            }
            (Function::Default, [name, value]) => {
                let (of, field, ty) = self.field_argument(name, table)?;
                let value = self.expect(value, table, &ty)?;
                Some(Self::make(expr, typed::Kind::Default { table: of, field, default: Box::new(value) }, ty))
            }
            _ => {
                self.miscounted(expr, row);
                None
            }
        }
    }

    fn field_argument(&mut self, expr: &Expr, table: TableId) -> Option<(TableId, crate::schema::FieldId, Type)> {
        if let Kind::Name(name) = &expr.kind {
            if let Some(found) = self.field(name, table) {
                return Some(found);
            }
            if self.named(name).is_none() {
                let fields: Vec<String> = [table, ENTERPRISES]
                    .into_iter()
                    .filter_map(|t| self.scope.schema.get(t))
                    .flat_map(|t| t.fields.iter().map(|f| f.name.clone()))
                    .collect();
                self.unknown(&expr.span, name, &fields, &say!("字段", "field"));
                return None;
            }
        }
        let words = quote(&expr.words);
        self.fail(
            &codes::PLACE,
            &expr.span,
            say!("这里需要一个字段，“{words}”不是字段", "a field is needed here, `{words}` is none"),
            say!("写名单中的一个字段名", "write the name of a field of the roster"),
        );
        None
    }

    fn lookup(
        &mut self,
        expr: &Expr,
        row: &'static Builtin,
        name: &Expr,
        keys: &[Expr],
        table: TableId,
    ) -> Option<Typed> {
        let tables = |n: &Name| matches!(n, Name::Lookup(..));
        let Kind::Name(word) = &name.kind else {
            self.miscounted(expr, row);
            return None;
        };
        let Some(Name::Lookup(id, types, ty)) = self.named(word) else {
            let names = self.names_of(tables);
            self.unknown(&name.span, word, &names, &say!("查找表", "lookup table"));
            return None;
        };
        if types.len() != keys.len() {
            let (needs, given) = (types.len(), keys.len());
            self.fail(
                &codes::ARGUMENTS,
                &expr.span,
                say!(
                    "查找表“{word}”要 {needs} 个键，这里有 {given} 个",
                    "the lookup table `{word}` takes {needs} keys, here are {given}"
                ),
                say!("按查找表的键的顺序写全", "write all keys in the order of the table"),
            );
            return None;
        }
        let keys: Vec<Option<Typed>> = keys.iter().zip(types).map(|(key, ty)| self.expect(key, table, ty)).collect();
        Some(Self::make(
            expr,
            typed::Kind::Lookup { table: *id, keys: keys.into_iter().collect::<Option<_>>()? },
            ty.clone(),
        ))
    }

    fn bands(&mut self, expr: &Expr, kind: BandKind, name: &Expr, input: &Expr, table: TableId) -> Option<Typed> {
        let word = quote(&name.words).to_owned();
        let meaning = match &name.kind {
            Kind::Name(name) => self.named(name),
            _ => None,
        };
        let Some(Name::Bands(id, is, takes, gives)) = meaning else {
            let names = self.names_of(|n| matches!(n, Name::Bands(_, k, ..) if *k == kind));
            self.unknown(&name.span, &word, &names, &say!("分档", "table of bands"));
            return None;
        };
        if *is != kind {
            let right = match is {
                BandKind::Marginal => say!("超额累进", "marginal"),
                BandKind::Whole => say!("全额", "whole"),
                BandKind::Step => say!("定额", "step"),
            };
            let (zh, en) = (right.zh, right.en);
            self.fail(
                &codes::PLACE,
                &name.span,
                say!("分档“{word}”是{zh}的", "the bands `{word}` are of the kind {en}"),
                say!("写成 {zh}({word}, …)", "write {en}({word}, …)"),
            );
            return None;
        }
        let input = self.expect(input, table, takes)?;
        Some(Self::make(expr, typed::Kind::Bands { bands: *id, kind, input: Box::new(input) }, gives.clone()))
    }

    pub(super) fn aggregate(
        &mut self,
        expr: &Expr,
        aggregate: Aggregate,
        of: &Named,
        (value, filter): (Option<&Expr>, Option<&Expr>),
    ) -> Option<Typed> {
        let name = &of.name;
        let Some(table) = self.scope.schema.table(name) else {
            let tables: Vec<String> = self.scope.schema.tables.iter().skip(1).map(|t| t.name.clone()).collect();
            self.unknown(&of.span, name, &tables, &say!("表", "table"));
            return None;
        };
        if table == ENTERPRISES {
            self.fail(
                &codes::PLACE,
                &of.span,
                say!("不能对企业的表“{name}”汇总", "the table of enterprises `{name}` cannot be summed up"),
                say!("换成一张相关的表，例如合同、称号", "use a related table"),
            );
            return None;
        }
        let value = value.map(|value| self.infer(value, table, None));
        let filter = filter.map(|filter| self.expect(filter, table, &Type::YesNo));
        let (value, filter) = (value.map_or(Some(None), |v| v.map(Some))?, filter.map_or(Some(None), |f| f.map(Some))?);
        let ty = match (aggregate, &value) {
            (Aggregate::Exists, _) => Type::YesNo,
            (Aggregate::Count, _) => Type::Integer,
            (_, Some(value)) => {
                let dates = aggregate != Aggregate::Sum && value.ty == Type::Date;
                if !(value.ty.is_numeric() || dates) {
                    self.not_an_amount(value);
                    return None;
                }
                value.ty.clone()
            }
            (_, None) => return None,
        };
        Some(Self::make(
            expr,
            typed::Kind::Aggregate { aggregate, table, value: value.map(Box::new), filter: filter.map(Box::new) },
            ty,
        ))
    }
}

/// The type of a result that is one of the arguments, or a multiple of the unit.
fn shared(args: &[Typed]) -> Option<Type> {
    let mut ty = args.first()?.ty.clone();
    for arg in args {
        ty = operators::common(&ty, &arg.ty)?;
    }
    Some(ty)
}
