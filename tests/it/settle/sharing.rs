//! Definitions that stand on others twice and more: as many ways lead down as two to the power of their number. Each is
//! gone into once, or these tests do not end; what can be counted from outside is counted.

use duixian::calendar::Date;
use duixian::lang::{self, Frame, Step, Typed};
use duixian::policy::usage;

use super::world::{World, YEAR, pays_and};
use crate::lang::generate::Dice;

const LEVELS: usize = 31;

/// A level that uses the one before it twice.
const MONEY: [&str; 6] = [
    "P + P",
    "若 投入 超过 N元 则 P 否则 P + 1元",
    "max(P, P - 1元)",
    "min(P + 1元, P + 2元)",
    "若 规上 则 P 否则 P",
    "若 P 超过 0元 则 P 否则 销售",
];
const GROUND: [&str; 5] = ["投入", "余额", "100元", "销售 / 人数", "若 示范 则 投入 否则 销售"];

fn chain(dice: &mut Dice) -> String {
    let ground = dice.pick(&GROUND);
    let mut text = format!("\n[[define]]\nname = \"款0\"\nvalue = \"{ground}\"\n");
    for i in 1..LEVELS {
        let value = dice.pick(&MONEY).replace('P', &format!("款{}", i - 1)).replace('N', &i.to_string());
        text.push_str(&format!("\n[[define]]\nname = \"款{i}\"\nvalue = \"{value}\"\n"));
    }
    // and of each record, and of yes and no
    text.push_str("\n[[define]]\nname = \"项0\"\nof = \"项目\"\nvalue = \"经费\"\n");
    text.push_str("\n[[define]]\nname = \"答0\"\nvalue = \"款9 超过 0元\"\n");
    for i in 1..LEVELS - 10 {
        let b = i - 1;
        text.push_str(&format!(
            "\n[[define]]\nname = \"项{i}\"\nof = \"项目\"\nvalue = \"若 合格 则 项{b} 否则 项{b} + 1元\"\n"
        ));
        text.push_str(&format!("\n[[define]]\nname = \"答{i}\"\nvalue = \"答{b} 且 (规上 或 答{b})\"\n"));
    }
    text
}

fn world(seed: u64) -> World {
    let mut dice = Dice::new(seed);
    let chain = chain(&mut dice);
    let (top, project, no) = (LEVELS - 1, LEVELS - 11, LEVELS - 11);
    let asks = format!(
        "[[condition]]\nid = \"a\"\nwhen = \"答{no} 或 款{top} 不低于 0元\"\notherwise = \"不足\"\n{}\n{chain}",
        pays_and(
            &format!("款{top} + 合计(项{project} 于 项目 当 项{project} 超过 0元)"),
            &format!("cap = \"款{top} + 1元\"\nfloor = \"款{top} - 款{top}\"")
        )
    );
    let shares = format!(
        "[award]\namount = \"1万元\"\n[[award.share]]\npayer = \"市级\"\nshare = \"若 款{top} 超过 款{} 则 50% 否则 40%\"\n[[award.share]]\npayer = \"县级\"\n{chain}",
        top - 1
    );
    let status = format!("[status]\nvalue = \"若 答{no} 则 “是” 否则 “非”\"\n{chain}");
    World::new()
        .measure("a", &asks)
        .measure("b", &shares)
        .status("s", &status)
        .pack("[[stacking]]\nid = \"g\"\nrule = \"highest\"\nmeasures = [\"b\", \"a\"]\n")
        .enterprise("全", "投入=10元 销售=20元 余额=5元 规上=是 示范=否 人数=0")
        .enterprise("空", "")
        .enterprise("乱", "投入=十元 余额=一 规上=也许")
        .record("全", "项目", "经费=1元 合格=是")
        .record("全", "项目", "经费=2元")
        .record("空", "项目", "经费=2元 合格=否")
}

fn size(typed: &Typed) -> usize {
    let mut nodes = 0;
    typed.visit(&mut |_| nodes += 1);
    nodes
}

