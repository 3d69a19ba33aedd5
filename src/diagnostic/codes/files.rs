//! Codes of findings: `files/…`: inputs that cannot be opened, outputs that are not written.

crate::codes! {
    NOT_FOUND = "files/not-found", Error, "输入文件或文件夹不存在", "an input does not exist";
    NOT_READABLE = "files/not-readable", Error, "输入文件打不开", "an input cannot be opened";
    NO_INPUTS = "files/no-inputs", Error, "文件夹里没有名单", "a folder has no rosters";
    FOLDER_IN_FOLDER = "files/folder-in-folder", Error, "名单文件夹里还有文件夹", "a folder of rosters holds another folder";
    INPUT_TWICE = "files/input-twice", Error, "同一个文件给了两次", "an input is given twice";
    PACK_NOT_FOUND = "files/pack-not-found", Error, "政策包文件夹不存在，或不是政策包", "the pack is not a folder with a pack.toml";
    RULE_NOT_UTF8 = "files/rule-not-utf8", Error, "规则文件不是 UTF-8 编码", "a rule file is not UTF-8";
    OUTPUT_EXISTS = "files/output-exists", Error, "输出文件夹已经存在", "the output folder exists";
    OUTPUT_BUSY = "files/output-busy", Error, "另一次运行正在写同一个输出文件夹", "another run is writing to the output folder";
    OUTPUT_NOT_A_RUN = "files/output-not-a-run", Error, "要覆盖的文件夹不是一次运行的结果", "the folder to replace is not a run's";
    OUTPUT_INSIDE_INPUT = "files/output-inside-input", Error, "输出文件夹与输入互相包含", "the output folder and an input lie in one another";
    OUTPUT_FAILED = "files/output-failed", Error, "输出写不进去", "the output cannot be written";
    NO_SUCH_TABLE = "files/no-such-table", Error, "声明为空的表不在政策包里", "a table declared empty is none of the pack's";
    NOT_EMPTY = "files/not-empty", Error, "声明为空的表里有记录", "a table declared empty has records";
    CONTROL_NAME = "files/control-name", Error, "没有这个合计数", "there is no such total";
    CONTROL_VALUE = "files/control-value", Error, "事先核对的数读不出来", "a control total cannot be read";
    CONTROL_TOTAL = "files/control-total", Error, "合计与事先核对的数不一致", "a total differs from what was expected";
}
