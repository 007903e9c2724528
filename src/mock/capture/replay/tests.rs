use serde_json::{Value, json};

use super::*;
use crate::decode;

const EVENT: &str = r#"{"type":"goal.paused","timestamp":"2025-11-03T14:30:00.000Z","tenantId":"t","data":{"tenantId":"t","goalId":"g","reason":"Rain"}}"#;

fn line(frame: &str, changes: Value) -> String {
    let mut line = json!({ "atMs": 7, "direction": "out", "tenantId": "t", "frame": frame });
    line.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    line.to_string()
}

fn replayed(replay: &Replay, line: &str) -> Result<Option<String>, Problem> {
    Ok(replay.replayed(line)?.map(|it| it.frame.text().to_string()))
}

fn all() -> Replay {
    Replay::of("run.ndjson")
}

#[test]
fn events_are_sent_again_as_they_were() {
    let unknown = r#"{"type":"robot.created","timestamp":"2025-11-03T14:30:00.000Z","data":[ 1 ]}"#;
    for frame in [EVENT, unknown] {
        let found = replayed(&all(), &line(frame, json!({})));
        assert_eq!(found, Ok(Some(frame.to_owned())));
    }
    let broken = line("{", json!({ "invalid": true }));
    assert_eq!(replayed(&all(), &broken), Ok(Some("{".to_owned())));
}

#[test]
fn what_clients_said_and_what_the_server_says_by_itself_is_not_sent_again() {
    let success = r#"{"type":"auth.success","timestamp":"2025-11-03T14:30:00.000Z","data":{"tenantId":"t","userId":"u","connectionId":"c"}}"#;
    let gateway = r#"{"message":"Forbidden","connectionId":"c","requestId":"r"}"#;
    for line in [
        line(EVENT, json!({ "direction": "in" })),
        line(success, json!({ "connection": 1 })),
        line(gateway, json!({})),
        line(r#"{"type":"ping"}"#, json!({})),
        json!({ "atMs": 7, "direction": "out" }).to_string(),
    ] {
        assert_eq!(replayed(&all(), &line), Ok(None), "{line}");
    }
}

#[test]
fn of_the_events_those_about_a_connection_alone_are_not_sent_again() {
    for fixture in crate::fixtures::FIXTURES {
        let Ok(Message::Event(envelope)) = decode(fixture.text) else { continue };
        let row = envelope.event().event_type().row();
        let found = replayed(&all(), &line(fixture.text, json!({}))).unwrap();
        assert_eq!(found.is_none(), row.is_about_connection, "{}", fixture.name);
    }
}

#[test]
fn types_are_picked_by_pattern() {
    let of = |pattern: &str| Replay { only: vec![pattern.to_owned()], ..all() };
    let line = line(EVENT, json!({}));
    assert!(replayed(&of("goal.*"), &line).unwrap().is_some());
    assert_eq!(replayed(&of("action.*"), &line), Ok(None));
}

#[test]
fn another_tenant_stands_in_envelope_and_data() {
    let replay = Replay { as_tenant: Some("x".to_owned()), ..all() };
    let found = replay.replayed(&line(EVENT, json!({}))).unwrap().unwrap();
    assert_eq!(found.frame.text().as_str(), EVENT.replace("\"t\"", "\"x\""));
    assert_eq!(found.tenant.as_deref(), Some("x"));
}

#[test]
fn numbers_that_no_double_holds_stay_as_they_are_written() {
    let of = |tenant: &str| {
        format!(
            r#"{{"data":{{"large":1e999,"long":12345678901234567890.10,"tenantId":"{tenant}"}},"timestamp":"2025-11-03T14:30:00Z","type":"robot.created"}}"#
        )
    };
    let replay = Replay { as_tenant: Some("x".to_owned()), ..all() };
    assert_eq!(replayed(&replay, &line(&of("t"), json!({}))), Ok(Some(of("x"))));
}

#[test]
fn a_broken_line_is_reported_with_its_place() {
    for (line, problem) in [
        ("{".to_owned(), Problem::new("$", "a key in double quotes", "the end of the text")),
        (
            line(EVENT, json!({ "atMs": -1 })),
            Problem::new("$.atMs", "a whole number of at least 0", "the number `-1`"),
        ),
        (
            line(EVENT, json!({ "direction": "up" })),
            Problem::new("$.direction", "`in` or `out`", "the unknown name `up`"),
        ),
        (json!({ "direction": "in" }).to_string(), Problem::new("$", "the key `atMs`", "none")),
        (
            line(&EVENT.replace("\"g\"", "7"), json!({})),
            Problem::new("$.frame.data.goalId", "a non-empty id (GoalId)", "the number 7"),
        ),
    ] {
        assert_eq!(replayed(&all(), &line), Err(problem));
    }
    assert_eq!(
        start(r#"{"capture":2,"protocol":"2","startedAt":"2025-11-03T14:30:00.000Z"}"#),
        Err(Problem::new("$.capture", "1, the version that this mock reads", "2"))
    );
}
