//! Definitions that say less than those of today: what they leave open is taken from the other one,
//! and so never a change; that it was not compared is said aloud.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::definition::Definition;

/// What one of two definitions does not say.
pub(super) fn not_compared(old: &Definition, new: &Definition) -> Vec<String> {
    let lacks = |name: &str, is_there: fn(&Definition) -> bool| {
        (!is_there(old) || !is_there(new)).then(|| name.to_owned())
    };
    let mut sections: Vec<String> = [
        lacks("protocol", |it| it.protocol.is_some()),
        lacks("limits", |it| it.limits.is_some()),
        lacks("kinds", |it| it.kinds.is_some()),
        lacks("envelope", |it| it.envelope.is_some()),
        lacks("tenantRule", |it| it.tenant_rule.is_some()),
        lacks("areaRule", |it| it.area_rule.is_some()),
        lacks("events", |it| it.events.is_some()),
        lacks("events: bare", |it| it.events().iter().all(|event| event.bare.is_some())),
        lacks("events: direction", |it| it.events().iter().all(|it| it.direction.is_some())),
        lacks("commands", |it| it.commands.is_some()),
        lacks("commands: direction", |it| it.commands().iter().all(|it| it.direction.is_some())),
        lacks("gateway", |it| it.gateway.is_some()),
        lacks("enumerations", |it| it.enumerations.is_some()),
        lacks("errorCodes", |it| it.error_codes.is_some()),
        lacks("closeCodes", |it| it.close_codes.is_some()),
        lacks("timing", |it| it.timing.is_some()),
        lacks("stages", |it| it.stages.is_some()),
        lacks("statuses", |it| it.statuses.is_some()),
        lacks("reserved", |it| it.reserved.is_some()),
    ]
    .into_iter()
    .flatten()
    .collect();
    sections.extend(limits_of_one(old, new).iter().map(|name| format!("limits: {name}")));
    sections
}

/// The limits that only one of two definitions has, where both have some.
fn limits_of_one(old: &Definition, new: &Definition) -> BTreeSet<String> {
    let (Some(old), Some(new)) = (&old.limits, &new.limits) else { return BTreeSet::new() };
    let is_of_one = |name: &&String| old.contains_key(*name) != new.contains_key(*name);
    old.keys().chain(new.keys()).filter(is_of_one).cloned().collect()
}

/// The definition with what it leaves open taken from another.
pub(super) fn completed<'a>(definition: &'a Definition, other: &Definition) -> Cow<'a, Definition> {
    let is_complete = definition.kinds.is_some()
        && definition.enumerations.is_some()
        && definition.events().iter().all(|it| it.bare.is_some())
        && definition.commands().iter().all(|it| it.direction.is_some());
    if is_complete {
        return Cow::Borrowed(definition);
    }
    let mut completed = definition.clone();
    let says_kinds = completed.kinds.is_some();
    completed.kinds = completed.kinds.or_else(|| other.kinds.clone());
    completed.enumerations = completed.enumerations.or_else(|| other.enumerations.clone());
    for event in completed.events.iter_mut().flatten() {
        let Some(same) = other.events().iter().find(|it| it.wire_type == event.wire_type) else {
            continue;
        };
        event.bare = event.bare.or(same.bare);
        event.direction = event.direction.or(same.direction);
        // Twins came with the kinds.
        for key in event.keys.iter_mut().filter(|_| !says_kinds) {
            let of_other = same.keys.iter().find(|it| it.key == key.key);
            let twins = of_other.map(|it| it.twins.clone()).unwrap_or_default();
            key.twins = twins.into_iter().filter(|it| key.aliases.contains(it)).collect();
        }
    }
    for command in completed.commands.iter_mut().flatten() {
        let same = |it: &&crate::definition::Command| it.wire_type == command.wire_type;
        let of_other = other.commands().iter().find(same).and_then(|it| it.direction);
        command.direction = command.direction.or(of_other);
    }
    for enumeration in completed.enumerations.iter_mut().flatten().filter(|_| !says_kinds) {
        let of_other = other.enumerations().iter().find(|it| it.name == enumeration.name);
        enumeration.rows = of_other.and_then(|it| it.rows.clone());
    }
    Cow::Owned(completed)
}
