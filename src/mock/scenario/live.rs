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
    /// starts it; it is unmet if nobody does. Faults, pace and traffic are then as configured again.
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

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, SocketAddr};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_is_unmet_if_nobody_comes_for_as_long_as_it_lasts() {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        for (end_at, scale, seconds) in [(1, 1, 30), (44_001, 1, 45), (690_000, 30, 30)] {
            let server = Handle::new(Config::default(), address, address);
            let text = format!(
                r#"{{"name":"Comes.","timeScale":{scale},"faults":[{{"action":"drop"}}],"expect":[{{"opens":{{"max":1}}}}],"endAt":{end_at}}}"#
            );
            let plan = Plan::parse("a.json", &text).unwrap();
            assert_eq!(plan.patience().as_secs(), seconds);
            let begin = tokio::time::Instant::now();
            plan.stage(&server).unwrap();
            while server.played().running.is_some() {
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
            let outcome = server.played().outcome.unwrap();
            let told = format!("no client connected within {seconds} s");
            assert_eq!((outcome.met, outcome.note), (false, Some(told)));
            assert_eq!(begin.elapsed().as_secs(), seconds);
            assert!(server.faults().is_empty() && server.time_scale() == 1.0, "as configured");
        }
    }
}
