//! Frames from files or stdin, in any form in which people have them, recognised by its content.
//!
//! Lines stream by, and no more than one is held. Each frame is named by its place.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal, Read};
use std::path::{Path, PathBuf};

use crate::os_error::why;

use super::wrap::counted;
use super::{Failure, Output, to_stderr};
use envelope::Envelope;
use input::{Beginning, Unreadable};
use lines::Lines;
use shape::{Shape, shape};
use values::Values;

mod envelope;
mod har;
mod input;
mod item;
mod lines;
mod place;
mod scan;
mod shape;
mod values;

pub use item::{Item, Refusal};
pub use place::Place;

/// What the commands that read frames say of their input.
pub const FORMS: &str = "\
An input is recognised by its content: a frame on each line (NDJSON), JSON of any layout, an array of
frames, a HAR with the messages of WebSockets, as Chromium's developer tools save it, a capture or the
log of the mock server, or what `realtime tail --format json` prints; each of them also packed by
gzip. A frame is named by its line, by its index in an array, or by its entry and message in a HAR.
Blank lines are skipped but counted.";

/// Where frames come from.
#[derive(clap::Args)]
pub struct Source {
    /// Files with frames: lines (NDJSON), JSON, HAR, a capture; `-` or none reads standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// End with 1 if there is no frame at all
    #[arg(long)]
    require_frames: bool,
}

impl Source {
    /// The frames of all files, each of which is opened when it is its turn.
    pub fn frames(&self) -> Frames<'static> {
        let mut files: VecDeque<_> = self.files.iter().map(|file| Some(file.clone())).collect();
        if files.is_empty() {
            files.push_back(None);
        }
        let is_one_of_many = files.len() > 1;
        Frames { files, is_one_of_many, requires_frames: self.require_frames, ..Frames::default() }
    }
}

/// Opens a file, or standard input.
fn open(file: Option<&Path>) -> Result<Opened<'static>, Failure> {
    let path = file.filter(|path| *path != Path::new("-"));
    let name = match path {
        Some(path) => format!("{path:?}"),
        None => "standard input".to_owned(),
    };
    let input: io::Result<Box<dyn Read>> = match path {
        Some(path) => File::open(path).map(|file| Box::new(file) as _),
        None => {
            let stdin = io::stdin().lock();
            if stdin.is_terminal() {
                to_stderr("reading frames from the terminal, one per line; Ctrl-D ends");
            }
            Ok(Box::new(stdin))
        }
    };
    let opened = input.and_then(|input| Reader::of(input, None));
    match opened {
        Ok(reader) => Ok(Opened { name, reader }),
        Err(error) => Err(unreadable(&name, &error)),
    }
}

fn unreadable(name: &str, error: &io::Error) -> Failure {
    if let Some(unreadable) = Unreadable::of(error) {
        return Failure::Error(format!("cannot read {name}: {unreadable}"));
    }
    let advice = match error.kind() {
        ErrorKind::NotFound => "check the path, or give `-` for standard input",
        ErrorKind::PermissionDenied => "ask for read access, or copy the file",
        ErrorKind::IsADirectory => "name a file in it",
        _ => "check that it is a file that can be read",
    };
    Failure::Error(format!("cannot read {name}: {}: {advice}", why(error)))
}

/// An input that is open.
struct Opened<'i> {
    name: String,
    reader: Reader<'i>,
}

