//! What a misspelt name may have meant.

/// No text that is longer, in bytes, is a slip of the pen; to compare it would take its time.
const LONGEST: usize = 256;

/// At most three names that are close to the text, the closest first.
pub(crate) fn nearest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    nearest_of(text, names.into_iter().map(|name| (name, name)))
}

/// At most three things with a spelling that is close to the text, the closest first.
pub(crate) fn nearest_of<'a, T: PartialEq>(
    text: &str,
    spellings: impl IntoIterator<Item = (&'a str, T)>,
) -> Vec<T> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let text = text.to_lowercase();
    let likeness = |spelling: &str| strsim::jaro(&text, &spelling.to_lowercase());
    let spellings = spellings.into_iter().map(|(spelling, thing)| (likeness(spelling), thing));
    let mut close: Vec<_> = spellings.filter(|(likeness, _)| *likeness > 0.7).collect();
    close.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let mut nearest = Vec::with_capacity(3);
    for (_, thing) in close {
        if nearest.len() < 3 && !nearest.contains(&thing) {
            nearest.push(thing);
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_comes_first() {
        let names = ["goal.paused", "goal.created", "action.created", "ping"];
        assert_eq!(nearest("GoalCreatd", names)[0], "goal.created");
        assert!(nearest("zzz", names).is_empty());
        let long = "goal.created".repeat(LONGEST);
        assert!(nearest(&long, [&*long]).is_empty(), "nobody writes it so");
    }

    #[test]
    fn a_thing_of_many_spellings_is_named_once() {
        let spellings = [("goal.created", 1), ("goal-created", 1), ("goalCreated", 1), ("gold", 2)];
        assert_eq!(nearest_of("goal.creatd", spellings), [1]);
    }
}
