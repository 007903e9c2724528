//! The connection in TypeScript does as the one in Rust: `machine.mjs` replays the vectors in Node and
//! lives random lives, some of which Rust replays; `shell_vectors.mjs` replays those of the endpoint,
//! of delivery and of inputs; the tests of `src/runtime` run too. Then rules of the package are broken
//! one by one, and each has to be noticed. Prints the counts; needs Node, but nothing from npm.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use purposepath_realtime::connection::TABLE;

use crate::print;
use crate::vectors::Vectors;

const INSTALL: &str = "Node 20 or newer is needed to compare Rust with TypeScript: install it from \
                       https://nodejs.org or with `apt-get install nodejs`";

const MACHINE: &str = "src/runtime/connection/tests/machine.mjs";
const SHELL: &str = "src/runtime/connection/tests/shell_vectors.mjs";

/// A rule, and what breaks it.
struct Mutant {
    rule: &'static str,
    script: &'static str,
    text: &'static str,
    with: &'static str,
}

const fn mutant(
    script: &'static str,
    rule: &'static str,
    text: &'static str,
    with: &'static str,
) -> Mutant {
    Mutant { rule, script, text, with }
}

const MUTANTS: &[Mutant] = &[
    mutant(MACHINE, "the shortest delay", "BACKOFF_MIN_MS = 100;", "BACKOFF_MIN_MS = 101;"),
    mutant(SHELL, "a blank stage is none", "stage.trim()", "stage"),
    mutant(SHELL, "no stage by another name", "isNamed && !ofStage", "false"),
    mutant(SHELL, "an override is trimmed", "(url || \"\").trim()", "(url || \"\")"),
    mutant(SHELL, "ws:// to this machine only", "(?:wss:", "(?:wss?:"),
    mutant(SHELL, "localhost as a whole", "(?:[/?]|$)", ""),
    mutant(SHELL, "an octet ends at 255", "25[0-5]|2[0-4]\\d", "2\\d\\d"),
    mutant(SHELL, "no user in a URL", "[^/:?@[\\]]", "[^/:?[\\]]"),
    mutant(SHELL, "no port above 65535", "> 65535", "> 65536"),
    mutant(SHELL, "a token is encoded", "encodeURIComponent(token)", "token"),
    mutant(SHELL, "a tenant is encoded", "encodeURIComponent(tenantId)", "tenantId"),
    mutant(SHELL, "the longest URL", "MAX_URL_CHARACTERS = 4096", "MAX_URL_CHARACTERS = 4097"),
    mutant(SHELL, "1,024 keys", "DEDUPE_MAX_EVENTS = 1024", "DEDUPE_MAX_EVENTS = 1025"),
    mutant(SHELL, "not fewer", "DEDUPE_MAX_EVENTS = 1024", "DEDUPE_MAX_EVENTS = 1023"),
    mutant(SHELL, "512 units", "DEDUPE_MAX_ID = 512", "DEDUPE_MAX_ID = 513"),
    mutant(SHELL, "no less", "DEDUPE_MAX_ID = 512", "DEDUPE_MAX_ID = 511"),
    mutant(SHELL, "ten minutes", "DEDUPE_WINDOW_MS = 600000", "DEDUPE_WINDOW_MS = 600001"),
    mutant(SHELL, "not less", "DEDUPE_WINDOW_MS = 600000", "DEDUPE_WINDOW_MS = 599999"),
    mutant(SHELL, "older is stale, as old is not", "latest > timestamp", "latest >= timestamp"),
    mutant(SHELL, "the newest stays", "isStale ? latest : timestamp", "timestamp"),
    mutant(SHELL, "the timestamp is in the key", "entity && entity + timestamp", "entity"),
    mutant(SHELL, "the type is in the key", "[type, id]", "[id]"),
    mutant(SHELL, "an unknown event has none", "known && message.data", "message.data"),
    mutant(SHELL, "an old spelling of an event id", "eventId || event_id", "eventId"),
    mutant(SHELL, "an event id is a text", "typeof given === \"string\"", "true"),
    mutant(SHELL, "repeats are dropped", "if (stale === undefined) return;", ""),
    mutant(SHELL, "an area is no connection", "area === undefined &&", ""),
    mutant(SHELL, "the kind of a code", "${own(ERROR_KINDS, code)}", "${code}"),
    mutant(SHELL, "a stop forgets", "held = null;\n    seen = createSeen();", "held = null;"),
];

