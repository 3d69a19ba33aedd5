//! Results as files: the columns that other programs rely on, hostile texts, and the workbook.

mod contract;
mod dossier;
mod hostile;
mod page;
mod report;
mod workbook;
