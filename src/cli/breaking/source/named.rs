//! What the list of the source says of one name.

/// A name that somebody uses in a program.
#[derive(Debug, PartialEq)]
pub(super) struct Named {
    pub(super) name: String,
    /// What it was; of Rust, what the check says.
    pub(super) before: String,
    /// What it is; nothing if it is gone.
    pub(super) after: String,
}

impl Named {
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("  {}", self.name)];
        for (mark, text) in [('-', &self.before), ('+', &self.after)] {
            lines.extend(text.lines().map(|line| format!("    {mark} {line}")));
        }
        lines
    }
}