#[test]
fn the_vectors_are_replayed_and_random_lives_are_the_same_in_rust() {
    let record = Path::new(env!("CARGO_TARGET_TMPDIR")).join("random-lives.json");
    let _ = fs::remove_file(&record);
    for (script, record) in [(MACHINE, Some(&record)), (SHELL, None)] {
        let output = run(script, &root().join("bindings"), record);
        let complaint = String::from_utf8_lossy(&output.stderr);
        print(&String::from_utf8_lossy(&output.stdout));
        assert!(output.status.success(), "{script} fails:\n{complaint}");
    }

    let mut lives = Vectors::default();
    lives.add(&record);
    let steps: usize = lives.iter().map(|(_, life)| life.steps.len()).sum();
    let replay =
        |(_, life)| lives.replay(TABLE, life).err().map(|it| format!("{}: {it}", life.name));
    let differences: Vec<String> = lives.iter().filter_map(replay).collect();
    print(&format!(
        "agreement: {} of the lives, {steps} steps, replayed in Rust, {} differ\n",
        lives.iter().count(),
        differences.len()
    ));
    assert!(steps > 0 && differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn the_tests_of_the_runtime_pass() {
    let report = tests();
    print(&report);
    let hold = report.contains("# fail 0") && !report.contains("# tests 0\n");
    assert!(hold, "a test of src/runtime fails:\n{report}");
}

#[test]
fn the_published_figures_of_silence_are_measured() {
    let script = "src/runtime/connection/tests/figures.mjs";
    let output = Command::new("node")
        .arg(root().join(script))
        .output()
        .unwrap_or_else(|error| panic!("{INSTALL} ({error})"));
    let faults = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{faults}");
    let page = fs::read_to_string(root().join("docs/connection.md")).expect("the page is there");
    for table in String::from_utf8_lossy(&output.stdout).split("\n\n") {
        let table = table.trim_end();
        assert!(
            page.contains(table),
            "docs/connection.md has other figures: run `node {script}` and put in its place\n{table}"
        );
    }
}

#[test]
fn a_rule_that_is_broken_is_missed_by_a_vector() {
    let missed: Vec<&str> =
        MUTANTS.iter().filter(|mutant| !mutant.is_noticed()).map(|mutant| mutant.rule).collect();
    let noticed = MUTANTS.len() - missed.len();
    print(&format!(
        "mutants: {} rules broken in turn, {noticed} missed by a vector\n",
        MUTANTS.len()
    ));
    assert!(missed.is_empty(), "no vector misses the rule: {}", missed.join("; "));
}

fn run(script: &str, package: &Path, record: Option<&PathBuf>) -> Output {
    Command::new("node")
        .arg(root().join(script))
        .arg(package)
        .args(record)
        .output()
        .unwrap_or_else(|error| panic!("{INSTALL} ({error})"))
}

/// Runs the tests of `src/runtime`, where code cannot be made from text; what they report, in short
/// if all is well.
fn tests() -> String {
    let output = Command::new("node")
        .args(["--disallow-code-generation-from-strings", "--test", "--test-reporter=tap"])
        .current_dir(root().join("src/runtime"))
        .output()
        .unwrap_or_else(|error| panic!("{INSTALL} ({error})"));
    let report = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return report.into_owned();
    }
    let counts =
        report.lines().filter(|line| ["# tests ", "# fail "].iter().any(|at| line.starts_with(at)));
    counts.map(|line| format!("src/runtime: {line}\n")).collect()
}

impl Mutant {
    fn is_noticed(&self) -> bool {
        !run(self.script, &self.package(), None).status.success()
    }

    /// A copy of the package in which the rule is broken.
    fn package(&self) -> PathBuf {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("connection_typescript");
        let mut places = 0;
        copy(&root().join("bindings"), &folder, &mut |text| {
            places += text.matches(self.text).count();
            text.replace(self.text, self.with)
        });
        assert_eq!(places, 1, "`{}` stands once in the package: {}", self.text, self.rule);
        folder
    }
}

/// Copies the ES modules of the package, each by way of `edit`.
fn copy(from: &Path, to: &Path, edit: &mut impl FnMut(&str) -> String) {
    fs::create_dir_all(to).expect("the target folder can be written");
    for entry in fs::read_dir(from).expect("the package is there") {
        let path = entry.expect("it can be read").path();
        let name = path.file_name().expect("a file has a name");
        if path.is_dir() && name != "cjs" {
            copy(&path, &to.join(name), edit);
        } else if path.extension().is_some_and(|it| it == "js" || it == "json") {
            let text = fs::read_to_string(&path).expect("a module is text");
            fs::write(to.join(name), edit(&text)).expect("the target folder can be written");
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
