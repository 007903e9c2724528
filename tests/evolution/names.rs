//! What a list of names reads, for peers that know nothing but `meta.json`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::oracle::{list, text};

/// Each spelling with the index of what it means.
pub struct Names(BTreeMap<String, usize>);

impl Names {
    pub fn of(items: &[Value], name: &str, snake: bool) -> Self {
        let mut names = BTreeMap::new();
        for (index, item) in items.iter().enumerate() {
            names.insert(text(item, name).to_owned(), index);
        }
        for (index, item) in items.iter().enumerate() {
            for spelling in spellings(item, name, snake) {
                names.entry(spelling).or_insert(index);
            }
        }
        Names(names)
    }

    pub fn get(&self, spelling: &str) -> Option<usize> {
        self.0.get(spelling).copied()
    }
}

/// All spellings of an item.
pub fn spellings(item: &Value, name: &str, snake: bool) -> Vec<String> {
    let aliases = list(item, "aliases").iter().filter_map(Value::as_str);
    let mut texts: Vec<String> =
        [text(item, name)].into_iter().chain(aliases).map(str::to_owned).collect();
    if snake {
        let in_snake_case: Vec<String> = texts
            .iter()
            .map(|text| {
                let letters = text.chars().map(|it| match it.is_ascii_uppercase() {
                    true => format!("_{}", it.to_ascii_lowercase()),
                    false => it.to_string(),
                });
                letters.collect()
            })
            .collect();
        texts.extend(in_snake_case);
    }
    texts
}

/// For each item of one list, which item of the other is the same thing: that of the same name; else
/// the new one that reads the old name, else the old one that reads the new name.
pub fn counterparts(
    own: &[Value],
    others: &[Value],
    name: &str,
    snake: bool,
    own_is_old: bool,
) -> Vec<Option<usize>> {
    let (old, new) = if own_is_old { (own, others) } else { (others, own) };
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut add = |before: usize, after: usize| {
        if pairs.iter().all(|(a, b)| *a != before && *b != after) {
            pairs.push((before, after));
        }
    };
    for (before, item) in old.iter().enumerate() {
        if let Some(after) = new.iter().position(|it| text(it, name) == text(item, name)) {
            add(before, after);
        }
    }
    let (old_names, new_names) = (Names::of(old, name, snake), Names::of(new, name, snake));
    for (before, item) in old.iter().enumerate() {
        if let Some(after) = new_names.get(text(item, name)) {
            add(before, after);
        }
    }
    for (after, item) in new.iter().enumerate() {
        if let Some(before) = old_names.get(text(item, name)) {
            add(before, after);
        }
    }
    let of_own = |index: usize| {
        pairs.iter().find_map(|(before, after)| match own_is_old {
            true => (*before == index).then_some(*after),
            false => (*after == index).then_some(*before),
        })
    };
    (0..own.len()).map(of_own).collect()
}
