//! The program checks itself: a sound run reconciles, and a run that is broken on purpose does not.

use duixian::lang::Cause;
use duixian::money::Money;
use duixian::settle::reconcile::check;
use duixian::settle::run::{Hold, Outcome, Reason, Run, Status};
use duixian::settle::{self, Bug};

use super::world::{World, pays, pays_and};

fn world() -> World {
    World::new()
        .measure("m", &pays_and("投入", "pool = \"p\"\ncap = \"80元\""))
        .measure("n", &pays_and("销售", "instalments = [{ share = \"50%\", due = 0 }, { share = \"50%\", due = 1 }]"))
        .estimate("e", "[estimate]\namount = \"投入\"\nround = { mode = \"down\", unit = \"1元\" }\n")
        .status("s", "[status]\nvalue = \"若 规上 则 “大” 否则 “小”\"\n")
        .pack("[[enterprise-cap]]\nid = \"year\"\nmeasures = [\"n\"]\nvalues = [{ from = 2023-01-01, value = \"60元\" }]")
        .pack("[[pool]]\nid = \"p\"\ntitle = \"池\"\nrule = \"pro_rata\"\nunit = \"1元\"\nbudget = [{ from = 2023-01-01, value = \"100元\" }]")
        .enterprise("甲", "投入=90.5 销售=70 规上=是")
        .enterprise("乙", "投入=70 销售=20")
        .before("乙", "n", "已拨", "30")
        .enterprise("丙", "销售=0 规上=否")
}

