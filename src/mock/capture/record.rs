//! Writes what travels as lines of JSON, on a thread of its own: a slow disk holds up nobody.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use crate::FrameKind;
use crate::mock::Handle;
use crate::mock::clock::timestamp;
use crate::mock::log::{LogEntry, LogKind};
use crate::mock_files::capture::{CaptureLine, CaptureStart, CapturedFrame, Direction};

/// A capture in the making.
#[derive(Debug)]
pub struct Recorder {
    thread: JoinHandle<io::Result<u64>>,
}

impl Recorder {
    /// Captures what travels from now on until the server has stopped, in a new file.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn start(server: &Handle, file: &Path) -> io::Result<Self> {
        let mut out = BufWriter::new(File::create(file)?);
        let start_ms = server.now_ms();
        write(&mut out, &CaptureLine::Start(CaptureStart::at(timestamp(start_ms))))?;
        out.flush()?;
        let (sender, entries): (Sender<LogEntry>, _) = channel();
        server.tap(sender);
        let thread = std::thread::spawn(move || record(&entries, &mut out, start_ms));
        Ok(Recorder { thread })
    }

    /// Waits until all is written, once the server has stopped; answers how many frames there are.
    ///
    /// # Errors
    /// When the file could not be written.
    pub fn finish(self) -> io::Result<u64> {
        self.thread.join().unwrap_or_else(|_| Err(io::Error::other("the writer panicked")))
    }
}

fn record(entries: &Receiver<LogEntry>, out: &mut impl Write, start_ms: u64) -> io::Result<u64> {
    let mut count = 0;
    while let Ok(entry) = entries.recv() {
        // What has piled up meanwhile is written in one go.
        for entry in std::iter::once(entry).chain(entries.try_iter()) {
            if let Some(frame) = captured(entry, start_ms) {
                write(out, &CaptureLine::Frame(frame))?;
                count += 1;
            }
        }
        out.flush()?;
    }
    Ok(count)
}

/// The first line of a capture that begins then, and the line of a frame that was logged since; whatever
/// else was logged has none.
pub(in crate::mock) fn first_line(start_ms: u64) -> String {
    text(&CaptureLine::Start(CaptureStart::at(timestamp(start_ms))))
}

/// See [`first_line`].
pub(in crate::mock) fn line_of(entry: LogEntry, start_ms: u64) -> Option<String> {
    captured(entry, start_ms).map(|frame| text(&CaptureLine::Frame(frame)))
}

fn text(line: &CaptureLine) -> String {
    serde_json::to_string(line).unwrap_or_default() + "\n"
}

fn captured(entry: LogEntry, start_ms: u64) -> Option<CapturedFrame> {
    let direction = match entry.kind {
        LogKind::In => Direction::In,
        LogKind::Out => Direction::Out,
        _ => return None,
    };
    let mut frame = CapturedFrame::new(entry.at_ms.saturating_sub(start_ms), direction);
    frame.connection = entry.connection;
    frame.tenant_id = entry.tenant_id;
    frame.receivers = entry.receivers;
    frame.is_invalid = entry.verdict == Some(FrameKind::Invalid);
    let is_whole = |text: &String| !entry.is_cut && text != crate::mock::token::WITHHELD;
    frame.frame = entry.frame.filter(is_whole);
    Some(frame)
}

fn write(out: &mut impl Write, line: &CaptureLine) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
