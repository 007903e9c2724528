//! One object for programs.

use serde_json::{Map, Value, json};

use super::report::{Entry, Report, Result as Found};
use crate::cli::{Failure, Output};

pub fn write(report: &Report, out: &mut Output<'_>) -> Result<(), Failure> {
    let document = json!({
        "url": report.url,
        "protocolVersion": crate::PROTOCOL_VERSION,
        "conforms": report.is_fine(),
        "requirements": report.entries.iter().map(entry).collect::<Vec<_>>(),
        "connections": report.connections,
        "frames": report.frames,
        "tookMs": u64::try_from(report.took.as_millis()).unwrap_or(u64::MAX),
    });
    out.line(document.to_string().as_bytes())
}

fn entry(entry: &Entry) -> Value {
    let row = entry.requirement;
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("id", row.id.into());
    put("level", row.level.as_str().into());
    put("clause", row.clause.into());
    put("outcome", entry.result.as_str().into());
    put("fails", entry.fails().into());
    if let Some(reason) = &entry.expected {
        put("expected", reason.as_str().into());
    }
    match &entry.result {
        Found::Passed(note) => {
            if let Some(note) = note {
                put("note", note.as_str().into());
            }
        }
        Found::Failed { wrong, seen, more } => {
            put("wrong", wrong.as_str().into());
            if let Some(seen) = seen {
                put("seen", seen.as_str().into());
            }
            put("more", (*more).into());
            put("statement", row.statement.into());
            put("remedy", row.remedy.into());
        }
        Found::NotReached(because) => {
            put("because", (*because).into());
        }
        Found::Skipped(why) => {
            put("why", why.as_str().into());
        }
    }
    object.into()
}
