//! Measures without a reference, and references that nobody has checked against the issuing text.

use super::super::pack::Standing;
use super::found::Found;
use super::ground::Ground;
use crate::diagnostic::codes::lint as codes;
use crate::say;

pub(super) fn look(ground: &Ground<'_>, all: &mut Vec<Found>) {
    for measure in ground.measures() {
        let (id, title) = (&measure.id, &measure.title);
        if measure.references.is_empty() {
            let message = say!("“{title}”没有写依据", "`{title}` has no reference");
            let remedy =
                say!("写一节 [[reference]]，引用文件和条文", "write a [[reference]] with the document and the clause");
            all.push(Found::new(&codes::REFERENCE_MISSING, &measure.span, id, message, remedy).in_measure(id));
        }
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
