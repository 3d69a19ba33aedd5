//! What the command line says of itself: one row for each command and each argument, in both languages.

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command};

use duixian::diagnostic::{Bilingual, Lang};

/// A command: its path, what it does.
const COMMANDS: &[(&str, &str, &str)] = &[
    (
        "",
        "兑现：把已发布的惠企政策算成应付金额，精确到分，笔笔有据",
        "duixian turns a published enterprise-support policy into money, to the cent, with reasons",
    ),
    ("run", "按政策包核定名单，写出一个结果文件夹", "settle rosters by a pack and write a folder of results"),
    (
        "check",
        "只检查名单和政策包，列出问题；没有问题就不输出",
        "list what is wrong with rosters and a pack; silent when nothing is",
    ),
    ("test", "运行政策包自带的案例，报告覆盖", "run the pack's own cases and tell what they cover"),
    (
        "template",
        "按政策包写出要填的工作簿：每张表一页，带单位、说明、下拉选项",
        "write the workbook to fill in, from the pack: a sheet a table, with units, notes and drop-down lists",
    ),
    ("eval", "计算一个表达式，逐步显示", "compute an expression and show its steps"),
    ("rules", "查看政策包", "look at a pack"),
    ("rules list", "列出政策措施", "list the measures"),
    (
        "rules show",
        "显示一项政策措施的全部规则；不写代号就显示政策包本身和它的含义摘要",
        "show one measure in full; without an id the pack itself, with the digest of its meaning",
    ),
    ("rules fmt", "整理规则文件的版式，不改变内容和注释", "lay out rule files; neither meaning nor comments change"),
    (
        "rules schema",
        "写出规则文件的 JSON Schema，供编辑器补全和检查",
        "write JSON Schemas of the rule files, for completion and checks in an editor",
    ),
    (
        "rules export",
        "把参数、对照表、分段表和预算导出为工作簿",
        "put parameters, tables, bands and budgets into a workbook",
    ),
    (
        "rules import",
        "读回改过的工作簿：列出差异，写回规则文件，注释不动",
        "read an edited workbook back: show the differences and write them into the rule files, comments kept",
    ),
    ("rules doc", "写出奖补项目目录（Markdown，中文）", "print the published table of clauses (Markdown, in Chinese)"),
    (
        "rules lint",
        "检查政策包里可疑的规则；没有问题就不输出",
        "look for what is suspicious in a pack; silent when nothing is",
    ),
];

/// An argument: its name, what it is.
const ARGUMENTS: &[(&str, &str, &str)] = &[
    ("help", "显示帮助", "show this help"),
    ("version", "显示版本", "show the version"),
    (
        "lang",
        "界面和文件的语言：zh 中文，en 英文（默认按系统语言，文件为中文）",
        "language of messages and files: zh, en (default by locale; files are Chinese)",
    ),
    (
        "rosters",
        "名单文件（xlsx、csv），可以多个；给文件夹则读取其中所有文件",
        "roster files (xlsx, csv), several at once; of a folder all files are read",
    ),
    ("rules", "政策包文件夹", "the folder of the pack"),
    ("year", "政策年度", "the policy year"),
    ("out", "结果写进这个文件夹，它必须还不存在", "the folder to write; must not exist"),
    (
        "as_of",
        "核定日，如 2023-12-31（默认政策年度的 12 月 31 日）",
        "as-of date, such as 2023-12-31 (default: 31 December of the policy year)",
    ),
    ("map", "指定工作表、表头、列和单位的对照文件", "a mapping file that pins sheets, headings, columns and units"),
    (
        "hidden",
        "隐藏的行列和工作表：include 计入，skip 不计（默认计入并警告）",
        "hidden rows, columns and sheets: include or skip (default: include and warn)",
    ),
    ("assume_empty", "声明这张表没有记录，可以多次", "declare that a table has no records; may be repeated"),
    (
        "expect",
        "事先核对的合计数，如 企业数=2600、应付合计=1234.5万元；不符则不输出，可以多次",
        "a control total such as enterprises=2600 or paid=12345000; a difference publishes nothing; may be repeated",
    ),
    (
        "sheets",
        "给哪些企业出兑付单：active 有应付、待核或应追回的（默认），all 每一家，none 不出",
        "which enterprises get a payment slip: active: what is paid, held or to recover (default), all, or none",
    ),
    ("threads", "使用几个线程（不影响结果）", "number of threads (does not change results)"),
    (
        "bless",
        "把算出的结果写进不符的案例；写过的案例没有依据（basis），补上才计入覆盖",
        "write what comes out into the cases that fail; a case so written has no basis and covers nothing until it has",
    ),
    ("force", "已存在的结果整个替换", "replace existing results as a whole"),
    ("check", "只列出版式不对的文件，不写", "only name the files whose layout differs, and write nothing"),
    ("schemas", "写进这个文件夹（默认政策包里的 .schema）", "the folder to write (default: .schema in the pack)"),
    ("workbook_out", "写成这个工作簿（.xlsx）", "the workbook to write (.xlsx)"),
    ("workbook", "rules export 导出、改过的工作簿", "the workbook of rules export, edited"),
    ("dry_run", "只列出差异，不写", "only show the differences, and write nothing"),
    (
        "format",
        "输出格式：text 给人看（默认），json、csv 给程序",
        "output: text for people (default), json or csv for programs",
    ),
    (
        "expression",
        "表达式，如 “min(20万元, 1500万元 * 10%)”",
        "an expression, such as \"min(20万元, 1500万元 * 10%)\"",
    ),
    (
        "set",
        "给一个字段或参数定值，如 产值=2亿元，可以多次",
        "give a field or parameter a value, such as 产值=2亿元; may be repeated",
    ),
    ("measure", "政策措施的代号，如 rules list 所列", "the measure's id, as rules list says"),
];

