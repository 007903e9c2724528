//! Which of two lists of names belong together: events by type, keys, values.

use std::collections::HashMap;

use crate::definition::{Event, Key, Value};

/// Something with a canonical spelling and others that are read as it.
pub(super) trait Named {
    fn canonical(&self) -> &str;

    fn aliases(&self) -> &[String];

    /// Every spelling, the canonical one first.
    fn spellings(&self) -> Vec<String> {
        let aliases = self.aliases().iter().cloned();
        std::iter::once(self.canonical().to_owned()).chain(aliases).collect()
    }
}

impl Named for Event {
    fn canonical(&self) -> &str {
        &self.wire_type
    }

    fn aliases(&self) -> &[String] {
        &self.aliases
    }
}

impl Named for Key {
    fn canonical(&self) -> &str {
        &self.key
    }

    fn aliases(&self) -> &[String] {
        &self.aliases
    }

    fn spellings(&self) -> Vec<String> {
        Key::spellings(self).collect()
    }
}

impl Named for Value {
    fn canonical(&self) -> &str {
        &self.value
    }

    fn aliases(&self) -> &[String] {
        &self.aliases
    }
}

/// What a list reads: each spelling with the index of what it means. A canonical spelling means its
/// own, whatever else names it as an alias.
pub(super) struct Spellings(HashMap<String, usize>);

impl Spellings {
    pub(super) fn new<T: Named>(items: &[T]) -> Self {
        let mut spellings = HashMap::new();
        for (index, item) in items.iter().enumerate() {
            spellings.entry(item.canonical().to_owned()).or_insert(index);
        }
        for (index, item) in items.iter().enumerate() {
            for spelling in item.spellings() {
                spellings.entry(spelling).or_insert(index);
            }
        }
        Spellings(spellings)
    }

    pub(super) fn get(&self, spelling: &str) -> Option<usize> {
        self.0.get(spelling).copied()
    }
}

/// Two lists side by side: the same name is the same thing; else an old name that the new list reads
/// as something new, and a new name that the old list reads as something that is gone, are the same
/// thing under another name.
pub(super) struct Matching<'a, T> {
    pub(super) old: &'a [T],
    pub(super) new: &'a [T],
    pub(super) old_reads: Spellings,
    pub(super) new_reads: Spellings,
    pub(super) new_of_old: Vec<Option<usize>>,
    pub(super) old_of_new: Vec<Option<usize>>,
}

impl<'a, T: Named> Matching<'a, T> {
    pub(super) fn new(old: &'a [T], new: &'a [T]) -> Self {
        let mut matching = Matching {
            old_reads: Spellings::new(old),
            new_reads: Spellings::new(new),
            new_of_old: vec![None; old.len()],
            old_of_new: vec![None; new.len()],
            old,
            new,
        };
        let names: HashMap<&str, usize> =
            new.iter().enumerate().map(|(index, item)| (item.canonical(), index)).collect();
        for (index, item) in old.iter().enumerate() {
            if let Some(&other) = names.get(item.canonical()) {
                matching.pair(index, other);
            }
        }
        for (index, item) in old.iter().enumerate() {
            if let Some(other) = matching.new_reads.get(item.canonical()) {
                matching.pair(index, other);
            }
        }
        for (index, item) in new.iter().enumerate() {
            if let Some(other) = matching.old_reads.get(item.canonical()) {
                matching.pair(other, index);
            }
        }
        matching
    }

    /// Puts two together, unless one of them has its counterpart already.
    fn pair(&mut self, old: usize, new: usize) {
        if self.new_of_old[old].is_none() && self.old_of_new[new].is_none() {
            self.new_of_old[old] = Some(new);
            self.old_of_new[new] = Some(old);
        }
    }

    /// What is in both, in the order of the old.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&'a T, &'a T)> {
        let (old, new) = (self.old, self.new);
        let pairs = self.new_of_old.iter().enumerate();
        pairs.filter_map(move |(index, other)| Some((&old[index], &new[(*other)?])))
    }

    /// The same lists, seen from the old or from the new as the writer.
    pub(super) fn written_by(&self, writer: Side) -> Reading<'_, T> {
        match writer {
            Side::Old => Reading {
                reads: &self.new_reads,
                reader: self.new,
                counterpart: &self.new_of_old,
                writer: self.old,
            },
            Side::New => Reading {
                reads: &self.old_reads,
                reader: self.old,
                counterpart: &self.old_of_new,
                writer: self.new,
            },
        }
    }
}

/// One of the two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Old,
    New,
}

impl Side {
    pub(crate) fn other(self) -> Self {
        if self == Side::Old { Side::New } else { Side::Old }
    }
}

/// What one version makes of the names that the other writes.
pub(super) struct Reading<'m, T> {
    pub(super) writer: &'m [T],
    pub(super) reader: &'m [T],
    reads: &'m Spellings,
    counterpart: &'m [Option<usize>],
}

/// What a reader makes of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// What is meant.
    Same,
    /// Something else.
    Other,
    /// Nothing, though it knows what is meant, under another name.
    Missed,
    /// Nothing; it does not know what is meant.
    Unknown,
}

impl<T: Named> Reading<'_, T> {
    /// What the reader makes of the name of an item of the writer.
    pub(super) fn meaning(&self, item: usize) -> Meaning {
        match (self.reads.get(self.writer[item].canonical()), self.counterpart[item]) {
            (Some(read), Some(meant)) if read == meant => Meaning::Same,
            (Some(_), _) => Meaning::Other,
            (None, Some(_)) => Meaning::Missed,
            (None, None) => Meaning::Unknown,
        }
    }

    /// Whether the reader takes a spelling of an item that it does not have for something else that
    /// both have, be it a spelling that only older peers write.
    pub(super) fn collides(&self, item: usize) -> bool {
        let is_other = |spelling: String| {
            self.reads.get(&spelling).is_some_and(|it| self.counterpart.contains(&Some(it)))
        };
        self.meaning(item) == Meaning::Other
            || self.counterpart[item].is_none()
                && self.writer[item].spellings().into_iter().any(is_other)
    }

    pub(super) fn counterpart(&self, item: usize) -> Option<usize> {
        self.counterpart[item]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    thread_local! {
        static ASKED: Cell<usize> = const { Cell::new(0) };
    }

    struct Counted(String, Vec<String>);

    impl Named for Counted {
        fn canonical(&self) -> &str {
            ASKED.with(|asked| asked.set(asked.get() + 1));
            &self.0
        }

        fn aliases(&self) -> &[String] {
            &self.1
        }
    }

    /// How often a name is looked at, where half of the names are new.
    fn asked(count: usize) -> usize {
        let items = |other: &str| -> Vec<Counted> {
            let name = |index: usize| {
                format!("{}{index}", if index.is_multiple_of(2) { "" } else { other })
            };
            (0..count).map(|it| Counted(name(it), vec![format!("alias{it}")])).collect()
        };
        let (old, new) = (items("old"), items("new"));
        ASKED.with(|asked| asked.set(0));
        let matching = Matching::new(&old, &new);
        assert_eq!(matching.pairs().count(), count.div_ceil(2));
        ASKED.with(Cell::get)
    }

    #[test]
    fn twice_the_names_are_twice_the_work() {
        assert_eq!(asked(1000), 2 * asked(500));
    }
}
