//! What CHANGELOG.md tells of the version in progress: a part that is written from the comparison with
//! the version before it, between two marks. All around it is for people to write, and stays.

use std::fs;

use serde_json::{Value, json};

use super::accepted;
use super::base::Base;
use super::checkout::Checkout;
use super::files::CHANGELOG;
use super::lines::{orders, place};
use super::order::order;
use crate::cli::{Failure, Outcome, Output};
use crate::definition::Definition;
use crate::evolution::{Change, RuleId, compare};
use crate::os_error::why;

/// Write what the version in progress changes into CHANGELOG.md
///
/// The part is compared with the last released definition, and stands between two marks: what is
/// written around it stays. `realtime breaking` fails while the part is missing or says something else.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  cargo realtime changelog")]
pub(in crate::cli) struct Changelog {}

pub(in crate::cli) fn run() -> Result<Outcome, Failure> {
    let checkout = Checkout::open(crate::cli::generate::checkout("clone one")?)?;
    let new = Definition::of_this_crate();
    let version = &new.protocol_version;
    let mut out = Output::new();
    let said = match Part::of(&checkout, &new) {
        None if checkout.is_released(version) => {
            format!(
                "{version} is released, so its part stays as it is: raise PROTOCOL_VERSION first"
            )
        }
        None => {
            format!("nothing was released before {version}, so there is nothing to compare with")
        }
        Some(part) if part.is_told(&checkout.changelog) => format!("{CHANGELOG}: unchanged"),
        Some(part) => {
            let path = checkout.root.join(CHANGELOG);
            let written = part.written_into(&checkout.changelog);
            let written = written.map_err(|Damaged| Failure::Error(part.how_to_mend()))?;
            fs::write(&path, written).map_err(|error| {
                Failure::Error(format!("cannot write {CHANGELOG}: {}", why(&error)))
            })?;
            format!("{CHANGELOG}: wrote what {version} changes since {}", part.since)
        }
    };
    out.line(said.as_bytes())?;
    out.flush()?;
    Ok(Outcome::Fine)
}

/// That the changelog does not tell of the version in progress, if it does not.
pub(super) fn finding(checkout: &Checkout, new: &Definition) -> Option<Change> {
    let part = Part::of(checkout, new).filter(|part| !part.is_told(&checkout.changelog))?;
    let before = match part.found_in(&checkout.changelog) {
        Ok(Some(_)) => json!("other changes"),
        Ok(None) => Value::Null,
        Err(Damaged) => json!("marks that are damaged"),
    };
    let after = json!(format!("what {} changes since {}", part.version, part.since));
    Some(Change::of_files(RuleId::ChangelogNotWritten, CHANGELOG.to_owned(), before, after))
}

/// The part of a version, with its marks.
struct Part<'a> {
    version: &'a str,
    since: &'a str,
    text: String,
    is_empty: bool,
}

impl<'a> Part<'a> {
    /// The part of the version in progress; none if that is released, or nothing was before it.
    fn of(checkout: &'a Checkout, new: &'a Definition) -> Option<Self> {
        let version = &*new.protocol_version;
        if !checkout.is_in_progress(version) {
            return None;
        }
        let Base { definition, .. } = checkout.released_before(version)?;
        let since = &*definition.protocol_version;
        let mut changes = compare(definition, new).changes;
        changes.retain(|change| !change.rule.rule().documentation);
        let entries = accepted::against(checkout, definition);
        for change in &mut changes {
            change.accepted = entries.contains_key(&*change.fingerprint);
        }
        let mut text = format!(
            "{}; write above or below, it stays -->\nChanges since {since}. {}\n\n",
            begin(version),
            order(&changes)
        );
        for change in &changes {
            let entry = entries.get(&*change.fingerprint);
            text.push_str(&line(change, entry.map(|entry| &*entry.reason)));
        }
        text.push_str(&end(version));
        Some(Part { version, since, text, is_empty: changes.is_empty() })
    }

    /// Whether a changelog tells what the part says; of no change nothing need be told.
    fn is_told(&self, changelog: &str) -> bool {
        match self.found_in(changelog) {
            Ok(Some(found)) => found == self.text,
            Ok(None) => self.is_empty,
            Err(Damaged) => false,
        }
    }

    /// What a changelog has between the marks, and these.
    fn found_in<'b>(&self, changelog: &'b str) -> Result<Option<&'b str>, Damaged> {
        let (begin, end) = (begin(self.version), end(self.version));
        let begins: Vec<usize> = changelog.match_indices(&begin).map(|(at, _)| at).collect();
        let ends: Vec<usize> = changelog.match_indices(&end).map(|(at, _)| at).collect();
        match (&*begins, &*ends) {
            ([], []) => Ok(None),
            ([from], [to]) if from < to => Ok(Some(&changelog[*from..to + end.len()])),
            _ => Err(Damaged),
        }
    }

    fn how_to_mend(&self) -> String {
        let Part { version, .. } = self;
        format!(
            "{CHANGELOG} does not have the marks of {version} once each, the first before the last: \
             remove `{} …` and `{}` with what stands between them, and run the command again",
            begin(version),
            end(version)
        )
    }

    /// A changelog with the part in it: in its old place, under the heading of its version, or in a
    /// section above all others.
    fn written_into(&self, changelog: &str) -> Result<String, Damaged> {
        if let Some(found) = self.found_in(changelog)? {
            return Ok(changelog.replacen(found, &self.text, 1));
        }
        let heading = format!("## Protocol {}", self.version);
        let section = format!("{heading}\n\n{}\n", self.text);
        if changelog.trim().is_empty() {
            return Ok(format!("# Changelog\n\n{section}"));
        }
        let lines = changelog.split_inclusive('\n').scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        });
        let headings: Vec<(usize, &str)> = lines.filter(|(_, it)| it.starts_with("## ")).collect();
        let own = headings.iter().find(|(_, line)| line.trim_end() == heading);
        Ok(match (own, headings.first()) {
            (Some((at, line)), _) => {
                let (before, after) = changelog.split_at(at + line.len());
                format!("{}\n\n{}\n\n{}", before.trim_end(), self.text, after.trim_start())
            }
            (None, Some((at, _))) => {
                format!("{}{section}\n{}", &changelog[..*at], &changelog[*at..])
            }
            (None, None) => format!("{}\n\n{section}", changelog.trim_end()),
        })
    }
}

/// A changelog in which a mark is missing, or is there more than once.
struct Damaged;

fn begin(version: &str) -> String {
    format!("<!-- protocol {version}, written by `cargo realtime changelog`")
}

fn end(version: &str) -> String {
    format!("<!-- end of protocol {version} -->")
}

fn line(change: &Change, reason: Option<&str>) -> String {
    let rule = change.rule.rule();
    let orders = orders(change).into_iter().map(|(direction, verdict)| {
        format!(" **{}.**", capitalised(&format!("{direction}{}", verdict.order())))
    });
    let edit = match (&change.before, &change.after) {
        (Value::Object(_) | Value::Null, _) | (_, Value::Object(_) | Value::Null) => String::new(),
        (before, after) => format!(", {before} became {after}"),
    };
    let reason = reason.map(|reason| format!(" Accepted: {}", one_line(reason)));
    format!(
        "- `{}`: {}{edit} (`{}`).{}{}\n",
        place(change),
        rule.change,
        rule.id,
        orders.collect::<String>(),
        reason.unwrap_or_default()
    )
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

/// A reason that cannot end the part.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("<!--", "&lt;!--")
}
