//! `realtime conform` as its user runs it: against the mock server, with each thing that can be wrong
//! with a server, and against servers that are none.

mod bad_input;
mod report;
mod server;
mod table;

use std::process::{Output, Stdio};
use std::time::Duration;

use purposepath_realtime::mock::{Config, Mock};
use serde_json::Value;
use tokio::process::Command;
use tokio::time::timeout;

/// Far longer than any run takes.
const PATIENCE: Duration = Duration::from_secs(120);

/// So that ten idle minutes take twenty seconds, and no run does.
const TIME_SCALE: u32 = 30;

/// A mock server on which nobody is in a hurry.
async fn start(faults: &[String]) -> Mock {
    let rule = |text: &String| text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    let config = Config::default()
        .with_time_scale(TIME_SCALE.into())
        .with_auth_deadline(Duration::from_secs(24 * 3600))
        .with_faults(faults.iter().map(rule).collect());
    Mock::start(config).await.expect("a free port")
}

/// A run against a URL, with a good token of `tenant-a`.
fn conform(url: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_realtime"));
    command
        .args(["conform", url])
        .env("REALTIME_TOKEN", "tenant-a/user-1")
        .env("OTHER_TOKEN", "tenant-b/user-2")
        .env("EXPIRED_TOKEN", "tenant-a/user-1/0")
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    for name in ["HTTPS_PROXY", "ALL_PROXY", "https_proxy", "all_proxy"] {
        command.env_remove(name);
    }
    command
}

/// A run against a mock server, which looks at all that there is.
fn whole(mock: &Mock) -> Command {
    let mut command = conform(&mock.url());
    command.args(["--time-scale", &TIME_SCALE.to_string(), "--tenant", "tenant-a"]);
    command.args(["--other-token-env", "OTHER_TOKEN", "--other-tenant", "tenant-b"]);
    command.args(["--expired-token-env", "EXPIRED_TOKEN"]);
    command.args(["--trigger", &trigger(mock), "--expect", "goal.created"]);
    command
}

/// A command that creates a goal of `tenant-a`.
fn trigger(mock: &Mock) -> String {
    const SCRIPT: &str = "const [url] = process.argv.slice(1); fetch(url, { method: 'POST', body: JSON.stringify({ type: \
         'goal.created' }) }).then((answer) => process.exit(answer.ok ? 0 : 1))";
    format!("node -e \"{SCRIPT}\" {}/broadcast?tenant=tenant-a", mock.control_url())
}

async fn output(mut command: Command) -> Output {
    timeout(PATIENCE, command.output()).await.expect("every wait is bounded").expect("it starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// The report for programs.
async fn json(mut command: Command) -> Value {
    command.args(["--format", "json"]);
    let output = output(command).await;
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)))
}
