//! Words that mark rows without data: totals, notes, and the row that numbers the columns.

use super::text::fold;

const TOTALS: [&str; 5] = ["小计", "合计", "总计", "共计", "累计"];

/// 小计, 合计, 总计, alone or behind a name.
pub fn is_total(text: &str) -> bool {
    let folded = fold(text);
    let label = counted(&folded).trim_end_matches([':', ')']);
    folded.chars().count() <= 16 && TOTALS.iter().any(|word| label.ends_with(word))
}

/// A label without the number of rows behind it: `合计:3家`.
fn counted(folded: &str) -> &str {
    folded.split_once(':').filter(|(_, count)| is_count(count)).map_or(folded, |(label, _)| label)
}

/// Such a label and nothing else: a text of a record may end in one (`虚开发票金额累计`).
pub fn is_bare_total(text: &str) -> bool {
    let folded = fold(text);
    let label = counted(&folded).trim_matches([':', '(', ')']);
    let label = ["本页", "本表", "全部"].iter().find_map(|front| label.strip_prefix(front)).unwrap_or(label);
    TOTALS.contains(&label)
}

/// How many rows a total counts: 12家, 共 35 户企业.
pub fn is_count(text: &str) -> bool {
    let folded = fold(text);
    let bare = folded.trim_start_matches('共').trim_end_matches(['企', '业', '单', '位']);
    let digits = bare.trim_end_matches(['家', '户', '个', '项', '条', '笔', '人', '份']);
    digits.len() < bare.len() && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// How notes below a table begin; a note that is one of a list has a colon or a number behind 注.
pub fn is_note(text: &str) -> bool {
    const WORDS: [&str; 19] = [
        "备注",
        "说明",
        "注:",
        "注1",
        "填表",
        "填报",
        "审核",
        "审批",
        "联系",
        "制表",
        "负责人",
        "经办",
        "单位:",
        "日期",
        "附件",
        "编制",
        "复核",
        "领导",
        "盖章",
    ];
    let folded = fold(text);
    WORDS.iter().any(|word| folded.starts_with(word))
}

/// A note that says so itself, wherever it stands: `审核人：李四`, `注1`, `（盖章）`. A text of a record may begin
/// like a note (`审核发现虚报`), and so may a name (`联系通信公司`).
pub fn is_labelled(text: &str) -> bool {
    let folded = fold(text);
    let sealed = ["(盖章)", "(签字)", "(签章)"].iter().any(|mark| folded.ends_with(mark));
    sealed || (is_note(text) && (folded.contains(':') || folded.starts_with("注1")))
}

/// Says that a table has no records, in its first row: 无, 本年度无, 暂无记录.
pub fn is_none(text: &str) -> bool {
    let folded = fold(text);
    let bare =
        ["本年度", "本年", "今年", "本县", "本区", "目前", "暂"].iter().find_map(|front| folded.strip_prefix(front));
    matches!(
        bare.unwrap_or(&folded),
        "无" | "没有" | "无记录" | "没有记录" | "无数据" | "无此项" | "无此类" | "无此类情况" | "无此项业务"
    )
}

/// A label whose value stands in the next cell: 填表人, 联系电话：.
pub fn is_open(text: &str) -> bool {
    let folded = fold(text);
    is_note(text) && (folded.ends_with(':') || folded.chars().count() <= 6)
}

/// The heading of a column of running numbers.
pub fn is_serial(text: &str) -> bool {
    fold(text) == "序号"
}

/// Do these cells number the columns, as the row under the headings of a form does: 甲 乙 丙 1 2 3?
/// Signs and numbers both count from their first, without a gap; 栏次 may stand in front.
pub fn counts<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    const SIGNS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
    let (mut signs, mut numbers) = (0, 0);
    for (at, cell) in cells.enumerate() {
        let folded = fold(cell);
        let cell = folded.trim_matches(['(', ')']);
        if at == 0 && matches!(cell, "栏次" | "行次") {
            continue;
        }
        if numbers == 0 && SIGNS.get(signs) == Some(&cell) {
            signs += 1;
        } else if cell.parse() == Ok(numbers + 1) {
            numbers += 1;
        } else {
            return false;
        }
    }
    signs + numbers >= 3
}

#[cfg(test)]
mod tests {
    use super::{counts, is_bare_total, is_count, is_labelled, is_none, is_note, is_open, is_total};

    #[test]
    fn a_row_that_numbers_its_columns() {
        let row = |text: &str| counts(text.split('|'));
        assert!(row("甲|乙|丙|丁|1|2|3"));
        assert!(row("栏次|1|2|3"));
        assert!(row("(1)|（2）|３"));
        assert!(!row("1|2|4"));
        assert!(!row("2|3|4"));
        assert!(!row("1|甲|2|3"));
        assert!(!row("1|2"));
        assert!(!row("1|2|3|甲公司"));
    }

    #[test]
    fn totals_and_notes() {
        assert!(is_total("天元区小计：") && is_total(" 合 计 ") && is_total("（总计）"));
        assert!(!is_total("合计划") && !is_total("某某有限公司"));
        assert!(is_note("备注：无") && is_note("注：金额单位元") && is_note("填 表 人：张三"));
        assert!(!is_note("注册资本"));
        assert!(is_total("合计：3 家") && is_bare_total("合计：3 家") && !is_total("合计：另见附表"));
        assert!(is_bare_total("（合计）") && is_bare_total("本页小计：") && !is_bare_total("成本累计"));
        assert!(is_count("共 12 家企业") && is_count("35户") && !is_count("12") && !is_count("甲家"));
        assert!(is_labelled("审核人：李四") && is_labelled("单位（盖章）") && !is_labelled("审核发现虚报材料"));
        assert!(is_none("本年度无") && is_none("暂无记录") && is_none("无") && !is_none("无证经营"));
        assert!(is_open("填表人") && is_open("联系电话：") && !is_open("审核发现虚报材料"));
    }
}
