//! `realtime tail` against a real server: what it prints, how it ends, what it never shows.

use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::server::{Server, TOKEN, event, paused, refusal};

/// Far longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

struct Tail {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Tail {
    fn start(url: &str, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_realtime"))
            .args(["tail", url, "--token-env", "TAIL_TOKEN"])
            .args(arguments)
            .env("TAIL_TOKEN", TOKEN)
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
    fn ctrl_c(&self) {
        let id = self.child.id().expect("it runs").to_string();
        let sent = std::process::Command::new("kill").args(["-INT", &id]).status();
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

    drop((peer, server));
    tail.until("closed 1006: the connection was cut").await;
    tail.until("status reconnecting (closed)").await;
    let server = Server::start_at(address).await.expect("the port is free again");
    let mut peer = timeout(PATIENCE, server.welcome()).await.expect("it comes back");
    tail.until("status connected").await;
    peer.say(paused("after")).await;
    assert_eq!(tail.line().await, "event goal.paused 2025-11-03T14:30:00.000Z after by u");

    tail.ctrl_c();
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

    let mut lines = Vec::new();
    for _ in 0..5 {
        lines.push(serde_json::from_str::<Value>(&tail.line().await).expect("JSON"));
    }
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
