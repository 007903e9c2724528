//! The connection is a function of what it is given.

use super::imports::sources;

#[test]
fn the_connection_has_no_clock_no_randomness_and_no_runtime() {
    const FORBIDDEN: &[&str] = &[
        "Instant",
        "SystemTime",
        "Utc",
        "Local",
        "now",
        "now_v7",
        "new_v4",
        "rand",
        "fastrand",
        "random",
        "getrandom",
        "async",
        "await",
        "Future",
        "tokio",
        "thread",
        "spawn",
        "sleep",
        "net",
        "TcpStream",
        "Mutex",
        "RwLock",
        "Condvar",
        "OnceLock",
        "LazyLock",
        "HashMap",
        "HashSet",
        "RandomState",
        "Rng",
        "time",
        "io",
        "fs",
        "env",
        "process",
        "task",
        "mpsc",
        "UdpSocket",
        "WebSocket",
        "tungstenite",
        "unsafe",
    ];
    for source in sources().iter().filter(|source| source.module[0] == "connection") {
        for token in source.code() {
            assert!(
                !FORBIDDEN.contains(&token.as_str()),
                "{} says `{token}`: time and randomness come into the connection as arguments, \
                 and whoever drives it does the waiting",
                source.file
            );
        }
    }
}
