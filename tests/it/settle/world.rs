//! One builder for all tests of the settlement: a small pack written inline, a few enterprises and records
//! as CSV files, and the result seen through the files that a user gets.
//!
//! ```ignore
//! let settled = World::new()
//!     .measure("m", &pays("投入 * 10%"))
//!     .enterprise("甲", "投入=1000元")
//!     .settle();
//! assert_eq!(settled.line("甲", "m"), "paid gross=100.00 payable=100.00");
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use duixian::diagnostic::Finding;
use duixian::policy::{self, Source, pack::Pack};
use duixian::roster::{self, Roster, RosterFile};

use crate::engine::{self, Files};
use crate::packs::shown;

const FIELDS: &str = include_str!("fields.toml");
const PACK: &str = include_str!("pack.toml");

/// The policy year of all small packs.
pub const YEAR: i16 = 2023;

/// The award of a measure that the city pays alone, rounded down to 1元.
pub fn pays(amount: &str) -> String {
    format!("[award]\namount = \"{amount}\"\nround = {{ mode = \"down\", unit = \"1元\" }}\npayer = \"市级\"\n")
}

/// The same with further keys of `[award]`.
pub fn pays_and(amount: &str, more: &str) -> String {
    format!("{}{more}\n", pays(amount))
}

/// The cells of a row: field → what is typed.
pub type Cells = BTreeMap<String, String>;

#[derive(Clone, Default)]
pub struct World {
    order: Vec<String>,
    files: Vec<Source>,
    pack: String,
    fields: Option<String>,
    enterprises: Vec<(String, Cells)>,
    records: Vec<(String, String, Cells)>,
}

/// The credit code of the n-th enterprise.
pub fn code(n: usize) -> String {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let start = format!("91430200{n:09}");
    let sum: usize = start.bytes().zip(WEIGHTS).map(|(c, w)| usize::from(c - b'0') * w).sum();
    format!("{start}{}", char::from(ALPHABET[(31 - sum % 31) % 31]))
}

/// `投入=1000元 规上=是` → cells.
pub fn cells(text: &str) -> Cells {
    text.split_whitespace()
        .map(|pair| {
            let (field, value) = pair.split_once('=').unwrap_or_else(|| panic!("`{pair}` is not field=value"));
            (field.to_owned(), value.to_owned())
        })
        .collect()
}

impl World {
    pub fn new() -> Self {
        Self::default()
    }

    /// A payout measure in force from 2023, after those before it.
    pub fn measure(self, id: &str, body: &str) -> Self {
        self.version(id, "payout", "{ from = 2023-01-01 }", body)
    }

    pub fn estimate(self, id: &str, body: &str) -> Self {
        self.version(id, "estimate", "{ from = 2023-01-01 }", body)
    }

    pub fn status(self, id: &str, body: &str) -> Self {
        self.version(id, "status", "{ from = 2023-01-01 }", body)
    }

    /// A version of a measure.
    pub fn version(mut self, id: &str, kind: &str, effective: &str, body: &str) -> Self {
        if !self.order.iter().any(|o| o == id) {
            self.order.push(id.to_owned());
        }
        let head = format!("id = \"{id}\"\ntitle = \"政策{id}\"\nkind = \"{kind}\"\neffective = {effective}\n");
        // what stands before the first table belongs to the measure itself
        let (own, tables) = body.split_at(body.find('[').unwrap_or(body.len()));
        let reference = "[[reference]]\ndocument = \"文件\"\ntext = \"条款\"\nstanding = \"demonstration\"\n";
        let name = format!("measures/{id}-{}.toml", self.files.len());
        self.files.push(Source { name, text: format!("{head}{own}\n{reference}\n{tables}") });
        self
    }

    /// Tables for `pack.toml`: stacking, caps, pools.
    pub fn pack(mut self, text: &str) -> Self {
        self.pack.push_str(text);
        self.pack.push('\n');
        self
    }

    /// What `layout.toml` says.
    pub fn layout(mut self, text: &str) -> Self {
        self.files.push(Source { name: "layout.toml".to_owned(), text: text.to_owned() });
        self
    }

    /// Other fields than those of the small packs.
    pub fn fields(mut self, text: &str) -> Self {
        self.fields = Some(text.to_owned());
        self
    }

