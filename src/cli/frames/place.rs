//! Where a frame stands, for people and for programs. No query of a URL is in it: tokens stand there.

use std::fmt;

use serde::Serialize;

use crate::json::Printable;

/// Where a frame stands: the keys that `--format json` prints of it, in this order.
#[derive(Clone, Default, Serialize)]
pub struct Place {
    /// The file, if there is more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line on which it begins, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Its index in an array.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<u64>,
    #[serde(flatten)]
    pub har: Option<Box<HarPlace>>,
}

/// Where a frame stands in a HAR.
#[derive(Clone, Serialize)]
pub struct HarPlace {
    /// The index of the connection among the entries.
    pub entry: u64,
    /// The index of the frame among its messages.
    pub message: u64,
    pub direction: Direction,
    /// When, as far as that is known.
    pub time: Option<String>,
    /// Of the connection, without its query.
    pub url: Option<String>,
}

/// Which way a frame went, as the browser sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    Sent,
    Received,
}

impl Place {
    /// The same at the beginning of a sentence.
    pub fn named(&self) -> String {
        let is_bare = self.file.is_none() && self.index.is_none() && self.har.is_none();
        if is_bare { format!("line {self}") } else { self.to_string() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}:", Printable(file))?;
        }
        match (&self.har, self.index, self.line) {
            (Some(har), ..) => har.fmt(f),
            (None, Some(index), None) => write!(f, "[{index}]"),
            (None, Some(index), Some(line)) => write!(f, "{line}[{index}]"),
            (None, None, line) => write!(f, "{}", line.unwrap_or_default()),
        }
    }
}

impl fmt::Display for HarPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let HarPlace { entry, message, direction, time, url } = self;
        let (way, preposition) = match direction {
            Direction::Sent => ("sent", "to"),
            Direction::Received => ("received", "from"),
        };
        write!(f, "entries[{entry}]._webSocketMessages[{message}] ({way}")?;
        if let Some(time) = time {
            write!(f, " {time}")?;
        }
        if let Some(url) = url {
            write!(f, " {preposition} {}", Printable(url))?;
        }
        f.write_str(")")
    }
}

/// A URL without what may hold a secret: user, password, query and fragment.
pub fn without_secrets(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let url = &url[..end];
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = host.rsplit('@').next().unwrap_or(host);
    format!("{scheme}://{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_shown_without_its_secrets() {
        for (url, shown) in [
            ("wss://a.example/realtime?access_token=x&tenant=t", "wss://a.example/realtime"),
            ("wss://a.example?token=x", "wss://a.example"),
            ("ws://me:secret@localhost:5055/#token=x", "ws://localhost:5055/"),
            ("ws://a/b@c", "ws://a/b@c"),
            ("token", "token"),
        ] {
            assert_eq!(without_secrets(url), shown);
        }
    }
}
