//! Arguments that make no sense: what is told of each, and that nothing long is quoted whole.

use insta::assert_snapshot;

use super::{run, text};

#[test]
fn wrong_usage_and_unreadable_input_end_with_2_and_say_what_to_do() {
    let mut all = String::new();
    for arguments in [
        &["validate", "no-such-file.ndjson"][..],
        &["convert", "no-such-file.ndjson"],
        &["validate", "src"],
        &["validate", "--format", "xml"],
        &["validate", "no-such-file.har", "b"],
        &["sample", "attachment.creatd"],
        &["sample", "--count", "many"],
        &["sample", "--seed", "abc"],
        &["sample", "--seed=-1"],
        &["sample", "--count", "-1"],
        &["completions"],
        &["completions", "tcsh"],
        &["tell"],
        &["tail"],
        &["tail", "localhost:5055"],
        &["tail", "https://example.com"],
        &["tail", "ws://example.com"],
        &["tail", "wss://user:secret@example.com"],
        &["tail", "wss://"],
        &["tail", "wss://a b"],
        &["tail", "ws://localhost:1", "--token-env", "NO_SUCH_VARIABLE"],
        &["mock", "--fault", "drp"],
        &["mock", "--fault", "close,code=1006"],
        &["mock", "--fault", "{\"action\":\"drop\",\"time\":1}"],
        &["mock", "--bind", "0.0.0.0"],
        &["mock", "--port", "0", "--control-bind", "::"],
        &["mock", "--port", "0", "--public", "--bind", "192.0.2.1"],
        &["mock", "--profile", "aws"],
        &["mock", "--port", "65536"],
        &["mock", "--bind", "here"],
        &["mock", "--rate", "fast"],
        &["mock", "--admission", "1e3"],
        &["mock", "--integration", "https://user:secret@example.com"],
        &["mock", "--integration", "http://localhost:9000", "--function", "auth"],
        &["mock", "--integration", "http://localhost:9000", "--answers-ping", "pong"],
        &["mock", "--route-responses"],
        &["mock", "--allow-origin", "null"],
        &["mock", "--allow-origin", "https://app.example/path"],
        &["mock", "--fault", "{\"action\":\"drop\",}"],
        &["mock", "--scenario", "no-such.json"],
        &["mock", "--scenario", "src/cli.rs"],
        &["mock", "--list-scenarios", "no-such-folder"],
        &["mock", "--list-scenarios", "src"],
        &["mock", "--list-scenarios", "Cargo.toml"],
        &["mock", "--replay", "no-such.ndjson"],
        &["tail", "ws://localhost:1", "--time-scale", "0"],
        &["mock", "--rate", "-1"],
        &["mock", "--time-scale", "inf"],
        &["generate", "--out", "Cargo.toml"],
        &["generate", "--out", "src/bin"],
        &["vectors", "--kind", "codecs"],
        &["vectors", "--only", "codec.aliases.measureid"],
        &["vectors", "--only", "x*"],
        &["vectors", "--kind", "input", "--only", "codec.*"],
        &["vectors", "--timeout", "5"],
        &["vectors", "--exec", "plug", "--timeout", "0"],
        &["vectors", "--exec", " "],
        &["vectors", "--exec", "python3 'plug.py"],
        &["vectors", "--exec", "no-such-program"],
        &["breaking", "--against"],
        &["breaking", "--format", "xml"],
        &["breaking", "--explain", "renmed"],
        &["breaking", "--explain", "renamed", "--format", "json"],
        &["conform"],
        &["conform", "stagin"],
        &["conform", "prod"],
        &["conform", "https://example.com"],
        &["conform", "dev", "--token-env", "NO_SUCH_VARIABLE"],
        &["conform", "dev", "--trigger", "node x.mjs"],
        &["conform", "dev", "--expect", "goal.created"],
        &["conform", "dev", "--other-tenant", "x"],
        &["conform", "dev", "--skip", "auth.wrong"],
        &["conform", "dev", "--skip", "zzz"],
        &["conform", "dev", "--expected-failures", "no-such.json"],
        &["conform", "dev", "--format", "xml"],
    ] {
        let output = run(arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        all += &format!("$ realtime {}\n{}\n", arguments.join(" "), text(&output.stderr));
    }
    assert_snapshot!("usage", all);
    assert_eq!(run(&[""; 0], "").status.code(), Some(2));
}

#[test]
fn what_is_long_is_not_quoted_whole() {
    let long = "x".repeat(5000);
    for arguments in [
        &[&*long][..],
        &["sample", &long],
        &["sample", "--seed", &long],
        &["mock", "--fault", &long],
        &["mock", "--scenario", &long],
        &["validate", "--format", &long],
        &["vectors", "--kind", &long],
        &["vectors", "--only", &long],
        &["vectors", "--exec", &long],
        &["breaking", "--against", &long],
        &["breaking", "--explain", &long],
        &["tail", &format!("ws://localhost:1/{long}"), "--time-scale", &long],
        &["conform", "dev", "--skip", &long],
        &["conform", &long],
    ] {
        let output = run(arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let told = text(&output.stderr);
        assert!(told.len() < 800 && !told.contains(&long[..100]), "{}", &told[..300]);
    }
}
