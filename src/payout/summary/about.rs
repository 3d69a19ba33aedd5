//! The sheet about the run (运行信息): what went in with digests, by which rules and options, what became of every row,
//! and that lines and money tie out, as formulas.

use crate::audit::manifest::Record;
use crate::diagnostic::Bilingual;
use crate::say;

use crate::payout::book::{Block, Row};
use crate::payout::dossier::Dossier;
use crate::payout::table::{Cell, Column, Kind};

use super::checks::adds_up;
use super::labels::{Words, numbered};

/// The blocks that have something to show.
#[must_use]
pub fn blocks(dossier: Dossier<'_>) -> Vec<Block> {
    let w = Words(dossier.results);
    let ingredients = dossier.ingredients;
    let mut blocks = vec![
        run(&w, dossier),
        accounting(&w, dossier),
        lines(&w, dossier),
        money(&w, dossier),
        control(&w, dossier),
        records(&w, &say!("输入文件", "inputs"), &ingredients.inputs),
        records(&w, &say!("规则文件", "rule files"), &ingredients.rules),
        records(&w, &say!("结果文件（CSV）", "results (CSV)"), &ingredients.tables),
        options(&w, dossier),
    ];
    blocks.retain(|block| !block.rows.is_empty());
    for (number, block) in blocks.iter_mut().enumerate() {
        block.caption = numbered(number, &block.caption, dossier.results.lang);
    }
    blocks
}

fn fact(w: &Words<'_>, name: &Bilingual, value: impl Into<String>) -> Row {
    Row::plain(vec![w.cell(name), Cell::from(value.into())])
}

/// Which run this is, and whether it is final.
fn run(w: &Words<'_>, dossier: Dossier<'_>) -> Block {
    let run = dossier.results.run;
    let edition = run.edition;
    let pack = edition.pack;
    let standing = if run.provisional {
        let pools = run.pools.iter().filter(|p| p.exceeded() && p.held > 0);
        let pools: Vec<String> = pools
            .filter_map(|outcome| {
                let (title, held) = (&pack.pools.get(outcome.pool)?.title, outcome.held);
                Some(w.text(&say!("{title}（待核 {held} 笔）", "{title} ({held} held)")))
            })
            .collect();
        let pools = pools.join(&w.text(&say!("、", ", ")));
        say!("暂算：超出预算而且还有待核的资金：{pools}", "provisional: exceeded while awards are held: {pools}")
    } else {
        match dossier.tallies.all.held {
            0 => say!("正式：没有待核的核定", "final: nothing is held"),
            held => say!(
                "正式：待核的 {held} 笔一旦核定，不改变已核定的预算分配",
                "final: the {held} held awards change no share of a budget once they are decided"
            ),
        }
    };
    let version = env!("CARGO_PKG_VERSION");
    Block {
        caption: w.text(&say!("本次运行", "this run")),
        columns: facts(w),
        spans: vec![1, 6],
        rows: vec![
            fact(w, &say!("运行编号", "run"), dossier.run_id()),
            fact(w, &say!("程序", "program"), format!("duixian {version}")),
            fact(w, &say!("政策包", "pack"), format!("{}（{}）", pack.title, pack.id)),
            fact(w, &say!("适用地区", "jurisdiction"), pack.jurisdiction.clone()),
            fact(w, &say!("政策年度", "policy year"), edition.year.to_string()),
            fact(w, &say!("核定日", "as of"), edition.as_of.to_string()),
            fact(w, &say!("结果性质", "standing"), w.text(&standing)),
        ],
    }
}

fn facts(w: &Words<'_>) -> Vec<Column> {
    vec![w.column(&say!("项目", "what"), Kind::Text), w.column(&say!("内容", "value"), Kind::Text)]
}

/// What became of the rows of each table.
fn accounting(w: &Words<'_>, dossier: Dossier<'_>) -> Block {
    let count = |n: u64| Cell::Integer(i128::from(n));
    let rows = dossier.accounting.iter().map(|table| {
        Row::plain(vec![
            Cell::from(table.table.clone()),
            count(table.rows),
            count(table.used),
            count(table.merged),
            count(table.excluded),
            count(table.rejected),
            adds_up(w, "B", &["C", "D", "E", "F"]),
        ])
    });
    Block {
        caption: w.text(&say!("名单行数核对（总行数 = 采用 + 合并 + 不作数据 + 退回）", "rows of the rosters")),
        columns: vec![
            w.column(&say!("表", "table"), Kind::Text),
            w.column(&say!("总行数", "rows"), Kind::Integer),
            w.column(&say!("采用", "used"), Kind::Integer),
            w.column(&say!("合并", "merged"), Kind::Integer),
            w.column(&say!("不作数据", "excluded"), Kind::Integer),
            w.column(&say!("退回", "rejected"), Kind::Integer),
            w.column(&say!("核对", "check"), Kind::State),
        ],
        spans: Vec::new(),
        rows: rows.collect(),
    }
}

