//! Plays a scenario against whoever connects, and judges at its end.

use std::pin::pin;
use std::time::Duration;

use fastrand::Rng;
use futures_util::StreamExt;
use serde_json::{Map, Value};
use uuid::Builder;

use crate::mock::template::tenant_of;
use crate::mock::{AUTH_DEADLINE_MS, Close, Config, Handle, LogEntry, LogKind, Selector};
use crate::mock_files::scenario::{Action, Kick, Scenario, ScenarioProfile};

use super::client::{ClientCommand, ClientError, Clients};
use super::judge::{Verdict, judge};
use super::outcome::Outcome;
use super::plan::{PATIENCE, Plan, PlannedStep};
use super::template;
use super::witness::Witness;

/// How often the clock is looked at, which others may move.
const GLANCE: Duration = Duration::from_millis(200);

impl Plan {
    /// The mock server that the scenario wants, on the ports of this one.
    #[must_use]
    pub fn configure(&self, config: Config) -> Config {
        let Scenario {
            profile,
            answers_ping,
            time_scale,
            seed,
            rate,
            auth_deadline_ms,
            faults,
            ..
        } = &self.scenario;
        let mut rules = config.faults.clone();
        rules.extend(faults.iter().cloned());
        Config {
            profile: profile.unwrap_or(ScenarioProfile::Gateway).into(),
            answers_ping: answers_ping.unwrap_or_default(),
            time_scale: time_scale.unwrap_or(1.0),
            seed: seed.unwrap_or(0),
            rate: rate.unwrap_or(0.0),
            auth_deadline: Duration::from_millis(auth_deadline_ms.unwrap_or(AUTH_DEADLINE_MS)),
            faults: rules,
            ..config
        }
    }

    /// Plays it on a server that was started as [`configure`](Plan::configure) says, against the
    /// clients that this command starts, or else against whoever connects.
    ///
    /// # Errors
    /// When the client cannot be started, or ends before it has connected.
    pub async fn play(
        &self,
        server: &Handle,
        command: Option<&ClientCommand>,
    ) -> Result<Outcome, ClientError> {
        let mut run = Run::new(server, self);
        if let Some(command) = command {
            let count = self.scenario.clients.unwrap_or(1);
            let token = |index| server.token("tenant-123", &format!("user-{index}"), TOKEN_LIFE);
            run.clients = Clients::start(command, &server.url(), (1..=count).map(token))?;
            run.patience = Some(PATIENCE);
        }
        run.play(0).await
    }

    /// Plays it on a server whose log has come to this number, against whoever connects after the
    /// connection with this ordinal, as long as [`patience`](Plan::patience) lasts.
    pub(super) async fn play_since(&self, server: &Handle, seq: u64, known: u64) -> Outcome {
        let mut run = Run::new(server, self);
        run.witness.known = known;
        run.patience = Some(self.patience());
        match run.play(seq).await {
            Ok(outcome) => outcome,
            Err(error) => unreachable!("no client was started: {error}"),
        }
    }
}

const TOKEN_LIFE: Duration = Duration::from_secs(86_400);

struct Run<'a> {
    server: &'a Handle,
    plan: &'a Plan,
    witness: Witness,
    clients: Clients,
    /// How long it waits for the first connection, in real time; for ever if absent.
    patience: Option<Duration>,
    /// When each step is due next, if ever.
    steps: Vec<(Option<u64>, &'a PlannedStep)>,
    /// What the ids of events follow from.
    ids: Rng,
    warnings: Vec<String>,
}

impl<'a> Run<'a> {
    fn new(server: &'a Handle, plan: &'a Plan) -> Self {
        Run {
            server,
            plan,
            witness: Witness::default(),
            clients: Clients::default(),
            patience: None,
            steps: plan.steps.iter().map(|step| (Some(step.first), step)).collect(),
            ids: Rng::with_seed(plan.scenario.seed.unwrap_or(0)),
            warnings: Vec::new(),
        }
    }

