//! The mock beside a small mock on Node's `ws`: the same frames to the same clients, in one run.
//!
//! The clients, which count what arrives, are this process; each server is a process of its own,
//! whose processor time and memory the kernel tells (Linux). Asserts that nothing is lost and that
//! memory stays within its limit; of times it asserts nothing.
//!
//! `cargo bench --all-features --bench mock` after `npm --prefix tests/node ci`; with `-- soak` an
//! hour of the mock's time in a minute instead.

mod client;
mod server;
mod soak;

use std::time::Instant;

use client::Crowd;
use server::{Server, Usage};

/// So many clients at once.
const CLIENTS: usize = 10_000;

/// What the mock may take with all of them connected, in MiB.
const MOST_MIB: f64 = 600.0;

/// How often the servers take turns.
const ROUNDS: usize = 3;

/// What is sent in a round: so many frames, each awaited by everybody before the next.
const PACED: usize = 20;

/// And so many at once.
const BURST: usize = 50;

const FRAME: &str = include_str!("../../tests/fixtures/events/goal.created.json");

/// What a server has shown in one way of sending.
#[derive(Clone, Copy, Default)]
struct Figures {
    /// Processor seconds of the server, for a million delivered frames.
    cpu: f64,
    /// Thousand delivered frames a second.
    rate: f64,
}

#[derive(Default)]
struct Shown {
    paced: Vec<Figures>,
    burst: Vec<Figures>,
    mib: Vec<f64>,
}

#[tokio::main]
async fn main() {
    if std::env::args().any(|argument| argument == "soak") {
        return soak::run().await;
    }
    server::check_open_files(CLIENTS);
    let frame: String = serde_json::from_str::<serde_json::Value>(FRAME).unwrap().to_string();
    let (mut mock, mut node) = (Shown::default(), Shown::default());
    for _ in 0..ROUNDS {
        round(Server::mock(&["--admission", "0", "--rate", "0"]), &frame, &mut mock).await;
        round(Server::node(), &frame, &mut node).await;
    }
    println!(
        "{CLIENTS} clients, frames of {} bytes, median of {ROUNDS} rounds, nothing lost",
        frame.len()
    );
    println!("{:<34}{:>10}{:>10}{:>8}", "", "mock", "Node ws", "ratio");
    let row = |name: &str, mock: f64, node: f64| {
        println!("{name:<34}{mock:>10.2}{node:>10.2}{:>8.2}", mock / node);
    };
    let cpu = |figures: &[Figures]| median(figures.iter().map(|it| it.cpu));
    let rate = |figures: &[Figures]| median(figures.iter().map(|it| it.rate));
    row("paced: CPU s per million frames", cpu(&mock.paced), cpu(&node.paced));
    row("paced: thousand frames a second", rate(&mock.paced), rate(&node.paced));
    row("burst: CPU s per million frames", cpu(&mock.burst), cpu(&node.burst));
    row("burst: thousand frames a second", rate(&mock.burst), rate(&node.burst));
    let most = mock.mib.iter().copied().fold(0.0, f64::max);
    row("memory, MiB", most, node.mib.iter().copied().fold(0.0, f64::max));
    assert!(most < MOST_MIB, "the mock takes {most:.0} MiB, the limit is {MOST_MIB}");
}

async fn round(server: Server, frame: &str, shown: &mut Shown) {
    let crowd = Crowd::connect(&server.url, CLIENTS).await;
    let paced = measure(&server, async {
        for sent in 1..=PACED {
            server.broadcast(frame).await;
            crowd.until_each_has(sent).await;
        }
    });
    shown.paced.push(paced.await.per(CLIENTS * PACED));
    let burst = measure(&server, async {
        for _ in 0..BURST {
            server.broadcast(frame).await;
        }
        crowd.until_each_has(PACED + BURST).await;
    });
    shown.burst.push(burst.await.per(CLIENTS * BURST));
    shown.mib.push(server.usage().mib);
    crowd.leave().await;
}

struct Spent {
    cpu_s: f64,
    wall_s: f64,
}

impl Spent {
    fn per(&self, frames: usize) -> Figures {
        let frames = frames as f64;
        Figures { cpu: self.cpu_s / frames * 1e6, rate: frames / self.wall_s / 1e3 }
    }
}

async fn measure(server: &Server, work: impl Future<Output = ()>) -> Spent {
    let Usage { cpu_s: before, .. } = server.usage();
    let begin = Instant::now();
    work.await;
    Spent { wall_s: begin.elapsed().as_secs_f64(), cpu_s: server.usage().cpu_s - before }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
