//! Which vectors and which shipped scenarios are about which requirement, as they say themselves.

use std::collections::BTreeMap;

use crate::mock_files::scenario::{SCENARIOS, Scenario};
use crate::vectors::cases;

pub(super) struct Coverage {
    /// By requirement and kind.
    vectors: BTreeMap<String, BTreeMap<&'static str, usize>>,
    /// By requirement.
    scenarios: BTreeMap<String, Vec<&'static str>>,
}

impl Coverage {
    pub(super) fn new() -> Self {
        let mut vectors = BTreeMap::<_, BTreeMap<_, _>>::new();
        for case in cases() {
            *vectors.entry(case.requirement).or_default().entry(case.kind.as_str()).or_default() +=
                1;
        }
        let mut scenarios = BTreeMap::<_, Vec<_>>::new();
        for shipped in SCENARIOS {
            let scenario: Result<Scenario, _> = serde_json::from_str(shipped.text);
            // A test plays them all.
            for id in scenario.into_iter().flat_map(|it| it.requirements) {
                scenarios.entry(id).or_default().push(shipped.name);
            }
        }
        Coverage { vectors, scenarios }
    }

    /// How many vectors of each kind are instances of a requirement.
    pub(super) fn vectors(&self, requirement: &str) -> BTreeMap<&'static str, usize> {
        self.vectors.get(requirement).cloned().unwrap_or_default()
    }

    /// The scenarios that are about it.
    pub(super) fn scenarios(&self, requirement: &str) -> &[&'static str] {
        self.scenarios.get(requirement).map_or(&[], Vec::as_slice)
    }
}
