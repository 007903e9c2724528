//! Traffic that hangs together: the work of one tenant, event after event.
//!
//! Several goals and issues are under way at a time, each a thread of its own; every call takes one
//! of them a step further. What an event says about before is what an earlier event said. There is
//! no clock here: the time comes in as an argument.

use fastrand::Rng;
use uuid::{Builder, Uuid};

use super::{below, text};
use crate::Envelope;
use crate::event::{Event, EventRow};
use crate::value::{CalendarDate, EventId, TenantId, Timestamp, UserId};

mod action;
mod aside;
mod goal;
mod issue;

use goal::Goal;
use issue::Issue;

/// How many goals and issues are under way at most.
const THREADS: usize = 6;

/// An endless story of a tenant's work: goals are created, activated, worked on and reached or
/// given up; actions make progress and change hands; readings of a KPI move towards a target;
/// issues are resolved and now and then reopened.
///
/// Every event that is about something occurs in the long run. Seed, tenant and the times that are
/// passed in decide everything, event ids included; what is over is forgotten, so a story takes no
/// more memory the longer it lasts.
#[derive(Clone, Debug)]
pub struct Story {
    teller: Teller,
    goals: Vec<Goal>,
    issues: Vec<Issue>,
    /// What happens now and then, besides the threads.
    asides: Vec<&'static EventRow>,
}

impl Story {
    /// The story of this tenant that follows from this seed.
    pub fn new(tenant: TenantId, seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let numbers = std::iter::once(456).chain((0..4).map(|_| rng.u32(500..10_000)));
        let users = numbers.filter_map(|number| UserId::new(format!("user-{number}")).ok());
        let users = users.collect();
        let teller = Teller { rng, tenant, users };
        Story { teller, goals: Vec::new(), issues: Vec::new(), asides: aside::asides().collect() }
    }

    /// The next event, which happens at this time.
    pub fn next(&mut self, now: Timestamp) -> Envelope {
        let event = self.event(now);
        let event_id: EventId = self.teller.id();
        Envelope::new(event, now)
            .with_event_id(event_id)
            .with_tenant_id(self.teller.tenant.clone())
            .unwrap_or_else(|_| unreachable!("every event of a story is about its tenant"))
    }

    fn event(&mut self, now: Timestamp) -> Event {
        let (teller, threads) = (&mut self.teller, self.goals.len() + self.issues.len());
        if self.goals.len() < 2 || (threads < THREADS && teller.chance(1, 12)) {
            let (goal, created) = Goal::create(teller, now);
            self.goals.push(goal);
            return created;
        }
        if threads < THREADS && teller.chance(1, 12) {
            let (issue, created) = Issue::create(teller, now);
            self.issues.push(issue);
            return created;
        }
        if !self.asides.is_empty() && teller.chance(1, 24) {
            let row = teller.pick(&self.asides);
            return self.aside(row, now);
        }
        let thread = below(&mut teller.rng, threads);
        if let Some(goal) = self.goals.get_mut(thread) {
            let event = goal.step(teller, now);
            self.goals.retain(|goal| !goal.is_over());
            return event;
        }
        let thread = thread - self.goals.len();
        let event = self.issues[thread].step(teller, now);
        self.issues.retain(|issue| !issue.is_over());
        event
    }
}

/// What the threads share: the tenant, its people, and the choices.
#[derive(Clone, Debug)]
struct Teller {
    rng: Rng,
    tenant: TenantId,
    users: Vec<UserId>,
}

impl Teller {
    /// True in so many cases out of so many.
    fn chance(&mut self, cases: u32, of: u32) -> bool {
        self.rng.u32(..of) < cases
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[below(&mut self.rng, of.len())].clone()
    }

    /// One that is not this one.
    fn pick_other<T: Clone + PartialEq>(&mut self, of: &[T], than: &T) -> T {
        let others: Vec<T> = of.iter().filter(|it| *it != than).cloned().collect();
        self.pick(&others)
    }

    fn user(&mut self) -> UserId {
        let index = below(&mut self.rng, self.users.len());
        self.users[index].clone()
    }

    fn user_other_than(&mut self, user: &UserId) -> UserId {
        let users = self.users.clone();
        self.pick_other(&users, user)
    }

    fn id<T: From<Uuid>>(&mut self) -> T {
        Builder::from_random_bytes(self.rng.u128(..).to_be_bytes()).into_uuid().into()
    }

    fn theme(&mut self) -> usize {
        below(&mut self.rng, text::THEMES)
    }

    /// A remark, in half of the cases.
    fn remark(&mut self, area: &str, key: &str) -> Option<String> {
        let theme = self.theme();
        self.rng.bool().then(|| themed(area, key, theme))
    }
}

/// The text for a key; those of one theme suit each other.
fn themed(area: &str, key: &str, theme: usize) -> String {
    let texts = text::texts(area, key);
    texts[theme % texts.len()].to_owned()
}

/// The day so many days from a time, within the years of the protocol.
fn day(from: Timestamp, days: i64) -> CalendarDate {
    let day = from.unix_millis().div_euclid(86_400_000) + days;
    let date = i32::try_from(day).ok().and_then(chrono::NaiveDate::from_epoch_days);
    date.and_then(|date| CalendarDate::try_from(date).ok())
        .or_else(|| CalendarDate::new(9999, 12, 31).ok())
        .unwrap_or_else(|| unreachable!("the last day of the protocol is a day"))
}

#[cfg(test)]
mod tests;
