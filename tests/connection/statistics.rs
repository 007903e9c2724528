//! What many connections do together, or one for long: figures over seeds, against the limits that
//! the design sets. No test waits: time is an argument.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use purposepath_realtime::ErrorCode;
use purposepath_realtime::connection::{Effect, Generation, Input, State};

use crate::report::Report;
use crate::shell::{Shell, World};
use crate::{fleet, plot};

const SEEDS: u64 = 1000;

/// How long a token, a handshake and the answer to `auth` take here, in milliseconds.
const TOKEN_MS: u64 = 5;
const HANDSHAKE_MS: u64 = 60;
const AUTH_MS: u64 = 30;

/// A server that answers everything, and `auth` as the test says.
fn server(
    mut on_auth: impl FnMut(Generation) -> Vec<(u64, Input)>,
) -> impl FnMut(&Effect) -> Vec<(u64, Input)> {
    let mut socket = 0;
    move |effect| match effect {
        Effect::FetchToken { generation, .. } => {
            vec![(TOKEN_MS, Input::TokenOk { generation: *generation })]
        }
        Effect::OpenSocket { generation } => {
            socket = *generation;
            vec![(HANDSHAKE_MS, Input::SocketOpen { generation: socket })]
        }
        Effect::SendAuth => on_auth(socket),
        _ => Vec::new(),
    }
}

fn accepting() -> impl FnMut(&Effect) -> Vec<(u64, Input)> {
    server(|generation| vec![(AUTH_MS, Input::AuthOk { generation })])
}

fn started<W: World>(seed: u64, world: W) -> Shell<W> {
    let mut shell = Shell::new(seed, world);
    shell.feed(&Input::Start { offline: false });
    shell
}

fn mean_and_95th(mut values: Vec<u64>) -> (f64, u64) {
    values.sort_unstable();
    let mean = values.iter().sum::<u64>() as f64 / values.len() as f64;
    (mean, values[values.len() * 95 / 100])
}

/// How often a client opens a socket in ten minutes, of a server that closes each at once.
fn attempts(seed: u64, code: u16) -> u64 {
    let mut shell = started(
        seed,
        server(move |generation| {
            let closes = Input::SocketClose { generation, code, retry_after_ms: None };
            vec![(AUTH_MS, Input::AuthOk { generation }), (AUTH_MS + 10, closes)]
        }),
    );
    shell.run_for(10 * 60_000);
    shell.count(|effect| matches!(effect, Effect::OpenSocket { .. })) as u64
}

#[test]
fn accept_then_close_for_ten_minutes_stays_below_57_attempts() {
    for code in [1006, 1000] {
        let (mean, most) = mean_and_95th((0..SEEDS).map(|seed| attempts(seed, code)).collect());
        println!("accept-then-close with {code}: mean {mean:.1}, 95th percentile {most}");
        assert!(mean <= 50.0, "{code}: mean {mean}");
        assert!(most <= 56, "{code}: 95th percentile {most}");
        let page =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/connection.md"));
        let said = format!("{mean:.0} times in ten minutes on average\n(95th percentile {most})");
        assert!(page.unwrap().contains(&said), "docs/connection.md does not say\n{said}");
    }
}

#[test]
fn endless_unauthorized_ends_after_two_forced_refreshes() {
    for seed in 0..SEEDS {
        let mut shell = started(
            seed,
            server(|generation| {
                let code = ErrorCode::Unauthorized;
                vec![(AUTH_MS, Input::AuthErr { generation, code, retry_after_ms: None })]
            }),
        );
        shell.run_for(60 * 60_000);
        let forced = shell.count(|effect| matches!(effect, Effect::FetchToken { force: true, .. }));
        let fetched = shell.count(|effect| matches!(effect, Effect::FetchToken { .. }));
        assert_eq!((forced, fetched, shell.machine.state()), (2, 3, State::Failed), "{seed}");
    }
}

/// The figures of `examples/reconnect_storm/`, which are published.
static REPORT: LazyLock<Report> = LazyLock::new(Report::measure);

