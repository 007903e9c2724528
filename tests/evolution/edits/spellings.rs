//! Edits of names: types, keys and values alike.

use serde_json::{Value, json};

use super::{is_fixed, items, set_presence, some_list};
use crate::random::Random;

/// A new name, with or without the old one as an alias.
pub fn rename(of: &mut Value, random: &mut Random) {
    let Some((list, name, pool)) = some_list(of, random).filter(|(list, ..)| !list.is_empty())
    else {
        return;
    };
    let at = random.below(list.len());
    if is_fixed(&list[at], name) {
        return;
    }
    let old = list[at][name].take();
    list[at][name] = json!(random.pick(pool));
    if random.one_in(2) {
        push_alias(&mut list[at], old);
    }
}

fn push_alias(item: &mut Value, alias: Value) {
    if item["aliases"].is_null() {
        item["aliases"] = json!([]);
    }
    items(item, "aliases").push(alias);
}

pub fn add_alias(of: &mut Value, random: &mut Random) {
    let Some((list, _, pool)) = some_list(of, random).filter(|(list, ..)| !list.is_empty()) else {
        return;
    };
    let at = random.below(list.len());
    push_alias(&mut list[at], json!(random.pick(pool)));
}

pub fn remove_alias(of: &mut Value, random: &mut Random) {
    let Some((list, ..)) = some_list(of, random) else { return };
    for item in list.iter_mut() {
        if let Some(aliases) =
            item.get_mut("aliases").and_then(Value::as_array_mut).filter(|it| !it.is_empty())
        {
            aliases.remove(random.below(aliases.len()));
            return;
        }
    }
}

/// An alias becomes the name; the name becomes an alias, or goes; or becomes something of its own.
pub fn swap(of: &mut Value, random: &mut Random) {
    let Some((list, name, _)) = some_list(of, random) else { return };
    let Some(at) =
        list.iter().position(|it| it["aliases"].as_array().is_some_and(|it| !it.is_empty()))
    else {
        return;
    };
    if is_fixed(&list[at], name) {
        return;
    }
    let alias = items(&mut list[at], "aliases").pop().expect("not empty");
    if random.one_in(3) {
        let mut other = list[at].clone();
        other[name] = alias;
        other["aliases"] = json!([]);
        if name == "key" {
            set_presence(&mut other, random);
        }
        list.push(other);
        return;
    }
    let old = std::mem::replace(&mut list[at][name], alias);
    if random.one_in(2) {
        push_alias(&mut list[at], old);
    }
}

/// One thing goes, and its name becomes an alias of another.
pub fn merge(of: &mut Value, random: &mut Random) {
    let Some((list, name, _)) = some_list(of, random).filter(|(list, ..)| list.len() > 1) else {
        return;
    };
    let at = random.below(list.len());
    if is_fixed(&list[at], name) {
        return;
    }
    let gone = list.remove(at);
    let at = random.below(list.len());
    push_alias(&mut list[at], gone[name].clone());
}
