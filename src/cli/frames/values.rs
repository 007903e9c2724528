//! Frames as JSON of any layout: objects one after another, arrays of objects or of texts, a HAR.

use std::io;

use super::har::Har;
use super::input::Input;
use super::item::{Content, Item};
use super::place::Place;
use super::scan::{Held, Scanner};

/// The values of an input, in order.
pub struct Values<'i> {
    scanner: Scanner<'i>,
    inside: Inside,
    /// Whether the input begins with what one is inside of.
    is_first: bool,
    held: Held,
}

enum Inside {
    Nothing,
    /// An array, the line on which it begins, and the next index.
    Array(u64, u64),
    Har(Har),
}

impl<'i> Values<'i> {
    pub fn of(input: Input<'i>) -> Self {
        let scanner = Scanner::new(input);
        Values { scanner, inside: Inside::Nothing, is_first: true, held: Held::default() }
    }

    pub fn of_har(input: Input<'i>) -> Self {
        Values { inside: Inside::Har(Har::default()), ..Values::of(input) }
    }

    /// Whether a value may end in what is read already.
    pub fn has_more(&self) -> bool {
        self.scanner.has_more()
    }

    /// Whether this is a HAR in which no connection has messages.
    pub fn is_har_without_messages(&self) -> bool {
        matches!(&self.inside, Inside::Har(har) if har.is_without_messages())
    }

    /// The next frame; none at the end.
    pub fn next(&mut self, item: &mut Item) -> io::Result<bool> {
        loop {
            match &mut self.inside {
                Inside::Har(har) => {
                    if har.next(&mut self.scanner, item)? {
                        return Ok(true);
                    }
                    if self.scanner.peek()?.is_none() {
                        return Ok(false);
                    }
                    self.inside = Inside::Nothing;
                }
                Inside::Array(line, next) => {
                    if self.scanner.element(*next == 0)? {
                        // Another array is named by where it begins.
                        let line = Some(*line).filter(|_| !self.is_first);
                        let place = Place { line, index: Some(*next), ..Place::default() };
                        *next += 1;
                        return self.value(item, place).map(|()| true);
                    }
                    self.inside = Inside::Nothing;
                    self.is_first = false;
                }
                Inside::Nothing => match self.scanner.peek()? {
                    None => return Ok(false),
                    Some((b'[', at)) => {
                        self.scanner.take(b"[")?;
                        self.inside = Inside::Array(at.line, 0);
                    }
                    Some((_, at)) => {
                        self.is_first = false;
                        let place = Place { line: Some(at.line), ..Place::default() };
                        return self.value(item, place).map(|()| true);
                    }
                },
            }
        }
    }

    fn value(&mut self, item: &mut Item, place: Place) -> io::Result<()> {
        let at = self.scanner.peek()?.map(|(_, at)| at);
        self.scanner.value(&mut self.held)?;
        item.place = place;
        item.start = at.filter(|_| !self.held.is_compact);
        item.content = match self.held.too_long {
            Some(bytes) => Content::TooLong(bytes),
            None => Content::Text,
        };
        item.text.clear();
        // A text in an array is a frame as it was sent.
        let is_text = item.place.index.is_some() && self.held.text.first() == Some(&b'"');
        if is_text && let Ok(text) = serde_json::from_slice::<String>(&self.held.text) {
            item.text.extend_from_slice(text.as_bytes());
            item.start = None;
        } else {
            item.text.extend_from_slice(&self.held.text);
        }
        Ok(())
    }
}
