//! How much memory a long input takes.

use std::io::Write;
use std::process::{Command, Stdio};

use super::{run, text};

#[test]
fn memory_does_not_grow_with_the_input_nor_with_a_line() {
    /// Beyond what it takes for the first part, of which more than a pipe holds has been read.
    const MOST_KIB: u64 = 4_000;
    let frames = run(&["sample", "--count", "1000"], "").stdout;
    let long = vec![b'x'; 1_000_000];
    let elements = text(&frames).trim_end().replace('\n', ",") + ",";
    let body = r#"{"request":{},"response":{"content":{"text":""#;
    let har = r#"{"log":{"entries":[{"_webSocketMessages":[{"type":"receive","data":"{}"}]},"#;
    let entries = "{},".repeat(100_000);
    // What is there at first, what comes again and again, what begins something long.
    let forms: [(&str, &str, &[u8], &str); 3] = [
        ("lines", "", &frames, ""),
        ("an array", "[", elements.as_bytes(), "\""),
        ("a HAR", har, entries.as_bytes(), body),
    ];
    for (form, start, part, open) in forms {
        for command in ["validate", "convert"] {
            let mut child = Command::new(env!("CARGO_BIN_EXE_realtime"))
                .arg(command)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the command is built");
            let mut stdin = child.stdin.take().expect("piped");
            let mut write = |bytes: &[u8]| stdin.write_all(bytes).expect("it reads");
            write(start.as_bytes());
            write(part);
            let floor = peak_kib(child.id());
            for _ in 1..25 {
                write(part);
            }
            write(open.as_bytes());
            for _ in 0..30 {
                write(&long);
            }
            let more = peak_kib(child.id()) - floor;
            assert!(more < MOST_KIB, "{command}, {form}: {more} KiB more than {floor} KiB");
            drop(stdin);
            let code = if form == "lines" { 1 } else { 2 };
            assert_eq!(child.wait().expect("it ends").code(), Some(code), "{command}, {form}");
        }
    }
}

/// The most memory that a process has had, the pages of its file included.
fn peak_kib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"));
    let status = status.expect("it runs, since its input is open");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("listed");
    peak.trim().trim_end_matches(" kB").parse().expect("a number")
}
