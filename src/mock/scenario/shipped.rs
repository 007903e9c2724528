//! The scenarios that ship, to be found by name and played.

use crate::nearest::nearest;

use super::plan::Plan;
pub use crate::mock_files::scenario::{SCENARIOS, Shipped};

impl Shipped {
    /// The scenario of this name.
    ///
    /// # Errors
    /// When there is none: a sentence that says which there are.
    pub fn find(name: &str) -> Result<&'static Shipped, String> {
        SCENARIOS.iter().find(|it| it.name == name).ok_or_else(|| {
            let names = || SCENARIOS.iter().map(|it| it.name);
            let nearest = nearest(name, names());
            if nearest.is_empty() {
                let all = names().collect::<Vec<_>>().join(", ");
                format!("no scenario of this name ships; there are {all}")
            } else {
                format!("no scenario of this name ships; nearest: {}", nearest.join(", "))
            }
        })
    }

    /// The scenario, read.
    ///
    /// # Panics
    /// Never: a test reads them all.
    pub fn plan(&self) -> Plan {
        Plan::parse(self.name, self.text).unwrap_or_else(|error| unreachable!("{error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_ship_can_be_played() {
        assert!(SCENARIOS.len() >= 12);
        for it in SCENARIOS {
            assert!(it.plan().name().ends_with('.'), "{}: a sentence", it.name);
        }
    }

    #[test]
    fn a_misspelt_name_finds_its_scenario() {
        assert_eq!(Shipped::find("one-socket").map(|it| it.name), Ok("one-socket"));
        let error = Shipped::find("onesocket").unwrap_err();
        assert!(
            error.starts_with("no scenario of this name ships; nearest: one-socket"),
            "{error}"
        );
        let error = Shipped::find("zzz").unwrap_err();
        assert!(error.contains("; there are answers-ping, authenticates, "), "{error}");
    }
}
