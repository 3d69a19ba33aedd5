//! Codes of findings: `settle/…`.

crate::codes! {
    VALUE_MISSING = "settle/value-missing", Hold, "核定需要的值没有填", "a value that an award needs is empty";
    COLUMN_ABSENT = "settle/column-absent", Hold, "核定需要的一列没有", "a column that an award needs is absent";
    VALUE_UNREADABLE = "settle/value-unreadable", Hold, "核定需要的值读不出来", "a value that an award needs cannot be read";
    VALUE_CONFLICT = "settle/value-conflict", Hold, "核定需要的值前后矛盾", "rows contradict one another about a value that an award needs";
    NO_ROW = "settle/no-row", Hold, "标准表里没有对应的一行", "a lookup table has no row for this case";
    UNATTRIBUTED = "settle/unattributed", Hold, "有一行认不出是哪家企业", "a row that could be anybody's";
    ARITHMETIC = "settle/arithmetic", Hold, "算不出来：除以零、数字太大、份额不合", "no result: a division by zero, a number that is too large, shares that do not fit";
    YEAR = "settle/year", Warning, "没有一个日期在政策年度里", "no date lies in the policy year";
    AS_OF = "settle/as-of", Warning, "核定日早于政策年度", "the as-of date lies before the policy year";
    OFFSET_UNMATCHED = "settle/offset-unmatched", Warning, "已拨付的政策对不上", "an earlier payment names no measure in force";
    HELD_WITH_ADVANCE = "settle/held-with-advance", Warning, "待核的核定已经预拨过", "a held award has an advance on it";
    CAP_WOULD_CUT = "settle/cap-would-cut", Warning, "待核的一旦核定，别的会被年度总额核减", "releasing a held award would cut what is paid now";
    POOL_PROVISIONAL = "settle/pool-provisional", Warning, "超预算的资金池里有待核的核定，结果是暂算", "an exceeded pool has held members: the run is provisional";
    POOL_CUT = "settle/pool-cut", Note, "资金池超出预算，按规定核减", "a pool exceeds its budget and was cut";
    POOL_BREAKER = "settle/pool-breaker", Note, "资金池熔断，按规定降低或停止兑付", "a pool's breaker has tripped: claims are met in part or not at all";
    EARLIER_UNMATCHED = "settle/earlier-unmatched", Warning, "往年已拨付的政策对不上", "a payment of an earlier year names no measure of the pack";
    NEGATIVE_AMOUNT = "settle/negative-amount", Warning, "按公式算出负数，不予支付", "a formula gave a negative amount, which pays nothing";
}
