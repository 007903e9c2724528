//! Every way to a value and back gives what its constructor gives, the error included.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use purposepath_realtime::registry::EVENTS;
use purposepath_realtime::{
    ActionStatus, CalendarDate, Encode, Envelope, ErrorCode, ErrorEvent, Event, EventType,
    FileSize, FiniteNumber, GoalId, GoalPaused, Message, Milliseconds, Nullable, Ping, Progress,
    Recovery, TenantId, Timestamp, Token, decode,
};

#[test]
fn texts_become_ids_and_tokens_or_are_refused_as_by_the_constructor() {
    let id = GoalId::new("g").unwrap();
    assert_eq!(GoalId::try_from("g"), Ok(id.clone()));
    assert_eq!(GoalId::try_from("g".to_owned()), Ok(id.clone()));
    assert_eq!("g".parse(), Ok(id));
    assert_eq!(GoalId::try_from(String::new()), GoalId::new(""));

    let token = Token::new("secret").unwrap();
    assert_eq!(Token::try_from("secret"), Ok(token.clone()));
    assert_eq!(Token::try_from("secret".to_owned()), Ok(token));
    assert_eq!(Token::try_from(""), Token::new(""));
    assert_eq!(serde_json::from_str::<Token>("\"secret\"").unwrap().expose_secret(), "secret");
}

#[test]
fn an_id_is_compared_and_looked_up_as_the_text_that_it_is() {
    let id = GoalId::new("goal-222").unwrap();
    assert!(id == "goal-222" && id == *"goal-222" && id != "goal-223");
    let goals = HashMap::from([(id.clone(), 1)]);
    assert_eq!(goals.get("goal-222"), Some(&1));
    assert_eq!(BTreeMap::from([(id.clone(), 1)]).get("goal-222"), Some(&1));
    assert_eq!(format!("{id:>10}"), "  goal-222");
    assert_eq!(String::from(id), "goal-222");
}

#[test]
fn types_and_values_are_read_from_their_text_and_back() {
    assert!(EventType::ALL.iter().eq(EVENTS.iter().map(|row| &row.event_type)));
    for event_type in EventType::ALL {
        assert_eq!(event_type.to_string().parse(), Ok(*event_type));
    }
    assert_eq!("goal.canceled".parse(), Ok(EventType::GoalCancelled));
    assert_eq!(serde_json::to_string(&EventType::GoalCancelled).unwrap(), "\"goal.cancelled\"");
    assert_eq!(serde_json::from_str::<EventType>("\"ping\"").unwrap(), EventType::Ping);
    assert_eq!(
        "goal.teleported".parse::<EventType>().unwrap_err().to_string(),
        "expected the type of an event that is known, found \"goal.teleported\""
    );
    assert_eq!("notStarted".parse(), Ok(ActionStatus::Todo));
    assert_eq!(
        "".parse::<ActionStatus>().unwrap_err().to_string(),
        "expected non-empty text (ActionStatus), found \"\""
    );
    let error = serde_json::from_str::<ActionStatus>("\"\"").unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected non-empty text (ActionStatus), found \"\" at line 1 column 2"
    );
    let ActionStatus::Unknown(unlisted) = ActionStatus::from("waiting") else {
        panic!("it is none")
    };
    assert_eq!(unlisted.to_string(), "waiting");
    assert_eq!(format!("{:<12}|", Recovery::BackOff), "back_off    |");
}

#[test]
fn numbers_are_ordered_and_hashed_as_they_are_equal() {
    let [zero, negative_zero, one] = [0.0, -0.0, 1.0].map(|it| FiniteNumber::new(it).unwrap());
    assert_eq!((zero.cmp(&negative_zero), zero.cmp(&one)), (Ordering::Equal, Ordering::Less));
    assert_eq!(HashSet::from([zero, negative_zero, one]).len(), 2);
}

#[test]
fn a_moment_is_moved_within_the_years_and_never_beyond() {
    let at = |millis| Timestamp::from_unix_millis(millis).unwrap();
    let second = Duration::from_secs(1);
    assert_eq!(at(0) + second, at(1000));
    assert_eq!(at(0) - second, at(-1000));
    assert_eq!(at(0) + Duration::from_micros(1999), at(1));
    assert_eq!(
        (at(1000).duration_since(at(0)), at(0).duration_since(at(1000))),
        (second, Duration::ZERO)
    );
    assert_eq!(
        Timestamp::MAX.duration_since(Timestamp::MIN),
        Duration::from_millis(315_569_519_999_999)
    );
    for far in [second, Duration::MAX] {
        assert_eq!((Timestamp::MAX + far, Timestamp::MAX.checked_add(far)), (Timestamp::MAX, None));
        assert_eq!((Timestamp::MIN - far, Timestamp::MIN.checked_sub(far)), (Timestamp::MIN, None));
        let (mut later, mut earlier) = (Timestamp::MAX, Timestamp::MIN);
        later += far;
        earlier -= far;
        assert_eq!((later, earlier), (Timestamp::MAX, Timestamp::MIN));
    }
    assert_eq!(Milliseconds::try_from(second), Ok(Milliseconds::from(1000)));
    assert_eq!(Milliseconds::try_from(Duration::MAX), Milliseconds::new(u64::MAX));
}

