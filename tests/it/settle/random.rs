//! Random small cities: a pack in which every step happens, and enterprises whose cells are near the edges,
//! empty or unreadable.

use super::world::{World, pays, pays_and};
use crate::lang::generate::Dice;

/// A pack with every step in it.
pub fn pack() -> World {
    let condition = "[[condition]]\nid = \"large\"\nwhen = \"规上 或 人数 不低于 10\"\notherwise = \"不\"\n";
    let shares = "[[award.share]]\npayer = \"市级\"\n[[award.share]]\npayer = \"县级\"\nshare = \"若 等级 = “甲” 则 1 / 3 否则 50%\"\n";
    let plain = "round = { mode = \"down\", unit = \"1元\" }";
    World::new()
        .measure("base", &format!("{condition}{}", pays_and("投入 * 10%", "cap = \"若 示范 则 50元 否则 40元\"\nfloor = \"5元\"")))
        .measure("ratio", &pays("销售 / 人数"))
        .measure("projects", &format!("[award]\namount = \"合计(经费 于 项目 当 合格 且 年(立项日期) = 政策年度)\"\n{plain}\npool = \"p\"\n{shares}"))
        .measure("flat", &format!("{condition}[award]\npool = \"p\"\ninstalments = [{{ share = \"40%\", due = 0 }}, {{ share = \"60%\", due = 1 }}]\n[[award.component]]\npayer = \"省级\"\namount = \"30元\"\n[[award.component]]\npayer = \"市级\"\namount = \"20元\"\nwhen = \"等级 = “乙”\"\n"))
        .measure("bank", &format!("veto = false\n{}", pays_and("核定(base) + 销售 * 1%", "split_unit = \"0.01元\"")))
        .estimate("tax", "[estimate]\namount = \"投入 * 25%\"\nround = { mode = \"half_up\", unit = \"0.01元\" }\n")
        .status("size", "[status]\nvalue = \"若 人数 不低于 10 则 “大” 否则 “小”\"\n")
        .pack("[[stacking]]\nid = \"g\"\nrule = \"highest\"\nmeasures = [\"base\", \"ratio\"]")
        .pack("[[enterprise-cap]]\nid = \"year\"\nmeasures = [\"base\", \"ratio\", \"projects\"]\nvalues = [{ from = 2023-01-01, value = \"120元\" }]")
        .pack("[[pool]]\nid = \"p\"\ntitle = \"池\"\nrule = \"pro_rata\"\nunit = \"1元\"\nbudget = [{ from = 2023-01-01, value = \"700元\" }]")
}

/// A cell: mostly one of the values, sometimes nothing, sometimes what cannot be read.
fn cell(dice: &mut Dice, field: &str, values: &[&str], holes: usize) -> String {
    match dice.below(100) {
        n if n < holes => String::new(),
        n if n < holes + holes / 3 => format!("{field}=？？ "),
        _ => format!("{field}={} ", dice.pick(values)),
    }
}

/// A city of `size` enterprises; `holes` percent of its cells are empty.
pub fn city(seed: u64, size: usize, holes: usize) -> World {
    let dice = &mut Dice::new(seed);
    let mut world = pack();
    for i in 0..size {
        let name = format!("企业{i}");
        let mut given = format!("所属县={} ", dice.pick(&["东县", "西县"]));
        given += &cell(dice, "投入", &["0", "49.99", "50", "123.45", "399", "400", "401", "5000", "-3"], holes);
        given += &cell(dice, "销售", &["0", "1", "700", "99.9", "1000"], holes);
        given += &cell(dice, "规上", &["是", "否"], holes);
        given += &cell(dice, "示范", &["是", "否"], holes);
        given += &cell(dice, "人数", &["0", "1", "7", "9", "10", "11"], holes);
        given += &cell(dice, "等级", &["甲", "乙", "丙"], holes);
        world = world.enterprise(&name, &given);
        for _ in 0..dice.below(4) {
            let mut given = String::new();
            given += &cell(dice, "经费", &["1", "33.33", "50", "80.5"], holes);
            given += &cell(dice, "立项日期", &["2023-01-01", "2023-12-31", "2022-12-31"], holes);
            given += &cell(dice, "合格", &["是", "是", "否"], holes);
            world = world.record(&name, "项目", &given);
        }
        if dice.below(2) == 0 {
            let mut given = String::new();
            given += &cell(dice, "政策", &["base", "projects", "flat", "政策bank", "政策别处"], holes);
            given += &cell(dice, "政策年度", &["2023", "2023", "2022"], holes);
            given += &cell(dice, "金额", &["5", "30", "200", "40", "50"], holes);
            given += &cell(dice, "事由", &["预拨", "已拨", "应追回"], holes);
            world = world.record(&name, "已拨付", &given);
        }
        if dice.below(12) == 0 {
            let mut given = cell(dice, "起始日期", &["2023-01-01", "2024-01-01"], holes);
            given += &cell(dice, "截止日期", &["2023-06-30", "2024-06-30"], 40);
            world = world.record(&name, "限制名单", &given);
        }
    }
    world
}
