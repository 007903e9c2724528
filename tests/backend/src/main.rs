//! A backend in small: builds an event, encodes it once for all its receivers, and reads what
//! clients and servers of other versions send.

use std::collections::BTreeMap;
use std::error::Error;

use purposepath_realtime::{
    AuthCommand, Command, Encode, Envelope, ErrorCode, ErrorEvent, Event, GoalCreated, GoalId,
    GoalStatus, Message, SharedFrame, TenantId, Timestamp, Token, UserId, decode, decode_bytes,
    decode_reporting, peek,
};

fn main() -> Result<(), Box<dyn Error>> {
    let frame = publish()?;
    deliver(&frame);
    println!("{}", say(&frame));
    println!("{}", say(r#"{"type":"goal-created","timestamp":"2025-11-03T14:30:00Z","data":{}}"#));
    println!("{}", say(r#"{"type":"goal.teleported","timestamp":"2025-11-03T14:30:00Z"}"#));
    println!("{}", say(r#"{"message":"Forbidden","connectionId":"c","requestId":"r"}"#));
    println!("{}", say(&AuthCommand::new(Token::new("secret")?).encode_command()?));
    println!(
        "{}",
        say(
            r#"{"type":"billing.error","timestamp":"2025-11-03T14:30:00Z","data":{"code":"RATE_LIMIT"}}"#
        )
    );
    println!("{}", refuse()?);
    translate()?;
    Ok(())
}

/// An event, written once and shared.
fn publish() -> Result<SharedFrame, Box<dyn Error>> {
    let user = UserId::new("user-456")?;
    let goal = GoalCreated::new(
        TenantId::new("tenant-123")?,
        GoalId::new_v4(),
        user.clone(),
        "Increase Revenue by 20%".to_owned(),
        String::new(),
        GoalStatus::Draft,
        Timestamp::now(),
        user,
    );
    Ok(Envelope::now(goal).encode_shared()?)
}

/// To every connection of the tenant that the frame names, without reading the rest of it.
fn deliver(frame: &SharedFrame) {
    let mut connections: BTreeMap<&str, Vec<SharedFrame>> = BTreeMap::new();
    let tenant = peek(frame).ok().and_then(|peek| peek.tenant_id);
    for tenant in tenant.as_deref() {
        let of_tenant = connections.entry(if tenant == "tenant-123" { "ours" } else { "other" });
        of_tenant.or_default().extend([frame.clone(), frame.clone()]);
    }
    assert_eq!(connections["ours"].len(), 2);
}

fn say(frame: &str) -> String {
    match decode(frame) {
        Ok(Message::Event(envelope)) => match envelope.event() {
            Event::GoalCreated(goal) => format!("a goal: {} ({})", goal.title, goal.status),
            Event::ErrorEvent(error) => {
                format!("{}: {}, {:?}", envelope.wire_type(), error.code, error.code.recovery())
            }
            other => format!("another event: {}", other.event_type()),
        },
        Ok(Message::Unknown(unknown)) => {
            assert_eq!(unknown.encode().as_deref(), Ok(frame));
            format!("not known yet: {:?}", unknown.wire_type())
        }
        Ok(Message::Gateway(fault)) => format!("the gateway: {}", fault.message),
        Ok(Message::Command(Command::Auth(auth))) => format!("a client: {auth:?}"),
        Ok(Message::Command(other)) => format!("a client: {other:?}"),
        Err(error) => format!("refused: {error}"),
    }
}

/// Wrong values do not come into being.
fn refuse() -> Result<String, Box<dyn Error>> {
    assert!(GoalId::new("").is_err());
    assert!(decode_bytes(b"\xff").is_err());
    let mut error = ErrorEvent::new(ErrorCode::NotFound);
    error.tenant_id = Some(TenantId::new("tenant-123")?);
    let envelope = Envelope::new(error, Timestamp::MIN).with_area("billing")?;
    let refused = envelope.with_tenant_id(TenantId::new("tenant-999")?).unwrap_err();
    Ok(refused.to_string())
}

/// An old spelling becomes a canonical frame.
fn translate() -> Result<(), Box<dyn Error>> {
    let old = r#"{"type":"goal.canceled","timestamp":"2025-11-03T15:30:00+01:00","data":{
        "tenant_id":"t","goal_id":"g","canceledAt":"2025-11-03T14:30:00Z","canceledBy":"u"}}"#;
    let (message, report) = decode_reporting(old)?;
    for alias in &report.aliases {
        println!("{} {} -> {}", alias.kind, alias.path, alias.canonical);
    }
    let mut buffer = String::with_capacity(512);
    message.encode_into(&mut buffer)?;
    println!("{buffer}");
    Ok(())
}

/// What a client's first frame looks like.
trait EncodeCommand {
    fn encode_command(self) -> Result<String, Box<dyn Error>>;
}

impl EncodeCommand for AuthCommand {
    fn encode_command(self) -> Result<String, Box<dyn Error>> {
        Ok(Command::from(self).encode()?)
    }
}
