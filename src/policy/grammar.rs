//! The grammar of rule files as data: which keys stand in which section, and what stands behind each.
//!
//! `rules fmt` learns from it which texts are expressions, `rules schema` makes an editor's completion of it. The
//! readers of the sections stay the judges; a test asks each of them which keys it knows and compares.
//! **To add a key to a rule file**: read it where its section is read, and add its row here.

/// What stands behind a key.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Any words.
    Text,
    /// Small letters, digits and hyphens.
    Id,
    /// An expression of the language.
    Expression,
    /// A value that is written out: `"10%"`, `"20万元"`, `3`, a day.
    Constant,
    /// A written-out amount of money, with its unit.
    Money,
    /// A written-out number or rate.
    Number,
    /// A value of a table or a roster: read by the type of its column.
    Cell,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    YesNo,
    /// A day.
    Date,
    /// One of a closed list.
    Word(&'static [&'static str]),
    /// A name that the pack gives to something.
    Name(Named),
    /// A list.
    List(&'static Shape),
    /// One section.
    Section(&'static [Key]),
    /// Several sections of one kind (or one).
    Sections(&'static [Key]),
    /// A section whose keys are names that the pack gives.
    Open(Named, &'static Shape),
    /// A section whose keys may be any words.
    Any(&'static Shape),
    /// An enterprise of a case: fields, and tables with their records.
    Enterprise,
    /// One of several shapes.
    Either(&'static [Shape]),
}

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A measure, by its id.
    Measure,
    /// A payer.
    Payer,
    /// A pool.
    Pool,
    /// A table of the rosters.
    Table,
    /// A field of any table.
    Field,
    /// What the key of a lookup table may be: a field, one of a related table, or a type.
    LookupKey,
    /// A step of the waterfall.
    Step,
}

/// A key of a section.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// Must it be there?
    pub needed: bool,
    /// What stands behind it.
    pub shape: Shape,
    /// What it means.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
}

/// A kind of rule file.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// `measures`: the name of its schema.
    pub name: &'static str,
    /// The file, or the folder of the files: `pack.toml`, `measures/`.
    pub place: &'static str,
    /// What it holds.
    pub keys: &'static [Key],
    /// What it is.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
}

/// Every kind of rule file.
pub static KINDS: &[Kind] = &[
    Kind {
        name: "pack", place: "pack.toml", keys: PACK, zh: "政策包的总则", en: "what holds for the pack as a whole"
    },
    Kind {
        name: "fields", place: "fields.toml", keys: FIELDS, zh: "字段表", en: "tables and fields of the rosters"
    },
    Kind {
        name: "layout",
        place: "layout.toml",
        keys: LAYOUT,
        zh: "公文和名单的样子：落款、文号、签字人、各列",
        en: "what papers and lists look like: letterhead, number, signatories, columns",
    },
    Kind {
        name: "definitions",
        place: "definitions.toml",
        keys: SHARED,
        zh: "几项政策共用的说法",
        en: "what several measures share",
    },
    Kind {
        name: "tables", place: "tables/", keys: SHARED, zh: "几项政策共用的表", en: "tables that measures share"
    },
    Kind {
        name: "measures", place: "measures/", keys: MEASURE, zh: "一项政策措施", en: "one version of one measure"
    },
    Kind { name: "tests", place: "tests/", keys: CASES, zh: "政策包自带的案例", en: "the pack's own cases" },
];

/// The kind of the file of that name within the pack.
#[must_use]
pub fn of_file(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| match kind.place.strip_suffix('/') {
        Some(folder) => name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/') && rest.ends_with(".toml")),
        None => name == kind.place,
    })
}

const fn key(name: &'static str, shape: Shape, zh: &'static str, en: &'static str) -> Key {
    Key { name, needed: false, shape, zh, en }
}

const fn need(name: &'static str, shape: Shape, zh: &'static str, en: &'static str) -> Key {
    Key { name, needed: true, shape, zh, en }
}

use Named::{Field, LookupKey, Measure, Payer, Pool, Step, Table};
use Shape::{
    Any, Cell, Constant, Date, Either, Enterprise, Expression, Id, Integer, List, Money, Name, Number, Open, Section,
    Sections, Text, Word, YesNo,
};

const FROM: Key = need("from", Date, "从哪一天起（含）", "its first day");
const TO: Key = key("to", Date, "到哪一天止（含）；不写就一直有效", "its last day; without it, it stays in force");

static DATED_MONEY: &[Key] = &[FROM, TO, need("value", Money, "金额", "the amount")];

static PACK: &[Key] = &[
    need("id", Id, "政策包的代号", "the pack's id"),
    need("title", Text, "名称", "its title"),
    need("jurisdiction", Text, "地区", "its jurisdiction"),
    need("measures", List(&Name(Measure)), "政策措施的顺序：也是输出的顺序", "the measures in the order of output"),
    need("payer", Sections(PAYER), "承担方", "who pays"),
    key("veto", Section(VETO), "一票否决", "who is refused everything"),
    key("stacking", Sections(STACKING), "叠加组：就高不重复、互斥、补差额", "measures that exclude one another"),
    key("enterprise-cap", Sections(ENTERPRISE_CAP), "企业年度总额", "at most so much an enterprise and year"),
    key("pool", Sections(POOL), "资金池：总额控制", "budgets"),
    key("offset", Section(OFFSET), "预拨、已拨、追回怎样抵扣", "how earlier payments are offset"),
    A,
];

static PAYER: &[Key] = &[
    need("id", Text, "承担方的名称，如 市级", "the payer's name"),
    need("unit", Either(&[Text, Section(PAYER_UNIT)]), "是哪个单位；县级写 { role = \"county\" }", "who that is"),
];

static PAYER_UNIT: &[Key] = &[need("role", Word(&["county"]), "企业所属的县市区", "the enterprise's own county")];

static VETO: &[Key] = &[
    need("when", Expression, "什么情况下否决", "when an enterprise is refused"),
    need("otherwise", Text, "告诉企业的话", "what the enterprise is told"),
];

static STACKING: &[Key] = &[
    need("id", Id, "代号", "its id"),
    need(
        "rule",
        Word(&["highest", "exclusive", "top_up", "sum"]),
        "highest 就高 · exclusive 互斥 · top_up 补差额 · sum 可以同时享受",
        "how the members exclude one another",
    ),
    need("measures", List(&Name(Measure)), "成员，按次序", "its members in their order"),
    key(
        "earlier",
        Section(EARLIER),
        "补差额时往年已拨的也算（只用于 top_up）",
        "what earlier years paid counts too (top_up only)",
    ),
];

static EARLIER: &[Key] = &[
    need("paid", List(&Text), "哪些事由算已拨", "which kinds of earlier payments are payments"),
    key("returned", List(&Text), "哪些事由算退回", "which kinds are returns"),
];

static ENTERPRISE_CAP: &[Key] = &[
    need("id", Id, "代号", "its id"),
    need("measures", List(&Name(Measure)), "计入总额的措施，从最后一项往前核减", "the measures; the last is cut first"),
    need("values", Sections(DATED_MONEY), "总额，按日期", "the most, by date"),
];

static POOL: &[Key] = &[
    need("id", Id, "代号", "its id"),
    need("title", Text, "名称", "its title"),
    need("rule", Word(&["pro_rata", "priority"]), "pro_rata 按比例 · priority 按次序", "how an excess is cut"),
    need("unit", Money, "核减到的单位，如 1元", "cuts are whole multiples of this"),
    need("budget", Sections(DATED_MONEY), "预算，按日期", "the budgets, by date"),
    key("payer", Name(Payer), "只管这一方承担的部分；不写就管整笔", "only this payer's shares; else whole awards"),
    key(
        "breaker",
        Section(BREAKER),
        "熔断：坏账多到一定程度就少付、停付",
        "what lowers or stops it while too much has gone wrong",
    ),
];

static BREAKER_STEPS: &[Key] =
    &[FROM, TO, need("bands", Sections(BREAKER_BAND), "各段，由低到高", "the bands, from low to high")];

static BREAKER_BAND: &[Key] = &[
    BAND_FROM,
    BAND_OVER,
    BAND_TO,
    BAND_BELOW,
    key("amount", Number, "付几成：100% 全付，0 不付", "the part that is met: 100% all, 0 nothing"),
    BAND_CAP,
];

static BREAKER: &[Key] = &[
    need("bad", Expression, "出了问题的金额，每家企业", "what has gone wrong, for an enterprise"),
    need("of", Expression, "全部金额，每家企业", "of how much, for an enterprise"),
    need("steps", Sections(BREAKER_STEPS), "占比到多少，付几成", "the part that is met, by the rate"),
];

static OFFSET: &[Key] = &[
    need("table", Name(Table), "记录以往拨付的表", "the table of earlier payments"),
    need("measure", Name(Field), "写明政策的列", "its field for the measure"),
    need("year", Name(Field), "写明政策年度的列", "its field for the policy year"),
    need("amount", Name(Field), "金额的列", "its field for the amount"),
    need("kind", Name(Field), "事由的列", "its field for the kind"),
    key("reduce", List(&Text), "减少应付的事由", "the kinds that reduce what is payable"),
    key("restore", List(&Text), "增加应付的事由", "the kinds that restore it"),
];

static LAYOUT: &[Key] = &[
    key("issuer", Text, "发文单位；不写就是地区", "the letterhead; the jurisdiction if left out"),
    key("document", Text, "文号", "the number of the document"),
    key("batch", Text, "批次", "the batch"),
    key("signatories", List(&Text), "依次由谁签字", "who signs, in order"),
    key(
        "capitals",
        Word(&["yuan-and-jiao", "yuan"]),
        "大写的“整”：yuan-and-jiao 到元、到角都写 · yuan 只到元时写",
        "after what an amount in capitals takes 整",
    ),
    key("public-list", Section(PUBLIC_LIST), "公示名单", "the public list"),
    key("payment-list", Section(PAYMENT_LIST), "拨付明细", "the list of payments"),
    key("recovery-notice", Section(RECOVERY_NOTICE), "追回通知", "the notices of what is to be returned"),
    key("bank-file", Section(BANK_FILE), "银行批量付款文件", "the file for the bank"),
];

const HEADING: Key = key("heading", Text, "表头；不写就用通常的", "its heading, if not the usual one");

static PUBLIC_COLUMN: &[Key] = &[need("column", PUBLIC_COLUMNS, "哪一列", "which column"), HEADING];

const PUBLIC_COLUMNS: Shape = Word(&["number", "code", "name", "county", "measure", "recipient", "amount"]);

static PUBLIC_LIST: &[Key] = &[
    key("amounts", YesNo, "公示金额吗；不写就公示", "does it show amounts? it does if left out"),
    key("columns", List(&Either(&[PUBLIC_COLUMNS, Section(PUBLIC_COLUMN)])), "各列，按次序", "its columns, in order"),
    key("period", Text, "公示期；不写就留空待填", "when it is shown; a blank if left out"),
    key("contact", Text, "向谁反映异议；不写就留空待填", "to whom to object; a blank if left out"),
];

static PAYMENT_COLUMN: &[Key] = &[need("column", PAYMENT_COLUMNS, "哪一列", "which column"), HEADING];

const PAYMENT_COLUMNS: Shape = Word(&[
    "number",
    "code",
    "name",
    "county",
    "measure",
    "recipient",
    "bank",
    "account",
    "amounts",
    "total",
    "remark",
]);

static PAYMENT_LIST: &[Key] = &[key(
    "columns",
    List(&Either(&[PAYMENT_COLUMNS, Section(PAYMENT_COLUMN)])),
    "各列，按次序；amounts 是各承担方各期的金额",
    "its columns, in order; `amounts` are those of each payer and due date",
)];

static RECOVERY_NOTICE: &[Key] = &[
    key("deadline", Text, "退回期限；不写就留空待填", "until when; a blank if left out"),
    key("account", Text, "退到哪个账户；不写就留空待填", "where to; a blank if left out"),
    key("contact", Text, "联系人、电话；不写就留空待填", "whom to ask; a blank if left out"),
];

static BANK_COLUMN: &[Key] = &[need("column", BANK_COLUMNS, "哪一列", "which column"), HEADING];

const BANK_COLUMNS: Shape = Word(&[
    "number",
    "recipient",
    "account",
    "bank",
    "amount",
    "purpose",
    "code",
    "county",
    "measure",
    "payer",
    "payer-unit",
]);

static BANK_FILE: &[Key] = &[
    key("columns", List(&Either(&[BANK_COLUMNS, Section(BANK_COLUMN)])), "各列，按次序", "its columns, in order"),
    key(
        "purpose",
        Text,
        "用途，可带空位 {year} {measure} {batch} {payer} {code}",
        "what the money is for, with blanks",
    ),
    key("headings", YesNo, "第一行是表头吗", "does it begin with headings?"),
    key(
        "lines",
        Word(&["payment", "enterprise"]),
        "payment 每笔一行 · enterprise 每家企业、每个承担方一行",
        "what a line is",
    ),
    key("payers", List(&Name(Payer)), "只要这些承担方的；不写就是全部", "whose payments; all if left out"),
    key("encoding", Word(&["gb18030", "gbk", "utf-8", "utf-8-bom"]), "编码", "its encoding"),
    key(
        "delimiter",
        Word(&["comma", "semicolon", "tab", "bar"]),
        "分隔符：comma 逗号 · semicolon 分号 · tab 制表符 · bar 竖线",
        "what stands between columns",
    ),
    key(
        "amount",
        Word(&["plain", "grouped", "fen"]),
        "金额：plain 1234.50 · grouped 1,234.50 · fen 以分计 123450",
        "how an amount is written",
    ),
    key(
        "account",
        Word(&["plain", "apostrophe", "tab"]),
        "账号前面：plain 不加 · apostrophe 加撇号 · tab 加制表符",
        "what stands before an account",
    ),
    key("ends", Word(&["crlf", "lf"]), "行尾", "how lines end"),
];

static FIELDS: &[Key] =
    &[need("table", Sections(TABLE), "一张表；第一张是企业", "a table; the first is the enterprises"), A];

static TABLE: &[Key] = &[
    need("name", Text, "表名", "its name"),
    key("sheets", List(&Text), "工作表的名称；不写就是表名", "names of sheets; its own name if left out"),
    need(
        "absent",
        Word(&["empty", "error"]),
        "整张表没有时：empty 视为没有记录 · error 报错",
        "what its absence means",
    ),
    need("field", Sections(FIELD), "字段", "its fields"),
];

static FIELD: &[Key] = &[
    need("name", Text, "字段名，规则里就用它", "its name, which rules use"),
    need(
        "type",
        Word(&["money", "number", "integer", "date", "text", "yes/no", "choice"]),
        "money 金额 · number 数 · integer 整数 · date 日期 · text 文本 · yes/no 是否 · choice 选项",
        "its type",
    ),
    need(
        "empty",
        Word(&["reject", "missing", "none"]),
        "空单元格：reject 该行不能用 · missing 缺数据 · none 确实没有",
        "what an empty cell means",
    ),
    key(
        "role",
        Word(&["code", "name", "county", "bank-name", "bank-account", "identifier"]),
        "引擎认得的角色",
        "its role",
    ),
    key("headings", List(&Text), "别的表头写法", "other headings"),
    key("choices", List(&Text), "选项", "its options, if it is a choice"),
    key("spellings", List(&List(&Text)), "选项的别的写法：[\"国家\", \"国家级\"]", "other spellings of options"),
    key("unless_filled", List(&Text), "这些列有内容时，空就是缺数据", "empty is missing if one of these is filled"),
    key("only_if_zero", Text, "只有该列为零时，空才是没有", "empty is missing unless this one is zero"),
    key("year", Integer, "表头写的年份与政策年度相差几年", "the year its heading may name, from the policy year"),
    key("fill_down", YesNo, "合并单元格向下填充", "may a merged cell be filled down?"),
    key("unit_words", List(&Text), "数字后面可以带的量词", "words that may stand behind a number"),
    key(
        "tax_contribution",
        YesNo,
        "是不是税收贡献一类的指标（公平竞争审查）",
        "does it measure taxes paid? (fair competition)",
    ),
];

static PARAMETER: &[Key] = &[
    need("name", Text, "参数的名称", "its name"),
    need("values", Sections(DATED_VALUE), "按日期的值；旧值写上 to，再加一行新值", "its values by date"),
];

static DATED_VALUE: &[Key] = &[FROM, TO, need("value", Constant, "值，如 \"10%\"、\"20万元\"", "the value")];

static DEFINE: &[Key] = &[
    need("name", Text, "定义的名称", "its name"),
    key(
        "of",
        Name(Table),
        "对这张表的每条记录；不写就是企业",
        "for each record of this table; else for the enterprise",
    ),
    need("value", Expression, "表达式", "its expression"),
];

static LOOKUP: &[Key] = &[
    need("name", Text, "对照表的名称", "its name"),
    need("keys", List(&Name(LookupKey)), "键：字段，或 text、integer、date、yes/no", "its keys: fields or types"),
    need("value", Word(&["money", "number", "integer", "text", "date", "yes/no"]), "值的类型", "the type of its value"),
    need("versions", Sections(LOOKUP_VERSION), "按日期的版本", "its versions by date"),
];

static LOOKUP_VERSION: &[Key] = &[
    FROM,
    TO,
    key("rows", List(&List(&Cell)), "每行：各个键，最后是值", "each row: the keys, then the value"),
    key("csv", Text, "行写在旁边的 CSV 文件里", "the rows stand in this CSV file beside it"),
    key("otherwise", Cell, "没有列出的选项都是这个值", "the value of all options without a row"),
];

static BANDS: &[Key] = &[
    need("name", Text, "分段表的名称", "its name"),
    need(
        "kind",
        Word(&["marginal", "whole", "step"]),
        "marginal 超额累进 · whole 全额 · step 定额",
        "how its bands apply",
    ),
    need("of", Word(&["money", "number", "integer"]), "按什么分段", "what goes in"),
    need("versions", Sections(BANDS_VERSION), "按日期的版本", "its versions by date"),
];

static BANDS_VERSION: &[Key] =
    &[FROM, TO, need("bands", Sections(BAND), "各段，由低到高", "the bands, from low to high")];

static BAND: &[Key] = &[
    BAND_FROM,
    BAND_OVER,
    BAND_TO,
    BAND_BELOW,
    key("rate", Constant, "比例（超额累进、全额）", "its rate (marginal, whole)"),
    key("amount", Constant, "定额", "its value (step)"),
    BAND_CAP,
];

const BAND_FROM: Key = key("from", Constant, "下限，含本数（以上）", "its lower edge, included");
const BAND_OVER: Key = key("over", Constant, "下限，不含本数（超过）", "its lower edge, not included");
const BAND_TO: Key = key("to", Constant, "上限，含本数（不超过）", "its upper edge, included");
const BAND_BELOW: Key = key("below", Constant, "上限，不含本数（不足）", "its upper edge, not included");
const BAND_CAP: Key = key("cap", Constant, "这一段最多给多少", "the most that it gives");

static SHARED: &[Key] = &[P, D, L, B, A];

const P: Key = key("parameter", Sections(PARAMETER), "参数", "named values with dates");
const D: Key = key("define", Sections(DEFINE), "定义", "expressions with a name");
const L: Key = key("lookup", Sections(LOOKUP), "对照表", "tables from keys to a value");
const A: Key = key("allow", Sections(ALLOW), "已知并接受的 rules lint 提示", "accepted findings of rules lint");
const B: Key = key("bands", Sections(BANDS), "分段表", "amounts in bands");

static ALLOW: &[Key] = &[
    need("lint", Text, "检查的名称，如 cap-missing", "the name of the check"),
    key("of", Text, "只针对这个名称；不写就是整个文件", "only what has this name; else all of the file"),
    need("reason", Text, "为什么可以接受", "why it is accepted"),
];

static MEASURE: &[Key] = &[
    need("id", Id, "代号；同一措施的几个版本用同一个", "its id; all versions of a measure share it"),
    need("title", Text, "名称", "its title"),
    need(
        "kind",
        Word(&["payout", "estimate", "status"]),
        "payout 拨付 · estimate 测算 · status 状态",
        "what it yields",
    ),
    need("effective", Section(PERIOD), "有效期", "when it is in force"),
    key("veto", YesNo, "一票否决是否适用；不写就适用", "does the pack's veto apply? it does if left out"),
    key(
        "procedure",
        Word(&["entitlement", "verification", "selection"]),
        "执行方式：entitlement 资格定补 · verification 数据核校 · selection 审查遴选",
        "how claims are handled",
    ),
    key("responsible", Text, "责任单位", "which office is responsible"),
    need("reference", Sections(REFERENCE), "依据", "where the rule comes from"),
    P,
    D,
    L,
    B,
    A,
    key("condition", Sections(CONDITION), "条件，必须全部满足", "conditions; all must hold"),
    key("award", Section(AWARD), "拨付什么（kind = \"payout\"）", "what it pays"),
    key("estimate", Section(ESTIMATE), "测算（kind = \"estimate\"）", "what it estimates"),
    key("status", Section(STATUS), "状态（kind = \"status\"）", "which status it gives"),
];

static PERIOD: &[Key] = &[FROM, TO];

static REFERENCE: &[Key] = &[
    need("document", Text, "文件名称", "the document"),
    need("text", Text, "条款原文", "the clause's words"),
    need(
        "standing",
        Word(&["demonstration", "verified"]),
        "demonstration 演示 · verified 已与发文核对",
        "has somebody checked it against the issuing text?",
    ),
];

static CONDITION: &[Key] = &[
    need("id", Id, "不满足时写进 awards.csv 的原因", "its reason where it is not met"),
    need("when", Expression, "条件", "the condition"),
    need("otherwise", Text, "不满足时告诉企业的话", "what the enterprise is told otherwise"),
];

static AWARD: &[Key] = &[
    key("amount", Expression, "金额", "the amount"),
    key("round", Section(ROUND), "取整", "its rounding"),
    key("cap", Expression, "上限", "the most it pays"),
    key("floor", Expression, "起付线：取整前不足的不予补助", "below this nothing is paid"),
    key("pool", Name(Pool), "占用的资金池", "the pool that it draws on"),
    key("lead", Name(Payer), "零头归谁；不写就是第一个", "who takes what rounding leaves"),
    key("split_unit", Money, "其他各方的份额舍到的单位", "shares are rounded toward zero to this"),
    key("payer", Name(Payer), "由一方承担", "the one payer"),
    key("recipient", Text, "付给谁；不写就是企业", "who receives it; else the enterprise"),
    key("instalments", Sections(INSTALMENT), "分期", "its instalments"),
    key("share", Sections(SHARE), "几方分担", "payers who share it"),
    key("component", Sections(COMPONENT), "几个组成部分", "a grant of several parts"),
];

static ROUND: &[Key] = &[
    need(
        "mode",
        Word(&["down", "up", "half_up", "half_even"]),
        "down 舍去 · up 进位 · half_up 四舍五入 · half_even 五成双",
        "how",
    ),
    need("unit", Money, "到什么单位，如 1元", "to whole multiples of this"),
];

const DUE: Shape = Either(&[Integer, Text]);

static INSTALMENT: &[Key] = &[
    need("share", Number, "这一期的比例", "its share"),
    need("due", DUE, "几年后（0 为当年），或阶段名", "years after the policy year, or a stage"),
];

static SHARE: &[Key] = &[
    need("payer", Name(Payer), "承担方", "who pays"),
    key("recipient", Text, "付给谁", "who receives it"),
    key("share", Expression, "分担比例；有一方可以不写，承担其余", "its share; one may be left out"),
];

static COMPONENT: &[Key] = &[
    need("payer", Name(Payer), "承担方", "who pays"),
    key("recipient", Text, "付给谁", "who receives it"),
    key("share", Expression, "占 award.amount 的比例", "its share of award.amount"),
    key("amount", Expression, "自己的金额", "its own amount"),
    key("when", Expression, "满足时才有", "only when this holds"),
    key("due", DUE, "几年后（0 为当年），或阶段名", "years after the policy year, or a stage"),
];

static ESTIMATE: &[Key] =
    &[need("amount", Expression, "金额", "the amount"), need("round", Section(ROUND), "取整", "its rounding")];

static STATUS: &[Key] = &[need("value", Expression, "状态：一个文本", "the status, a text")];

static CASES: &[Key] = &[need("case", Sections(CASE), "一个案例", "a case")];

static CASE: &[Key] = &[
    need("name", Text, "说明什么", "what it shows"),
    key(
        "basis",
        Text,
        "期望的数是怎么算出来的；不写就不计入覆盖",
        "why the expectation is right; without it the case covers nothing",
    ),
    need("year", Integer, "政策年度", "the policy year"),
    key("as_of", Date, "核定日；不写就是年末", "the as-of date; else 31 December"),
    key("measure", Name(Measure), "没有写明措施的期望都指它", "the measure of every expectation that names none"),
    need("enterprise", Enterprise, "企业的各个字段，及各表的记录", "the fields of an enterprise and its records"),
    key(
        "expect",
        Sections(EXPECT),
        "应当得到什么；test --bless 可以写入",
        "what must come out; test --bless can write it",
    ),
];

static EXPECT: &[Key] = &[
    key("measure", Name(Measure), "哪项措施", "of which measure"),
    key("enterprise", Text, "哪家企业：名称或代码；不写就是第一家", "of which enterprise; else the first"),
    key(
        "status",
        Word(&["paid", "zero", "held", "recover"]),
        "paid 应付 · zero 为零 · held 待核 · recover 应追回",
        "the status",
    ),
    key("reason", Text, "原因；\"\" 表示没有原因", "the reason; \"\" for none"),
    key("gross", Money, "公式金额", "the amount before any step"),
    key("payable", Money, "应付金额", "what is payable"),
    key("amount", Money, "测算的金额", "the amount of an estimate"),
    key("value", Text, "状态", "the value of a status"),
    key("payments", Open(Payer, &Either(&[Money, List(&Money)])), "每个承担方付多少", "what each payer pays"),
    key("waterfall", Open(Step, &Money), "各步骤的金额", "steps as in awards.csv"),
    key("held", List(&Name(Field)), "待核时缺的字段，要列全", "every field that is missing and matters"),
    key("due", Any(&Money), "哪一年、哪个阶段付多少", "what is paid by year or stage"),
    key("recipients", Any(&Money), "每个收款方得多少", "what each recipient gets"),
    key("total", Money, "全部企业（或写明的几家）应付合计", "what is payable to all enterprises, or to those named"),
];
