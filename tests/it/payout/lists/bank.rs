//! 银行批量付款.csv: what is due now, in the bank's encoding, to the cent; what it leaves out is told.

use duixian::diagnostic::{Finding, Lang};
use duixian::payout::lists::bank;

use super::{HOSTILE, SHARED, account, city, fen, hostile, papers, with_accounts};
use crate::payout::dossier;
use crate::settle::world::{World, pays, rows};

const FILE: &str = "银行批量付款.csv";

fn bytes(world: &World) -> Vec<u8> {
    papers(world, Lang::Zh).remove(FILE).expect("the file")
}

/// The lines of the file in GB18030 between commas.
fn lines(world: &World) -> Vec<Vec<String>> {
    let bytes = bytes(world);
    let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(&bytes).expect("its encoding");
    read(&text, b',')
}

fn read(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(text.as_bytes());
    reader.records().map(|r| r.expect("a sound line").iter().map(str::to_owned).collect()).collect()
}

fn findings(world: &World) -> Vec<Finding> {
    dossier::of(world, Lang::Zh, |dossier| {
        let results = dossier.results;
        bank::findings(results.run, results.data, results.places)
    })
}

#[test]
fn it_is_what_is_due_now_to_the_enterprises() {
    let world = city();
    let payments = rows(&world.settle().files["payments.csv"]);
    let due: Vec<_> = payments
        .iter()
        .filter(|p| p["due"] == "2023" && p["recipient"] == "企业" && fen(&p["amount"]) > 0)
        .map(|p| (p["name"].clone(), fen(&p["amount"])))
        .collect();
    assert!(due.len() > 15 && payments.iter().any(|p| p["due"] == "2024"));
    let lines = lines(&world);
    assert_eq!(lines[0], ["序号", "收款人名称", "收款账号", "开户银行", "金额", "用途"]);
    let listed: Vec<_> = lines[1..].iter().map(|l| (l[1].clone(), fen(&l[4]))).collect();
    assert_eq!(listed, due);
    for (n, line) in lines[1..].iter().enumerate() {
        let of: usize = line[1].trim_start_matches("企业").parse().expect("a number");
        assert_eq!((line[0].clone(), line[2].clone()), ((n + 1).to_string(), account(of)));
    }
}

#[test]
fn what_goes_to_others_is_left_out_and_told() {
    let found = findings(&city());
    let others: Vec<_> = found.iter().filter(|f| f.code.id == "payout/other-recipient").collect();
    assert_eq!(others.len(), 1);
    let payments = rows(&city().settle().files["payments.csv"]);
    let those: Vec<i128> = payments
        .iter()
        .filter(|p| p["recipient"] == "合作银行")
        .map(|p| fen(&p["amount"]))
        .filter(|f| *f > 0)
        .collect();
    let said = &others[0].message.zh;
    assert!(said.contains("“合作银行”") && said.contains(&format!("{} 笔", those.len())), "{said}");
    assert!(said.replace(',', "").contains(&format!("{}.00 元", those.iter().sum::<i128>() / 100)), "{said}");
}

#[test]
fn who_has_no_account_is_left_out_and_told_with_the_cell() {
    let world = World::new()
        .fields(&with_accounts())
        .measure("m", &pays("投入"))
        .enterprise("有", &format!("投入=1 开户行=某银行 账号={}", account(1)))
        .enterprise("无账号", "投入=2 开户行=某银行")
        .enterprise("无银行", &format!("投入=3 账号={}", account(3)))
        .enterprise("不是账号", "投入=4 开户行=某银行 账号=待定")
        .enterprise("公式", "投入=5 开户行=某银行 账号==1+1234567")
        .enterprise("分组", "投入=6 开户行=某银行 账号=6222-0000-00006")
        .enterprise("不付", "投入=0");
    let listed: Vec<_> = lines(&world)[1..].iter().map(|l| (l[1].clone(), l[2].clone())).collect();
    assert_eq!(listed, [("有".to_owned(), account(1)), ("分组".to_owned(), "6222-0000-00006".to_owned())]);
    let said: Vec<_> = findings(&world)
        .iter()
        .map(|f| (f.code.id, f.message.zh.clone(), format!("{:?}", f.place).contains("Cell")))
        .collect();
    let expected = [
        ("payout/account-missing", "“账号”没有填，1 笔共 2.00 元没有列入银行批量付款.csv"),
        ("payout/account-missing", "“开户行”没有填，1 笔共 3.00 元没有列入银行批量付款.csv"),
        ("payout/account-form", "“账号”填的“待定”不是账号，1 笔共 4.00 元没有列入银行批量付款.csv"),
        ("payout/account-form", "“账号”填的“=1+1234567”不是账号，1 笔共 5.00 元没有列入银行批量付款.csv"),
    ];
    assert_eq!(said, expected.map(|(code, said)| (code, said.to_owned(), true)));
}

