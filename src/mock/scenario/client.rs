//! The client under test, as processes: started without a shell, asked to end as Ctrl-C does, killed
//! with whatever they started.

use std::fmt;
use std::io;
use std::process::{ExitStatus, Stdio};

use tokio::process::{Child, Command};

use crate::json::shorten;
use crate::os_error::why;

/// The command that starts a client: words of which `{url}` and `{token}` are replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCommand {
    words: Vec<String>,
}

impl ClientCommand {
    /// Splits a command line as a shell does, and does nothing else that a shell does: no variables,
    /// no pipes.
    ///
    /// # Errors
    /// When it is empty or a quote is not closed.
    pub fn parse(line: &str) -> Result<Self, ClientError> {
        match shlex::split(line) {
            Some(words) if !words.is_empty() => Ok(ClientCommand { words }),
            Some(_) => {
                Err(ClientError("the command is empty: write what starts the client".into()))
            }
            None => Err(ClientError("the command has a quote that is not closed: close it".into())),
        }
    }

    fn start(&self, url: &str, token: &str) -> Result<Child, ClientError> {
        let mut words =
            self.words.iter().map(|word| word.replace("{url}", url).replace("{token}", token));
        let program = words.next().unwrap_or_default();
        let mut command = Command::new(&program);
        command
            .args(words)
            .env("REALTIME_URL", url)
            .env("REALTIME_TOKEN", token)
            .stdin(Stdio::null())
            // What the client prints must not mix with the verdicts.
            .stdout(io::stderr())
            .kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
        command.spawn().map_err(|error| {
            let (program, why) = (shorten(&program), why(&error));
            ClientError(format!("cannot start {program:?}: {why}: name a program that exists"))
        })
    }
}

/// Why there is no client: a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientError(pub(super) String);

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ClientError {}

/// The copies of the client that run.
#[derive(Default)]
pub(super) struct Clients(Vec<Child>);

impl Clients {
    /// Starts one copy for each token.
    pub fn start(
        command: &ClientCommand,
        url: &str,
        tokens: impl Iterator<Item = String>,
    ) -> Result<Self, ClientError> {
        // Those that started end with the value, whatever becomes of the rest.
        let mut clients = Clients::default();
        for token in tokens {
            clients.0.push(command.start(url, &token)?);
        }
        Ok(clients)
    }

    /// Whether nobody started any.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How the first ended that has ended, if one has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.0.iter_mut().find_map(|child| child.try_wait().ok().flatten())
    }

    /// Asks each to end, as Ctrl-C does.
    pub fn interrupt(&mut self) {
        for child in &mut self.0 {
            signal(child, Signal::Interrupt);
        }
    }
}

impl Drop for Clients {
    fn drop(&mut self) {
        for child in &mut self.0 {
            signal(child, Signal::Kill);
        }
    }
}

enum Signal {
    Interrupt,
    Kill,
}

/// To the process and what it started.
#[cfg(unix)]
fn signal(child: &mut Child, signal: Signal) {
    use rustix::process::{Pid, Signal as Unix, kill_process_group};
    // A child that has been waited for has no id any more: its number may be another's.
    let id = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
    if let Some(id) = id {
        let signal = match signal {
            Signal::Interrupt => Unix::INT,
            Signal::Kill => Unix::KILL,
        };
        // It may have ended by itself.
        let _ = kill_process_group(id, signal);
    }
}

#[cfg(not(unix))]
fn signal(child: &mut Child, _: Signal) {
    let _ = child.start_kill();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_split_and_nothing_else() {
        let words = |line: &str| ClientCommand::parse(line).map(|it| it.words);
        let expected = ["node", "a b.js", "{url}", "$HOME", "|", "x"].map(str::to_owned).to_vec();
        assert_eq!(words("node 'a b.js' {url} $HOME | x"), Ok(expected));
        let error = |line: &str| words(line).unwrap_err().to_string();
        assert_eq!(error(" "), "the command is empty: write what starts the client");
        assert_eq!(error("a 'b"), "the command has a quote that is not closed: close it");
    }
}
