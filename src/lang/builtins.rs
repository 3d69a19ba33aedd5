//! The one table of everything that is built in. The checker, the evaluator, the reference docs and the
//! editor read it; adding a function is a row here, an arm in `evaluate/functions.rs`, one in
//! `formula/calls.rs` and one in the naive evaluator of the tests.

use crate::value::Type;

/// What a built-in name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Function {
    /// Year of a date.
    Year,
    /// Month of a date.
    Month,
    /// Day of the month.
    Day,
    /// A date from year, month and day.
    MakeDate,
    /// The same day so many years later.
    AddYears,
    /// Days from one date to another.
    Days,
    /// The smallest of the arguments.
    Min,
    /// The largest of the arguments.
    Max,
    /// The magnitude.
    Abs,
    /// Toward zero to a unit.
    RoundDown,
    /// Away from zero to a unit.
    RoundUp,
    /// Half away from zero to a unit.
    RoundHalfUp,
    /// A whole number in digits.
    Digits,
    /// A value of a lookup table.
    Lookup,
    /// Marginal bands.
    Marginal,
    /// Whole-amount bands.
    Whole,
    /// Steps.
    Step,
    /// Is the cell filled?
    Filled,
    /// A value for an empty cell.
    Default,
    /// Missing on purpose.
    Pending,
    /// What another measure gives.
    Award,
    /// Is there a record?
    Exists,
    /// How many records?
    Count,
    /// The sum over records.
    Sum,
    /// The largest over records.
    MaxOf,
    /// The smallest over records.
    MinOf,
    /// The policy year.
    PolicyYear,
    /// The as-of date.
    AsOf,
}

/// What an argument must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// A date.
    Date,
    /// A whole number.
    Integer,
    /// Money or a number, the same for all arguments of this kind.
    Amount,
    /// Money, a number or a date, the same for all arguments of this kind.
    Ordered,
}

/// How a built-in is used and what it gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// A function of values.
    Function {
        /// The arguments; where `more` is true the last may be repeated.
        arguments: &'static [Argument],
        /// May there be more of the last?
        more: bool,
        /// The result's type; `None`: that of the arguments.
        result: Option<Type>,
    },
    /// A function whose first argument is a name (of a field, a table, bands, a measure).
    Special,
    /// Over the records of a related table.
    Records,
    /// A constant.
    Constant(Type),
}

/// A row of the table.
#[derive(Debug)]
pub struct Builtin {
    /// What it is.
    pub function: Function,
    /// Its Chinese name.
    pub zh: &'static str,
    /// Its ASCII name.
    pub en: &'static str,
    /// How it is written.
    pub signature: &'static str,
    /// How the checker takes it.
    pub form: Form,
    /// What it means.
    pub meaning_zh: &'static str,
    /// The same in English.
    pub meaning_en: &'static str,
    /// An example, in the example world of `tests/it/lang/world.rs`.
    pub example: &'static str,
    /// What the example gives, itself an expression (or `缺` where it is missing).
    pub result: &'static str,
}

impl Builtin {
    /// Its names: the Chinese, the ASCII one, and 最大, 最小 for the scalar forms too.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let also = match self.function {
            Function::Min => Some("最小"),
            Function::Max => Some("最大"),
            _ => None,
        };
        [self.zh, self.en].into_iter().chain(also)
    }
}

/// The function or constant of that name; the forms over records have a syntax of their own.
#[must_use]
pub fn find(name: &str) -> Option<&'static Builtin> {
    TABLE.iter().filter(|row| row.form != Form::Records).find(|row| row.names().any(|n| n == name))
}

use Argument::{Amount, Date, Integer, Ordered};

const fn function(arguments: &'static [Argument], result: Option<Type>) -> Form {
    Form::Function { arguments, more: false, result }
}

