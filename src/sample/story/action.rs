//! The life of an action: taken up, held up, handed on, brought to its end.

use super::{Teller, day, themed};
use crate::event::{
    ActionCompleted, ActionCreated, ActionCreatedParts, ActionPriorityChanged,
    ActionPriorityChangedParts, ActionProgressUpdated, ActionProgressUpdatedParts,
    ActionReassigned, ActionReassignedParts, ActionStatusChanged, ActionStatusChangedParts, Event,
};
use crate::value::{
    ActionId, ActionPriority, ActionStatus, CalendarDate, GoalId, Progress, Timestamp, UserId,
};

const PRIORITIES: [ActionPriority; 4] =
    [ActionPriority::Low, ActionPriority::Medium, ActionPriority::High, ActionPriority::Critical];

#[derive(Clone, Debug)]
pub(super) struct Action {
    pub id: ActionId,
    status: ActionStatus,
    priority: ActionPriority,
    assignee: UserId,
    due: CalendarDate,
    /// In percent.
    progress: u32,
}

impl Action {
    pub fn create(teller: &mut Teller, now: Timestamp, goal: &GoalId) -> (Self, Event) {
        // Some work is written down only after it was due.
        let days = if teller.chance(1, 5) { teller.rng.i64(-3..0) } else { teller.rng.i64(1..30) };
        let action = Action {
            id: teller.id(),
            status: ActionStatus::Todo,
            priority: teller.pick(&PRIORITIES),
            assignee: teller.user(),
            due: day(now, days),
            progress: 0,
        };
        let theme = teller.theme();
        let created = ActionCreated::new(ActionCreatedParts {
            tenant_id: teller.tenant.clone(),
            action_id: action.id.clone(),
            goal_id: goal.clone(),
            title: themed("action", "title", theme),
            description: themed("action", "description", theme),
            assigned_to: action.assignee.clone(),
            due_date: action.due,
            priority: action.priority.clone(),
            status: action.status.clone(),
            created_at: now,
            created_by: teller.user(),
        });
        (action, created.into())
    }

    pub fn step(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        match self.status {
            ActionStatus::InProgress if self.progress == 100 => self.complete(teller, now),
            _ if teller.chance(1, 8) => self.reassign(teller, now),
            _ if teller.chance(1, 8) => self.reprioritise(teller, now),
            ActionStatus::InProgress if teller.chance(1, 8) => {
                let held_up = teller.pick(&[ActionStatus::Blocked, ActionStatus::Paused]);
                self.change(teller, now, held_up)
            }
            ActionStatus::InProgress => self.advance(teller, now),
            _ => self.change(teller, now, ActionStatus::InProgress),
        }
    }

    pub fn cancel(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        self.change(teller, now, ActionStatus::Cancelled)
    }

    pub fn is_over(&self) -> bool {
        matches!(self.status, ActionStatus::Completed | ActionStatus::Cancelled)
    }

    fn complete(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        self.status = ActionStatus::Completed;
        let (tenant, user) = (teller.tenant.clone(), self.assignee.clone());
        let on_time = day(now, 0) <= self.due;
        ActionCompleted::new(tenant, self.id.clone(), now, user, on_time)
            .with_outcome(teller.remark("action", "outcome"))
            .into()
    }

    fn change(&mut self, teller: &mut Teller, now: Timestamp, next: ActionStatus) -> Event {
        ActionStatusChanged::new(ActionStatusChangedParts {
            tenant_id: teller.tenant.clone(),
            action_id: self.id.clone(),
            previous_status: std::mem::replace(&mut self.status, next.clone()),
            new_status: next,
            changed_at: now,
            changed_by: teller.user(),
        })
        .into()
    }

    fn advance(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        let previous = self.progress;
        self.progress = (previous + 5 * teller.rng.u32(2..11)).min(100);
        ActionProgressUpdated::new(ActionProgressUpdatedParts {
            tenant_id: teller.tenant.clone(),
            action_id: self.id.clone(),
            previous_progress: percent(previous),
            new_progress: percent(self.progress),
            updated_at: now,
            updated_by: self.assignee.clone(),
        })
        .into()
    }

    fn reprioritise(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        let next = teller.pick_other(&PRIORITIES, &self.priority);
        ActionPriorityChanged::new(ActionPriorityChangedParts {
            tenant_id: teller.tenant.clone(),
            action_id: self.id.clone(),
            previous_priority: std::mem::replace(&mut self.priority, next.clone()),
            new_priority: next,
            changed_at: now,
            changed_by: teller.user(),
        })
        .with_reason(teller.remark("action", "reason"))
        .into()
    }

    fn reassign(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        let next = teller.user_other_than(&self.assignee);
        ActionReassigned::new(ActionReassignedParts {
            tenant_id: teller.tenant.clone(),
            action_id: self.id.clone(),
            previous_assignee: std::mem::replace(&mut self.assignee, next.clone()).into(),
            new_assignee: next,
            assigned_at: now,
            assigned_by: teller.user(),
        })
        .with_note(teller.remark("action", "note"))
        .into()
    }
}

fn percent(value: u32) -> Progress {
    Progress::new(value.into()).unwrap_or_else(|_| unreachable!("progress stops at 100"))
}
