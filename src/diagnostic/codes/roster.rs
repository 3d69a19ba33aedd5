//! Codes of findings: `roster/…`.

crate::codes! {
    // a file cannot be read
    FILE_EMPTY = "roster/file-empty", Error, "文件没有内容", "a file is empty";
    FORMAT = "roster/format", Error, "文件格式不能直接读取", "a file's format is not read";
    PASSWORD = "roster/password", Error, "工作簿设有密码", "a workbook is protected by a password";
    DAMAGED = "roster/damaged", Error, "文件已损坏或不完整", "a file is damaged or incomplete";
    PART_TWICE = "roster/part-twice", Error, "工作簿内部有重名的部件", "a workbook holds a part twice";
    LIMIT = "roster/limit", Error, "文件内容超过读取上限", "a file exceeds a limit for reading";
    DOCTYPE = "roster/doctype", Error, "工作簿含有文档类型声明", "a workbook holds a document type declaration";
    XML = "roster/xml", Error, "工作簿内部格式有误", "a workbook's inner format is wrong";
    VALUE_SPLIT = "roster/value-split", Error, "单元格的值被拆成几段", "a cell's value is in several pieces";
    SHARED_STRING = "roster/shared-string", Error, "单元格引用的文字不存在", "a cell refers to a text that does not exist";
    CELL_TWICE = "roster/cell-twice", Error, "单元格位置重复或错乱", "a cell stands twice or out of place";
    POSITION = "roster/position", Error, "单元格超出工作表范围", "a cell lies outside of a sheet";
    ENCODING = "roster/encoding", Error, "文字编码无法识别", "a text's encoding is not recognised";
    QUOTE_OPEN = "roster/quote-open", Error, "CSV 双引号没有配对", "a quotation mark of a CSV file has no partner";
    RAGGED = "roster/ragged", Error, "CSV 各行列数不一", "the lines of a CSV file differ in width";
    ONE_COLUMN = "roster/one-column", Error, "CSV 只有一列", "a CSV file has a single column";
    // a table cannot be used
    NO_TABLE = "roster/no-table", Error, "文件里没有要用的表", "a file holds no table of the pack";
    TABLE_ABSENT = "roster/table-absent", Error, "缺少必须提供的表", "a table that must be there is absent";
    TABLE_AMBIGUOUS = "roster/table-ambiguous", Error, "分不清是哪张表", "it is unclear which table a sheet is";
    COLUMN_REQUIRED = "roster/column-required", Error, "缺少必需的列", "a required column is missing";
    EXCERPT = "roster/excerpt", Error, "摘录不是完整的名单", "an excerpt is not a whole roster";
    COLUMN_TWICE = "roster/column-twice", Error, "两列是同一个字段", "two columns are one field";
    HEADING_YEAR = "roster/heading-year", Error, "表头的年度不对", "a heading names another year than it should";
    MAPPING = "roster/mapping", Error, "对照文件有误", "the mapping file is wrong";
    // a row cannot be used
    CODE_EMPTY = "roster/code-empty", Error, "没有填信用代码", "a row has no credit code";
    CODE_NUMBER = "roster/code-number", Error, "信用代码被存成数字", "a credit code is stored as a number";
    CODE_SHAPE = "roster/code-shape", Error, "信用代码位数或字符不对", "a credit code has a wrong length or character";
    REQUIRED_EMPTY = "roster/required-empty", Error, "必填项没有填", "a required cell is empty";
    CONTROL_CHARACTER = "roster/control-character", Error, "文字里有控制字符", "a text holds control characters";
    DIGITS_LOST = "roster/digits-lost", Error, "号码被存成数字", "an account or identifier is stored as a number";
    ORPHAN = "roster/orphan", Error, "企业名单里没有这个代码", "no enterprise has a record's code";
    BUG = "roster/bug", Error, "程序内部行数不平", "the program's own row accounting does not tie out";
    // a value cannot be used
    UNREADABLE = "roster/unreadable", Hold, "单元格的内容读不出来", "a cell cannot be read";
    NOT_CALCULATED = "roster/not-calculated", Hold, "公式未计算", "a formula was never calculated";
    ERROR_VALUE = "roster/error-value", Hold, "单元格是错误值", "a cell is an error value";
    UNIT_MISSING = "roster/unit-missing", Hold, "金额列没有单位", "a column of amounts has no unit";
    MERGED_CELLS = "roster/merged-cells", Hold, "数据区有合并单元格", "cells within the data are merged";
    CONFLICT = "roster/conflict", Hold, "同一企业两行内容不一致", "two rows of one enterprise differ";
    // probably a mistake
    CODE_CHECK = "roster/code-check", Warning, "信用代码校验位不符", "a credit code's check character does not fit";
    ASSUMED_EMPTY = "roster/assumed-empty", Warning, "声明没有记录的表里有记录", "a table declared empty holds records";
    NO_ENTERPRISE = "roster/no-enterprise", Warning, "一家企业也没有", "there is no enterprise at all";
    COLUMN_ABSENT = "roster/column-absent", Warning, "没有这一列", "a column is absent";
    NAME_DIFFERS = "roster/name-differs", Warning, "同一代码两个名称", "one code has two names";
    NAME_SHARED = "roster/name-shared", Warning, "同一名称两个代码", "one name has two codes";
    LOOKALIKE = "roster/lookalike", Warning, "名称里有形似或看不见的字符", "a text holds invisible or look-alike characters";
    TOTAL_DIFFERS = "roster/total-differs", Warning, "合计与各行之和不符", "a total is not the sum of its rows";
    DUPLICATE_RECORD = "roster/duplicate-record", Warning, "两条记录完全相同", "two records are identical";
    IDENTIFIER_TWICE = "roster/identifier-twice", Warning, "同一编号出现两次", "one identifier stands in two records";
    FACTOR = "roster/factor", Warning, "金额疑似差了 10 倍、100 倍或 1 万倍", "an amount may be off by a factor of 10, 100 or 10,000";
    ROW_LIMIT = "roster/row-limit", Warning, "行数恰好到了表格软件的上限", "a sheet ends exactly at a row limit";
    HIDDEN = "roster/hidden", Warning, "有隐藏的行、列或工作表", "rows, columns or sheets are hidden";
    // worth knowing
    HIDDEN_DECIDED = "roster/hidden-decided", Note, "隐藏内容已按选项处理", "hidden cells were treated as the option says";
    EXTENSION = "roster/extension", Note, "扩展名与内容不符", "a file's extension does not fit its content";
    ROWS_EXCLUDED = "roster/rows-excluded", Note, "不作数据的行", "rows that are no data";
    ROWS_MERGED = "roster/rows-merged", Note, "完全相同的行已合并", "identical rows were merged";
    TOTAL_UNCHECKED = "roster/total-unchecked", Note, "合计无法核对", "a total could not be checked";
    COLUMN_UNKNOWN = "roster/column-unknown", Note, "用不到的列", "columns that are not used";
    HEADING_REMARK = "roster/heading-remark", Note, "表头括号里的说明没有理会", "a remark in a heading was passed over";
    SHEET_UNKNOWN = "roster/sheet-unknown", Note, "用不到的工作表", "a sheet that is not used";
    TABLE_EMPTY = "roster/table-empty", Note, "没有提供这张表", "a table is absent";
    UNIT_IN_CELL = "roster/unit-in-cell", Note, "单元格自带单位", "cells name a unit of their own";
    ROUNDED = "roster/rounded", Note, "超过 15 位的数字按 15 位读取", "numbers were read as their 15 significant digits";
    COERCED = "roster/coerced", Note, "读取时作了换算", "cells were read in another form";
}
