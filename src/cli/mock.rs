//! Starts the mock server and shows its log. What the server does stands in `mock`.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::LazyLock;
use std::time::Duration;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use futures_util::StreamExt;
use serde_json::json;

use crate::codegen;
use crate::gateway::MAX_NEW_CONNECTIONS_PER_SECOND;
use crate::mock::{AUTH_DEADLINE_MS, Config, LogEntry, LogKind, Mock, Profile, read_origin};
use crate::mock_files::PingAnswer;
use crate::mock_files::fault::{CATALOGUE, FaultPoint, FaultRule};
use crate::os_error::why;

use super::number::{address, decimal, whole};
use super::{Failure, Format, Outcome, Output, to_stderr};

mod capture;
mod ended;
mod integration;
mod line;
mod scenario;

const EXAMPLES: &str = "\
Examples:
  realtime mock
  REALTIME_TOKEN=tenant-123/user-456 realtime tail ws://localhost:5055
  curl http://localhost:5056/broadcast -d '{\"type\":\"goal.created\"}'
  realtime mock --fault drop,type=goal.*,probability=0.2 --fault reset,afterMs=30000
  realtime mock --port 0 --format json     # free ports, named in the first line
  realtime mock --scenario one-socket --exec 'node app.js {url} {token}'
  realtime mock --list-scenarios
  realtime mock --record run.ndjson

Tokens are never verified: tenant/user, tenant/user/seconds-it-lives, or any JWT with the claims
tenantId and sub. Ctrl-C closes all connections with 1001 and ends.

Exit codes: 0 ended by Ctrl-C or SIGTERM, or every expectation is met; 1 an expectation is unmet;
2 wrong usage, a port that cannot be had, or a client that cannot be started.";

/// Start a server that speaks this protocol, true to API Gateway, and fails on demand
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
#[allow(clippy::struct_excessive_bools, reason = "arguments")]
pub struct Arguments {
    /// Port of the WebSocket; 0 takes a free one, as does --exec [default: 5055]
    #[arg(long, value_name = "N", value_parser = whole::<u16>)]
    port: Option<u16>,

    /// Port of the control API [default: one above --port]
    #[arg(long, value_name = "N", value_parser = whole::<u16>)]
    control_port: Option<u16>,

    /// Address of the WebSocket [default: 127.0.0.1 and ::1]
    #[arg(long, value_name = "ADDR", value_parser = address)]
    bind: Option<IpAddr>,

    /// Address of the control API [default: 127.0.0.1 and ::1]
    #[arg(long, value_name = "ADDR", value_parser = address)]
    control_bind: Option<IpAddr>,

    /// Allow addresses that other machines can reach, and pages of any origin
    #[arg(long)]
    public: bool,

    /// Let pages of this origin connect, besides those of this machine; may be given again
    #[arg(long, value_name = "ORIGIN", value_parser = read_origin)]
    allow_origin: Vec<String>,

    /// Which server to imitate: API Gateway, or the servers before it
    #[arg(long, value_enum, default_value_t = Behaviour::Gateway)]
    profile: Behaviour,

    /// How to answer the command `ping`; the deployed gateway is not known to
    #[arg(long, value_enum, value_name = "ANSWER", default_value_t = PingAnswer::Never)]
    answers_ping: PingAnswer,

    /// How long a connection may stay open without `auth`
    #[arg(long, value_name = "MS", default_value_t = AUTH_DEADLINE_MS, value_parser = whole::<u64>)]
    auth_deadline: u64,

    /// Events that each tenant gets while it is connected; 0 for none
    #[arg(long, value_name = "EVENTS_PER_S", default_value_t = 1.0, value_parser = decimal)]
    rate: f64,

