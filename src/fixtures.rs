//! One example frame per event, command and gateway fault, and variants of them, embedded from
//! `tests/fixtures/`: what the tests, the schemas, the TypeScript tests and the mock show is one.

mod check;

use std::fmt;

pub use check::{FaultyFixtures, check};

/// An example frame, in canonical form but for white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixture {
    /// Its folder: `events`, `commands` or `gateway`.
    pub folder: &'static str,
    /// Its file name without the ending: `goal.created`, or `goal.created--minimal` for a variant.
    pub name: &'static str,
    /// The frame, formatted for reading.
    pub text: &'static str,
}

/// Every fixture, by folder and name.
pub static FIXTURES: &[Fixture] = include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

impl Fixture {
    /// The event type or the name of the type that it is an example of.
    pub fn subject(&self) -> &'static str {
        self.name.split_once("--").map_or(self.name, |(subject, _)| subject)
    }

    /// Its file, from the root of the checkout.
    pub fn path(&self) -> String {
        format!("tests/fixtures/{}/{}.json", self.folder, self.name)
    }

    /// The frame as it is on the wire, without white space between its parts.
    pub fn frame(&self) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut in_string = false;
        let mut escaped = false;
        for character in self.text.chars() {
            if in_string || !character.is_ascii_whitespace() {
                out.push(character);
            }
            in_string = in_string != (character == '"' && !escaped);
            escaped = in_string && character == '\\' && !escaped;
        }
        out
    }
}

/// The main example of an event type, or of a type by its name.
///
/// # Errors
/// When there is none; the error says where to put one.
pub fn fixture(folder: &str, subject: &str) -> Result<&'static Fixture, MissingFixture> {
    FIXTURES
        .iter()
        .find(|fixture| fixture.folder == folder && fixture.name == subject)
        .ok_or_else(|| MissingFixture::new(folder, subject))
}

/// An event, command or gateway fault without an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingFixture {
    folder: String,
    subject: String,
}

impl MissingFixture {
    fn new(folder: &str, subject: &str) -> Self {
        MissingFixture { folder: folder.to_owned(), subject: subject.to_owned() }
    }
}

impl fmt::Display for MissingFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let MissingFixture { folder, subject } = self;
        write!(
            f,
            "`{subject}` has no fixture: write one example frame to \
             tests/fixtures/{folder}/{subject}.json, then run `cargo realtime generate`"
        )
    }
}

impl std::error::Error for MissingFixture {}
