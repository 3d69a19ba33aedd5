//! References that nobody has checked against the issuing text. A measure without one is refused when it is read.

use super::super::pack::Standing;
use super::found::Found;
use super::ground::Ground;
use crate::diagnostic::codes::lint as codes;
use crate::say;

pub(super) fn look(ground: &Ground<'_>, all: &mut Vec<Found>) {
    for measure in ground.measures() {
        let (id, title) = (&measure.id, &measure.title);
        let unchecked = measure.references.iter().find(|r| r.standing == Standing::Demonstration);
        if let Some(reference) = unchecked {
            let document = &reference.document;
            let message = say!(
                "“{title}”依据的“{document}”只是演示，未与发文原件核对，不得据以付款",
                "`{title}` rests on `{document}`, a demonstration not checked against the issuing text: nobody may pay by it"
            );
            let remedy = say!(
                "与发文原件核对后写 standing = \"verified\"",
                "check it against the issuing text, then write standing = \"verified\""
            );
            all.push(Found::new(&codes::DEMONSTRATION, &measure.span, id, message, remedy).in_measure(id));
        }
    }
}
