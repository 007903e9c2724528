//! The life of a goal, with its actions, its KPI and the talk around it.

use super::action::Action;
use super::issue::attachment;
use super::{Teller, day, themed};
use crate::event::{
    DecisionCreated, DecisionCreatedParts, Event, GoalActivated, GoalActivatedParts,
    GoalActivityCreated, GoalActivityCreatedParts, GoalCancelled, GoalCompleted, GoalCreated,
    GoalCreatedParts, GoalPaused, GoalResumed, KpiReadingCreated,
};
use crate::value::{
    ActivityType, EntityType, FiniteNumber, GoalId, GoalStatus, KpiId, TargetProgress, Timestamp,
    UserId,
};

#[derive(Clone, Debug)]
pub(super) struct Goal {
    pub id: GoalId,
    owner: UserId,
    status: GoalStatus,
    /// Those under way, and how many are still to be created.
    pub actions: Vec<Action>,
    planned: u32,
    pub kpi: Kpi,
    is_given_up: bool,
}

/// A number on its way from where it was to where it should be.
#[derive(Clone, Debug)]
pub(super) struct Kpi {
    pub id: KpiId,
    start: i32,
    target: i32,
    /// In percent of the way.
    reached: i32,
}

impl Goal {
    pub fn create(teller: &mut Teller, now: Timestamp) -> (Self, Event) {
        let goal = Goal {
            id: teller.id(),
            owner: teller.user(),
            status: GoalStatus::Draft,
            actions: Vec::new(),
            planned: teller.rng.u32(2..5),
            kpi: Kpi::new(teller),
            is_given_up: false,
        };
        let theme = teller.theme();
        let created = GoalCreated::new(GoalCreatedParts {
            tenant_id: teller.tenant.clone(),
            goal_id: goal.id.clone(),
            user_id: goal.owner.clone(),
            title: themed("goal", "title", theme),
            description: themed("goal", "description", theme),
            status: goal.status.clone(),
            created_at: now,
            created_by: goal.owner.clone(),
        });
        (goal, created.into())
    }

    pub fn step(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        match self.status {
            GoalStatus::Draft if teller.chance(2, 3) => self.activate(teller, now),
            GoalStatus::Paused if teller.chance(1, 4) => self.activate(teller, now),
            GoalStatus::Paused if teller.chance(1, 2) => self.resume(teller, now),
            GoalStatus::Active => self.pursue(teller, now),
            _ => self.activity(teller, now),
        }
    }

    pub fn is_over(&self) -> bool {
        matches!(self.status, GoalStatus::Completed | GoalStatus::Cancelled)
    }

    fn pursue(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        self.is_given_up |= teller.chance(1, 80);
        if self.is_given_up {
            return self.give_up(teller, now);
        }
        let is_done = self.planned == 0 && self.actions.is_empty();
        if is_done && self.kpi.reached >= 100 {
            return self.complete(teller, now);
        }
        match teller.rng.u32(..16) {
            0 => self.pause(teller, now),
            1 => self.decide(teller, now),
            2 => attachment(teller, now, EntityType::Goal, self.id.as_str()),
            3 | 4 => self.activity(teller, now),
            5..8 => self.read(teller, now),
            _ if is_done => self.read(teller, now),
            8..11 if self.planned > 0 => self.add_action(teller, now),
            _ if self.actions.is_empty() => self.add_action(teller, now),
            _ => self.step_action(teller, now),
        }
    }

    fn activate(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        GoalActivated::new(GoalActivatedParts {
            tenant_id: teller.tenant.clone(),
            goal_id: self.id.clone(),
            previous_status: std::mem::replace(&mut self.status, GoalStatus::Active),
            new_status: GoalStatus::Active,
            activated_at: now,
            activated_by: teller.user(),
        })
        .into()
    }

    fn pause(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        self.status = GoalStatus::Paused;
        GoalPaused::new(teller.tenant.clone(), self.id.clone())
            .with_paused_at(now)
            .with_paused_by(teller.user())
            .with_reason(teller.remark("goal", "reason"))
            .into()
    }

