//! Cells that were left empty: one or two firms of a hundred, and a few records.

use std::collections::BTreeSet;

use super::firms::Firm;
use super::size::Size;
use super::{Cell, City};
use crate::random::Random;

/// A field that some firms leave empty: its name, how many in the report's city, and which.
type Gap = (&'static str, u64, fn(&Firm, i16) -> bool);

/// Empties cells. The figures that the report counts stay as they are.
pub fn open(city: &mut City, random: &mut Random, size: &Size, excluded: &BTreeSet<usize>) {
    let year = city.year;
    let order = city.shuffled(random);
    let wanted: &[Gap] = &[
        ("本年研发费用", 7, |f, _| f.deducts && f.research[1] <= f.research[0]),
        ("上年研发费用", 4, |f, _| f.deducts && f.research[1] <= f.research[0]),
        ("享受加计扣除", 7, |f, _| !f.deducts && !f.research_told),
        ("科技型中小企业", 6, |f, year| !f.small_tech && !f.certified(year)),
        ("规上工业", 4, |f, _| f.above_scale),
        ("产值", 3, |f, _| f.above_scale),
        ("职工总数", 5, |f, _| f.small_tech),
        ("营业收入", 3, |f, _| f.small_tech),
        ("应纳税所得额", 3, |f, year| f.certified(year)),
        ("制造业", 2, |f, year| f.deducts && !f.small_tech && f.certified(year)),
    ];
    for (field, reported, fits) in wanted {
        let mut left = size.count(*reported);
        for place in &order {
            let free = !excluded.contains(place) && !city.advanced.contains(place);
            let Some(firm) = city.firms.get_mut(*place) else {
                continue;
            };
            if left > 0 && free && firm.gap.is_none() && !firm.planted && fits(firm, year) {
                firm.gap = Some(field);
                left -= 1;
            }
        }
    }
    undated(city, size, &order);
    for (table, field, reported) in [
        ("技术合同", "合作单位类型", 3),
        ("技术合同", "关联方", 3),
        ("技术合同", "合同金额", 2),
        ("技术合同", "当年实付金额", 2),
        ("创新平台", "批准日期", 1),
        ("信用贷款", "逾期本金", 1),
        ("企业称号", "级别", 1),
    ] {
        empty(city, random, table, field, size.count(reported));
    }
}

/// Renewed certificates whose day nobody wrote down.
fn undated(city: &mut City, size: &Size, order: &[usize]) {
    let mut left = size.count(2);
    for place in order {
        let free = !city.advanced.contains(place);
        let Some(firm) = city.firms.get_mut(*place) else {
            continue;
        };
        if left == 0 || !free || firm.decided != Some("重新认定") || firm.gap.is_some() {
            continue;
        }
        if let Some(certificate) = &mut firm.certificate {
            certificate.issued = None;
            left -= 1;
        }
    }
}

fn empty(city: &mut City, random: &mut Random, table: &str, field: &str, count: usize) {
    let Some(records) = city.records.get_mut(table) else {
        return;
    };
    let Some(column) = records.fields.iter().position(|f| *f == field) else {
        return;
    };
    for _ in 0..count {
        let row = random.index(records.rows.len());
        let Some(record) = records.rows.get_mut(row) else {
            continue;
        };
        let planted = city.firms.get(record.firm).is_none_or(|f| f.planted);
        // a gazelle keeps its level: the report counts it
        let counted = record.cells.contains(&Cell::Word("瞪羚企业"));
        if let Some(cell) = record.cells.get_mut(column).filter(|_| !planted && !counted) {
            *cell = Cell::Empty;
        }
    }
}