enum Reader<'i> {
    Lines(Lines<'i>),
    Values(Values<'i>),
}

impl<'i> Reader<'i> {
    /// Of an input whose shape is known, or is to be recognised.
    fn of(input: Box<dyn Read + 'i>, known: Option<Shape>) -> io::Result<Self> {
        let mut beginning = Beginning::of(input)?;
        let shape = loop {
            match known.or_else(|| shape(&beginning.head, beginning.is_whole)) {
                Some(shape) => break shape,
                None => beginning.more()?,
            }
        };
        let input = beginning.input();
        Ok(match shape {
            Shape::Lines => Reader::Lines(Lines::of(input)),
            Shape::Values => Reader::Values(Values::of(input)),
            Shape::Har => Reader::Values(Values::of_har(input)),
        })
    }

    fn has_more(&self) -> bool {
        match self {
            Reader::Lines(lines) => lines.has_more(),
            Reader::Values(values) => values.has_more(),
        }
    }

    fn next(&mut self, item: &mut Item) -> io::Result<bool> {
        match self {
            Reader::Lines(lines) => lines.next(item),
            Reader::Values(values) => values.next(item),
        }
    }
}

/// The frames of the inputs, in order.
#[derive(Default)]
pub struct Frames<'i> {
    files: VecDeque<Option<PathBuf>>,
    is_one_of_many: bool,
    requires_frames: bool,
    opened: Option<Opened<'i>>,
    file: Option<String>,
    item: Item,
    found: u64,
    /// How many there were before the file that is open.
    found_before: u64,
    without: usize,
    dropped: usize,
    /// Of each input without any, what it should be.
    hints: Vec<String>,
}

impl<'i> Frames<'i> {
    /// The frames of this input, which is taken for lines unless it is to be recognised.
    pub fn of(input: Box<dyn Read + 'i>, is_recognised: bool) -> Result<Self, Failure> {
        let name = "the input".to_owned();
        let known = (!is_recognised).then_some(Shape::Lines);
        match Reader::of(input, known) {
            Ok(reader) => Ok(Frames { opened: Some(Opened { name, reader }), ..Frames::default() }),
            Err(error) => Err(unreadable(&name, &error)),
        }
    }

    /// The next frame; what was written so far is flushed before the input is waited for.
    pub fn next(&mut self, output: &mut Output) -> Result<Option<&Item>, Failure> {
        loop {
            let Some(Opened { name, reader }) = &mut self.opened else {
                let Some(file) = self.files.pop_front() else { return Ok(None) };
                output.flush()?;
                self.opened = Some(open(file.as_deref())?);
                let name = || file.as_deref().unwrap_or(Path::new("-")).display().to_string();
                self.file = self.is_one_of_many.then(name);
                continue;
            };
            if !reader.has_more() {
                output.flush()?;
            }
            if !reader.next(&mut self.item).map_err(|error| unreadable(name, &error))? {
                let found = self.found + self.without as u64;
                if matches!(reader, Reader::Values(values) if values.is_har_without_messages()) {
                    self.hints.push(format!(
                        "hint: no WebSocket message is in {name}: save the HAR with Chromium's \
                         developer tools, open before the page connects; Firefox leaves them out"
                    ));
                } else if found == self.found_before {
                    self.hints.push(format!(
                        "hint: no frame is in {name}: expected one on each line, JSON, a HAR or a \
                         capture"
                    ));
                }
                self.found_before = found;
                self.opened = None;
                continue;
            }
            match envelope::open(&mut self.item) {
                Envelope::None | Envelope::Frame => break,
                Envelope::Empty => {}
                Envelope::Without => self.without += 1,
                Envelope::Dropped(lines) => self.dropped = self.dropped.saturating_add(lines),
            }
        }
        self.found += 1;
        self.item.place.file.clone_from(&self.file);
        Ok(Some(&self.item))
    }

    /// At the end: tells what was not there or not looked at. Whether there were as many frames as there have to be.
    pub fn finish(self, say: &mut dyn FnMut(String)) -> bool {
        self.hints.into_iter().for_each(&mut *say);
        if self.without > 0 {
            let frames = counted(self.without, "frame");
            say(format!(
                "{frames} not looked at: the mock server or `realtime tail` kept the beginning, or \
                 nothing since a token may be in it"
            ));
        }
        if self.dropped > 0 {
            let lines = counted(self.dropped, "line");
            say(format!("{lines} missing: `realtime tail` dropped what nobody read for too long"));
        }
        let is_enough = self.found > 0 || !self.requires_frames;
        if !is_enough {
            say("no frame was found, and --require-frames asks for one: check what was captured"
                .to_owned());
        }
        is_enough
    }
}
