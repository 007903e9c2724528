//! What counts as a repeat, what as stale, and when both are forgotten.

use purposepath_realtime::connection::timing::{DEDUPE_MAX_EVENTS, DEDUPE_WINDOW_MS};
use purposepath_realtime::connection::{Arrival, Dedupe};
use purposepath_realtime::{
    ActionCompleted, ActionId, AuthSuccess, ConnectionId, Envelope, EventId, GoalId, GoalPaused,
    GoalResumed, Message, TenantId, Timestamp, UserId, decode,
};

use Arrival::{Fresh, Repeat, Stale};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_762_180_200_000 + seconds * 1000).unwrap()
}

fn tenant() -> TenantId {
    TenantId::new("tenant-123").unwrap()
}

fn goal(id: &str) -> GoalId {
    GoalId::new(id).unwrap()
}

fn paused(id: &str, seconds: i64) -> Envelope {
    Envelope::new(GoalPaused::new(tenant(), goal(id)), at(seconds))
}

fn with_id(envelope: Envelope, id: &str) -> Message {
    Message::Event(envelope.with_event_id(EventId::new(id).unwrap()))
}

fn plain(envelope: Envelope) -> Message {
    Message::Event(envelope)
}

#[test]
fn the_same_event_id_is_the_same_sending_whatever_else_differs() {
    let mut dedupe = Dedupe::new();
    assert_eq!(dedupe.note(&with_id(paused("a", 1), "e1"), 0), Fresh);
    assert_eq!(dedupe.note(&with_id(paused("a", 1), "e1"), 1), Repeat);
    assert_eq!(dedupe.note(&with_id(paused("b", 9), "e1"), 2), Repeat);
    assert_eq!(dedupe.note(&with_id(paused("a", 1), "e2"), 3), Fresh, "sent twice on purpose");
}

#[test]
fn without_an_event_id_type_entity_and_timestamp_make_a_sending() {
    let mut dedupe = Dedupe::new();
    assert_eq!(dedupe.note(&plain(paused("a", 1)), 0), Fresh);
    assert_eq!(dedupe.note(&plain(paused("a", 1)), 1), Repeat);
    assert_eq!(dedupe.note(&plain(paused("b", 1)), 2), Fresh, "another entity");
    assert_eq!(dedupe.note(&plain(paused("a", 2)), 3), Fresh, "another time");
    let resumed = Envelope::new(GoalResumed::new(tenant(), goal("a")), at(1));
    assert_eq!(dedupe.note(&plain(resumed), 4), Fresh, "another type");
    assert_eq!(dedupe.note(&with_id(paused("a", 2), "e1"), 5), Fresh, "an id says more");
}

#[test]
fn what_is_older_than_the_newest_of_its_type_and_entity_is_stale() {
    let mut dedupe = Dedupe::new();
    assert_eq!(dedupe.note(&plain(paused("a", 5)), 0), Fresh);
    assert_eq!(dedupe.note(&plain(paused("a", 4)), 1), Stale);
    assert_eq!(dedupe.note(&with_id(paused("a", 5), "e1"), 2), Fresh, "as new");
    assert_eq!(dedupe.note(&plain(paused("b", 1)), 3), Fresh, "another entity");
    let resumed = Envelope::new(GoalResumed::new(tenant(), goal("a")), at(1));
    assert_eq!(dedupe.note(&plain(resumed), 4), Fresh, "another type");
    assert_eq!(dedupe.note(&plain(paused("a", 4)), 5), Repeat, "a repeat first of all");
    assert_eq!(dedupe.note(&with_id(paused("a", 3), "e3"), 6), Stale);
}

