//! Words around a table: its title, who reports, the unit for all of it, notes and signatures below.

use crate::sheet::{Draft, Line, Mark, Row};

/// A title across all columns.
pub fn across(draft: &mut Draft) {
    let title = format!("{}{}年度{}申报汇总表", draft.office, draft.year, draft.table);
    draft.above.push(Line::Across(title));
}

/// The number of the annex above the title.
pub fn annex(draft: &mut Draft) {
    draft.above.insert(0, Line::Left(format!("附件{}", draft.part + 1)));
}

/// Who reports, and when.
pub fn reporter(draft: &mut Draft) {
    let next = draft.year + 1;
    draft.above.push(Line::Left(format!("填报单位：{}科技局　　　填报日期：{next}年2月17日", draft.office)));
}

/// The unit once for the whole sheet, at its right end, and in no heading.
pub fn unit_note(draft: &mut Draft) {
    let Some(unit) = draft.columns.iter().find(|c| c.is_money()).map(|c| c.unit.zh()) else {
        return;
    };
    draft.above.push(Line::Right(format!("单位：{unit}")));
    for column in &mut draft.columns {
        column.mark = Mark::Silent;
    }
}

/// The same in more words.
pub fn long_unit_note(draft: &mut Draft) {
    let Some(unit) = draft.columns.iter().find(|c| c.is_money()).map(|c| c.unit.zh()) else {
        return;
    };
    draft.above.push(Line::Left(format!("（金额单位：人民币{unit}）")));
    for column in &mut draft.columns {
        column.mark = Mark::Silent;
    }
}

/// Notes at the bottom.
pub fn notes(draft: &mut Draft) {
    draft.rows.push(Row::Words("备注：以上数据由企业填报，乡镇（街道）初审，与加计扣除申报表核对一致。".to_owned()));
    draft.rows.push(Row::Words("说明：1.没有的项目请填“无”；2.金额以审计报告为准。".to_owned()));
}

/// Who filled it in, at the bottom.
pub fn signature(draft: &mut Draft) {
    draft.rows.push(Row::Blank);
    draft.rows.push(Row::Words("填表人：　　　　　审核人：　　　　　联系电话：0731-20000000（盖章）".to_owned()));
}

/// A sheet with nothing to report says so.
pub fn nothing(draft: &mut Draft) {
    if draft.rows.is_empty() {
        draft.rows.push(Row::Words("本年度无".to_owned()));
    }
}
