//! The interpreter in TypeScript does as the one in Rust: `tests/machine.mjs` replays the vectors in
//! Node and lives random lives, and Rust replays some of these. The tests of the shell
//! run too. Then a constant of the exported table is changed, and that has to be noticed. Prints the counts; needs Node, but nothing from npm.

#[path = "replay/connection.rs"]
mod connection;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};

use connection::Vectors;
use purposepath_realtime::connection::TABLE;

const INSTALL: &str = "Node 20 or newer is needed to compare Rust with TypeScript: install it from \
                       https://nodejs.org or with `apt-get install nodejs`";

fn main() -> ExitCode {
    let record = Path::new(env!("CARGO_TARGET_TMPDIR")).join("random-lives.json");
    let _ = fs::remove_file(&record);
    let output = machine(&root().join("bindings"), Some(&record));
    print!("{}", String::from_utf8_lossy(&output.stdout));
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr));
        eprintln!("connection_typescript: tests/machine.mjs fails");
        return ExitCode::FAILURE;
    }

    let mut lives = Vectors::default();
    lives.add(&record);
    let steps: usize = lives.iter().map(|(_, life)| life.steps.len()).sum();
    let replayed: Vec<_> =
        lives.iter().map(|(_, life)| (life, lives.replay(TABLE, life))).collect();
    let mut disagreements = 0;
    for (life, result) in &replayed {
        if let Err(difference) = result {
            disagreements += 1;
            println!("{}: {difference}", life.name);
        }
    }
    println!(
        "agreement: {} of the lives, {steps} steps, replayed in Rust, {disagreements} differ",
        replayed.len()
    );

    let shell = shell();
    print!("{shell}");
    let patched = machine(&patched(), None);
    let report = String::from_utf8_lossy(&patched.stdout);
    let noticed = !patched.status.success() && report.contains("vectors: ");
    let outcome = if noticed { "fails, as it must," } else { "MISSES it" };
    println!("{outcome} when a delay of the exported table is another");
    let shell_holds = shell.contains("# fail 0");
    if disagreements == 0 && noticed && steps > 0 && shell_holds {
        return ExitCode::SUCCESS;
    }
    eprintln!("connection_typescript: Rust and TypeScript disagree, or the shell does not hold");
    ExitCode::FAILURE
}

fn machine(package: &Path, record: Option<&PathBuf>) -> Output {
    Command::new("node")
        .arg(root().join("tests/machine.mjs"))
        .arg(package)
        .args(record)
        .output()
        .unwrap_or_else(|error| panic!("{INSTALL} ({error})"))
}

/// Runs the tests of the shell; what they report, in short if all is well.
fn shell() -> String {
    let tests = ["shell.test.mjs", "shell/bad_input.test.mjs", "shell/stop.test.mjs"];
    let output = Command::new("node")
        .args(["--test", "--test-reporter=tap"])
        .args(tests.map(|name| root().join("tests").join(name)))
        .output()
        .unwrap_or_else(|error| panic!("{INSTALL} ({error})"));
    let report = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return report.into_owned();
    }
    let counts =
        report.lines().filter(|line| ["# tests ", "# fail "].iter().any(|at| line.starts_with(at)));
    counts.map(|line| format!("shell: {line}\n")).collect()
}

/// A copy of the package in which one constant is another.
fn patched() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("connection_typescript");
    fs::create_dir_all(&folder).expect("the target folder can be written");
    for entry in fs::read_dir(root().join("bindings")).expect("bindings/ is a folder") {
        let path = entry.expect("bindings/ is a folder").path();
        if path.extension().is_some_and(|ending| ending == "js" || ending == "json") {
            let text = fs::read_to_string(&path).expect("a module is text");
            let text = text.replace("BACKOFF_MIN_MS = 100;", "BACKOFF_MIN_MS = 101;");
            let name = path.file_name().expect("a file has a name");
            fs::write(folder.join(name), text).expect("the target folder can be written");
        }
    }
    folder
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
