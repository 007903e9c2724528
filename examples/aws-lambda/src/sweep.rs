//! Ends the connections whose time is over: whose token has expired, and who did not authenticate in time.

use aws_config::SdkConfig;
use purposepath_realtime::Timestamp;
use purposepath_realtime::backend::Reaction;
use purposepath_realtime::fanout::{Outcome, Policy, Report, publish};
use serde_json::{Value, json};

use crate::Error;
use crate::hands::Hands;

/// What ends connections.
pub struct Sweep(Hands);

impl Sweep {
    /// Of the table that the environment names.
    ///
    /// # Errors
    /// When it names none.
    pub fn new(aws: &SdkConfig) -> Result<Self, Error> {
        Ok(Sweep(Hands::new(aws)?))
    }

    /// Ends those whose time is over, as many at once and as often as a fan-out posts. What fails is met
    /// by the next sweep, since a row is forgotten last.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn sweep(&self, now: Timestamp) -> Result<Report<Reaction>, Error> {
        let rows = self.0.table.over(now).await?;
        let due = rows.iter().filter_map(|(id, record)| record.due(id, now));
        let end = |reaction: Reaction| async move {
            let ended = self.0.carry_out(&reaction, false).await;
            ended.unwrap_or_else(|_| Outcome::Failed.into())
        };
        Ok(publish(Policy::default(), due, end, tokio::time::sleep).await)
    }
}

/// What came of it.
pub fn summary(report: &Report<Reaction>) -> Value {
    json!({ "ended": report.delivered + report.gone.len(), "left": report.dropped.len() })
}
