//! A HAR: what a browser saved of its traffic, WebSocket messages included, as Chromium's developer tools
//! and Playwright write them.
//!
//! The messages of one connection are held, since its address stands behind them; all else streams by.

use std::collections::VecDeque;
use std::io;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use super::input::Unreadable;
use super::item::{Content, Item};
use super::place::{Direction, HarPlace, Place, without_secrets};
use super::scan::{Held, Scanner};
use crate::Timestamp;

/// The most that is held of one connection, in bytes.
const MOST_HELD: usize = 256 << 20;

/// Where in a HAR one is.
#[derive(Default)]
pub struct Har {
    stage: Stage,
    /// The index of the next entry.
    entry: u64,
    has_messages: bool,
    url: Option<String>,
    messages: VecDeque<(HarPlace, Found)>,
}

#[derive(Default, PartialEq)]
enum Stage {
    #[default]
    Before,
    Entries,
    After,
}

/// A message as it was found.
struct Found {
    text: Vec<u8>,
    content: Content,
}

/// What is read of a request.
#[derive(Deserialize)]
struct Request {
    url: String,
}

/// What is read of a message. Of the numbers of other kinds of frames, none is that of a message. What is
/// no number counts as missing, which no text of a message depends on.
#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    r#type: String,
    #[serde(default)]
    time: Value,
    #[serde(default)]
    opcode: Value,
    data: String,
}

const TEXT: f64 = 1.0;
const BINARY: f64 = 2.0;

impl Har {
    /// Whether it is read to its end, and no connection has messages.
    pub fn is_without_messages(&self) -> bool {
        self.stage == Stage::After && !self.has_messages
    }

    /// The next message; none at the end of the HAR.
    pub fn next(&mut self, scanner: &mut Scanner<'_>, item: &mut Item) -> io::Result<bool> {
        loop {
            if let Some((mut place, found)) = self.messages.pop_front() {
                place.url.clone_from(&self.url);
                item.place = Place { har: Some(Box::new(place)), ..Place::default() };
                item.start = None;
                (item.text, item.content) = (found.text, found.content);
                return Ok(true);
            }
            match self.stage {
                Stage::Before => self.enter(scanner)?,
                Stage::Entries => self.read_entry(scanner)?,
                Stage::After => return Ok(false),
            }
        }
    }

    /// Goes to the entries.
    fn enter(&mut self, scanner: &mut Scanner<'_>) -> io::Result<()> {
        // `{"log":{`, as the input was recognised.
        scanner.take(b"{")?;
        scanner.key(true)?;
        scanner.take(b"{")?;
        self.seek_entries(scanner, true)
    }

    /// Goes to the entries from a key of the log, or to the end.
    fn seek_entries(&mut self, scanner: &mut Scanner<'_>, mut is_first: bool) -> io::Result<()> {
        while let Some(key) = scanner.key(is_first)? {
            is_first = false;
            if key == "entries" && scanner.peek()?.is_some_and(|(byte, _)| byte == b'[') {
                scanner.take(b"[")?;
                self.stage = Stage::Entries;
                return Ok(());
            }
            scanner.skip()?;
        }
        // The log is over; what else the HAR has is nothing that is looked at.
        while scanner.key(false)?.is_some() {
            scanner.skip()?;
        }
        self.stage = Stage::After;
        Ok(())
    }

    fn read_entry(&mut self, scanner: &mut Scanner<'_>) -> io::Result<()> {
        if !scanner.element(self.entry == 0)? {
            return self.seek_entries(scanner, false);
        }
        self.url = None;
        let index = self.entry;
        self.entry += 1;
        if scanner.peek()?.is_none_or(|(byte, _)| byte != b'{') {
            return scanner.skip();
        }
        scanner.take(b"{")?;
        let (mut held, mut is_first) = (Held::default(), true);
        while let Some(key) = scanner.key(is_first)? {
            is_first = false;
            let first = scanner.peek()?.map(|(byte, _)| byte);
            match (&*key, first) {
                ("request", _) => {
                    scanner.value(&mut held)?;
                    if let Ok(request) = serde_json::from_slice::<Request>(&held.text) {
                        self.url = Some(without_secrets(&request.url));
                    }
                }
                ("_webSocketMessages", Some(b'[')) => {
                    scanner.take(b"[")?;
                    self.read_messages(scanner, index, &mut held)?;
                }
                _ => scanner.skip()?,
            }
        }
        Ok(())
    }

    fn read_messages(
        &mut self,
        scanner: &mut Scanner<'_>,
        entry: u64,
        held: &mut Held,
    ) -> io::Result<()> {
        let (mut index, mut bytes) = (0, 0);
        while scanner.element(index == 0)? {
            scanner.value(held)?;
            self.has_messages = true;
            let message = index;
            index += 1;
            let Some((direction, time, found)) = found(held) else { continue };
            // What is held besides the texts counts too: these may be empty.
            bytes += found.text.len() + size_of::<(HarPlace, Found)>();
            if bytes > MOST_HELD {
                return Err(Unreadable::error(
                    format!("a connection has more than {} MiB of messages", MOST_HELD >> 20),
                    "save a shorter session",
                ));
            }
            let place = HarPlace { entry, message, direction, time, url: None };
            self.messages.push_back((place, found));
        }
        Ok(())
    }
}

/// What a message is; nothing if it is none of the application.
fn found(held: &Held) -> Option<(Direction, Option<String>, Found)> {
    let unread = |content| Found { text: held.text.clone(), content };
    if let Some(bytes) = held.too_long {
        let found = Found { text: Vec::new(), content: Content::TooLong(bytes) };
        return Some((Direction::Received, None, found));
    }
    let Ok(message) = serde_json::from_slice::<Message>(&held.text) else {
        return Some((Direction::Received, None, unread(Content::Text)));
    };
    let Message { r#type, time, opcode, data } = message;
    let direction = match &*r#type {
        "send" => Direction::Sent,
        "receive" => Direction::Received,
        // An error, which travels nowhere.
        _ => return None,
    };
    let opcode = opcode.as_f64().unwrap_or(TEXT);
    let found = if opcode == TEXT {
        Found { text: data.into_bytes(), content: Content::Text }
    } else if opcode == BINARY {
        let bytes = STANDARD.decode(&data).map_or(data.len(), |bytes| bytes.len());
        Found { text: Vec::new(), content: Content::Binary(bytes as u64) }
    } else {
        return None;
    };
    Some((direction, time.as_f64().and_then(moment), found))
}

/// A time in seconds since 1970, as Chromium writes it, or in milliseconds, as Playwright does.
fn moment(time: f64) -> Option<String> {
    let millis = if time < 1e11 { time * 1000.0 } else { time };
    let is_known = (0.0..1e15).contains(&millis);
    let moment = is_known.then(|| Timestamp::from_unix_millis(millis as i64))?;
    moment.ok().map(|it| it.to_string())
}
