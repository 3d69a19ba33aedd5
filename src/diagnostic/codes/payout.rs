//! Codes of findings: `payout/…`.

crate::codes! {
    ACCOUNT_MISSING = "payout/account-missing", Warning, "没有账号或开户银行，付款没有列入银行文件", "without an account or a bank payments are not in the bank's file";
    ACCOUNT_FORM = "payout/account-form", Warning, "账号不是账号，付款没有列入银行文件", "what stands for an account is none, so payments are not in the bank's file";
    NOT_WRITABLE = "payout/not-writable", Warning, "银行文件的编码写不出的字，付款没有列入", "the encoding of the bank's file cannot hold a character, so payments are not in it";
    OTHER_RECIPIENT = "payout/other-recipient", Note, "收款方不是企业，付款没有列入银行文件", "the recipient is not the enterprise, so payments are not in the bank's file";
}
