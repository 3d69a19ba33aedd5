//! Names of files from names in a roster: every system takes them, and two enterprises never share one.

use std::collections::BTreeSet;

use duixian::payout::file_name::safe;
use proptest::prelude::*;
use unicode_normalization::is_nfc;

const CODE: &str = "91430200000000001X";

fn named(name: &str) -> String {
    safe(&[CODE, name], ".xlsx")
}

#[test]
fn names_are_made_harmless_and_stay_readable() {
    for (name, file) in [
        ("株洲甲科技有限公司", "91430200000000001X_株洲甲科技有限公司.xlsx"),
        ("=HYPERLINK(\"http://x\",\"y\")", "91430200000000001X_=HYPERLINK(_http___x_,_y_).xlsx"),
        ("../../etc/CON", "91430200000000001X_.._.._etc_CON.xlsx"),
        ("甲\u{202e}乙\u{200b}\u{0007}", "91430200000000001X_甲乙.xlsx"),
        ("甲  \u{3000}乙 . .", "91430200000000001X_甲 乙.xlsx"),
        ("e\u{301}", "91430200000000001X_é.xlsx"),
        ("a<b>c:d|e?f*g\\h", "91430200000000001X_a_b_c_d_e_f_g_h.xlsx"),
    ] {
        assert_eq!(named(name), file, "{name:?}");
    }
}

#[test]
fn devices_of_windows_are_no_names() {
    for (parts, file) in [
        (["CON", "x"].as_slice(), "CON_x.xlsx"),
        (["con"].as_slice(), "_con.xlsx"),
        (["NUL.txt"].as_slice(), "_NUL.txt.xlsx"),
        (["COM1 "].as_slice(), "_COM1.xlsx"),
        ([""].as_slice(), "_.xlsx"),
        (["..."].as_slice(), "_.xlsx"),
    ] {
        assert_eq!(safe(parts, ".xlsx"), file);
    }
}

#[test]
fn long_names_end_in_time() {
    for c in ["甲", "a", "🚀", "𠮷"] {
        let file = named(&c.repeat(300));
        assert!(file.chars().count() <= 80 && file.len() <= 240 && file.ends_with(".xlsx"), "{file}");
        assert!(file.starts_with("91430200000000001X_"));
    }
}

proptest! {
    #[test]
    fn any_name_gives_a_name_of_a_file(name in "\\PC*|.*") {
        let file = named(&name);
        let stem = file.strip_suffix(".xlsx").expect("its ending");
        prop_assert!(file.chars().count() <= 80 && file.len() <= 240);
        prop_assert!(!file.contains(['<', '>', ':', '"', '/', '\\', '|', '?', '*']));
        let turns = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
        prop_assert!(!file.chars().any(turns));
        prop_assert!(!stem.ends_with([' ', '.']) && is_nfc(&file));
        prop_assert!(file.starts_with(CODE));
    }

    #[test]
    fn codes_keep_names_apart(names in prop::collection::vec("\\PC{0,90}", 2..20)) {
        let files: BTreeSet<String> =
            names.iter().enumerate().map(|(i, name)| safe(&[&format!("{i:018}"), name], ".xlsx").to_lowercase()).collect();
        prop_assert_eq!(files.len(), names.len());
    }
}
