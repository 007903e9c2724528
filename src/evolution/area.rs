//! Types that are not listed and yet read: the errors of an area, `billing.error`.

use super::frame::{Frame, Versions, Written};
use super::keys::refused_key;
use super::names::{Matching, Reading, Side};
use crate::definition::{Definition, Event, Key, Kind, Presence};

/// If the other version reads this event of one version as an error of an area: a frame of it that
/// the other does not read so, or none if it reads all of them.
pub(super) fn read_as_error(
    versions: &Versions<'_>,
    writer: Side,
    event: &Event,
) -> Option<Option<String>> {
    let reader = versions.of(writer.other());
    let error = error_event(reader, &event.wire_type)?;
    let matching = match writer {
        Side::Old => Matching::new(&event.keys, &error.keys),
        Side::New => Matching::new(&error.keys, &event.keys),
    };
    let reading = matching.written_by(writer);
    let frame =
        |given: Option<(&str, &Written)>| Some(Frame::Event(event).write(versions, writer, given));
    let code = reader.area_rule.as_ref().map_or("", |rule| &rule.key);
    if event.is_bare() || !has_text(versions, writer, event, code) {
        let is_nullable = event.keys.iter().any(|key| key.key == code && key.nullable);
        return Some(frame(is_nullable.then_some((code, &Written::Null))));
    }
    for index in 0..event.keys.len() {
        if let Some(written) = refused_key(versions, &reading, writer, index) {
            return Some(frame(Some((&event.keys[index].key, &written))));
        }
    }
    Some(if misses_a_key(&reading) { frame(None) } else { None })
}

/// The event as which a definition reads an unlisted type, if it reads it as one.
fn error_event<'a>(definition: &'a Definition, wire_type: &str) -> Option<&'a Event> {
    let rule = definition.area_rule.as_ref()?;
    wire_type.strip_suffix(&*rule.suffix).filter(|area| !area.is_empty())?;
    definition.events().iter().find(|event| event.wire_type == rule.event)
}

/// Whether every frame of the event has the key, as a text.
fn has_text(versions: &Versions<'_>, writer: Side, event: &Event, name: &str) -> bool {
    let is_text = |key: &Key| {
        let kind = versions.kind(writer, key);
        !matches!(kind, Kind::Number { .. } | Kind::Integer | Kind::Boolean | Kind::List(_))
    };
    let is_always = |key: &Key| key.presence() == Presence::Required;
    event.keys.iter().any(|key| key.key == name && is_always(key) && is_text(key))
}

/// Whether the reader needs a key that the writer does not have.
fn misses_a_key(reading: &Reading<'_, Key>) -> bool {
    let met = |index: usize| {
        (0..reading.writer.len()).any(|item| reading.counterpart(item) == Some(index))
    };
    let needed = |key: &Key| key.presence() != Presence::Optional;
    reading.reader.iter().enumerate().any(|(index, key)| needed(key) && !met(index))
}
