//! Frames from a file or stdin, one per line (NDJSON).
//!
//! However long the input or a line of it is, no more than one frame is held. A byte-order mark at
//! the very start is skipped, blank lines are skipped but counted, and `\r\n` ends a line too.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Chain, Cursor, ErrorKind, IsTerminal, Read};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::os_error::why;
use crate::{
    DecodeError, FaultCode, MAX_FRAME_BYTES, Message, Report, decode_bytes, decode_reporting,
};

use super::{Failure, Output, to_stderr};

/// As much of a line as is read: a frame of the greatest length and its ending.
const KEPT: usize = MAX_FRAME_BYTES + "\r\n".len();

/// Where frames come from.
#[derive(clap::Args)]
pub struct Source {
    /// File with one frame per line (NDJSON); `-` or none reads standard input
    file: Option<PathBuf>,
}

impl Source {
    fn path(&self) -> Option<&Path> {
        self.file.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Opens the input.
    pub fn open(&self) -> Result<Frames<'static>, Failure> {
        let name = match self.path() {
            Some(path) => format!("{path:?}"),
            None => "standard input".to_owned(),
        };
        let input: io::Result<Box<dyn Read>> = match self.path() {
            Some(path) => File::open(path).map(|file| Box::new(file) as _),
            None => {
                let stdin = io::stdin().lock();
                if stdin.is_terminal() {
                    to_stderr("reading frames from the terminal, one per line; Ctrl-D ends");
                }
                Ok(Box::new(stdin))
            }
        };
        match input {
            Ok(input) => Frames::of(name, input),
            Err(error) => Err(unreadable(&name, &error)),
        }
    }
}

type Input<'i> = BufReader<Chain<Cursor<Vec<u8>>, Box<dyn Read + 'i>>>;

fn past_mark<'i>(mut input: Box<dyn Read + 'i>) -> io::Result<Input<'i>> {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    let mut head = Vec::new();
    input.by_ref().take(MARK.len() as u64).read_to_end(&mut head)?;
    if head == MARK {
        head.clear();
    }
    Ok(BufReader::with_capacity(1 << 16, Cursor::new(head).chain(input)))
}

fn unreadable(name: &str, error: &io::Error) -> Failure {
    let advice = match error.kind() {
        ErrorKind::NotFound => "check the path, or give `-` for standard input",
        ErrorKind::PermissionDenied => "ask for read access, or copy the file",
        ErrorKind::IsADirectory => "name a file in it",
        _ => "check that it is a file that can be read",
    };
    Failure::Error(format!("cannot read {name}: {}: {advice}", why(error)))
}

/// The frames of an input, in order.
pub struct Frames<'i> {
    name: String,
    input: Input<'i>,
    line: Vec<u8>,
    number: u64,
}

/// A line that is not blank.
pub struct Frame<'a> {
    /// Its number, from 1, blank lines counted.
    pub line: u64,
    content: Content<'a>,
}

enum Content<'a> {
    Whole(&'a [u8]),
    /// Longer than a frame may be; its length.
    TooLong(u64),
}

impl<'i> Frames<'i> {
    /// The frames of this input; `name` is what errors call it.
    pub fn of(name: String, input: Box<dyn Read + 'i>) -> Result<Self, Failure> {
        match past_mark(input) {
            Ok(input) => Ok(Frames { name, input, line: Vec::new(), number: 0 }),
            Err(error) => Err(unreadable(&name, &error)),
        }
    }

    /// The next frame; what was written so far is flushed before the input is waited for.
    pub fn next(&mut self, output: &mut Output) -> Result<Option<Frame<'_>>, Failure> {
        loop {
            if !self.input.buffer().contains(&b'\n') {
                output.flush()?;
            }
            let Some(bytes) = self.read_line().map_err(|error| unreadable(&self.name, &error))?
            else {
                return Ok(None);
            };
            self.number += 1;
            if bytes > MAX_FRAME_BYTES as u64 {
                let content = Content::TooLong(bytes);
                return Ok(Some(Frame { line: self.number, content }));
            }
            if !self.line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r')) {
                break;
            }
        }
        Ok(Some(Frame { line: self.number, content: Content::Whole(&self.line) }))
    }

    /// Reads one line, and returns its length without its ending.
    fn read_line(&mut self) -> io::Result<Option<u64>> {
        self.line.clear();
        let read = self.input.by_ref().take(KEPT as u64).read_until(b'\n', &mut self.line)?;
        if read == 0 {
            return Ok(None);
        }
        if self.line.pop_if(|byte| *byte == b'\n').is_none() && read == KEPT {
            return self.pass_over().map(Some);
        }
        self.line.pop_if(|byte| *byte == b'\r');
        Ok(Some(self.line.len() as u64))
    }

    /// Reads the rest of a line that is too long, and returns the length of the whole.
    fn pass_over(&mut self) -> io::Result<u64> {
        let mut bytes = self.line.len() as u64;
        let mut last = self.line.last().copied();
        loop {
            let chunk = match self.input.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let part = &chunk[..end.unwrap_or(chunk.len())];
            bytes += part.len() as u64;
            last = part.last().copied().or(last);
            let (consumed, is_over) = (part.len() + usize::from(end.is_some()), chunk.is_empty());
            self.input.consume(consumed);
            if end.is_some() || is_over {
                return Ok(bytes - u64::from(last == Some(b'\r')));
            }
        }
    }
}

