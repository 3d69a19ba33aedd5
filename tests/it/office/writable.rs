//! What formulas look like, that every expression of the shipped packs has one, and what cannot be written.

use duixian::lang::formula::{BandsArea, Cells, Edges, TableArea, Unwritten, formula};
use duixian::lang::{BandsId, DefinitionId, LookupId, MeasureId, ParameterId, Typed};
use duixian::policy::usage;
use duixian::schema::{ENTERPRISES, FieldId, TableId};

use crate::lang::world::World;
use crate::packs::shipped;

/// Everything has a cell; a field cannot be none unless it is one of these.
struct Everywhere<'a> {
    none: &'a [FieldId],
    keys: &'a dyn Fn(LookupId) -> usize,
}

impl Cells for Everywhere<'_> {
    fn field(&self, table: TableId, field: FieldId) -> Option<String> {
        Some(format!("T{}!$F${}", table.0, field.0))
    }
    fn parameter(&self, id: ParameterId) -> Option<String> {
        Some(format!("P{}", id.0 + 1))
    }
    fn definition(&self, id: DefinitionId, _: TableId) -> Option<String> {
        Some(format!("D{}", id.0 + 1))
    }
    fn aggregate(&self, _: &Typed) -> Option<String> {
        Some("A1".to_owned())
    }
    fn lookup(&self, id: LookupId) -> Option<TableArea> {
        let keys = (0..(self.keys)(id)).map(|i| format!("K{i}:K9")).collect();
        Some(TableArea { keys, values: "V1:V9".to_owned() })
    }
    fn bands(&self, _: BandsId) -> Option<BandsArea> {
        let text = str::to_owned;
        Some(BandsArea {
            from: text("B1:B3"),
            to: text("C1:C3"),
            values: text("D1:D3"),
            caps: None,
            edges: Edges::Lower,
        })
    }
    fn award(&self, id: MeasureId) -> Option<String> {
        Some(format!("M{}", id.0 + 1))
    }
    fn policy_year(&self) -> String {
        "Y1".to_owned()
    }
    fn as_of(&self) -> String {
        "Y2".to_owned()
    }
    fn below_zero(&self, _: BandsId) -> bool {
        false
    }
    fn can_be_none(&self, _: TableId, field: FieldId) -> bool {
        self.none.contains(&field)
    }
}

fn field(world: &World, name: &str) -> FieldId {
    world.schema.tables[0].field(name).expect("a field")
}

fn written(text: &str, none: &[&str]) -> Result<String, Unwritten> {
    let world = World::empty();
    let none: Vec<FieldId> = none.iter().map(|name| field(&world, name)).collect();
    let keys = |id: LookupId| if id.0 == 0 { 1 } else { 2 };
    // names instead of the fields' cells, to read them
    let mut formula = formula(&world.typed(text, ENTERPRISES), &Everywhere { none: &none, keys: &keys })?;
    let fields = &world.schema.tables[0].fields;
    for (i, field) in fields.iter().enumerate().rev() {
        formula = formula.replace(&format!("T0!$F${i}"), &field.name);
    }
    Ok(formula)
}

