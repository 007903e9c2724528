//! Prints what arrives on a connection, and comes back after a loss. Never prints a token.

mod line;
mod writer;
pub mod written;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use super::server::secret::Secret;
use super::server::{endpoint, runtime, time_scale, token};
use super::{Failure, Format, Outcome, Output};
use crate::client::{Client, Config, TokenError, Update};
use crate::connection::{ConnectionStatus, Reason, Snapshot};
use crate::pattern::matches;
use crate::{FrameKind, Token};
use line::{Kind, Line};
use writer::Writer;

/// How long lines are still written after somebody asked to end.
const LAST_LINES: Duration = Duration::from_secs(1);

const EXAMPLES: &str = "\
Examples:
  realtime tail wss://api.dev.purposepath.app/realtime
  realtime tail ws://localhost:5055 --token-env MY_TOKEN --only 'goal.*' --only '*.error'
  realtime tail ws://localhost:5055 --format json | jq 'select(.kind == \"event\").frame'
  realtime tail ws://localhost:5055 --format json | realtime validate

The token comes from an environment variable, so that it is neither in the history of the shell nor
in the list of processes; it is never printed. Ctrl-C, SIGTERM and SIGHUP end it, with a close that the
server sees. While nobody reads the output, 10000 lines wait; then the oldest are dropped, and a line
says how many.

Proxies are not supported: where HTTPS_PROXY or ALL_PROXY names one, this is an error.

Exit codes: 0 ended by a signal, 2 wrong usage, or the client gave up.";

/// Connect, and print what arrives
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Where to connect: wss://…, or ws://… on this machine
    url: String,

    /// Environment variable that holds the token
    #[arg(long, value_name = "NAME", default_value = "REALTIME_TOKEN")]
    token_env: String,

    /// How to write what arrives: a line for people, or a JSON object for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Only events of this type; `*` stands for any text; may be given again
    #[arg(long, value_name = "TYPE")]
    only: Vec<String>,

    /// How many times faster the timers of the connection run; the same as that of the mock server
    #[arg(long, value_name = "TIMES", default_value = "1", value_parser = time_scale)]
    time_scale: NonZeroU32,
}

/// Connects, and prints until a signal or until the client gives up.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let endpoint = endpoint(&arguments.url)?;
    let token = token(&arguments.token_env, "--token-env")?;
    let runtime = runtime()?;
    let config = Config::new(endpoint).with_time_scale(arguments.time_scale);
    runtime.block_on(print(arguments, config, token))
}

async fn print(arguments: &Arguments, config: Config, token: Token) -> Result<Outcome, Failure> {
    let format = arguments.format;
    let is_coloured = Output::is_coloured();
    let secret = Secret::new(token.expose_secret());
    let write = move |line: &Line<'_>| match format {
        Format::Text => line.text(&secret, is_coloured),
        Format::Json => line.json(&secret),
    };
    let write = Arc::new(write);
    let mut writer = Writer::start({
        let write = Arc::clone(&write);
        move |lines| write(&Line::of_dropped(lines))
    });
    // The environment of a process does not change: a token that is refused stays refused.
    let provider = move |force| {
        let token = if force { Err(TokenError::Denied) } else { Ok(token.clone()) };
        async { token }
    };
    let mut client = Client::connect(config, provider);
    let signal = signal();
    tokio::pin!(signal);
    let outcome = loop {
        let update = tokio::select! {
            biased;
            () = &mut signal => break None,
            end = writer.end() => break Some(end.map(|()| Outcome::Fine)),
            update = client.next() => update,
        };
        let Some(update) = update else { break None };
        if let Some(line) = Line::of(&update).filter(|line| is_wanted(line, &arguments.only)) {
            writer.push(write(&line));
        }
        if let Update::Status(Snapshot { status: ConnectionStatus::Error, reason, .. }) = update {
            break Some(Err(given_up(reason, &arguments.token_env)));
        }
    };
    writer.close();
    let writing = async {
        // A reader that is slow still gets it all, unless somebody asked to end.
        if outcome.is_some() {
            tokio::select! {
                biased;
                _ = writer.end() => return,
                () = &mut signal => {}
            }
        }
        let _ = timeout(LAST_LINES, writer.end()).await;
    };
    tokio::join!(client.close(), writing);
    outcome.unwrap_or(Ok(Outcome::Fine))
}

/// Waits until somebody asks to end.
async fn signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let hear = async |kind| match signal(kind) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        };
        tokio::select! {
            _ = hear(SignalKind::interrupt()) => {}
            _ = hear(SignalKind::terminate()) => {}
            _ = hear(SignalKind::hangup()) => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}

fn is_wanted(line: &Line<'_>, only: &[String]) -> bool {
    let is_event = matches!(line.kind, Kind::Frame(FrameKind::Event | FrameKind::Unknown));
    let wire_type = line.r#type.as_deref().unwrap_or_default();
    !is_event || only.is_empty() || only.iter().any(|it| matches(it, wire_type))
}

fn given_up(reason: Option<Reason>, token_env: &str) -> Failure {
    let advice = match reason {
        Some(Reason::Unauthenticated) => {
            return Failure::Error(format!("the token was refused: put a new one in {token_env}"));
        }
        Some(Reason::Forbidden) => "this user may not connect: use the token of another",
        Some(Reason::Refused) => "the server refuses this client: ask whoever runs it",
        Some(Reason::Protocol) => {
            "the server breaks the rules of the protocol: check that it is the right one"
        }
        Some(Reason::Config) => "there is no such address: check the URL",
        _ => "try again",
    };
    Failure::Error(format!("gave up: {advice}"))
}
