//! Which capture is being sent again, and how far it is: one at a time.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::task::AbortHandle;

/// How far the last capture is that was sent again.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Progress {
    /// Whether it goes on.
    pub running: bool,
    /// How many events it has.
    pub events: u64,
    /// How many of them were sent.
    pub sent: u64,
}

#[derive(Default)]
pub(super) struct Replaying(Mutex<State>);

#[derive(Default)]
struct State {
    progress: Progress,
    task: Option<AbortHandle>,
}

impl Replaying {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn progress(&self) -> Progress {
        self.state().progress
    }

    /// Begins one of so many events, which the task sends that `start` spawns; the one before ends.
    pub fn begin(&self, events: u64, start: impl FnOnce() -> AbortHandle) {
        let mut state = self.state();
        if let Some(task) = state.task.take() {
            task.abort();
        }
        state.progress = Progress { running: true, events, sent: 0 };
        // It waits for this lock before it counts.
        state.task = Some(start());
    }

    pub fn sent(&self) {
        self.state().progress.sent += 1;
    }

    /// Ends it, whether it is through or not; answers how far it came.
    pub fn end(&self) -> Progress {
        let mut state = self.state();
        if let Some(task) = state.task.take() {
            task.abort();
        }
        state.progress.running = false;
        state.progress
    }
}
