//! How verdicts are worded.

use std::fmt;

use crate::mock_files::scenario::{Bounds, Sent};

/// How many times are listed one by one.
const LISTED: usize = 12;

pub(super) fn named(sent: Sent) -> &'static str {
    match sent {
        Sent::Auth => "`auth`",
        Sent::Ping => "`ping`",
        Sent::Pong => "`pong`",
    }
}

/// `at least 1`, `1 to 3`.
pub(super) struct Range(pub Bounds);

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Bounds { min: Some(min), max: Some(max) } if min == max => write!(f, "exactly {min}"),
            Bounds { min: Some(min), max: Some(max) } => write!(f, "{min} to {max}"),
            Bounds { min: Some(min), max: None } => write!(f, "at least {min}"),
            Bounds { min: None, max: Some(max) } => write!(f, "at most {max}"),
            Bounds { min: None, max: None } => f.write_str("any number of"),
        }
    }
}

/// `at least 1 connection`, `1 to 3 connections`.
pub(super) struct Count(pub Bounds, pub &'static str);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Count(bounds, noun) = self;
        let last = bounds.max.or(bounds.min);
        let plural = match (noun.ends_with('`'), last) {
            (true, _) => "",
            (false, Some(1)) => "",
            (false, _) if *noun == "attempt to connect" => {
                return write!(f, "{} attempts to connect", Range(*bounds));
            }
            (false, _) => "s",
        };
        write!(f, "{} {noun}{plural}", Range(*bounds))
    }
}

/// `at 0, 1003 and 2104 ms`.
pub(super) struct Times<'a>(pub &'a [u64]);

impl fmt::Display for Times<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("never");
        }
        write!(f, "at {}", Listed(self.0))
    }
}

/// `0, 1003 and 2104 ms`.
pub(super) struct Listed<'a>(pub &'a [u64]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, time) in self.0.iter().take(LISTED).enumerate() {
            let is_last = index + 1 == self.0.len();
            let before = if index == 0 {
                ""
            } else if is_last {
                " and "
            } else {
                ", "
            };
            write!(f, "{before}{time}")?;
        }
        f.write_str(" ms")?;
        if self.0.len() > LISTED {
            write!(f, " and {} more", self.0.len() - LISTED)?;
        }
        Ok(())
    }
}
