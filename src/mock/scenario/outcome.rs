use serde::Serialize;

use super::judge::Verdict;

/// How a scenario ended.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Outcome {
    /// What the client must do, as a sentence.
    pub scenario: String,
    /// Whether it did.
    pub met: bool,
    /// Each expectation with its verdict.
    pub verdicts: Vec<Verdict>,
    /// What the verdicts leave out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
