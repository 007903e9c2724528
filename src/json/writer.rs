//! Canonical JSON text, appended to a buffer that the caller reuses.

use std::fmt::Write;

use super::Field;
use super::plain::plain_end;

/// 2^53: below it, every whole number is exact in a double and is written without a fraction.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A buffer that grows by canonical JSON text.
pub struct Writer<'a> {
    out: &'a mut String,
    /// The open enumeration of which an empty value was written.
    empty_value_of: Option<&'static str>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(out: &'a mut String) -> Self {
        Writer { out, empty_value_of: None }
    }

    pub(crate) fn empty_value_of(&self) -> Option<&'static str> {
        self.empty_value_of
    }

    /// Appends text that is JSON already.
    #[inline]
    pub(crate) fn raw(&mut self, json: &str) {
        self.out.push_str(json);
    }

    /// Appends a key and its colon, with a comma unless it is the first of its object.
    #[inline]
    pub(crate) fn key(&mut self, field: &Field) {
        let prefix = field.prefix;
        self.out.push_str(if self.out.ends_with('{') { &prefix[1..] } else { prefix });
    }

    /// Appends a value of an open enumeration, which an empty text is not.
    pub(crate) fn value_of(&mut self, enumeration: &'static str, text: &str) {
        if text.is_empty() {
            self.empty_value_of = Some(enumeration);
        }
        self.string(text);
    }

    /// Appends text that needs no escape, in quotes.
    #[inline]
    pub(crate) fn ascii(&mut self, text: &[u8]) {
        self.out.push('"');
        self.out.push_str(std::str::from_utf8(text).expect("canonical text is ASCII"));
        self.out.push('"');
    }

    /// Appends a string with the escapes that JSON demands and no others.
    #[inline]
    pub(crate) fn string(&mut self, text: &str) {
        write_string(text, self.out);
    }

    /// Appends a finite number, without a fraction where it is whole and exact.
    pub(crate) fn number(&mut self, value: f64) {
        let _ = if value.fract() == 0.0 && value.abs() < EXACT {
            write!(self.out, "{}", value as i64)
        } else {
            write!(self.out, "{value}")
        };
    }

    /// Appends a whole number.
    pub(crate) fn integer(&mut self, value: u64) {
        let _ = write!(self.out, "{value}");
    }
}

pub(super) fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let bytes = text.as_bytes();
    let mut from = 0;
    loop {
        let end = plain_end(bytes, from);
        out.push_str(&text[from..end]);
        let Some(byte) = bytes.get(end) else { break };
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x08 => out.push_str("\\b"),
            0x0c => out.push_str("\\f"),
            control => {
                let _ = write!(out, "\\u{control:04x}");
            }
        }
        from = end + 1;
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_needless_fraction() {
        let text = |value| {
            let mut out = String::new();
            Writer::new(&mut out).number(value);
            out
        };
        assert_eq!(text(125_000.0), "125000");
        assert_eq!(text(-0.5), "-0.5");
        assert_eq!(text(-0.0), "0", "as JavaScript writes it");
        assert_eq!(text(1e-7), "0.0000001");
        assert_eq!(text(9_007_199_254_740_991.0), "9007199254740991");
        assert_eq!(text(f64::MAX).parse::<f64>(), Ok(f64::MAX));
        assert_eq!(text(f64::MIN_POSITIVE).parse::<f64>(), Ok(f64::MIN_POSITIVE));
    }
}
