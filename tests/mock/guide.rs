//! The guides are true: each `curl` line of `docs/mock-server.md` and its neighbour is run against a mock server, and
//! its answer has the keys that the comment behind it names.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use super::client::{Client, address};
use super::{start, still};
use purposepath_realtime::codegen;

struct Call<'a> {
    line: &'a str,
    status: u16,
    is_list: bool,
    keys: BTreeSet<&'a str>,
}

fn calls(guide: &str) -> Vec<Call<'_>> {
    let lines = guide.lines().filter(|line| line.starts_with("curl "));
    let call = |line| {
        let (line, comment): (&str, &str) = str::rsplit_once(line, " # ")
            .unwrap_or_else(|| panic!("name the keys of the answer behind ` # `: {line}"));
        let (status, keys) = comment.split_once(": ").unwrap_or(("200", comment));
        let inner = keys.strip_prefix('[').and_then(|keys| keys.strip_suffix(']'));
        let keys = inner.unwrap_or(keys);
        let keys = if keys == "nothing" { BTreeSet::new() } else { keys.split(", ").collect() };
        Call { line, status: status.parse().expect(comment), is_list: inner.is_some(), keys }
    };
    lines.map(call).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_call_of_the_guide_answers_as_it_says() {
    let schemas =
        |name: &str| codegen::artifacts().unwrap().remove(&format!("schema/events/{name}.json"));
    let mock = start(still().with_schemas(schemas)).await;
    let control = address(&mock.control_url()).to_string();
    let guides =
        [include_str!("../../docs/mock-server.md"), include_str!("../../docs/mock-scenarios.md")];
    let calls: Vec<_> = guides.into_iter().flat_map(calls).collect();
    assert!(calls.len() > 25, "{}", calls.len());
    for Call { line, status, is_list, keys } in calls {
        let mut client = Client::welcome(&mock.url(), "tenant-123/user-456").await;
        // Under the guide's own faults, nobody may be left.
        let id = mock.connections().pop().map(|it| it.connection_id).unwrap_or_default();
        let line = line.replace("localhost:5056", &control);
        let line = line.replacen("curl ", "curl -sS -m 20 -w '\\n%{http_code}' ", 1);
        let output =
            Command::new("sh").args(["-c", &line]).env("ID", id).output().expect("a shell");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_ne!(output.status.code(), Some(127), "curl is missing: apt-get install curl");
        assert!(output.status.success(), "{line}: {told}");
        let answer = String::from_utf8(output.stdout).expect("UTF-8");
        let (body, found) = answer.rsplit_once('\n').expect("a status");
        let found: u16 = found.parse().expect("a status");
        let is_expected = found == status || (status == 200 && found == 204);
        assert!(is_expected, "{line}: {answer}");
        if keys.is_empty() {
            assert_eq!(body, "", "{line}");
            continue;
        }
        // An object, or one a line.
        let first = body.lines().next().unwrap_or_default();
        let json = serde_json::from_str::<Value>(body).or_else(|_| serde_json::from_str(first));
        let json = json.unwrap_or_else(|_| panic!("{line}: {answer}"));
        let object = if is_list { &json[0] } else { &json };
        let object = object.as_object().unwrap_or_else(|| panic!("{line}: {answer}"));
        let found: BTreeSet<&str> = object.keys().map(String::as_str).collect();
        let (rest, keys): (BTreeSet<_>, BTreeSet<_>) = keys.into_iter().partition(|it| *it == "…");
        let is_met = if rest.is_empty() { found == keys } else { found.is_superset(&keys) };
        assert!(is_met, "{line}: {found:?}");
        let _ = client.0.close(None).await;
    }
}

/// What the guide says of Node is what the test does.
#[test]
fn the_example_for_node_is_the_test_s() {
    let guide = include_str!("../../docs/mock-server.md");
    let child = include_str!("child.mjs");
    for line in
        ["const { url, control, pid } = JSON.parse(", "createInterface({ input: mock.stdout })"]
    {
        assert!(guide.contains(line) && child.contains(line), "{line}");
    }
}
