//! The shipped scenarios judge rightly: `realtime tail` and `RealtimeConnection` meet them all, and
//! a client that breaks the promise that a scenario is about fails it, by the expectation that says
//! so. Needs Node, but nothing from npm.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;
use tokio::process::Command;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// How many clients there are at a time: they wait far more than they work.
const CLIENTS: u32 = 12;

static PLACES: Semaphore = Semaphore::const_new(CLIENTS as usize);

/// By scenario: what a client does that must fail it (`tests/scenarios/broken.mjs`), and the
/// expectation that must say so.
const BREAKAGES: &[(&str, &str, &str)] = &[
    ("answers-ping", "mute", "client"),
    ("authenticates", "silent", "client"),
    ("backs-off-accept-then-close", "hammer", "opens"),
    ("comes-back", "slow", "reopensAfterMs"),
    ("gives-up-a-hung-handshake", "patient", "gapBetweenOpensMs"),
    ("gives-up-a-missing-answer", "patient", "gapBetweenOpensMs"),
    ("keeps-alive", "idle", "longestSilenceMs"),
    ("notices-a-silent-death", "trusting", "gapBetweenOpensMs"),
    ("notices-a-silent-death-behind-a-gateway", "trusting", "gapBetweenOpensMs"),
    ("notices-when-pings-stop", "trusting", "gapBetweenOpensMs"),
    ("one-socket", "twice", "concurrent"),
    ("reads-what-is-newer-and-older", "brittle", "opens"),
    ("spreads-after-going-away", "lockstep", "opensSpanMs"),
    ("stays-through-gateway-faults", "touchy", "opens"),
    ("stays-with-a-busy-server", "suspicious", "opens"),
    ("stays-with-a-mute-server", "suspicious", "opens"),
    ("stays-when-rate-limited", "touchy", "opens"),
    ("stop-is-final", "undead", "nothingAfter"),
    ("stops-when-forbidden", "lockstep", "nothingAfter"),
    ("stops-when-unauthorized", "hammer", "opens"),
    ("survives-broken-frames", "brittle", "opens"),
    ("waits-when-rate-limited", "lockstep", "gapBetweenOpensMs"),
];

const REALTIME: &str = env!("CARGO_BIN_EXE_realtime");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The name of each scenario, and its file.
fn scenarios() -> Vec<(String, PathBuf)> {
    let folder = root().join("examples/scenarios");
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let name = |path: &PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    files.into_iter().map(|path| (name(&path), path)).collect()
}

fn node(script: &str) -> String {
    let script = root().join("tests/scenarios").join(script);
    format!("node --experimental-websocket '{}'", script.display())
}

/// The exit code of a scenario against a client, and what it printed.
struct Played {
    code: Option<i32>,
    outcome: Value,
    told: String,
}

/// A scenario, a client to play it with, and how much of [`CLIENTS`] it takes.
#[derive(Clone)]
struct Play {
    name: String,
    file: PathBuf,
    client: String,
    places: u32,
}

impl Play {
    /// Real milliseconds.
    fn length(&self) -> u64 {
        let scenario = scenario(&self.file);
        scenario["endAt"].as_u64().unwrap() / time_scale(&scenario)
    }
}

/// How many times as fast the clocks run.
fn time_scale(scenario: &Value) -> u64 {
    scenario.get("timeScale").map_or(1, |scale| scale.as_u64().expect("a whole number"))
}

