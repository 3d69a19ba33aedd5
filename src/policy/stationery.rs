//! What a bureau's papers bear: whose they are, their number, who signs.

/// The stationery of a pack; everything has a default, so that a pack need not say anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stationery {
    /// The office that issues the papers (letterhead); the pack's jurisdiction where nothing is said.
    pub issuer: Option<String>,
    /// The number of the document that the papers belong to: 株科发〔2024〕12号.
    pub document: Option<String>,
    /// The batch: 2023年度第一批.
    pub batch: Option<String>,
    /// Who signs, in order; 制表, 复核, 负责人 where nothing is said.
    pub signatories: Vec<String>,
}