    async fn play(mut self, since: u64) -> Result<Outcome, ClientError> {
        let mut log = pin!(self.server.log(since));
        let started = tokio::time::Instant::now();
        loop {
            let wait = match self.next_due() {
                Some(due) => match self.server.clock().until(due) {
                    Some(wait) => wait.min(GLANCE),
                    None => GLANCE,
                },
                None => GLANCE,
            };
            tokio::select! {
                biased;
                entry = log.next() => match entry {
                    Some(entry) => self.witness.note(&entry),
                    None => return Ok(self.judged(Some("the server was stopped before the end"))),
                },
                () = tokio::time::sleep(wait) => {}
            }
            if self.witness.start_ms.is_none() {
                if let Some(status) = self.clients.ended() {
                    return Err(ClientError(format!(
                        "the client ended before it had connected ({status}): see what it printed"
                    )));
                }
                if let Some(patience) = self.patience.filter(|it| started.elapsed() > *it) {
                    let breach = format!("no client connected within {} s", patience.as_secs());
                    return Ok(self.judged(Some(&breach)));
                }
                continue;
            }
            if self.perform_due() {
                // What happened until now is in the log by now.
                for entry in self.server.log_since(self.witness.seq, usize::MAX) {
                    self.witness.note(&entry);
                }
                return Ok(self.judged(None));
            }
        }
    }

    /// When the next step or the end is due, in Unix milliseconds of the mock's clock.
    fn next_due(&self) -> Option<u64> {
        let start_ms = self.witness.start_ms?;
        let next = self.steps.iter().filter_map(|(due, _)| *due).min();
        Some(start_ms + next.unwrap_or(u64::MAX).min(self.plan.scenario.end_at))
    }

    /// Does what is due, in order; true at the end.
    fn perform_due(&mut self) -> bool {
        while let Some(due) = self.next_due().filter(|due| *due <= self.server.now_ms()) {
            let at = due - self.witness.start_ms.unwrap_or(due);
            let Some((next, step)) = self.steps.iter_mut().find(|(next, _)| *next == Some(at))
            else {
                return true;
            };
            *next = step.every.map(|(every, _)| at + every);
            *next = next.filter(|at| step.every.is_some_and(|(_, last)| *at <= last));
            let action = &step.action;
            self.perform(action);
        }
        false
    }

    fn perform(&mut self, action: &Action) {
        let server = self.server;
        match action {
            Action::Send(event) => self.send(event),
            Action::SendRaw(text) => drop(server.broadcast_text(None, text)),
            Action::Fault(rule) => drop(server.add_fault(rule.clone())),
            Action::ClearFaults => server.clear_faults(),
            Action::Kick(kick) => {
                let Kick { tenant_id, user_id, code, reset } = kick;
                let selector = match (tenant_id, user_id) {
                    (_, Some(user)) => Selector::User(user.clone()),
                    (Some(tenant), None) => Selector::Tenant(tenant.clone()),
                    (None, None) => Selector::All,
                };
                let close = if *reset { Close::Reset } else { Close::Code(code.unwrap_or(1000)) };
                if let Err(error) = server.kick(&selector, close) {
                    self.warnings.push(error.to_string());
                }
            }
            Action::Clock(clock) => {
                if let Some(scale) = clock.time_scale {
                    server.set_time_scale(scale);
                }
                if let Some(ms) = clock.advance_ms {
                    server.advance(Duration::from_millis(ms));
                }
            }
            Action::Rate(rate) => server.set_rate(*rate),
            Action::StopClient => {
                if self.clients.is_empty() {
                    let note = "the client is to be stopped now";
                    server.record(LogEntry::new(LogKind::Note).because(note));
                }
                self.witness.stopped(server.now_ms());
                self.clients.interrupt();
            }
        }
    }

    /// To every tenant that is connected, as its own.
    fn send(&mut self, event: &Map<String, Value>) {
        let tenants = match tenant_of(event) {
            Some(tenant) => vec![tenant.to_owned()],
            None => self.server.hub().tenants(),
        };
        let now = self.server.clock().now();
        for tenant in tenants {
            let id = Builder::from_random_bytes(self.ids.u128(..).to_be_bytes()).into_uuid();
            let sent = template::fill(event, &tenant, now, id.into());
            let result = match sent {
                Ok(envelope) => self.server.broadcast(&envelope).map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            if let Err(error) = result {
                self.warnings.push(error);
            }
        }
    }

    /// Judges; what ended it early is a breach in itself.
    fn judged(mut self, breach: Option<&str>) -> Outcome {
        let mut notes: Vec<String> = breach.into_iter().map(str::to_owned).collect();
        notes.append(&mut self.warnings);
        if let Some(status) = self.clients.ended() {
            notes.push(format!("the client ended by itself ({status})"));
        }
        let Run { plan, witness, .. } = &self;
        let end = plan.scenario.end_at;
        let verdicts: Vec<Verdict> =
            plan.expectations().iter().map(|it| judge(it, &witness.seen, end)).collect();
        let met = breach.is_none() && verdicts.iter().all(|verdict| verdict.met);
        let note = (!notes.is_empty()).then(|| notes.join("; "));
        Outcome { scenario: plan.name().to_owned(), met, verdicts, note }
    }
}