fn scenario(file: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

async fn play(Play { file, client, places, .. }: Play) -> Played {
    let _places = PLACES.acquire_many(places).await.unwrap();
    let scenario = scenario(&file);
    let output = Command::new(REALTIME)
        .args(["mock", "--port", "0", "--format", "json", "--exec", &client, "--scenario"])
        .arg(&file)
        .env("CLIENT_TIME_SCALE", time_scale(&scenario).to_string())
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let outcome = stdout.lines().last().and_then(|line| serde_json::from_str(line).ok());
    Played {
        code: output.status.code(),
        outcome: outcome.unwrap_or_default(),
        told: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Plays many, some at a time, and tells all that went otherwise. Time is real here, so a machine that
/// is busy with other things can make a client late: what went otherwise is played once more, alone.
async fn play_all(
    plays: impl Iterator<Item = (String, PathBuf, String)>,
    fault: impl Fn(&str, &Played) -> Option<String>,
) {
    require_node().await;
    let mut plays: Vec<Play> = plays
        .map(|(name, file, client)| {
            let clients = scenario(&file)["clients"].as_u64().unwrap_or(1).div_ceil(2);
            Play { name, file, client, places: u32::try_from(clients).unwrap() }
        })
        .collect();
    assert!(!plays.is_empty(), "there is no scenario");
    // The longest first, so that none is left alone at the end.
    plays.sort_by_key(|it| std::cmp::Reverse(it.length()));
    let mut running = JoinSet::new();
    for it in plays {
        running.spawn(async move { (it.clone(), play(it).await) });
    }
    let mut again = Vec::new();
    while let Some(played) = running.join_next().await {
        let (it, played) = played.unwrap();
        if fault(&it.name, &played).is_some() {
            again.push(it);
        }
    }
    let mut faults = Vec::new();
    for it in again {
        let played = play(Play { places: CLIENTS, ..it.clone() }).await;
        if let Some(fault) = fault(&it.name, &played) {
            let (Play { name, client, .. }, Played { code, outcome, told }) = (it, played);
            faults.push(format!("{name}: {fault}\n{client}\n{code:?} {outcome:#}\n{told}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

async fn require_node() {
    let version = Command::new("node").arg("--version").output().await.ok();
    let version = version.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let major = version.as_deref().and_then(|it| it.trim_start_matches('v').split('.').next());
    assert!(
        major.and_then(|it| it.parse::<u32>().ok()).is_some_and(|major| major >= 20),
        "Node 20 or newer is needed to play scenarios: install it from https://nodejs.org or with \
         `apt-get install nodejs`"
    );
}

/// The command that starts `realtime tail`, as fast as the scenario.
fn tail(file: &Path) -> String {
    let scale = time_scale(&scenario(file));
    format!("'{REALTIME}' tail {{url}} --format json --time-scale {scale}")
}

fn passes(_: &str, played: &Played) -> Option<String> {
    (played.code != Some(0)).then(|| "the client is to meet it".to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn tail_and_the_connection_in_javascript_meet_every_scenario() {
    let connection = format!("{} {{url}} {{token}}", node("client.mjs"));
    let of_tail = scenarios().into_iter().map(|(name, file)| {
        let client = tail(&file);
        (name, file, client)
    });
    let of_connection =
        scenarios().into_iter().map(|(name, file)| (name, file, connection.clone()));
    play_all(of_tail.chain(of_connection), passes).await;
}

/// `tail` asks by ping frames, which cost nothing, and so sooner than the scenarios want of others.
#[tokio::test(flavor = "multi_thread")]
async fn tail_replaces_a_connection_within_45_seconds_of_its_silent_death() {
    let stricter = scenarios().into_iter().filter_map(|(name, file)| {
        let mut scenario = scenario(&file);
        let faults = scenario["faults"].as_array()?;
        let dies = faults.iter().find(|it| it["action"] == "half_open")?["afterMs"].as_u64()?;
        let mut expectations = scenario["expect"].as_array_mut()?.iter_mut();
        let gap = expectations.find_map(|it| it.get_mut("gapBetweenOpensMs"))?;
        gap["max"] = (dies + 45_000).into();
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-45.json"));
        fs::write(&file, scenario.to_string()).unwrap();
        let client = tail(&file);
        Some((name, file, client))
    });
    play_all(stricter, passes).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_breaks_the_promise_of_a_scenario_fails_it() {
    let names: BTreeSet<_> = scenarios().into_iter().map(|(name, _)| name).collect();
    let known: BTreeSet<_> = BREAKAGES.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(names, known, "each scenario needs a row: what must fail it?");
    let row = |name: &str| BREAKAGES.iter().find(|(scenario, ..)| *scenario == name).unwrap();
    let plays = scenarios().into_iter().map(|(name, file)| {
        let (_, breakage, _) = row(&name);
        let client = format!("{} {breakage} {{url}} {{token}}", node("broken.mjs"));
        (name, file, client)
    });
    play_all(plays, |name, played| {
        let (_, breakage, subject) = row(name);
        if played.code != Some(1) {
            return Some(format!("a client that is {breakage} is to fail it"));
        }
        let verdicts = played.outcome["verdicts"].as_array()?;
        let is_unmet = verdicts.iter().any(|verdict| {
            verdict["met"] == false && verdict["expectation"].get(subject).is_some()
        });
        (!is_unmet).then(|| format!("`{subject}` is to be unmet of a client that is {breakage}"))
    })
    .await;
}

#[test]
fn the_page_lists_every_scenario() {
    let page = fs::read_to_string(root().join("docs/mock-scenarios.md")).unwrap();
    for (name, file) in scenarios() {
        let scenario = scenario(&file);
        let row = format!("| `{name}` | {} |", scenario["name"].as_str().unwrap());
        assert!(page.contains(&row), "docs/mock-scenarios.md lacks the row {row}");
    }
}
