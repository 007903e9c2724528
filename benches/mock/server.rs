//! A server in a process of its own, and what the kernel knows of it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Stopped when it is dropped.
pub struct Server {
    pub url: String,
    control: String,
    child: Child,
}

/// The first line of either server.
#[derive(Deserialize)]
struct Ports {
    url: String,
    control: String,
}

/// What a process has used so far.
pub struct Usage {
    pub cpu_s: f64,
    pub mib: f64,
}

impl Server {
    pub fn mock(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_realtime"));
        command.args(["mock", "--port", "0", "--control-port", "0", "--format", "json"]);
        command.args(arguments);
        Server::start(command)
    }

    pub fn node() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/node");
        assert!(
            folder.join("node_modules/ws").is_dir(),
            "the package ws is missing: npm --prefix tests/node ci"
        );
        let mut command = Command::new("node");
        command.arg(folder.join("bench/ws_server.mjs"));
        Server::start(command)
    }

    fn start(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} cannot start: {error}"));
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let Ports { url, control } = serde_json::from_str(&line).expect("its ports as JSON");
        // Somebody has to read what it logs.
        thread::spawn(move || out.read_to_end(&mut Vec::new()));
        let control = control.trim_start_matches("http://").trim_end_matches('/').to_owned();
        Server { url, control, child }
    }

    /// Has a frame sent to every client.
    pub async fn broadcast(&self, frame: &str) {
        let mut stream = TcpStream::connect(&self.control).await.unwrap();
        let head = format!(
            "POST /broadcast HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            self.control,
            frame.len()
        );
        stream.write_all(format!("{head}{frame}").as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }

    pub fn usage(&self) -> Usage {
        /// Ticks a second in what the kernel tells, on every architecture.
        const TICKS: f64 = 100.0;
        let read = |name: &str| {
            let path = format!("/proc/{}/{name}", self.child.id());
            fs::read_to_string(&path).unwrap_or_else(|_| panic!("{path}: this needs Linux"))
        };
        // Behind the name of the program, which may hold anything, come the other columns.
        let stat = read("stat");
        let columns: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
        let ticks = |at: usize| columns[at].parse::<f64>().unwrap();
        let status = read("status");
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        let kib: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        Usage { cpu_s: (ticks(11) + ticks(12)) / TICKS, mib: kib / 1024.0 }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Fails if so many clients cannot have a file each, in the server as here.
pub fn check_open_files(clients: usize) {
    let limits = fs::read_to_string("/proc/self/limits").expect("this needs Linux");
    let line = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    let limit = line.split_whitespace().nth(3).unwrap();
    let needed = clients + 100;
    let is_enough = limit.parse().map_or(true, |limit: usize| limit >= needed);
    assert!(is_enough, "{limit} open files are allowed, {needed} needed: ulimit -n {needed}");
}
