//! What a misspelt name may have meant.

/// At most three names that are close to the text, the closest first.
pub(crate) fn nearest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let text = text.to_lowercase();
    let likeness = |name: &str| strsim::jaro(&text, &name.to_lowercase());
    let mut names: Vec<_> = names.into_iter().map(|name| (likeness(name), name)).collect();
    names.retain(|(likeness, _)| *likeness > 0.7);
    names.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    names.into_iter().take(3).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_comes_first() {
        let names = ["goal.paused", "goal.created", "action.created", "ping"];
        assert_eq!(nearest("GoalCreatd", names)[0], "goal.created");
        assert!(nearest("zzz", names).is_empty());
    }
}