/// What the check says of a run that `spoil` has changed.
fn spoiled(spoil: impl FnOnce(&mut Run<'_>)) -> Result<(), Bug> {
    let world = world();
    let pack = world.compile();
    let roster = world.read(&pack);
    let edition = pack.on(2023, duixian::calendar::Date::year_end(2023).expect("a day")).expect("an edition");
    let mut run = settle::run(&edition, &roster.dataset, &settle::Options::default(), &|_| {}).expect("no bug");
    spoil(&mut run);
    check(&run).map(|again| assert_eq!(again, run.reconciliation))
}

fn says(spoil: impl FnOnce(&mut Run<'_>), words: &str) {
    let bug = spoiled(spoil).expect_err("it must not reconcile");
    assert!(bug.message.contains(words), "`{}` does not say `{words}`", bug.message);
}

const ONE: Money = Money::from_fen(100);

#[test]
fn a_sound_run_reconciles() {
    spoiled(|run| {
        let r = &run.reconciliation;
        assert_eq!((r.lines, r.paid.0, r.zero, r.held, r.recover.0), (6, 3, 1, 1, 1));
        assert_eq!((r.paid.1, r.recover.1), (Money::from_fen(16_000), Money::from_fen(-1_000)));
    })
    .expect("sound");
}

#[test]
fn a_line_too_few_or_too_many() {
    says(|run| run.awards[0].lines.truncate(2), "2 lines for 3 enterprises");
    says(|run| run.awards[1].lines.extend_from_within(..1), "4 lines for 3 enterprises");
    says(|run| run.estimates[0].outcomes.truncate(2), "2 lines for 3");
    says(|run| run.statuses[0].outcomes.truncate(2), "2 lines for 3");
}

#[test]
fn a_measure_in_force_that_is_left_out() {
    says(|run| run.estimates.clear(), "not every measure in force");
    says(|run| run.awards[1].measure = 0, "not every measure in force");
}

#[test]
fn every_column_of_a_line_counts() {
    let spoils: [fn(&mut settle::run::Waterfall); 10] = [
        |w| w.gross += 1,
        |w| w.rounding -= 1,
        |w| w.cap = w.cap.sub(ONE).unwrap(),
        |w| w.floor = w.floor.sub(ONE).unwrap(),
        |w| w.adjustment = w.adjustment.add(ONE).unwrap(),
        |w| w.stacking = w.stacking.sub(ONE).unwrap(),
        |w| w.enterprise_cap = w.enterprise_cap.sub(ONE).unwrap(),
        |w| w.budget = w.budget.sub(ONE).unwrap(),
        |w| w.offset = w.offset.add(ONE).unwrap(),
        |w| w.payable = w.payable.add(ONE).unwrap(),
    ];
    for spoil in spoils {
        says(|run| spoil(run.awards[0].lines[0].waterfall.as_mut().expect("money")), "does not tie");
    }
}

#[test]
fn a_cut_that_gives_or_takes_more_than_there_is() {
    says(
        |run| {
            let w = run.awards[0].lines[0].waterfall.as_mut().expect("money");
            w.stacking = ONE;
            w.budget = w.budget.sub(ONE).unwrap();
        },
        "does not tie",
    );
    says(
        |run| {
            let w = run.awards[0].lines[0].waterfall.as_mut().expect("money");
            w.cap = w.cap.sub(Money::from_fen(10_000)).unwrap();
            w.offset = w.offset.add(Money::from_fen(10_000)).unwrap();
        },
        "does not tie",
    );
}

#[test]
fn a_status_or_reason_that_does_not_fit() {
    says(|run| run.awards[0].lines[0].status = Status::Zero, "does not tie");
    says(|run| run.awards[0].lines[0].status = Status::Held, "does not tie");
    says(|run| run.awards[0].lines[0].reason = Reason::Budget, "does not tie");
    says(|run| run.awards[1].lines[1].reason = Reason::None, "does not tie");
    says(|run| run.awards[1].lines[2].reason = Reason::None, "does not tie");
    says(|run| run.awards[1].lines[2].status = Status::Paid, "does not tie");
}

#[test]
fn payments_that_do_not_add_up() {
    says(|run| run.payments[0].amount = run.payments[0].amount.add(ONE).unwrap(), "payments of");
    says(|run| run.payments.truncate(3), "have payments");
    says(|run| run.payments.swap(0, 2), "out of order");
    says(|run| run.payments.extend_from_within(..1), "out of order");
    says(
        |run| {
            let again = run.payments[0].clone();
            run.payments.insert(1, again);
        },
        "payments of",
    );
    says(|run| run.payments[0].component = 9, "without a component");
    says(|run| run.payments[0].enterprise = 2, "payments of");
}

#[test]
fn a_payment_against_its_award() {
    says(
        |run| {
            let more = Money::from_fen(100_000);
            run.payments[1].amount = run.payments[1].amount.add(more).unwrap();
            run.payments[2].amount = run.payments[2].amount.sub(more).unwrap();
        },
        "against its award",
    );
}

#[test]
fn a_pool_that_does_not_add_up() {
    says(|run| run.pools[0].granted = run.pools[0].granted.add(ONE).unwrap(), "pool `p`");
    says(|run| run.pools[0].claimed = run.pools[0].claimed.sub(ONE).unwrap(), "pool `p`");
    says(|run| run.pools[0].budget = run.pools[0].budget.sub(ONE).unwrap(), "pool `p`");
    says(|run| run.pools[0].pool = 9, "a pool that is none");
}

#[test]
fn money_that_slips_past_a_pool() {
    // the line still ties and is paid in full, only the pool knows that it is too much
    says(
        |run| {
            let w = run.awards[0].lines[0].waterfall.as_mut().expect("money");
            w.budget = w.budget.add(ONE).unwrap();
            w.payable = w.payable.add(ONE).unwrap();
            run.payments[0].amount = run.payments[0].amount.add(ONE).unwrap();
        },
        "pool `p`",
    );
}

#[test]
fn money_that_slips_past_an_enterprise_cap() {
    says(
        |run| {
            let w = run.awards[1].lines[0].waterfall.as_mut().expect("money");
            w.enterprise_cap = w.enterprise_cap.add(ONE).unwrap();
            w.payable = w.payable.add(ONE).unwrap();
            run.payments[1].amount = run.payments[1].amount.add(ONE).unwrap();
        },
        "the cap `year`",
    );
}

#[test]
fn a_held_line_without_its_cells_and_cells_without_a_held_line() {
    says(|run| run.holds.retain(|h| h.measure != run.awards[0].measure), "without its cells");
    says(|run| run.holds.retain(|h| h.measure != run.estimates[0].measure), "without its cells");
    says(|run| run.holds.retain(|h| h.measure != run.statuses[0].measure), "without its cells");
    says(|run| run.holds[0].causes.clear(), "holds nothing");
    says(|run| run.holds.extend_from_within(..1), "holds nothing");
    says(
        |run| {
            let causes: Vec<Cause> = run.holds[0].causes.clone();
            run.holds.push(Hold { enterprise: 0, measure: run.awards[0].measure, causes });
        },
        "holds nothing",
    );
    says(|run| run.statuses[0].outcomes[0] = Outcome::Held(Reason::None), "without its cells");
}

#[test]
fn a_number_of_enterprises_that_is_not_the_rosters() {
    says(|run| run.enterprises = 2, "3 lines for 2 enterprises");
}

#[test]
fn a_manifest_of_rows_that_are_not_accounted_for_is_not_written() {
    use duixian::audit::manifest::{Facts, Ingredients, write};
    use duixian::roster::TableAccount;
    let manifest = |rejected: u64| {
        let mut written = None;
        spoiled(|run| {
            let row = TableAccount { table: "企业".to_owned(), rows: 10, used: 5, merged: 2, excluded: 1, rejected };
            let facts =
                Facts { run, accounting: &[row], totals: &[], control: Vec::new(), findings: &[], sheets: Vec::new() };
            written = Some(write(&Ingredients::default(), &facts));
        })
        .expect("sound");
        written.expect("a result")
    };
    assert!(manifest(2).is_ok());
    assert!(manifest(1).expect_err("a bug").contains("not accounted for"));
    assert!(manifest(u64::MAX).is_err());
}

#[test]
fn a_dataset_of_another_shape_is_a_bug() {
    let world = World::new().measure("m", &pays("投入")).enterprise("甲", "投入=1");
    let pack = world.compile();
    let edition = pack.on(2023, duixian::calendar::Date::year_end(2023).expect("a day")).expect("an edition");
    let mut data = world.read(&pack).dataset;
    data.tables.pop();
    let bug = settle::run(&edition, &data, &settle::Options::default(), &|_| {}).expect_err("a bug");
    assert!(bug.message.contains("shape"), "{}", bug.message);
}
