use crate::args::RulesImport; use crate::console::Console; use crate::exit::{Exit, Stop};
pub fn run(_: &RulesImport, _: &Console) -> Result<Exit, Stop> { Ok(Exit::Done) }
