//! Judges expectations by what the server saw. Pure: the same list gives the same verdicts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

mod words;

use super::witness::{Seen, What};
use crate::mock_files::scenario::{Bounds, Expectation, Gaps, Last, Origin, Sent, Window};
use words::{Count, Listed, Range, Times, named};

/// How long what a client did may take to reach the server.
const ON_THE_WAY_MS: u64 = 200;

/// An expectation, and what became of it.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Verdict {
    /// The expectation as it was written.
    pub expectation: Expectation,
    /// Whether it was met.
    pub met: bool,
    /// What was expected and what was seen, with times in milliseconds since the first connection
    /// arrived.
    pub sentence: String,
}

/// Judges an expectation at the end of a scenario.
pub(super) fn judge(expectation: &Expectation, seen: &[Seen], end: u64) -> Verdict {
    let (met, sentence) = Evidence { seen, end }.verdict(expectation);
    Verdict { expectation: expectation.clone(), met, sentence }
}

struct Evidence<'a> {
    seen: &'a [Seen],
    end: u64,
}

type Finding = (bool, String);

impl Evidence<'_> {
    fn verdict(&self, expectation: &Expectation) -> Finding {
        match *expectation {
            Expectation::Sends { what, count, window } => {
                let count = count.unwrap_or(Bounds { min: Some(1), max: None });
                counted(count, named(what), self.within(What::Received(Some(what)), window))
            }
            Expectation::Answers { what, within_ms, of } => self.answers(what, within_ms, of),
            Expectation::Opens { count, window } => {
                counted(count, "attempt to connect", self.opens(window))
            }
            Expectation::OpensSpan { ms, window } => {
                let opens = self.opens(window);
                let span = opens.last().zip(opens.first()).map_or(0, |(last, first)| last - first);
                let sentence = format!(
                    "expected {} ms from the first attempt to connect to the last, saw {span} ms: \
                     {}",
                    Range(ms),
                    Times(&opens)
                );
                (opens.len() > 1 && holds(ms, span), sentence)
            }
            Expectation::Concurrent(bounds) => self.concurrent(bounds),
            Expectation::ConnectedAtEnd(bounds) => self.connected_at_end(bounds),
            Expectation::Authenticated(bounds) => {
                counted(bounds, "authentication", self.times(What::Authenticated))
            }
            Expectation::AuthenticatedAt(bounds) => {
                let first = self.times(What::Authenticated).first().copied();
                let found = first.map_or("none".to_owned(), |at| format!("it at {at} ms"));
                let sentence = format!(
                    "expected the first authentication after {} ms, saw {found}",
                    Range(bounds)
                );
                (first.is_some_and(|at| holds(bounds, at)), sentence)
            }
            Expectation::NothingAfter(last) => self.nothing_after(last),
            Expectation::LongestSilence(bounds) => self.longest_silence(bounds),
            Expectation::GapBetweenOpens(gaps) => {
                let arrivals = self.times(What::Arrived);
                let found = arrivals.windows(2).map(|pair| (pair[0], Some(pair[1]))).collect();
                self.gaps(gaps, "between attempts to connect", found)
            }
            Expectation::ReopensAfter(gaps) => {
                self.gaps(gaps, "from a loss to the next attempt to connect", self.losses())
            }
        }
    }

    fn opens(&self, window: Window) -> Vec<u64> {
        self.within(What::Arrived, window)
    }

    fn within(&self, what: What, window: Window) -> Vec<u64> {
        self.times(what).into_iter().filter(|at| window.contains(*at)).collect()
    }

    fn times(&self, what: What) -> Vec<u64> {
        self.seen.iter().filter(|it| it.what == what).map(|it| it.at).collect()
    }

    /// Each origin that was open for long enough has its answer in time.
    fn answers(&self, sent: Sent, within: u64, of: Origin) -> Finding {
        let (origin, name) = match of {
            Origin::Open => (What::Opened, "the opening of its connection"),
            Origin::Ping => (What::Pinged, "the server's `ping`"),
        };
        let expected = format!("expected {} within {within} ms of {name}", named(sent));
        let (mut judged, mut slowest) = (0, 0);
        for (index, start) in self.seen.iter().enumerate().filter(|(_, it)| it.what == origin) {
            let deadline = start.at + within;
            let mut after =
                self.seen[index..].iter().filter(|it| it.connection == start.connection);
            let end = after.find(|it| {
                matches!(it.what, What::Received(Some(it)) if it == sent) || it.what == What::Closed
            });
            match end {
                Some(Seen { at, what: What::Received(_), .. }) if *at <= deadline => {
                    judged += 1;
                    slowest = slowest.max(at - start.at);
                }
                // Closed before the deadline: not judged.
                Some(Seen { at, what: What::Closed, .. }) if *at <= deadline => {}
                None if self.end < deadline => {}
                Some(Seen { at, what: What::Received(_), .. }) => {
                    let took = at - start.at;
                    let (connection, start) = (start.connection, start.at);
                    let sentence = format!(
                        "{expected}, saw it after {took} ms: at {at} ms on connection {connection}, \
                         counted from {start} ms"
                    );
                    return (false, sentence);
                }
                _ => {
                    let (connection, start) = (start.connection, start.at);
                    let sentence = format!(
                        "{expected}, saw none on connection {connection}, counted from {start} ms"
                    );
                    return (false, sentence);
                }
            }
        }
        if judged == 0 {
            return (false, format!("{expected}, but there was nothing to answer"));
        }
        (true, format!("{expected}, saw {judged}, the slowest after {slowest} ms"))
    }

    fn concurrent(&self, bounds: Bounds) -> Finding {
        // When each connection began and ended, ends as early as they may have been.
        let mut changes = Vec::new();
        for it in self.seen {
            match it.what {
                What::Arrived => changes.push((it.at, 1, it.connection)),
                What::Closed => {
                    changes.push((it.at.saturating_sub(ON_THE_WAY_MS), -1, it.connection))
                }
                _ => {}
            }
        }
        let began: BTreeMap<u64, u64> =
            changes.iter().filter(|it| it.1 == 1).map(|it| (it.2, it.0)).collect();
        changes.retain(|it| began.contains_key(&it.2));
        for it in &mut changes {
            it.0 = it.0.max(began[&it.2]);
        }
        // Of what happens in the same millisecond: ends, beginnings, then the ends of these.
        changes.sort_by_key(|it| (it.0, if it.0 == began[&it.2] { 0 } else { it.1 }));
        let (mut open, mut most, mut when) = (0_i64, 0, 0);
        for (at, change, _) in changes {
            open += change;
            if open > most {
                (most, when) = (open, at);
            }
        }
        let most = u64::try_from(most).unwrap_or_default();
        let sentence = format!(
            "expected {} open at once, saw {most} at {when} ms",
            Count(bounds, "connection")
        );
        (holds(bounds, most), sentence)
    }

    fn connected_at_end(&self, bounds: Bounds) -> Finding {
        let mut open: Vec<u64> = Vec::new();
        for it in self.seen {
            match it.what {
                What::Authenticated => open.push(it.connection),
                What::Closed => open.retain(|connection| *connection != it.connection),
                _ => {}
            }
        }
        let count = open.len() as u64;
        let last = self.seen.iter().rev().find(|it| it.what == What::Closed);
        let mut sentence = format!(
            "expected {} at the end ({} ms), saw {count}",
            Count(bounds, "authenticated connection"),
            self.end
        );
        if let Some(last) = last {
            let _ = write!(sentence, "; connection {} ended at {} ms", last.connection, last.at);
        }
        (holds(bounds, count), sentence)
    }

    fn nothing_after(&self, last: Last) -> Finding {
        let (what, name) = match last {
            Last::Close => (What::Closed, "the first end of a connection"),
            Last::Stop => (What::Stopped, "the client was asked to end"),
        };
        let Some(index) = self.seen.iter().position(|it| it.what == what) else {
            return (false, format!("expected nothing after {name}, but that never came"));
        };
        let start = self.seen[index];
        let late = self.seen[index..].iter().find(|it| {
            let is_new = matches!(it.what, What::Arrived | What::Received(_));
            is_new && it.at > start.at + ON_THE_WAY_MS
        });
        let expected = format!("expected nothing after {name} (at {} ms)", start.at);
        match late {
            None => (true, format!("{expected}, saw nothing")),
            Some(Seen { at, connection, what }) => {
                let what = match what {
                    What::Arrived => "an attempt to connect".to_owned(),
                    What::Received(Some(sent)) => format!("{} on it", named(*sent)),
                    _ => "a frame on it".to_owned(),
                };
                (false, format!("{expected}, saw connection {connection}: {what} at {at} ms"))
            }
        }
    }

    /// From its opening on, each moment at which a connection was heard, and its end.
    fn longest_silence(&self, bounds: Bounds) -> Finding {
        let expected = format!("expected {} ms without a frame of the client", Range(bounds));
        // By connection: when it was heard last.
        let mut open = BTreeMap::new();
        let mut silences = Vec::new();
        for it in self.seen {
            let before = match it.what {
                What::Opened => {
                    open.insert(it.connection, it.at);
                    None
                }
                What::Received(_) => open.insert(it.connection, it.at),
                What::Closed => open.remove(&it.connection),
                _ => None,
            };
            silences.extend(before.map(|from| (it.at - from, from)));
        }
        silences.extend(open.into_values().map(|from| (self.end.saturating_sub(from), from)));
        match silences.into_iter().max() {
            None => (false, format!("{expected}, but no connection was open")),
            Some((longest, from)) => {
                (holds(bounds, longest), format!("{expected}, saw {longest} ms from {from} ms on"))
            }
        }
    }

    /// When the only connection was lost, and when the next attempt came.
    fn losses(&self) -> Vec<(u64, Option<u64>)> {
        let (mut open, mut losses) = (0_i64, Vec::new());
        for it in self.seen {
            match it.what {
                What::Arrived => {
                    open += 1;
                    if let Some((_, next @ None)) = losses.last_mut() {
                        *next = Some(it.at);
                    }
                }
                What::Closed => {
                    open -= 1;
                    if open == 0 {
                        losses.push((it.at, None));
                    }
                }
                _ => {}
            }
        }
        losses
    }

    fn gaps(&self, gaps: Gaps, name: &str, found: Vec<(u64, Option<u64>)>) -> Finding {
        let (bounds, average_max) = (gaps.each(), gaps.average_max);
        let expected = match (bounds, average_max) {
            (Bounds { min: None, max: None }, Some(average)) => {
                format!("expected at most {average} ms on average {name}")
            }
            (bounds, None) => format!("expected {} ms {name}", Range(bounds)),
            (bounds, Some(average)) => {
                format!("expected {} ms {name} and at most {average} on average", Range(bounds))
            }
        };
        if found.is_empty() {
            return (false, format!("{expected}, but there was none"));
        }
        // One that has not come yet may still come in time.
        let longest = bounds.max.or(average_max).unwrap_or(u64::MAX);
        if let Some((start, _)) =
            found.iter().find(|(start, next)| next.is_none() && self.end - start > longest)
        {
            return (false, format!("{expected}, but none came after {start} ms"));
        }
        let known: Vec<(u64, u64)> =
            found.iter().filter_map(|(start, next)| Some((*start, (*next)? - start))).collect();
        if known.is_empty() {
            return (false, format!("{expected}, but none came"));
        }
        if let Some((start, gap)) = known.iter().find(|(_, gap)| !holds(bounds, *gap)) {
            return (false, format!("{expected}, saw {gap} ms from {start} ms on"));
        }
        let sum: u64 = known.iter().map(|(_, gap)| gap).sum();
        let average = sum / known.len() as u64;
        let lengths: Vec<u64> = known.iter().map(|(_, gap)| *gap).collect();
        let sentence = format!("{expected}, saw {average} ms on average: {}", Listed(&lengths));
        (average_max.is_none_or(|limit| average <= limit), sentence)
    }
}

fn counted(bounds: Bounds, noun: &'static str, times: Vec<u64>) -> Finding {
    let count = times.len() as u64;
    let mut sentence = format!("expected {}, saw {count}", Count(bounds, noun));
    if count > 0 {
        let _ = write!(sentence, ": {}", Times(&times));
    }
    (holds(bounds, count), sentence)
}

fn holds(bounds: Bounds, value: u64) -> bool {
    bounds.min.is_none_or(|min| value >= min) && bounds.max.is_none_or(|max| value <= max)
}

#[cfg(test)]
mod tests;