#[test]
fn an_optional_key_takes_a_value_or_what_may_be_one() {
    let ids = || (TenantId::new("t").unwrap(), GoalId::new("g").unwrap());
    let paused = || GoalPaused::new(ids().0, ids().1);
    let full = paused().with_reason("Waiting.".to_owned()).with_paused_at(Timestamp::MIN);
    assert_eq!((full.reason.as_deref(), full.paused_at), (Some("Waiting."), Some(Timestamp::MIN)));
    assert_eq!(full.with_reason(None).with_paused_at(None), paused());
}

#[test]
fn an_event_is_taken_for_what_it_is() {
    let error = ErrorEvent::new(ErrorCode::NotFound);
    let event = Event::from(error.clone());
    assert_eq!(event.as_error_event(), Some(&error));
    assert_eq!(event.as_ping(), None);
    let other = Ping::try_from(event.clone()).unwrap_err();
    assert_eq!(other.to_string(), "expected the event ping, found error");
    assert_eq!(other.into_event(), event);
    assert_eq!(ErrorEvent::try_from(event), Ok(error));
}

#[cfg(feature = "bytes")]
#[test]
fn a_shared_frame_becomes_bytes_without_a_copy() {
    let frame = Envelope::ping().encode_shared().unwrap();
    let (text, bytes) = (frame.as_str().as_ptr(), bytes::Bytes::from(frame.clone()));
    assert_eq!((bytes.as_ptr(), &*bytes), (text, frame.as_bytes()));
    assert_eq!(bytes.clone().slice(1..).as_ptr(), text.wrapping_add(1));
    #[cfg(feature = "mock")]
    {
        let of_axum = axum::extract::ws::Utf8Bytes::try_from(bytes).unwrap();
        assert_eq!((of_axum.as_str().as_ptr(), of_axum.as_str()), (text, frame.as_str()));
    }
}

#[test]
fn numbers_are_shown_as_they_are_written() {
    assert_eq!(FiniteNumber::new(-0.5).unwrap().to_string(), "-0.5");
    assert_eq!(Progress::new(100.0).unwrap().to_string(), "100");
    assert_eq!(FileSize::from(7).to_string(), "7");
    assert_eq!(Milliseconds::try_from(1_500_u64).unwrap().to_string(), "1500");
    assert_eq!(Milliseconds::try_from(1_u64 << 53), Milliseconds::new(1 << 53));
    assert_eq!(Duration::from(Milliseconds::from(1_500)), Duration::from_millis(1_500));
}

#[test]
fn null_is_told_from_a_value() {
    let of: Nullable<u8> = Some(7).into();
    assert_eq!((of, of.is_some(), of.into_option()), (Nullable(Some(7)), true, Some(7)));
    assert_eq!(Nullable::<u8>::from(7), of);
    assert_eq!(Nullable::<u8>::from(None), Nullable::NULL);
}

#[test]
fn times_and_dates_are_those_of_chrono() {
    let text = "2025-11-03T14:30:00.123Z";
    let time: DateTime<Utc> = text.parse().unwrap();
    assert_eq!(Timestamp::try_from(time).unwrap().to_string(), text);
    assert!(Timestamp::try_from(DateTime::<Utc>::MAX_UTC).is_err());
    let date = NaiveDate::from_ymd_opt(2025, 11, 3).unwrap();
    assert_eq!(NaiveDate::from(CalendarDate::try_from(date).unwrap()), date);
    let error = serde_json::from_str::<Timestamp>("7").unwrap_err().to_string();
    assert!(error.starts_with("invalid type: integer `7`, expected a date-time"), "{error}");
}

#[test]
fn an_unlisted_value_is_shown_in_quotes() {
    assert_eq!(format!("{:?}", ErrorCode::from("NEW\n")), "Unknown(\"NEW\\n\")");
}

#[test]
fn a_new_envelope_has_the_time_and_an_id_of_its_own() {
    let before = Timestamp::now();
    let event = || Event::from(ErrorEvent::new("FORBIDDEN".into()));
    let (one, other) = (Envelope::now(event()), Envelope::now(event()));
    let sent = one.timestamp().unwrap();
    assert!((before..=Timestamp::now()).contains(&sent), "{before} {sent}");
    assert!(one.event_id().is_some() && one.event_id() != other.event_id());

    let ping = Envelope::ping();
    assert_eq!((ping.event().event_type(), ping.timestamp()), (EventType::Ping, None));
    assert_eq!(ping.encode().unwrap(), r#"{"type":"ping"}"#);

    let of_area = Envelope::new(event(), Timestamp::MIN).with_area("billing").unwrap();
    assert_eq!((of_area.area(), &*of_area.wire_type()), (Some("billing"), "billing.error"));
    assert_eq!(decode(&of_area.encode().unwrap()), Ok(Message::Event(of_area)));
}
