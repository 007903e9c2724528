//! An expectation as it is written: every key may be there, and few of them go together.

#[cfg(feature = "codegen")]
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

use super::{Bounds, Expectation, Gaps, Last, Origin, Sent, Window};
#[cfg(feature = "codegen")]
use crate::mock_files::scenario::exactly_one;
use crate::mock_files::scenario::only;

/// What must be true at the end: one thing, about all connections together.
#[derive(Default, Deserialize, Serialize)]
#[cfg_attr(
    feature = "codegen",
    derive(JsonSchema),
    schemars(rename = "Expectation", transform = one_subject)
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Written {
    /// The client sends this, as often as `count` says (at least once if absent), or `withinMs`
    /// milliseconds `of` each of what it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<Sent>,
    /// With `client`: how often.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<Bounds>,
    /// With `client` and `of`: how soon, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    within_ms: Option<u64>,
    /// With `client` and `withinMs`: what it answers, on the same connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<Origin>,
    /// How often the client opens a connection: every attempt that reaches the server counts, also
    /// one that it refuses or leaves hanging.
    #[serde(skip_serializing_if = "Option::is_none")]
    opens: Option<Bounds>,
    /// With `client` and `count`, `opens` and `opensSpanMs`: not before this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<u64>,
    /// With `client` and `count`, `opens` and `opensSpanMs`: not after this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<u64>,
    /// How many connections are open at once, at any time. That the old one overlaps the new one for
    /// less than 200 ms does not count: an end takes its time to arrive.
    #[serde(skip_serializing_if = "Option::is_none")]
    concurrent: Option<Bounds>,
    /// How many connections are open and authenticated at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    connected_at_end: Option<Bounds>,
    /// How often a connection is authenticated.
    #[serde(skip_serializing_if = "Option::is_none")]
    authenticated: Option<Bounds>,
    /// When a connection is authenticated for the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    authenticated_at: Option<Bounds>,
    /// The client neither opens a connection nor sends anything after this, what is under way for
    /// 200 ms aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    nothing_after: Option<Last>,
    /// The longest time for which the client sends nothing on an open connection: from its opening
    /// to a frame, from frame to frame, and until it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    longest_silence_ms: Option<Bounds>,
    /// How long from each opening to the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    gap_between_opens_ms: Option<Gaps>,
    /// How long from each loss of the only connection to the next opening.
    #[serde(skip_serializing_if = "Option::is_none")]
    reopens_after_ms: Option<Gaps>,
    /// How long from the first to the last opening, of those between `from` and `until`.
    #[serde(skip_serializing_if = "Option::is_none")]
    opens_span_ms: Option<Bounds>,
}

impl TryFrom<Written> for Expectation {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let Written { client, count, within_ms, of, from, until, .. } = written;
        let window = Window { from, until };
        let sent = |what| match (within_ms, of) {
            (Some(within_ms), Some(of)) => Expectation::Answers { what, within_ms, of },
            _ => Expectation::Sends { what, count, window },
        };
        let (subject, expectation) = only([
            ("client", client.map(sent)),
            ("opens", written.opens.map(|count| Expectation::Opens { count, window })),
            ("concurrent", written.concurrent.map(Expectation::Concurrent)),
            ("connectedAtEnd", written.connected_at_end.map(Expectation::ConnectedAtEnd)),
            ("authenticated", written.authenticated.map(Expectation::Authenticated)),
            ("authenticatedAt", written.authenticated_at.map(Expectation::AuthenticatedAt)),
            ("nothingAfter", written.nothing_after.map(Expectation::NothingAfter)),
            ("longestSilenceMs", written.longest_silence_ms.map(Expectation::LongestSilence)),
            ("gapBetweenOpensMs", written.gap_between_opens_ms.map(Expectation::GapBetweenOpens)),
            ("reopensAfterMs", written.reopens_after_ms.map(Expectation::ReopensAfter)),
            ("opensSpanMs", written.opens_span_ms.map(|ms| Expectation::OpensSpan { ms, window })),
        ])?;
        let is_client = subject == "client";
        let is_window = matches!(subject, "client" | "opens" | "opensSpanMs");
        for (key, is_there, fits) in [
            ("count", count.is_some(), is_client),
            ("withinMs", within_ms.is_some(), is_client),
            ("of", of.is_some(), is_client),
            ("from", from.is_some(), is_window),
            ("until", until.is_some(), is_window),
        ] {
            if is_there && !fits {
                return Err(format!("$: expected nothing but `{subject}`, found `{key}`"));
            }
        }
        if within_ms.is_some() != of.is_some() {
            return Err("$: expected `withinMs` and `of` together, found one of them".to_owned());
        }
        if count.is_some() && of.is_some() {
            return Err("$: expected `count`, or `withinMs` and `of`, found all".to_owned());
        }
        if of.is_some() && (from.is_some() || until.is_some()) {
            return Err(
                "$: expected `from` and `until`, or `withinMs` and `of`, found all".to_owned()
            );
        }
        match expectation {
            Expectation::Sends { count: Some(count), .. } => count.check("count")?,
            Expectation::Sends { count: None, .. }
            | Expectation::Answers { .. }
            | Expectation::NothingAfter(_) => {}
            Expectation::Opens { count: bounds, .. }
            | Expectation::OpensSpan { ms: bounds, .. }
            | Expectation::Concurrent(bounds)
            | Expectation::ConnectedAtEnd(bounds)
            | Expectation::Authenticated(bounds)
            | Expectation::AuthenticatedAt(bounds)
            | Expectation::LongestSilence(bounds) => bounds.check(subject)?,
            Expectation::GapBetweenOpens(gaps) | Expectation::ReopensAfter(gaps) => {
                gaps.check(subject)?;
            }
        }
        Ok(expectation)
    }
}

impl From<Expectation> for Written {
    fn from(expectation: Expectation) -> Self {
        let mut written = Written::default();
        match expectation {
            Expectation::Sends { what, count, window } => {
                (written.client, written.count) = (Some(what), count);
                (written.from, written.until) = (window.from, window.until);
            }
            Expectation::Answers { what, within_ms, of } => {
                written.client = Some(what);
                (written.within_ms, written.of) = (Some(within_ms), Some(of));
            }
            Expectation::Opens { count, window } => {
                written.opens = Some(count);
                (written.from, written.until) = (window.from, window.until);
            }
            Expectation::OpensSpan { ms, window } => {
                written.opens_span_ms = Some(ms);
                (written.from, written.until) = (window.from, window.until);
            }
            Expectation::Concurrent(bounds) => written.concurrent = Some(bounds),
            Expectation::ConnectedAtEnd(bounds) => written.connected_at_end = Some(bounds),
            Expectation::Authenticated(bounds) => written.authenticated = Some(bounds),
            Expectation::AuthenticatedAt(bounds) => written.authenticated_at = Some(bounds),
            Expectation::NothingAfter(last) => written.nothing_after = Some(last),
            Expectation::LongestSilence(bounds) => written.longest_silence_ms = Some(bounds),
            Expectation::GapBetweenOpens(gaps) => written.gap_between_opens_ms = Some(gaps),
            Expectation::ReopensAfter(gaps) => written.reopens_after_ms = Some(gaps),
        }
        written
    }
}

#[cfg(feature = "codegen")]
fn one_subject(schema: &mut Schema) {
    exactly_one(schema, &["count", "withinMs", "of", "from", "until"]);
}
