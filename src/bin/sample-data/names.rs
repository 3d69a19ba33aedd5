//! Invented names of enterprises, partners, banks and people.
//!
//! A name is put together from words; the trade names that real firms of the city carry are kept out.

use std::collections::BTreeSet;

use crate::city::industry::Industry;
use crate::random::Random;

/// Makes names and remembers them, so that none comes twice.
#[derive(Default)]
pub struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A new enterprise's name.
    pub fn enterprise(&mut self, random: &mut Random, industry: &Industry, county: &str) -> String {
        for attempt in 0..200 {
            let brand = brand(random, attempt > 3);
            if REAL.iter().any(|real| brand.contains(real)) {
                continue;
            }
            let place = match random.below(10) {
                0..=5 => "株洲",
                6 | 7 => "湖南",
                8 => county.trim_end_matches(['区', '县', '市']),
                _ => "",
            };
            let form = match random.below(20) {
                0 => "股份有限公司",
                1 | 2 => "有限责任公司",
                _ => "有限公司",
            };
            let trade = random.word(industry.trades);
            let name = format!("{place}{brand}{trade}{form}");
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
        // never reached at any size that a sheet can hold; the number keeps the promise of distinct names
        let name = format!("株洲第{}商行有限公司", self.taken.len());
        self.taken.insert(name.clone());
        name
    }
}

fn brand(random: &mut Random, long: bool) -> String {
    let first = random.word(FIRST);
    let second = random.word(SECOND);
    let third = if long { random.word(THIRD) } else { "" };
    format!("{first}{second}{third}")
}

/// A person's name, of a foreign expert if asked.
pub fn person(random: &mut Random, foreign: bool) -> String {
    if foreign {
        format!("{}·{}", random.word(FOREIGN_FIRST), random.word(FOREIGN_LAST))
    } else {
        let (surname, given) = (random.word(SURNAMES), random.word(GIVEN));
        format!("{surname}{given}{}", random.word(GIVEN_LAST))
    }
}

const FIRST: &[&str] = &[
    "澄", "砺", "岚", "朔", "珺", "芃", "骁", "钰", "穗", "筠", "峤", "洵", "沐", "昀", "璟", "笃", "霁", "芮", "翊",
    "铎", "煜", "滢", "赫", "邦", "炜", "樾", "禾", "岩", "淞", "渌", "湜", "镭", "锐", "弘", "厚", "捷", "启", "拓",
    "远", "卓", "恒", "辰", "旭", "映", "钧",
];
const SECOND: &[&str] = &[
    "岳", "桥", "湾", "峻", "川", "石", "帆", "舟", "森", "钧", "阳", "朗", "霖", "浦", "衡", "泽", "原", "谷", "岭",
    "炬", "禾", "景", "丰", "维", "越", "略", "策", "砚", "屹", "程", "澜", "垣", "樵", "航", "拓", "启", "固", "朴",
    "行", "至", "翎", "寰", "彻", "焰", "磊",
];
const THIRD: &[&str] = &[
    "达", "通", "源", "盛", "宁", "和", "安", "立", "信", "铭", "嘉", "裕", "同", "延", "申", "协", "臻", "益", "途",
    "翔",
];

/// Trade names that real firms of the region carry, and that no invented name may contain.
const REAL: &[&str] = &[
    "时代", "中车", "千金", "旗滨", "联诚", "欧科", "飞鹿", "天桥", "宏达", "唐人", "菲斯", "国芯", "越摩", "泛航",
    "高精", "华锐", "凯睿", "柳鑫", "麦格", "三一", "中联", "株硬", "钻石", "南方", "山河", "远大", "湘火", "华联",
    "中蓝", "九方", "恒茂", "捷诺", "启航", "远航", "卓越", "恒远", "弘程", "锐航", "旭阳", "启程", "拓原", "辰帆",
    "厚朴", "恒丰", "捷程", "岩石", "启行", "远景",
];

/// Universities that do not exist.
pub const UNIVERSITIES: &[&str] = &[
    "湘东理工大学",
    "南岳工业大学",
    "云麓科技大学",
    "罗霄交通大学",
    "浏水师范大学",
    "洣江农业大学",
    "炎陵山林业学院",
    "渌江工程学院",
    "衡云大学",
    "洞庭电子科技大学",
    "武陵材料大学",
    "神农谷医科大学",
];
/// Institutes that do not exist.
pub const INSTITUTES: &[&str] = &[
    "湘东先进材料研究院",
    "罗霄轨道技术研究所",
    "云麓智能制造研究院",
    "洣江农业科学研究所",
    "南岳动力机械研究所",
    "衡云化工研究院",
    "洞庭环境科学研究院",
    "渌江陶瓷研究所",
];
/// Banks that do not exist.
pub const BANKS: &[&str] =
    &["炎帝商业银行", "罗霄农村商业银行", "渌江村镇银行", "云麓银行", "神农谷银行", "洣水农村信用社"];
/// Their branches.
pub const BRANCHES: &[&str] = &[
    "株洲分行",
    "天元支行",
    "荷塘支行",
    "芦淞支行",
    "石峰支行",
    "渌口支行",
    "醴陵支行",
    "攸县支行",
    "茶陵支行",
    "炎陵支行",
    "高新支行",
    "田心支行",
];
const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "周", "吴", "谭", "罗", "彭", "易", "文", "贺", "欧阳", "龙", "段", "尹",
    "凌",
];
const GIVEN: &[&str] = &["", "", "志", "建", "晓", "文", "海", "思", "雨", "子", "明", "国", "丽", "秋", "芳", "立"];
const GIVEN_LAST: &[&str] = &[
    "强", "伟", "敏", "静", "军", "磊", "洋", "勇", "艳", "杰", "娟", "涛", "超", "霞", "平", "辉", "鹏", "琳", "颖",
    "峰",
];
const FOREIGN_FIRST: &[&str] = &[
    "伊万",
    "卡尔",
    "汉斯",
    "马里奥",
    "亚历克斯",
    "安德烈",
    "彼得",
    "尤里",
    "托马斯",
    "埃里克",
    "马克",
    "乔治",
    "卢卡",
    "米哈伊尔",
    "弗兰克",
];
const FOREIGN_LAST: &[&str] = &[
    "科瓦尔",
    "施耐特",
    "贝尔曼",
    "罗西尼奥",
    "诺瓦克",
    "林德霍姆",
    "格里戈罗夫",
    "哈特维克",
    "莫雷蒂诺",
    "桑托利",
    "费舍尔曼",
    "克劳森",
    "多布雷",
    "雅各布森",
    "维尔讷",
];

/// A firm from elsewhere, as a contract names its partner.
pub fn partner(random: &mut Random) -> String {
    let place = random.word(&["长沙", "湘潭", "广州", "武汉", "苏州", "东莞", "成都", "深圳"]);
    let trade = random.word(&["科技", "技术", "装备", "软件", "检测", "材料", "智能", "实业"]);
    let mut brand = brand(random, true);
    while REAL.iter().any(|real| brand.contains(real)) {
        brand = self::brand(random, true);
    }
    format!("{place}{brand}{trade}有限公司")
}
