//! What travels is captured without any token, and a capture is the same run again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use purposepath_realtime::mock::{Config, Handle, Mock, Recorder, Replay};
use purposepath_realtime::{Message, decode};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// A client that authenticates and hears.
struct Client(WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>);

impl Client {
    async fn connect(url: &str, token: &str) -> Self {
        let (socket, _) = connect_async(url).await.unwrap();
        let mut client = Client(socket);
        client.say(&json!({ "action": "auth", "token": token }).to_string()).await;
        assert!(client.hear().await.contains("auth.success"));
        client
    }

    async fn say(&mut self, text: &str) {
        self.0.send(Frame::text(text)).await.unwrap();
    }

    async fn hear(&mut self) -> String {
        loop {
            let frame = tokio::time::timeout(Duration::from_secs(20), self.0.next()).await;
            if let Frame::Text(text) = frame.expect("in time").expect("open").unwrap() {
                return text.to_string();
            }
        }
    }

    async fn hear_events(&mut self, count: usize) -> Vec<String> {
        let mut events = Vec::new();
        while events.len() < count {
            events.push(self.hear().await);
        }
        events
    }
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

const EVENTS: usize = 40;

/// Captures a run with two clients of different tenants; answers what one of them heard.
async fn captured(file: &Path) -> (Vec<String>, Vec<String>) {
    let mock = Mock::start(Config::default().with_rate(100.0).with_seed(5)).await.unwrap();
    let recorder = Recorder::start(&mock, file).unwrap();
    let jwt = mock.token("tenant-123", "user-456", Duration::from_secs(900));
    let tokens = vec![jwt, "tenant-9/user-of-nobody/900".to_owned()];
    let mut one = Client::connect(&mock.url(), &tokens[0]).await;
    let mut other = Client::connect(&mock.url(), &tokens[1]).await;
    other.say(&json!({ "action": "auth", "token": tokens[1] }).to_string()).await;
    other.say(&json!({ "action": "authorise", "token": tokens[1] }).to_string()).await;
    other.say("{\"not\":\"of the protocol, with tenant-9/user-of-nobody/900 in it\"}").await;
    let heard = one.hear_events(EVENTS).await;
    mock.shutdown().await;
    assert!(recorder.finish().unwrap() > EVENTS as u64);
    (heard, tokens)
}

async fn replayed(replay: &Replay, token: &str, count: usize) -> Vec<String> {
    let mock = Mock::start(Config::default()).await.unwrap();
    let server: Handle = mock.handle();
    let replay = replay.clone();
    let playing = tokio::spawn(async move { replay.play(&server).await });
    let mut client = Client::connect(&mock.url(), token).await;
    let heard = client.hear_events(count).await;
    playing.await.unwrap().unwrap();
    mock.shutdown().await;
    heard
}

#[tokio::test]
async fn a_capture_holds_no_token_and_is_the_same_run_again() {
    let file = file("run.ndjson");
    let (heard, tokens) = captured(&file).await;

    let text = fs::read_to_string(&file).unwrap();
    for token in &tokens {
        let claims = token.split('.').nth(1).unwrap_or(token);
        assert!(!text.contains(token.as_str()) && !text.contains(claims), "{text}");
    }
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (&lines[0]["capture"], &lines[0]["protocol"]),
        (&json!(1), &json!(purposepath_realtime::PROTOCOL_VERSION))
    );
    assert_eq!(
        lines[1]["frame"],
        json!("{\"action\":\"auth\",\"token\":\"‹redacted›\"}"),
        "{}",
        lines[1]
    );
    assert_eq!((&lines[1]["direction"], &lines[1]["connection"]), (&json!("in"), &json!(1)));
    let schema: Value = serde_json::from_str(
        &purposepath_realtime::codegen::artifacts().unwrap()["schema/capture.json"],
    )
    .unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for line in &lines {
        if let Err(error) = schema.validate(line) {
            panic!("{error}: {line}");
        }
    }

    let mut replay = Replay::of(&file);
    replay.speed = 100.0;
    assert_eq!(replayed(&replay, "tenant-123/user-1", EVENTS).await, heard);

