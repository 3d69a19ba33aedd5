//! The command line of duixian: reads files, calls the library, writes files, and says what happened.
//!
//! Everything that touches the system is here: arguments, environment, terminal, disk. What is computed
//! and what it is called stays in the library.
#![forbid(unsafe_code)]

mod apart;
mod args;
mod closing;
mod command;
mod console;
mod edit;
mod exit;
mod files;
mod first;
mod help;
mod language;
mod naming;
mod publish;
mod usage;
mod workbook;
mod worklist;

use std::process::ExitCode;
use std::sync::OnceLock;

use console::Console;
use exit::Exit;

fn main() -> ExitCode {
    let given: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let language = language::choose(&given);
    let asked = match args::read(given, language.messages) {
        Ok(asked) => asked,
        Err(refused) => return refused.code(),
    };
    let console = Console::new(language);
    // a panic is a fault of ours like any other: it gets the same words and exit code, and nothing is published
    std::panic::set_hook(Box::new(|panic| {
        // the first is the cause
        let _ = PANIC.set(panic.to_string().replace('\n', " "));
    }));
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| command::obey(asked, &console)));
    let exit = match done {
        Ok(Ok(exit)) => exit,
        Ok(Err(stop)) => console.stop(&stop),
        Err(_) => console.stop(&exit::Stop::bug(PANIC.get().cloned().unwrap_or_default())),
    };
    console.end(exit).code()
}

/// What a panic said, and where.
static PANIC: OnceLock<String> = OnceLock::new();

impl Exit {
    /// For the operating system.
    fn code(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}
