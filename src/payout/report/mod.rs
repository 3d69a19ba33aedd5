//! `report.html`: one page that tells a mayor what a year's settlement did: totals, by measure and county, who got
//! nothing and why, what waits, how good the data was, and that everything ties.
//!
//! The page stands alone: no script, no picture or font from elsewhere, and a policy in its head that forbids both.
//! It holds totals, never a list of enterprises, so its size does not grow with them. Each section is a file of
//! this room; what may be marked up, and how texts are escaped, is decided in [`html`] alone.

mod apart;
mod chart;
mod context;
mod counties;
mod figures;
mod grid;
mod head;
mod held;
mod html;
mod measures;
mod payers;
mod pools;
mod proof;
mod quality;
mod refused;
mod spread;
mod waterfall;

use crate::diagnostic::{Bilingual, Lang};
use crate::payout::dossier::Dossier;
use crate::say;

use context::Context;
use html::Html;

/// The name of the file.
pub const FILE: &str = "report.html";

/// What a section writes.
type Write = fn(&Context<'_>, &mut Html);

/// A section of the page.
struct Section {
    id: &'static str,
    title: Bilingual,
    write: Write,
}

/// The page as bytes.
///
/// # Errors
/// When a sum over the settlement does not fit in 128 bits, which its reconciliation rules out.
pub fn page(dossier: Dossier<'_>) -> Result<Vec<u8>, String> {
    let context = Context { dossier, results: dossier.results, tallies: dossier.tallies };
    let sections = sections(&context);
    let lang = match dossier.results.lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let mut html = Html::document();
    html.element("html", &[("lang", lang)], |html| {
        html.element("head", &[], |html| head::meta(&context, html));
        html.element("body", &[], |html| {
            chart::paints(html);
            html.element("main", &[], |html| {
                head::letterhead(&context, html);
                contents(&context, &sections, html);
                for (number, section) in sections.iter().enumerate() {
                    html.element("section", &[("id", section.id)], |html| {
                        html.leaf("h2", &[], &numbered(&context, number, section));
                        (section.write)(&context, html);
                    });
                }
                head::signatures(&context, html);
            });
        });
    });
    Ok(html.into_bytes())
}

/// The sections that have something to tell.
fn sections(context: &Context<'_>) -> Vec<Section> {
    let run = context.results.run;
    let mut sections = Vec::new();
    let mut add = |told: bool, id: &'static str, title: Bilingual, write: Write| {
        if told {
            sections.push(Section { id, title, write });
        }
    };
    let apart = !(run.estimates.is_empty() && run.statuses.is_empty());
    add(true, "totals", say!("总体情况", "Totals"), payers::write);
    add(!run.awards.is_empty(), "measures", say!("分政策措施", "By measure"), measures::write);
    add(!context.tallies.counties.is_empty(), "counties", say!("分县市区", "By county"), counties::write);
    add(true, "spread", say!("企业获得金额的分布", "How much the enterprises receive"), spread::write);
    add(true, "waterfall", say!("从计算金额到应付金额", "From the formula to what is paid"), waterfall::write);
    add(!run.pools.is_empty(), "pools", say!("总额控制", "Budgets"), pools::write);
    add(true, "refused", say!("不予补助及原因", "Who gets nothing, and why"), refused::write);
    add(true, "held", say!("待核：在等什么", "Held: what is waited for"), held::write);
    add(apart, "apart", say!("测算和认定（不计入应付）", "Estimates and statuses (in no total)"), apart::write);
    add(true, "quality", say!("数据质量", "Quality of the data"), quality::write);
    add(true, "proof", say!("核对和依据", "Reconciliation and evidence"), proof::write);
    sections
}

/// The table of contents, for the screen.
fn contents(context: &Context<'_>, sections: &[Section], html: &mut Html) {
    let label = context.say(&say!("目录", "contents"));
    html.element("nav", &[("aria-label", label.as_str())], |html| {
        html.element("ol", &[], |html| {
            for section in sections {
                let target = format!("#{}", section.id);
                html.element("li", &[], |html| {
                    html.leaf("a", &[("href", target.as_str())], &context.say(&section.title));
                });
            }
        });
    });
}

fn numbered(context: &Context<'_>, number: usize, section: &Section) -> String {
    const NUMERALS: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
    let figure = number.saturating_add(1);
    let numeral = NUMERALS.get(number).map_or_else(|| figure.to_string(), |n| (*n).to_owned());
    let (zh, en) = (&section.title.zh, &section.title.en);
    context.say(&say!("{numeral}、{zh}", "{figure}. {en}"))
}
