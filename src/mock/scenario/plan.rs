//! A scenario that has been checked: whatever can be wrong with it is reported before it starts.

use std::time::Duration;

use serde_json::Value;

use crate::mock_files::scenario::{
    Action, ClockStep, Expectation, Kick, Last, Scenario, ScenarioProfile, Step, When,
};

use crate::mock::file_error::{FileError, Problem};
use crate::mock::kick;
use crate::mock::profile::Profile;

use super::template;

/// The longest scenario: a day, in milliseconds.
const LONGEST_MS: u64 = 86_400_000;

/// How long a client that was started has to connect, in real time.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// A scenario, read and checked.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) scenario: Scenario,
    pub(super) steps: Vec<PlannedStep>,
}

#[derive(Clone, Debug)]
pub(super) struct PlannedStep {
    pub first: u64,
    /// The interval and the last time, if again and again.
    pub every: Option<(u64, u64)>,
    pub action: Action,
}

impl Plan {
    /// Reads and checks a scenario; `file` is what errors call it.
    ///
    /// # Errors
    /// When it cannot be played as it is written; the error says where and why.
    pub fn parse(file: &str, text: &str) -> Result<Self, FileError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let scenario: Scenario = Problem::read(text).map_err(|(line, problem)| {
            let error = problem.locate(file, text);
            FileError { line: line.unwrap_or(error.line), ..error }
        })?;
        Plan::check(scenario).map_err(|problem| problem.locate(file, text))
    }

    /// What the client must do, as a sentence.
    pub fn name(&self) -> &str {
        &self.scenario.name
    }

    /// What must be true at the end.
    pub fn expectations(&self) -> &[Expectation] {
        &self.scenario.expect
    }

    /// How many clients at once it judges.
    pub(in crate::mock) fn clients(&self) -> u32 {
        self.scenario.clients.unwrap_or(1)
    }

    /// How many times faster than real time its clock runs.
    pub(in crate::mock) fn time_scale(&self) -> f64 {
        self.scenario.time_scale.unwrap_or(1.0)
    }

    /// How long it waits for a client that was kicked, in real time: as long as it lasts itself, and no less
    /// than for one that was started.
    pub(in crate::mock) fn patience(&self) -> Duration {
        let seconds = self.scenario.end_at as f64 / 1000.0 / self.time_scale();
        PATIENCE.max(Duration::from_secs(seconds.ceil() as u64))
    }

    /// What a right client does not outlive, if anything: a close, or its user who stops it.
    pub(in crate::mock) fn last(&self) -> Option<Last> {
        let stops = |step: &PlannedStep| matches!(step.action, Action::StopClient);
        if self.steps.iter().any(stops) {
            return Some(Last::Stop);
        }
        let gone = |it: &Expectation| match it {
            Expectation::NothingAfter(_) => true,
            Expectation::ConnectedAtEnd(bounds) => bounds.max == Some(0),
            _ => false,
        };
        self.expectations().iter().any(gone).then_some(Last::Close)
    }

    fn check(mut scenario: Scenario) -> Result<Self, Problem> {
        let profile = scenario.profile.unwrap_or(ScenarioProfile::Gateway).into();
        if scenario.name.trim().is_empty() {
            return Err(Problem::new("$.name", "a sentence", "nothing"));
        }
        let end = scenario.end_at;
        within("$.endAt", end, 1, LONGEST_MS)?;
        if let Some(scale) = scenario.time_scale {
            number("$.timeScale", scale, 0.001, 10_000.0)?;
        }
        if let Some(rate) = scenario.rate {
            number("$.rate", rate, 0.0, 1_000.0)?;
        }
        if let Some(clients) = scenario.clients {
            within("$.clients", clients.into(), 1, 100)?;
        }
        let mut steps = Vec::new();
        for (index, step) in std::mem::take(&mut scenario.timeline).into_iter().enumerate() {
            steps.push(planned(step, end, profile, &format!("$.timeline[{index}]"))?);
        }
        if scenario.expect.is_empty() {
            return Err(Problem::new("$.expect", "at least one expectation", "none"));
        }
        let stops = steps.iter().any(|step| matches!(step.action, Action::StopClient));
        for (index, it) in scenario.expect.iter().enumerate() {
            if matches!(it, Expectation::NothingAfter(Last::Stop)) && !stops {
                let path = format!("$.expect[{index}].nothingAfter");
                return Err(Problem::new(&path, "a step `stopClient` in the timeline", "none"));
            }
        }
        Ok(Plan { scenario, steps })
    }
}

impl From<ScenarioProfile> for Profile {
    fn from(profile: ScenarioProfile) -> Self {
        match profile {
            ScenarioProfile::Gateway => Profile::Gateway,
            ScenarioProfile::Legacy => Profile::Legacy,
        }
    }
}

fn planned(step: Step, end: u64, profile: Profile, path: &str) -> Result<PlannedStep, Problem> {
    let Step { when, action, .. } = step;
    match &action {
        Action::Send(event) => template::check(event, &format!("{path}.send"))?,
        Action::Kick(Kick { code: Some(code), .. }) => {
            kick::check(*code, profile).map_err(|error| {
                Problem::new(&format!("{path}.kick.code"), "", error.to_string())
            })?;
        }
        Action::Clock(ClockStep { time_scale: Some(scale), .. }) => {
            number(&format!("{path}.clock.timeScale"), *scale, 0.001, 10_000.0)?;
        }
        Action::Rate(rate) => number(&format!("{path}.rate"), *rate, 0.0, 1_000.0)?,
        _ => {}
    }
    match when {
        When::At(at) => {
            within(&format!("{path}.at"), at, 0, end)?;
            Ok(PlannedStep { first: at, every: None, action })
        }
        When::Every { interval, from, until } => {
            within(&format!("{path}.every"), interval, 10, end)?;
            let (first, last) = (from.unwrap_or(interval), until.unwrap_or(end));
            within(&format!("{path}.until"), last, 0, end)?;
            within(&format!("{path}.from"), first, 0, last)?;
            Ok(PlannedStep { first, every: Some((interval, last)), action })
        }
    }
}

fn within(path: &str, value: u64, min: u64, max: u64) -> Result<(), Problem> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    Err(Problem::new(path, format!("{min} to {max}"), value.to_string()))
}

fn number(path: &str, value: f64, min: f64, max: f64) -> Result<(), Problem> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    Err(Problem::new(path, format!("{min} to {max}"), Value::from(value).to_string()))
}

#[cfg(test)]
mod tests;
