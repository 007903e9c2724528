//! The platforms for which the command is built: one row each. The release's matrix and the packages
//! of npm are rendered from these rows; nothing else lists platforms.

use serde::Serialize;

use super::NPM_COMMAND;

/// A platform: what Rust calls it, what Node.js calls it, and where it is built.
pub(super) struct Platform {
    /// The target that rustc builds for.
    pub target: &'static str,
    /// `process.platform` of Node.js, and npm's `os`.
    pub os: &'static str,
    /// `process.arch` of Node.js, and npm's `cpu`.
    pub cpu: &'static str,
    /// The runner of GitHub that builds it: one of that platform, so that the binary runs there.
    pub runner: &'static str,
}

/// Linux is static, so that one binary serves every distribution.
pub(super) const PLATFORMS: &[Platform] = &[
    row("x86_64-unknown-linux-musl", "linux", "x64", "ubuntu-24.04"),
    row("aarch64-unknown-linux-musl", "linux", "arm64", "ubuntu-24.04-arm"),
    row("x86_64-apple-darwin", "darwin", "x64", "macos-15-intel"),
    row("aarch64-apple-darwin", "darwin", "arm64", "macos-15"),
    row("x86_64-pc-windows-msvc", "win32", "x64", "windows-2025"),
];

const fn row(
    target: &'static str,
    os: &'static str,
    cpu: &'static str,
    runner: &'static str,
) -> Platform {
    Platform { target, os, cpu, runner }
}

impl Platform {
    /// The npm package that holds the binary.
    pub fn package(&self) -> String {
        format!("{NPM_COMMAND}-{}-{}", self.os, self.cpu)
    }

    /// The name of the binary's file.
    pub fn binary(&self) -> &'static str {
        if self.os == "win32" { "realtime.exe" } else { "realtime" }
    }
}

/// A row as the workflow that releases reads it, keys in this order.
#[derive(Serialize)]
struct Row {
    target: &'static str,
    package: String,
    os: &'static str,
    cpu: &'static str,
    binary: &'static str,
    runner: &'static str,
}

/// The table as a file: JSON has no comments, so nothing says there where it is from.
pub(super) fn file() -> String {
    let row = |it: &Platform| Row {
        target: it.target,
        package: it.package(),
        os: it.os,
        cpu: it.cpu,
        binary: it.binary(),
        runner: it.runner,
    };
    let rows: Vec<Row> = PLATFORMS.iter().map(row).collect();
    serde_json::to_string_pretty(&rows).expect("lists and texts") + "\n"
}
