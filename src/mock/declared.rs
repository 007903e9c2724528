//! What the npm package of the command declares of the mock server by hand is what the server says.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::connection::ConnectionInfo;
use super::log::{LogEntry, LogKind};
use super::profile::Profile;
use crate::FrameKind;
use crate::mock_files::PingAnswer;

const DECLARED: &str = include_str!("../launcher/declarations/index.d.ts");

/// The body of an interface.
fn interface(name: &str) -> &'static str {
    let (_, rest) = DECLARED.split_once(&format!("export interface {name} {{\n")).expect(name);
    rest.split_once("\n}\n").expect(name).0
}

#[track_caller]
fn assert_keys(name: &str, value: &impl Serialize) {
    let declared: BTreeSet<String> = interface(name)
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(": "))
        .map(|(key, _)| key.trim_end_matches('?').to_owned())
        .filter(|key| key.chars().all(char::is_alphanumeric))
        .collect();
    let json = serde_json::to_value(value).unwrap();
    let found: BTreeSet<String> = json.as_object().unwrap().keys().cloned().collect();
    assert_eq!(declared, found, "src/launcher/declarations/index.d.ts declares another {name}");
}

#[track_caller]
fn assert_values(name: &str, key: &str, values: &[&str]) {
    let values: Vec<_> = values.iter().map(|value| format!("\"{value}\"")).collect();
    let line = format!("  {key}: {}", values.join(" | "));
    assert!(
        interface(name).lines().any(|it| it
            .strip_prefix(&*line)
            .is_some_and(|rest| { rest == ";" || rest == " | undefined;" })),
        "src/launcher/declarations/index.d.ts: {name} should say\n{line};"
    );
}

#[test]
fn an_entry_of_the_log_is_declared_as_it_is() {
    let every = LogEntry {
        connection: Some(1),
        connection_id: Some(String::new()),
        tenant_id: Some(String::new()),
        wire_type: Some(String::new()),
        verdict: Some(FrameKind::Event),
        error: Some(String::new()),
        unknown_values: BTreeMap::from([(String::new(), String::new())]),
        bytes: Some(1),
        receivers: Some(1),
        code: Some(1),
        reason: Some(String::new()),
        fault: Some(""),
        frame: Some(String::new()),
        ..LogEntry::new(LogKind::Note)
    };
    assert_keys("LogEntry", &every);
    assert_values("LogEntry", "kind", &LogKind::ALL.map(LogKind::as_str));
}

#[test]
fn a_connection_is_declared_as_it_is() {
    let connection = ConnectionInfo {
        ordinal: 1,
        connection_id: String::new(),
        state: "open",
        tenant_id: None,
        user_id: None,
        connected_at_ms: 0,
        expires_at_ms: None,
        received: 0,
        sent: 0,
        buffered_bytes: 0,
        user_agent: None,
    };
    assert_keys("ConnectionInfo", &connection);
}

#[test]
fn the_values_of_options_and_verdicts_are_declared() {
    let verdicts = [
        FrameKind::Event,
        FrameKind::Unknown,
        FrameKind::Gateway,
        FrameKind::Command,
        FrameKind::Invalid,
    ];
    assert_values("Sent", "verdict", &verdicts.map(|it| it.as_str()));
    let profiles = [Profile::Gateway, Profile::Legacy];
    assert_values("MockOptions", "profile?", &profiles.map(|it| it.as_str()));
    assert_values("MockOptions", "answersPing?", &PingAnswer::ALL.map(PingAnswer::as_str));
}