/// Every built-in function and constant.
pub static TABLE: &[Builtin] = &[
    Builtin {
        function: Function::Year,
        zh: "年",
        en: "year",
        signature: "年(日期) → 整数",
        form: function(&[Date], Some(Type::Integer)),
        meaning_zh: "日期的年份。“在政策年度内”写作 年(日期) = 政策年度。没有日期时没有年份，与任何数都不相等。",
        meaning_en: "The year of a date. `in the year` is written year(d) = policy_year. No date has no year, which equals nothing.",
        example: "年(2023-05-06)",
        result: "2023",
    },
    Builtin {
        function: Function::Month,
        zh: "月",
        en: "month",
        signature: "月(日期) → 整数",
        form: function(&[Date], Some(Type::Integer)),
        meaning_zh: "日期的月份，1 到 12。",
        meaning_en: "The month of a date, 1 to 12.",
        example: "月(2023-05-06)",
        result: "5",
    },
    Builtin {
        function: Function::Day,
        zh: "日",
        en: "day",
        signature: "日(日期) → 整数",
        form: function(&[Date], Some(Type::Integer)),
        meaning_zh: "日期是当月的第几日。",
        meaning_en: "The day of the month of a date.",
        example: "日(2023-05-06)",
        result: "6",
    },
    Builtin {
        function: Function::MakeDate,
        zh: "日期",
        en: "date",
        signature: "日期(年, 月, 日) → 日期",
        form: function(&[Integer, Integer, Integer], Some(Type::Date)),
        meaning_zh: "由年、月、日得到日期；没有这一天时为缺。",
        meaning_en: "The date of a year, month and day; missing where there is no such day.",
        example: "日期(政策年度, 7, 1)",
        result: "2023-07-01",
    },
    Builtin {
        function: Function::AddYears,
        zh: "加年",
        en: "add_years",
        signature: "加年(日期, 年数) → 日期",
        form: function(&[Date, Integer], Some(Type::Date)),
        meaning_zh: "若干年后的同一天；2 月 29 日在平年算作 3 月 1 日。",
        meaning_en: "The same day so many years later; 29 February becomes 1 March in a common year.",
        example: "加年(2020-02-29, 3)",
        result: "2023-03-01",
    },
    Builtin {
        function: Function::Days,
        zh: "天数",
        en: "days",
        signature: "天数(起, 止) → 整数",
        form: function(&[Date, Date], Some(Type::Integer)),
        meaning_zh: "从第一个日期到第二个日期的天数；第二个在前时为负。",
        meaning_en: "Days from the first date to the second, negative if the second is earlier.",
        example: "天数(2023-01-01, 2023-12-31)",
        result: "364",
    },
    Builtin {
        function: Function::Min,
        zh: "最小值",
        en: "min",
        signature: "最小值(a, b, …)",
        form: Form::Function { arguments: &[Ordered], more: true, result: None },
        meaning_zh: "各参数中最小的；也写作 最小(a, b)。",
        meaning_en: "The smallest of the arguments.",
        example: "最小值(3万元, 2万元, 5万元)",
        result: "2万元",
    },
    Builtin {
        function: Function::Max,
        zh: "最大值",
        en: "max",
        signature: "最大值(a, b, …)",
        form: Form::Function { arguments: &[Ordered], more: true, result: None },
        meaning_zh: "各参数中最大的；也写作 最大(a, b)。",
        meaning_en: "The largest of the arguments.",
        example: "最大值(0元, 本年研发费用 - 上年研发费用)",
        result: "25万元",
    },
    Builtin {
        function: Function::Abs,
        zh: "绝对值",
        en: "abs",
        signature: "绝对值(a)",
        form: function(&[Amount], None),
        meaning_zh: "不带正负号的大小。",
        meaning_en: "The magnitude without its sign.",
        example: "绝对值(-3元)",
        result: "3元",
    },
    Builtin {
        function: Function::RoundDown,
        zh: "向下取整",
        en: "round_down",
        signature: "向下取整(a, 单位)",
        form: function(&[Amount, Amount], None),
        meaning_zh: "舍去不足一个单位的部分（负数向零）。单位须大于零。",
        meaning_en: "Toward zero to a multiple of the unit, which must be above zero.",
        example: "向下取整(1234.56元, 100元)",
        result: "1200元",
    },
    Builtin {
        function: Function::RoundUp,
        zh: "向上取整",
        en: "round_up",
        signature: "向上取整(a, 单位)",
        form: function(&[Amount, Amount], None),
        meaning_zh: "不足一个单位的按一个单位计（负数远离零）。",
        meaning_en: "Away from zero to a multiple of the unit.",
        example: "向上取整(1234.56元, 1元)",
        result: "1235元",
    },
    Builtin {
        function: Function::RoundHalfUp,
        zh: "四舍五入",
        en: "round",
        signature: "四舍五入(a, 单位)",
        form: function(&[Amount, Amount], None),
        meaning_zh: "四舍五入到单位的倍数，一半时远离零。",
        meaning_en: "To the nearest multiple of the unit, half away from zero.",
        example: "四舍五入(2.345元, 0.01元)",
        result: "2.35元",
    },
    Builtin {
        function: Function::Digits,
        zh: "文字",
        en: "digits",
        signature: "文字(整数) → 文本",
        form: function(&[Integer], Some(Type::Text)),
        meaning_zh: "整数写成数字文本，供状态使用（如评价得分）；不是整数的先用 四舍五入(a, 1)。",
        meaning_en: "A whole number as digits, for a status that is a number, such as a score; round others with 四舍五入(a, 1).",
        example: "文字(76)",
        result: "“76”",
    },
    Builtin {
        function: Function::Lookup,
        zh: "查",
        en: "lookup",
        signature: "查(查找表, 键, …)",
        form: Form::Special,
        meaning_zh: "查找表中这些键对应的值；没有这一行时为缺，核定为待核。",
        meaning_en: "The value of a lookup table for the keys; missing where there is no such row.",
        example: "查(县级分担, 所属县市区)",
        result: "70%",
    },
    Builtin {
        function: Function::Marginal,
        zh: "超额累进",
        en: "marginal",
        signature: "超额累进(分档, a)",
        form: Form::Special,
        meaning_zh: "各档比例乘以落在该档内的部分，再相加。",
        meaning_en: "Each band's rate times the part of the amount that lies in it, added up.",
        example: "超额累进(登记奖补, 100万元)",
        result: "5500元",
    },
    Builtin {
        function: Function::Whole,
        zh: "全额",
        en: "whole",
        signature: "全额(分档, a)",
        form: Form::Special,
        meaning_zh: "全部数额乘以它所在档的比例。",
        meaning_en: "The whole amount times the rate of the band that it lies in.",
        example: "全额(成果奖补, 1000万元)",
        result: "10万元",
    },
    Builtin {
        function: Function::Step,
        zh: "定额",
        en: "step",
        signature: "定额(分档, a)",
        form: Form::Special,
        meaning_zh: "数额所在档的定额；低于第一档时为 0。",
        meaning_en: "The fixed value of the band that the amount lies in; nothing below the first.",
        example: "定额(机构补助, 产值)",
        result: "20万元",
    },
    Builtin {
        function: Function::Filled,
        zh: "已填",
        en: "filled",
        signature: "已填(字段) → 是否",
        form: Form::Special,
        meaning_zh: "单元格是否填写。填了但无法识别或相互矛盾时仍为缺。",
        meaning_en: "Is the cell filled? Still missing where it is filled but unreadable or contradictory.",
        example: "已填(注册日期)",
        result: "否",
    },
    Builtin {
        function: Function::Default,
        zh: "缺省",
        en: "default",
        signature: "缺省(字段, 值)",
        form: Form::Special,
        meaning_zh: "单元格为空时用给出的值；填了但无法识别时仍为缺。",
        meaning_en: "The given value for an empty cell; still missing where it is filled but unreadable.",
        example: "缺省(应纳税所得额, 0元)",
        result: "0元",
    },
    Builtin {
        function: Function::Pending,
        zh: "待补",
        en: "pending",
        signature: "待补(字段)",
        form: Form::Special,
        meaning_zh: "有意留作缺，等人补充。",
        meaning_en: "Missing on purpose, until somebody supplies it.",
        example: "待补(产值)",
        result: "缺",
    },
    Builtin {
        function: Function::Award,
        zh: "核定",
        en: "award",
        signature: "核定(措施编号) → 金额",
        form: Form::Special,
        meaning_zh: "排在前面的措施在取整、封顶、起点之后给予的金额；该措施待核时为缺。",
        meaning_en: "What an earlier measure gives after rounding, cap and floor; missing while it is held.",
        example: "核定(hnte-first)",
        result: "10万元",
    },
    Builtin {
        function: Function::Exists,
        zh: "存在",
        en: "exists",
        signature: "存在(表 当 条件) → 是否",
        form: Form::Records,
        meaning_zh: "是否有满足条件的记录。",
        meaning_en: "Is there a record that meets the condition?",
        example: "存在(技术合同 当 非 关联方)",
        result: "是",
    },
    Builtin {
        function: Function::Count,
        zh: "计数",
        en: "count",
        signature: "计数(表 当 条件) → 整数",
        form: Form::Records,
        meaning_zh: "满足条件的记录有几条。",
        meaning_en: "How many records meet the condition.",
        example: "计数(技术合同 当 合作单位类型 属于 {“高等院校”, “科研院所”})",
        result: "2",
    },
    Builtin {
        function: Function::Sum,
        zh: "合计",
        en: "sum",
        signature: "合计(a 于 表 当 条件)",
        form: Form::Records,
        meaning_zh: "满足条件的各记录的值之和；没有记录时为 0。",
        meaning_en: "The sum over the records that meet the condition, 0 where there are none.",
        example: "合计(最小值(当年实付金额 * 10%, 2万元) 于 技术合同 当 非 关联方)",
        result: "35000元",
    },
    Builtin {
        function: Function::MaxOf,
        zh: "最大",
        en: "max",
        signature: "最大(a 于 表 当 条件)",
        form: Form::Records,
        meaning_zh: "满足条件的各记录的最大值；没有记录时为 0（日期则为无）。",
        meaning_en: "The largest over the records that meet the condition; 0 where there are none (no date for dates).",
        example: "最大(当年实付金额 于 技术合同)",
        result: "30万元",
    },
    Builtin {
        function: Function::MinOf,
        zh: "最小",
        en: "min",
        signature: "最小(a 于 表 当 条件)",
        form: Form::Records,
        meaning_zh: "满足条件的各记录的最小值；没有记录时为 0（日期则为无）。",
        meaning_en: "The smallest over the records that meet the condition; 0 where there are none (no date for dates).",
        example: "最小(登记日期 于 技术合同)",
        result: "2023-03-15",
    },
    Builtin {
        function: Function::PolicyYear,
        zh: "政策年度",
        en: "policy_year",
        signature: "政策年度 → 整数",
        form: Form::Constant(Type::Integer),
        meaning_zh: "正在兑付的年度。",
        meaning_en: "The year being paid for.",
        example: "政策年度",
        result: "2023",
    },
    Builtin {
        function: Function::AsOf,
        zh: "核定日",
        en: "as_of",
        signature: "核定日 → 日期",
        form: Form::Constant(Type::Date),
        meaning_zh: "名单与证书有效期以这一天为准。",
        meaning_en: "The date that exclusion lists and certificates are read at.",
        example: "核定日",
        result: "2023-12-31",
    },
];
