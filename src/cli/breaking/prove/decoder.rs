//! The decoders: that of a package, in Node, and the one of this crate.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::cli::Failure;
use crate::evolution::Reading;
use crate::os_error::why;
use crate::{Encode, Message, decode};

const SCRIPT: &str = include_str!("read.mjs");

const MISSING: &str = "`--prove` runs decoders in Node 20 or newer, and there is none: install it from \
                       https://nodejs.org or with `apt-get install nodejs`";

/// How often somebody looks whether Node has ended.
const LOOK: Duration = Duration::from_millis(5);

/// What the decoder of a package makes of each frame; `reader` names it. One that does not end within
/// the bound is ended.
pub(super) fn typescript(
    reader: &str,
    entry: &Path,
    frames: &[&str],
    bound: Duration,
) -> Result<Vec<Reading>, Failure> {
    let failed = |why: String| Failure::Error(format!("{reader} cannot be run: {why}"));
    let folder = entry.parent().unwrap_or(entry);
    if !entry.is_file() {
        let name = entry.file_name().unwrap_or_default().display();
        return Err(failed(format!("its package has no {name} where its package.json says")));
    }
    let mut node = Command::new("node")
        .args(["--input-type=module", "--eval", SCRIPT, "--"])
        .arg(entry)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Failure::Error(MISSING.to_owned()),
            _ => failed(why(&error).into_owned()),
        })?;
    let lines: String =
        frames.iter().map(|frame| serde_json::Value::from(*frame).to_string() + "\n").collect();
    let stdin = node.stdin.take();
    let writer = thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(lines.as_bytes())));
    let stdout = all(node.stdout.take());
    let stderr = all(node.stderr.take());
    let status = ended(&mut node, bound).map_err(|error| failed(why(&error).into_owned()))?;
    // Whoever did not read to the end has said why.
    drop(writer.join());
    let [stdout, stderr] = [stdout, stderr].map(|it| it.join().unwrap_or_default());
    let Some(status) = status else {
        let seconds = bound.as_secs();
        return Err(failed(format!(
            "it did not read {} frames within {seconds} s and was ended: if it needs longer, give it \
             more with `--prove-within`",
            frames.len()
        )));
    };
    let stderr = String::from_utf8_lossy(&stderr);
    if !status.success() {
        // Node shows the line that threw before it says what was thrown.
        let said = stderr.lines().find(|line| line.split(':').next().is_some_and(is_an_error));
        // The folder is gone when this is read.
        let said = said.unwrap_or("Node gives no reason");
        return Err(failed(said.replace(&format!("{}/", folder.display()), "")));
    }
    let stdout = String::from_utf8_lossy(&stdout);
    let readings: Result<Vec<Reading>, _> = stdout.lines().map(serde_json::from_str).collect();
    let readings = readings.map_err(|error| failed(format!("it answers no JSON: {error}")))?;
    if readings.len() != frames.len() {
        return Err(failed(format!("{} answers to {} frames", readings.len(), frames.len())));
    }
    Ok(readings)
}

/// All that a process writes there.
fn all(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What ends early is shorter, and that is told.
        let _ = pipe.map(|mut pipe| pipe.read_to_end(&mut bytes));
        bytes
    })
}

/// How a process ended; nothing if it had to be ended.
fn ended(process: &mut Child, bound: Duration) -> io::Result<Option<ExitStatus>> {
    let from = Instant::now();
    loop {
        if let Some(status) = process.try_wait()? {
            return Ok(Some(status));
        }
        if from.elapsed() >= bound {
            process.kill()?;
            process.wait()?;
            return Ok(None);
        }
        thread::sleep(LOOK);
    }
}

/// `Error`, `SyntaxError`, `Error [ERR_MODULE_NOT_FOUND]`.
fn is_an_error(name: &str) -> bool {
    name.split(' ').next().is_some_and(|name| name.ends_with("Error"))
}

/// What this crate makes of a frame.
pub(super) fn rust(frame: &str) -> Reading {
    let message = match decode(frame) {
        Ok(message) => message,
        Err(error) => {
            return Reading {
                kind: "invalid".to_owned(),
                canonical: serde_json::Value::Null,
                path: error.path().to_owned(),
                message: error.to_string(),
            };
        }
    };
    let kind = match &message {
        Message::Event(_) => "event",
        Message::Command(_) => "command",
        Message::Gateway(_) => "gateway",
        Message::Unknown(_) => "unknown",
    };
    let text = message.encode().unwrap_or_default();
    Reading {
        kind: kind.to_owned(),
        canonical: serde_json::from_str(&text).unwrap_or_default(),
        path: String::new(),
        message: String::new(),
    }
}
