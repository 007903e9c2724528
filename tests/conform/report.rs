//! What is reported, in each format: to whoever knows the server alone, to build servers, to programs.

use std::fs;
use std::path::PathBuf;

use purposepath_realtime::conformance::{Role, requirements_of};
use serde_json::json;

use super::server::{Does, server};
use super::{conform, output, start, text, whole};

/// A file of expected failures.
fn expected(name: &str, content: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("conform-{name}.json"));
    fs::write(&path, content).unwrap();
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_says_what_is_wrong_what_was_seen_where_it_is_written_and_what_to_do() {
    let mock = start(&["extra_key,times=1".to_owned()]).await;
    let output = output(whole(&mock)).await;
    assert_eq!(output.status.code(), Some(1));
    let report = text(&output.stdout);
    let (_, failure) = report.split_once("\nfailed      frames.listed-keys").expect(&report);
    let lines: Vec<&str> = failure.lines().skip(1).take(7).collect();
    assert_eq!(lines[0], "  wrong     at $.data.ofTomorrow: no listed key");
    assert!(lines[1].starts_with("  seen      {\"data\":{"), "{lines:?}");
    assert_eq!(
        lines[2..6],
        [
            "  required  A server MUST NOT send a key that the reference does not list.",
            "  written   https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#events",
            "  to do     Leave the key out, or add it to the protocol first: clients drop it.",
            "",
        ]
    );
    assert!(report.contains("\npassed      auth.deadline         still open after 500 ms\n"));
    assert!(report.contains("The server does not conform. "), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expected_failure_does_not_fail_and_one_that_passes_does() {
    let mock = start(&["drop".to_owned()]).await;
    let path = expected(
        "known",
        r#"{"events.arrive": "ticket 1", "events.receivers": "ticket 1", "events.id": "ticket 1",
            "events.id-unique": "ticket 1", "events.tenant": "ticket 1", "tenants.apart": "ticket 1"}"#,
    );
    let mut command = whole(&mock);
    command.args(["--expected-failures", path.to_str().unwrap()]);
    let run = output(command).await;
    let report = text(&run.stdout);
    assert_eq!(run.status.code(), Some(0), "{report}");
    assert!(report.contains("\nexpected    events.arrive"), "{report}");
    assert!(report.contains("\n  expected  ticket 1\n"), "{report}");

    let path = expected("passes", r#"{"auth.success": "ticket 2"}"#);
    let mut command = conform(&mock.url());
    command.args(["--tenant", "tenant-a", "--time-scale", "30"]);
    command.args(["--expected-failures", path.to_str().unwrap()]);
    let run = output(command).await;
    assert_eq!(run.status.code(), Some(1));
    let report = text(&run.stdout);
    assert!(
        report.contains(
            "\nunexpected  auth.success          MUST\n  expected  it passes: take it out of the file, \
             where it stands with: ticket 2\n"
        ),
        "{report}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_expected_failures_that_is_none_says_why() {
    for (name, content, told) in [
        ("syntax", "{", "is not JSON: line 1: expected "),
        (
            "list",
            "[]",
            ": line 1: expected an object of names and reasons, as in {\"close.binary\": \"ticket 123\"}",
        ),
        (
            "id",
            r#"{"auth.sucess":"x"}"#,
            ": there is no requirement \"auth.sucess\"; nearest: auth.success",
        ),
        ("reason", r#"{"auth.success":" "}"#, ": `auth.success` has no reason: write one"),
    ] {
        let path = expected(name, content);
        let mut command = conform("ws://127.0.0.1:9");
        command.args(["--tenant", "t", "--expected-failures", path.to_str().unwrap()]);
        let run = output(command).await;
        assert_eq!(run.status.code(), Some(2));
        assert!(text(&run.stderr).contains(told), "{}", text(&run.stderr));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_token_is_printed_though_the_server_sends_it_back() {
    let server = server(Does::Echoes).await;
    for format in ["text", "json", "junit"] {
        let mut command = conform(&format!("ws://127.0.0.1:{}", server.port));
        command.args(["--tenant", "t", "--time-scale", "30", "--format", format]);
        command.env("REALTIME_TOKEN", "e30.c2VjcmV0LWNsYWltcw.c2lnbmVk");
        let run = output(command).await;
        let report = text(&run.stdout);
        assert_eq!(run.status.code(), Some(1), "{}", text(&run.stderr));
        assert!(report.contains("auth.success"), "{report}");
        assert!(!report.contains("c2VjcmV0") && !report.contains("c2lnbmVk"), "{report}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_skipped_stands_in_the_report() {
    let mock = start(&[]).await;
    let mut command = conform(&mock.url());
    command.args(["--tenant", "tenant-a", "--time-scale", "30", "--skip", "limits.too-large"]);
    let run = output(command).await;
    let report = text(&run.stdout);
    assert_eq!(run.status.code(), Some(0), "{report}");
    for line in [
        "skipped     limits.too-large      asked for with --skip",
        "skipped     events.arrive         give --trigger and --expect",
        "skipped     auth.expired-token    give one with --expired-token-env",
        "skipped     close.idle            takes 10 min: ask for it with --slow",
    ] {
        assert!(report.contains(line), "{line}\n{report}");
    }
    assert!(report.contains("\nThe server conforms as far as it was looked at. "), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_looks_at_nothing_proves_nothing() {
    let mock = start(&[]).await;
    let mut command = conform(&mock.url());
    command.args(["--tenant", "tenant-a", "--time-scale", "30"]);
    for row in requirements_of(Role::Server) {
        command.args(["--skip", row.id]);
    }
    let run = output(command).await;
    let report = text(&run.stdout);
    assert_eq!(run.status.code(), Some(1), "{report}");
    assert!(report.contains("\nNothing is proved: all is skipped. 0 passed, "), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_further_connection_opens_what_was_seen_until_then_counts() {
    let mock = start(&["http_status,status=429,after=1".to_owned()]).await;
    let mut command = conform(&mock.url());
    command.args(["--tenant", "tenant-a", "--time-scale", "30", "--format", "json"]);
    let run = output(command).await;
    assert_eq!(run.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    let row = |id: &str| {
        let rows = report["requirements"].as_array().unwrap();
        rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("{id}")).clone()
    };
    assert_eq!(row("handshake.opens")["outcome"], "failed");
    assert_eq!(
        row("handshake.opens")["wrong"],
        "after others, the connection \"bystander\" could not be opened: the handshake was answered \
         with HTTP 429"
    );
    assert_eq!(row("auth.success")["outcome"], "passed");
    // A MAY, too, does not fail for it.
    for id in ["auth.none", "auth.deadline", "auth.wrong-token", "ping.answer", "close.binary"] {
        assert_eq!(row(id)["outcome"], "not_reached", "{id}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_handshake_is_a_failure_with_a_report_in_junit_s_form() {
    let mock = start(&["http_status,status=403".to_owned()]).await;
    let mut command = conform(&mock.url());
    command.args(["--tenant", "tenant-a", "--format", "junit"]);
    let run = output(command).await;
    assert_eq!(run.status.code(), Some(1));
    let xml = text(&run.stdout);
    let lines: Vec<&str> = xml.lines().collect();
    let count = requirements_of(Role::Server).count();
    assert_eq!(lines[0], r#"<?xml version="1.0" encoding="UTF-8"?>"#);
    assert!(
        lines[1].starts_with(&format!("<testsuites tests=\"{count}\" failures=\"1\" errors=\"")),
        "{xml}"
    );
    assert_eq!(
        lines[3..6],
        [
            r#"    <testcase classname="realtime.handshake" name="handshake.opens" time="0">"#,
            r#"      <failure message="the handshake was answered with HTTP 403" type="MUST">seen: HTTP 403"#,
            "required: A server MUST open a WebSocket to whoever asks for one at its URL, within 10 s.",
        ]
    );
    assert_eq!(xml.matches("<testcase ").count(), count);
    assert!(
        xml.contains(r#"<error message="not reached because of handshake.opens" type="MUST"/>"#)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_requirements_are_listed() {
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_realtime"));
    command.args(["conform", "--list", "--format", "json"]);
    let run = output(command).await;
    let listed: Vec<serde_json::Value> =
        text(&run.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<_> = listed.iter().map(|it| it["id"].clone()).collect();
    let rows: Vec<_> = requirements_of(Role::Server).map(|row| json!(row.id)).collect();
    assert_eq!(ids, rows);
}