fn steps(step: &Step) -> usize {
    1 + step.children.iter().map(steps).sum::<usize>()
}

#[test]
fn shared_definitions_are_settled_and_explained_once_each() {
    for seed in 0..12 {
        let world = world(seed);
        let pack = world.compile();
        let settled = world.settle_by(&pack);
        assert_eq!(settled.rows("awards.csv").len(), 6);

        let roster = world.read(&pack);
        let edition = pack.on(YEAR, Date::year_end(YEAR).unwrap()).unwrap();
        let definitions: Vec<Option<Typed>> = pack.definitions.iter().map(|d| Some(d.value.clone())).collect();
        let all: usize = definitions.iter().flatten().map(size).sum();
        for enterprise in 0..3 {
            let frame =
                Frame::new(&roster.dataset, &pack.schema, &edition.binding, &definitions, enterprise..enterprise + 1);
            for typed in edition.in_force().flat_map(usage::expressions) {
                // every node at most once for the enterprise and once for each of its two records; a record is a step
                let most = 3 * (all + size(typed)) + 2;
                let traced = steps(&lang::trace(typed, &frame));
                assert!(traced <= most, "{traced} steps, {most} nodes: {}", typed.words.get());
                let mut told = 0;
                lang::reach(typed, &frame, &mut |_| told += 1);
                assert!(told <= 2 * most, "{told} told, {most} nodes: {}", typed.words.get());
                let _ = lang::causes(typed, &frame);
                let _ = lang::smallest(typed, &frame);
                let _ = lang::largest_possible(typed, &edition.binding, &definitions);
                let _ = lang::first_field(typed, &frame);
            }
        }
    }
}

#[test]
fn a_definition_that_is_used_again_is_shown_with_its_value() {
    let chain = "[[define]]\nname = \"甲\"\nvalue = \"投入 + 1元\"\n";
    let world = World::new().measure("a", &format!("{}{chain}", pays_and("甲 + 甲", ""))).enterprise("全", "投入=10元");
    let pack = world.compile();
    let roster = world.read(&pack);
    let edition = pack.on(YEAR, Date::year_end(YEAR).unwrap()).unwrap();
    let definitions: Vec<Option<Typed>> = pack.definitions.iter().map(|d| Some(d.value.clone())).collect();
    let frame = Frame::new(&roster.dataset, &pack.schema, &edition.binding, &definitions, 0..1);
    let measure = edition.in_force().next().unwrap();
    let step = lang::trace(usage::expressions(measure)[0], &frame);
    let [first, again] = step.children.as_slice() else { panic!("two operands") };
    assert_eq!((first.children.len(), again.children.len()), (1, 0));
    assert_eq!(first.value, again.value);
}

#[test]
fn what_an_award_may_be_is_known_through_shared_definitions() {
    // whole 分 at every level, so that no rounding is asked for
    let mut text =
        "[[define]]\nname = \"元0\"\nvalue = \"1元\"\n[[define]]\nname = \"率0\"\nvalue = \"50%\"\n".to_owned();
    for i in 1..LEVELS {
        let b = i - 1;
        text.push_str(&format!("[[define]]\nname = \"元{i}\"\nvalue = \"若 规上 则 元{b} 否则 元{b} + 元{b}\"\n"));
        text.push_str(&format!("[[define]]\nname = \"率{i}\"\nvalue = \"若 规上 则 率{b} 否则 率{b}\"\n"));
    }
    let top = LEVELS - 1;
    let award = format!(
        "[award]\namount = \"元{top}\"\n[[award.share]]\npayer = \"市级\"\nshare = \"率{top}\"\n[[award.share]]\npayer = \"县级\"\nshare = \"率{top}\"\n{text}"
    );
    let settled = World::new().measure("a", &award).enterprise("甲", "规上=是").settle();
    assert_eq!(settled.rows("awards.csv")[0]["payable"], "1.00");
}