/// What stands after an option or for an argument: its name in the code, what people read.
const VALUES: &[(&str, &str, &str)] = &[
    ("ROSTER", "名单", "ROSTER"),
    ("PACK", "政策包", "PACK"),
    ("Y", "年度", "Y"),
    ("DIR", "文件夹", "DIR"),
    ("DATE", "日期", "DATE"),
    ("FILE", "文件", "FILE"),
    ("TABLE", "表名", "TABLE"),
    ("NAME=VALUE", "名称=数", "NAME=VALUE"),
    ("N", "个数", "N"),
    ("EXPRESSION", "表达式", "EXPRESSION"),
    ("MEASURE", "政策代号", "MEASURE"),
    ("WORKBOOK", "工作簿", "WORKBOOK"),
    ("LANG", "zh|en", "zh|en"),
    ("HIDDEN", "include|skip", "include|skip"),
    ("SHEETS", "none|active|all", "none|active|all"),
    ("FORMAT", "text|json|csv", "text|json|csv"),
];

/// What an option accepts, said when something else was given.
const SHAPES: &[(&str, &str, &str)] = &[
    ("--year", "要填 1980 到 2100 之间的年份，如 2023", "a year from 1980 to 2100, such as 2023"),
    ("--as-of", "要填一个真有的日子，写成 2023-12-31", "a day that exists, written as 2023-12-31"),
    ("--expect", "要写成 名称=数，如 企业数=2600", "NAME=VALUE, such as enterprises=2600"),
    ("--set", "要写成 名称=值，如 产值=2亿元", "NAME=VALUE, such as 产值=2亿元"),
    ("--threads", "要填 1 到 512 的整数", "a whole number from 1 to 512"),
];