    /// Seed of the traffic and the random choices; connection ids follow from none
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = whole::<u64>)]
    seed: u64,

    /// Seconds of the mock's clock per real second; 0 stops it
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = decimal)]
    time_scale: f64,

    /// New connections per second; 0 for any number
    #[arg(long, value_name = "N_PER_S", default_value_t = MAX_NEW_CONNECTIONS_PER_SECOND as u32, value_parser = whole::<u32>)]
    admission: u32,

    /// Most that may wait for a slow client before its connection is cut
    #[arg(long, value_name = "BYTES", default_value_t = 1 << 20, value_parser = whole::<usize>)]
    buffer_limit: usize,

    /// Fault to inject: NAME[,key=value…] or a JSON object; may be given again
    #[arg(long, value_name = "RULE")]
    fault: Vec<FaultRule>,

    /// List the faults that can be injected, and end
    #[arg(long)]
    list_faults: bool,

    /// End when stdin ends too: whoever starts the mock over a pipe and is killed leaves none behind
    #[arg(long)]
    exit_with_stdin: bool,

    /// How to write the ports and the log: lines for people, or JSON objects for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    #[command(flatten)]
    integration: integration::IntegrationArguments,

    #[command(flatten)]
    scenario: scenario::ScenarioArguments,

    #[command(flatten)]
    capture: capture::CaptureArguments,
}

#[derive(Clone, Copy, ValueEnum)]
enum Behaviour {
    Gateway,
    Legacy,
}

impl ValueEnum for PingAnswer {
    fn value_variants<'a>() -> &'a [Self] {
        &PingAnswer::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()))
    }
}

/// Runs the server until Ctrl-C or SIGTERM.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    if arguments.list_faults {
        return list_faults();
    }
    if let Some(folder) = &arguments.scenario.list_scenarios {
        return scenario::list(folder.as_deref(), arguments.format);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| {
        Failure::Error(format!("cannot start: {}: close other programs and try again", why(&error)))
    })?;
    runtime.block_on(serve(arguments))
}

async fn serve(arguments: &Arguments) -> Result<Outcome, Failure> {
    // Before the ports are named, so that whoever reads them can end it.
    let ended = ended::ended(arguments.exit_with_stdin).map_err(|error| {
        let why = why(&error);
        Failure::Error(format!("cannot listen for signals: {why}: close other programs"))
    })?;
    let play = arguments.scenario.read()?;
    let replay = arguments.capture.replay()?;
    let mut config = config(arguments)?;
    if let Some(play) = &play {
        config = play.plan().configure(config);
    }
    let mock = Mock::start(config).await.map_err(|error| Failure::Error(error.to_string()))?;
    let recorder = arguments.capture.record(&mock)?;
    let work = async {
        match &play {
            Some(play) => play.run(&mock, arguments.format).await,
            None => Err(show(&mock, arguments.format).await),
        }
    };
    let outcome = tokio::select! {
        () = ended => match &play {
            Some(_) => Err(Failure::Error("ended before the scenario was over".to_owned())),
            None => Ok(Outcome::Fine),
        },
        outcome = work => outcome,
        failure = capture::play(replay.as_ref(), &mock) => Err(failure),
        failure = tell_errors(&mock) => Err(failure),
    };
    mock.shutdown().await;
    capture::finish(recorder)?;
    outcome
}

/// Tells what goes wrong with the server itself, for ever: its log may go elsewhere.
async fn tell_errors(mock: &Mock) -> Failure {
    let mut log = std::pin::pin!(mock.log(0));
    while let Some(entry) = log.next().await {
        if let (LogKind::Note, Some(error)) = (entry.kind, entry.error) {
            to_stderr(format_args!("error: {error}"));
        }
    }
    std::future::pending().await
}

fn config(arguments: &Arguments) -> Result<Config, Failure> {
    Ok(Config {
        port: arguments.port.unwrap_or(if arguments.scenario.exec.is_some() { 0 } else { 5055 }),
        control_port: arguments.control_port,
        bind: arguments.bind,
        control_bind: arguments.control_bind,
        public: arguments.public,
        allow_origins: arguments.allow_origin.clone(),
        profile: match arguments.profile {
            Behaviour::Gateway => Profile::Gateway,
            Behaviour::Legacy => Profile::Legacy,
        },
        answers_ping: arguments.answers_ping,
        auth_deadline: Duration::from_millis(arguments.auth_deadline),
        rate: arguments.rate,
        seed: arguments.seed,
        time_scale: arguments.time_scale,
        admission: arguments.admission,
        buffer_limit: arguments.buffer_limit,
        faults: arguments.fault.clone(),
        start: None,
        integration: arguments.integration.read()?,
        schemas: schema_of,
    })
}

