//! Plays a scenario on a server that runs already, against whoever connects.

use crate::mock::log::LogKind;
use crate::mock::{Close, Config, Handle, LogEntry, Selector};

use super::plan::Plan;
use super::stage::StageError;

impl Plan {
    /// What this server would be while it plays it: all but what cannot change while it runs.
    ///
    /// # Errors
    /// When it needs a server that was started otherwise.
    pub(in crate::mock) fn suits(&self, server: &Handle) -> Result<Config, StageError> {
        let mut wanted = self.configure(server.config().clone());
        // It is about its own faults alone.
        wanted.faults.clone_from(&self.scenario.faults);
        let fixed = |it: &Config| (it.profile, it.answers_ping, it.auth_deadline);
        let fits = fixed(server.config()) == fixed(&wanted);
        fits.then_some(wanted).ok_or(StageError::OtherServer)
    }

    /// Plays it on a server that runs already: everybody is kicked, and whoever comes back first
    /// starts it. Faults, pace and traffic are then as configured again.
    ///
    /// # Errors
    /// When another one is being played, or it needs a server that was started otherwise.
    pub fn stage(self, server: &Handle) -> Result<(), StageError> {
        let wanted = self.suits(server)?;
        let name = self.name().to_owned();
        let played_on = server.clone();
        server.stage().begin(&name, || {
            let task = tokio::spawn(async move {
                let server = played_on;
                let note = format!("the scenario begins: {}", self.name());
                let since = server.record(LogEntry::new(LogKind::Note).because(note));
                let known = server.hub().next_ordinal() - 1;
                let _ = server.kick(&Selector::All, Close::Code(1000));
                server.reconfigure(&wanted);
                let outcome = self.play_since(&server, since, known).await;
                server.reconfigure(&server.config().clone());
                let note =
                    if outcome.met { "the scenario is met" } else { "the scenario is unmet" };
                server.record(LogEntry::new(LogKind::Note).because(note));
                server.stage().end(outcome);
            });
            task.abort_handle()
        })
    }
}
