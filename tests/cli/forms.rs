//! What people have at hand: JSON of any layout, arrays, a HAR, what the mock server wrote, gzip. Each
//! frame is named by its place, and what is none of these is told in one sentence.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use insta::assert_snapshot;
use purposepath_realtime::MAX_FRAME_BYTES;
use serde_json::{Value, json};

use super::{run, shown, text};

const PING: &str = r#"{"type":"ping"}"#;

fn paused(goal: Value) -> Value {
    json!({
        "type": "goal.paused",
        "timestamp": "2025-11-03T14:30:00.000Z",
        "data": { "tenantId": "t", "goalId": goal },
    })
}

fn unknown() -> Value {
    json!({ "type": "robot.created", "timestamp": "2025-11-03T14:30:00.000Z", "data": { "a b": [1, 2] } })
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("JSON")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("written");
    encoder.finish().expect("written")
}

fn message(kind: &str, opcode: i32, data: &str) -> Value {
    json!({ "type": kind, "time": 1_762_180_200.25, "opcode": opcode, "data": data })
}

/// As Chromium's developer tools save it: the address stands behind the messages.
fn har() -> Value {
    let page = json!({
        "request": { "method": "GET", "url": "http://localhost/" },
        "response": { "content": { "text": "{\"entries\":[\"}\\\"" } },
    });
    let socket = json!({
        "_resourceType": "websocket",
        "_webSocketMessages": [
            message("send", 1, r#"{"action":"auth","token":"SECRET"}"#),
            message("receive", 1, &paused("g".into()).to_string()),
            message("receive", 2, "AAEC"),
            message("receive", 9, ""),
            message("error", -1, "net::ERR_ABORTED"),
            message("receive", 1, &paused(7.into()).to_string()),
            message("receive", 1, "{\n  \"type\": \"ping\"\n}"),
            json!({ "type": "receive", "time": 1_762_180_200_250_u64, "data": "" }),
        ],
        "request": { "url": "wss://me:SECRET@a.example/realtime?access_token=SECRET" },
    });
    let other = json!({ "request": { "url": "wss://b.example" }, "_webSocketMessages": [
        message("receive", 1, "{\"type\":\"unclosed"),
    ] });
    json!({ "log": { "version": "1.2", "pages": [], "entries": [page, socket, other], "x": {} } })
}

#[test]
fn each_form_is_recognised_and_each_frame_named_by_its_place() {
    let frames = [paused("g".into()), paused(7.into()), unknown()];
    let array: Value = frames.to_vec().into();
    let texts: Value = frames.iter().map(|it| Value::from(it.to_string())).collect();
    let mut documents = frames.each_ref().map(pretty).join("\n\n");
    documents += &format!("\n{}\n{}", pretty(&array), array);
    let mut all = String::new();
    for (name, input) in [
        ("indented JSON, and arrays behind it", documents),
        ("an array", array.to_string()),
        ("an indented array", pretty(&array)),
        ("an array of texts", pretty(&texts)),
        ("an array of other things", pretty(&json!([paused("g".into()), 7, [], null, ""]))),
        ("an empty array", "[]".to_owned()),
        ("a single object", pretty(&unknown())),
        ("a byte-order mark, and line breaks of Windows", {
            format!("\u{feff}{}", pretty(&array).replace('\n', "\r\n"))
        }),
        ("cut off", pretty(&unknown()).trim_end_matches("\n}").to_owned()),
        ("an array that is cut off", array.to_string().trim_end_matches(']').to_owned()),
        ("an array that is cut off behind a comma", format!("[{PING},\n")),
        ("a HAR that is cut off behind a comma", r#"{"log":{"entries":[]},"#.to_owned()),
        ("an array without a comma", format!("[{PING} {PING}]")),
        ("an array of arrays", "[\n[\n{}]]".to_owned()),
    ] {
        all += &format!("# {name}\n{}\n", shown(&run(&["validate"], input.clone())));
        // The same within gzip.
        let packed = shown(&run(&["validate"], gzip(input.as_bytes())));
        assert_eq!(packed, shown(&run(&["validate"], input)), "{name}");
    }
    assert_snapshot!("forms", all);
}

#[test]
fn a_har_names_entry_and_message_and_no_token() {
    let mut all = String::new();
    for arguments in [&["validate"][..], &["validate", "--format", "json"], &["convert"]] {
        let compact = run(arguments, har().to_string());
        let indented = run(arguments, pretty(&har()));
        assert_eq!(shown(&compact), shown(&indented));
        let shown = shown(&compact).replace(r#"{"action":"auth","token":"SECRET"}"#, "AUTH");
        assert!(!shown.contains("SECRET"), "{shown}");
        all += &format!("$ realtime {}\n{shown}\n", arguments.join(" "));
    }
    assert_snapshot!("har", all);
    let without = run(&["validate", "--require-frames"], r#"{"log":{"entries":[{"request":{}}]}}"#);
    assert_eq!(without.status.code(), Some(1));
    assert_eq!(
        text(&without.stderr),
        "0 frames: 0 event, 0 unknown, 0 gateway, 0 command, 0 invalid\n\
         hint: no WebSocket message is in standard input: save the HAR with Chromium's developer \
         tools, open before the page connects; Firefox leaves them out\n\
         no frame was found, and --require-frames asks for one: check what was captured\n"
    );
}

#[test]
fn a_message_of_a_har_is_read_whatever_its_time_is() {
    let odd = json!({ "type": "receive", "time": "14:30", "opcode": "text", "data": PING });
    let entry = json!({ "_webSocketMessages": [odd], "request": 7 });
    let output = run(&["validate"], json!({ "log": { "entries": [entry] } }).to_string());
    assert_eq!(text(&output.stdout), "entries[0]._webSocketMessages[0] (received): event ping\n");
}

#[test]
fn what_the_mock_server_wrote_is_read_without_what_stands_around_it() {
    let start = r#"{"capture":1,"protocol":"1.0","startedAt":"2025-11-03T14:30:00.000Z"}"#;
    let captured =
        |frame: &Value| json!({ "atMs": 1, "direction": "out", "frame": frame.to_string() });
    let log = |seq: u64, kind: &str, frame: &str| json!({ "seq": seq, "atMs": 1, "kind": kind, "type": "ping", "frame": frame });
    let lines = [
        start.to_owned(),
        captured(&paused("g".into())).to_string(),
        captured(&paused(7.into())).to_string(),
        json!({ "atMs": 2, "direction": "in" }).to_string(),
        json!({ "url": "ws://a", "control": "http://a", "pid": 1 }).to_string(),
        json!({ "seq": 1, "atMs": 1, "kind": "opened", "connection": 1 }).to_string(),
        log(2, "in", PING).to_string(),
        log(3, "out", "{\"type\":\"pi…").to_string(),
    ];
    let mut all = shown(&run(&["validate"], lines.join("\n")));
    let array = format!("[{}]", lines[5..].join(","));
    all += &shown(&run(&["convert"], array));
    assert_snapshot!("of_the_mock", all);
}

#[test]
fn what_was_tailed_is_read_without_what_stands_around_it() {
    let event = |frame: Value| json!({ "kind": "event", "type": "goal.paused", "timestamp": "2025-11-03T14:30:00.000Z", "frame": frame });
    let lines = [
        json!({ "kind": "status", "snapshot": { "status": "connected" } }),
        event(paused("g".into())),
        event(Value::Null),
        json!({ "kind": "event", "type": "ping", "isStale": true, "frame": { "type": "ping" } }),
        event(paused(7.into())),
        json!({ "kind": "unknown", "type": "robot.created", "timestamp": "2025-11-03T14:30:00.000Z" }),
        json!({ "kind": "invalid", "message": "at $: expected a JSON value" }),
        json!({ "kind": "dropped", "lines": 12 }),
        json!({ "kind": "closed", "code": 1006, "message": "the connection was cut" }),
    ];
    let input = lines.each_ref().map(Value::to_string).join("\n");
    let mut all = String::new();
    for arguments in [&["validate"][..], &["validate", "--format", "json"], &["convert"]] {
        let output = run(arguments, input.clone());
        all += &format!("$ realtime {}\n{}\n", arguments.join(" "), shown(&output));
        // As `jq .` and `jq -s .` write it.
        let told = |output: &std::process::Output| text(&output.stderr).replace("line ", "");
        let indented = run(arguments, lines.each_ref().map(pretty).join("\n"));
        let array = run(arguments, pretty(&lines.to_vec().into()));
        if arguments == ["convert"] {
            assert_eq!(output.stdout, indented.stdout);
            assert_eq!(output.stdout, array.stdout);
        } else {
            assert_eq!(told(&output), told(&indented));
            assert_eq!(told(&output), told(&array));
        }
    }
    assert_snapshot!("of_tail", all);

    // A frame of the greatest length.
    let mut longest = paused("g".into());
    longest["data"]["reason"] = "".into();
    let left = MAX_FRAME_BYTES - longest.to_string().len();
    longest["data"]["reason"] = "x".repeat(left).into();
    let line = format!(r#"{{"kind":"event","type":"goal.paused","frame":{longest}}}"#);
    let output = run(&["validate"], format!("{line}\n{PING}"));
    assert_eq!(text(&output.stdout), "1: event goal.paused\n2: event ping\n");
}

#[test]
fn of_several_files_each_verdict_names_its_own() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("forms");
    fs::create_dir_all(&folder).expect("made");
    let write = |name: &str, text: &[u8]| fs::write(folder.join(name), text).expect("written");
    write("a.ndjson", format!("{PING}\n{{}}\n").as_bytes());
    write("b.json.gz", &gzip(format!("[{PING}]").as_bytes()));
    write("empty.ndjson", b"\n");
    let name = |name: &str| folder.join(name).display().to_string();
    let names = [name("a.ndjson"), name("b.json.gz"), "-".to_owned(), name("no-such-file")];
    let mut all = String::new();
    for arguments in [&["validate"][..], &["validate", "--format", "json"], &["convert"]] {
        let arguments: Vec<_> =
            arguments.iter().copied().chain(names.iter().map(|it| &**it)).collect();
        all += &shown(&run(&arguments, PING));
    }
    all += &shown(&run(&["validate", &name("a.ndjson"), &name("empty.ndjson")], ""));
    let place = format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR);
    assert_snapshot!("several", all.replace(&place, ""));
}

#[test]
fn of_what_holds_no_frame_it_is_told_what_was_expected() {
    let start = r#"{"capture":1,"protocol":"1.0","startedAt":"2025-11-03T14:30:00.000Z"}"#;
    let hint = "hint: no frame is in standard input: expected one on each line, JSON, a HAR or a capture\n";
    let none = "0 frames: 0 event, 0 unknown, 0 gateway, 0 command, 0 invalid\n";
    let required =
        "no frame was found, and --require-frames asks for one: check what was captured\n";
    for input in ["", "\n", "\r\n \t\n\n", "  ", "\u{feff}", "\u{feff}\n", "[]", "[ ]\n[]", start] {
        for input in [input.as_bytes().to_vec(), gzip(input.as_bytes())] {
            let told = |arguments: &[&str]| {
                let output = run(arguments, input.clone());
                assert_eq!(text(&output.stdout), "", "{arguments:?}");
                (output.status.code(), text(&output.stderr).to_owned())
            };
            assert_eq!(told(&["validate"]), (Some(0), [none, hint].concat()));
            assert_eq!(told(&["convert"]), (Some(0), hint.to_owned()));
            let of_both = [none, hint, required].concat();
            assert_eq!(told(&["validate", "--require-frames"]), (Some(1), of_both));
            let of_both = [hint, required].concat();
            assert_eq!(told(&["convert", "--require-frames"]), (Some(1), of_both));
        }
    }
}

#[test]
fn what_is_no_text_is_one_sentence() {
    let cut = gzip(&PING.repeat(1000).into_bytes());
    let utf16: Vec<u8> =
        format!("\u{feff}{PING}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let binary = "it is binary, and frames are text: give a file of JSON, or one packed by gzip";
    let cut_off = "its gzip is cut off: copy it again, to its end";
    for (input, why) in [
        (
            utf16,
            "it is UTF-16, and frames are UTF-8: save it as UTF-8, in PowerShell with `Out-File \
                 -Encoding utf8`",
        ),
        (b"\x89PNG\r\n\x1a\n\0\0".to_vec(), binary),
        (gzip(b"\0\0\0\0"), binary),
        (gzip(&gzip(b"{}")), "it is gzip in gzip: unpack it first"),
        (b"PK\x03\x04".to_vec(), "it is a zip archive: unpack it first"),
        (cut[..cut.len() - 8].to_vec(), cut_off),
        (b"\x1f\x8b\x08".to_vec(), cut_off),
    ] {
        for command in ["validate", "convert"] {
            let output = run(&[command], &*input);
            assert_eq!(output.status.code(), Some(2), "{why}");
            assert_eq!(text(&output.stderr), format!("error: cannot read standard input: {why}\n"));
        }
    }
}

#[test]
fn what_is_deep_or_long_is_a_verdict() {
    let deep = |times: usize| format!("{}{}", "[".repeat(times), "]".repeat(times));
    let long = "x".repeat(3_000_000);
    let frames = json!([{ "type": long }, long, paused("g".into())]);
    let array =
        frames.to_string().replace("\"goalId\"", &format!("\"deep\":{},\"goalId\"", deep(50_000)));
    let output = run(&["validate"], pretty(&json!([{ "type": "ping", "data": {} }])) + &array);
    let told = text(&output.stdout);
    let lines: Vec<_> = told.lines().collect();
    assert_eq!(lines[0], "[0]: event ping");
    assert_eq!(
        lines[1],
        "6[0]: invalid: at $: expected at most 131072 bytes, found 3000011 bytes (column 1 of the \
         frame)"
    );
    assert!(lines[2].starts_with("6[1]: invalid: at $: expected at most 131072 bytes"), "{told}");
    assert!(lines[3].starts_with("6[2]: invalid: at $: expected nesting of at most 64"), "{told}");
    assert_eq!((lines.len(), output.status.code()), (4, Some(1)), "{told}");

    let mut deep_har = har();
    deep_har["log"]["x"] = "DEEP".into();
    let har = deep_har.to_string().replace("\"DEEP\"", &deep(1_000_000));
    let last = "entries[2]._webSocketMessages[0]";
    assert!(text(&run(&["validate"], har).stdout).contains(last));
    // Spaces between the parts of a frame do not count.
    let wide = pretty(&json!([paused("g".into())])).replace("  ", &" ".repeat(40_000));
    assert_eq!(text(&run(&["validate"], wide).stdout), "[0]: event goal.paused\n");
}
