//! Properties of the codec over generated frames of every event in the registry, and over text that
//! is no frame at all.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use purposepath_realtime::{
    Encode, Event, EventType, FaultCode, FiniteNumber, Message, Timestamp, decode, decode_bytes,
    decode_reporting, peek,
};
use serde_json::Value;

use crate::generated::{
    date, frame, injure, json, json_soup, number, number_text, text, timestamp,
};
use crate::vector::same;

/// Nothing is written beside the tests: a failure prints its input, which becomes a vector. More
/// cases are run by `PROPTEST_CASES=10000 cargo test --test wire properties`.
pub fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

fn whole_frame(data: &str) -> String {
    format!("{{\"type\":\"x.y\",\"timestamp\":\"2025-11-03T14:30:00Z\",\"data\":{data}}}")
}

/// Our reader and serde_json agree on what is JSON, but for what the protocol says of it.
fn assert_agrees_with_serde_json(frame: &str) -> Result<(), TestCaseError> {
    let theirs = serde_json::from_str::<Value>(frame);
    match (decode(frame), theirs) {
        (Ok(_), Ok(_)) | (Err(_), Err(_)) => Ok(()),
        (Err(ours), Ok(_)) => {
            prop_assert_eq!(ours.code(), FaultCode::TooDeep, "{} refused: {}", frame, ours);
            Ok(())
        }
        (Ok(_), Err(theirs)) => {
            let overflow = theirs.to_string().contains("number out of range");
            prop_assert!(overflow, "{} read, but serde_json says {}", frame, theirs);
            Ok(())
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_encoded_decodes_to_the_same_event(frame in frame()) {
        let text = frame.text();
        let (message, report) = decode_reporting(&text).map_err(|it| TestCaseError::fail(it.to_string()))?;
        prop_assert!(report.aliases.is_empty() && report.ignored.is_empty(), "{:?}", report);
        let written = message.encode().unwrap();
        prop_assert_eq!(decode(&written), Ok(message));
        prop_assert!(same(&serde_json::from_str(&written).unwrap(), &frame.value()), "{}", written);
    }

    #[test]
    fn the_order_of_keys_does_not_matter(frame in frame(), seed in any::<[Index; 24]>()) {
        let message = decode(&frame.text()).unwrap();
        let mut parts = frame.parts(|field| field.key);
        shuffle(&mut parts, &seed);
        let mut shuffled = frame.clone();
        shuffle(&mut shuffled.data, &seed);
        let data = shuffled.parts(|field| field.key).pop();
        let data_at = parts.iter().position(|part| part.starts_with("\"data\""));
        if let (Some(data), Some(at)) = (data, data_at) {
            parts[at] = data;
        }
        let text = format!("{{{}}}", parts.join(","));
        prop_assert_eq!(decode(&text), Ok(message), "{}", text);
    }

    #[test]
    fn snake_case_keys_read_the_same(frame in frame()) {
        let message = decode(&frame.text()).unwrap();
        let text = frame.spelt(|field| field.snake);
        let (respelt, report) = decode_reporting(&text).unwrap();
        prop_assert_eq!(respelt, message, "{}", text);
        let entries = frame.header.iter().chain(&frame.data);
        let respelt = entries.filter(|(field, _)| field.snake != field.key).count();
        prop_assert_eq!(report.aliases.len(), respelt, "{}", text);
    }

    #[test]
    fn a_peek_sees_what_decoding_sees(frame in frame()) {
        let text = frame.text();
        let Ok(Message::Event(envelope)) = decode(&text) else { panic!("{text} is an event") };
        let peek = peek(&text).unwrap();
        prop_assert_eq!(peek.wire_type, Some(envelope.wire_type()));
        prop_assert_eq!(peek.timestamp, envelope.timestamp());
        prop_assert_eq!(peek.event_id.as_deref(), envelope.event_id().map(AsRef::as_ref));
        prop_assert_eq!(peek.tenant_id.as_deref(), envelope.tenant_id().map(AsRef::as_ref));
    }

    #[test]
    fn an_injured_frame_is_refused_or_read_but_never_panics(
        frame in frame(), kind in any::<u8>(), at in any::<Index>(), byte in any::<u8>(),
    ) {
        let bytes = injure(&frame.text(), kind, at, byte);
        if let Ok(message) = decode_bytes(&bytes) {
            let written = message.encode().unwrap();
            prop_assert_eq!(decode(&written), Ok(message), "{}", written);
        }
        if let Ok(text) = std::str::from_utf8(&bytes) {
            let _ = peek(text);
            let plain = decode(text);
            prop_assert_eq!(plain, decode_reporting(text).map(|(message, _)| message));
        }
    }

    #[test]
    fn any_text_is_refused_or_read_but_never_panics(text in text(), soup in json_soup(), json in json()) {
        for text in [text, soup, json] {
            let plain = decode(&text);
            prop_assert_eq!(plain, decode_reporting(&text).map(|(message, _)| message));
            let _ = peek(&text);
        }
    }

    #[test]
    fn any_bytes_are_refused_or_read_but_never_panic(bytes in vec(any::<u8>(), 0..40)) {
        let _ = decode_bytes(&bytes);
    }

    #[test]
    fn what_serde_json_reads_is_json(soup in json_soup(), text in text()) {
        assert_agrees_with_serde_json(&whole_frame(&soup))?;
        assert_agrees_with_serde_json(&whole_frame(&text))?;
    }

    #[test]
    fn valid_json_and_its_injuries_are_judged_as_serde_json_does(
        json in json(), kind in any::<u8>(), at in any::<Index>(), byte in any::<u8>(),
    ) {
        assert_agrees_with_serde_json(&whole_frame(&json))?;
        if let Ok(injured) = String::from_utf8(injure(&json, kind, at, byte)) {
            assert_agrees_with_serde_json(&whole_frame(&injured))?;
        }
    }

    #[test]
    fn a_date_time_is_read_back_from_its_text(timestamp in timestamp()) {
        let text = timestamp.to_string();
        prop_assert_eq!(text.len(), 24);
        prop_assert_eq!(text.parse(), Ok(timestamp));
        let chrono = chrono::DateTime::<chrono::Utc>::from(timestamp);
        prop_assert_eq!(chrono.timestamp_millis(), timestamp.unix_millis());
        prop_assert_eq!(chrono.to_rfc3339_opts(chrono::SecondsFormat::Millis, true), text);
    }

    #[test]
    fn a_date_is_read_back_from_its_text(date in date()) {
        prop_assert_eq!(date.to_string().parse(), Ok(date));
        let later = format!("{date}T23:59:59.5-23:00").parse().ok();
        prop_assert_eq!(later, Some(date).filter(|date| date.to_string() != "9999-12-31"));
    }

    #[test]
    fn date_times_mean_what_they_mean_to_chrono(
        date in date(), time in (0_u32..24, 0_u32..60, 0_u32..60), fraction in "(\\.[0-9]{1,9})?",
        zone in "Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]",
    ) {
        let (hour, minute, second) = time;
        let text = format!("{date}T{hour:02}:{minute:02}:{second:02}{fraction}{zone}");
        let theirs = chrono::DateTime::parse_from_rfc3339(&text).unwrap().timestamp_millis();
        let inside = Timestamp::from_unix_millis(theirs).ok();
        prop_assert_eq!(text.parse().ok(), inside, "{}", text);
    }

    #[test]
    fn an_injured_date_time_is_refused_or_means_what_it_means_to_chrono(
        timestamp in timestamp(), at in any::<Index>(), byte in select(b"0123456789-+:.TZtz \"".to_vec()), kind in any::<u8>(),
    ) {
        let injured = injure(&timestamp.to_string(), kind % 3, at, byte);
        let text = String::from_utf8_lossy(&injured);
        if let Ok(ours) = text.parse::<Timestamp>() {
            let theirs = chrono::DateTime::parse_from_rfc3339(&text).map(|it| it.timestamp_millis());
            prop_assert_eq!(theirs, Ok(ours.unix_millis()), "{}", text);
        }
    }

    #[test]
    fn numbers_survive_to_the_last_bit(value in number(None, None)) {
        let number = FiniteNumber::new(value).unwrap();
        let json = serde_json::to_string(&number).unwrap();
        let back: FiniteNumber = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(back.get().to_bits(), value.to_bits(), "{} by serde", json);

        let row = EventType::KpiReadingCreated.row();
        let example = r#"{"type":"kpi.reading.created","timestamp":"2025-11-03T14:30:00Z","data":{
            "tenantId":"t","readingId":"r","kpiId":"k","value":VALUE,"date":"2025-11-03",
            "recordedAt":"2025-11-03T14:30:00Z","recordedBy":"u"}}"#;
        for form in [format!("{value}"), format!("{value:e}"), format!("{value:?}"), number_text(value)] {
            let message = decode(&example.replace("VALUE", &form)).unwrap();
            let Message::Event(envelope) = decode(&message.encode().unwrap()).unwrap() else {
                panic!("{} is an event", row.wire_type);
            };
            let Event::KpiReadingCreated(reading) = envelope.into_event() else { panic!("a reading") };
            prop_assert_eq!(reading.value.get().to_bits(), value.to_bits(), "{} by the codec", form);
        }
    }
}

fn shuffle<T>(list: &mut [T], seed: &[Index]) {
    for (at, index) in (1..list.len()).zip(seed.iter().cycle()) {
        list.swap(at, index.index(at + 1));
    }
}
