//! JUnit's XML, as build servers read it: a requirement is a test case of its area.

use super::report::{Entry, Report, Result as Found};
use crate::cli::{Failure, Output};

pub fn write(report: &Report, out: &mut Output<'_>) -> Result<(), Failure> {
    let entries = &report.entries;
    let count = |is: fn(&Case) -> bool| entries.iter().map(case).filter(is).count();
    let counts = format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\"",
        entries.len(),
        count(|it| matches!(it, Case::Failure { .. })),
        count(|it| matches!(it, Case::Error { .. })),
    );
    let skipped = count(|it| matches!(it, Case::Skipped { .. }));
    let time = report.took.as_secs_f64();
    out.line(br#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    out.line(format!("<testsuites {counts} time=\"{time:.3}\">").as_bytes())?;
    let suite = format!(
        "  <testsuite name=\"realtime conform\" {counts} skipped=\"{skipped}\" time=\"{time:.3}\">"
    );
    out.line(suite.as_bytes())?;
    for entry in entries {
        write_case(entry, out)?;
    }
    out.line(b"  </testsuite>")?;
    out.line(b"</testsuites>")
}

/// A requirement as JUnit has it.
enum Case {
    Passed,
    Failure { message: String, text: String },
    Error { message: String },
    Skipped { message: String },
}

fn case(entry: &Entry) -> Case {
    match (&entry.result, &entry.expected) {
        (Found::Passed(_), None) => Case::Passed,
        (Found::Passed(_), Some(reason)) => Case::Failure {
            message: "it is expected to fail, and passes".to_owned(),
            text: format!(
                "take it out of the file of expected failures, where it stands with: {reason}"
            ),
        },
        (Found::Failed { .. } | Found::NotReached(_), Some(reason)) => {
            Case::Skipped { message: format!("expected to fail: {reason}") }
        }
        (Found::Failed { wrong, seen, .. }, None) => {
            let row = entry.requirement;
            let seen = seen.as_ref().map(|it| format!("seen: {it}\n")).unwrap_or_default();
            let (statement, remedy) = (row.statement, row.remedy);
            let address = entry.address();
            let text = format!("{seen}required: {statement}\nwritten: {address}\nto do: {remedy}");
            Case::Failure { message: wrong.clone(), text }
        }
        (Found::NotReached(because), None) => {
            Case::Error { message: format!("not reached because of {because}") }
        }
        (Found::Skipped(why), _) => Case::Skipped { message: why.clone() },
    }
}

fn write_case(entry: &Entry, out: &mut Output<'_>) -> Result<(), Failure> {
    let row = entry.requirement;
    let area = row.id.split('.').next().unwrap_or_default();
    let head =
        format!("    <testcase classname=\"realtime.{area}\" name=\"{}\" time=\"0\"", row.id);
    let level = row.level;
    let inner = match case(entry) {
        Case::Passed => return out.line(format!("{head}/>").as_bytes()),
        Case::Failure { message, text } => format!(
            "<failure message=\"{}\" type=\"{level}\">{}</failure>",
            escaped(&message),
            escaped(&text)
        ),
        Case::Error { message } => {
            format!("<error message=\"{}\" type=\"{level}\"/>", escaped(&message))
        }
        Case::Skipped { message } => format!("<skipped message=\"{}\"/>", escaped(&message)),
    };
    out.line(format!("{head}>").as_bytes())?;
    out.line(format!("      {inner}").as_bytes())?;
    out.line(b"    </testcase>")
}

/// The text where XML allows text, without the characters that it cannot hold.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(character),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(escaped("a<b>&\"\u{0}\u{1b}\n"), "a&lt;b&gt;&amp;&quot;\u{fffd}\u{fffd}\n");
    }
}
