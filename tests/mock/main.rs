//! The mock server from outside: a WebSocket client that knows nothing of this crate's own, and
//! plain HTTP. Time stands still but where a test puts it forward; nothing here waits for a while.

mod client;
mod http;

mod access;
mod authentication;
mod captures;
mod command;
mod connection_ids;
mod control;
mod determinism;
mod fan_out;
mod faults;
mod guide;
mod hostile;
mod integration;
mod management;
mod profiles;
mod publisher;
mod refusals;
mod scenarios;
mod shipped;

use std::time::Duration;

use futures_util::StreamExt;
use purposepath_realtime::Timestamp;
use purposepath_realtime::mock::{Config, LogEntry, LogKind, Mock};
use tokio::time::timeout;

/// Far longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// `2025-11-03T14:30:00.000Z`.
const START_MS: u64 = 1_762_180_200_000;

/// A mock whose clock stands.
fn still() -> Config {
    let start = Timestamp::from_unix_millis(START_MS.cast_signed()).unwrap();
    Config::default().with_time_scale(0.0).with_start(start)
}

/// A mock whose clock stands, with these faults.
async fn failing(rules: &[&str]) -> Mock {
    let faults = rules.iter().map(|it| it.parse().expect(it)).collect();
    start(still().with_faults(faults)).await
}

async fn start(config: Config) -> Mock {
    Mock::start(config).await.expect("a free port")
}

/// The first entry of the log that fits, whether it is there already or comes.
async fn logged(mock: &Mock, mut fits: impl FnMut(&LogEntry) -> bool) -> LogEntry {
    let mut log = std::pin::pin!(mock.log(0));
    let search = async {
        loop {
            let entry = log.next().await.expect("the server runs");
            if fits(&entry) {
                return entry;
            }
        }
    };
    timeout(PATIENCE, search).await.expect("it is logged")
}

/// Waits until the server has read so many frames in all.
async fn received(mock: &Mock, count: u64) {
    let mut read = 0;
    logged(mock, |it| {
        read += u64::from(it.kind == LogKind::In);
        read == count
    })
    .await;
}

/// How the connection of this number was closed, as the log says.
async fn closed(mock: &Mock, ordinal: u64) -> (u16, String) {
    let entry =
        logged(mock, |it| it.kind == LogKind::Closed && it.connection == Some(ordinal)).await;
    (entry.code.expect("a code"), entry.reason.expect("a reason"))
}
