//! An hour of the mock's time in a minute: clients come, listen, ping, are closed by the gateway's
//! rules and come again, while the traffic goes on. Memory must be flat.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

use super::server::Server;

/// Seconds of the mock's time in one of ours.
const SCALE: u32 = 60;
const CLIENTS: usize = 50;
const HOUR: Duration = Duration::from_secs(3600);

/// By how much memory may grow in the second half of the hour. In the first, the log and what is
/// remembered of each tenant fill up to their bounds.
const MOST_GROWTH: f64 = 1.1;

pub async fn run() {
    let scale = SCALE.to_string();
    let mock = Server::mock(&["--time-scale", &scale, "--rate", "10", "--seed", "1"]);
    let mut clients = JoinSet::new();
    for ordinal in 0..CLIENTS {
        // Every other one stays silent, and is closed after ten idle minutes.
        clients.spawn(client(mock.url.clone(), ordinal % 2 == 0));
    }
    let begin = Instant::now();
    let mut memory = Vec::new();
    for part in 1..=6 {
        tokio::time::sleep_until(begin + HOUR / SCALE / 6 * part).await;
        memory.push(mock.usage().mib);
        println!(
            "after {:>2} minutes of its time: {:>6.1} MiB",
            part * 10,
            memory[part as usize - 1]
        );
    }
    clients.shutdown().await;
    let growth = memory[5] / memory[2];
    println!("in the second half it grew to {growth:.3} of what it was");
    assert!(growth < MOST_GROWTH, "more than {MOST_GROWTH}");
}

async fn client(url: String, pings: bool) {
    let every = Duration::from_secs(8 * 60) / SCALE;
    loop {
        let (mut socket, _) = connect_async(&url).await.expect("it accepts");
        let auth = r#"{"action":"auth","token":"tenant-123/user-456"}"#;
        socket.send(Message::text(auth)).await.expect("it reads");
        let mut next = Instant::now() + every;
        loop {
            let wait = next.saturating_duration_since(Instant::now());
            match timeout(wait, socket.next()).await {
                Ok(Some(Ok(Message::Close(_)) | Err(_)) | None) => break,
                Ok(Some(Ok(_))) => {}
                Err(_) => {
                    next += every;
                    if pings && socket.send(Message::text(r#"{"action":"ping"}"#)).await.is_err() {
                        break;
                    }
                }
            }
        }
        sleep(Duration::from_millis(100)).await;
    }
}