#[test]
fn clients_that_nobody_refuses_are_back_as_soon_as_the_design_says() {
    for (code, recovery) in &REPORT.undisturbed {
        let (mean_ms, longest_ms) = (recovery.mean_ms(), recovery.percentile(100));
        match code {
            1006 => assert!(mean_ms < 1000, "{mean_ms}"),
            code => assert!(longest_ms < 5000 + fleet::LONGEST_WAY_MS, "{code}: {longest_ms}"),
        }
    }
}

#[test]
fn five_thousand_clients_that_are_cut_off_together_are_back_in_fourteen_seconds() {
    for (code, times) in &REPORT.by_seed {
        let median_ms = times[times.len() / 2];
        let limit_ms = if *code == 1006 { 13_600 } else { 14_000 };
        assert!(median_ms <= limit_ms, "{code}: {median_ms}");
    }
    for outcome in REPORT.outcomes.iter().filter(|it| it.name.starts_with("this client")) {
        let all_ms = outcome.recovery.percentile(100);
        assert!(all_ms <= 16_000, "{}: {all_ms}", outcome.name);
    }
}

#[test]
fn after_an_outage_of_half_a_minute_at_most_clients_are_back_soon_after_the_server() {
    let times = &REPORT.after_outages;
    let mean_ms = times.iter().sum::<u64>() / times.len() as u64;
    let most_ms = times[times.len() * 95 / 100];
    assert!(mean_ms <= 4500, "mean {mean_ms}");
    assert!(most_ms <= 13_000, "95th percentile {most_ms}");
}

#[test]
fn the_published_figures_are_those_of_the_simulation() {
    const MEND: &str = "run `cargo run --release --example reconnect_storm`";
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).expect(MEND);
    let is_drawn = read("docs/connection/reconnect-storm.svg") == plot::svg(&REPORT.outcomes);
    assert!(is_drawn, "docs/connection/reconnect-storm.svg is another: {MEND}");
    let page = read("docs/connection.md");
    for table in REPORT.markdown().split("\n\n") {
        assert!(
            page.contains(table.trim_end()),
            "docs/connection.md has other figures: {MEND} and put in its place\n{table}"
        );
    }
}

/// The largest number of clients that retry in the same millisecond, of those cut off together.
fn together(cut_off: impl Fn(Generation) -> Vec<Input>) -> usize {
    let mut by_time: BTreeMap<u64, usize> = BTreeMap::new();
    for seed in 0..SEEDS {
        let mut shell = started(seed, accepting());
        shell.run_for(60_000);
        let from = shell.log.len();
        for input in cut_off(shell.socket()) {
            shell.feed(&input);
        }
        shell.run_for(60_000);
        let fetch = |(_, it): &&(u64, Effect)| matches!(it, Effect::FetchToken { .. });
        let retried = shell.log[from..].iter().find(fetch).expect("a retry").0;
        *by_time.entry(retried).or_default() += 1;
    }
    by_time.into_values().max().unwrap()
}

#[test]
fn a_thousand_clients_do_not_retry_in_the_same_millisecond() {
    let rate_limited = |generation, retry_after_ms| {
        let code = ErrorCode::RateLimitExceeded;
        let error = Input::ServerErr { generation, code, retry_after_ms };
        vec![error, Input::SocketClose { generation, code: 1000, retry_after_ms: None }]
    };
    let close = |code| {
        move |generation| vec![Input::SocketClose { generation, code, retry_after_ms: None }]
    };
    // A tenth of the window of a second is below the shortest delay, and waits exactly that.
    for (what, most, limit) in [
        ("1006", together(close(1006)), 130),
        ("1012", together(close(1012)), 40),
        ("4429", together(close(4429)), 30),
        ("a rate limit of 30 s", together(|it| rate_limited(it, Some(30_000))), 30),
    ] {
        println!("{what}: at most {most} of {SEEDS} clients in one millisecond");
        assert!(most <= limit, "{what}: {most} in one millisecond");
    }
}
