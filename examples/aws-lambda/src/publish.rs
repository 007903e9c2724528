//! Publishes events.

use aws_config::SdkConfig;
use purposepath_realtime::fanout::{Outcome, Policy, Posted, Report, publish};
use purposepath_realtime::{
    ConnectionId, Encode, Message, SharedFrame, TenantId, Timestamp, decode,
};
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
        let (frame, tenant) = &addressed(event)?;
        let receivers = self.table.receivers(tenant, Timestamp::now()).await?;
        let post = |id: ConnectionId| async move { self.post(&id, frame).await };
        Ok(publish(Policy::default(), receivers, post, tokio::time::sleep).await)
    }

    /// Posts to one connection, and forgets it at once if it is gone: as many at once as are posted.
    async fn post(&self, id: &ConnectionId, frame: &SharedFrame) -> Posted {
        let posted = self.connections.post(id, frame).await;
        if posted.outcome == Outcome::Gone
            && let Err(error) = self.table.forget(id).await
        {
            // The next event, or a sweep, finds the row again.
            eprintln!("a row that stays: {error}");
        }
        posted
    }
}

/// The frame of an event, encoded once, and the tenant that it is for.
fn addressed(event: &str) -> Result<(SharedFrame, TenantId), Error> {
    let message = decode(event)?;
    let Message::Event(envelope) = &message else {
        let wanted = "expected an event of the protocol's reference";
        return Err(format!("{wanted}, found {message}: correct its type").into());
    };
    let tenant = envelope.tenant_id().ok_or_else(|| {
        format!("expected an event of a tenant, found {message}: name its tenant in data.tenantId")
    })?;
    Ok((message.encode_shared()?, tenant.clone()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_published_is_named() {
        let why = |event: &str| addressed(event).unwrap_err().to_string();
        let unknown = r#"{"type":"goal.creatd","timestamp":"2025-11-03T14:30:00Z","data":{}}"#;
        for (event, found) in [
            (
                unknown,
                "an event of the protocol's reference, found unknown event goal.creatd: correct its type",
            ),
            (
                r#"{"action":"auth","token":"secret"}"#,
                "an event of the protocol's reference, found command auth: correct its type",
            ),
            (
                r#"{"type":"ping"}"#,
                "an event of a tenant, found ping: name its tenant in data.tenantId",
            ),
        ] {
            assert_eq!(why(event), format!("expected {found}"));
        }
    }
}
