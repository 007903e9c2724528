//! `realtime tail` against a real server: what it prints, how it ends, what it never shows.

use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::server::{Server, TOKEN, event, paused, refusal, success};

/// Far longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

struct Tail {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Tail {
    fn start(url: &str, arguments: &[&str]) -> Self {
        Tail::start_with(url, arguments, TOKEN)
    }

    fn start_with(url: &str, arguments: &[&str], token: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_realtime"))
            .args(["tail", url, "--token-env", "TAIL_TOKEN"])
            .args(arguments)
            .env("TAIL_TOKEN", token)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the command is built");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        Tail { child, lines }
    }

    async fn line(&mut self) -> String {
        let line = timeout(PATIENCE, self.lines.next_line()).await.expect("in time");
        let line = line.expect("UTF-8").expect("it runs");
        assert!(!line.contains(TOKEN), "a token is shown: {line}");
        line
    }

    /// Passes over lines up to this one.
    async fn until(&mut self, expected: &str) {
        while self.line().await != expected {}
    }

    #[cfg(unix)]
    fn signal(&self, name: &str) {
        let id = self.child.id().expect("it runs").to_string();
        let sent = std::process::Command::new("kill").args([name, &id]).status();
        assert!(sent.expect("there is `kill`").success());
    }

    /// How it ends, and what it says to that.
    async fn end(mut self) -> (ExitStatus, String) {
        let status = timeout(PATIENCE, self.child.wait()).await.expect("in time").expect("known");
        let mut stderr = String::new();
        self.child.stderr.take().expect("piped").read_to_string(&mut stderr).await.expect("UTF-8");
        assert!(!stderr.contains(TOKEN), "a token is shown: {stderr}");
        (status, stderr)
    }
}

#[cfg(unix)]
#[tokio::test]
async fn it_prints_survives_a_restart_of_the_server_and_ends_on_ctrl_c() {
    let server = Server::start().await;
    let address = server.address();
    let mut tail = Tail::start(&server.url(), &[]);
    let mut peer = server.welcome().await;
    for expected in ["status connecting", "event auth.success 2025-11-03T14:30:00.000Z"] {
        assert_eq!(tail.line().await, expected);
    }
    assert_eq!(tail.line().await, "status connected");
    let mut old = paused("g\u{1b}[31m");
    old["timestamp"] = "2025-11-03T14:29:00.000Z".into();
    for frame in [
        paused("g\u{1b}[31m").to_string(),
        old.to_string(),
        event("some.new", json!({ "token": TOKEN })).to_string(),
        event("goal.paused", json!({})).to_string(),
        json!({ "action": "auth", "token": TOKEN }).to_string(),
        json!({ "message": format!("no {TOKEN}"), "connectionId": "a", "requestId": "b" })
            .to_string(),
    ] {
        peer.say(frame).await;
    }
    peer.0.send(Frame::binary(vec![0; 3])).await.unwrap();
    for expected in [
        "event goal.paused 2025-11-03T14:30:00.000Z g\\u{1b}[31m by u",
        "event goal.paused 2025-11-03T14:29:00.000Z g\\u{1b}[31m by u (stale)",
        "unknown some.new 2025-11-03T14:30:00.000Z",
    ] {
        assert_eq!(tail.line().await, expected);
    }
    assert!(tail.line().await.starts_with("invalid: goal.paused: at $.data.tenantId: expected "));
    assert_eq!(tail.line().await, "command auth");
    assert_eq!(tail.line().await, "gateway: no …");
    assert_eq!(tail.line().await, "invalid: a binary frame of 3 bytes");

    drop((peer, server));
    tail.until("closed 1006: the connection was cut").await;
    tail.until("status reconnecting (closed)").await;
    let server = Server::start_at(address).await.expect("the port is free again");
    let mut peer = timeout(PATIENCE, server.welcome()).await.expect("it comes back");
    tail.until("status connected").await;
    peer.say(paused("after")).await;
    assert_eq!(tail.line().await, "event goal.paused 2025-11-03T14:30:00.000Z after by u");

    tail.signal("-INT");
    let (code, (status, stderr)) = tokio::join!(peer.hear_close(), tail.end());
    assert_eq!((code, status.code(), &*stderr), (Some(1000), Some(0), ""));
}

#[tokio::test]
async fn objects_for_programs_are_filtered_and_hold_the_frame() {
    let server = Server::start().await;
    let only = ["--format", "json", "--only", "goal.*", "--only", "some.*"];
    let mut tail = Tail::start(&server.url(), &only);
    let mut peer = server.welcome().await;
    peer.say(json!({ "type": "ping" })).await;
    let mut echo = paused("g");
    echo["data"]["reason"] = format!("it is {TOKEN}").into();
    peer.say(&echo).await;
    peer.say(event("some.new", json!({}))).await;
    peer.say("}").await;

    let mut printed = String::new();
    for _ in 0..5 {
        printed += &(tail.line().await + "\n");
    }
    let lines: Vec<Value> =
        printed.lines().map(|it| serde_json::from_str(it).expect("JSON")).collect();
    let statuses = [&lines[0]["snapshot"]["status"], &lines[1]["snapshot"]["status"]];
    assert_eq!(statuses, ["connecting", "connected"]);
    echo["data"]["reason"] = "it is …".into();
    assert_eq!(
        lines[2],
        json!({
            "kind": "event",
            "type": "goal.paused",
            "timestamp": "2025-11-03T14:30:00.000Z",
            "frame": echo,
        })
    );
    assert_eq!((&lines[3]["kind"], &lines[3]["type"]), (&json!("unknown"), &json!("some.new")));
    assert_eq!(lines[4]["kind"], "invalid");

    // What the command prints, it reads.
    let mut validate = Command::new(env!("CARGO_BIN_EXE_realtime"))
        .arg("validate")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command is built");
    validate.stdin.take().expect("piped").write_all(printed.as_bytes()).await.expect("it reads");
    let verdicts = validate.wait_with_output().await.expect("it ends");
    assert_eq!(String::from_utf8_lossy(&verdicts.stdout), "3: event goal.paused\n");
}

#[tokio::test]
async fn a_refused_token_ends_it_and_names_the_variable() {
    let server = Server::start().await;
    let tail = Tail::start(&server.url(), &[]);
    let mut peer = server.accept().await;
    peer.hear().await;
    peer.say(refusal()).await;
    let (_, (status, stderr)) = tokio::join!(peer.hear_close(), tail.end());
    assert_eq!(status.code(), Some(2));
    assert_eq!(stderr, "error: the token was refused: put a new one in TAIL_TOKEN\n");
}

#[tokio::test]
async fn a_server_that_is_not_to_be_had_ends_it_and_says_what_to_do() {
    for (code, closes, told) in [
        (4403, 1, "the server refuses this client: ask whoever runs it"),
        (1002, 3, "the server breaks the rules of the protocol: check that it is the right one"),
    ] {
        let server = Server::start().await;
        let tail = Tail::start(&server.url(), &["--time-scale", "100"]);
        for _ in 0..closes {
            let mut peer = server.welcome().await;
            let close = CloseFrame { code: CloseCode::from(code), reason: "".into() };
            peer.0.close(Some(close)).await.unwrap();
            peer.hear_close().await;
        }
        let (status, stderr) = tail.end().await;
        assert_eq!((status.code(), stderr), (Some(2), format!("error: gave up: {told}\n")));
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_signal_ends_it_with_a_close() {
    for name in ["-TERM", "-HUP"] {
        let server = Server::start().await;
        let mut tail = Tail::start(&server.url(), &[]);
        let mut peer = server.welcome().await;
        tail.until("status connected").await;
        tail.signal(name);
        let (code, (status, stderr)) = tokio::join!(peer.hear_close(), tail.end());
        assert_eq!((code, status.code(), &*stderr), (Some(1000), Some(0), ""), "{name}");
    }
}

/// `| head -3`: no line follows that could fail.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn it_ends_when_nobody_reads_although_the_server_says_nothing() {
    let server = Server::start().await;
    let mut tail = Tail::start(&server.url(), &[]);
    let mut peer = server.welcome().await;
    tail.until("status connected").await;
    let Tail { mut child, lines } = tail;
    drop(lines);
    let (code, status) = tokio::join!(peer.hear_close(), timeout(PATIENCE, child.wait()));
    assert_eq!((code, status.expect("in time").expect("known").code()), (Some(1000), Some(0)));
}

/// More than the pipe and the queue hold, from a server that wants its pings answered meanwhile.
#[cfg(unix)]
#[tokio::test]
async fn while_nobody_reads_it_answers_pings_drops_the_oldest_and_hears_a_signal() {
    const EVENTS: usize = 14_000;
    let server = Server::start().await;
    let mut tail = Tail::start(&server.url(), &[]);
    let mut peer = server.welcome().await;
    tail.until("status connected").await;
    let goal = "g".repeat(64);
    for at in 0..EVENTS {
        peer.say(paused(&format!("{goal}{at}"))).await;
    }
    peer.0.send(Frame::Ping("still there?".into())).await.unwrap();
    let answered = async {
        while peer.0.next().await.unwrap().unwrap() != Frame::Pong("still there?".into()) {}
    };
    timeout(PATIENCE, answered).await.expect("in time");

    let mut printed = 0;
    let dropped = loop {
        let line = tail.line().await;
        if let Some(dropped) = line.strip_prefix("dropped ") {
            let number = dropped.strip_suffix(" lines: nobody read them for too long");
            break number.expect("a number of lines").parse::<usize>().unwrap();
        }
        assert!(line.ends_with(&format!("{goal}{printed} by u")), "{line}");
        printed += 1;
    };
    let next = format!("{goal}{} by u", printed + dropped);
    assert!(tail.line().await.ends_with(&next), "after {printed} lines and {dropped} dropped");

    // The pipe is full again: what waits is not written, and holds nothing up.
    for _ in 0..EVENTS {
        peer.say(paused(&uuid::Uuid::new_v4().to_string())).await;
    }
    tail.signal("-INT");
    let ended = timeout(PATIENCE, tail.child.wait());
    let (code, status) = tokio::join!(peer.hear_close(), ended);
    assert_eq!((code, status.expect("in time").expect("known").code()), (Some(1000), Some(0)));
}

#[tokio::test]
async fn a_short_token_damages_no_line_and_one_with_quotes_is_not_shown() {
    for (token, hidden) in [("1", "0…2"), ("goal", "012"), ("a\"b\\c", "012")] {
        let server = Server::start().await;
        let mut tail = Tail::start_with(&server.url(), &["--format", "json"], token);
        let mut peer = server.accept().await;
        assert_eq!(peer.hear().await["token"], token);
        peer.say(success()).await;
        let mut echo = paused("012");
        echo["data"]["reason"] = format!("it is {token}").into();
        peer.say(&echo).await;
        let mut bad = paused("012");
        bad["data"]["pausedAt"] = format!("x {token}").into();
        peer.say(&bad).await;
        let line = loop {
            let line = tail.line().await;
            let line: Value = serde_json::from_str(&line).expect(&line);
            if line["type"] == "goal.paused" {
                break line;
            }
        };
        echo["data"]["reason"] = "it is …".into();
        echo["data"]["goalId"] = hidden.into();
        assert_eq!(line["frame"], echo, "{token}");
        assert_eq!(line["timestamp"], "2025-11-03T14:30:00.000Z");
        let line = tail.line().await;
        let line: Value = serde_json::from_str(&line).expect(&line);
        let message = line["message"].as_str().unwrap();
        assert!(message.contains("found \"x …\""), "{message}");
    }
}

#[tokio::test]
async fn a_proxy_is_refused_with_a_sentence_and_a_time_scale_has_an_end() {
    let run = async |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_realtime"));
        for name in ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"]
        {
            command.env_remove(name);
        }
        command.arg("tail").args(arguments).envs(variables.iter().copied());
        let output = command.stdin(Stdio::null()).output().await.expect("it runs");
        (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
    };
    let url = "wss://realtime.invalid/x";
    let (code, stderr) = run(&[url], &[("ALL_PROXY", "http://user:secret@proxy.invalid:1")]).await;
    assert_eq!(
        (code, &*stderr),
        (
            Some(2),
            "error: ALL_PROXY names a proxy, and proxies are not supported: where the server can \
             be reached without one, add its host to NO_PROXY\n"
        )
    );
    let (code, stderr) =
        run(&[url, "--time-scale", "1001"], &[("NO_PROXY", "realtime.invalid")]).await;
    assert_eq!(code, Some(2));
    assert_eq!(
        stderr.lines().next(),
        Some(
            "error: invalid value '1001' for '--time-scale <TIMES>': expected a whole number from 1 \
             to 1000"
        )
    );
}
