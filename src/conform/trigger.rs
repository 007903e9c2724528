//! The command that makes the server send an event: the team's own, since only it knows how.

use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

use crate::json::shorten;
use crate::os_error::why;

use super::Interrupted;
use super::waits::Bound;

/// How long it may run: it is no part of the server, so no time scale shortens it.
const WITHIN: Bound = Bound(Duration::from_secs(60));

/// How much of what it says is shown.
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

    /// Runs it to its end.
    pub async fn pull(&self) -> Result<(), Interrupted> {
        let program = shorten(&self.words[0]);
        let mut command = Command::new(&self.words[0]);
        command
            .args(&self.words[1..])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let child = command.spawn().map_err(|error| {
            let why = why(&error);
            Interrupted(format!(
                "cannot start the trigger {program:?}: {why}: name a program that exists"
            ))
        })?;
        let Ok(ended) = timeout(WITHIN.0, child.wait_with_output()).await else {
            return Err(Interrupted(format!(
                "the trigger {program:?} did not end within {WITHIN}: let it end once the event is \
                 caused"
            )));
        };
        let output = ended.map_err(|error| {
            Interrupted(format!(
                "cannot follow the trigger {program:?}: {}: try again",
                why(&error)
            ))
        })?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.trim();
        let from = said.char_indices().rev().take(SHOWN).last().map_or(0, |(at, _)| at);
        let said = if said.is_empty() { "nothing on stderr" } else { &said[from..] };
        let how = output.status.code().map_or_else(
            || "was ended by a signal".to_owned(),
            |code| format!("ended with {code}"),
        );
        Err(Interrupted(format!(
            "the trigger {program:?} {how}: run it by hand until it ends with 0; it said: {said}"
        )))
    }
}
