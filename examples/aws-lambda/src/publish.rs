//! Publishes events.

use aws_config::SdkConfig;
use purposepath_realtime::fanout::{Policy, Report, publish};
use purposepath_realtime::{ConnectionId, Encode, Message, Timestamp, decode};
use serde_json::{Value, json};

use crate::Error;
use crate::connections::Connections;
use crate::table::Table;

/// What publishes events.
pub struct Publisher {
    table: Table,
    connections: Connections,
}

impl Publisher {
    /// To the connections of the table that the environment names.
    ///
    /// # Errors
    /// When it names none.
    pub fn new(aws: &SdkConfig) -> Result<Self, Error> {
        Ok(Publisher { table: Table::new(aws)?, connections: Connections::new(aws) })
    }

    /// Publishes an event to the connections of its tenant. Those that turn out to be gone are
    /// forgotten.
    ///
    /// # Errors
    /// When it is no event of a tenant, or the table cannot be reached.
    pub async fn publish(&self, event: &str) -> Result<Report<ConnectionId>, Error> {
        let message = decode(event)?;
        let Message::Event(envelope) = &message else { return Err("this is no event".into()) };
        let tenant = envelope.tenant_id().ok_or("the event names no tenant")?;
        let frame = &message.encode_shared()?;
        let receivers = self.table.receivers(tenant, Timestamp::now()).await?;
        let post = |id: ConnectionId| async move { self.connections.post(&id, frame).await };
        let report = publish(Policy::default(), receivers, post, tokio::time::sleep).await;
        for id in &report.gone {
            self.table.forget(id).await?;
        }
        Ok(report)
    }
}

/// What came of it, for whoever invoked the function.
pub fn summary(report: &Report<ConnectionId>) -> Value {
    let dropped = report.dropped.iter();
    let dropped: Vec<_> = dropped
        .map(|(id, why)| json!({ "connectionId": id.as_str(), "reason": why.as_str() }))
        .collect();
    json!({
        "delivered": report.delivered,
        "gone": report.gone.len(),
        "dropped": dropped,
        "posts": report.posts,
        "tookMs": report.took_ms,
    })
}
