//! Prints what arrives on a connection, and comes back after a loss. Never prints a token.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::num::NonZeroU32;

use serde::{Serialize, Serializer};

use crate::client::{Client, Config, TokenError, Update};
use crate::connection::{ConnectionStatus, Endpoint, EndpointError, Reason, Snapshot, UrlFault};
use crate::{Encode, Envelope, FrameKind, Message, Timestamp, Token};

use crate::pattern::matches;

use super::number::whole;
use super::validate::Printable;
use super::{Failure, Format, Outcome, Output};

const EXAMPLES: &str = "\
Examples:
  realtime tail wss://api.dev.purposepath.app/realtime
  realtime tail ws://localhost:5055 --token-env MY_TOKEN --only 'goal.*' --only '*.error'
  realtime tail ws://localhost:5055 --format json | jq 'select(.kind == \"event\").frame'

The token comes from an environment variable, so that it is neither in the history of the shell nor
in the list of processes; it is never printed. Ctrl-C ends.

Exit codes: 0 ended by Ctrl-C, 2 wrong usage or given up.";

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

    /// Let the timers of the connection run so many times as fast, beside a mock server that does
    #[arg(long, value_name = "TIMES", default_value = "1", value_parser = whole::<NonZeroU32>)]
    time_scale: NonZeroU32,
}

/// Connects, and prints until Ctrl-C or until the client gives up.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let endpoint = Endpoint::at(&arguments.url).map_err(|error| unusable(&error))?;
    let token = token(&arguments.token_env)?;
    // A worker of its own: a terminal that is held up must not hold up the connection.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::Told(format!("cannot start: {error}: close other programs and try again"))
        })?;
    let config = Config::new(endpoint).with_time_scale(arguments.time_scale);
    runtime.block_on(print(arguments, config, token))
}

async fn print(arguments: &Arguments, config: Config, token: Token) -> Result<Outcome, Failure> {
    let mut printer = Printer {
        output: Output::new(),
        format: arguments.format,
        is_coloured: Output::is_coloured(),
        only: &arguments.only,
        secret: token.expose_secret().to_owned(),
    };
    // The environment of a process does not change: a token that is refused stays refused.
    let provider = move |force| {
        let token = if force { Err(TokenError::Denied) } else { Ok(token.clone()) };
        async { token }
    };
    let mut client = Client::connect(config, provider);
    let ctrl_c = tokio::signal::ctrl_c();
    tokio::pin!(ctrl_c);
    let outcome = loop {
        let update = tokio::select! {
            biased;
            _ = &mut ctrl_c => break Ok(Outcome::Fine),
            update = client.next() => update,
        };
        let Some(update) = update else { break Ok(Outcome::Fine) };
        if let Err(failure) = printer.print(&update) {
            break Err(failure);
        }
        if let Update::Status(Snapshot { status: ConnectionStatus::Error, reason, .. }) = update {
            break Err(given_up(reason, &arguments.token_env));
        }
    };
    client.close().await;
    outcome
}

fn token(name: &str) -> Result<Token, Failure> {
    let told = |what: &str| {
        Failure::Told(format!("{name} {what}: set it to a token, or name another in --token-env"))
    };
    let value = std::env::var_os(name).ok_or_else(|| told("is not set"))?;
    let value = value.into_string().map_err(|_| told("is not UTF-8"))?;
    Token::new(value.trim()).map_err(|_| told("is empty"))
}

fn unusable(error: &EndpointError) -> Failure {
    let advice = match error {
        EndpointError::Url { fault: UrlFault::Scheme, .. } => {
            "it has to begin with wss://, or with ws:// for a server on this machine"
        }
        EndpointError::Url { fault: UrlFault::Host, .. } => {
            "a host has to stand behind ://, with no port or one up to 65535"
        }
        EndpointError::Url { fault: UrlFault::Insecure, .. } => {
            "ws:// is for this machine only, since everybody on the way could read the token: \
             write wss://"
        }
        EndpointError::Url { fault: UrlFault::UserInfo, .. } => {
            "leave out user and password, the token says who connects"
        }
        _ => "leave out white space, backslashes and #",
    };
    Failure::Told(format!("this is no URL to connect to: {advice}"))
}

fn given_up(reason: Option<Reason>, token_env: &str) -> Failure {
    let advice = match reason {
        Some(Reason::Unauthenticated) => {
            return Failure::Told(format!("the token was refused: put a new one in {token_env}"));
        }
        Some(Reason::Forbidden) => "this user may not connect: use the token of another",
        Some(Reason::Refused) => "the server refuses this client: ask whoever runs it",
        Some(Reason::Protocol) => {
            "the server breaks the rules of the protocol: check that it is the right one"
        }
        Some(Reason::Config) => "there is no such address: check the URL",
        _ => "try again",
    };
    Failure::Told(format!("given up: {advice}"))
}

struct Printer<'a> {
    output: Output,
    format: Format,
    is_coloured: bool,
    only: &'a [String],
    /// Never to be printed, not even if a server sends it back.
    secret: String,
}

