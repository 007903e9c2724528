//! The built command, from outside: what it writes, how it ends, how much memory it takes.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Output, Stdio};
use std::thread;

use insta::assert_snapshot;
use purposepath_realtime::MAX_FRAME_BYTES;
use purposepath_realtime::registry::{COMMANDS, EVENTS, Field, Header, Kind, Object};
use serde_json::{Map, Value};

mod bad_input;
mod breaking;
mod forms;
mod generate;
#[cfg(target_os = "linux")]
mod memory;
mod usage;
mod vectors;

use bad_input::bad_input;

fn spawn(arguments: &[impl AsRef<OsStr>]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_realtime"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command is built")
}

fn run(arguments: &[impl AsRef<OsStr>], input: impl Into<Vec<u8>>) -> Output {
    let mut child = spawn(arguments);
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.into();
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("written");
    output
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// All that a person sees of a run.
fn shown(output: &Output) -> String {
    let Output { status, stdout, stderr } = output;
    let code = status.code().expect("not killed");
    format!("{}--- stderr\n{}--- exit {code}\n", text(stdout), text(stderr))
}

const VERDICTS: &[u8] = "\u{feff}{\"type\":\"ping\"}\r\n\
    \r\n\
    \x20\t \n\
    {\"type\":\"goal-created\",\"timestamp\":\"2025-11-03T14:30:00Z\",\"data\":{\"tenant_id\":\"t\",\
    \"goalId\":\"g\",\"userId\":\"u\",\"title\":\"x\",\"description\":\"\",\"status\":\"canceled\",\
    \"createdAt\":\"2025-11-03T15:30:00+01:00\",\"createdBy\":\"u\",\"surplus\":1,\"a b\":2}}\n\
    {\"type\":\"action.completed\",\"timestamp\":\"2025-11-03T14:30:00Z\",\"data\":{\"tenantId\":\"t\",\
    \"actionId\":\"a\",\"completed_at\":\"2025-11-03T14:30:00Z\",\"completedBy\":\"u\",\"onTime\":true}}\n\
    {\"type\":\"billing.error\",\"timestamp\":\"2025-11-03T14:30:00Z\",\"data\":{\"code\":\"X\"}}\n\
    \x20{\"type\":\"x\\u001b[31m\\ny\", \"timestamp\":\"2025-11-03T14:30:00Z\"}\n\
    {\"eventType\":5}\n\
    {\"message\":\"Forbidden\", \"connectionId\":\"a\", \"requestId\":\"b\"}\r\n\
    {\"action\":\"auth\",\"token\":\"secret\"}\n\
    {\"timestamp\":\"2025-11-03T14:30:00Z\",\"type\":\"pong\"}\n\
    {\"type\":\"goal.created\"}\n\
    \u{feff}{\"type\":\"ping\"}\n\
    {\n\
    {\"action\":\"ping\"}"
    .as_bytes();

#[test]
fn each_verdict_is_a_line_for_people() {
    assert_snapshot!("validate_text", shown(&run(&["validate"], VERDICTS)));
}

#[test]
fn each_verdict_is_an_object_for_programs() {
    let output = run(&["validate", "-", "--format", "json"], VERDICTS);
    assert_snapshot!("validate_json", shown(&output));
}

#[test]
fn convert_writes_what_is_valid_and_names_what_is_not() {
    assert_snapshot!("convert", shown(&run(&["convert"], VERDICTS)));
}

#[test]
fn convert_loses_no_frame_that_gets_too_large() {
    let short = r#"{"type":"ping","timestamp":"2025-11-03T14:30:00Z","data":{}}"#;
    let event = r#"{"type":"goal.paused","timestamp":"2025-11-03T14:30:00Z","data":{"tenantId":"t","goalId":"g","reason":""}}"#;
    let reason = "x".repeat(MAX_FRAME_BYTES - event.len());
    let large = event.replace(r#""reason":"""#, &format!(r#""reason":"{reason}""#));
    let output = run(&["convert"], &*format!("{large}\n{short}\n"));
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    let converted = r#"{"type":"ping","timestamp":"2025-11-03T14:30:00.000Z"}"#;
    assert!(lines == [&*large, converted], "{} lines", lines.len());
    assert_eq!(
        text(&output.stderr),
        "line 1: written unchanged: the frame has 131076 bytes, the protocol allows 131072: send \
         less text or split the change into several events\n2 frames written (1 unchanged), 0 left \
         out\n"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn every_subcommand_explains_itself() {
    let overview = shown(&run(&["--help"], ""));
    let listed = overview.lines().skip_while(|line| *line != "Commands:").skip(1);
    let mut help = overview.clone();
    for line in listed.take_while(|line| !line.is_empty()) {
        let subcommand = line.split_whitespace().next().expect("a name");
        if subcommand != "help" {
            let shown = shown(&run(&[subcommand, "--help"], ""));
            assert!(shown.contains("Example"), "`realtime {subcommand} --help` has no example");
            help += &format!("$ realtime {subcommand} --help\n{shown}\n");
        }
    }
    assert_snapshot!("help", help);
    let version = run(&["--version"], "");
    let meta = include_str!("../../schema/meta.json");
    let of_meta = |key: &str| {
        let (_, rest) = meta.split_once(&format!("\"{key}\": \"")).expect("it is there");
        rest.split_once('"').expect("a text").0
    };
    assert_eq!(
        text(&version.stdout),
        format!(
            "realtime {}\nprotocol {}\nfingerprint {}\n",
            env!("CARGO_PKG_VERSION"),
            of_meta("protocolVersion"),
            of_meta("fingerprint")
        )
    );
}

#[test]
fn each_shell_completes_each_subcommand() {
    let help = run(&["--help"], "");
    let listed = text(&help.stdout).lines().skip_while(|line| *line != "Commands:").skip(1);
    let names: Vec<_> = listed
        .take_while(|line| !line.is_empty())
        .map(|line| line.split_whitespace().next().expect("a name"))
        .collect();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&["completions", shell], "");
        assert_eq!(output.status.code(), Some(0), "{shell}");
        let script = text(&output.stdout);
        for name in &names {
            assert!(script.contains(name), "{shell}: {name}");
        }
        assert!(script.contains("list-scenarios"), "{shell}");
    }
}

#[test]
fn scenarios_are_listed_those_that_ship_and_those_of_a_folder() {
    let shipped = run(&["mock", "--list-scenarios"], "");
    assert_eq!(shipped.status.code(), Some(0));
    let folder = run(&["mock", "--list-scenarios", "examples/scenarios"], "");
    let [shipped, folder] = [&shipped, &folder].map(|it| text(&it.stdout).lines());
    let bare = |line: &str| line.replace("examples/scenarios/", "").replacen(".json ", " ", 1);
    let words = |line: String| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let folder: Vec<_> = folder.map(|line| words(bare(line))).collect();
    assert_eq!(shipped.map(|line| words(line.to_owned())).collect::<Vec<_>>(), folder);
    assert!(folder.len() >= 12 && folder[0].starts_with("answers-ping The client answers"));

    let broken =
        run(&["mock", "--list-scenarios", "tests/fixtures/gateway", "--format", "json"], "");
    assert_eq!(broken.status.code(), Some(1));
    let first: Value =
        serde_json::from_str(text(&broken.stdout).lines().next().expect("a line")).expect("JSON");
    let error = first["error"].as_str().expect("a sentence");
    assert!(error.starts_with("tests/fixtures/gateway/"), "{error}");
}

#[test]
fn what_the_mock_can_do_wrong_is_listed() {
    assert_snapshot!("list_faults", shown(&run(&["mock", "--list-faults"], "")));
}

#[test]
fn a_port_in_use_is_named() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("bound");
    let output = run(&["mock", "--port", &address.port().to_string()], "");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr),
        format!(
            "error: the data port {address} is in use: end the other program (perhaps another \
             mock), or choose another port, 0 for a free one\n"
        )
    );
}

