//! What an input is, told by its beginning: frames on a line each, JSON of any layout, or a HAR.

use crate::json::MAX_DEPTH;
use crate::mock_files::capture::LONGEST_LINE;

/// How frames stand in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A frame is a line.
    Lines,
    /// Values one after another, whatever the lines: frames, or arrays of frames.
    Values,
    /// What a browser saved of its traffic.
    Har,
}

/// The keys of a HAR's `log`; a HAR begins with one.
const KEYS_OF_LOG: [&[u8]; 7] =
    [b"version", b"creator", b"browser", b"pages", b"entries", b"comment", b"_comment"];

/// The shape, or nothing if more of the input is needed to tell.
pub fn shape(head: &[u8], is_whole: bool) -> Option<Shape> {
    // A single value is a line; nothing that is longer than a frame may be needs to be seen whole.
    let unless_more = (is_whole || head.len() > LONGEST_LINE).then_some(Shape::Lines);
    let text = head.trim_ascii_start();
    match text.first() {
        Some(b'[') => match text[1..].trim_ascii_start().first() {
            Some(b'{' | b'"' | b']') => Some(Shape::Values),
            Some(_) => container(text).or(unless_more),
            None => unless_more,
        },
        Some(b'{') => har(text).or_else(|| container(text)).or(unless_more),
        Some(_) => Some(Shape::Lines),
        None => unless_more,
    }
}

fn har(text: &[u8]) -> Option<Shape> {
    let after = |text: &'_ [u8], token: &[u8]| -> Option<usize> {
        let trimmed = text.trim_ascii_start();
        trimmed.starts_with(token).then_some(text.len() - trimmed.len() + token.len())
    };
    let mut at = 0;
    for token in [&b"{"[..], b"\"log\"", b":", b"{", b"\""] {
        at += after(&text[at..], token)?;
    }
    let key = &text[at..];
    let is_key = |it: &&[u8]| key.strip_prefix(*it).is_some_and(|rest| rest.starts_with(b"\""));
    KEYS_OF_LOG.iter().any(is_key).then_some(Shape::Har)
}

/// An object or array that ends with its line is a line; one that can go on behind it is a value.
fn container(text: &[u8]) -> Option<Shape> {
    let mut open = Vec::new();
    let mut last = b' ';
    let mut bytes = text.iter().copied().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => loop {
                match bytes.next()?.1 {
                    b'"' => break,
                    b'\\' => drop(bytes.next()?),
                    // No text of JSON has a line break.
                    b'\n' => return Some(Shape::Lines),
                    _ => {}
                }
            },
            b'{' | b'[' if open.len() > MAX_DEPTH => return Some(Shape::Lines),
            b'{' | b'[' => open.push(byte),
            b'}' | b']' => drop(open.pop()),
            b'\n' => {
                let container = open.last()?;
                let next = *text[at..].trim_ascii_start().first()?;
                let goes_on = can_follow(next, last, *container);
                return Some(if goes_on { Shape::Values } else { Shape::Lines });
            }
            _ => {}
        }
        if open.is_empty() {
            return Some(Shape::Lines);
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
    }
    None
}

/// Whether JSON can go on with this byte behind the last one, in an object or an array.
fn can_follow(next: u8, last: u8, container: u8) -> bool {
    match (last, container) {
        (b'{', _) => matches!(next, b'"' | b'}'),
        (b',', b'{') => next == b'"',
        (b'[', _) if next == b']' => true,
        (b'[' | b',' | b':', _) => !matches!(next, b',' | b':' | b'}' | b']'),
        (_, b'{') => matches!(next, b',' | b':' | b'}'),
        _ => matches!(next, b',' | b']'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_tells() {
        for (text, expected) in [
            ("", Shape::Lines),
            ("\n \n", Shape::Lines),
            (r#"{"type":"ping"}"#, Shape::Lines),
            ("{\"type\":\"ping\"}\n{", Shape::Lines),
            ("{\"type\":\"ping\"} {\n", Shape::Lines),
            ("{\"type\":\"pi\n{\"type\":\"ping\"}", Shape::Lines),
            ("{\"type\":\"ping\"\n{\"type\":\"ping\"}", Shape::Lines),
            ("{\"type\":\"ping\",\n{\"type\":\"ping\"}", Shape::Lines),
            ("{\n{\"type\":\"ping\"}", Shape::Lines),
            ("7\n", Shape::Lines),
            ("\"x\"\n", Shape::Lines),
            ("[1]", Shape::Lines),
            ("[[{\n", Shape::Lines),
            ("[2025-11-03] started\n", Shape::Lines),
            ("[", Shape::Lines),
            ("{\"a\":\"\\\"\n", Shape::Lines),
            ("[]", Shape::Values),
            ("[\n null,\n {", Shape::Values),
            ("[\n[\n{}]]", Shape::Values),
            ("[\n  {", Shape::Values),
            ("\n[{\"type\":\"ping\"}]", Shape::Values),
            ("[\"{}\"]", Shape::Values),
            ("{\n  \"type\": \"ping\"\n}", Shape::Values),
            ("{\r\n}", Shape::Values),
            ("{ \"type\": \"x\",\n \"data\"", Shape::Values),
            ("{\"a\": [\n 1", Shape::Values),
            ("{\"a\"\n:1}", Shape::Values),
            ("{\"log\":{\"version\":\"1.2\"", Shape::Har),
            ("{\n  \"log\": {\n    \"creator\": {", Shape::Har),
            ("{\"log\":{\"size\":1}}", Shape::Lines),
            ("{\"log\":[]}", Shape::Lines),
        ] {
            assert_eq!(shape(text.as_bytes(), true), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn more_is_awaited_only_where_it_tells() {
        for text in
            ["", " \n", "[", "[1", "{", "{\n", "{\"log\"", "{\"log\":{\"ver", "{\"type\":\"p"]
        {
            assert_eq!(shape(text.as_bytes(), false), None, "{text:?}");
        }
        for text in ["{}\n", "7", "[1]", "[{", "{\"type\":\"ping\"}"] {
            assert!(shape(text.as_bytes(), false).is_some(), "{text:?}");
        }
        let long = format!("{{\"a\":\"{}", "x".repeat(LONGEST_LINE));
        assert_eq!(shape(long.as_bytes(), false), Some(Shape::Lines));
        assert_eq!(shape(&b" ".repeat(LONGEST_LINE + 1), false), Some(Shape::Lines));
        assert_eq!(shape("{\"a\":".repeat(100).as_bytes(), false), Some(Shape::Lines));
    }
}
