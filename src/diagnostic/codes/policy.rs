//! Codes of findings: `policy/…`.

crate::codes! {
    SYNTAX = "policy/syntax", Error, "规则文件不是合格的 TOML", "a rule file is not TOML";
    UNKNOWN_KEY = "policy/unknown-key", Error, "规则文件中有不认识的键", "a rule file has a key that nobody reads";
    MISSING_KEY = "policy/missing-key", Error, "规则文件缺少必要的键", "a rule file lacks a key that must be there";
    WRONG_TYPE = "policy/wrong-type", Error, "键后面的值种类不对", "a value is of another kind than its key wants";
    FLOAT = "policy/float", Error, "带小数点的数没有加引号", "a number with a decimal point is not quoted";
    UNKNOWN_WORD = "policy/unknown-word", Error, "只能从几个词中选择的地方写了别的词", "a word is not one of the closed list that fits there";
    UNKNOWN_NAME = "policy/unknown-name", Error, "名称没有对应的字段、表、措施、资金池或承担方", "a name stands for no field, table, measure, pool or payer";
    DUPLICATE = "policy/duplicate", Error, "同一个名称写了两次", "a name is given twice";
    FIELDS = "policy/fields", Error, "字段表缺少引擎所需的角色或自相矛盾", "fields.toml lacks a role that the engine needs or contradicts itself";
    CONSTANT = "policy/constant", Error, "只能写确定的值的地方写了表达式", "an expression stands where only a written-out value can";
    REVERSED = "policy/reversed", Error, "结束日期早于开始日期", "a period ends before it begins";
    OVERLAP = "policy/overlap", Error, "两个版本在同一天有效", "two versions of a value are in force on the same day";
    GAP = "policy/gap", Error, "需要的日期没有有效的值", "nothing is in force on a day on which a value is needed";
    BANDS = "policy/bands", Error, "分段有空档、重叠或写反", "bands have a gap, overlap or are the wrong way round";
    CLASH = "policy/clash", Error, "名称与字段、表或内置函数相同，或不能用作名称", "a name is that of a field, table or built-in, or cannot be read as a name";
    CYCLE = "policy/cycle", Error, "定义互相引用成圈", "definitions use one another in a circle";
    DEEP = "policy/deep", Error, "定义层层引用太深", "definitions stand on too many levels of others";
    ID = "policy/id", Error, "id 的写法不对或已被引擎占用", "an id is not written as it should be or is the engine's own";
    NOT_LISTED = "policy/not-listed", Error, "措施没有列入 pack.toml", "a measure is not in the order of pack.toml";
    VERSIONS = "policy/versions", Error, "同一措施的两个版本在同一天有效", "two versions of a measure are in force on the same day";
    NOT_A_PAYOUT = "policy/not-a-payout", Error, "叠加组或总额中有不拨付资金的措施", "a stacking group or cap names a measure that pays nothing";
    ORDER = "policy/order", Error, "核定(…) 用到了后面的或不拨付资金的措施", "核定(…) speaks of a later measure or one that pays nothing";
    OFFSET = "policy/offset", Error, "已拨付的某种事由没有说明如何处理", "a kind of earlier payment is neither reduced nor restored";
    EARLIER = "policy/earlier", Error, "往年已拨的写法与叠加组不合", "what counts of earlier years does not fit its stacking group";
    AWARD = "policy/award", Error, "奖补的承担方或组成部分没有说清", "who pays an award, or of what parts it consists, is not clear";
    SHARES = "policy/shares", Error, "分担比例合计不对", "the shares of the payers do not fit together";
    INSTALMENTS = "policy/instalments", Error, "各期比例合计不是 100%", "the instalments do not add up to 100%";
    ROUND_MISSING = "policy/round-missing", Error, "金额可能不是整分却没有写舍入", "an amount that may not be of whole 分 has no rounding";
    CASE = "policy/case", Error, "案例什么也没有检查或与字段表不符", "a case checks nothing or does not fit the fields";
    LAYOUT = "policy/layout", Error, "layout.toml 写的样子做不出来", "what layout.toml asks of a paper cannot be made";
    MISSING_FILE = "policy/missing-file", Error, "政策包缺少文件", "the pack lacks a file";
    UNUSED = "policy/unused", Warning, "定义、参数、表或资金池没有用到", "a definition, parameter, table or pool is not used";
    RATE = "policy/rate", Warning, "比例没有写 %，可能大了一百倍", "a rate without its per cent sign may be a hundred times too large";
    MID_YEAR = "policy/mid-year", Warning, "值在年度内有变动，全年按 12 月 31 日的计算", "a value changes within the year, all of which is computed by that of 31 December";
    NOT_PART = "policy/not-part", Note, "文件不是政策包的一部分", "a file is no part of a pack";
}
