//! Files that are broken, endless, or no files: the command ends with a sentence.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::besieged::Besieged;
use crate::command::Running;
use crate::http::post;
use crate::still;

fn file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    fs::create_dir_all(&folder).expect("it can be written");
    folder.join(name)
}

/// A file of this name with this content; one of 8 GB that takes no room, without one.
fn written(name: &str, content: Option<&[u8]>) -> String {
    let path = file(name);
    match content {
        Some(content) => fs::write(&path, content).expect("it can be written"),
        None => File::create(&path).and_then(|it| it.set_len(8 << 30)).expect("a file with holes"),
    }
    path.into_os_string().into_string().expect("UTF-8")
}

/// What the command says to a file, without its path.
async fn told(option: &str, path: &str) -> String {
    let (status, told) = Running::start(&["mock", "--port", "0", option, path], &[]).end().await;
    assert_eq!(status.code(), Some(2), "{option} {path}: {told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    told.trim_end().replace(path, "FILE")
}

#[tokio::test]
async fn a_broken_file_ends_the_command_with_a_sentence() {
    let advice = "name a scenario, a JSON file or one that ships";
    let deep = "[".repeat(200_000);
    let cases: &[(&str, Option<&[u8]>, &str, &str)] = &[
        (
            "empty.json",
            Some(b""),
            "FILE:1: at $: expected a JSON value, found the end of the text",
            "FILE:1: at $: expected the first line of a capture, or a frame, found nothing: name a capture, or a file with a frame on each line, as `realtime convert` writes it",
        ),
        (
            "no-text.json",
            Some(b"\xFF\xFE{}"),
            "cannot read FILE: it is not UTF-8: {advice}",
            "cannot read FILE: it is not UTF-8: name a capture, or a file with a frame on each line, as `realtime convert` writes it",
        ),
        (
            "endless.json",
            None,
            "cannot read FILE: it is longer than 1 MiB: {advice}",
            "cannot read FILE: a line is longer than 1 MiB: name a capture, or a file with a frame on each line, as `realtime convert` writes it",
        ),
        (
            "deep.json",
            Some(deep.as_bytes()),
            "FILE:1: at $[0]: expected a text, found a list",
            "FILE:1: at $: expected the first line of a capture, or a frame, found a list: name a capture, or a file with a frame on each line, as `realtime convert` writes it",
        ),
        (
            "other.json",
            Some(b"{\"kind\":\"ping\"}"),
            "FILE:1: at $.kind: expected one of `$schema`, `name`, `requirements`, `profile`, `answersPing`, `timeScale`, `seed`, `rate`, `authDeadlineMs`, `clients`, `faults`, `timeline`, `expect`, `endAt`, found the unknown key `kind`",
            "FILE:1: at $.kind: expected one of `capture`, `protocol`, `startedAt`, found the unknown key `kind`: name a capture, or a file with a frame on each line, as `realtime convert` writes it",
        ),
    ];
    for (name, content, scenario, capture) in cases {
        let path = written(name, *content);
        let scenario = scenario.replace("{advice}", advice);
        assert_eq!(told("--scenario", &path).await, format!("error: {scenario}"), "{name}");
        assert_eq!(told("--replay", &path).await, format!("error: {capture}"), "{name}");
        fs::remove_file(&path).expect("it was written");
    }
}

#[tokio::test]
async fn a_fault_and_a_scenario_that_are_broken_change_nothing() {
    let mut besieged = Besieged::new(still()).await;
    let control = besieged.mock.control_url();
    let deep = format!("{{\"action\":{}", "[".repeat(100_000));
    let long = "x".repeat(1 << 20);
    for (path, body) in [
        ("/faults", "{\"action\":".to_owned()),
        ("/faults", deep.clone()),
        ("/faults", json!({ "action": long }).to_string()),
        ("/faults", format!("drop,type={long}{}", ",type=x".repeat(1000))),
        ("/faults", "drop,times=-1".to_owned()),
        ("/faults", "drop,times=1e400".to_owned()),
        ("/scenarios", "{\"name\":\"x\"".to_owned()),
        ("/scenarios", deep),
        ("/scenarios", json!({ "name": long }).to_string()),
        (
            "/scenarios",
            json!({ "name": "x.", "timeline": [], "expect": [], "endAt": -1 }).to_string(),
        ),
    ] {
        let answer = post(&format!("{control}{path}"), &body).await;
        assert!((400..500).contains(&answer.status), "{path}: {answer:?}");
        assert!(answer.error().len() < 1000, "{path}: {answer:?}");
        besieged.serves_on().await;
    }
    assert_eq!(crate::http::get(&format!("{control}/faults")).await.json(), json!([]));
}
