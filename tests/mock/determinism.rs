use std::time::Duration;

use purposepath_realtime::mock::{LogKind, Mock};

use super::client::Client;
use super::{start, still};

/// What three connections hear in a minute of the mock's clock, each frame in order, once they are
/// welcome; that names the id of the connection, which follows from no seed.
async fn heard(seed: u64, steps: u64) -> Vec<Vec<String>> {
    let faults = [
        "drop,probability=0.2",
        "duplicate,probability=0.3",
        "missing_key,probability=0.2",
        "unknown_value,probability=0.2,connection=2",
    ];
    let faults = faults.iter().map(|it| it.parse().unwrap()).collect();
    let mock: Mock = start(still().with_seed(seed).with_rate(2.0).with_faults(faults)).await;
    let mut clients = Vec::new();
    for token in ["t/a", "t/b", "other/c"] {
        clients.push(Client::welcome(&mock.url(), token).await);
    }
    for step in 1..=steps {
        mock.advance(Duration::from_secs(60) / u32::try_from(steps).unwrap());
        // Until the events of this step are out: two a second for each of two tenants.
        let due = usize::try_from(step * 60 * 2 * 2 / steps).unwrap();
        let mut sent = 0;
        super::logged(&mock, |it| {
            sent += usize::from(it.kind == LogKind::Out && it.receivers.is_some());
            sent == due
        })
        .await;
    }
    mock.clear_faults();
    mock.broadcast_text(None, "end");
    let mut all = Vec::new();
    for client in &mut clients {
        let mut frames = Vec::new();
        loop {
            let text = client.hear_text().await;
            if text == "end" {
                break;
            }
            frames.push(text);
        }
        all.push(frames);
    }
    all
}

fn on_one_thread(seed: u64, steps: u64) -> Vec<Vec<String>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(heard(seed, steps))
}

fn on_four_threads(seed: u64, steps: u64) -> Vec<Vec<String>> {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(4).enable_all().build().unwrap();
    runtime.block_on(async move { tokio::spawn(heard(seed, steps)).await.unwrap() })
}

#[test]
fn a_seed_gives_the_same_frames_and_faults_however_they_are_scheduled() {
    let expected = on_one_thread(7, 60);
    assert!(expected.iter().all(|frames| frames.len() > 60), "{expected:?}");
    assert_ne!(expected[0], expected[1], "chance is the connection's own");
    for steps in [2, 5, 60] {
        assert_eq!(on_four_threads(7, steps), expected, "in {steps} steps");
    }
    assert_ne!(on_one_thread(8, 60), expected);
}
