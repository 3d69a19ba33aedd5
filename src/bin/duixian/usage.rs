//! Complaints about a command line, in the words of a colleague.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use duixian::diagnostic::{Bilingual, Lang, render};
use duixian::say;

use crate::exit::Exit;
use crate::{console, help};

/// Prints help, the version or a complaint; gives the exit code that belongs to it.
pub fn complain(error: &clap::Error, lang: Lang) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            console::out(&help::translated(&error.render().to_string(), lang));
            Exit::Done
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            console::err(&help::translated(&error.render().to_string(), lang));
            Exit::Usage
        }
        _ => {
            refuse(&words(error), lang);
            Exit::Usage
        }
    }
}

/// Says what is wrong with a command line.
pub fn refuse(said: &Bilingual, lang: Lang) {
    let (word, hint) = match lang {
        Lang::Zh => ("错误：", "用 duixian --help 或 duixian 命令 --help 看用法"),
        Lang::En => ("error: ", "see duixian --help or duixian COMMAND --help"),
    };
    console::err(&format!("{word}{}\n  {hint}\n", render::visible(said.get(lang))));
}

fn words(error: &clap::Error) -> Bilingual {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        _ => String::new(),
    };
    let arg = text(ContextKind::InvalidArg);
    let value = text(ContextKind::InvalidValue);
    let near = |kind: ContextKind| match text(kind) {
        near if near.is_empty() => Bilingual::default(),
        near => say!("，是不是“{near}”？", "; did you mean `{near}`?"),
    };
    match error.kind() {
        ErrorKind::UnknownArgument if !arg.starts_with('-') => {
            say!("“{arg}”是多出来的；含空格的要用引号括起来", "`{arg}` is one too many; quote what contains spaces")
        }
        ErrorKind::UnknownArgument => {
            let near = near(ContextKind::SuggestedArg);
            joined(&say!("没有“{arg}”这个参数", "there is no argument `{arg}`"), &near)
        }
        ErrorKind::InvalidSubcommand => {
            let name = text(ContextKind::InvalidSubcommand);
            // of several, the last is the most like it
            let nearest = match error.get(ContextKind::SuggestedSubcommand) {
                Some(ContextValue::Strings(all)) => all.last(),
                _ => None,
            };
            let near =
                nearest.map_or_else(Bilingual::default, |near| say!("，是不是“{near}”？", "; did you mean `{near}`?"));
            joined(&say!("没有“{name}”这个命令", "there is no command `{name}`"), &near)
        }
        ErrorKind::MissingSubcommand => say!("没有说要做什么", "no command is given"),
        ErrorKind::MissingRequiredArgument => say!("还缺：{arg}", "missing: {arg}"),
        ErrorKind::InvalidValue if value.is_empty() => say!("“{arg}”后面没有值", "`{arg}` has no value"),
        ErrorKind::InvalidValue => {
            let valid = match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(valid)) => valid.join("、"),
                _ => String::new(),
            };
            say!("“{arg}”不能是“{value}”，可以是：{valid}", "`{arg}` cannot be `{value}`; it may be: {valid}")
        }
        ErrorKind::ValueValidation => {
            let Bilingual { zh, en } = help::shape(&arg);
            say!("“{arg}”不能是“{value}”，{zh}", "`{arg}` cannot be `{value}`; it takes {en}")
        }
        ErrorKind::TooManyValues => say!("“{arg}”后面不带值", "`{arg}` takes no value"),
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg);
            if other.is_empty() || other == arg {
                say!("“{arg}”只能给一次", "`{arg}` may be given only once")
            } else {
                say!("“{arg}”不能与“{other}”同用", "`{arg}` cannot be used with `{other}`")
            }
        }
        _ => {
            let whole = error.to_string();
            let first = whole.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            say!("{first}", "{first}")
        }
    }
}

fn joined(first: &Bilingual, second: &Bilingual) -> Bilingual {
    Bilingual { zh: format!("{}{}", first.zh, second.zh), en: format!("{}{}", first.en, second.en) }
}
