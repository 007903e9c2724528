//! `realtime mock`, as a process: for Node, for `realtime tail`, for a person.

mod scenarios;

use std::process::{ExitStatus, Stdio};

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use super::client::{Client, address};
use super::{PATIENCE, http};

pub struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    pub fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_realtime"));
        Running::of(command.args(arguments).envs(environment.iter().copied()))
    }

    fn of(command: &mut Command) -> Self {
        Running::with_stdin(command, Stdio::null())
    }

    fn with_stdin(command: &mut Command, stdin: Stdio) -> Self {
        let mut child = command
            .stdin(stdin)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the command is built");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        Running { child, lines }
    }

    /// A mock on free ports; its first line.
    pub async fn mock(arguments: &[&str]) -> (Self, Value) {
        let fixed = ["mock", "--port", "0", "--format", "json"];
        let mut running = Running::start(&[&fixed, arguments].concat(), &[]);
        let ports = serde_json::from_str(&running.line().await).expect("JSON");
        (running, ports)
    }

    pub async fn line(&mut self) -> String {
        let line = timeout(PATIENCE, self.lines.next_line()).await.expect("in time");
        line.expect("UTF-8").expect("it runs")
    }

    async fn until(&mut self, part: &str) -> String {
        loop {
            let line = self.line().await;
            if line.contains(part) {
                return line;
            }
        }
    }

    #[cfg(unix)]
    fn signal(&self, name: &str) {
        let id = self.child.id().expect("it runs").to_string();
        let sent = std::process::Command::new("kill").args([name, &id]).status();
        assert!(sent.expect("there is `kill`").success());
    }

    /// The most memory that it has had, in bytes.
    #[cfg(target_os = "linux")]
    pub fn peak_memory(&self) -> u64 {
        let id = self.child.id().expect("it runs");
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("it runs");
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("Linux says it");
        let kib: u64 = line.split_whitespace().nth(1).and_then(|it| it.parse().ok()).expect("KiB");
        kib << 10
    }

    /// How it ends, and what it says to that.
    pub async fn end(mut self) -> (ExitStatus, String) {
        let status = timeout(PATIENCE, self.child.wait()).await.expect("in time").expect("known");
        let mut told = String::new();
        self.child.stderr.take().expect("piped").read_to_string(&mut told).await.expect("UTF-8");
        (status, told)
    }
}

#[cfg(unix)]
#[tokio::test]
async fn it_names_its_ports_shows_its_log_and_ends_on_a_signal() {
    for signal in ["-INT", "-TERM"] {
        let (mut mock, ports) = Running::mock(&["--rate", "0"]).await;
        assert_eq!(ports["pid"], mock.child.id().unwrap());
        let url = ports["url"].as_str().unwrap();
        let mut client = Client::welcome(url, "t/u").await;
        for kind in ["opened", "in", "authenticated", "out"] {
            let entry: Value = serde_json::from_str(&mock.line().await).unwrap();
            assert_eq!((&entry["kind"], &entry["connection"]), (&json!(kind), &json!(1)));
        }
        let control = ports["control"].as_str().unwrap();
        let health = http::get(&format!("{control}/health")).await.json();
        assert_eq!(health["status"], "ok");
        let schema = http::get(&format!("{control}/schema/events/goal.created")).await.json();
        assert_eq!(schema["title"], "GoalCreatedMessage");
        mock.signal(signal);
        let (code, (status, told)) = tokio::join!(client.hear_close(), mock.end());
        assert_eq!((code, status.code(), &*told), (1001, Some(0), ""), "{signal}");
    }
}

/// As a test does that is killed: its end of the pipe closes, and nothing else is said.
#[tokio::test]
async fn it_ends_with_its_stdin_if_it_is_told_to() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_realtime"));
    command.args(["mock", "--port", "0", "--format", "json", "--rate", "0", "--exit-with-stdin"]);
    let mut mock = Running::with_stdin(&mut command, Stdio::piped());
    let mut stdin = mock.child.stdin.take().expect("piped");
    let ports: Value = serde_json::from_str(&mock.line().await).unwrap();
    let mut client = Client::welcome(ports["url"].as_str().unwrap(), "t/u").await;
    stdin.write_all(b"whatever is written, it goes on\n").await.unwrap();
    let health = http::get(&format!("{}/health", ports["control"].as_str().unwrap())).await.json();
    assert_eq!(health["status"], "ok");
    drop(stdin);
    let (code, (status, told)) = tokio::join!(client.hear_close(), mock.end());
    assert_eq!((code, status.code(), &*told), (1001, Some(0), ""));
}

