//! Texts that stand for several types.

/// Whether the text is the pattern, in which `*` stands for any text.
pub fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let (middles, last) = tail.rsplit_once('*').unwrap_or(("", tail));
    let Some(mut rest) = text.strip_prefix(head).and_then(|rest| rest.strip_suffix(last)) else {
        return false;
    };
    middles.split('*').all(|middle| match rest.split_once(middle) {
        Some((_, behind)) => {
            rest = behind;
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for pattern in ["goal.created", "goal.*", "*.created", "*", "**", "g*.*d", "*goal*created*"]
        {
            assert!(matches(pattern, "goal.created"), "{pattern}");
        }
        for pattern in ["goal", "", "goal.*.created", "*goal", "created*", "*x*", "goal.created*d"]
        {
            assert!(!matches(pattern, "goal.created"), "{pattern}");
        }
    }
}
