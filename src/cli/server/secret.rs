//! Keeps the token out of what is printed, also when a server sends it back: replaced in values,
//! before they are written, so that a short token damages no line and one with quotes is found.

use std::borrow::Cow;

use crate::{EventType, Timestamp};

/// The shortest part of a token, where a sentence cuts a text, that is replaced.
const SHORTEST_PART: usize = 4;

pub struct Secret {
    token: String,
    /// As it stands in a sentence that quotes it.
    quoted: String,
}

impl Secret {
    pub fn new(token: &str) -> Self {
        let quoted = format!("{token:?}");
        Secret { token: token.to_owned(), quoted: quoted[1..quoted.len() - 1].to_owned() }
    }

    /// The text without the token. The type of a known event and a time are the protocol's own, and
    /// stay.
    pub fn hide<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if EventType::parse(text).is_some() || text.parse::<Timestamp>().is_ok() {
            return Cow::Borrowed(text);
        }
        let mut hidden = Cow::Borrowed(text);
        for token in [&self.token, &self.quoted] {
            if hidden.contains(token.as_str()) {
                hidden = Cow::Owned(hidden.replace(token.as_str(), "…"));
            }
            if let Some(cut) = without_part(&hidden, token) {
                hidden = Cow::Owned(cut);
            }
        }
        hidden
    }

    /// Valid JSON without the token in its texts; keys, numbers and all else stay.
    pub fn hide_in_json(&self, json: &str) -> String {
        let mut out = String::with_capacity(json.len());
        let mut rest = json;
        while let Some(start) = rest.find('"') {
            let length = literal(&rest[start..]);
            let (before, after) = rest.split_at(start + length);
            let (before, literal) = before.split_at(start);
            out += before;
            let is_key = after.trim_start().starts_with(':');
            match serde_json::from_str::<String>(literal) {
                Ok(text) if !is_key => match self.hide(&text) {
                    Cow::Owned(hidden) => {
                        out += &serde_json::to_string(&hidden).expect("a text");
                    }
                    Cow::Borrowed(_) => out += literal,
                },
                _ => out += literal,
            }
            rest = after;
        }
        out + rest
    }
}

/// A sentence shortens what it quotes: then a beginning of the token may stand before `…`. `None` if
/// none does.
fn without_part(text: &str, token: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('…') {
        let starts = before.char_indices().map(|(at, _)| at);
        let found = starts
            .take_while(|start| before.len() - start >= SHORTEST_PART)
            .find(|start| token.starts_with(&before[*start..]));
        out += &before[..found.unwrap_or(before.len())];
        out.push('…');
        rest = after;
    }
    out += rest;
    (out != text).then_some(out)
}

/// The length of the text literal at the start, with its quotes.
fn literal(json: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in json.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_replaced_in_values_alone() {
        for (token, json, expected) in [
            ("1", r#"{"kind1":"event","n":11,"v":"a1"}"#, r#"{"kind1":"event","n":11,"v":"a…"}"#),
            ("1", r#"{"timestamp":"2025-11-03T14:30:00.000Z"}"#, ""),
            (
                "goal",
                r#"{"type":"goal.paused","goalId":"goal-1"}"#,
                r#"{"type":"goal.paused","goalId":"…-1"}"#,
            ),
            (r#"a"b"#, r#"{"v":"x a\"b"}"#, r#"{"v":"x …"}"#),
            (r"a\", r#"{"v":"a\\","w":"\\\""}"#, r#"{"v":"…","w":"\\\""}"#),
            ("é", r#"{"v":["\u00e9",{"w":"é"}]}"#, r#"{"v":["…",{"w":"…"}]}"#),
            ("v", r#"["v" , {"v" : "v"}]"#, r#"["…" , {"v" : "…"}]"#),
        ] {
            let expected = if expected.is_empty() { json } else { expected };
            assert_eq!(Secret::new(token).hide_in_json(json), expected, "{token}");
        }
    }

    #[test]
    fn it_is_found_where_a_sentence_quotes_or_cuts_it() {
        let secret = Secret::new("se\"cret-token");
        for (text, expected) in [
            ("no se\"cret-token here", "no … here"),
            (r#"found "se\"cret-token""#, r#"found "…""#),
            (r#"found "Bearer se\"cret-to…""#, r#"found "Bearer …""#),
            ("found \"self…\"", "found \"self…\""),
        ] {
            assert_eq!(secret.hide(text), expected);
        }
    }
}
