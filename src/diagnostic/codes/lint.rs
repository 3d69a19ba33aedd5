//! Codes of findings: `lint/…`: what is allowed in a pack and suspicious all the same. The part behind the stroke is
//! the check's name, by which an `[[allow]]` silences it.

crate::codes! {
    VERSION_HOLE = "lint/version-hole", Warning, "同一措施的两个版本之间有一个政策年度没有规则", "a policy year lies between two versions of a measure and has no rule";
    DATES_END = "lint/dates-end", Warning, "措施还有效，用到的参数、表或预算已经到期", "a value ends before the measure that needs it";
    NO_YEAR = "lint/no-year", Warning, "有日期的一条没有任何政策年度用到", "something dated is seen by no policy year";
    BAND_START = "lint/band-start", Note, "分段从大于零的数开始，以下一分不给", "bands begin above zero: what lies below gets nothing";
    NEVER_HOLDS = "lint/never-holds", Warning, "条件永远不成立", "a condition can never hold";
    ALWAYS_HOLDS = "lint/always-holds", Warning, "条件永远成立", "a condition always holds";
    CONTRADICTION = "lint/contradiction", Warning, "一项措施的条件互相矛盾", "conditions of one measure contradict one another";
    BRANCH_NEVER = "lint/branch-never", Warning, "若…则…否则 的一支永远走不到", "a branch of 若 … 则 … 否则 is never taken";
    CLIFF = "lint/cliff", Warning, "多一点反而少拿：金额在分段的边上掉下来", "more earns less: the amount falls at the edge of a band";
    CAP_MISSING = "lint/cap-missing", Warning, "拨付没有上限", "a payout has no upper limit";
    DEMONSTRATION = "lint/demonstration", Warning, "依据未与发文核对，不得据以付款", "a reference is not checked against the issuing text: nobody may pay by it";
    FIGURE_NOT_QUOTED = "lint/figure-not-quoted", Warning, "参数的值在引用的条文里找不到", "a parameter's value does not occur in the clause that is quoted";
    NEXT_YEAR = "lint/next-year", Warning, "下一年度没有有效的参数、表、预算或总额", "a parameter, table, budget or cap has no value next year";
    TAX_CONTRIBUTION = "lint/tax-contribution", Warning, "2024年8月1日以后的措施用到税收贡献", "a measure in force after 2024-08-01 uses a tax contribution";
    TAX_UNMARKED = "lint/tax-unmarked", Warning, "像是税收贡献的字段没有说明是不是", "a field looks like a tax contribution and nobody said whether it is one";
    DOUBLE_PAYMENT = "lint/double-payment", Warning, "两项措施奖补同一件事，又不在一个叠加组里", "two measures pay for the same thing without a stacking group";
    ALLOW_UNUSED = "lint/allow-unused", Warning, "[[allow]] 什么也没有放行", "an [[allow]] silences nothing";
}
