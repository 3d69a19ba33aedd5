//! Nothing is left in the packs that are shipped that is not accepted with a reason.

use crate::cli::world::World;
use crate::packs::root;

#[test]
fn shipped_packs_are_clean() {
    let mut seen = 0;
    for entry in std::fs::read_dir(root().join("rules")).expect("the shipped packs") {
        let folder = entry.expect("an entry").path();
        World::empty().duixian().args("rules lint --lang zh --rules").arg(&folder).exits(0).silent();
        seen += 1;
    }
    assert!(seen > 0);
}
