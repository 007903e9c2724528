//! Events that no thread of a story tells, so that a new event of the registry needs no line here.
//!
//! They are written from their row, as in a [`Sampler`](crate::sample::Sampler), about what is under
//! way, and change nothing of it. An event that has to fit what came before and after is told by
//! `goal.rs`, `action.rs` or `issue.rs` instead, and is listed in [`TOLD`].

use std::collections::BTreeMap;

use super::super::read;
use super::super::scene::Scene;
use super::super::world::{Tenant, World};
use super::Story;
use crate::event::{EVENTS, Event, EventRow, EventType};
use crate::value::Timestamp;

/// The events that the threads tell.
pub(super) const TOLD: &[EventType] = &[
    EventType::GoalCreated,
    EventType::GoalActivated,
    EventType::GoalCompleted,
    EventType::GoalCancelled,
    EventType::GoalPaused,
    EventType::GoalResumed,
    EventType::GoalActivityCreated,
    EventType::ActionCreated,
    EventType::ActionStatusChanged,
    EventType::ActionCompleted,
    EventType::ActionPriorityChanged,
    EventType::ActionReassigned,
    EventType::ActionProgressUpdated,
    EventType::KpiReadingCreated,
    EventType::IssueCreated,
    EventType::IssueStatusChanged,
    EventType::DecisionCreated,
    EventType::AttachmentCreated,
];

/// The rows of the other events that are about something.
pub(super) fn asides() -> impl Iterator<Item = &'static EventRow> {
    EVENTS.iter().filter(|row| row.entity.is_some() && !TOLD.contains(&row.event_type))
}

impl Story {
    /// An event of this row, about what is under way.
    pub(super) fn aside(&mut self, row: &'static EventRow, now: Timestamp) -> Event {
        let users = self.teller.users.iter().map(ToString::to_string).collect();
        let tenant = Tenant::with(self.teller.tenant.to_string(), users, self.under_way());
        let mut world = World { now: now.unix_millis(), tenants: vec![tenant] };
        let data = Scene::new(&mut self.teller.rng, &mut world, row).data();
        let wire_type = row.wire_type;
        read(&format!(r#"{{"type":"{wire_type}","timestamp":"{now}","data":{data}}}"#)).into_event()
    }

    /// The ids of what is under way, by kind.
    fn under_way(&self) -> BTreeMap<String, Vec<String>> {
        let mut ids = BTreeMap::<_, Vec<_>>::new();
        let mut add = |kind: &str, id: &str| {
            ids.entry(kind.to_owned()).or_default().push(id.to_owned());
        };
        for goal in &self.goals {
            add("goal", goal.id.as_str());
            add("kpi", goal.kpi.id.as_str());
            goal.actions.iter().for_each(|action| add("action", action.id.as_str()));
        }
        self.issues.iter().for_each(|issue| add("issue", issue.id.as_str()));
        ids
    }
}
