//! The connection is a function of what it is given, and so is what a backend decides.

use super::imports::sources;

/// What is a function of its arguments, and the files in it that drive the rest.
const PURE: &[(&str, &[&str])] =
    &[("connection", &[]), ("backend", &[]), ("fanout", &["publish", "set"])];

#[test]
fn what_decides_has_no_clock_no_randomness_and_no_runtime() {
    const FORBIDDEN: &[&str] = &[
        "Instant",
        "SystemTime",
        "Utc",
        "Local",
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
    let sources = sources();
    for (folder, shells) in PURE {
        let is_meant = |module: &[String]| {
            let inner = module.get(1).map_or("", String::as_str);
            module[0] == *folder && !shells.contains(&inner)
        };
        let mut files = 0;
        for source in sources.iter().filter(|source| is_meant(&source.module)) {
            files += 1;
            let code = source.code();
            let asks = code.windows(2).any(|pair| pair[0] == "::" && pair[1] == "now");
            let token = code.iter().find(|token| FORBIDDEN.contains(&token.as_str()));
            let token = token.map(String::as_str).or(asks.then_some("now"));
            assert!(
                token.is_none(),
                "{} says `{}`: time and randomness come into {folder} as arguments, and whoever \
                 drives it does the waiting",
                source.file,
                token.unwrap_or_default()
            );
        }
        assert!(
            files > 3,
            "{folder} has {files} files: correct the table in tests/house/purity.rs"
        );
    }
}
