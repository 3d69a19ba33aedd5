//! `公示名单.xlsx`: who is to be paid, for everybody to see. It has no word for bank data, so none can be on it; what is
//! held, refused or to be recovered is not on it either.

use super::Office;
use super::grant::own;
use super::print;
use super::printed::{Group, Heading, Line, List, Paper, Style};
use crate::money::Money;
use crate::payout::dossier::Dossier;
use crate::payout::table::{Cell, Kind};
use crate::policy::pack::{Measure, MeasureKind};
use crate::policy::stationery::{Listed as _, PublicColumn};
use crate::say;
use crate::settle::enterprises::Enterprises;
use crate::settle::run::Status;

/// The name of the file.
pub const FILE: &str = "公示名单.xlsx";

/// The file as bytes.
///
/// # Errors
/// A mistake of ours.
pub fn write(dossier: Dossier<'_>) -> Result<Vec<u8>, String> {
    let office = Office::of(dossier);
    let edition = office.results.run.edition;
    let list = list(office);
    let paper = Paper { title: list.title.clone(), created: edition.as_of, foot: office.foot(), lists: vec![list] };
    print::write(paper, office.stationery.capitals, office.results.lang)
}

fn list(office: Office<'_>) -> List<'_> {
    let run = office.results.run;
    let (pack, year) = (&run.edition.pack.title, run.edition.year);
    let layout = &office.stationery.public_list;
    let columns: Vec<PublicColumn> = layout.columns.iter().map(|titled| titled.column).collect();
    let headings: Vec<Heading> = layout
        .columns
        .iter()
        .map(|titled| {
            let (kind, most) = match titled.column {
                PublicColumn::Number => (Kind::State, 6),
                PublicColumn::Code => (Kind::Code, 24),
                PublicColumn::Name => (Kind::Text, 44),
                PublicColumn::County => (Kind::Text, 12),
                PublicColumn::Measure => (Kind::Text, 36),
                PublicColumn::Recipient => (Kind::Text, 16),
                PublicColumn::Amount => (Kind::Money, 24),
            };
            let name = office.heading(titled.heading.as_ref(), titled.column.heading());
            Heading { over: None, name, kind, sum: kind == Kind::Money, most }
        })
        .collect();
    let amounts = columns.iter().position(|c| *c == PublicColumn::Amount);
    let enterprises = office.results.enterprises();
    let groups = sections(office, enterprises, &columns);
    let all: usize = groups.iter().map(|group| group.len).sum();
    List {
        name: office.say(&say!("公示名单", "public list")),
        title: office.say(&say!("{pack}{year}年度拟奖补名单公示", "{pack}: to be paid for {year}")),
        before: opening(office, all),
        columns: headings,
        groups,
        grouped: office.say(&say!("政策措施", "measure")),
        total: amounts.map(|_| office.say(&say!("合计（{all} 项）", "total: {all} awards"))),
        capitals: amounts.map(|column| (office.say(&say!("合计金额（大写）：", "in capitals: ")), column)),
        after: vec![
            Line::new(Style::Right, office.issuer().to_owned()),
            Line::new(Style::Right, office.say(&say!("　　　　年　　月　　日", "date:            "))),
        ],
        portrait: true,
    }
}

/// What is told to the public; what nobody has said yet is a line to fill in.
fn opening(office: Office<'_>, all: usize) -> Vec<Line> {
    let edition = office.results.run.edition;
    let (pack, year) = (&edition.pack.title, edition.year);
    let layout = &office.stationery.public_list;
    let mut lines = office.warnings();
    if let Some(document) = &office.stationery.document {
        lines.push(Line::new(Style::Note, office.say(&say!("文号：{document}", "document {document}"))));
    }
    if let Some(batch) = &office.stationery.batch {
        lines.push(Line::new(Style::Note, office.say(&say!("批次：{batch}", "batch {batch}"))));
    }
    let period = layout.period.clone().unwrap_or_else(|| {
        let blank = say!("________年____月____日至________年____月____日", "from ________________ to ________________");
        office.say(&blank)
    });
    let contact = layout.contact.clone().unwrap_or_else(|| "______________________________".to_owned());
    let said = [
        say!(
            "　　根据{pack}，经申报、审核，现将{year}年度拟奖补名单（共 {all} 项）予以公示，接受社会监督。",
            "By {pack}, after applications and review, the {all} awards that are to be paid for {year} are made public."
        ),
        say!("　　公示期：{period}。", "Shown {period}."),
        say!(
            "　　公示期内如有异议，请以书面形式反映，单位反映的加盖公章，个人反映的署真实姓名。",
            "Objections may be raised in writing, under the name of who raises them."
        ),
        say!("　　联系方式：{contact}。", "Contact: {contact}."),
    ];
    lines.extend(said.iter().map(|text| Line::new(Style::Text, office.say(text))));
    lines
}

/// A section for each measure that pays somebody.
fn sections<'a>(office: Office<'a>, enterprises: Enterprises<'a>, columns: &[PublicColumn]) -> Vec<Group<'a>> {
    let run = office.results.run;
    let mut groups = Vec::new();
    for (award, lines) in run.awards.iter().enumerate() {
        let Some(measure) = run.award_measure(award) else { continue };
        let paid: Vec<(usize, Money)> = lines
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.status == Status::Paid)
            .map(|(enterprise, line)| (enterprise, line.waterfall.as_ref().map_or(Money::ZERO, |w| w.payable)))
            .collect();
        if paid.is_empty() {
            continue;
        }
        let (count, title, number) = (paid.len(), &measure.title, groups.len().saturating_add(1));
        let recipients = recipients(measure);
        let mut said = office.say(&say!("{number}. {title}（{count} 家）", "{number}. {title} ({count})"));
        if recipients != own(run) {
            said.push_str(&office.say(&say!("　收款方：{recipients}", "  paid to: {recipients}")));
        }
        let columns = columns.to_vec();
        groups.push(Group {
            title: Some(said),
            name: measure.title.clone(),
            subtotal: columns.contains(&PublicColumn::Amount).then(|| office.say(&say!("小计", "subtotal"))),
            len: count,
            row: Box::new(move |index| {
                let Some((enterprise, amount)) = paid.get(index).copied() else { return Vec::new() };
                let cell = |column: &PublicColumn| match column {
                    PublicColumn::Number => Cell::Integer(i128::try_from(index).unwrap_or_default().saturating_add(1)),
                    PublicColumn::Code => Cell::text(enterprises.code(enterprise)),
                    PublicColumn::Name => Cell::text(enterprises.name(enterprise)),
                    PublicColumn::County => Cell::text(enterprises.county(enterprise)),
                    PublicColumn::Measure => Cell::text(&measure.title),
                    PublicColumn::Recipient => Cell::from(recipients.clone()),
                    PublicColumn::Amount => Cell::Money(amount),
                };
                columns.iter().map(cell).collect()
            }),
        });
    }
    groups
}

/// Who receives what a measure pays.
fn recipients(measure: &Measure) -> String {
    let MeasureKind::Payout(award) = &measure.kind else { return String::new() };
    let mut known: Vec<&str> = Vec::new();
    for component in &award.components {
        if !known.contains(&component.recipient.as_str()) {
            known.push(&component.recipient);
        }
    }
    known.join("、")
}