impl<'a> Frame<'a> {
    /// Whether the line only opens something, as the first line of indented JSON does.
    pub fn is_opening(&self) -> bool {
        matches!(self.content, Content::Whole(bytes) if matches!(bytes.trim_ascii(), b"{" | b"["))
    }

    /// What the frame is, the old spellings in it, and the line as read without its ending.
    pub fn decode(&self) -> Result<(Message, Report, &'a [u8]), Box<Refusal>> {
        let bytes = match self.content {
            Content::Whole(bytes) => bytes,
            Content::TooLong(bytes) => return Err(Box::new(Refusal::too_large(bytes))),
        };
        let (message, report) = match std::str::from_utf8(bytes) {
            Ok(text) => decode_reporting(text)?,
            Err(_) => (decode_bytes(bytes)?, Report::default()),
        };
        Ok((message, report, bytes))
    }
}

/// Why a line is no frame: the parts of a [`DecodeError`], also of a line that was never held.
#[derive(Serialize)]
pub struct Refusal {
    pub code: FaultCode,
    pub path: String,
    pub expected: String,
    pub found: String,
    pub message: String,
    #[serde(skip)]
    pub message_type: Option<String>,
    #[serde(skip)]
    pub column: usize,
}

impl Refusal {
    fn too_large(bytes: u64) -> Self {
        let (expected, found) =
            (format!("at most {MAX_FRAME_BYTES} bytes"), format!("{bytes} bytes"));
        Refusal {
            message_type: None,
            code: FaultCode::TooLarge,
            path: "$".to_owned(),
            message: format!("at $: expected {expected}, found {found}"),
            expected,
            found,
            column: 1,
        }
    }
}

impl From<DecodeError> for Box<Refusal> {
    fn from(error: DecodeError) -> Self {
        Box::new(Refusal {
            message_type: error.message_type().map(str::to_owned),
            code: error.code(),
            path: error.path().to_owned(),
            expected: error.expected().to_owned(),
            found: error.found().to_owned(),
            message: error.message(),
            column: error.column(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode;

    fn frames(input: impl Read + 'static) -> Frames<'static> {
        Frames::of(String::new(), Box::new(input)).unwrap_or_else(|_| panic!("readable"))
    }

    fn lines(input: Vec<u8>) -> Vec<u64> {
        let mut frames = frames(Cursor::new(input));
        std::iter::from_fn(|| frames.read_line().expect("readable")).collect()
    }

    #[test]
    fn a_line_that_is_too_long_reads_as_the_codec_would_say() {
        let text = " ".repeat(MAX_FRAME_BYTES + 1);
        let of_codec = Box::<Refusal>::from(decode(&text).expect_err("too long"));
        let of_line = Refusal::too_large(text.len() as u64);
        assert_eq!(of_line.message, of_codec.message);
        assert_eq!(of_line.code, of_codec.code);
        assert_eq!(of_line.column, of_codec.column);
    }

    #[test]
    fn the_ending_of_a_line_does_not_count_towards_its_length() {
        for len in [0, 1, MAX_FRAME_BYTES - 1, MAX_FRAME_BYTES, MAX_FRAME_BYTES + 1, 300_000] {
            let body = "x".repeat(len);
            for ending in ["\n", "\r\n"] {
                let text = format!("{body}{ending}{body}{ending}");
                assert_eq!(lines(text.into_bytes()), [len as u64; 2], "{ending:?}");
            }
            let unended = if len == 0 { vec![] } else { vec![len as u64] };
            assert_eq!(lines(body.into_bytes()), unended);
        }
    }

    #[test]
    fn a_byte_order_mark_is_skipped_at_the_start_only() {
        assert_eq!(lines("\u{feff}{}\n\u{feff}{}".into()), [2, 5]);
        assert_eq!(lines("\u{feff}".into()), [0u64; 0]);
    }

    #[test]
    fn no_more_than_a_frame_is_held() {
        let mut frames = frames(io::repeat(b'x').take(50_000_000));
        assert_eq!(frames.read_line().ok(), Some(Some(50_000_000)));
        assert!(frames.line.capacity() < 4 * KEPT);
    }
}
