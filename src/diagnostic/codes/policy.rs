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
}
