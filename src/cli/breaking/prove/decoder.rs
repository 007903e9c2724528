//! The decoders: that of a package, in Node, and the one of this crate.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use crate::cli::Failure;
use crate::evolution::Reading;
use crate::os_error::why;
use crate::{Encode, Message, decode};

const SCRIPT: &str = include_str!("read.mjs");

const MISSING: &str = "`--prove` runs decoders in Node 20 or newer, and there is none: install it from \
                       https://nodejs.org or with `apt-get install nodejs`";

/// What the decoder of a package makes of each frame.
pub(super) fn typescript(entry: &Path, frames: &[&str]) -> Result<Vec<Reading>, Failure> {
    let failed = |why: String| {
        Failure::Error(format!("the decoder in {} cannot be run: {why}", entry.display()))
    };
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
    let output = node.wait_with_output().map_err(|error| failed(why(&error).into_owned()))?;
    // Whoever did not read to the end has said why.
    drop(writer.join());
    let stderr = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        // Node shows the line that threw before it says what was thrown.
        let said = stderr.lines().find(|line| line.split(':').next().is_some_and(is_an_error));
        return Err(failed(said.unwrap_or("Node gives no reason").to_owned()));
    }
    let stdout = String::from_utf8_lossy(&output.stdout);
    let readings: Result<Vec<Reading>, _> = stdout.lines().map(serde_json::from_str).collect();
    let readings = readings.map_err(|error| failed(format!("it answers no JSON: {error}")))?;
    if readings.len() != frames.len() {
        return Err(failed(format!("{} answers to {} frames", readings.len(), frames.len())));
    }
    Ok(readings)
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
