//! Rows that are not accounted for are a fault of ours, not of the input.

use duixian::roster::{TableAccount, unbalanced};

use super::{Exit, Stop};

#[test]
fn rows_that_are_not_accounted_for_end_with_70() {
    let sound = TableAccount { table: "企业".to_owned(), rows: 9, used: 5, merged: 1, excluded: 2, rejected: 1 };
    assert!(unbalanced(std::slice::from_ref(&sound)).is_empty());
    let changes: [fn(&mut TableAccount); 5] =
        [|a| a.rows += 1, |a| a.used -= 1, |a| a.merged -= 1, |a| a.excluded += 1, |a| a.rejected = u64::MAX];
    for spoil in changes {
        let mut account = sound.clone();
        spoil(&mut account);
        let stop = Stop::with(Exit::Input, unbalanced(&[account]));
        assert_eq!((stop.exit, stop.findings.len(), stop.fault.as_str()), (Exit::Bug, 1, "roster/bug"));
    }
    assert_eq!(Stop::with(Exit::Input, Vec::new()).exit, Exit::Input);
}
