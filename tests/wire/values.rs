//! Every way to a value and back gives what its constructor gives, the error included.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use purposepath_realtime::{
    CalendarDate, Encode, Envelope, ErrorCode, ErrorEvent, Event, EventType, FileSize,
    FiniteNumber, GoalId, Message, Milliseconds, Nullable, Progress, Timestamp, Token, decode,
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
