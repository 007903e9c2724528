use super::sentence::{Sentence, equal};
use super::version::{is_later, no_version, parse, version_fault};
use crate::PROTOCOL_VERSION;

/// That something will go: an event, a key, a value, an error code or a command. Readers go on
/// reading it until it is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deprecation {
    /// The protocol version that deprecated it.
    pub since: &'static str,
    /// Its sibling on the wire that is used instead, if there is one: `goal.archived`.
    pub replaced_by: Option<&'static str>,
    /// A version that still has it; any later one may be without.
    pub remove_after: &'static str,
    /// All of this behind the word "deprecated", in Markdown.
    pub note: &'static str,
}

impl Deprecation {
    /// What is wrong with the deprecation of `name` in `owner`, if anything is; its siblings are
    /// those among which it has to find its replacement.
    const fn fault(
        &self,
        owner: &str,
        name: &str,
        siblings: &[&str],
        protocol: &str,
    ) -> Option<Sentence> {
        let dot = if owner.is_empty() { "" } else { "." };
        let what = Sentence::of(&["`", owner, dot, name, "`"]);
        let what = what.as_str();
        if let Some(fault) = version_fault(what, "deprecated", self.since, protocol) {
            return Some(fault);
        }
        let (Some(since), Some(after)) = (parse(self.since), parse(self.remove_after)) else {
            return Some(no_version(what, "remove_after", self.remove_after));
        };
        if is_later(since, after) {
            return Some(Sentence::of(&[
                what,
                " says `remove_after: \"",
                self.remove_after,
                "\"`, but is deprecated only since ",
                self.since,
                ": name that version or a later one",
            ]));
        }
        let Some(replacement) = self.replaced_by else { return None };
        let mut index = 0;
        while index < siblings.len() {
            if equal(siblings[index], replacement) && !equal(replacement, name) {
                return None;
            }
            index += 1;
        }
        Some(Sentence::of(&[
            what,
            " says `replaced_by: \"",
            replacement,
            "\"`, which is no other of its kind: name one by its canonical spelling on the wire, or \
             leave `replaced_by` out",
        ]))
    }
}

/// Ends the compilation if a deprecation is wrong.
pub(crate) const fn assert_deprecation(
    deprecation: &Option<Deprecation>,
    owner: &str,
    name: &str,
    siblings: &[&str],
) {
    if let Some(deprecation) = deprecation {
        super::refuse(deprecation.fault(owner, name, siblings, PROTOCOL_VERSION));
    }
}

/// What stands in `#[deprecated(…)]`, as `Option<Deprecation>`.
macro_rules! deprecation {
    () => { None };
    ($since:literal, replaced_by: $by:literal, remove_after: $after:literal) => {
        Some($crate::lifecycle::Deprecation {
            since: $since,
            replaced_by: Some($by),
            remove_after: $after,
            note: deprecation_note!($since, replaced_by: $by, remove_after: $after),
        })
    };
    ($since:literal, remove_after: $after:literal) => {
        Some($crate::lifecycle::Deprecation {
            since: $since,
            replaced_by: None,
            remove_after: $after,
            note: deprecation_note!($since, remove_after: $after),
        })
    };
    ($($other:tt)*) => {
        compile_error!(
            "write `#[deprecated(\"1.1\", replaced_by: \"new\", remove_after: \"2.0\")]`: since when, \
             by what it is replaced, and the last version that is sure to have it; `replaced_by` may \
             be left out"
        )
    };
}

/// The note of a deprecation, which rustdoc needs as a literal.
#[allow(unused_macros, reason = "there is a time when nothing is deprecated")]
macro_rules! deprecation_note {
    ($since:literal, replaced_by: $by:literal, remove_after: $after:literal) => {
        concat!(
            "since protocol ",
            $since,
            ": use `",
            $by,
            "` instead. It may be removed after ",
            $after,
            "."
        )
    };
    ($since:literal, remove_after: $after:literal) => {
        concat!("since protocol ", $since, ". It may be removed after ", $after, ".")
    };
    // `deprecation!` says what to write.
    ($($other:tt)*) => {
        ""
    };
}

/// The paragraph in rustdoc. Not the attribute of Rust: whoever reads what old peers still write is
/// right to, and should not be warned; and its version would be that of the crate.
macro_rules! deprecation_paragraph {
    () => { "" };
    ($($deprecated:tt)+) => { concat!("\n\n**Deprecated** ", deprecation_note!($($deprecated)+)) };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(deprecation: Option<Deprecation>, protocol: &str) -> Option<String> {
        let fault = deprecation.unwrap().fault("Goal", "old", &["old", "new"], protocol);
        fault.map(|sentence| sentence.as_str().to_owned())
    }

    #[test]
    fn a_deprecation_says_since_when_what_to_use_and_how_long() {
        let deprecation = deprecation!("1.1", replaced_by: "new", remove_after: "2.0");
        assert_eq!(fault(deprecation, "1.1"), None);
        let deprecation = deprecation.unwrap();
        assert_eq!(deprecation.replaced_by, Some("new"));
        assert_eq!(
            deprecation.note,
            "since protocol 1.1: use `new` instead. It may be removed after 2.0."
        );

        let deprecation = deprecation!("1.1", remove_after: "1.1");
        assert_eq!(fault(deprecation, "1.1"), None);
        let note = deprecation.unwrap().note;
        assert_eq!(note, "since protocol 1.1. It may be removed after 1.1.");
        let none: Option<Deprecation> = deprecation!();
        assert_eq!(none, None);
    }

    #[test]
    fn what_is_wrong_with_a_deprecation_is_said() {
        for (deprecation, sentence) in [
            (
                deprecation!("1.2", remove_after: "2.0"),
                "`Goal.old` says `deprecated: \"1.2\"`, but the protocol is 1.1: set \
                 PROTOCOL_VERSION in src/lib.rs to \"1.2\"",
            ),
            (
                deprecation!("1.1", remove_after: "soon"),
                "`Goal.old` says `remove_after: \"soon\"`, which is no version: write two numbers, \
                 as in \"1.0\"",
            ),
            (
                deprecation!("1.1", remove_after: "1.0"),
                "`Goal.old` says `remove_after: \"1.0\"`, but is deprecated only since 1.1: name \
                 that version or a later one",
            ),
            (
                deprecation!("1.1", replaced_by: "next", remove_after: "2.0"),
                "`Goal.old` says `replaced_by: \"next\"`, which is no other of its kind: name one \
                 by its canonical spelling on the wire, or leave `replaced_by` out",
            ),
            (
                deprecation!("1.1", replaced_by: "old", remove_after: "2.0"),
                "`Goal.old` says `replaced_by: \"old\"`, which is no other of its kind: name one \
                 by its canonical spelling on the wire, or leave `replaced_by` out",
            ),
        ] {
            assert_eq!(fault(deprecation, "1.1").as_deref(), Some(sentence));
        }
    }
}