    /// The next enterprise by credit code; in 东县 unless its cells say otherwise.
    pub fn enterprise(mut self, name: &str, given: &str) -> Self {
        self.enterprises.push((name.to_owned(), cells(given)));
        self
    }

    /// A record of a related table.
    pub fn record(mut self, name: &str, table: &str, given: &str) -> Self {
        self.records.push((name.to_owned(), table.to_owned(), cells(given)));
        self
    }

    /// What was paid before on a measure in the policy year.
    pub fn before(self, name: &str, measure: &str, kind: &str, amount: &str) -> Self {
        self.record(name, "已拨付", &format!("政策={measure} 政策年度=2023 金额={amount} 事由={kind}"))
    }

    /// On the exclusion list, without an end.
    pub fn excluded(self, name: &str) -> Self {
        self.record(name, "限制名单", "起始日期=2023-01-01")
    }

    /// The cells of an enterprise, to change them.
    pub fn cells_of(&mut self, name: &str) -> &mut Cells {
        &mut self.enterprises.iter_mut().find(|(n, _)| n == name).expect("the enterprise").1
    }

    /// The cells of the n-th record, to change them.
    pub fn record_cells(&mut self, n: usize) -> &mut Cells {
        &mut self.records[n].2
    }

    pub fn records(&self) -> usize {
        self.records.len()
    }

    /// The pack, or what is wrong with it.
    pub fn try_compile(&self) -> Result<Pack, Vec<Finding>> {
        let list = |ids: &[String]| ids.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ");
        let head = format!("measures = [{}]\n", list(&self.order));
        let mut sources = vec![
            Source { name: "fields.toml".to_owned(), text: self.fields.as_deref().unwrap_or(FIELDS).to_owned() },
            Source { name: "pack.toml".to_owned(), text: format!("{head}{PACK}\n{}", self.pack) },
        ];
        sources.extend(self.files.iter().map(|s| Source { name: s.name.clone(), text: s.text.clone() }));
        policy::compile(&sources).map(|(pack, _)| pack)
    }

    pub fn compile(&self) -> Pack {
        self.try_compile().unwrap_or_else(|found| panic!("{}", shown(&found)))
    }

    /// The CSV files of the roster, a table each.
    pub fn roster(&self, pack: &Pack) -> Vec<RosterFile> {
        let number = |name: &str| {
            let at = self.enterprises.iter().position(|(n, _)| n == name);
            // a name that is a code stands for itself: nobody's record
            at.map_or_else(|| name.to_owned(), |i| code(i + 1))
        };
        let mut files = Vec::new();
        for (index, table) in pack.schema.tables.iter().enumerate() {
            let fields: Vec<&str> = table.fields.iter().map(|f| f.name.as_str()).collect();
            let head: Vec<String> = table
                .fields
                .iter()
                .map(|f| if f.ty.id() == "money" { format!("{}(元)", f.name) } else { f.name.clone() })
                .collect();
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&head).expect("memory");
            let mut write = |code: &str, name: &str, given: &Cells| {
                for field in given.keys() {
                    assert!(fields.contains(&field.as_str()), "no field `{field}` in {}", table.name);
                }
                let row = fields.iter().map(|field| match (given.get(*field), *field) {
                    (Some(value), _) => value.clone(),
                    (None, "统一社会信用代码") => code.to_owned(),
                    (None, "企业名称") => name.to_owned(),
                    (None, "所属县") => "东县".to_owned(),
                    (None, _) => String::new(),
                });
                writer.write_record(row).expect("memory");
            };
            if index == 0 {
                for (name, given) in &self.enterprises {
                    write(&number(name), name, given);
                }
            } else {
                for (name, _, given) in self.records.iter().filter(|(_, t, _)| *t == table.name) {
                    write(&number(name), name, given);
                }
            }
            let bytes = writer.into_inner().expect("memory");
            let name = format!("{}.csv", table.sheets[0]);
            files.push(RosterFile { name, bytes: Arc::from(bytes) });
        }
        files
    }

    pub fn read(&self, pack: &Pack) -> Roster {
        let options = roster::Options { year: YEAR, ..Default::default() };
        roster::read(&self.roster(pack), &pack.schema, &options).unwrap_or_else(|f| panic!("{}", shown(&f)))
    }

    pub fn settle(&self) -> Settled {
        let pack = self.compile();
        self.settle_by(&pack)
    }

    /// Settles by a pack that was compiled before.
    pub fn settle_by(&self, pack: &Pack) -> Settled {
        let files = engine::settle(&self.read(pack), pack, YEAR, 1024);
        let codes = self.enterprises.iter().enumerate().map(|(i, (name, _))| (name.clone(), code(i + 1))).collect();
        Settled::new(files, codes)
    }
}

