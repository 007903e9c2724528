use std::borrow::Cow;

use crate::command::COMMANDS;
use crate::event::EventType;
use crate::json::{FaultCode, Read, Reader};
use crate::value::Timestamp;

use super::DecodeError;

/// What a router needs to know of a frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Peek<'a> {
    /// The type as written; [`EventType::parse`] finds the event, under old spellings too.
    pub wire_type: Option<Cow<'a, str>>,
    /// When the server sent it.
    pub timestamp: Option<Timestamp>,
    /// Identifies this sending.
    pub event_id: Option<Cow<'a, str>>,
    /// The tenant: the envelope's, else the one at the top level of `data`.
    pub tenant_id: Option<Cow<'a, str>>,
}

impl Peek<'_> {
    fn has_all_but_tenant(&self) -> bool {
        self.wire_type.is_some() && self.timestamp.is_some() && self.event_id.is_some()
    }
}

/// Reads only type, timestamp, event id and tenant, and stops once it has them.
///
/// Values of the wrong form count as absent, and what follows the last of the four is not checked:
/// the frame may still be invalid.
///
/// # Errors
/// When the frame is not an object, or not JSON as far as it is read.
pub fn peek(text: &str) -> Result<Peek<'_>, DecodeError> {
    read(text).map_err(|fault| DecodeError::new(*fault, text.as_bytes(), None))
}

fn read(text: &str) -> Read<Peek<'_>> {
    let mut reader = Reader::new(text, None);
    if !reader.begin_object() {
        let found = reader.describe()?;
        return Err(reader.frame_fault(FaultCode::NotObject, "an object", found));
    }
    let mut peek = Peek::default();
    let mut of_data = None;
    while let Some(key) = reader.next_key()? {
        match &*key {
            "type" => peek.wire_type = text_or_skip(&mut reader)?,
            "timestamp" => {
                peek.timestamp =
                    text_or_skip(&mut reader)?.and_then(|text| Timestamp::parse(&text));
            }
            "eventId" | "event_id" => peek.event_id = text_or_skip(&mut reader)?,
            "tenantId" | "tenant_id" => peek.tenant_id = text_or_skip(&mut reader)?,
            "data" if peek.tenant_id.is_none() && of_data.is_none() => {
                let is_last;
                (of_data, is_last) = tenant_of_data(&mut reader, peek.has_all_but_tenant())?;
                if is_last {
                    break;
                }
            }
            _ => reader.skip()?,
        }
        if peek.has_all_but_tenant() && peek.tenant_id.is_some() {
            break;
        }
    }
    peek.tenant_id = peek.tenant_id.or(of_data);
    Ok(peek)
}

/// A non-empty text; any other value is passed over.
fn text_or_skip<'a>(reader: &mut Reader<'a>) -> Read<Option<Cow<'a, str>>> {
    if reader.peek() == Some(b'"') {
        return Ok(Some(reader.string("text")?).filter(|text| !text.is_empty()));
    }
    reader.skip()?;
    Ok(None)
}

/// The tenant at the top level of `data`, and whether it is the last thing wanted: the rest is then
/// left unread. The envelope's goes before it, wherever that stands.
fn tenant_of_data<'a>(
    reader: &mut Reader<'a>,
    is_rest_known: bool,
) -> Read<(Option<Cow<'a, str>>, bool)> {
    if reader.peek() != Some(b'{') {
        reader.skip()?;
        return Ok((None, false));
    }
    let mut tenant = None;
    reader.begin_object();
    while let Some(key) = reader.next_key()? {
        if tenant.is_none() && matches!(&*key, "tenantId" | "tenant_id") {
            tenant = text_or_skip(reader)?;
            if is_rest_known && tenant.is_some() && !may_name_tenant(reader.rest()) {
                return Ok((tenant, true));
            }
        } else {
            reader.skip()?;
        }
    }
    Ok((tenant, false))
}

/// Whether a key of a tenant may stand in a text. Letters can be escaped in one way only.
fn may_name_tenant(text: &str) -> bool {
    text.contains("tenant") || text.contains("\\u")
}

/// The type that a refused frame names, for its error: canonical if known, a command by its action.
pub(super) fn message_type(text: &str) -> Option<String> {
    let mut reader = Reader::new(text, None);
    let mut action = None;
    if !reader.begin_object() {
        return None;
    }
    while let Some(key) = reader.next_key().ok()? {
        match &*key {
            "type" => {
                let wire_type = text_or_skip(&mut reader).ok()??;
                let known = EventType::parse(&wire_type).map(EventType::as_str);
                return Some(known.map_or_else(|| wire_type.into_owned(), str::to_owned));
            }
            // As with the type, the first counts.
            "action" if action.is_none() => action = Some(text_or_skip(&mut reader).ok()?),
            _ => reader.skip().ok()?,
        }
    }
    let action = action??;
    COMMANDS.iter().find(|row| row.wire_type == action).map(|row| row.wire_type.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant(text: &str) -> Option<String> {
        peek(text).expect(text).tenant_id.map(Cow::into_owned)
    }

    #[test]
    fn the_tenant_of_the_envelope_goes_before_that_of_data() {
        let data = r#""data":{"tenantId":"of-data","goalId":"g"}"#;
        let others = [
            r#""type":"goal.paused""#,
            r#""timestamp":"2025-11-03T14:30:00Z""#,
            r#""eventId":"e""#,
        ];
        for known in 0..=others.len() {
            let rest = [&others[..known], &[data]].concat().join(",");
            assert_eq!(tenant(&format!("{{{rest}}}")).as_deref(), Some("of-data"));
            for (of_envelope, seen) in
                [("\"other\"", "other"), ("null", "of-data"), ("7", "of-data")]
            {
                for key in ["tenantId", "tenant_id", "\\u0074enantId"] {
                    let behind = format!("{{{rest},\"{key}\":{of_envelope}}}");
                    assert_eq!(tenant(&behind).as_deref(), Some(seen), "{behind}");
                    let before = format!("{{\"{key}\":{of_envelope},{rest}}}");
                    assert_eq!(tenant(&before).as_deref(), Some(seen), "{before}");
                }
            }
        }
    }

    #[test]
    fn of_several_data_the_first_that_names_a_tenant_counts() {
        for data in [r#""data":{}"#, r#""data":7"#, r#""data":{"tenantId":"a"}"#] {
            let first = if data.contains("tenant") { "a" } else { "b" };
            let text = format!(r#"{{{data},"data":{{"tenantId":"b"}},"data":{{"tenantId":"c"}}}}"#);
            assert_eq!(tenant(&text).as_deref(), Some(first), "{text}");
        }
    }

    #[test]
    fn what_stands_behind_the_last_of_the_four_is_not_looked_at() {
        let text = r#"{"type":"a","timestamp":"2025-11-03T14:30:00Z","eventId":"e","data":{"x":1,"tenantId":"t"?"#;
        assert_eq!(tenant(text).as_deref(), Some("t"));
        assert!(peek(&text.replace("eventId", "other")).is_err());
        let behind = format!("{text}tenantId");
        assert!(peek(&behind).is_err(), "the envelope may have a tenant yet");
    }
}
