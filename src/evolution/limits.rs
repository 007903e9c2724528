//! The limits of a frame, and the keys of the gateway's own.

use std::fmt::Write;

use serde_json::{Value, json};

use super::change::{Found, Travels, Unread};
use super::frame::{Frame, Versions, Written};
use super::kinds::refused;
use super::names::Side;
use super::rules::RuleId;
use crate::definition::{Event, Key, Kind, Presence};

/// No frame beyond this is built to show a limit.
const LARGEST: u64 = 1 << 22;

/// Limits are by name; an event that both have carries what is too large for one.
pub(super) fn compare(
    versions: &Versions<'_>,
    carriers: Option<(&Event, &Event)>,
    out: &mut Vec<Found>,
) {
    let (Some(old), Some(new)) = (&versions.old.limits, &versions.new.limits) else { return };
    for (name, before) in old {
        let Some(after) = new.get(name).filter(|after| *after != before) else { continue };
        let place = format!("limits.{name}");
        let beyond = |side: Side, limit: u64| {
            let (old, new) = carriers?;
            let event = if side == Side::Old { old } else { new };
            frame_beyond(versions, side, event, name, limit)
        };
        let (rule, unread) = if after > before {
            let of_new = beyond(Side::New, *before);
            (RuleId::LimitRaised, Unread { of_new, of_old: None })
        } else {
            let of_old = beyond(Side::Old, *after);
            (RuleId::LimitLowered, Unread { of_new: None, of_old })
        };
        let found = Found::new(rule, place, json!(before), json!(after));
        out.push(found.travelling(Travels::BOTH).shown_by(unread));
    }
}

/// A frame that is just beyond a limit.
fn frame_beyond(
    versions: &Versions<'_>,
    side: Side,
    event: &Event,
    name: &str,
    limit: u64,
) -> Option<String> {
    if limit > LARGEST {
        return None;
    }
    let limit = usize::try_from(limit).ok()?;
    if name == "maxDepth" {
        // A key of a later version, which counts though it is ignored: the root, the list, and in it
        // as many lists as it takes.
        let mut frame = Frame::Event(event).write(versions, side, None);
        frame.pop();
        let _ = write!(frame, ",\"later\":{}{}}}", "[".repeat(limit), "]".repeat(limit));
        return Some(frame);
    }
    let is_text = |key: &&Key| matches!(versions.kind(side, key), Kind::Text | Kind::NonEmpty);
    let key = event.keys.iter().find(is_text);
    let (frame, key) = match key {
        Some(key) => (Frame::Event(event), key),
        None => (Frame::Envelope(event), versions.of(side).envelope().iter().find(is_text)?),
    };
    let with = |text: String| {
        frame.write(versions, side, Some((&key.key, &Written::Value(Value::from(text)))))
    };
    let without = with(String::new()).len();
    Some(with("x".repeat((limit + 1).saturating_sub(without).max(1))))
}

/// The gateway's keys. Amazon writes them, whatever we release: what the old version reads is what
/// there is.
pub(super) fn compare_gateway(versions: &Versions<'_>, out: &mut Vec<Found>) {
    let (Some(old), Some(new)) = (&versions.old.gateway, &versions.new.gateway) else { return };
    let frame = |given: Option<(&str, &Written)>| {
        let frame = Some(Frame::Gateway.write(versions, Side::Old, given));
        Unread { of_new: frame.clone(), of_old: frame }
    };
    let place = |key: &Key| format!("gateway.{}", key.key);
    let mut found = |found: Found| out.push(found.travelling(Travels::TO_CLIENTS));
    for before in old {
        let Some(after) = new.iter().find(|it| it.key == before.key) else {
            let rule = RuleId::GatewayKeyRemoved;
            found(Found::new(rule, place(before), json!(before), Value::Null));
            continue;
        };
        let (was, is) = (versions.kind(Side::Old, before), versions.kind(Side::New, after));
        let written = match (before.presence(), after.presence()) {
            (Presence::Optional, Presence::Required | Presence::Nullable) => Some(Written::Absent),
            (Presence::Nullable, Presence::Required) => Some(Written::Null),
            _ => refused(&was, &is, Side::Old).map(Written::Value),
        };
        let (rule, unread) = match written {
            Some(written) => (RuleId::GatewayKeyNarrowed, frame(Some((&before.key, &written)))),
            None if before == after => continue,
            None => (RuleId::GatewayKeyWidened, Unread::default()),
        };
        found(Found::new(rule, place(before), json!(before), json!(after)).shown_by(unread));
    }
    for after in new.iter().filter(|after| !old.iter().any(|it| it.key == after.key)) {
        let (rule, unread) = if after.presence() == Presence::Optional {
            (RuleId::GatewayKeyWidened, Unread::default())
        } else {
            (RuleId::GatewayKeyAdded, frame(None))
        };
        found(Found::new(rule, place(after), Value::Null, json!(after)).shown_by(unread));
    }
}