/// A settlement as its files show it.
pub struct Settled {
    pub files: Files,
    codes: BTreeMap<String, String>,
}

/// A line of a CSV file by its headings.
pub type Row = BTreeMap<String, String>;

/// The lines of a CSV file.
pub fn rows(file: &str) -> Vec<Row> {
    let text = file.strip_prefix('\u{feff}').expect("a byte-order mark");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().expect("headings").clone();
    reader
        .records()
        .map(|r| head.iter().map(str::to_owned).zip(r.expect("a line").iter().map(str::to_owned)).collect())
        .collect()
}

const AMOUNTS: [&str; 10] =
    ["gross", "rounding", "cap", "floor", "adjustment", "stacking", "enterprise_cap", "budget", "offset", "payable"];

impl Settled {
    pub fn new(files: Files, codes: BTreeMap<String, String>) -> Self {
        Self { files, codes }
    }

    pub fn rows(&self, file: &str) -> Vec<Row> {
        rows(&self.files[file])
    }

    pub fn code(&self, name: &str) -> &str {
        &self.codes[name]
    }

    fn of(&self, file: &str, name: &str, measure: &str) -> Vec<Row> {
        let code = self.code(name);
        self.rows(file).into_iter().filter(|r| r["uscc"] == code && r["measure"] == measure).collect()
    }

    /// A line of `awards.csv`: status, reason, and the amounts that are not zero.
    pub fn line(&self, name: &str, measure: &str) -> String {
        let found = self.of("awards.csv", name, measure);
        let [row] = found.as_slice() else { panic!("{} lines of {measure} for {name}", found.len()) };
        let mut said = vec![row["status"].clone()];
        if !row["reason"].is_empty() {
            said.push(row["reason"].clone());
        }
        said.extend(
            AMOUNTS.iter().filter(|a| !matches!(row[**a].as_str(), "0.00" | "")).map(|a| format!("{a}={}", row[*a])),
        );
        if row["status"] == "held" {
            assert!(AMOUNTS.iter().all(|a| row[*a].is_empty()), "a held line shows an amount: {row:?}");
        }
        said.join(" ")
    }

    /// The payments of an award: `市级 1 2023 60.00`, joined by `; `.
    pub fn payments(&self, name: &str, measure: &str) -> String {
        let said: Vec<String> = self
            .of("payments.csv", name, measure)
            .iter()
            .map(|r| format!("{} {} {} {}", r["payer"], r["instalment"], r["due"], r["amount"]))
            .collect();
        said.join("; ")
    }

    /// Status, reason and amount of an estimate.
    pub fn estimate(&self, name: &str, measure: &str) -> String {
        let row = self.of("estimates.csv", name, measure).remove(0);
        [&row["status"], &row["reason"], &row["amount"]].map(String::as_str).join(" ").replace("  ", " ")
    }

    /// Value and reason of a status.
    pub fn status(&self, name: &str, measure: &str) -> String {
        let row = self.of("statuses.csv", name, measure).remove(0);
        [&row["value"], &row["reason"]].map(String::as_str).join(" ").trim().to_owned()
    }

    /// What `items.csv` says about a measure's records: used, reason, amount.
    pub fn items(&self, name: &str, measure: &str) -> Vec<String> {
        let said = |r: &Row| {
            format!("{} {} row {}: {} {} {}", r["table"], r["file"], r["row"], r["used"], r["reason"], r["amount"])
        };
        self.of("items.csv", name, measure).iter().map(said).collect()
    }

    /// The findings of an enterprise and measure: code and cell.
    pub fn findings(&self, name: &str, measure: &str) -> Vec<String> {
        let said = |r: &Row| format!("{} {}", r["code"], r["cell"]).trim().to_owned();
        self.of("findings.csv", name, measure).iter().map(said).collect()
    }

    /// The codes of all findings about the settlement.
    pub fn codes(&self) -> Vec<String> {
        let all = self.rows("findings.csv").into_iter().map(|r| r["code"].clone());
        all.filter(|c| c.starts_with("settle/")).collect()
    }
}
