//! Thousands who connect and do not go on. The mock is a process of its own, so that its memory and its
//! open files are its own.

use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::besieged::{announced, frame, open_socket};
use crate::client::{Client, address};
use crate::command::Running;
use crate::http;

/// How many there are of each kind, of which there are four.
const OF_EACH: usize = 500;
/// What the mock may take for all of them, in MiB; what each sends is never more than a frame.
#[cfg(target_os = "linux")]
const MOST_MEMORY: u64 = 96;

/// Takes as many open files as the system lets it; the mock inherits that.
#[cfg(unix)]
fn raise_limit() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    const NEEDED: u64 = 4 * OF_EACH as u64 + 1500;
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).expect("up to the hard limit");
    let is_enough = limit.maximum.is_none_or(|most| most >= NEEDED);
    assert!(
        is_enough,
        "too few open files are allowed: raise the hard limit to {NEEDED} with `ulimit -Hn {NEEDED}`"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn two_thousand_who_stop_half_way_harm_nobody() {
    raise_limit();
    let (mock, ports) = Running::mock(&["--rate", "0", "--admission", "0"]).await;
    let url = ports["url"].as_str().unwrap();
    let control = ports["control"].as_str().unwrap();
    let mut witness = Client::welcome(url, "t/u").await;
    let mut crowd = Vec::new();
    for number in 0..OF_EACH {
        // Nothing is said; half a head; the head of a frame; half a message, in parts.
        crowd.push(TcpStream::connect(address(url)).await.expect("somebody listens"));
        let mut half = TcpStream::connect(address(url)).await.expect("somebody listens");
        half.write_all(b"GET / HTTP/1.1\r\nhost: loc").await.expect("it is open");
        crowd.push(half);
        let mut whole = open_socket(url).await;
        whole.write_all(&announced(32 << 10)).await.expect("it is open");
        crowd.push(whole);
        let mut message = open_socket(url).await;
        message.write_all(&frame(0x01, &[b'x'; 20_000])).await.expect("it is open");
        crowd.push(message);
        if number % 50 == 0 {
            let event =
                json!({ "type": "goal.paused", "data": { "tenantId": "t", "goalId": "g" } });
            let answer = http::post(&format!("{control}/broadcast"), event).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            assert_eq!(witness.hear().await["type"], "goal.paused");
        }
    }
    assert_eq!(crowd.len(), 4 * OF_EACH);
    #[cfg(target_os = "linux")]
    {
        let most = mock.peak_memory();
        assert!(most < MOST_MEMORY << 20, "{} MiB", most >> 20);
        crate::hostile::print(&format!(
            "hostile: {} connections that stop half way, {} MiB at most\n",
            crowd.len(),
            most >> 20
        ));
    }
    drop(crowd);
    let answer = http::get(&format!("{control}/health")).await;
    assert_eq!(answer.json()["status"], "ok");
    drop(mock);
}
