//! The top and the bottom of the page: whose paper it is, what it is about, how far it may be relied on, and who signs.

use crate::diagnostic::Bilingual;
use crate::payout::summary::unchecked;
use crate::say;

use super::context::Context;
use super::figures::{about_wan, count};
use super::html::Html;
use crate::diagnostic::codes::settle as codes;

/// Nothing may be loaded, run, framed or sent: the page is read, and that is all.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What a browser is told.
pub fn meta(context: &Context<'_>, html: &mut Html) {
    html.empty("meta", &[("charset", "utf-8")]);
    html.empty("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
    html.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    html.empty("meta", &[("name", "referrer"), ("content", "no-referrer")]);
    html.leaf("title", &[], &title(context));
    let edition = context.results.run.edition;
    let (pack, year, run) = (&edition.pack.title, edition.year, short(context));
    let foot = context.say(&say!("{pack} {year}年度 · 运行编号 {run}", "{pack} {year} · run {run}"));
    html.style(include_str!("style.css"), &foot);
}

fn title(context: &Context<'_>) -> String {
    let edition = context.results.run.edition;
    let (pack, year) = (&edition.pack.title, edition.year);
    context.say(&say!("{pack}{year}年度兑付报告", "{pack}: report for {year}"))
}

fn short(context: &Context<'_>) -> String {
    context.dossier.run_id().chars().take(16).collect()
}

/// Letterhead, title, what the page is about, warnings, and the four figures that are asked for first.
pub fn letterhead(context: &Context<'_>, html: &mut Html) {
    let edition = context.results.run.edition;
    let (pack, year, as_of) = (edition.pack, edition.year, edition.as_of);
    html.element("header", &[], |html| {
        let stationery = &pack.stationery;
        html.leaf("p", &[("class", "issuer")], stationery.issuer.as_ref().unwrap_or(&pack.jurisdiction));
        let marks: Vec<&str> =
            [&stationery.document, &stationery.batch].into_iter().flatten().map(String::as_str).collect();
        if !marks.is_empty() {
            html.leaf("p", &[("class", "document")], &marks.join("　"));
        }
        html.leaf("h1", &[], &title(context));
        let run = short(context);
        let standing = match context.results.run.provisional {
            true => say!("暂算", "provisional"),
            false => say!("正式", "final"),
        };
        html.element("p", &[("class", "about")], |html| {
            html.leaf("strong", &[("class", "standing")], &context.say(&standing));
            for words in [
                say!("政策年度 {year}", "policy year {year}"),
                say!("核定日 {as_of}", "as of {as_of}"),
                say!("运行编号 {run}", "run {run}"),
                say!("金额单位 元", "amounts in yuan"),
            ] {
                html.leaf("span", &[], &context.say(&words));
            }
        });
        warnings(context, html);
        tiles(context, html);
    });
}

/// Why nobody may pay by it yet, and what makes the whole run doubtful.
fn warnings(context: &Context<'_>, html: &mut Html) {
    let doubts = context.results.findings.iter().filter(|f| [&codes::YEAR, &codes::AS_OF].contains(&f.code));
    let mut warnings: Vec<Bilingual> = doubts.map(|f| f.message.clone()).collect();
    if context.results.run.provisional {
        warnings.push(say!(
            "暂算：有资金池超出预算，其中还有待核的核定；待核的一旦核定，各家的金额都会变动",
            "provisional: a budget is exceeded while awards on it are held; every amount changes once they are decided"
        ));
    }
    warnings.extend(unchecked(context.results.run.edition));
    for warning in warnings {
        html.leaf("p", &[("class", "warning"), ("role", "note")], &context.say(&warning));
    }
}

/// Paid, enterprises, held, to recover.
fn tiles(context: &Context<'_>, html: &mut Html) {
    let all = &context.tallies.all;
    let (paid, payable, recoverable) = (count(all.paid), all.payable.grouped(), all.recoverable.grouped());
    let (enterprises, held, recover) = (count(all.enterprises), count(all.held), count(all.recover));
    let of_lines = count(context.results.run.reconciliation.lines);
    let tiles = [
        (
            "paid",
            say!("应付", "payable"),
            amount(all.payable),
            say!("{payable} 元 · {paid} 笔", "{payable} yuan, {paid} awards"),
        ),
        (
            "enterprises",
            say!("获补企业", "enterprises paid"),
            {
                let n = count(all.paid_enterprises);
                say!("{n} 家", "{n}")
            },
            say!("全部企业 {enterprises} 家", "of {enterprises}"),
        ),
        (
            "held",
            say!("待核", "held"),
            say!("{held} 笔", "{held}"),
            say!("全部 {of_lines} 笔中", "of {of_lines} awards"),
        ),
        (
            "recover",
            say!("应追回", "to recover"),
            amount(all.recoverable),
            say!("{recoverable} 元 · {recover} 笔", "{recoverable} yuan, {recover} awards"),
        ),
    ];
    html.element("dl", &[("class", "tiles")], |html| {
        for (class, name, figure, beside) in &tiles {
            html.element("div", &[("class", class)], |html| {
                html.leaf("dt", &[], &context.say(name));
                html.leaf("dd", &[("class", "figure")], &context.say(figure));
                html.leaf("dd", &[("class", "beside")], &context.say(beside));
            });
        }
    });
}

/// In 万元 for Chinese readers, who think so; the exact amount stands below.
fn amount(amount: crate::money::Money) -> Bilingual {
    let (wan, yuan) = (about_wan(amount.fen(), 1), amount.grouped());
    say!("{wan} 万元", "{yuan}")
}

/// Who signs.
pub fn signatures(context: &Context<'_>, html: &mut Html) {
    let named = &context.results.run.edition.pack.stationery.signatories;
    let usual =
        [say!("制表", "made by"), say!("复核", "checked by"), say!("负责人", "approved by")].map(|s| context.say(&s));
    let signatories = if named.is_empty() { usual.as_slice() } else { named.as_slice() };
    let date = context.say(&say!("日期", "date"));
    html.element("footer", &[("class", "signatures")], |html| {
        for who in signatories.iter().chain([&date]) {
            html.element("p", &[], |html| {
                html.text(&context.say(&say!("{who}：", "{who}:")));
                html.leaf("span", &[("class", "line")], "");
            });
        }
    });
}
