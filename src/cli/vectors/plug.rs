//! Another implementation, as a process: started without a shell, a line in and a line out, killed
//! with whatever it started. Nothing here knows what a line means, and nothing waits for ever.

use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::{Instant, timeout, timeout_at};

use crate::json::shorten;
use crate::os_error::why;

/// The longest line that is read, in bytes: far more than any right answer has.
const LONGEST: usize = 4 << 20;

/// How much is kept of what a plug says on stderr, in bytes.
const KEPT: usize = 2048;

/// How long a process that ended is waited for, and what it still has to say.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// The command that starts a plug.
#[derive(Debug)]
pub(super) struct PlugCommand {
    words: Vec<String>,
}

impl PlugCommand {
    /// Splits a command line as a shell does, and does nothing else that a shell does.
    pub fn parse(line: &str) -> Result<Self, String> {
        match shlex::split(line) {
            Some(words) if !words.is_empty() => Ok(PlugCommand { words }),
            Some(_) => Err("the command of --exec is empty: write what starts the plug".to_owned()),
            None => {
                Err("the command of --exec has a quote that is not closed: close it".to_owned())
            }
        }
    }

    pub fn start(&self) -> Result<Plug, String> {
        let (program, arguments) = self.words.split_first().expect("not empty");
        let mut command = Command::new(program);
        command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.spawn().map_err(|error| {
            let (program, why) = (shorten(program), why(&error));
            format!("cannot start {program:?}: {why}: name a program that exists")
        })?;
        let stdin = child.stdin.take().expect("piped");
        let lines = Lines::new(child.stdout.take().expect("piped"));
        let stderr = Stderr::hear(child.stderr.take().expect("piped"));
        Ok(Plug { child, lines, stderr, stdin: Some(write_to(stdin)) })
    }
}

/// Writes what is sent, however slowly the plug reads.
fn write_to(mut stdin: ChildStdin) -> UnboundedSender<Vec<u8>> {
    let (sender, mut lines) = unbounded_channel::<Vec<u8>>();
    tokio::spawn(async move {
        while let Some(line) = lines.recv().await {
            // A plug that reads no more has ended, or will be found not to answer.
            if stdin.write_all(&line).await.is_err() {
                return;
            }
        }
    });
    sender
}

/// What a plug was heard to say.
pub(super) enum Heard {
    Line(String),
    /// A line that no plug has to write, or one that is no text.
    Unreadable(&'static str),
    /// Its stdout is closed.
    End,
    /// Nothing, in time.
    Nothing,
}

/// A plug that runs.
pub(super) struct Plug {
    child: Child,
    lines: Lines,
    stderr: Stderr,
    /// Closed when it is to end.
    stdin: Option<UnboundedSender<Vec<u8>>>,
}

impl Plug {
    /// Writes a line.
    pub fn tell(&self, line: &str) {
        if let Some(stdin) = &self.stdin {
            // One that is gone is heard to have ended.
            let _ = stdin.send(format!("{line}\n").into_bytes());
        }
    }

    /// The next line that it writes.
    pub async fn hear(&mut self, until: Instant) -> Heard {
        // One that never stops writing would never be interrupted.
        if until <= Instant::now() {
            return Heard::Nothing;
        }
        timeout_at(until, self.lines.next()).await.unwrap_or(Heard::Nothing)
    }

    /// Closes its stdin: it has to end.
    pub fn dismiss(&mut self) {
        self.stdin = None;
    }

    /// How it ended, if it did in time.
    pub async fn ended(&mut self, until: Instant) -> Option<ExitStatus> {
        timeout_at(until, self.child.wait()).await.ok()?.ok()
    }

    /// How a plug ended that closed its stdout, in words, with the end of what it said on stderr.
    pub async fn obituary(&mut self) -> String {
        let ended = timeout(LAST_WORDS, self.child.wait()).await;
        let mut text = match ended {
            Ok(Ok(status)) => format!("it ended with {status}"),
            _ => "it closed its stdout".to_owned(),
        };
        let said = self.stderr.said().await;
        if !said.is_empty() {
            text += &format!("; the end of its stderr: {said}");
        }
        text
    }
}

impl Drop for Plug {
    /// With what it started.
    fn drop(&mut self) {
        #[cfg(unix)]
        {
            use rustix::process::{Pid, Signal, kill_process_group};
            // A child that has been waited for has no id any more: its number may be another's.
            let id = self.child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
            if let Some(id) = id {
                // It may have ended by itself.
                let _ = kill_process_group(id, Signal::KILL);
            }
        }
        let _ = self.child.start_kill();
    }
}

/// The lines of stdout.
struct Lines {
    from: BufReader<ChildStdout>,
    /// The beginning of the next.
    begun: Vec<u8>,
}

impl Lines {
    fn new(stdout: ChildStdout) -> Self {
        Lines { from: BufReader::with_capacity(1 << 16, stdout), begun: Vec::new() }
    }

    /// The next line; whoever stops waiting for it loses nothing.
    async fn next(&mut self) -> Heard {
        loop {
            let Ok(read) = self.from.fill_buf().await else { return Heard::End };
            if read.is_empty() {
                return if self.begun.is_empty() { Heard::End } else { self.take() };
            }
            let line = read.iter().position(|byte| *byte == b'\n');
            let used = line.map_or(read.len(), |end| end + 1);
            self.begun.extend_from_slice(&read[..line.unwrap_or(used)]);
            self.from.consume(used);
            if self.begun.len() > LONGEST {
                return Heard::Unreadable("is longer than 4 MiB");
            }
            if line.is_some() {
                return self.take();
            }
        }
    }

    fn take(&mut self) -> Heard {
        match String::from_utf8(std::mem::take(&mut self.begun)) {
            Ok(line) => Heard::Line(line),
            Err(_) => Heard::Unreadable("is not UTF-8"),
        }
    }
}

/// What a plug says on stderr: heard to its end, so that it is never held up, and mostly forgotten.
struct Stderr {
    kept: Arc<Mutex<Vec<u8>>>,
    hearing: tokio::task::JoinHandle<()>,
}

impl Stderr {
    fn hear(mut stderr: ChildStderr) -> Self {
        let kept = Arc::<Mutex<Vec<u8>>>::default();
        let keep = Arc::clone(&kept);
        let hearing = tokio::spawn(async move {
            let mut buffer = vec![0; 1 << 14];
            while let Ok(read @ 1..) = stderr.read(&mut buffer).await {
                let mut kept = keep.lock().unwrap_or_else(PoisonError::into_inner);
                kept.extend_from_slice(&buffer[..read]);
                let surplus = kept.len().saturating_sub(KEPT);
                kept.drain(..surplus);
            }
        });
        Stderr { kept, hearing }
    }

    /// The last line of it, once the plug has ended.
    async fn said(&mut self) -> String {
        let _ = timeout(LAST_WORDS, &mut self.hearing).await;
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let text = String::from_utf8_lossy(&kept);
        let last = text.lines().rev().find(|line| !line.trim().is_empty());
        last.unwrap_or_default().trim().chars().take(300).collect()
    }
}
