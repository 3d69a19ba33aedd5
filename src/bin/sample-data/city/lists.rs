//! The list of the excluded and the list of what was paid already.

use std::collections::BTreeSet;

use duixian::calendar::Date;

use super::firms::Firm;
use super::size::Size;
use super::{Cell, City, Record, planted};
use crate::random::Random;

const EXCLUSIONS: &str = "限制名单";
const EXCLUSION: &[&str] = &["事由", "来源", "起始日期", "截止日期"];
const PAYMENTS: &str = "已拨付";
const PAYMENT: &[&str] = &["政策", "政策年度", "金额", "日期", "事由"];

const CAUSES: &[(&str, &str)] = &[
    ("严重失信", "信用株洲平台"),
    ("失信被执行人", "市中级人民法院"),
    ("环境行政处罚", "市生态环境局"),
    ("重大安全生产事故", "市应急管理局"),
    ("经营异常名录", "市市场监督管理局"),
    ("骗取财政资金", "市财政局"),
];

/// Lists the excluded; gives those who still are at the end of the year.
pub fn exclude(city: &mut City, random: &mut Random, size: &Size) -> BTreeSet<usize> {
    let year = city.year;
    let mut in_force = BTreeSet::new();
    let order = city.shuffled(random);
    for (turn, firm) in order.into_iter().take(size.count(46)).enumerate() {
        let some = Date::new(year - 1, 3, 1).and_then(|d| d.plus_days(random.between(0, 500)));
        let day = |y, m, d| Date::new(y, m, d);
        // beginnings and ends on the very last day are among them
        let (from, to, counts) = match turn % 10 {
            0 | 1 => (some, day(year + 1, 6, 30), true),
            2 | 3 => (some, None, true),
            4 => (day(year, 12, 31), None, true),
            5 => (some, day(year, 12, 31), true),
            6 => (day(year - 2, 4, 9), day(year, 12, 30), false),
            7 => (day(year - 3, 1, 15), day(year - 1, 1, 14), false),
            8 => (day(year + 1, 1, 1), None, false),
            _ => (day(year - 2, 7, 1), day(year, 6, 30), false),
        };
        if counts {
            in_force.insert(firm);
        }
        let (cause, source) = CAUSES.get(random.index(CAUSES.len())).copied().unwrap_or(("", ""));
        let cells = vec![Cell::Word(cause), Cell::Word(source), Cell::date(from), Cell::date(to)];
        city.add(EXCLUSIONS, EXCLUSION, Record { firm, cells });
    }
    in_force
}

/// Enters what was paid already: the planted payments, each to a firm of its kind.
pub fn advance(city: &mut City, random: &mut Random, excluded: &BTreeSet<usize>) -> Result<(), String> {
    let year = city.year;
    let order = city.shuffled(random);
    let mut used = BTreeSet::new();
    let mut last = None;
    for payment in planted::payments(year)? {
        // an advance and its return belong to one firm
        let again = payment.reason == "已退回";
        let enough = |f: &Firm| f.research[1] - f.research[0] >= 12 * payment.amount;
        let fits = |place: usize, f: &Firm| {
            let rises = f.deducts && f.research[1] > f.research[0];
            (payment.to == "excluded") == excluded.contains(&place)
                && !f.planted
                && match payment.to.as_str() {
                    "research" | "returned" | "overreturned" => rises && enough(f) && f.decided.is_none(),
                    "first" => f.decided == Some("首次认定"),
                    "again" => f.decided == Some("重新认定"),
                    "unmoved" => !rises && f.decided.is_none() && f.research_told,
                    "contract" => f.certified(year) && f.decided.is_none() && has_school(city, place),
                    _ => true,
                }
        };
        let found = if again {
            last
        } else {
            order
                .iter()
                .copied()
                .filter(|p| !used.contains(p))
                .find(|p| city.firms.get(*p).is_some_and(|f| fits(*p, f)))
        };
        let Some(firm) = found else { continue };
        used.insert(firm);
        last = Some(firm);
        let cells = vec![
            Cell::Text(payment.policy),
            Cell::Integer(payment.policy_year),
            Cell::Money(payment.amount),
            Cell::date(payment.day),
            Cell::Text(payment.reason),
        ];
        city.add(PAYMENTS, PAYMENT, Record { firm, cells });
    }
    city.advanced = used;
    Ok(())
}

fn has_school(city: &City, place: usize) -> bool {
    city.records
        .get("技术合同")
        .is_some_and(|r| r.rows.iter().any(|row| row.firm == place && row.cells.contains(&Cell::Word("高等院校"))))
}
