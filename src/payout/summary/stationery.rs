//! What a sheet bears beside its figures: whose it is, its number and batch, who signs.

use crate::diagnostic::Lang;
use crate::payout::results::Results;
use crate::say;

/// The office that issues the paper.
#[must_use]
pub fn issuer(results: Results<'_>) -> String {
    let pack = results.run.edition.pack;
    pack.stationery.issuer.clone().unwrap_or_else(|| pack.jurisdiction.clone())
}

/// A line with the document number and the batch, if there are any.
#[must_use]
pub fn facts(results: Results<'_>) -> Option<String> {
    let stationery = &results.run.edition.pack.stationery;
    let document = stationery.document.as_ref().map(|document| say!("文号：{document}", "document: {document}"));
    let batch = stationery.batch.as_ref().map(|batch| say!("批次：{batch}", "batch: {batch}"));
    let said: Vec<String> = document.into_iter().chain(batch).map(|fact| fact.get(results.lang).to_owned()).collect();
    (!said.is_empty()).then(|| said.join("　　"))
}

/// The line on which people sign.
#[must_use]
pub fn signatures(results: Results<'_>) -> String {
    let given = &results.run.edition.pack.stationery.signatories;
    let mut who: Vec<String> = given.clone();
    if who.is_empty() {
        let usual = [say!("制表", "made by"), say!("复核", "checked by"), say!("负责人", "approved by")];
        who.extend(usual.map(|word| word.get(results.lang).to_owned()));
    }
    who.push(say!("日期", "date").get(results.lang).to_owned());
    let (colon, room) = if results.lang == Lang::Zh {
        ("：", "　　　　　　　　　　")
    } else {
        (":", "                    ")
    };
    who.iter().map(|name| format!("{name}{colon}{room}")).collect::<String>().trim_end().to_owned()
}
