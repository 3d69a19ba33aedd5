//! Codes of findings: `workbook/…`: parameters and tables that come back from a workbook.

crate::codes! {
    STALE = "workbook/stale", Error, "工作簿不是从现在的政策包导出的", "the workbook was not made of the pack as it is now";
    SHEET = "workbook/sheet", Error, "工作簿缺少工作表或列", "the workbook lacks a sheet or a column";
    CELL = "workbook/cell", Error, "单元格的内容不能用", "a cell cannot be used";
    ROW = "workbook/row", Error, "不知道这一行说的是什么，或者不能这样增删", "a row belongs to nothing, or cannot be added or removed";
    OVERLAP = "workbook/overlap", Error, "两行在同一天有效", "two rows are in force on the same day";
}
