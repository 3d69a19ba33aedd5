//! The credit code of a row: without one that can be used, the row is rejected and listed.

use super::super::cell::{self, Reading};
use super::super::code::{self, CreditCode};
use super::super::fault::Fault;
use super::super::grid::{Cell, Kind};
use super::super::text::{is_blank, quoted};
use super::{Part, Sheet};
use crate::diagnostic::codes::roster as codes;
use crate::say;
use crate::schema::Role;

impl Sheet<'_> {
    /// The row's credit code; none, with a fault, when it has none that can be used.
    pub(super) fn code(&self, number: u32, slots: &[Option<Cell>], part: &mut Part) -> Option<CreditCode> {
        let column = self.columns.get(self.code)?.as_ref()?;
        let name = self.table.fields.get(self.code).map_or("", |f| &f.name);
        let cell = slots.get(self.code).copied().flatten();
        let fault = match cell {
            _ if self.held(number, column.column).is_some() => {
                part.held.extend(self.held(number, column.column));
                return None;
            }
            None => code_empty(name),
            Some(cell) if cell.kind == Kind::Text && is_blank(cell.text) => code_empty(name),
            Some(cell) => match cell.kind {
                Kind::Text if !cell::is_scientific(cell.text) => match code::parse(cell.text) {
                    Ok(read) => {
                        if !read.passes {
                            let fault = self.named(check_fails(cell.text), slots);
                            part.faults.push(fault.at(number, column.column));
                        }
                        return Some(read.code);
                    }
                    Err(why) => code_wrong(name, cell.text, &why),
                },
                Kind::Text | Kind::Number => code_number(name, cell.text),
                _ => match cell::read(cell, self.table.fields.get(self.code)?, column, false) {
                    Reading::Wrong(fault) => *fault,
                    _ => code_number(name, cell.text),
                },
            },
        };
        part.faults.push(self.named(fault, slots).at(number, column.column));
        None
    }

    /// The fault with the enterprise's name, which is how people know whose code it is.
    fn named(&self, mut fault: Fault, slots: &[Option<Cell>]) -> Fault {
        let field = self.table.role(Role::Name);
        let name = field.and_then(|f| slots.get(f.0).copied().flatten()).filter(|c| !is_blank(c.text));
        if let Some(name) = name {
            let name = quoted(name.text);
            fault.message.zh.push_str(&format!("（{name}）"));
            fault.message.en.push_str(&format!(" ({name})"));
        }
        fault
    }
}

fn code_empty(field: &str) -> Fault {
    Fault::new(
        &codes::CODE_EMPTY,
        say!("“{field}”没有填，这一行不能采用", "`{field}` is empty, so the row cannot be used"),
        say!("补填 18 位代码；不是数据的行请删去", "fill in the 18 characters; delete the row if it is no data"),
    )
}

fn code_number(field: &str, text: &str) -> Fault {
    let shown = quoted(text);
    Fault::new(
        &codes::CODE_NUMBER,
        say!(
            "“{field}”被存成了数字“{shown}”，末几位已经丢失，这一行不能采用",
            "`{field}` is stored as the number `{shown}`: its last digits are lost and the row cannot be used"
        ),
        say!("把这一列设为“文本”格式，再重新填写代码", "set the column's format to text and type the code again"),
    )
}

fn code_wrong(field: &str, text: &str, why: &code::Wrong) -> Fault {
    let shown = quoted(text);
    let (message, remedy) = match why {
        code::Wrong::Length(length) => (
            say!(
                "“{field}”写的是“{shown}”，有 {length} 位，应为 18 位",
                "`{field}` says `{shown}`, which has {length} characters instead of 18"
            ),
            say!("照营业执照核对后重新填写", "check it against the business licence and type it again"),
        ),
        code::Wrong::Alphabet(strange, suggestion) => (
            say!(
                "“{field}”写的是“{shown}”，其中“{strange}”不会出现在代码里",
                "`{field}` says `{shown}`, and no code holds `{strange}`"
            ),
            match suggestion {
                Some(code) => {
                    let code = code.as_str();
                    say!(
                        "是不是“{code}”？照营业执照核对后重新填写",
                        "did you mean `{code}`? check it against the business licence and type it again"
                    )
                }
                None => say!("照营业执照核对后重新填写", "check it against the business licence and type it again"),
            },
        ),
    };
    Fault::new(&codes::CODE_SHAPE, message, remedy)
}

fn check_fails(text: &str) -> Fault {
    let shown = quoted(text);
    Fault::new(
        &codes::CODE_CHECK,
        say!(
            "代码“{shown}”的校验位不符，可能有一位填错",
            "the check character of `{shown}` does not fit, so a character may be wrong"
        ),
        say!(
            "照营业执照核对；确实如此就不用改",
            "check it against the business licence; if it is right nothing need be done"
        ),
    )
}
