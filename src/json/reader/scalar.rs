//! Strings, numbers and the three literals.

use std::borrow::Cow;

use super::Reader;
use crate::json::Read;
use crate::json::plain::plain_end;

impl<'a> Reader<'a> {
    /// A string; another JSON type is a fault that names what was expected.
    #[inline]
    pub(crate) fn string(&mut self, expected: &'static str) -> Read<Cow<'a, str>> {
        if self.peek() != Some(b'"') {
            return Err(self.wrong_type(expected));
        }
        self.quoted()
    }

    /// Consumes a `null`; leaves anything else.
    pub(crate) fn null(&mut self) -> Read<bool> {
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.literal("null")?;
        Ok(true)
    }

    pub(crate) fn bool(&mut self) -> Read<bool> {
        match self.peek() {
            Some(b't') => self.literal("true").map(|()| true),
            Some(b'f') => self.literal("false").map(|()| false),
            _ => Err(self.wrong_type("true or false")),
        }
    }

    /// A number as the nearest double; infinite when it overflows.
    pub(crate) fn number(&mut self, expected: &'static str) -> Read<f64> {
        if !matches!(self.peek(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.wrong_type(expected));
        }
        let start = self.at;
        self.skip_number()?;
        let digits = &self.text[start..self.at];
        // Up to 15 digits fit an integer exactly, and that is what most numbers are.
        if digits.len() <= 15 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(
                digits.bytes().fold(0, |sum: u64, byte| sum * 10 + u64::from(byte - b'0')) as f64
            );
        }
        Ok(digits.parse().unwrap_or(f64::INFINITY))
    }

    /// A number as it is written.
    pub(crate) fn digits_of_number(&mut self) -> Read<&'a str> {
        self.peek();
        let start = self.at;
        self.skip_number()?;
        Ok(&self.text[start..self.at])
    }

    #[inline]
    pub(super) fn literal(&mut self, word: &'static str) -> Read<()> {
        if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(())
        } else {
            Err(self.syntax("a JSON value"))
        }
    }

    /// The string that opens at the reader's position; borrowed unless it holds an escape.
    #[inline]
    pub(super) fn quoted(&mut self) -> Read<Cow<'a, str>> {
        let start = self.at + 1;
        let end = plain_end(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.at = end + 1;
            return Ok(Cow::Borrowed(&self.text[start..end]));
        }
        self.escaped(start, end)
    }

    #[cold]
    fn escaped(&mut self, start: usize, end: usize) -> Read<Cow<'a, str>> {
        // Once to the closing quote, so that the text is allocated in one piece.
        self.at = start - 1;
        self.skip_string()?;
        let mut out = String::with_capacity(self.at - start);
        out.push_str(&self.text[start..end]);
        self.at = end;
        loop {
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Cow::Owned(out));
                }
                Some(b'\\') => out.push(self.escape()?),
                _ => return Err(self.syntax("the closing double quote of a string")),
            }
            let end = plain_end(self.text.as_bytes(), self.at);
            out.push_str(&self.text[self.at..end]);
            self.at = end;
        }
    }

    /// The character of the escape at the reader's position.
    pub(super) fn escape(&mut self) -> Read<char> {
        let start = self.at;
        let byte = self.text.as_bytes().get(start + 1).copied();
        self.at += 2;
        Ok(match byte {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(start),
            _ => {
                self.at = start;
                return Err(self.syntax("a JSON escape"));
            }
        })
    }

    fn unicode_escape(&mut self, start: usize) -> Read<char> {
        let mut unit = self.hex4();
        if let Some(high @ 0xD800..=0xDBFF) = unit {
            let pair = self.text.as_bytes()[self.at..].starts_with(b"\\u");
            self.at += 2;
            unit = match self.hex4() {
                Some(low @ 0xDC00..=0xDFFF) if pair => {
                    Some(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
                }
                _ => None,
            };
        }
        match unit.and_then(char::from_u32) {
            Some(character) => Ok(character),
            None => {
                self.at = start;
                Err(self.syntax("an escape that stands for a character"))
            }
        }
    }

    fn hex4(&mut self) -> Option<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |sum, digit| Some(sum * 16 + char::from(*digit).to_digit(16)?))
    }
}
