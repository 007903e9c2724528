//! What a definition says against itself: nothing can be judged by it.

use std::collections::BTreeMap;

use super::{Definition, Deprecation, Key, version};
use crate::event::Stability;
use crate::json::shorten;

/// The first contradiction of a definition, as a sentence.
pub(super) fn of(definition: &Definition) -> Option<String> {
    spellings(definition).or_else(|| twins(definition)).or_else(|| lifecycle(definition))
}

/// A list of names with its place; each name with all spellings that are read as it.
type Names = (String, Vec<(String, Vec<String>)>);

/// A spelling of two things.
fn spellings(definition: &Definition) -> Option<String> {
    names(definition).into_iter().find_map(|(place, names)| {
        let mut listed = BTreeMap::new();
        for (index, (name, _)) in names.iter().enumerate() {
            if listed.insert(name, index).is_some() {
                return Some(format!("`{place}` lists {:?} twice", shorten(name)));
            }
        }
        let mut meant = BTreeMap::new();
        for (index, (name, spellings)) in names.iter().enumerate() {
            for spelling in spellings {
                let before = *meant.entry(spelling).or_insert(index);
                if before != index {
                    let (before, name) = (shorten(&names[before].0), shorten(name));
                    return Some(format!(
                        "in `{place}`, {:?} is read as {before:?} and as {name:?}",
                        shorten(spelling)
                    ));
                }
            }
        }
        None
    })
}

/// Every list in which a name stands for one thing.
fn names(definition: &Definition) -> Vec<Names> {
    let alone = |name: &str| (name.to_owned(), vec![name.to_owned()]);
    let with = |name: &str, aliases: &[String]| {
        let aliases = aliases.iter().cloned();
        (name.to_owned(), std::iter::once(name.to_owned()).chain(aliases).collect())
    };
    let mut lists: Vec<Names> = keys(definition)
        .map(|(place, keys)| {
            (place, keys.iter().map(|key| (key.key.clone(), key.spellings().collect())).collect())
        })
        .collect();
    let events = definition.events().iter().map(|event| with(&event.wire_type, &event.aliases));
    lists.push(("events".to_owned(), events.collect()));
    let commands = definition.commands().iter();
    let commands = commands.map(|it| alone(&format!("{} {}", it.discriminator, it.wire_type)));
    lists.push(("commands".to_owned(), commands.collect()));
    let enumerations = definition.enumerations();
    lists
        .push(("enumerations".to_owned(), enumerations.iter().map(|it| alone(&it.name)).collect()));
    for enumeration in enumerations {
        let values = enumeration.values.iter().map(|it| with(&it.value, &it.aliases));
        lists.push((format!("enumerations.{}.values", enumeration.name), values.collect()));
    }
    let kinds = definition.kinds.iter().flatten().map(|it| alone(&it.name));
    lists.push(("kinds".to_owned(), kinds.collect()));
    let codes = definition.error_codes.iter().flatten();
    let codes = codes.map(|it| alone(it.code.as_deref().unwrap_or("*")));
    lists.push(("errorCodes".to_owned(), codes.collect()));
    let codes = definition.close_codes.iter().flatten().map(|it| alone(&it.code.to_string()));
    lists.push(("closeCodes".to_owned(), codes.collect()));
    lists
}

/// The keys of every object, with their place.
fn keys(definition: &Definition) -> impl Iterator<Item = (String, &[Key])> {
    let events = definition.events().iter();
    let events = events.map(|it| (format!("events.{}.keys", it.wire_type), &*it.keys));
    let commands = definition.commands().iter();
    let commands = commands.map(|it| (format!("commands.{}.keys", it.wire_type), &*it.keys));
    let frames = [("envelope", &definition.envelope), ("gateway", &definition.gateway)];
    let frames =
        frames.into_iter().filter_map(|(name, keys)| Some((name.to_owned(), keys.as_deref()?)));
    events.chain(commands).chain(frames)
}

/// A twin that is no old spelling.
fn twins(definition: &Definition) -> Option<String> {
    keys(definition).find_map(|(place, keys)| {
        keys.iter().find_map(|key| {
            let twin = key.twins.iter().find(|twin| !key.aliases.contains(twin))?;
            let (twin, key) = (shorten(twin), shorten(&key.key));
            Some(format!("`{place}.{key}` has the twin {twin:?}, which is no alias of it"))
        })
    })
}

/// A version that is none, or a stability that nobody knows.
fn lifecycle(definition: &Definition) -> Option<String> {
    let is_none = |text: &str| !text.is_empty() && version(text).is_none();
    let fault = |place: &str, name: &str, text: &str| {
        is_none(text).then(|| {
            let text = shorten(text);
            format!("`{place}` says `{name}` {text:?}, which is no version, as \"1.0\" is one")
        })
    };
    for event in definition.events() {
        let place = format!("events.{}", event.wire_type);
        if let Some(fault) = fault(&place, "since", &event.since) {
            return Some(fault);
        }
        let stability = &*event.stability;
        if !stability.is_empty() && Stability::ALL.iter().all(|it| it.as_str() != stability) {
            let known = Stability::ALL.iter().map(|it| format!("{:?}", it.as_str()));
            return Some(format!(
                "`{place}` says `stability` {:?}, which is none of {}",
                shorten(stability),
                known.collect::<Vec<_>>().join(", ")
            ));
        }
    }
    for entry in definition.reserved.iter().flatten() {
        let place = format!("reserved.{}.{}", entry.place, entry.name);
        if let Some(fault) = fault(&place, "since", &entry.since) {
            return Some(fault);
        }
    }
    deprecations(definition).into_iter().find_map(|(place, of)| {
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        fault(&place, "deprecated", &text(&of.deprecated))
            .or_else(|| fault(&place, "removeAfter", &text(&of.remove_after)))
    })
}

/// What may be deprecated, with its place.
fn deprecations(definition: &Definition) -> Vec<(String, &Deprecation)> {
    let mut all = Vec::new();
    for event in definition.events() {
        all.push((format!("events.{}", event.wire_type), &event.deprecation));
    }
    for command in definition.commands() {
        all.push((format!("commands.{}", command.wire_type), &command.deprecation));
    }
    for (place, keys) in keys(definition) {
        all.extend(keys.iter().map(|key| (format!("{place}.{}", key.key), &key.deprecation)));
    }
    for of in definition.enumerations() {
        let place = |value: &str| format!("enumerations.{}.values.{value}", of.name);
        all.extend(of.values.iter().map(|it| (place(&it.value), &it.deprecation)));
    }
    all
}
