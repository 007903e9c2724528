//! A scenario on a server that runs already: one at a time, against whoever connects.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::task::AbortHandle;

use crate::mock::log::LogKind;
use crate::mock::{Close, Handle, LogEntry, Selector};

use super::plan::Plan;
use super::run::Outcome;

/// What became of the last scenario that was played on a running server.
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct Played {
    /// The scenario that is being played, if one is.
    pub running: Option<String>,
    /// How the last one ended.
    pub outcome: Option<Outcome>,
}

/// Why a scenario cannot be played on a running server: a sentence that says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StageError {
    /// Another one is being played.
    Busy,
    /// It needs a server that was started otherwise.
    OtherServer,
}

impl fmt::Display for StageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            StageError::Busy => {
                "a scenario is being played: wait for its result, or end it with POST /reset"
            }
            StageError::OtherServer => {
                "this scenario needs a server with another profile or deadline for `auth`: start \
                 one with `realtime mock --scenario`"
            }
        })
    }
}

impl std::error::Error for StageError {}

#[derive(Default)]
pub(in crate::mock) struct Stage(Mutex<State>);

#[derive(Default)]
struct State {
    played: Played,
    task: Option<AbortHandle>,
}

impl Stage {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn played(&self) -> Played {
        self.state().played.clone()
    }

    /// Ends what is being played, and forgets what was.
    pub fn clear(&self) {
        let State { task, .. } = std::mem::take(&mut *self.state());
        if let Some(task) = task {
            task.abort();
        }
    }
}

impl Plan {
    /// Plays it on a server that runs already: everybody is kicked, and whoever comes back first
    /// starts it. Faults, pace and traffic are then as configured again.
    ///
    /// # Errors
    /// When another one is being played, or it needs a server that was started otherwise.
    pub fn stage(self, server: &Handle) -> Result<(), StageError> {
        let (configured, wanted) = (server.config(), self.configure(server.config().clone()));
        if (configured.profile, configured.auth_deadline) != (wanted.profile, wanted.auth_deadline)
        {
            return Err(StageError::OtherServer);
        }
        let mut state = server.stage().state();
        if state.played.running.is_some() {
            return Err(StageError::Busy);
        }
        state.played = Played { running: Some(self.name().to_owned()), outcome: None };
        let server = server.clone();
        // It waits for this lock before it is over.
        let task = tokio::spawn(async move {
            let note = format!("the scenario begins: {}", self.name());
            let since = server.record(LogEntry::new(LogKind::Note).because(note));
            let known = server.hub().next_ordinal() - 1;
            let _ = server.kick(&Selector::All, Close::Code(1000));
            server.set_scenery(&wanted);
            let outcome = self.play_since(&server, since, known).await;
            server.set_scenery(&server.config().clone());
            let word = if outcome.met { "met" } else { "unmet" };
            server.record(LogEntry::new(LogKind::Note).because(format!("the scenario is {word}")));
            let played = Played { running: None, outcome: Some(outcome) };
            *server.stage().state() = State { played, task: None };
        });
        state.task = Some(task.abort_handle());
        Ok(())
    }
}
