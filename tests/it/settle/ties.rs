//! The program checks what looks across lines too: a run whose shares, breaker or top-ups are broken on purpose
//! does not reconcile.

use duixian::calendar::Date;
use duixian::exact::Exact;
use duixian::money::Money;
use duixian::settle::reconcile::check;
use duixian::settle::run::Run;
use duixian::settle::{self, Bug};

use super::world::{World, pays};

fn world() -> World {
    let shared = "[award]\namount = \"投入\"\nround = { mode = \"down\", unit = \"1元\" }\npool = \"p\"\n[[award.share]]\npayer = \"市级\"\n[[award.share]]\npayer = \"省级\"\nshare = \"60%\"\n";
    World::new()
        .measure("m", shared)
        .measure("t", &pays("销售"))
        .pack("[[stacking]]\nid = \"g\"\nrule = \"top_up\"\nmeasures = [\"t\"]\nearlier = { paid = [\"已拨\"] }")
        .pack("[[pool]]\nid = \"p\"\ntitle = \"池\"\npayer = \"省级\"\nrule = \"pro_rata\"\nunit = \"1元\"\nbudget = [{ from = 2023-01-01, value = \"40元\" }]\n[pool.breaker]\nbad = \"余额\"\nof = \"余额 + 1000元\"\nsteps = [{ from = 2023-01-01, bands = [{ from = \"0%\", to = \"5%\", amount = \"100%\" }, { over = \"5%\", amount = \"50%\" }] }]")
        .enterprise("甲", "投入=100 销售=50 余额=100")
        .record("甲", "已拨付", "政策=t 政策年度=2022 金额=20 事由=已拨")
        .enterprise("乙", "投入=50 销售=10 余额=0")
}

fn spoiled(spoil: impl FnOnce(&mut Run<'_>)) -> Result<(), Bug> {
    let world = world();
    let pack = world.compile();
    let roster = world.read(&pack);
    let edition = pack.on(2023, Date::year_end(2023).expect("a day")).expect("an edition");
    let mut run = settle::run(&edition, &roster.dataset, &settle::Options::default(), &|_| {}).expect("no bug");
    spoil(&mut run);
    check(&run).map(|_| ())
}

fn says(spoil: impl FnOnce(&mut Run<'_>), words: &str) {
    let bug = spoiled(spoil).expect_err("it must not reconcile");
    assert!(bug.message.contains(words), "`{}` does not say `{words}`", bug.message);
}

const ONE: Money = Money::from_fen(100);

fn more(amount: &mut Money) {
    *amount = amount.add(ONE).expect("small");
}

#[test]
fn a_sound_run_reconciles() {
    spoiled(|run| {
        let pool = &run.pools[0];
        // 60 and 30 are claimed; a rate of 100 ÷ 2100 is below 5%, so all of it is allowed, and 40 is there
        assert_eq!(
            (pool.claimed, pool.allowed, pool.granted),
            (Money::from_fen(9_000), Money::from_fen(9_000), Money::from_fen(4_000))
        );
        assert_eq!(run.earlier.len(), 1);
    })
    .expect("sound");
}

#[test]
fn a_share_that_is_not_paid_as_granted() {
    // the line still ties and its payments add up, but the province pays what the city should
    says(
        |run| {
            let (first, second) = (run.payments[0].amount, run.payments[1].amount);
            (run.payments[0].amount, run.payments[1].amount) = (second, first);
        },
        "grants",
    );
    says(|run| more(&mut run.pools[0].shares[0].granted), "grants");
    says(|run| more(&mut run.pools[0].shares[0].claimed), "grants");
    says(|run| run.pools[0].shares.truncate(1), "grants");
    says(|run| run.pools[0].shares[0].award = 1, "grants");
}

#[test]
fn a_share_of_an_award_that_does_not_draw_on_the_pool() {
    says(
        |run| {
            let mut share = run.pools[0].shares[0].clone();
            share.award = 1;
            run.pools[0].shares.push(share);
        },
        "do not draw on it",
    );
}

#[test]
fn totals_of_a_pool_that_are_not_those_of_its_shares() {
    says(|run| more(&mut run.pools[0].claimed), "pool `p`");
    says(|run| more(&mut run.pools[0].allowed), "pool `p`");
    says(|run| more(&mut run.pools[0].granted), "pool `p`");
    says(|run| more(&mut run.pools[0].budget), "pool `p`");
}

#[test]
fn a_breaker_that_says_one_thing_and_does_another() {
    says(
        |run| run.pools[0].breaker.as_mut().expect("a breaker").part = Exact::new(1, 2).expect("a half"),
        "another part",
    );
    says(|run| run.pools[0].breaker.as_mut().expect("a breaker").bad = Exact::from(500), "another part");
    says(|run| run.pools[0].breaker.as_mut().expect("a breaker").of = Exact::ZERO, "another part");
}

#[test]
fn a_top_up_that_forgets_what_was_paid_before() {
    says(|run| run.earlier.clear(), "not topped up");
    says(|run| more(&mut run.earlier[0].paid), "not topped up");
    says(
        |run| {
            let w = run.awards[1].lines[0].waterfall.as_mut().expect("money");
            more(&mut w.stacking);
            more(&mut w.payable);
            more(&mut run.payments[2].amount);
        },
        "not topped up",
    );
}
