//! The faults that change the content of an event, by the keys and values that the registry lists.

use fastrand::Rng;
use serde_json::{Map, Value};

use crate::envelope::Header;
use crate::event::{EventRow, EventType};
use crate::json::{Field, Kind, Presence};
use crate::mock_files::fault::FaultAction;
use crate::payload::Object;
use crate::value::Timestamp;

use super::clock::timestamp;

/// The id that each event gets by the fault `same_event_id`.
const SAME_EVENT_ID: &str = "0192f0c1-7a00-7c3e-8f00-00000000002a";

/// The frame as the fault leaves it; `None` if there is nothing in it that the fault could change.
pub(super) fn mutate(
    action: &FaultAction,
    frame: &Map<String, Value>,
    rng: &mut Rng,
) -> Option<Map<String, Value>> {
    let mut frame = frame.clone();
    let wire_type = frame.get("type")?.as_str()?.to_owned();
    let row = EventType::parse(&wire_type).map(EventType::row);
    match action {
        FaultAction::UnknownType {} => {
            let unknown = format!("{wire_type}.of_tomorrow");
            frame.insert("type".to_owned(), unknown.into());
        }
        FaultAction::StaleTimestamp { ms } => {
            let written = frame.get("timestamp")?.as_str()?;
            let sent = Timestamp::parse(written)?.unix_millis();
            let stale = timestamp(sent.unsigned_abs().saturating_sub(ms.get()));
            frame.insert("timestamp".to_owned(), stale.to_string().into());
        }
        FaultAction::ExtraKey {} => {
            data(&mut frame)?.insert("ofTomorrow".to_owned(), true.into());
        }
        FaultAction::NoEventId {} => {
            frame.remove("eventId")?;
        }
        FaultAction::SameEventId {} => {
            frame.insert("eventId".to_owned(), SAME_EVENT_ID.into());
        }
        FaultAction::OtherTenant {} => other_tenant(&mut frame)?,
        FaultAction::SnakeCase {} => respell(&mut frame, row?, |key, value, field| {
            (field.map_or(key, |field| field.snake.to_owned()), value)
        })?,
        FaultAction::OldNames {} => {
            let row = row?;
            let before = frame.clone();
            respell(&mut frame, row, oldest)?;
            if let Some(alias) = row.aliases.last() {
                frame.insert("type".to_owned(), (*alias).into());
            }
            if frame == before {
                return None;
            }
        }
        FaultAction::UnknownValue {} => {
            let is_enum = |field: &Field| matches!(field.kind, Kind::Enum(_));
            let field = choose(&mut frame, row?, rng, is_enum)?;
            data(&mut frame)?.insert(field.key.to_owned(), "of_tomorrow".into());
        }
        FaultAction::MissingKey {} => {
            let is_required = |field: &Field| field.presence == Presence::Required;
            let field = choose(&mut frame, row?, rng, is_required)?;
            data(&mut frame)?.remove(field.key);
        }
        _ => return None,
    }
    Some(frame)
}

fn data(frame: &mut Map<String, Value>) -> Option<&mut Map<String, Value>> {
    frame.get_mut("data")?.as_object_mut()
}

/// One of the keys of the payload that are there, by chance.
fn choose(
    frame: &mut Map<String, Value>,
    row: &'static EventRow,
    rng: &mut Rng,
    wanted: impl Fn(&Field) -> bool,
) -> Option<&'static Field> {
    let data = data(frame)?;
    let fields: Vec<_> =
        row.fields.iter().filter(|it| wanted(it) && data.contains_key(it.key)).collect();
    let count = fields.len() as u64;
    (count > 0).then(|| fields[rng.u64(..count) as usize])
}

fn other_tenant(frame: &mut Map<String, Value>) -> Option<()> {
    const KEY: &str = "tenantId";
    let other =
        |value: &Value| Value::from(format!("{}-other", value.as_str().unwrap_or_default()));
    let of_data = data(frame)?.get(KEY).map(other);
    let of_envelope = frame.get(KEY).map(other);
    if let Some(tenant) = of_envelope {
        frame.insert(KEY.to_owned(), tenant);
    }
    data(frame)?.insert(KEY.to_owned(), of_data?);
    Some(())
}

/// Writes the known keys of envelope and payload another way.
fn respell(
    frame: &mut Map<String, Value>,
    row: &EventRow,
    spell: impl Fn(String, Value, Option<&Field>) -> (String, Value),
) -> Option<()> {
    let respelt = |object: Map<String, Value>, fields: &[Field]| -> Map<String, Value> {
        let spell = |(key, value): (String, Value)| {
            let field = fields.iter().find(|field| field.key == key);
            spell(key, value, field)
        };
        object.into_iter().map(spell).collect()
    };
    let payload = std::mem::take(data(frame)?);
    *data(frame)? = respelt(payload, row.fields);
    *frame = respelt(std::mem::take(frame), Header::FIELDS);
    Some(())
}

/// Key and value in their oldest spelling.
fn oldest(key: String, value: Value, field: Option<&Field>) -> (String, Value) {
    let Some(field) = field else { return (key, value) };
    let values = if let Kind::Enum(enumeration) = field.kind { enumeration.values } else { &[] };
    let alias = values.iter().find(|it| value == it.text).and_then(|it| it.aliases.last());
    let key = field.aliases.last().map_or(key, |alias| alias.key.to_owned());
    (key, alias.map_or(value, |alias| (*alias).into()))
}