    replay.only = vec!["goal.*".to_owned()];
    replay.as_tenant = Some("tenant-7".to_owned());
    let count = usize::try_from(replay.check().unwrap()).unwrap();
    let goals = replayed(&replay, "tenant-7/user-1", count).await;
    for frame in &goals {
        let Message::Event(envelope) = decode(frame).unwrap() else { panic!("{frame}") };
        assert_eq!(envelope.tenant_id().unwrap().as_str(), "tenant-7");
        assert!(envelope.wire_type().starts_with("goal."));
    }
    let of_one: Vec<String> = heard
        .iter()
        .filter(|frame| frame.starts_with("{\"type\":\"goal."))
        .map(|frame| frame.replace("tenant-123", "tenant-7"))
        .collect();
    assert!(!of_one.is_empty() && of_one.iter().all(|frame| goals.contains(frame)));
}

async fn mock(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_realtime"))
        .args(["mock", "--port", "0"])
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[tokio::test]
async fn a_capture_that_is_broken_is_refused_with_its_place() {
    let file = file("broken.ndjson");
    let name = file.display().to_string();
    let start = r#"{"capture":1,"protocol":"1.0","startedAt":"2025-11-03T14:30:00.000Z"}"#;
    let ping = r#"{"atMs":0,"direction":"out","frame":"{\"type\":\"ping\"}"}"#;
    let event = r#"{"atMs":1,"direction":"out","frame":"{\"type\":\"goal.paused\",\"timestamp\":\"2025-11-03T14:30:00.000Z\",\"data\":{\"tenantId\":\"t\",\"goalId\":7}}"}"#;
    for (lines, told) in [
        (
            vec![],
            "1: at $: expected the first line of a capture, or a frame, found nothing: name a capture, \
             or a file with a frame on each line, as `realtime convert` writes it",
        ),
        (
            vec!["\u{feff}", " \t", "\r", ""],
            "3: at $: expected the first line of a capture, or a frame, found nothing: name a capture, \
             or a file with a frame on each line, as `realtime convert` writes it",
        ),
        (
            vec!["{}"],
            "1: at $: expected the key `capture`, found none: name a capture, or a file with a frame \
             on each line, as `realtime convert` writes it",
        ),
        (
            vec!["[", r#"  {"type":"ping"}"#, "]"],
            "1: at $: expected the first line of a capture, or a frame, found a list: name a capture, \
             or a file with a frame on each line, as `realtime convert` writes it",
        ),
        (
            vec!["", r#"{"capture":2,"protocol":"1.0","startedAt":"2025-11-03T14:30:00.000Z"}"#],
            "2: at $.capture: expected 1, the version that this mock reads, found 2",
        ),
        (
            vec![start, ping, "{\"atMs\":1"],
            "3: at $: expected `,` or `}`, found the end of the text",
        ),
        (
            vec![start, ping, "", event],
            "4: at $.frame.data.goalId: expected a non-empty id (GoalId), found the number 7",
        ),
    ] {
        fs::write(&file, lines.join("\n")).unwrap();
        let (code, found) = mock(&["--replay", &name]).await;
        assert_eq!((code, found), (Some(2), format!("error: {name}:{told}\n")));
    }
    let (code, told) = mock(&["--replay", "no-such-file"]).await;
    assert_eq!(code, Some(2));
    assert!(told.starts_with("error: cannot read no-such-file: "), "{told}");
    let (code, told) = mock(&["--replay", &name, "--as-tenant", ""]).await;
    assert_eq!((code, &*told), (Some(2), "error: --as-tenant is empty: name a tenant\n"));
    let long = [start, &"x".repeat(1 << 21)].join("\n");
    for (written, why) in
        [(long.as_bytes(), "a line is longer than 1 MiB"), (b"\xff\n", "it is not UTF-8")]
    {
        fs::write(&file, written).unwrap();
        let (code, told) = mock(&["--replay", &name]).await;
        assert_eq!(
            (code, told),
            (
                Some(2),
                format!(
                    "error: cannot read {name}: {why}: name a capture, or a file with a frame on each \
                     line, as `realtime convert` writes it\n"
                )
            )
        );
    }
    let (code, told) = mock(&["--speed", "2"]).await;
    assert_eq!(code, Some(2));
    assert!(told.contains("--replay"), "{told}");
}

/// The command on a free port, and the URL that it says.
#[cfg(unix)]
async fn started(arguments: &[&str]) -> (Child, String) {
    let mut server = Command::new(env!("CARGO_BIN_EXE_realtime"))
        .args(["mock", "--port", "0", "--format", "json"])
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let start: Value = serde_json::from_str(&lines.next_line().await.unwrap().unwrap()).unwrap();
    // A command that nobody reads ends.
    server.stdout = Some(lines.into_inner().into_inner());
    (server, start["url"].as_str().unwrap().to_owned())
}

#[cfg(unix)]
#[tokio::test]
async fn the_command_records_until_it_is_ended() {
    let file = file("command.ndjson");
    let (server, url) = started(&["--rate", "20", "--record", file.to_str().unwrap()]).await;
    let mut client = Client::connect(&url, "tenant-1/user-1").await;
    let heard = client.hear_events(3).await;
    let interrupt = format!("-INT {}", server.id().unwrap());
    Command::new("kill").args(interrupt.split(' ')).status().await.unwrap();
    let output = server.wait_with_output().await.unwrap();
    assert_eq!(output.status.code(), Some(0));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("recorded ") && told.contains("command.ndjson"), "{told}");
    let text = fs::read_to_string(&file).unwrap();
    for frame in heard {
        assert!(text.contains(&json!(frame).to_string()), "{frame}\n{text}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_command_replays_to_whoever_comes_and_says_how_many() {
    let file = file("replayed.ndjson");
    let start = r#"{"capture":1,"protocol":"1.0","startedAt":"2025-11-03T14:30:00.000Z"}"#;
    let line = |at: u64, goal: &str| {
        let data = json!({ "tenantId": "t", "goalId": goal });
        let time = "2025-11-03T14:30:00.000Z";
        let frame = json!({ "type": "goal.paused", "timestamp": time, "data": data }).to_string();
        json!({ "atMs": at, "direction": "out", "frame": frame }).to_string()
    };
    fs::write(&file, [start, &line(5, "a"), &line(905, "b")].join("\n")).unwrap();
    let replay = ["--rate", "0", "--speed", "2", "--replay", file.to_str().unwrap()];
    let (mut server, url) = started(&replay).await;
    let mut client = Client::connect(&url, "t/user-1").await;
    let heard = client.hear_events(2).await;
    assert!(heard[0].contains(r#""goalId":"a""#) && heard[1].contains(r#""goalId":"b""#));
    let mut told = BufReader::new(server.stderr.take().unwrap()).lines();
    assert_eq!(told.next_line().await.unwrap().as_deref(), Some("replayed 2 events"));
}

#[cfg(unix)]
#[tokio::test]
async fn plain_frames_are_replayed_a_second_apart() {
    let file = file("plain.ndjson");
    let frame = |goal: &str| {
        let data = json!({ "tenantId": "t", "goalId": goal });
        let time = "2025-11-03T14:30:00.000Z";
        json!({ "type": "goal.paused", "timestamp": time, "data": data }).to_string()
    };
    let auth = r#"{"action":"auth","token":"t/u"}"#;
    let lines = ["\u{feff}", &frame("a"), "\n", auth, "\n\n", &frame("b")].concat();
    fs::write(&file, lines).unwrap();
    let name = file.display().to_string();
    let (mut server, url) = started(&["--rate", "0", "--speed", "2", "--replay", &name]).await;
    let mut client = Client::connect(&url, "t/user-1").await;
    let heard = client.hear_events(2).await;
    assert!(heard[0].contains(r#""goalId":"a""#) && heard[1].contains(r#""goalId":"b""#));
    let mut told = BufReader::new(server.stderr.take().unwrap()).lines();
    assert_eq!(told.next_line().await.unwrap().as_deref(), Some("replayed 2 events"));

    // Recording empties its file, by whatever name.
    let folder = file.parent().unwrap();
    let by_other_name = folder.join(".").join(file.file_name().unwrap()).display().to_string();
    let (code, told) = mock(&["--replay", &name, "--record", &by_other_name]).await;
    let sentence = format!(
        "error: --record would overwrite {name}, which --replay sends: record to another file\n"
    );
    assert_eq!((code, told), (Some(2), sentence));

    fs::write(&file, [&*frame("a"), "{}"].join("\n")).unwrap();
    let (code, told) = mock(&["--replay", &name]).await;
    assert_eq!(code, Some(2));
    assert!(told.starts_with(&format!("error: {name}:2: at $: expected ")), "{told}");
}

#[tokio::test]
async fn a_capture_that_cannot_be_written_is_an_error() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    let (code, told) = mock(&["--record", folder]).await;
    let why = "it is a directory: free some space or name another file";
    assert_eq!((code, told), (Some(2), format!("error: cannot write {folder}: {why}\n")));
}
