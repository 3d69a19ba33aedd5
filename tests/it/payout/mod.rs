//! Results as files: the columns that other programs rely on, hostile texts, and the workbook.

mod contract;
mod dossier;
mod enterprise;
mod file_name;
mod hostile;
mod lists;
mod page;
mod recalculated;
mod report;
mod returned;
mod shortfall;
mod workbook;
