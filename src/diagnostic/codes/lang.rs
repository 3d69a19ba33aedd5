//! Codes of findings: `lang/…`.

crate::codes! {
    CHARACTER = "lang/character", Error, "表达式里有不认识的字符", "an expression holds a character that means nothing there";
    LITERAL = "lang/literal", Error, "数、金额或日期的写法不对", "a number, amount or date is not written as it should be";
    UNCLOSED = "lang/unclosed", Error, "引号或括号没有成对", "a quotation mark or bracket has no partner";
    SYNTAX = "lang/syntax", Error, "表达式的写法不对", "an expression is not put together as it should be";
    LIMIT = "lang/limit", Error, "表达式太长或嵌套太深", "an expression is too long or nested too deeply";
    UNKNOWN_NAME = "lang/unknown-name", Error, "名称没有定义", "a name is not defined";
    GLUED = "lang/glued", Error, "运算词与名称连写，缺少空格", "an operator word is glued to a name, a space is missing";
    PLACE = "lang/place", Error, "名称不能用在这里", "a name cannot be used in this place";
    TYPE = "lang/type", Error, "类型不符", "the types do not fit together";
    UNIT = "lang/unit", Error, "金额缺少单位", "an amount lacks its unit";
    CHOICE = "lang/choice", Error, "与选项比较的文本不是其中一个选项", "a text compared with a choice is not one of its options";
    ARGUMENTS = "lang/arguments", Error, "参数的个数不对", "a function has the wrong number of arguments";
    ZERO = "lang/zero", Error, "除数为零，或取整的单位不大于零", "a divisor is zero, or a rounding unit is not above zero";
}
