//! The rules in force, and when each strikes.
//!
//! A rule counts over all connections. Chance is drawn from the connection's own numbers, so that it
//! does not depend on who is served first.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use fastrand::Rng;
use serde::Serialize;

use crate::mock_files::fault::{FaultAction, FaultMatch, FaultPoint, FaultRule};
use crate::pattern::matches;

use super::integration::Integration;

/// Names a rule in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct FaultId(pub u64);

/// A rule in force.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ActiveFault {
    /// Its name.
    pub id: FaultId,
    /// The rule.
    pub rule: FaultRule,
    /// How often it has struck.
    pub struck: u64,
    /// How many matches it has spared.
    #[serde(skip)]
    spared: u64,
}

/// What is known of what a rule might concern.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Candidate<'a> {
    pub wire_type: Option<&'a str>,
    pub connection: u64,
    pub tenant: Option<&'a str>,
    pub user: Option<&'a str>,
}

impl Candidate<'_> {
    pub fn fits(&self, wanted: &FaultMatch) -> bool {
        let is = |wanted: &Option<String>, found: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| found == Some(wanted))
        };
        wanted.connection.is_none_or(|ordinal| ordinal == self.connection)
            && is(&wanted.tenant, self.tenant)
            && is(&wanted.user, self.user)
            && wanted.wire_type.as_deref().is_none_or(|pattern| {
                self.wire_type.is_some_and(|wire_type| matches(pattern, wire_type))
            })
    }
}

/// Whether it strikes on the call by which a backend sends a frame.
pub(super) fn is_of_posts(action: &FaultAction) -> bool {
    matches!(action, FaultAction::LimitExceeded {} | FaultAction::Gone {})
}

/// Whether it strikes on a frame that goes out.
pub(super) fn is_of_frames(action: &FaultAction) -> bool {
    action.row().point == FaultPoint::Send && !is_of_posts(action)
}

/// Why a rule would never strike before functions that decide: a sentence that says what to do.
pub(super) fn never_strikes(rule: &FaultRule, functions: Option<&Integration>) -> Option<String> {
    let row = rule.action.row();
    functions.filter(|_| row.point == FaultPoint::Auth)?;
    Some(format!(
        "`{}` would never strike, since a function answers `auth`, and not the mock: leave it out, or take a \
         fault that strikes at the answer, such as drop,type=auth.success",
        row.name
    ))
}

#[derive(Default)]
pub(super) struct Faults {
    active: Mutex<Active>,
    /// Whether any rule is in force, so that nobody asks for a lock in vain.
    is_any: AtomicBool,
}

#[derive(Default)]
struct Active {
    rules: Vec<ActiveFault>,
    last_id: u64,
}

impl Faults {
    fn active(&self) -> MutexGuard<'_, Active> {
        self.active.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn add(&self, rule: FaultRule) -> FaultId {
        let mut active = self.active();
        active.last_id += 1;
        let id = FaultId(active.last_id);
        active.rules.push(ActiveFault { id, rule, struck: 0, spared: 0 });
        self.is_any.store(true, Ordering::Relaxed);
        id
    }

    pub fn remove(&self, id: FaultId) -> bool {
        let mut active = self.active();
        let before = active.rules.len();
        active.rules.retain(|it| it.id != id);
        self.is_any.store(!active.rules.is_empty(), Ordering::Relaxed);
        active.rules.len() < before
    }

    pub fn replace(&self, rules: &[FaultRule]) {
        {
            let mut active = self.active();
            active.rules.clear();
            self.is_any.store(false, Ordering::Relaxed);
        }
        for rule in rules {
            self.add(rule.clone());
        }
    }

    pub fn list(&self) -> Vec<ActiveFault> {
        self.active().rules.clone()
    }

    /// Whether any rule is in force.
    pub fn is_any(&self) -> bool {
        self.is_any.load(Ordering::Relaxed)
    }

    /// The first rule that strikes here.
    pub fn strike(
        &self,
        point: FaultPoint,
        candidate: Candidate<'_>,
        rng: &mut Rng,
    ) -> Option<FaultRule> {
        self.strike_first(|action| action.row().point == point, candidate, rng)
    }

    /// The first rule of these faults that strikes.
    pub fn strike_first(
        &self,
        of: impl Fn(&FaultAction) -> bool,
        candidate: Candidate<'_>,
        rng: &mut Rng,
    ) -> Option<FaultRule> {
        let mut struck = None;
        self.strike_each(of, None, candidate, rng, |rule| {
            let is_first = struck.is_none();
            if is_first {
                struck = Some(rule.clone());
            }
            is_first
        });
        struck
    }

    /// Offers each rule of these faults that would strike, or the one named; whether it does, the
    /// answer says.
    pub fn strike_each(
        &self,
        of: impl Fn(&FaultAction) -> bool,
        only: Option<FaultId>,
        candidate: Candidate<'_>,
        rng: &mut Rng,
        mut apply: impl FnMut(&FaultRule) -> bool,
    ) {
        if !self.is_any() {
            return;
        }
        let mut active = self.active();
        for it in &mut active.rules {
            let rule = &it.rule;
            let fits = of(&rule.action)
                && only.is_none_or(|id| id == it.id)
                && candidate.fits(&rule.matches)
                && rule.times.is_none_or(|times| it.struck < times);
            if !fits {
                continue;
            }
            if it.spared < rule.after {
                it.spared += 1;
            } else if (rule.probability >= 1.0 || rng.f64() < rule.probability) && apply(rule) {
                it.struck += 1;
            }
        }
    }
}
