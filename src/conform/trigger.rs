//! The command that makes the server send an event: the team's own, since only it knows how.

use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::process::{Child, ChildStderr, Command};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::Token;

use crate::json::shorten;
use crate::os_error::why;

use super::Interrupted;
use super::waits::Bound;

/// How long it may run: it is no part of the server, so no time scale shortens it.
const WITHIN: Bound = Bound(Duration::from_secs(60));

/// How long is heard, once it has ended, what it still has to say: what it started in the background
/// may never close its stderr.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// How much is kept of what it says, in bytes: a token is whole in it, or can be told to be cut.
const KEPT: usize = 64 << 10;

/// How much of that is shown, in characters.
const SHOWN: usize = 600;

/// A command, and the event that it causes.
pub struct Trigger {
    words: Vec<String>,
    /// The canonical type of the event.
    pub expects: &'static str,
}

impl Trigger {
    /// Splits a command line as a shell does, and does nothing else that a shell does.
    ///
    /// # Errors
    /// When there is no command in it, as the end of a sentence.
    pub fn parse(line: &str, expects: &'static str) -> Result<Self, &'static str> {
        match shlex::split(line) {
            Some(words) if !words.is_empty() => Ok(Trigger { words, expects }),
            Some(_) => Err("is empty: write the command that makes the server send an event"),
            None => Err("has a quote that is not closed: close it"),
        }
    }

    /// Runs it to its end. What it says is told without the tokens.
    pub async fn pull(&self, tokens: &[&Token]) -> Result<(), Interrupted> {
        let program = shorten(&self.words[0]);
        let mut command = Command::new(&self.words[0]);
        command
            .args(&self.words[1..])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.spawn().map_err(|error| {
            let why = why(&error);
            Interrupted(format!(
                "cannot start the trigger {program:?}: {why}: name a program that exists"
            ))
        })?;
        let stderr = child.stderr.take().map(hear);
        let Ok(ended) = timeout(WITHIN.0, child.wait()).await else {
            end(&child);
            return Err(Interrupted(format!(
                "the trigger {program:?} did not end within {WITHIN}: let it end once the event is \
                 caused"
            )));
        };
        let status = ended.map_err(|error| {
            Interrupted(format!(
                "cannot follow the trigger {program:?}: {}: try again",
                why(&error)
            ))
        })?;
        if status.success() {
            return Ok(());
        }
        let mut said = String::new();
        if let Some((kept, hearing)) = stderr {
            let _ = timeout(LAST_WORDS, hearing).await;
            said = shown(&kept.lock().unwrap_or_else(PoisonError::into_inner), tokens);
        }
        let said = if said.is_empty() { "nothing on stderr" } else { &said };
        let how = status.code().map_or_else(
            || "was ended by a signal".to_owned(),
            |code| format!("ended with {code}"),
        );
        Err(Interrupted(format!(
            "the trigger {program:?} {how}: run it by hand until it ends with 0; it said: {said}"
        )))
    }
}

/// Ends it with whatever it started.
fn end(child: &Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let id = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        if let Some(id) = id {
            // It may have ended by itself.
            let _ = kill_process_group(id, Signal::KILL);
        }
    }
    #[cfg(not(unix))]
    let _ = child;
}

/// Hears it to its end, so that it is never held up, and keeps the last.
fn hear(mut stderr: ChildStderr) -> (Arc<Mutex<Vec<u8>>>, JoinHandle<()>) {
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
    (kept, hearing)
}

/// The end of what it said, without the tokens and without what a terminal would obey.
fn shown(heard: &[u8], tokens: &[&Token]) -> String {
    let mut heard = String::from_utf8_lossy(heard).into_owned();
    if heard.len() >= KEPT {
        // The first word may be the rest of a token.
        heard = heard.split_once(char::is_whitespace).map_or("…", |(_, rest)| rest).to_owned();
    }
    for token in tokens {
        heard = heard.replace(token.expose_secret(), "…");
    }
    let is_told = |it: &char| !it.is_control() || *it == '\n';
    let said: Vec<char> = heard.trim().chars().filter(is_told).collect();
    said[said.len().saturating_sub(SHOWN)..].iter().collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_what_it_said_holds_no_part_of_a_token() {
        let token = Token::new("e30.".to_owned() + &"c2lnbmVk".repeat(100)).unwrap();
        let said = |text: &str| shown(text.as_bytes(), &[&token]);
        let whole = token.expose_secret();
        assert_eq!(said(&format!("401 for {whole}: refused\n")), "401 for …: refused");
        let cut = format!("{} {}", &whole[10..], "x".repeat(KEPT));
        assert_eq!(said(&cut).chars().filter(|it| *it == 'x').count(), SHOWN);
        assert_eq!(said(&whole.repeat(200)), "…", "nothing tells where a token begins");
        assert_eq!(said("\x1b[31mno\0\r\nmore"), "[31mno\nmore");
    }
}
