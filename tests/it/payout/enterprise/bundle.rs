//! Where they are too many for a folder, the workbooks go into one archive: the same workbooks, the same bytes each time.

use std::io::{Cursor, Read as _};

use duixian::diagnostic::Lang;
use duixian::payout::Dossier;
use duixian::payout::enterprise::{BUNDLE, MOST_FILES, Sheets, papers, whereabouts};

use super::{books, dossier};
use crate::settle::random::city;

fn bundle(dossier: Dossier<'_>) -> Vec<u8> {
    let papers = papers(dossier, 3).expect("a form");
    let [paper] = papers.as_slice() else { panic!("one paper, not {}", papers.len()) };
    assert_eq!(paper.name, BUNDLE);
    paper.bytes().expect("an archive")
}

fn in_threads<T: Send>(threads: usize, make: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(make)
}

#[test]
fn it_holds_the_workbooks_that_a_folder_would() {
    dossier::of(&city(7, 12, 5), Lang::Zh, |dossier| {
        let dossier = Dossier { sheets: Sheets::All, ..dossier };
        let mut archive = zip::ZipArchive::new(Cursor::new(bundle(dossier))).expect("an archive");
        let files = books(dossier);
        assert_eq!(archive.len(), files.len());
        for (i, (name, bytes)) in files.iter().enumerate() {
            let mut file = archive.by_index(i).expect("a file");
            assert_eq!(format!("企业兑付单/{}", file.name().expect("a name")), *name);
            assert_eq!(file.last_modified(), Some(zip::DateTime::default()));
            let mut found = Vec::new();
            file.read_to_end(&mut found).expect("its bytes");
            assert!(found == *bytes, "{name}");
        }
        assert!(whereabouts(dossier).expect("there are some").zh.contains("12 家"));
    });
    assert_eq!(MOST_FILES, 10_000);
}

#[test]
fn the_bytes_do_not_depend_on_threads() {
    dossier::of(&city(8, 15, 5), Lang::Zh, |dossier| {
        let dossier = Dossier { sheets: Sheets::All, ..dossier };
        assert!(in_threads(1, || bundle(dossier)) == in_threads(5, || bundle(dossier)));
        assert!(books(dossier) == books(dossier));
    });
}

#[test]
fn who_gets_one_is_who_has_something() {
    dossier::of(&city(9, 30, 5), Lang::Zh, |dossier| {
        let count = |sheets| books(Dossier { sheets, ..dossier }).len();
        let run = dossier.results.run;
        let has = |e: &usize| run.awards.iter().any(|a| a.lines[*e].status.id() != "zero");
        let active = (0..run.enterprises).filter(has).count();
        assert!(active > 0 && active < 30, "{active}");
        assert_eq!([Sheets::None, Sheets::Active, Sheets::All].map(count), [0, active, 30]);
        assert_eq!(whereabouts(Dossier { sheets: Sheets::None, ..dossier }), None);
    });
}
