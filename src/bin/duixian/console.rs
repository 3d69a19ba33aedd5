//! The terminal: data to stdout, messages to stderr, progress only where somebody watches.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};

use duixian::diagnostic::{Bilingual, Finding, Lang, render};
use duixian::say;
use duixian::source::Place;

use crate::exit::{Exit, Stop};
use crate::language::Language;

/// What the terminal is like.
pub struct Console {
    /// The languages.
    pub language: Language,
    color: bool,
}

impl Console {
    /// The terminal of this process. `NO_COLOR` is honoured.
    pub fn new(language: Language) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        Self { language, color: !plain }
    }

    /// A text in the language of messages.
    pub fn say(&self, text: &Bilingual) -> String {
        text.get(self.language.messages).to_owned()
    }

    /// Findings for people on stdout.
    pub fn list(&self, findings: &[Finding]) {
        out(&self.grouped(findings, self.color && std::io::stdout().is_terminal()));
    }

    /// Findings for people on stderr.
    pub fn warn(&self, findings: &[Finding]) {
        err(&self.grouped(findings, self.color && std::io::stderr().is_terminal()));
    }

    /// A message on stderr.
    pub fn tell(&self, text: &Bilingual) {
        err(&format!("{}\n", self.say(text)));
    }

    /// Says why a command stopped.
    pub fn stop(&self, stop: &Stop) -> Exit {
        self.warn(&stop.findings);
        if stop.exit == Exit::Bug {
            let fault = &stop.fault;
            self.tell(&say!(
                "duixian 自己出错了：{fault}。没有输出任何文件，名单和政策包没有改动；请把这句话和当时的命令告诉维护者",
                "duixian has a fault of its own: {fault}. Nothing was published and no input was touched; please report this line and the command"
            ));
        } else if stop.exit != Exit::Usage {
            let count = stop.findings.len();
            self.tell(&match stop.exit {
                Exit::Pack => say!(
                    "政策包有 {count} 处要改，没有计算",
                    "the pack has {count} things to correct; nothing was computed"
                ),
                Exit::Input => say!(
                    "名单没有读全，共 {count} 条；没有输出任何文件",
                    "not every input could be read, {count} findings; nothing was published"
                ),
                _ => say!("没有输出任何文件", "nothing was published"),
            });
        }
        stop.exit
    }

    /// Blocks of findings with a line above each file or sheet where a new one begins.
    fn grouped(&self, findings: &[Finding], color: bool) -> String {
        let lang = self.language.messages;
        let mut text = String::new();
        let mut last = None;
        for finding in findings {
            let here = group(&finding.place, lang);
            if last.as_ref() != Some(&here) {
                if last.is_some() {
                    text.push('\n');
                }
                text.push_str(&format!("── {here}\n"));
                last = Some(here);
            }
            text.push_str(&render::people(finding, lang, color));
        }
        text
    }
}

/// The file and sheet that a place is in.
fn group(place: &Place, lang: Lang) -> String {
    match place {
        Place::Nowhere => say!("总体", "in general").get(lang).to_owned(),
        Place::Rule(span) => span.file.name.clone(),
        Place::Cell(cell) if cell.sheet.is_empty() => cell.file.to_string(),
        Place::Cell(cell) => format!("{} › {}", cell.file, cell.sheet),
    }
}

/// Data. A reader that went away is no fault of ours.
pub fn out(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// A message.
pub fn err(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// A stage of a command, with a bar when somebody watches.
pub struct Stage(Option<ProgressBar>);

impl Stage {
    /// Begins a stage of so many steps.
    pub fn begin(console: &Console, what: &Bilingual, steps: usize) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::new(u64::try_from(steps).unwrap_or(u64::MAX));
        let template =
            if console.color { "{msg:10} {bar:30.cyan} {pos}/{len}" } else { "{msg:10} {bar:30} {pos}/{len}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(console.say(what));
        Self(Some(bar))
    }

    /// So many steps more.
    pub fn advance(&self, steps: usize) {
        if let Some(bar) = &self.0 {
            bar.inc(u64::try_from(steps).unwrap_or(0));
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
