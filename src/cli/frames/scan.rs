//! Walks over JSON as it streams by, by its brackets, commas and quotes: what it is made of is read by
//! others. No more of a value is held than a frame can be.

use std::io::{self, BufRead};

use super::input::{Input, Unreadable};
use crate::MAX_FRAME_BYTES;
use crate::mock_files::capture::LONGEST_LINE;

/// A place in the input, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: u64,
    pub column: u64,
}

/// What is held of a value.
#[derive(Default)]
pub struct Held {
    pub text: Vec<u8>,
    /// How long it is without white space, if that is longer than a frame.
    pub too_long: Option<u64>,
    /// Whether white space is left out, so that places in it are none in the input.
    pub is_compact: bool,
}

/// An input, and where in it one is.
pub struct Scanner<'i> {
    input: Input<'i>,
    at: Position,
}

impl<'i> Scanner<'i> {
    pub fn new(input: Input<'i>) -> Self {
        Scanner { input, at: Position { line: 1, column: 1 } }
    }

    /// Whether a value may end in what is read already.
    pub fn has_more(&self) -> bool {
        self.input.buffer().iter().any(|byte| matches!(byte, b'}' | b']'))
    }

    /// Passes over white space; the byte behind it, which stays, and where it is.
    pub fn peek(&mut self) -> io::Result<Option<(u8, Position)>> {
        loop {
            let chunk = self.input.fill_buf()?;
            let Some(first) = chunk.first().copied() else { return Ok(None) };
            if !first.is_ascii_whitespace() {
                return Ok(Some((first, self.at)));
            }
            let white = chunk.len() - chunk.trim_ascii_start().len();
            for byte in &chunk[..white] {
                step(&mut self.at, *byte);
            }
            self.input.consume(white);
        }
    }

    /// Takes one of these bytes.
    pub fn take(&mut self, wanted: &[u8]) -> io::Result<u8> {
        match self.peek()? {
            Some((byte, _)) if wanted.contains(&byte) => {
                step(&mut self.at, byte);
                self.input.consume(1);
                Ok(byte)
            }
            found => Err(self.unexpected(wanted, found)),
        }
    }

    fn unexpected(&self, wanted: &[u8], found: Option<(u8, Position)>) -> io::Error {
        let wanted: Vec<_> = wanted.iter().map(|it| format!("`{}`", char::from(*it))).collect();
        let found = match found {
            None => "the end".to_owned(),
            Some((byte, _)) if byte.is_ascii_graphic() => format!("`{}`", char::from(byte)),
            Some(_) => "something else".to_owned(),
        };
        let Position { line, column } = self.at;
        Unreadable::error(
            format!(
                "at line {line}, column {column}: expected {}, found {found}",
                wanted.join(" or ")
            ),
            "mend it, or save it again",
        )
    }

    /// In an object whose brace is taken: the next key, its colon taken; none, its end taken.
    pub fn key(&mut self, is_first: bool) -> io::Result<Option<String>> {
        if !self.goes_on(b'}', is_first)? {
            return Ok(None);
        }
        let found = self.peek()?;
        if found.is_none_or(|(byte, _)| byte != b'"') {
            return Err(self.unexpected(b"\"", found));
        }
        let mut held = Held::default();
        self.value(&mut held)?;
        self.take(b":")?;
        Ok(Some(serde_json::from_slice(&held.text).unwrap_or_default()))
    }

    /// In an array whose bracket is taken: whether there is another element, its comma taken; if not,
    /// its end is taken.
    pub fn element(&mut self, is_first: bool) -> io::Result<bool> {
        self.goes_on(b']', is_first)
    }

    fn goes_on(&mut self, end: u8, is_first: bool) -> io::Result<bool> {
        match self.peek()? {
            Some((byte, _)) if is_first && byte != end => Ok(true),
            Some(_) if self.take(&[b',', end])? == end => Ok(false),
            Some(_) if self.peek()?.is_some() => Ok(true),
            _ => Err(self.unexpected(&[end], None)),
        }
    }

    /// Passes over a value.
    pub fn skip(&mut self) -> io::Result<()> {
        self.walk(|_, _| {})
    }

    /// Takes a value, up to where its brackets are closed.
    pub fn value(&mut self, held: &mut Held) -> io::Result<()> {
        *held = Held { text: std::mem::take(&mut held.text), ..Held::default() };
        held.text.clear();
        let mut compact_bytes = 0_u64;
        self.walk(|byte, is_white| {
            if !held.is_compact && held.text.len() == LONGEST_LINE {
                compact(&mut held.text);
                held.is_compact = true;
            }
            compact_bytes += u64::from(!is_white);
            if held.text.len() < LONGEST_LINE && !(held.is_compact && is_white) {
                held.text.push(byte);
            }
        })?;
        if !held.is_compact && held.text.len() > MAX_FRAME_BYTES {
            compact(&mut held.text);
            held.is_compact = true;
        }
        held.too_long = (compact_bytes > LONGEST_LINE as u64).then_some(compact_bytes);
        Ok(())
    }

    /// Calls with each byte of a value, and whether it is white space between others.
    fn walk(&mut self, mut each: impl FnMut(u8, bool)) -> io::Result<()> {
        let (mut depth, mut in_text, mut is_escaped, mut is_first) = (0_u64, false, false, true);
        self.peek()?;
        loop {
            let chunk = self.input.fill_buf()?;
            let mut taken = 0;
            let mut is_over = chunk.is_empty();
            for byte in chunk.iter().copied() {
                if in_text {
                    in_text = is_escaped || byte != b'"';
                    is_escaped = !is_escaped && byte == b'\\';
                    is_over = !in_text && depth == 0;
                } else {
                    let is_mark = matches!(byte, b'{' | b'[' | b'}' | b']' | b'"' | b',' | b':');
                    if depth == 0 && !is_first && (is_mark || byte.is_ascii_whitespace()) {
                        // Behind a number or a word.
                        is_over = true;
                        break;
                    }
                    match byte {
                        b'"' => in_text = true,
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' => depth = depth.saturating_sub(1),
                        _ => {}
                    }
                    is_over = depth == 0 && is_mark && !in_text;
                }
                is_first = false;
                each(byte, !in_text && byte.is_ascii_whitespace());
                step(&mut self.at, byte);
                taken += 1;
                if is_over {
                    break;
                }
            }
            self.input.consume(taken);
            if is_over {
                return Ok(());
            }
        }
    }
}

fn step(at: &mut Position, byte: u8) {
    if byte == b'\n' {
        *at = Position { line: at.line + 1, column: 1 };
    } else if byte & 0xc0 != 0x80 {
        at.column += 1;
    }
}

/// Removes the white space between the parts of a JSON text.
pub fn compact(text: &mut Vec<u8>) {
    let (mut in_text, mut is_escaped) = (false, false);
    text.retain(|byte| {
        if in_text {
            in_text = is_escaped || *byte != b'"';
            is_escaped = !is_escaped && *byte == b'\\';
            true
        } else {
            in_text = *byte == b'"';
            !byte.is_ascii_whitespace()
        }
    });
}