/// Enterprises × measures = paid + nothing + held + to recover.
fn lines(w: &Words<'_>, dossier: Dossier<'_>) -> Block {
    let run = dossier.results.run;
    let r = &run.reconciliation;
    let count = |n: u64| Cell::Integer(i128::from(n));
    let sizes = [run.enterprises, run.awards.len()].map(|n| u64::try_from(n).unwrap_or(u64::MAX));
    let [enterprises, measures] = sizes;
    let whole = Cell::formula(format!("={enterprises}*{measures}"), count(r.lines));
    Block {
        caption: w.text(&say!(
            "核定笔数核对（{enterprises} 家企业 × {measures} 项政策 = 应付 + 不予补助 + 待核 + 应追回）",
            "lines ({enterprises} enterprises × {measures} measures)"
        )),
        columns: vec![
            w.column(&say!("项目", "what"), Kind::Text),
            w.column(&say!("核定笔数", "lines"), Kind::Integer),
            w.column(&say!("应付", "paid"), Kind::Integer),
            w.column(&say!("不予补助", "nothing"), Kind::Integer),
            w.column(&say!("待核", "held"), Kind::Integer),
            w.column(&say!("应追回", "to recover"), Kind::Integer),
            w.column(&say!("核对", "check"), Kind::State),
        ],
        spans: Vec::new(),
        rows: vec![Row::plain(vec![
            w.cell(&say!("核定", "awards")),
            whole,
            count(r.paid.0),
            count(r.zero),
            count(r.held),
            count(r.recover.0),
            adds_up(w, "B", &["C", "D", "E", "F"]),
        ])],
    }
}

/// What is payable = what the payments add up to.
fn money(w: &Words<'_>, dossier: Dossier<'_>) -> Block {
    let r = &dossier.results.run.reconciliation;
    let row = |name: &Bilingual, payable, payments| {
        Row::plain(vec![w.cell(name), Cell::Money(payable), Cell::Money(payments), adds_up(w, "B", &["D"])])
    };
    Block {
        caption: w.text(&say!("金额核对（awards.csv 与 payments.csv，单位：元）", "money (yuan)")),
        columns: vec![
            w.column(&say!("项目", "what"), Kind::Text),
            w.column(&say!("核定合计", "awards"), Kind::Money),
            w.column(&say!("拨付合计", "payments"), Kind::Money),
            w.column(&say!("核对", "check"), Kind::State),
        ],
        spans: vec![1, 2, 2, 2],
        rows: vec![
            row(&say!("应付", "payable"), r.paid.1, r.payments.0),
            row(&say!("应追回", "to recover"), r.recover.1, r.payments.1),
        ],
    }
}

/// Totals that were stated before the run and met.
fn control(w: &Words<'_>, dossier: Dossier<'_>) -> Block {
    let rows = dossier.control.iter().map(|met| {
        Row::plain(vec![Cell::from(met.name.clone()), Cell::from(met.value.clone()), w.cell(&say!("相符", "met"))])
    });
    Block {
        caption: w.text(&say!("事先核对的合计数", "control totals stated before the run")),
        columns: vec![
            w.column(&say!("合计数", "total"), Kind::Text),
            w.column(&say!("事先的数", "stated"), Kind::Text),
            w.column(&say!("核对", "check"), Kind::State),
        ],
        spans: vec![1, 2, 2],
        rows: rows.collect(),
    }
}

/// Files with their lengths and digests.
fn records(w: &Words<'_>, caption: &Bilingual, records: &[Record]) -> Block {
    let rows = records.iter().map(|record| {
        Row::plain(vec![
            Cell::from(record.name.clone()),
            Cell::Integer(i128::from(record.bytes)),
            Cell::from(record.sha256.clone()),
        ])
    });
    Block {
        caption: w.text(caption),
        columns: vec![
            w.column(&say!("文件", "file"), Kind::Text),
            w.column(&say!("字节数", "bytes"), Kind::Integer),
            w.column(&say!("SHA-256 校验值", "SHA-256"), Kind::Code),
        ],
        spans: vec![1, 1, 5],
        rows: rows.collect(),
    }
}

/// Everything that may change a result or a word of it.
fn options(w: &Words<'_>, dossier: Dossier<'_>) -> Block {
    let rows = dossier
        .ingredients
        .options
        .iter()
        .map(|(name, value)| Row::plain(vec![Cell::from(name.clone()), Cell::from(value.clone())]));
    Block { caption: w.text(&say!("选项", "options")), columns: facts(w), spans: vec![1, 6], rows: rows.collect() }
}
