//! The vectors of the backend.

use purposepath_realtime::backend::{Identity, Next, Reaction, Record, Terms};
use purposepath_realtime::prelude::*;
use purposepath_realtime::vectors::{
    BackendEffect, BackendHappened, BackendRow, BackendVector, Found, GatewayEvent, Verification,
};

use super::of;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a date-time")
}

fn effects(reaction: &Reaction) -> Vec<BackendEffect> {
    reaction.effects.iter().map(BackendEffect::of).collect()
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what}: expected {expected:?}, found {found:?}"))
}

fn replay_event(vector: &BackendVector, event: &GatewayEvent) -> Result<(), String> {
    let (now, terms) = (at(&vector.now), vector.terms.clone().unwrap_or_default());
    let id = ConnectionId::new(&*event.request_context.connection_id).expect("an id");
    let request = event.request(&id);
    let happened = BackendHappened::of(&request.happened());
    same("happened", Some(&happened), vector.happened.as_ref())?;
    let (verifies, reaction) = match request.next(&terms, now) {
        Next::React(reaction) => (None, reaction),
        Next::Verify(claim) => {
            let token = claim.token().expose_secret().to_owned();
            let verifies = Verification { token, tenant: claim.tenant().map(str::to_owned) };
            let reaction = match vector.finds.as_ref().ok_or("it is not said what is found")? {
                Found::Good { tenant_id, user_id, expires } => {
                    let ids = (TenantId::new(&**tenant_id), UserId::new(&**user_id));
                    let identity = Identity::new(ids.0.expect("an id"), ids.1.expect("an id"));
                    claim.accepted(identity, expires.as_deref().map(at), now)
                }
                Found::Bad { code } => claim.refused(ErrorCode::from(&**code), "No.", now),
            };
            (Some(verifies), reaction.map_err(|error| error.to_string())?)
        }
    };
    same("verifies", verifies.as_ref(), vector.verifies.as_ref())?;
    same("connection", &reaction.connection, &id)?;
    same("status", Some(reaction.status), vector.status)?;
    same("effects", &effects(&reaction), &vector.effects)
}

fn replay_row(vector: &BackendVector, row: &BackendRow) -> Result<(), String> {
    let now = at(&vector.now);
    let tenant = row.tenant_id.as_deref().and_then(|it| TenantId::new(it).ok());
    let user = row.user_id.as_deref().and_then(|it| UserId::new(it).ok());
    let identity = tenant.zip(user).map(|(tenant, user)| Identity::new(tenant, user));
    let record = Record::new(identity, at(&row.until));
    same("receives", Some(record.receives(now)), vector.receives)?;
    let id = ConnectionId::new("L0SM9cOFvHcCIhw=").expect("an id");
    let due = record.due(&id, now);
    same("effects", &due.as_ref().map(effects).unwrap_or_default(), &vector.effects)
}

fn replay(vector: &BackendVector) -> Result<(), String> {
    match (&vector.event, &vector.row) {
        (Some(event), None) => replay_event(vector, event),
        (None, Some(row)) => replay_row(vector, row),
        _ => Err("give it an event or a row, and not both".to_owned()),
    }
}

#[test]
fn every_vector_of_the_backend_is_replayed() {
    let vectors = of::<BackendVector>("backend");
    let failures: Vec<_> = vectors
        .iter()
        .filter_map(|vector| Some(format!("{}: {}", vector.name, replay(vector).err()?)))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(vectors.len() > 60, "{}", vectors.len());
}

/// What a vector leaves out is as the reference has it.
#[test]
fn terms_that_say_less_are_those_of_the_reference() {
    let terms: Terms = serde_json::from_str("{}").unwrap();
    assert_eq!(terms, Terms::default());
    let terms = serde_json::to_value(terms).unwrap();
    let expected =
        serde_json::json!({ "authWithinMs": 10_000, "readsQuery": false, "answersPing": true });
    assert_eq!(terms, expected);
    let unknown = serde_json::from_str::<Terms>(r#"{"authWithin":1}"#).unwrap_err();
    assert!(unknown.to_string().starts_with("unknown field `authWithin`"), "{unknown}");
}
