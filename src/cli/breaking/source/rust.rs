//! The names of the crate, by `cargo semver-checks`.

use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::{env, ffi::OsString};

use super::named::Named;
use crate::cli::Failure;
use crate::os_error::why;

const MISSING: &str = "`--source` asks cargo-semver-checks about the names in Rust, and it is not \
                       installed: `cargo install cargo-semver-checks --locked`";

/// Refuses if the tool is not there.
pub(super) fn demand() -> Result<(), Failure> {
    match run(Path::new("."), &["--version"])?.status.success() {
        true => Ok(()),
        false => Err(Failure::Error(MISSING.to_owned())),
    }
}

/// What it finds of which a program would have to take notice.
pub(super) fn changes(root: &Path, commit: &str) -> Result<Vec<Named>, Failure> {
    // Whatever the versions say: it leaves out checks that a higher version allows.
    let output =
        run(root, &["--baseline-rev", commit, "--release-type", "minor", "--all-features"])?;
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    if !has_checked(&stderr) {
        let said = stderr.lines().rev().find(|line| line.trim_start().starts_with("error"));
        let said = said.or(stderr.lines().next_back()).unwrap_or("it gives no reason");
        return Err(Failure::Error(format!(
            "`cargo semver-checks --baseline-rev {commit}` has not compared: {}",
            said.trim()
        )));
    }
    Ok(parse(&stdout))
}

/// Whether it ran any check: its exit code does not tell apart what it finds from what it cannot do.
fn has_checked(stderr: &str) -> bool {
    let mut lines = stderr.lines().filter_map(|line| line.trim().strip_prefix("Checked ["));
    let checks = |line: &str| line.split_once("] ")?.1.split_once(" checks")?.0.parse().ok();
    lines.any(|line| checks(line).is_some_and(|count: usize| count > 0))
}

/// Each place at which a check fails, with what the check says.
fn parse(stdout: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let (mut check, mut is_list) = ("", false);
    for line in stdout.lines() {
        if let Some(title) = line.strip_prefix("--- failure ") {
            (check, is_list) = (title.trim_end_matches('-').trim_end(), false);
        } else if line.trim() == "Failed in:" {
            is_list = true;
        } else if line.trim().is_empty() {
            is_list = false;
        } else if is_list {
            let (before, after) = (check.to_owned(), String::new());
            found.push(Named { name: line.trim().to_owned(), before, after });
        }
    }
    found
}

fn run(folder: &Path, arguments: &[&str]) -> Result<Output, Failure> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    Command::new(cargo)
        .arg("semver-checks")
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TERM_COLOR", "never")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Failure::Error(MISSING.to_owned()),
            _ => Failure::Error(format!("cargo cannot be started: {}", why(&error))),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOUND: &str = "
--- failure struct_missing: pub struct removed or renamed ---

Description:
A publicly-visible struct cannot be imported by its prior path.
        ref: https://doc.rust-lang.org/cargo/reference/semver.html#item-remove

Failed in:
  struct purposepath_realtime::GoalPaused, previously in file src/event/goal.rs:9
  struct purposepath_realtime::GoalResumed, previously in file src/event/goal.rs:30
";

    #[test]
    fn each_name_is_told_with_the_check_that_it_fails() {
        let found = parse(FOUND);
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0],
            Named {
                name: "struct purposepath_realtime::GoalPaused, previously in file \
                       src/event/goal.rs:9"
                    .to_owned(),
                before: "struct_missing: pub struct removed or renamed".to_owned(),
                after: String::new(),
            }
        );
    }

    #[test]
    fn no_check_is_no_comparison() {
        assert!(has_checked("     Checked [   0.115s] 223 checks: 222 pass, 1 fail, 0 warn"));
        assert!(!has_checked("     Checked [   0.000s] 0 checks: 0 pass, 254 skip"));
        assert!(!has_checked("error: no such command: `semver-checks`"));
    }
}