#[test]
fn bad_input_gets_one_clear_error_each_and_the_next_line_is_read() {
    let mut capture = Vec::new();
    for (name, line) in bad_input() {
        let mut input = line;
        input.extend(b"\n{\"type\":\"ping\"}\n");
        let output = run(&["validate"], &*input);
        assert_eq!(output.status.code(), Some(1), "{name}");
        let verdicts: Vec<_> = text(&output.stdout).lines().collect();
        assert_eq!(verdicts.len(), 2, "{name}: {verdicts:?}");
        assert!(verdicts[0].starts_with("1: invalid: "), "{name}: {verdicts:?}");
        assert_eq!(verdicts[1], "2: event ping", "{name}");
        capture.extend(input);
    }
    let output = run(&["validate", "--format", "json"], capture);
    let mut all = String::new();
    for ((name, _), verdict) in bad_input().iter().zip(text(&output.stdout).lines().step_by(2)) {
        all += &format!("{name}\n  {verdict}\n");
    }
    assert_snapshot!("bad_input", all);
}

#[test]
fn a_seed_gives_1000_events_and_the_same_bytes_again() {
    let arguments = ["sample", "--count", "1000", "--seed", "7"];
    let sample = run(&arguments, "");
    assert!(sample.status.success());
    assert_eq!(sample.stdout, run(&arguments, "").stdout);
    let output = run(&["validate", "--format", "json"], sample.stdout);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout).lines().count(), 1000);
    for (line, verdict) in (1..).zip(text(&output.stdout).lines()) {
        let start = format!(r#"{{"line":{line},"verdict":"event","type":""#);
        let end = r#"","aliases":[],"ignored":[],"unknownValues":[],"error":null}"#;
        assert!(verdict.starts_with(&start) && verdict.ends_with(end), "{verdict}");
    }
}