#[test]
fn a_bank_is_asked_for_only_where_the_file_has_it() {
    let world = World::new()
        .fields(&with_accounts())
        .measure("m", &pays("投入"))
        .layout("[bank-file]\ncolumns = [\"recipient\", \"account\", \"amount\"]\n")
        .enterprise("甲", &format!("投入=3 账号={}", account(3)));
    assert!(findings(&world).is_empty());
    // without a purpose the mark of demonstration data has a column of its own
    assert_eq!(lines(&world)[1], ["甲".to_owned(), account(3), "3.00".to_owned(), "【示范数据，不得付款】".to_owned()]);
}

#[test]
fn the_layout_decides_how_it_is_written() {
    let layout = r#"
batch = "第一批"
[bank-file]
columns   = ["account", { column = "recipient", heading = "户名" }, "amount", "purpose", "payer", "payer-unit"]
purpose   = "{batch}{year}{payer}{measure}"
headings  = true
lines     = "enterprise"
payers    = ["县级"]
encoding  = "utf-8-bom"
delimiter = "bar"
amount    = "fen"
account   = "apostrophe"
ends      = "lf"
"#;
    let world = World::new()
        .fields(&with_accounts())
        .measure("a", SHARED)
        .measure("b", SHARED)
        .layout(layout)
        .enterprise("甲", &format!("投入=1000 开户行=某银行 账号={}", account(1)));
    let text = String::from_utf8(bytes(&world)).expect("UTF-8");
    let expected = format!(
        "\u{feff}收款账号|户名|金额|用途|承担方|付款单位\n\"'{}\"|甲|60000|【示范数据，不得付款】第一批2023县级政策a、政策b|县级|东县\n",
        account(1)
    );
    assert_eq!(text, expected);
}

#[test]
fn every_encoding_and_delimiter_reads_back() {
    for (encoding, table) in
        [("gb18030", encoding_rs::GB18030), ("gbk", encoding_rs::GBK), ("utf-8", encoding_rs::UTF_8)]
    {
        for (word, sign) in [("comma", b','), ("semicolon", b';'), ("tab", b'\t'), ("bar", b'|')] {
            let layout = format!(
                "[bank-file]\nencoding = \"{encoding}\"\ndelimiter = \"{word}\"\namount = \"grouped\"\nheadings = false\n"
            );
            let bytes = bytes(&hostile().layout(&layout));
            let text = table.decode_without_bom_handling_and_without_replacement(&bytes).expect("its encoding");
            let lines = read(&text, sign);
            assert_eq!(lines.len(), 2 * HOSTILE.len(), "{encoding} {word}");
            for line in &lines {
                let name = line[1].strip_prefix('\'').unwrap_or(&line[1]);
                assert!(HOSTILE.contains(&name), "{line:?}");
                assert!(!line.iter().any(|cell| duixian::payout::csv::runs_as_formula(cell)), "{line:?}");
            }
        }
    }
}

#[test]
fn what_an_encoding_cannot_hold_is_left_out_and_told_never_a_question_mark() {
    let rare = World::new()
        .fields(&with_accounts())
        .measure("m", &pays("投入"))
        .enterprise("𠮷野家公司", &format!("投入=1 开户行=某银行 账号={}", account(1)))
        .enterprise("甲公司", &format!("投入=2 开户行=某银行 账号={}", account(2)));
    // GB18030 holds it
    assert_eq!(lines(&rare)[1][1], "𠮷野家公司");
    assert!(findings(&rare).is_empty());
    let gbk = rare.layout("[bank-file]\nencoding = \"gbk\"\n");
    let bytes = bytes(&gbk);
    let text = encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(&bytes).expect("GBK");
    assert!(!text.contains('?') && !text.contains("野家") && text.contains("甲公司"), "{text}");
    let found = findings(&gbk);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code.id, "payout/not-writable");
    assert!(found[0].message.zh.contains("1 笔共 1.00 元"), "{}", found[0].message.zh);
}

