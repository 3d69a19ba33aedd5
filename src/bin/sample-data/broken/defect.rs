//! The defects, a line for each.

use super::Done::{File, Part, Sheets, Text};
use super::{Defect, container, field, package, table, text};

const FIRST_SHEET: &str = "xl/worksheets/sheet1.xml";

macro_rules! defects {
    ($($file:literal $done:expr;)*) => {
        /// All of them.
        pub const DEFECTS: &[Defect] = &[$(Defect { file: $file, done: $done }),*];
    };
}

defects! {
    // the file cannot be read
    "空文件.xlsx" File(package::empty);
    "没有传完.xlsx" File(package::cut_off);
    "压缩包损坏.xlsx" File(package::flipped);
    "设有打开密码.xlsx" File(container::locked);
    "其实是网页.xls" Text(text::web_page);
    "值中夹有注释.xlsx" Part(FIRST_SHEET, package::split_value);
    "带文档类型声明.xlsx" Part(FIRST_SHEET, package::document_type);
    "单元格越界.xlsx" Part(FIRST_SHEET, package::beyond_the_end);
    "单元格重复.xlsx" Part(FIRST_SHEET, package::cell_twice);
    "引号没有配对.csv" Text(text::open_quote);
    "各行列数不一.csv" Text(text::ragged);
    "两种编码混在一起.csv" Text(text::two_encodings);
    "用分号分隔.csv" Text(text::semicolons);
    // a table cannot be used
    "不是名单.xlsx" Sheets(table::another_table);
    "缺限制名单.xlsx" Sheets(table::no_exclusions);
    "缺信用代码列.xlsx" Sheets(table::no_code_column);
    "两列同一个表头.xlsx" Sheets(table::one_heading_twice);
    "表头年度不对.xlsx" Sheets(table::wrong_year);
    // a row cannot be used
    "信用代码存成数字.xlsx" Sheets(field::code_as_number);
    "信用代码少一位.xlsx" Sheets(field::code_too_short);
    "没填信用代码.xlsx" Sheets(field::code_empty);
    "名称有控制字符.xlsx" Sheets(field::name_with_direction_mark);
    "合同不知是谁的.xlsx" Sheets(table::orphan);
    "限制名单没填代码.xlsx" Sheets(field::excluded_without_code);
    // a value cannot be used
    "金额没有单位.xlsx" Sheets(table::no_unit);
    "金额读不出来.xlsx" Sheets(field::about_so_much);
    "金额写在括号里.xlsx" Sheets(field::amount_in_brackets);
    "公式没有计算.xlsx" Sheets(field::never_calculated);
    "公式出错.xlsx" Sheets(field::error_value);
    "是否填待定.xlsx" Sheets(field::neither_yes_nor_no);
    "日期只有年月.xlsx" Sheets(field::month_only);
    "数据区合并单元格.xlsx" Sheets(table::merged_cells);
    "同一企业两行不一致.xlsx" Sheets(table::contradicting_rows);
    "追回含义不明.xlsx" Sheets(field::recovery_of_two_meanings);
    "银行账号存成数字.xlsx" Sheets(field::account_as_number);
    // nobody can tell, so it is only asked
    "小数点疑似错位.xlsx" Sheets(field::lost_decimal_point);
}