#[test]
fn samples_follow_from_their_seed_and_types() {
    let few = ["sample", "goal.created", "action.reassigned", "kpi.reading.created", "--seed", "7"];
    assert_snapshot!("sample", shown(&run(&few, "")));
    let of = ["sample", "goal.*", "measure.reading_created", "--count", "60"];
    let output = run(&of, "");
    for frame in text(&output.stdout).lines() {
        let is_of = ["{\"type\":\"goal.", "{\"type\":\"kpi.reading.created\""];
        assert!(is_of.iter().any(|start| frame.starts_with(start)), "{frame}");
    }
}

/// An object with the oldest spelling of each key and value, keys in alphabetical order.
fn respelt(object: &Map<String, Value>, fields: &[Field]) -> Map<String, Value> {
    let respell = |(key, value): (&String, &Value)| {
        let Some(field) = fields.iter().find(|field| field.key == key) else {
            return (key.clone(), value.clone());
        };
        let values =
            if let Kind::Enum(enumeration) = field.kind { enumeration.values } else { &[] };
        let alias = values
            .iter()
            .find(|it| it.text == value)
            .and_then(|it| it.aliases.last())
            .map_or_else(|| value.clone(), |alias| (*alias).into());
        (field.aliases.last().map_or(field.snake, |alias| alias.key).to_owned(), alias)
    };
    object.iter().map(respell).collect()
}

#[test]
fn convert_of_an_old_capture_gives_canonical_frames() {
    let sample = run(&["sample", "--count", "600", "--seed", "5"], "").stdout;
    let mut old = String::new();
    for frame in text(&sample).lines() {
        let frame: Value = serde_json::from_str(frame).expect("JSON");
        let row = EVENTS.iter().find(|row| row.wire_type == frame["type"]).expect("known");
        let mut frame = respelt(frame.as_object().expect("an object"), Header::FIELDS);
        frame["type"] = (*row.aliases.last().unwrap_or(&row.wire_type)).into();
        if let Some(data) = frame.get_mut("data") {
            *data = respelt(data.as_object().expect("an object"), row.fields).into();
        }
        old += &format!("{}\r\n", Value::from(frame));
    }
    assert!(text(&run(&["validate"], old.clone()).stderr).contains("with old spellings"));
    let output = run(&["convert"], old);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr), "");
    assert_eq!(text(&output.stdout), text(&sample));
}

#[test]
fn commands_are_known_by_their_discriminator() {
    for row in COMMANDS {
        let token = if row.wire_type == "auth" { r#","token":"secret""# } else { "" };
        let frame = format!(r#"{{"{}":"{}"{token}}}"#, row.discriminator, row.wire_type);
        let output = run(&["validate"], frame.clone());
        assert_eq!(text(&output.stdout), format!("1: command {}\n", row.wire_type));
        assert_eq!(text(&run(&["convert"], frame.clone()).stdout), format!("{frame}\n"));
    }
}

#[test]
fn a_verdict_is_written_before_the_next_frame_is_waited_for() {
    let mut child = spawn(&["validate"]);
    let mut stdin = child.stdin.take().expect("piped");
    let mut verdicts = BufReader::new(child.stdout.take().expect("piped")).lines();
    for line in 1..=3 {
        stdin.write_all(b"{\"type\":\"ping\"}\n").expect("it reads");
        let verdict = verdicts.next().expect("a line").expect("UTF-8");
        assert_eq!(verdict, format!("{line}: event ping"));
    }
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let mut child = spawn(&["sample", "--count", "1000000000"]);
    let mut first = [0; 100];
    child.stdout.take().expect("piped").read_exact(&mut first).expect("it writes");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_and_a_failing_read_are_errors() {
    let full = std::fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    let output = Command::new(env!("CARGO_BIN_EXE_realtime"))
        .arg("sample")
        .stdout(full)
        .output()
        .expect("the command is built");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("error: cannot write the output: the disk is full: "));

    let output = run(&["validate", "/proc/self/mem"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("error: cannot read \"/proc/self/mem\": "));
}