#[test]
fn the_first_stage_is_due_now_and_the_others_later() {
    let stages = "[award]\namount = \"投入\"\nround = { mode = \"down\", unit = \"1元\" }\npayer = \"市级\"\ninstalments = [{ share = \"50%\", due = \"立项\" }, { share = \"50%\", due = \"验收\" }]\n";
    let parts = "[[award.component]]\npayer = \"市级\"\namount = \"7元\"\n[[award.component]]\npayer = \"市级\"\namount = \"3元\"\ndue = \"考核\"\n[[award.component]]\npayer = \"市级\"\namount = \"2元\"\ndue = 1\n";
    let world = World::new()
        .fields(&with_accounts())
        .measure("stages", stages)
        .measure("parts", &format!("[award]\nlead = \"市级\"\n{parts}"))
        .enterprise("甲", &format!("投入=100 开户行=某银行 账号={}", account(1)));
    let amounts: Vec<_> = lines(&world)[1..].iter().map(|l| l[4].clone()).collect();
    assert_eq!(amounts, ["50.00", "7.00"]);
}

#[test]
fn a_roster_without_the_column_is_told_once() {
    let fields = with_accounts();
    let world =
        World::new().fields(&fields).measure("m", &pays("投入")).enterprise("甲", "投入=1").enterprise("乙", "投入=2");
    let pack = world.compile();
    let files: Vec<_> = world
        .roster(&pack)
        .into_iter()
        .map(|mut file| {
            if file.name == "企业名单.csv" {
                // the first two columns are the bank and the account
                let text = String::from_utf8(file.bytes.to_vec()).expect("UTF-8");
                let text: Vec<String> =
                    text.lines().map(|line| line.splitn(3, ',').nth(2).expect("columns").to_owned()).collect();
                file.bytes = std::sync::Arc::from(format!("{}\n", text.join("\n")).into_bytes());
            }
            file
        })
        .collect();
    let roster = crate::engine::read(&files, &pack, 2023);
    let day = duixian::calendar::Date::year_end(2023).expect("a day");
    let edition = pack.on(2023, day).expect("an edition");
    let run =
        duixian::settle::run(&edition, &roster.dataset, &duixian::settle::Options::default(), &|_| {}).expect("no bug");
    let found = bank::findings(&run, &roster.dataset, &roster);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message.zh, "“企业”没有“账号”这一列，2 笔共 3.00 元没有列入银行批量付款.csv");
}

#[test]
fn line_breaks_and_direction_marks_reach_no_file() {
    let mut world = World::new()
        .fields(&with_accounts())
        .measure("m", &pays("投入"))
        .enterprise("甲\n乙公司", &format!("投入=1 开户行=某银行 账号={}", account(1)))
        .enterprise("丙\u{202e}丁公司", &format!("投入=2 开户行=某银行 账号={}", account(2)))
        .enterprise("戊公司", &format!("投入=4 账号={}", account(3)));
    world.cells_of("戊公司").insert("开户行".to_owned(), "某银行\n支行".to_owned());
    let papers = papers(&world, Lang::Zh);
    let text = encoding_rs::GB18030.decode(&papers[FILE]).0.into_owned();
    let listed = read(&text, b',').len() - 1;
    assert!(!text.contains('\u{202e}') && text.matches("\r\n").count() == text.matches('\n').count(), "{text}");
    for (file, bytes) in papers.iter().filter(|(file, _)| file.ends_with(".xlsx")) {
        assert!(!super::everything(bytes).contains('\u{202e}'), "{file}");
    }
    // whatever is paid and does not stand in the file is told
    let payments = rows(&world.settle().files["payments.csv"]).len();
    assert_eq!(listed + findings(&world).len(), payments);
}
