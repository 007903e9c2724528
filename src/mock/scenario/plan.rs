//! A scenario that has been checked: whatever can be wrong with it has been said before it starts.

use serde_json::Value;

use crate::mock_files::fault::FaultRule;
use crate::mock_files::scenario::{
    Bounds, ClockStep, Expectation, Gaps, Kick, Scenario, ScenarioProfile, Step,
};

use crate::mock::file_error::{FileError, Problem};
use crate::mock::kick;
use crate::mock::profile::Profile;

use super::template::Template;

/// The longest scenario: a day, in milliseconds.
const LONGEST_MS: u64 = 86_400_000;

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

#[derive(Clone, Debug)]
pub(super) enum Action {
    Send(Template),
    SendRaw(String),
    Fault(FaultRule),
    ClearFaults,
    Kick(Kick),
    Clock(ClockStep),
    Rate(f64),
    StopClient,
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
            expectation(it, stops, &format!("$.expect[{index}]"))?;
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
    let Step {
        at,
        every,
        from,
        until,
        send,
        send_raw,
        fault,
        clear_faults,
        kick,
        clock,
        rate,
        stop_client,
    } = step;
    for (key, is_true) in [("clearFaults", clear_faults), ("stopClient", stop_client)] {
        if is_true == Some(false) {
            return Err(Problem::new(&format!("{path}.{key}"), "true, or no such key", "false"));
        }
    }
    if let Some(code) = kick.as_ref().and_then(|kick| kick.code) {
        kick::check(code, profile)
            .map_err(|error| Problem::new(&format!("{path}.kick.code"), "", error.to_string()))?;
    }
    if let Some(rate) = rate {
        number(&format!("{path}.rate"), rate, 0.0, 1_000.0)?;
    }
    if let Some(ClockStep { advance_ms, time_scale }) = clock {
        if advance_ms.is_none() && time_scale.is_none() {
            return Err(Problem::new(
                &format!("{path}.clock"),
                "advanceMs or timeScale",
                "neither",
            ));
        }
        if let Some(scale) = time_scale {
            number(&format!("{path}.clock.timeScale"), scale, 0.001, 10_000.0)?;
        }
    }
    let template = send.map(|frame| Template::new(frame, &format!("{path}.send"))).transpose()?;
    let actions = [
        ("send", template.map(Action::Send)),
        ("sendRaw", send_raw.map(Action::SendRaw)),
        ("fault", fault.map(Action::Fault)),
        ("clearFaults", clear_faults.map(|_| Action::ClearFaults)),
        ("kick", kick.map(Action::Kick)),
        ("clock", clock.map(Action::Clock)),
        ("rate", rate.map(Action::Rate)),
        ("stopClient", stop_client.map(|_| Action::StopClient)),
    ];
    let action = only(path, actions)?;
    match (at, every) {
        (Some(at), None) => {
            if from.is_some() || until.is_some() {
                return Err(Problem::new(path, "`from` and `until` beside `every` only", "`at`"));
            }
            within(&format!("{path}.at"), at, 0, end)?;
            Ok(PlannedStep { first: at, every: None, action })
        }
        (None, Some(every)) => {
            within(&format!("{path}.every"), every, 10, end)?;
            let (first, last) = (from.unwrap_or(every), until.unwrap_or(end));
            within(&format!("{path}.until"), last, 0, end)?;
            within(&format!("{path}.from"), first, 0, last)?;
            Ok(PlannedStep { first, every: Some((every, last)), action })
        }
        (None, None) => Err(Problem::new(path, "one of `at` and `every`", "neither")),
        (Some(_), Some(_)) => Err(Problem::new(path, "one of `at` and `every`", "both")),
    }
}