/// The JSON Schema of an event. Rendered when the first is asked for: that takes longer than all else
/// at the start.
fn schema_of(wire_type: &str) -> Option<String> {
    static ARTIFACTS: LazyLock<BTreeMap<String, String>> =
        LazyLock::new(|| codegen::artifacts().unwrap_or_default());
    ARTIFACTS.get(&format!("schema/events/{wire_type}.json")).cloned()
}

/// Where the server is, and how to get in.
fn ports(mock: &Mock, format: Format) -> String {
    let (url, control) = (mock.url(), mock.control_url());
    match format {
        Format::Json => {
            let process = std::process::id();
            json!({ "url": url, "control": control, "pid": process }).to_string()
        }
        Format::Text if mock.config().integration.is_some() => format!(
            "mock server      {url}\n\
             page and API     {control}\n\
             Functions decide whom it lets in and what it answers.\n\
             Ctrl-C ends.\n"
        ),
        Format::Text => format!(
            "mock server      {url}\n\
             page and API     {control}\n\
             a token          tenant-123/user-456, or any JWT with tenantId and sub, or\n\
             \x20                curl '{control}/token?tenant=tenant-123&user=user-456'\n\
             see what arrives REALTIME_TOKEN=tenant-123/user-456 realtime tail {url}\n\
             Ctrl-C ends.\n"
        ),
    }
}

/// Prints the ports, then the log for ever.
async fn show(mock: &Mock, format: Format) -> Failure {
    let mut output = Output::new();
    // As many entries as there are at once: then they are seen.
    let mut entries = std::pin::pin!(mock.log(0).ready_chunks(256));
    let written = output.line(ports(mock, format).as_bytes()).and_then(|()| output.flush());
    if let Err(failure) = written {
        return failure;
    }
    while let Some(entries) = entries.next().await {
        let write = |entry: &LogEntry| match format {
            Format::Json => {
                output.line(serde_json::to_string(entry).unwrap_or_default().as_bytes())
            }
            Format::Text => output.line(line::of(entry).as_bytes()),
        };
        if let Err(failure) = entries.iter().try_for_each(write).and_then(|()| output.flush()) {
            return failure;
        }
    }
    // The server has been stopped from elsewhere, which nobody can.
    std::future::pending().await
}

fn list_faults() -> Result<Outcome, Failure> {
    let mut output = Output::new();
    output.line(
        b"A rule is NAME[,key=value...] or the same as a JSON object:\n\
          \x20 drop,type=goal.*,times=3\n\
          \x20 {\"action\":\"drop\",\"match\":{\"type\":\"goal.*\"},\"times\":3}\n\
          Keys of every rule: after (how many matches are spared first), times (how often it strikes),\n\
          probability (0 to 1); to match: type (* stands for any text), connection (1 is the first),\n\
          tenant, user.",
    )?;
    for point in FaultPoint::ALL {
        output.line(format!("\n{}, {}", point.as_str(), point.doc()).as_bytes())?;
        for row in CATALOGUE.iter().filter(|row| row.point == point) {
            output.line(format!("  {:<21} {}", row.name, row.doc).as_bytes())?;
            let own =
                row.parameters().filter(|it| point != FaultPoint::Live || it.name != "afterMs");
            for it in own {
                let need = if it.required { "required: " } else { "" };
                let text = format!("      {:<17} {need}{}. {}", it.name, it.kind, it.doc);
                output.line(text.as_bytes())?;
            }
        }
    }
    output.flush()?;
    Ok(Outcome::Fine)
}
