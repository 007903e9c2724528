//! A service in small: it stores each change in an outbox, sends what is due to the connections of the
//! tenant, and reads what clients and servers of other versions send. No `unwrap`: whatever can fail is an
//! error of the caller's.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use purposepath_realtime::{decode_reporting, prelude::*};
use serde::{Deserialize, Serialize};

/// A row of the outbox, as a column of JSON holds it.
#[derive(Serialize, Deserialize)]
struct Row {
    due: Timestamp,
    kind: EventType,
    envelope: Envelope,
}

#[derive(Default)]
struct Service {
    outbox: Vec<String>,
    connections: HashMap<TenantId, Vec<ConnectionId>>,
    received: BTreeMap<EventType, usize>,
    /// Frames that this version does not know, byte for byte.
    dead_letters: Vec<String>,
}

impl Service {
    /// Stores a change together with what it changed.
    fn store(&mut self, event: impl Into<Event>, now: Timestamp) -> Result<(), serde_json::Error> {
        let envelope = Envelope::new(event, now);
        let row = Row {
            due: now + Duration::from_millis(50),
            kind: envelope.event().event_type(),
            envelope,
        };
        self.outbox.push(serde_json::to_string(&row)?);
        Ok(())
    }

    /// What is due, for each connection of its tenant: encoded once, and shared.
    fn due(&mut self, now: Timestamp) -> Result<Vec<(ConnectionId, Bytes)>, Box<dyn Error>> {
        let mut sent = Vec::new();
        for row in std::mem::take(&mut self.outbox) {
            let Row { due, kind, envelope } = serde_json::from_str(&row)?;
            if due > now {
                self.outbox.push(row);
                continue;
            }
            let tenant = envelope.tenant_id().map_or("", TenantId::as_str);
            println!("{kind} is {:?} late: {envelope}", now.duration_since(due));
            let frame = Bytes::from(envelope.encode_shared()?);
            let receivers = self.connections.get(tenant).into_iter().flatten();
            sent.extend(receivers.map(|receiver| (receiver.clone(), frame.clone())));
        }
        Ok(sent)
    }

    /// What arrives: counted, answered or kept. Answers what a log says of it.
    fn receive(&mut self, frame: &str) -> String {
        let (message, report) = match decode_reporting(frame) {
            Ok(read) => read,
            Err(error) => {
                return serde_json::to_string(&error).unwrap_or_else(|_| error.to_string());
            }
        };
        match &message {
            Message::Event(envelope) => {
                *self.received.entry(envelope.event().event_type()).or_default() += 1;
                if let Some(error) = envelope.event().as_error_event() {
                    return format!("{envelope}: {}, so {}", error.code, error.code.recovery());
                }
            }
            Message::Unknown(unknown) => self.dead_letters.push(unknown.as_str().to_owned()),
            _ => {}
        }
        if report.is_empty() {
            message.to_string()
        } else {
            format!("{message} ({report})")
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let now: Timestamp = "2025-11-03T14:30:00Z".parse()?;
    let (tenant_id, user_id) = (TenantId::new("tenant-123")?, UserId::new("user-456")?);
    let mut service = Service::default();
    service.connections.insert(tenant_id.clone(), vec!["c-1".parse()?, "c-2".parse()?]);

    let goal = GoalCreated::new(GoalCreatedParts {
        tenant_id: tenant_id.clone(),
        goal_id: GoalId::new("goal-222")?,
        user_id: user_id.clone(),
        title: "Increase Revenue by 20%".to_owned(),
        description: String::new(),
        status: "draft".parse()?,
        created_at: now,
        created_by: user_id.clone(),
    });
    let goal_id = goal.goal_id.clone();
    service.store(goal, now)?;
    let completed = GoalCompleted::new(tenant_id, goal_id, now, user_id);
    service.store(completed.with_final_notes("Early.".to_owned()), now + Duration::from_secs(1))?;
    for (connection, frame) in service.due(now + Duration::from_millis(60))? {
        println!("{connection} <- {} bytes", frame.len());
    }
    println!("{} waits: {}", service.outbox.len(), service.outbox.concat());

    for frame in [
        r#"{"type":"goal.canceled","timestamp":"2025-11-03T15:30:00+01:00","data":{"tenantId":"t","goal_id":"g","canceledAt":"2025-11-03T14:30:00Z","cancelledBy":"u"}}"#,
        r#"{"type":"goal.created","timestamp":"2025-11-03T14:30:00Z","data":{}}"#,
        r#"{"type":"goal.teleported","timestamp":"2025-11-03T14:30:00Z"}"#,
        r#"{"message":"Forbidden","connectionId":"c","requestId":"r"}"#,
        r#"{"action":"auth","token":"secret"}"#,
        r#"{"type":"billing.error","timestamp":"2025-11-03T14:30:00Z","data":{"code":"RATE_LIMIT"}}"#,
    ] {
        println!("{}", service.receive(frame));
    }
    println!("{} {:?}", serde_json::to_string(&service.received)?, service.dead_letters);
    Ok(())
}