/// What is said below the help of a command.
const NOTES: &[(&str, &str, &str)] = &[
    (
        "",
        "退出码：0 没有要说的；1 做完了，但有待核、退回的行或不符的案例；2 命令写错；3 名单读不全；\n        4 政策包有错；5 拒绝（结果文件夹已存在或写不了、合计数不符）；70 程序自己出错",
        "exit codes: 0 nothing to report; 1 done, with held awards, rejected rows or failed cases; 2 usage;\n            3 an input cannot be read; 4 the pack is invalid; 5 refused (the output folder exists or\n            cannot be written, a control total differs); 70 a fault of ours",
    ),
    (
        "run",
        "例：duixian run 天元区.xlsx 荷塘区.xlsx --rules 政策包 --year 2023 --out 2023年兑付",
        "example: duixian run a.xlsx b.xlsx --rules pack --year 2023 --out results",
    ),
    (
        "check",
        "例：duixian check 天元区.xlsx --rules 政策包 --year 2023",
        "example: duixian check a.xlsx --rules pack --year 2023",
    ),
    (
        "template",
        "例：duixian template --rules 政策包 --year 2023 --out 2023年申报表.xlsx\n写了 --year，只要这一年有效的政策会看的表和企业的列，表头写明年份；不写就要全部的列",
        "example: duixian template --rules pack --year 2023 --out template.xlsx\nwith --year only the tables and the columns of enterprises that the measures in force look at, and headings name the year; else all of them",
    ),
    (
        "rules lint",
        "例：duixian rules lint --rules 政策包\n已知且接受的，在规则文件里写 [[allow]] lint = \"…\" reason = \"…\"；警告以上未放行时退出码为 1",
        "example: duixian rules lint --rules pack\nwhat is known and accepted gets an [[allow]] with lint and reason in the rule file; exit 1 while a warning is left",
    ),
    (
        "eval",
        "例：duixian eval \"min(20万元, 1500万元 * 10%)\"",
        "example: duixian eval \"min(20万元, 1500万元 * 10%)\"",
    ),
];

/// What an option accepts.
pub fn shape(option: &str) -> Bilingual {
    let name = option.split_whitespace().next().unwrap_or_default();
    let (zh, en) = SHAPES.iter().find(|(o, ..)| *o == name).map_or(("", ""), |(_, zh, en)| (*zh, *en));
    Bilingual { zh: zh.to_owned(), en: en.to_owned() }
}

/// Help as people read it: what clap says in English of its own accord is put into Chinese.
pub fn translated(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => text
            .replace("[OPTIONS]", "[选项]")
            .replace("参数:\n", "参数：\n")
            .replace("选项:\n", "选项：\n")
            .replace("命令:\n", "命令：\n"),
        Lang::En => text.to_owned(),
    }
}

/// The command line in a language.
pub fn in_language(command: Command, lang: Lang) -> Command {
    dress(command, "", lang)
}

fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

fn dress(command: Command, path: &str, lang: Lang) -> Command {
    let about = COMMANDS.iter().find(|(p, ..)| *p == path).map_or("", |(_, zh, en)| pick(lang, zh, en));
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    let note = NOTES.iter().find(|(p, ..)| *p == path).map_or("", |(_, zh, en)| pick(lang, zh, en));
    let mut command = command
        .about(about)
        .after_help(note)
        .subcommand_help_heading(pick(lang, "命令", "Commands"))
        .subcommand_value_name(pick(lang, "命令", "COMMAND"))
        .help_template(template(lang))
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help));
    if path.is_empty() {
        command = command.arg(Arg::new("version").short('V').long("version").action(ArgAction::Version));
    }
    command = command.mut_args(|arg| words(arg, lang));
    for name in names {
        let below = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command.mut_subcommand(name, |c| dress(c, &below, lang));
    }
    command
}

fn words(arg: Arg, lang: Lang) -> Arg {
    let said = ARGUMENTS.iter().find(|(id, ..)| *id == arg.get_id().as_str());
    let heading = if arg.is_positional() { pick(lang, "参数", "Arguments") } else { pick(lang, "选项", "Options") };
    let mut arg = arg.help_heading(heading);
    if arg.get_action().takes_values() {
        arg = arg.hide_possible_values(true).hide_default_value(true);
    }
    let arg = match value_name(&arg, lang) {
        Some(name) => arg.value_name(name),
        None => arg,
    };
    match said {
        Some((_, zh, en)) => arg.help(pick(lang, zh, en)),
        None => arg,
    }
}

/// What stands after an option or for an argument.
fn value_name(arg: &Arg, lang: Lang) -> Option<&'static str> {
    let name = arg.get_value_names()?.first()?;
    VALUES.iter().find(|(id, ..)| *id == name.as_str()).map(|(_, zh, en)| pick(lang, zh, en))
}

fn template(lang: Lang) -> StyledStr {
    let usage = pick(lang, "用法：", "Usage: ");
    format!("{{about-with-newline}}\n{usage}{{usage}}\n\n{{all-args}}{{after-help}}").into()
}
