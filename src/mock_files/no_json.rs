//! Why a text is no JSON, in the words of this crate's own reader.

use crate::json::Reader;

/// A fault of the grammar.
#[derive(Debug)]
pub(crate) struct NoJson {
    /// The line, from 1.
    pub line: usize,
    pub expected: String,
    pub found: String,
}

impl NoJson {
    /// Of a text that serde refuses.
    pub fn of(text: &str) -> Self {
        let mut reader = Reader::new(text, None);
        let (at, expected, found) = match reader.skip() {
            Err(fault) => (fault.at, fault.expected.into_owned(), fault.found),
            Ok(()) if reader.peek().is_some() => {
                (reader.at(), "the end of the text".to_owned(), "more".to_owned())
            }
            // All that is left: the grammar is met, and no number of 64 bits holds it.
            Ok(()) => (0, "numbers up to 1.8e308".to_owned(), "a larger one".to_owned()),
        };
        let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        NoJson { line, expected, found }
    }
}
