//! The command line of duixian: reads files, calls the library, writes files, and says what happened.
//!
//! Everything that touches the system is here: arguments, environment, terminal, disk. What is computed
//! and what it is called stays in the library.
#![forbid(unsafe_code)]

mod args;
mod closing;
mod command;
mod console;
mod exit;
mod files;
mod help;
mod language;
mod publish;
mod usage;

use std::process::ExitCode;

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
    // a panic is a fault of ours like any other: it gets the same exit code, and nothing is published
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| command::obey(asked, &console)));
    match done {
        Ok(Ok(exit)) => exit.code(),
        Ok(Err(stop)) => console.stop(&stop).code(),
        Err(_) => console.stop(&exit::Stop::bug("panic")).code(),
    }
}

impl Exit {
    /// For the operating system.
    fn code(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}