#[test]
fn formulas_can_be_read() {
    for (text, expected) in [
        ("补助比例 * (本年研发费用 - 上年研发费用)", "=P1*(本年研发费用-上年研发费用)"),
        ("产值 不低于 1亿元", "=产值>=100000000"),
        ("本年研发费用 / 营业收入 不低于 5%", "=ROUND(本年研发费用/营业收入,13)>=0.05"),
        ("本年研发费用 - 上年研发费用 超过 0元", "=ROUND(本年研发费用-上年研发费用,6)>0"),
        ("科技人员数 不低于 10% * 职工总数", "=科技人员数>=ROUND(0.1*职工总数,13)"),
        ("规上工业 且 (产值 超过 1元 或 非 规上工业)", "=AND(规上工业,OR(产值>1,NOT(规上工业)))"),
        ("若 规上工业 则 7万元 否则 5万元", "=IF(规上工业,70000,50000)"),
        ("行业门类 属于 {“制造业”, “纺\"织”}", "=OR(EXACT(行业门类,\"制造业\"),EXACT(行业门类,\"纺\"\"织\"))"),
        ("向下取整(产值 * 3%, 1元)", "=TRUNC(ROUND(产值*0.03,6))"),
        ("四舍五入(产值 / 3, 0.01元)", "=ROUND(ROUND(产值/3*100,4),0)/100"),
        ("向下取整(产值, 1万元)", "=TRUNC(ROUND(产值/10000,10))*10000"),
        ("天数(2023-01-01, 核定日)", "=Y2-DATE(2023,1,1)"),
        ("加年(注册日期, 3)", "=DATE(YEAR(注册日期)+3,MONTH(注册日期),DAY(注册日期))"),
        ("查(县级分担, 所属县市区)", "=LOOKUP(2,1/EXACT(K0:K9,所属县市区),V1:V9)"),
        ("定额(机构补助, 产值)", "=SUMPRODUCT(((B1:B3=\"\")+(B1:B3<=产值)>0)*((C1:C3=\"\")+(产值<C1:C3)>0)*D1:D3)"),
        (
            "超额累进(登记奖补, 产值)",
            "=SUMPRODUCT(D1:D3*((产值>B1:B3)*(产值-B1:B3)-(C1:C3<>\"\")*((产值>C1:C3)*(产值-C1:C3))))",
        ),
        ("缺省(产值, 0元) - -3元", "=IF(产值=\"\",0,产值)-(-3)"),
        ("已填(注册日期)", "=注册日期<>\"\""),
        ("年(核定日) - 1 = 政策年度", "=YEAR(Y2)-1=Y1"),
    ] {
        assert_eq!(written(text, &[]).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn what_may_be_none_is_asked_for_first() {
    for (text, expected) in [
        ("注册日期", "=IF(注册日期=\"\",\"\",注册日期)"),
        ("注册日期 不超过 核定日", "=IF(注册日期=\"\",FALSE,注册日期<=Y2)"),
        ("年(注册日期) ≠ 政策年度", "=IF(注册日期=\"\",TRUE,YEAR(注册日期)<>Y1)"),
        ("行业门类 = “制造业”", "=EXACT(行业门类,\"制造业\")"),
        ("行业门类 = 企业名称", "=IF(行业门类=\"\",FALSE,EXACT(行业门类,企业名称))"),
        ("产值 不足 1元 且 规上工业", "=AND(产值<1,规上工业)"),
        ("若 规上工业 则 注册日期 否则 核定日", "=IF(IF(规上工业,注册日期=\"\",FALSE),\"\",IF(规上工业,注册日期,Y2))"),
    ] {
        assert_eq!(written(text, &["注册日期", "行业门类"]).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn an_operand_that_fails_does_not_settle_what_another_does() {
    let quotient = "ROUND(产值/营业收入,13)>0.05";
    for (text, expected) in [
        ("产值 / 营业收入 超过 5% 且 规上工业", format!("=IF(规上工业,{quotient},FALSE)")),
        ("规上工业 或 产值 / 营业收入 超过 5%", format!("=IF(规上工业,TRUE,{quotient})")),
        ("若 产值 / 营业收入 超过 5% 则 1元 否则 2元", format!("=IFERROR(IF({quotient},1,2),IF(1=2,1,{quotient}))")),
    ] {
        assert_eq!(written(text, &[]), Ok(expected), "{text}");
    }
}

#[test]
fn what_exceeds_a_formula_is_said() {
    let texts = |times: usize| vec![format!("“{}”", "纺".repeat(100)); times].join(", ");
    let among = |times: usize| written(&format!("行业门类 属于 {{{}}}", texts(times)), &[]);
    assert!(among(50).is_ok());
    assert!(matches!(among(80), Err(Unwritten::TooLong(_))));
    let deep = |times: usize| "绝对值(".repeat(times) + "产值" + &")".repeat(times);
    assert!(written(&deep(60), &[]).is_ok());
    assert_eq!(written(&deep(65), &[]), Err(Unwritten::TooDeep(65)));
    assert_eq!(written("产值 - 0.1234567890123456元", &[]), Err(Unwritten::Digits("0.1234567890123456".to_owned())));
    assert!(written("产值 - 123456789012345000元", &[]).is_ok());
    assert!(matches!(written("注册日期 超过 1899-12-31", &[]), Err(Unwritten::Early(_))));
}

#[test]
fn every_expression_of_the_shipped_packs_has_a_formula() {
    for name in ["zhuzhou", "comparisons"] {
        let pack = shipped(name);
        let keys = |id: LookupId| pack.lookups[id.0].keys.len();
        let cells = Everywhere { none: &[], keys: &keys };
        let measures = pack.measures.iter().flat_map(usage::expressions);
        let definitions = pack.definitions.iter().map(|d| &d.value);
        let vetoes = pack.veto.iter().map(|v| &v.when);
        let mut aggregates = Vec::new();
        let mut count = 0;
        for expr in measures.chain(definitions).chain(vetoes) {
            count += 1;
            expr.visit(&mut |part| aggregates.push(part.clone()));
            let text = formula(expr, &cells).unwrap_or_else(|why| panic!("{name}: {why}: {}", expr.words.get()));
            assert!(text.len() < 1_000, "{text}");
        }
        // what stands within an aggregate is written for each record
        for part in aggregates {
            formula(&part, &cells).unwrap_or_else(|why| panic!("{name}: {why}: {}", part.words.get()));
        }
        assert!(count > 60, "{name}: {count}");
    }
}
