//! Industries and counties: how the city's enterprises are spread.

/// An industry of the national classification and the words that its firms' names carry.
pub struct Industry {
    /// 行业门类.
    pub name: &'static str,
    /// How many of a hundred firms.
    pub weight: u64,
    /// Words for the middle of a name.
    pub trades: &'static [&'static str],
}

/// Does an industry make things? (规上工业, 产值 and 制造业 follow from it.)
pub fn makes_things(industry: &Industry) -> bool {
    industry.name == MANUFACTURING
}

const MANUFACTURING: &str = "制造业";

/// The industries of the city.
pub const INDUSTRIES: &[Industry] = &[
    Industry {
        name: MANUFACTURING,
        weight: 64,
        trades: &[
            "轨道装备",
            "轨道配件",
            "硬质合金",
            "精密刀具",
            "陶瓷",
            "电瓷",
            "釉料",
            "烟花材料",
            "服饰",
            "机械制造",
            "模具",
            "电机",
            "变流技术",
            "传感器",
            "航空部件",
            "无人机",
            "新能源汽车零部件",
            "蓄电池材料",
            "化工",
            "涂料",
            "橡塑制品",
            "生物医药",
            "医疗器械",
            "食品",
            "节能设备",
            "环保设备",
            "玻璃",
            "包装",
            "电线电缆",
            "仪表",
            "阀门",
            "铸造",
            "锻压",
            "钢构",
            "复合材料",
            "紧固件",
            "制动技术",
            "减振器材",
            "粉末冶金",
            "焊接设备",
        ],
    },
    Industry {
        name: "信息传输、软件和信息技术服务业",
        weight: 11,
        trades: &["软件", "信息技术", "数据科技", "智能科技", "网络科技", "物联网", "云计算", "北斗应用"],
    },
    Industry {
        name: "科学研究和技术服务业",
        weight: 11,
        trades: &["检测技术", "工程技术", "技术研究", "设计研究", "环境技术", "生物科技", "新材料研究"],
    },
    Industry { name: "批发和零售业", weight: 4, trades: &["贸易", "商贸", "物资", "供应链管理"] },
    Industry { name: "建筑业", weight: 3, trades: &["建筑工程", "建设", "安装工程"] },
    Industry {
        name: "农、林、牧、渔业", weight: 3, trades: &["农业", "生态农业", "种业", "油茶", "林业"]
    },
    Industry { name: "租赁和商务服务业", weight: 2, trades: &["企业服务", "会展服务", "人力资源"] },
    Industry { name: "住宿和餐饮业", weight: 1, trades: &["餐饮管理", "酒店管理"] },
    Industry { name: "房地产业", weight: 1, trades: &["物业服务", "园区运营"] },
];

/// How many of a hundred firms a county has, and the area where they are registered. A county that
/// this list does not know (another pack's) gets a plain share.
pub fn county(name: &str) -> (u64, &'static str) {
    COUNTIES.iter().find(|(known, ..)| *known == name).map_or((8, "430200"), |(_, weight, area)| (*weight, *area))
}

const COUNTIES: &[(&str, u64, &str)] = &[
    ("天元区", 24, "430211"),
    ("荷塘区", 11, "430202"),
    ("芦淞区", 13, "430203"),
    ("石峰区", 13, "430204"),
    ("渌口区", 7, "430212"),
    ("醴陵市", 14, "430281"),
    ("攸县", 7, "430223"),
    ("茶陵县", 4, "430224"),
    ("炎陵县", 2, "430225"),
    ("经开区", 5, "430200"),
];
