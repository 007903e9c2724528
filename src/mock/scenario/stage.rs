//! Which scenario is played on a server that runs already, and how the last one ended: one at a
//! time.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::task::AbortHandle;

use super::outcome::Outcome;

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
                "a scenario is being played: wait for its result, or end it with DELETE /scenarios"
            }
            StageError::OtherServer => {
                "this scenario needs a server with another profile, answer to `ping` or deadline \
                 for `auth`: start one with `realtime mock --scenario`"
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

    /// Begins the scenario of this name, which the task plays that `start` spawns.
    ///
    /// # Errors
    /// When another one is being played.
    pub fn begin(
        &self,
        scenario: &str,
        start: impl FnOnce() -> AbortHandle,
    ) -> Result<(), StageError> {
        let mut state = self.state();
        if state.played.running.is_some() {
            return Err(StageError::Busy);
        }
        state.played = Played { running: Some(scenario.to_owned()), outcome: None };
        // It waits for this lock before it is over.
        state.task = Some(start());
        Ok(())
    }

    /// The scenario is over.
    pub fn end(&self, outcome: Outcome) {
        let played = Played { running: None, outcome: Some(outcome) };
        *self.state() = State { played, task: None };
    }

    /// Ends what is being played, and forgets what was.
    pub fn clear(&self) {
        let State { task, .. } = std::mem::take(&mut *self.state());
        if let Some(task) = task {
            task.abort();
        }
    }
}
