//! The same data as counties really send it gives the same awards and payments, byte for byte.

use std::path::{Path, PathBuf};

use crate::engine;
use crate::packs::{root, zhuzhou};

fn same(clean: &Path, messy: &Path, year: i16) {
    let pack = zhuzhou();
    let clean = engine::run(&[clean.to_path_buf()], &pack, year);
    let messy = engine::run(&engine::folder(messy), &pack, year);
    for file in ["awards.csv", "payments.csv", "estimates.csv", "statuses.csv"] {
        let differ: Vec<(&str, &str)> =
            clean[file].lines().zip(messy[file].lines()).filter(|(a, b)| a != b).take(10).collect();
        assert!(clean[file] == messy[file], "{file}: {differ:#?}\n{}", messy["findings.csv"]);
    }
}

fn sample(year: i16) -> (PathBuf, PathBuf) {
    let folder = root().join(format!("sample_data/zhuzhou/{year}"));
    (folder.join("roster.xlsx"), folder.join("counties"))
}

fn clerks(set: &str, year: i16) {
    let folder = root().join("tests/messy");
    same(&folder.join(format!("clean/{year}/clean.xlsx")), &folder.join(format!("{set}/{year}")), year);
}

#[test]
fn workbooks_saved_by_openpyxl_in_2022() {
    clerks("openpyxl", 2022);
}

#[test]
fn workbooks_saved_by_openpyxl_in_2023() {
    clerks("openpyxl", 2023);
}

#[test]
fn workbooks_saved_by_libreoffice_in_2022() {
    clerks("libreoffice", 2022);
}

#[test]
fn workbooks_saved_by_libreoffice_in_2023() {
    clerks("libreoffice", 2023);
}

#[test]
fn ten_counties_of_2022() {
    let (clean, counties) = sample(2022);
    same(&clean, &counties, 2022);
}

#[test]
fn ten_counties_of_2023() {
    let (clean, counties) = sample(2023);
    same(&clean, &counties, 2023);
}