    fn resume(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        self.status = GoalStatus::Active;
        GoalResumed::new(teller.tenant.clone(), self.id.clone())
            .with_resumed_at(now)
            .with_resumed_by(teller.user())
            .with_reason(teller.remark("goal", "reason"))
            .into()
    }

    /// Its actions are cancelled one by one, then the goal itself.
    fn give_up(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        if let Some(mut action) = self.actions.pop() {
            return action.cancel(teller, now);
        }
        self.status = GoalStatus::Cancelled;
        let (tenant, owner) = (teller.tenant.clone(), self.owner.clone());
        GoalCancelled::new(tenant, self.id.clone(), now, owner)
            .with_reason(teller.remark("goal", "reason"))
            .into()
    }

    fn complete(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        self.status = GoalStatus::Completed;
        let (tenant, owner) = (teller.tenant.clone(), self.owner.clone());
        GoalCompleted::new(tenant, self.id.clone(), now, owner)
            .with_final_notes(teller.remark("goal", "finalNotes"))
            .into()
    }

    fn add_action(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        self.planned = self.planned.saturating_sub(1);
        let (action, created) = Action::create(teller, now, &self.id);
        self.actions.push(action);
        created
    }

    fn step_action(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        let index = super::below(&mut teller.rng, self.actions.len());
        if teller.chance(1, 12) {
            return attachment(teller, now, EntityType::Action, self.actions[index].id.as_str());
        }
        let event = self.actions[index].step(teller, now);
        self.actions.retain(|action| !action.is_over());
        event
    }

    fn activity(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        let theme = teller.theme();
        let activity = GoalActivityCreated::new(GoalActivityCreatedParts {
            tenant_id: teller.tenant.clone(),
            activity_id: teller.id(),
            goal_id: self.id.clone(),
            r#type: teller.pick(&[ActivityType::Note, ActivityType::Comment, ActivityType::Review]),
            title: themed("goal", "title", theme),
            content: themed("goal", "content", theme),
            created_at: now,
            created_by: teller.user(),
        });
        let tags = teller.rng.bool().then(|| {
            let tags = (0..teller.rng.usize(..3)).map(|next| themed("goal", "tags", theme + next));
            tags.collect::<Vec<_>>()
        });
        activity.with_tags(tags).into()
    }

    fn decide(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        let (theme, by) = (teller.theme(), teller.user());
        let other = teller.user_other_than(&by);
        DecisionCreated::new(DecisionCreatedParts {
            tenant_id: teller.tenant.clone(),
            decision_id: teller.id(),
            goal_id: self.id.clone(),
            title: themed("decision", "title", theme),
            decision: themed("decision", "decision", theme),
            rationale: themed("decision", "rationale", theme),
            impact: themed("decision", "impact", theme),
            decided_at: now,
            decided_by: by.clone(),
            participants: vec![by, other],
        })
        .into()
    }

    fn read(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        let value = self.kpi.advance(teller);
        let reading = KpiReadingCreated::new(
            teller.tenant.clone(),
            teller.id(),
            self.kpi.id.clone(),
            value,
            day(now, 0),
            now,
            teller.user(),
        );
        reading
            .with_progress(TargetProgress::new(self.kpi.reached.into()).ok())
            .with_note(teller.remark("kpi", "note"))
            .into()
    }
}

impl Kpi {
    fn new(teller: &mut Teller) -> Self {
        let start = 100 * teller.rng.i32(10..1_500);
        let percent = if teller.chance(3, 4) { teller.rng.i32(110..200) } else { 60 };
        Kpi { id: teller.id(), start, target: start / 100 * percent, reached: 0 }
    }

    /// Mostly forward, now and then a step back; never behind the start.
    fn advance(&mut self, teller: &mut Teller) -> FiniteNumber {
        let step = if teller.chance(1, 6) { -3 } else { teller.rng.i32(8..30) };
        self.reached = (self.reached + step).max(0);
        let way = f64::from(self.target - self.start) * f64::from(self.reached) / 100.0;
        FiniteNumber::new(f64::from(self.start) + way.round())
            .unwrap_or_else(|_| unreachable!("a way between two finite numbers is finite"))
    }
}