/// The launcher of the npm package, played by a shell, which is killed: it passes no signal on.
#[cfg(unix)]
#[tokio::test]
async fn it_ends_with_a_launcher_that_is_killed() {
    let mut command = Command::new("sh");
    command.args(["-c", "REALTIME_LAUNCHER=$$ \"$0\" \"$@\" & wait"]);
    command.arg(env!("CARGO_BIN_EXE_realtime"));
    command.args(["mock", "--port", "0", "--format", "json", "--rate", "0"]);
    let mut mock = Running::of(&mut command);
    let ports: Value = serde_json::from_str(&mock.line().await).unwrap();
    assert_ne!(ports["pid"], mock.child.id().unwrap());
    let mut client = Client::welcome(ports["url"].as_str().unwrap(), "t/u").await;
    mock.signal("-KILL");
    let (code, (status, told)) = tokio::join!(client.hear_close(), mock.end());
    assert_eq!((code, status.code(), &*told), (1001, None, ""));
}

#[tokio::test]
async fn lines_for_people_hold_nothing_of_what_frames_hold() {
    let mut mock = Running::start(&["mock", "--port", "0", "--rate", "0"], &[]);
    let url = mock.until("mock server").await.split_whitespace().last().unwrap().to_owned();
    let control = mock.until("page and API").await.split_whitespace().last().unwrap().to_owned();
    assert_eq!(address(&control).ip().to_string(), "127.0.0.1");
    mock.until("Ctrl-C ends.").await;
    mock.line().await;
    let mut client = Client::welcome(&url, "t/u").await;
    client.say("a \u{1b}[31m secret").await;
    client.hear().await;
    for expected in [
        "#1 opened",
        "#1 in command auth",
        "#1 authenticated of t",
        "#1 out event auth.success of t",
    ] {
        let line = mock.line().await;
        assert_eq!(line.split_once(' ').unwrap().1, expected);
    }
    let line = mock.line().await;
    assert!(line.contains(" #1 in invalid of t: at $: expected "), "{line}");
    assert!(!line.contains("secret") && !line.contains('\u{1b}'), "{line}");
}

#[tokio::test]
async fn the_crate_s_own_client_gets_along_with_it() {
    let (mut mock, ports) =
        Running::mock(&["--rate", "20", "--fault", "close,afterMs=300,times=1"]).await;
    let url = ports["url"].as_str().unwrap();
    let mut tail = Running::start(&["tail", url], &[("REALTIME_TOKEN", "tenant-123/user-456")]);
    for part in
        ["status connecting", "event auth.success", "status connected", "event goal.created"]
    {
        tail.until(part).await;
    }
    tail.until("closed 1000").await;
    tail.until("status reconnecting (closed)").await;
    tail.until("status connected").await;
    tail.until("event ").await;
    let entry = mock.until("\"fault\":\"close\"").await;
    assert!(entry.contains("\"connection\":1"), "{entry}");
}

/// The limit on open files is the process's own; `ulimit` is the shell's.
#[cfg(unix)]
#[tokio::test]
async fn at_the_limit_on_open_files_it_says_so_and_goes_on_later() {
    let script = "ulimit -n 64; exec \"$0\" mock --port 0 --rate 0 --format json";
    let mut running =
        Running::of(Command::new("sh").args(["-c", script, env!("CARGO_BIN_EXE_realtime")]));
    let ports: Value = serde_json::from_str(&running.line().await).expect("JSON");
    let url = ports["url"].as_str().unwrap();
    let mut open = Vec::new();
    for _ in 0..80 {
        open.push(TcpStream::connect(address(url)).await.expect("the system accepts"));
    }
    let mut told = BufReader::new(running.child.stderr.take().expect("piped")).lines();
    let line = timeout(PATIENCE, told.next_line()).await.expect("in time").expect("UTF-8");
    let line = line.expect("it runs").to_lowercase();
    assert!(
        line.starts_with("error: cannot accept connections: ")
            && line.ends_with(": raise the limit on open files with `ulimit -n 65536`")
            && !line.contains("os error"),
        "{line}"
    );
    drop(open);
    Client::welcome(url, "t/u").await;
}

/// Node's own WebSocket, against a mock that Node starts itself.
#[tokio::test]
async fn node_starts_it_reads_its_ports_and_talks_to_it() {
    let node = Command::new("node")
        .args(["--experimental-websocket", "--no-warnings", "tests/mock/child.mjs"])
        .arg(env!("CARGO_BIN_EXE_realtime"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = timeout(PATIENCE, node).await.expect("in time");
    let output =
        output.expect("node is missing: install Node.js 20 or later, apt-get install nodejs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "node: all is well\n");
}
