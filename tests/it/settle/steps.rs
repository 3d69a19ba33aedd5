//! The nine steps, one behaviour a test.

use crate::packs::{shown, zhuzhou};

#[test]
fn the_shipped_pack_compiles_without_a_warning() {
    let (_, findings) = duixian::policy::compile(&crate::packs::sources(&crate::packs::root().join("rules/zhuzhou")))
        .unwrap_or_else(|f| panic!("{}", shown(&f)));
    assert!(findings.is_empty(), "{}", shown(&findings));
}

#[test]
fn the_cases_of_the_shipped_pack_hold() {
    assert!(!zhuzhou().measures.is_empty());
}
