//! The terminal: data to stdout, messages to stderr, progress only where somebody watches.

use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;

use indicatif::{ProgressBar, ProgressStyle};

use duixian::diagnostic::{Bilingual, Finding, Severity, render};
use duixian::say;

use crate::exit::{Exit, Stop};
use crate::language::Language;
use crate::{files, first};

/// So many findings can be seen at once.
const SCREEN: usize = 5;

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

    /// Findings for people, as stdout shows them.
    pub fn rendered(&self, findings: &[Finding]) -> String {
        render::list(findings, self.language.messages, self.color && io::stdout().is_terminal())
    }

    /// Findings for people on stderr.
    pub fn warn(&self, findings: &[Finding]) {
        err(&render::list(findings, self.language.messages, self.color && io::stderr().is_terminal()));
    }

    /// A message on stderr.
    pub fn tell(&self, text: &Bilingual) {
        err(&format!("{}\n", self.say(text)));
    }

    /// Says why a command stopped.
    pub fn stop(&self, stop: &Stop) -> Exit {
        self.warn(&stop.findings);
        let errors = stop.findings.iter().filter(|f| f.severity() == Severity::Error).count();
        let fault = &stop.fault;
        let words = match stop.exit {
            Exit::Bug => say!(
                "duixian 自己出错了：{fault}\n没有输出任何文件，名单和政策包没有改动；请把这句话和当时的命令告诉维护者",
                "duixian has a fault of its own: {fault}\nnothing was published and no input was touched; please report this and the command"
            ),
            Exit::Pack => {
                say!("政策包有 {errors} 处错误，没有计算", "the pack has {errors} errors; nothing was computed")
            }
            Exit::Input => {
                let counted = first::counted(&stop.findings);
                let Bilingual { zh, en } = counted;
                // what stands on one screen need not be said again
                let is_long = stop.findings.len() > SCREEN;
                let cells = if is_long {
                    first::cells(self, &stop.findings, Severity::Error, &|_| None)
                } else {
                    String::new()
                };
                say!(
                    "\n名单没有读全，没有输出任何文件。{zh}\n{cells}",
                    "\nnot every input could be read, and nothing was published; {en}\n{cells}"
                )
            }
            Exit::Refused => say!("没有输出任何文件", "nothing was published"),
            Exit::Done | Exit::Findings | Exit::Usage => return stop.exit,
        };
        err(&format!("{}\n", self.say(&words).trim_end()));
        stop.exit
    }

    /// The exit code after everything is said: a reader that went away is no fault of ours, but data that
    /// could not be written is a refusal, not a success.
    pub fn end(&self, exit: Exit) -> Exit {
        let Some(error) = LOST.get() else { return exit };
        let why = files::why(error);
        self.tell(&Bilingual {
            zh: format!("输出没有写全：{}", why.zh),
            en: format!("the output was not written in full: {}", why.en),
        });
        if matches!(exit, Exit::Done | Exit::Findings) { Exit::Refused } else { exit }
    }
}

/// Why data could not be written to stdout, if it could not.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// Data.
pub fn out(text: &str) {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            // the first reason is the one that counts
            let _ = LOST.set(error);
        }
        _ => {}
    }
}

/// Closing words after the work is done: where they cannot be read, the work still stands.
pub fn closing(text: &str) {
    let mut stdout = io::stdout().lock();
    if stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).is_err() {
        err(text);
    }
}

/// A message.
pub fn err(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// A stage of a command, with a bar when somebody watches.
pub struct Stage(Option<ProgressBar>);

impl Stage {
    /// Begins a stage of so many steps.
    pub fn begin(console: &Console, what: &Bilingual, steps: usize) -> Self {
        if !io::stderr().is_terminal() {
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
