//! Results as files: the columns that other programs rely on, hostile texts, and the workbook.

mod contract;
mod dossier;
mod enterprise;
mod file_name;
mod hostile;
mod recalculated;
mod shortfall;
mod lists;
mod returned;
mod page;
mod report;
mod workbook;