impl Printer<'_> {
    fn print(&mut self, update: &Update) -> Result<(), Failure> {
        let Some(line) = Line::of(update) else { return Ok(()) };
        if !self.is_wanted(&line) {
            return Ok(());
        }
        let text = match self.format {
            Format::Text => line.text(self.is_coloured),
            Format::Json => line.json(),
        };
        self.output.line(text.replace(&self.secret, "…").as_bytes())?;
        self.output.flush()
    }

    fn is_wanted(&self, line: &Line<'_>) -> bool {
        let is_event = matches!(line.kind, Kind::Frame(FrameKind::Event | FrameKind::Unknown));
        let wire_type = line.r#type.as_deref().unwrap_or_default();
        !is_event || self.only.is_empty() || self.only.iter().any(|it| matches(it, wire_type))
    }
}

/// What a line is about.
#[derive(Clone, Copy)]
enum Kind {
    /// The status has changed.
    Status,
    /// A frame has come. Of an unknown event and of a command no content is shown: it may hold a
    /// secret.
    Frame(FrameKind),
    /// The socket is closed, or never opened.
    Closed,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Kind::Status => "status",
            Kind::Frame(kind) => kind.as_str(),
            Kind::Closed => "closed",
        }
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A line: the object that `--format json` prints, keys in this order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<Timestamp>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_stale: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot: Option<Snapshot>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip)]
    envelope: Option<&'a Envelope>,
}

impl<'a> Line<'a> {
    fn new(kind: Kind) -> Self {
        Line {
            kind,
            r#type: None,
            timestamp: None,
            is_stale: false,
            snapshot: None,
            code: None,
            message: None,
            envelope: None,
        }
    }

    /// `None` for what another line says already.
    fn of(update: &'a Update) -> Option<Self> {
        Some(match update {
            Update::Status(snapshot) => {
                Line { snapshot: Some(*snapshot), ..Line::new(Kind::Status) }
            }
            Update::Message { message, is_stale } => {
                Line { is_stale: *is_stale, ..Line::of_message(message) }
            }
            Update::Invalid(error) => Line {
                message: Some(error.to_string()),
                ..Line::new(Kind::Frame(FrameKind::Invalid))
            },
            Update::Binary { bytes } => {
                let message = format!("a binary frame of {bytes} bytes");
                Line { message: Some(message), ..Line::new(Kind::Frame(FrameKind::Invalid)) }
            }
            Update::Closed { code, error } => Line {
                code: Some(*code),
                message: error.as_ref().map(ToString::to_string),
                ..Line::new(Kind::Closed)
            },
            Update::Resync(_) | Update::Diagnostic(_) => return None,
        })
    }

    fn of_message(message: &'a Message) -> Self {
        let line = Line {
            r#type: message.wire_type().map(Cow::into_owned),
            ..Line::new(Kind::Frame(message.kind()))
        };
        match message {
            Message::Event(envelope) => {
                Line { timestamp: envelope.timestamp(), envelope: Some(envelope), ..line }
            }
            Message::Unknown(unknown) => Line { timestamp: unknown.timestamp(), ..line },
            Message::Gateway(fault) => Line { message: Some(fault.message.clone()), ..line },
            Message::Command(_) => line,
        }
    }

    /// The object; the frame of an event goes last, as it is written canonically.
    fn json(&self) -> String {
        let mut text = serde_json::to_string(self).expect("plain data");
        if let Some(envelope) = self.envelope {
            let end = text.len() - 1;
            text.insert_str(end, ",\"frame\":");
            let end = text.len() - 1;
            match envelope.encode() {
                Ok(frame) => text.insert_str(end, &frame),
                // What was read may outgrow the limit in canonical form.
                Err(_) => text.insert_str(end, "null"),
            }
        }
        text
    }

    fn text(&self, is_coloured: bool) -> String {
        let kind = self.kind.as_str();
        let colour = match self.kind {
            Kind::Status => "\x1b[36m",
            Kind::Frame(FrameKind::Event) => "\x1b[32m",
            Kind::Frame(FrameKind::Unknown | FrameKind::Gateway | FrameKind::Command) => "\x1b[33m",
            Kind::Frame(FrameKind::Invalid) | Kind::Closed => "\x1b[31m",
        };
        let mut text = if is_coloured { format!("{colour}{kind}\x1b[0m") } else { kind.to_owned() };
        if let Some(snapshot) = &self.snapshot {
            let _ = write!(text, " {}", snapshot.status);
            if let Some(reason) = snapshot.reason {
                let _ = write!(text, " ({reason})");
            }
        }
        if let Some(wire_type) = &self.r#type {
            let _ = write!(text, " {}", Printable(wire_type));
        }
        if let Some(timestamp) = self.timestamp {
            let _ = write!(text, " {timestamp}");
        }
        if let Some(envelope) = self.envelope {
            let event = envelope.event();
            if let Some(entity) = event.entity_id() {
                let _ = write!(text, " {}", Printable(entity));
            }
            if let Some(actor) = event.actor_id() {
                let _ = write!(text, " by {}", Printable(actor));
            }
        }
        if self.is_stale {
            text.push_str(" (stale)");
        }
        if let Some(code) = self.code {
            let _ = write!(text, " {code}");
        }
        if let Some(message) = &self.message {
            let _ = write!(text, ": {}", Printable(message));
        }
        text
    }
}
