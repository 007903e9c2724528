//! Frames on a line each (NDJSON).
//!
//! However long the input or a line of it is, no more than one frame is held, or one line with a frame in it.
//! Blank lines are skipped but counted, and `\r\n` ends a line too.

use std::io::{self, BufRead, ErrorKind, Read};

use super::input::Input;
use super::item::{Content, Item};
use super::place::Place;
use super::scan::Position;
use crate::MAX_FRAME_BYTES;
use crate::mock_files::capture::LONGEST_LINE;

/// As much of a line as is read: a frame of the greatest length and its ending.
const KEPT: usize = MAX_FRAME_BYTES + "\r\n".len();

/// The same of a line with a frame in it.
const KEPT_AROUND: usize = LONGEST_LINE + "\r\n".len();

/// A key of each line with a frame in it, and how far from its beginning that ends at most: of a capture and
/// the log of the mock server, and of `realtime tail`.
const KEYS_AROUND: [(&[u8], usize); 2] = [(b"\"atMs\"", 100), (b"\"kind\"", 10)];

/// The lines of an input, in order.
pub struct Lines<'i> {
    input: Input<'i>,
    number: u64,
}

impl<'i> Lines<'i> {
    pub fn of(input: Input<'i>) -> Self {
        Lines { input, number: 0 }
    }

    /// Whether a line ends in what is read already.
    pub fn has_more(&self) -> bool {
        self.input.buffer().contains(&b'\n')
    }

    /// The next line that is not blank; none at the end.
    pub fn next(&mut self, item: &mut Item) -> io::Result<bool> {
        while let Some(bytes) = self.read_line(&mut item.text)? {
            self.number += 1;
            let is_whole = item.text.len() as u64 == bytes;
            if is_whole && item.text.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r')) {
                continue;
            }
            item.content = if is_whole { Content::Text } else { Content::TooLong(bytes) };
            item.place = Place { line: Some(self.number), ..Place::default() };
            item.start = Some(Position { line: self.number, column: 1 });
            return Ok(true);
        }
        Ok(false)
    }

    /// Reads one line, and returns its length without its ending.
    fn read_line(&mut self, line: &mut Vec<u8>) -> io::Result<Option<u64>> {
        line.clear();
        let mut most = KEPT;
        let mut read = self.input.by_ref().take(KEPT as u64).read_until(b'\n', line)?;
        if read == 0 {
            return Ok(None);
        }
        if read == KEPT && line.last() != Some(&b'\n') && is_around(line) {
            most = KEPT_AROUND;
            read += self.input.by_ref().take((most - KEPT) as u64).read_until(b'\n', line)?;
        }
        if line.pop_if(|byte| *byte == b'\n').is_none() && read == most {
            return self.pass_over(line).map(Some);
        }
        line.pop_if(|byte| *byte == b'\r');
        Ok(Some(line.len() as u64))
    }

    /// Reads the rest of a line that is too long, and returns the length of the whole.
    fn pass_over(&mut self, line: &[u8]) -> io::Result<u64> {
        let mut bytes = line.len() as u64;
        let mut last = line.last().copied();
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

fn is_around(line: &[u8]) -> bool {
    let has =
        |(key, within): &(&[u8], usize)| line[..*within].windows(key.len()).any(|it| it == *key);
    KEYS_AROUND.iter().any(has)
}

#[cfg(test)]
mod tests {
    use super::super::input::Beginning;
    use super::*;

    fn lines(input: impl Read + 'static) -> Lines<'static> {
        Lines::of(Beginning::of(Box::new(input)).expect("readable").input())
    }

    fn lengths(input: Vec<u8>) -> Vec<u64> {
        let mut lines = lines(io::Cursor::new(input));
        let mut line = Vec::new();
        std::iter::from_fn(|| lines.read_line(&mut line).expect("readable")).collect()
    }

    #[test]
    fn the_ending_of_a_line_does_not_count_towards_its_length() {
        let longest = [MAX_FRAME_BYTES, LONGEST_LINE].into_iter();
        let around = longest.flat_map(|it| [it - 1, it, it + 1]);
        for len in [0, 1, 3_000_000].into_iter().chain(around) {
            for body in ["x".repeat(len), "\"atMs\"".repeat(len / 6 + 1)[..len].to_owned()] {
                for ending in ["\n", "\r\n"] {
                    let text = format!("{body}{ending}{body}{ending}");
                    assert_eq!(lengths(text.into_bytes()), [len as u64; 2], "{ending:?}");
                }
                let unended = if len == 0 { vec![] } else { vec![len as u64] };
                assert_eq!(lengths(body.into_bytes()), unended);
            }
        }
    }

    #[test]
    fn a_byte_order_mark_is_skipped_at_the_start_only() {
        assert_eq!(lengths("\u{feff}{}\n\u{feff}{}".into()), [2, 5]);
        assert_eq!(lengths("\u{feff}".into()), [0u64; 0]);
    }

    #[test]
    fn no_more_than_a_frame_is_held() {
        let mut lines = lines(io::repeat(b'x').take(50_000_000));
        let mut line = Vec::new();
        assert_eq!(lines.read_line(&mut line).ok(), Some(Some(50_000_000)));
        assert!(line.capacity() < 4 * KEPT);
    }
}