#[test]
fn the_entity_is_that_of_the_registry_row() {
    let completed = |action: &str| {
        let id = ActionId::new(action).unwrap();
        let by = UserId::new("user-456").unwrap();
        let event = ActionCompleted::new(tenant(), id, at(1), by, true);
        plain(Envelope::new(event, at(1)))
    };
    let mut dedupe = Dedupe::new();
    assert_eq!(dedupe.note(&completed("a"), 0), Fresh);
    assert_eq!(dedupe.note(&completed("b"), 1), Fresh);
    assert_eq!(dedupe.note(&completed("a"), 2), Repeat);
}

#[test]
fn without_an_entity_only_the_event_id_counts_and_nothing_is_stale() {
    let success = |seconds| {
        let (user, connection) = (UserId::new("u").unwrap(), ConnectionId::new("c").unwrap());
        Envelope::new(AuthSuccess::new(tenant(), user, connection), at(seconds))
    };
    let mut dedupe = Dedupe::new();
    for now_ms in 0..2 {
        assert_eq!(dedupe.note(&plain(success(5)), now_ms), Fresh);
        assert_eq!(dedupe.note(&plain(success(4)), now_ms), Fresh);
        assert_eq!(dedupe.note(&plain(Envelope::ping()), now_ms), Fresh);
    }
    assert_eq!(dedupe.note(&with_id(success(3), "e1"), 3), Fresh);
    assert_eq!(dedupe.note(&with_id(success(3), "e1"), 4), Repeat);
}

#[test]
fn an_unknown_event_goes_by_its_event_id_and_other_frames_always_pass() {
    let mut dedupe = Dedupe::new();
    let unknown = r#"{"type":"x.y","timestamp":"2025-11-03T14:30:00.000Z","eventId":"e1"}"#;
    assert_eq!(dedupe.note(&decode(unknown).unwrap(), 0), Fresh);
    assert_eq!(dedupe.note(&decode(unknown).unwrap(), 1), Repeat);
    for frame in [
        r#"{"type":"x.y","timestamp":"2025-11-03T14:30:00.000Z"}"#,
        r#"{"eventType":"x"}"#,
        r#"{"action":"ping"}"#,
        r#"{"message":"Forbidden","connectionId":"c","requestId":"r"}"#,
    ] {
        for now_ms in 2..4 {
            assert_eq!(dedupe.note(&decode(frame).unwrap(), now_ms), Fresh, "{frame}");
        }
    }
}

#[test]
fn a_repeat_is_known_for_ten_minutes_after_the_first_arrival() {
    let mut dedupe = Dedupe::new();
    let event = plain(paused("a", 1));
    assert_eq!(dedupe.note(&event, 1000), Fresh);
    assert_eq!(dedupe.note(&event, 1000 + DEDUPE_WINDOW_MS - 1), Repeat);
    assert_eq!(dedupe.note(&event, 1000 + DEDUPE_WINDOW_MS), Fresh);
    assert_eq!(dedupe.note(&event, 0), Repeat, "a clock that jumps back forgets nothing");
}

#[test]
fn the_last_events_are_remembered_and_no_more() {
    let mut dedupe = Dedupe::new();
    for count in 0..=DEDUPE_MAX_EVENTS {
        let event = with_id(paused(&format!("goal-{count}"), 5), &format!("e{count}"));
        assert_eq!(dedupe.note(&event, 0), Fresh);
    }
    assert_eq!(dedupe.note(&with_id(paused("goal-1", 5), "e1"), 0), Repeat);
    assert_eq!(dedupe.note(&with_id(paused("goal-1", 4), "x"), 0), Stale);
    assert_eq!(dedupe.note(&with_id(paused("goal-0", 4), "e0"), 0), Fresh, "forgotten, both");
}

#[test]
fn a_change_of_tenant_forgets_everything() {
    let mut dedupe = Dedupe::new();
    assert_eq!(dedupe.note(&plain(paused("a", 5)), 0), Fresh);
    dedupe.clear();
    assert_eq!(dedupe.note(&plain(paused("a", 5)), 0), Fresh);
    dedupe.clear();
    assert_eq!(dedupe.note(&plain(paused("a", 4)), 0), Fresh);
}
