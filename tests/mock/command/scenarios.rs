//! `realtime mock --scenario`, as a person runs it: what it prints, and how it ends.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

use super::{PATIENCE, Running};

const REALTIME: &str = env!("CARGO_BIN_EXE_realtime");

/// A scenario of 300 ms in a file.
fn file(name: &str, changes: Value) -> PathBuf {
    let mut scenario = json!({ "name": "The client connects.", "endAt": 300 });
    scenario.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("scenario-{name}.json"));
    fs::write(&file, scenario.to_string()).unwrap();
    file
}

/// Plays a scenario; the exit code, what it printed and what it told.
async fn play(file: &str, client: &str) -> (Option<i32>, String, String) {
    let command = Command::new(REALTIME)
        .args(["mock", "--scenario", file, "--exec", client])
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = timeout(PATIENCE, command).await.expect("in time").unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

const CONNECTED: &str =
    "  met    expected at least 1 authenticated connection at the end (300 ms), saw 1\n";
const NOT_CONNECTED: &str =
    "  UNMET  expected at most 0 authenticated connections at the end (300 ms), saw 1\n";
const ALONE: &str = "  met    expected at most 1 connection open at once, saw 1 at 0 ms\n";

#[tokio::test]
async fn the_verdicts_are_lines_and_the_last_says_how_many_are_unmet() {
    let (yes, no) = (json!({"connectedAtEnd":{"min":1}}), json!({"connectedAtEnd":{"max":0}}));
    let alone = json!({"concurrent":{"max":1}});
    for (name, expect, code, verdicts) in [
        ("met", json!([yes]), 0, [CONNECTED, "the expectation is met\n"].concat()),
        ("unmet", json!([no]), 1, [NOT_CONNECTED, "the expectation is unmet\n"].concat()),
        (
            "both-met",
            json!([yes, alone]),
            0,
            [CONNECTED, ALONE, "all 2 expectations are met\n"].concat(),
        ),
        (
            "one-of-two",
            json!([no, alone]),
            1,
            [NOT_CONNECTED, ALONE, "1 of 2 expectations is unmet\n"].concat(),
        ),
        (
            "two-of-two",
            json!([no, no]),
            1,
            [NOT_CONNECTED, NOT_CONNECTED, "2 of 2 expectations are unmet\n"].concat(),
        ),
    ] {
        let file = file(name, json!({ "expect": expect }));
        let client = format!("'{REALTIME}' tail {{url}}");
        let (found, printed, told) = play(file.to_str().unwrap(), &client).await;
        assert_eq!(printed, format!("scenario: The client connects.\n{verdicts}"), "{told}");
        assert_eq!(found, Some(code));
        // What the client prints is no verdict.
        assert!(told.contains("event auth.success"), "{told}");
    }
}

#[tokio::test]
async fn a_client_that_cannot_be_started_or_does_not_connect_is_an_error() {
    let file = file("no-client", json!({ "expect": [{ "opens": { "max": 1 } }] }));
    for (client, told) in [
        ("'", "the command has a quote that is not closed: close it"),
        (" ", "the command is empty: write what starts the client"),
        (
            "no-such-program {url}",
            "cannot start \"no-such-program\": there is no such file: name a program that exists",
        ),
        ("true", "the client ended before it had connected (exit status: 0): see what it printed"),
    ] {
        let (code, printed, found) = play(file.to_str().unwrap(), client).await;
        assert_eq!((code, printed, found), (Some(2), String::new(), format!("error: {told}\n")));
    }
    let (code, _, told) = play("one-sockt", "true").await;
    let nearest = "no scenario of this name ships; nearest: one-socket, comes-back";
    assert_eq!((code, told), (Some(2), format!("error: one-sockt: {nearest}\n")));
}

/// Every step that a server takes by itself, until its client has to be stopped by a person.
#[cfg(unix)]
#[tokio::test]
async fn without_a_command_it_waits_for_a_client_and_says_what_is_to_be_done() {
    let timeline = json!([
        { "at": 1, "fault": { "action": "drop" } },
        { "at": 2, "clearFaults": true },
        { "at": 3, "clock": { "timeScale": 10 } },
        { "at": 4, "clock": { "advanceMs": 100 } },
        { "at": 150, "rate": 20 },
        { "at": 2000, "kick": { "userId": "somebody-else" } },
        { "at": 2100, "kick": { "tenantId": "another" } },
        { "at": 2200, "send": { "type": "goal.paused", "data": { "tenantId": "another" } } },
        { "at": 5000, "stopClient": true },
    ]);
    let expect = json!([{ "concurrent": { "max": 1 } }, { "nothingAfter": "stop" }]);
    let changes = json!({ "timeline": timeline, "expect": expect, "endAt": 6_000_000 });
    let file = file("by-hand", changes);
    let arguments = ["mock", "--port", "0", "--format", "json", "--scenario"];
    let mut mock = Running::start(&[&arguments[..], &[file.to_str().unwrap()]].concat(), &[]);
    let mut told = BufReader::new(mock.child.stderr.take().expect("piped")).lines();
    let mut tell = async || {
        let line = timeout(PATIENCE, told.next_line()).await.expect("in time").expect("UTF-8");
        line.expect("it runs")
    };
    let ports: Value = serde_json::from_str(&mock.line().await).unwrap();
    assert_eq!(tell().await, "waiting for a client: The client connects.");

    let url = ports["url"].as_str().unwrap();
    let mut tail = Running::start(&["tail", url], &[("REALTIME_TOKEN", "tenant-123/user-456")]);
    // The traffic that a step turns on.
    tail.until("event goal.created").await;
    assert_eq!(tell().await, "the client is to be stopped now");
    tail.signal("-INT");
    assert_eq!(timeout(PATIENCE, tail.child.wait()).await.unwrap().unwrap().code(), Some(0));

    mock.signal("-TERM");
    assert_eq!(tell().await, "error: ended before the scenario was over");
    let status = timeout(PATIENCE, mock.child.wait()).await.expect("in time").unwrap();
    assert_eq!(status.code(), Some(2));
}
