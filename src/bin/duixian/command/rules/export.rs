use crate::args::RulesExport; use crate::console::Console; use crate::exit::{Exit, Stop};
pub fn run(_: &RulesExport, _: &Console) -> Result<Exit, Stop> { Ok(Exit::Done) }