fn expectation(it: &Expectation, stops: bool, path: &str) -> Result<(), Problem> {
    let Expectation {
        client,
        count,
        within_ms,
        of,
        opens,
        from,
        until,
        concurrent,
        connected_at_end,
        authenticated,
        authenticated_at,
        nothing_after,
        gap_between_opens_ms,
        reopens_after_ms,
        opens_span_ms,
    } = it;
    let subject = only(
        path,
        [
            ("client", client.map(|_| "client")),
            ("opens", opens.map(|_| "opens")),
            ("concurrent", concurrent.map(|_| "concurrent")),
            ("connectedAtEnd", connected_at_end.map(|_| "connectedAtEnd")),
            ("authenticated", authenticated.map(|_| "authenticated")),
            ("authenticatedAt", authenticated_at.map(|_| "authenticatedAt")),
            ("nothingAfter", nothing_after.map(|_| "nothingAfter")),
            ("gapBetweenOpensMs", gap_between_opens_ms.map(|_| "gapBetweenOpensMs")),
            ("reopensAfterMs", reopens_after_ms.map(|_| "reopensAfterMs")),
            ("opensSpanMs", opens_span_ms.map(|_| "opensSpanMs")),
        ],
    )?;
    let is_client = subject == "client";
    let is_window = matches!(subject, "opens" | "opensSpanMs");
    for (key, is_there, fits) in [
        ("count", count.is_some(), is_client),
        ("withinMs", within_ms.is_some(), is_client),
        ("of", of.is_some(), is_client),
        ("from", from.is_some(), is_window),
        ("until", until.is_some(), is_window),
    ] {
        if is_there && !fits {
            let found = format!("`{key}`");
            return Err(Problem::new(path, format!("nothing but `{subject}`"), found));
        }
    }
    if within_ms.is_some() != of.is_some() {
        return Err(Problem::new(path, "`withinMs` and `of` together", "one of them"));
    }
    if count.is_some() && of.is_some() {
        return Err(Problem::new(path, "`count`, or `withinMs` and `of`", "all"));
    }
    if nothing_after.is_some_and(|it| it == crate::mock_files::scenario::Last::Stop) && !stops {
        let path = format!("{path}.nothingAfter");
        return Err(Problem::new(&path, "a step `stopClient` in the timeline", "none"));
    }
    let gaps = |it: &Gaps| (Bounds { min: it.min, max: it.max }, it.average_max.is_some());
    for (key, it) in [
        ("count", count.map(|it| (it, false))),
        ("opens", opens.map(|it| (it, false))),
        ("concurrent", concurrent.map(|it| (it, false))),
        ("connectedAtEnd", connected_at_end.map(|it| (it, false))),
        ("authenticated", authenticated.map(|it| (it, false))),
        ("authenticatedAt", authenticated_at.map(|it| (it, false))),
        ("gapBetweenOpensMs", gap_between_opens_ms.as_ref().map(gaps)),
        ("reopensAfterMs", reopens_after_ms.as_ref().map(gaps)),
        ("opensSpanMs", opens_span_ms.map(|it| (it, false))),
    ] {
        let Some((Bounds { min, max }, has_average)) = it else { continue };
        let path = format!("{path}.{key}");
        if min.is_none() && max.is_none() && !has_average {
            return Err(Problem::new(&path, "a bound such as \"max\":1", "none"));
        }
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            return Err(Problem::new(&path, "`min` below `max`", "it above"));
        }
    }
    Ok(())
}

/// The one that is there.
fn only<T, const N: usize>(path: &str, of: [(&str, Option<T>); N]) -> Result<T, Problem> {
    let names = of.each_ref().map(|(name, _)| *name).join(", ");
    let mut there = of.into_iter().filter_map(|(name, it)| Some((name, it?)));
    match (there.next(), there.next()) {
        (Some((_, it)), None) => Ok(it),
        (None, _) => Err(Problem::new(path, format!("one of {names}"), "none")),
        (Some((one, _)), Some((two, _))) => {
            let found = format!("both `{one}` and `{two}`");
            Err(Problem::new(path, format!("one of {names}"), found))
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
