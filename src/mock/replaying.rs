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
    /// Which one it is. A task that is aborted may still come to where it says how far it is.
    ordinal: u64,
    task: Option<AbortHandle>,
}

impl State {
    fn end(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
        }
        self.ordinal += 1;
        self.progress.running = false;
    }
}

impl Replaying {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same, if it is that one still.
    fn state_of(&self, ordinal: u64) -> Option<MutexGuard<'_, State>> {
        Some(self.state()).filter(|state| state.ordinal == ordinal)
    }

    pub fn progress(&self) -> Progress {
        self.state().progress
    }

    /// Begins one of so many events, which the task sends that `start` spawns, and which is called by the
    /// ordinal that it gets; the one before ends.
    pub fn begin(&self, events: u64, start: impl FnOnce(u64) -> AbortHandle) {
        let mut state = self.state();
        state.end();
        state.progress = Progress { running: true, events, sent: 0 };
        // It waits for this lock before it counts.
        state.task = Some(start(state.ordinal));
    }

    pub fn sent(&self, ordinal: u64) {
        if let Some(mut state) = self.state_of(ordinal) {
            state.progress.sent += 1;
        }
    }

    /// It is through.
    pub fn over(&self, ordinal: u64) {
        if let Some(mut state) = self.state_of(ordinal) {
            state.end();
        }
    }

    /// Ends it, whether it is through or not; answers how far it came.
    pub fn end(&self) -> Progress {
        let mut state = self.state();
        state.end();
        state.progress
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_that_is_replaced_changes_nothing_of_the_next() {
        let replaying = Replaying::default();
        let begin = |events| {
            let mut of = 0;
            replaying.begin(events, |ordinal| {
                of = ordinal;
                tokio::spawn(std::future::pending::<()>()).abort_handle()
            });
            of
        };
        let told = || {
            let Progress { running, events, sent } = replaying.progress();
            (running, events, sent)
        };
        let first = begin(3);
        replaying.sent(first);
        assert_eq!(told(), (true, 3, 1));
        let next = begin(2);
        replaying.sent(first);
        replaying.over(first);
        assert_eq!(told(), (true, 2, 0));
        replaying.sent(next);
        replaying.over(next);
        assert_eq!(told(), (false, 2, 1));
        replaying.sent(next);
        assert_eq!(told(), (false, 2, 1));
    }
}
