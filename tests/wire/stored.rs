//! What services store by serde is the canonical frame, and comes back as it was; what is lost on the way
//! is what the documentation says.

use purposepath_realtime::{
    Alias, Command, Encode, Envelope, ErrorEvent, Event, FrameKind, GoalPaused, Message, Ping,
    Timestamp, Token, decode, decode_reporting,
};
use serde::Deserialize;
use serde::de::value::{Error, MapDeserializer, StringDeserializer};
use serde_json::{Value, json};

use crate::vector::{same, vectors};

const PAUSED: &str = r#"{"type":"goal.paused","timestamp":"2025-11-03T14:30:00.000Z","eventId":"e","data":{"tenantId":"t","goalId":"g","reason":"Waiting."}}"#;

#[test]
fn every_message_of_the_vectors_comes_back_from_text_and_from_a_tree() {
    let mut stored = 0;
    for vector in vectors() {
        let Ok(message) = decode(&vector.frame) else { continue };
        // A number beyond a double is in no tree.
        let Ok(text) = serde_json::to_string(&message) else {
            assert_eq!(message.kind(), FrameKind::Unknown, "{}", vector.name);
            continue;
        };
        let of_text: Message = serde_json::from_str(&text).unwrap();
        let tree: Value = serde_json::from_str(&text).unwrap();
        let of_tree: Message = serde_json::from_value(tree.clone()).unwrap();
        if message.kind() == FrameKind::Unknown {
            let named = |it: &Message| it.wire_type().map(|it| it.into_owned());
            assert_eq!((named(&of_text), named(&of_tree)), (named(&message), named(&message)));
        } else {
            // How a number is written is up to the format.
            let canonical: Value = serde_json::from_str(&message.encode().unwrap()).unwrap();
            assert!(same(&canonical, &tree), "{text}");
            assert!(same(&serde_json::to_value(&message).unwrap(), &tree), "{text}");
            assert_eq!((&of_text, &of_tree), (&message, &message), "{}", vector.name);
        }
        if let Message::Event(envelope) = message {
            assert_eq!(serde_json::from_str::<Envelope>(&text).unwrap(), envelope);
            if envelope.area().is_none() {
                let event = serde_json::to_string(envelope.event()).unwrap();
                assert_eq!(&serde_json::from_str::<Event>(&event).unwrap(), envelope.event());
            }
        }
        stored += 1;
    }
    assert!(stored > 200, "only {stored} messages were stored");
}

#[test]
fn an_event_is_its_type_and_its_data() {
    let Message::Event(envelope) = decode(PAUSED).unwrap() else { panic!("an event") };
    let alone = json!({
        "type": "goal.paused",
        "data": { "tenantId": "t", "goalId": "g", "reason": "Waiting." },
    });
    assert_eq!(serde_json::to_value(envelope.event()).unwrap(), alone);
    assert_eq!(serde_json::to_string(&Event::from(Ping::new())).unwrap(), r#"{"type":"ping"}"#);
    for same in [
        r#"{"data":{"tenant_id":"t","pauseReason":"Waiting.","goalId":"g"},"type":"goal.paused"}"#,
        PAUSED,
    ] {
        assert_eq!(&serde_json::from_str::<Event>(same).unwrap(), envelope.event());
    }
    for (text, refusal) in [
        (r#"[]"#, "at $: expected an object, found an array"),
        (r#"{"data":{}}"#, r#"at $.type: expected the key "type", found no such key"#),
        (r#"{"type":7,"data":{}}"#, "at $.type: expected text, found the number 7"),
        (
            r#"{"type":"goal.paused"}"#,
            r#"goal.paused: at $.data: expected the key "data", found no such key"#,
        ),
        (r#"{"type":"ping","data":7}"#, "ping: at $.data: expected an object, found the number 7"),
        (
            r#"{"type":"ping","type":"ping"}"#,
            "ping: at $.type: expected this key once, found it a second time",
        ),
        (
            r#"{"type":"billing.error","data":{"code":"NOT_FOUND"}}"#,
            r#"billing.error: at $.type: expected the type of an event that this version knows, found "billing.error""#,
        ),
        (
            r#"{"type":"goal.paused","data":{"tenantId":"t","goalId":""}}"#,
            r#"goal.paused: at $.data.goalId: expected a non-empty id (GoalId), found """#,
        ),
    ] {
        let error = serde_json::from_str::<Event>(text).unwrap_err().to_string();
        assert_eq!(error.split(" at line ").next(), Some(refusal), "{text}");
    }
}

#[test]
fn what_is_no_event_is_no_envelope() {
    for (text, refusal) in [
        (
            r#"{"type":"x.y","timestamp":"2025-11-03T14:30:00Z"}"#,
            "expected an event that this version knows, found unknown event x.y",
        ),
        (r#"{"action":"ping"}"#, "expected an event that this version knows, found command ping"),
        (
            r#"{"type":"ping","timestamp":7}"#,
            "ping: at $.timestamp: expected a date-time like 2025-11-03T14:30:00.000Z, found the number 7",
        ),
    ] {
        let error = serde_json::from_str::<Envelope>(text).unwrap_err().to_string();
        assert_eq!(error.split(" at line ").next(), Some(refusal), "{text}");
    }
}

#[test]
fn a_payload_alone_is_read_as_in_a_frame() {
    let read = serde_json::from_str::<GoalPaused>;
    let old = read(r#"{"tenant_id":"t","goalId":"g","pauseReason":"Waiting.","new":1}"#).unwrap();
    assert_eq!(
        serde_json::to_string(&old).unwrap(),
        r#"{"tenantId":"t","goalId":"g","reason":"Waiting."}"#
    );
    for (text, refusal) in [
        ("7", "GoalPaused: at $: expected an object, found the number 7"),
        (
            r#"{"tenantId":"t"}"#,
            r#"GoalPaused: at $.goalId: expected the key "goalId", found no such key"#,
        ),
        (
            r#"{"tenantId":"t","goalId":"g","goal_id":"g"}"#,
            "GoalPaused: at $.goal_id: expected this key once, found it a second time",
        ),
    ] {
        let error = read(text).unwrap_err().to_string();
        assert_eq!(error.split(" at line ").next(), Some(refusal), "{text}");
    }
}

#[test]
fn a_doubled_key_is_seen_in_text_and_hidden_by_a_tree() {
    let doubled = PAUSED.replace("\"goalId\":\"g\"", "\"goalId\":\"first\",\"goalId\":\"g\"");
    let error = serde_json::from_str::<Message>(&doubled).unwrap_err().to_string();
    assert!(error.starts_with("goal.paused: at $.data.goalId: expected this key once"), "{error}");
    let tree: Value = serde_json::from_str(&doubled).unwrap();
    assert_eq!(serde_json::from_value::<Message>(tree).unwrap(), decode(PAUSED).unwrap());
}

#[test]
fn an_unknown_event_loses_how_it_was_written() {
    let frame = r#"{ "type":"x.y","timestamp":"2025-11-03T14:30:00Z","data":{"n":1.50,"big":18446744073709551615} }"#;
    let stored = serde_json::to_string(&decode(frame).unwrap()).unwrap();
    assert_eq!(
        stored,
        r#"{"type":"x.y","timestamp":"2025-11-03T14:30:00Z","data":{"n":1.5,"big":18446744073709551615}}"#
    );
    let beyond = frame.replace("1.50", "1e400");
    let error = serde_json::to_string(&decode(&beyond).unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "a number is beyond a double: store the text of the frame");
}

#[test]
fn what_no_reader_accepts_is_not_stored() {
    const EMPTY: &str = "ErrorCode: made from an empty text, which no reader accepts: name a value";
    let event = ErrorEvent::new("".into());
    assert_eq!(serde_json::to_string(&event).unwrap_err().to_string(), EMPTY);
    assert_eq!(serde_json::to_string(&Event::from(event.clone())).unwrap_err().to_string(), EMPTY);
    let envelope = Envelope::new(event, Timestamp::MIN);
    assert_eq!(serde_json::to_string(&envelope).unwrap_err().to_string(), EMPTY);
    assert_eq!(serde_json::to_string(&Message::Event(envelope)).unwrap_err().to_string(), EMPTY);
}

#[test]
fn a_format_that_is_not_json_is_read_too() {
    let pairs = [("type", "ping"), ("timestamp", "2025-11-03T14:30:00Z")];
    let map = MapDeserializer::<_, Error>::new(pairs.into_iter());
    let message = Message::deserialize(map).unwrap();
    assert_eq!(message.wire_type().as_deref(), Some("ping"));

    let nan = serde::de::value::F64Deserializer::<Error>::new(f64::NAN);
    assert_eq!(
        Message::deserialize(nan).unwrap_err().to_string(),
        "invalid value: floating point `NaN`, expected a finite number"
    );
    let mut deep = json!(1);
    for _ in 0..64 {
        deep = json!([deep]);
    }
    let unknown = json!({ "type": "x", "timestamp": "2025-11-03T14:30:00Z", "data": deep });
    assert_eq!(
        Message::deserialize(unknown).unwrap_err().to_string(),
        "expected nesting of at most 64, found deeper nesting"
    );
}

/// A format that is not for people, and holds one text.
struct Binary(String);

impl<'de> serde::Deserializer<'de> for Binary {
    type Error = Error;

    fn deserialize_any<V: serde::de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        StringDeserializer::new(self.0).deserialize_any(visitor)
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[test]
fn a_binary_format_holds_the_text_of_the_frame() {
    let unknown = r#"{ "type":"x.y" ,"timestamp":"2025-11-03T14:30:00Z","data":1e400}"#;
    for frame in [PAUSED, unknown] {
        let message = Message::deserialize(Binary(frame.to_owned())).unwrap();
        assert_eq!(message.encode().as_deref(), Ok(frame));
    }
    let payload = GoalPaused::deserialize(Binary(r#"{"tenantId":"t","goalId":"g"}"#.to_owned()));
    assert_eq!(payload.unwrap().goal_id, "g");
    let error = GoalPaused::deserialize(Binary("{".to_owned())).unwrap_err().to_string();
    assert_eq!(
        error,
        "GoalPaused: at $: expected a key in double quotes, found the end of the text"
    );
}

/// What serde keeps of a value before it knows its type does not say which format it is from.
#[test]
fn the_text_of_a_frame_is_read_where_serde_hides_the_format() {
    #[derive(Deserialize)]
    #[serde(tag = "kind", rename_all = "lowercase")]
    enum Row {
        Send { envelope: Envelope, event: Event, payload: GoalPaused },
    }
    let payload = r#" {"tenantId":"t","goalId":"g","reason":"Waiting."}"#;
    let fields = [("kind", "send"), ("envelope", PAUSED), ("event", PAUSED), ("payload", payload)];
    let map = MapDeserializer::<_, Error>::new(fields.into_iter());
    let Row::Send { envelope, event, payload } = Row::deserialize(map).unwrap();
    assert_eq!(decode(PAUSED), Ok(Message::Event(envelope.clone())));
    assert_eq!((&event, event.as_goal_paused()), (envelope.event(), Some(&payload)));

    for (text, refusal) in [
        ("", "at $: expected an object, found text"),
        ("goal.paused", "at $: expected an object, found text"),
        ("{", "at $: expected a key in double quotes, found the end of the text"),
        (
            r#"{"type":"ping","type":"ping"}"#,
            "ping: at $.type: expected this key once, found it a second time",
        ),
    ] {
        let error = serde_json::from_value::<Message>(json!(text)).unwrap_err();
        assert_eq!(error.to_string(), refusal);
    }
}

/// As on the wire: a service must be able to send and keep it. What a log shows is `Display` and `Debug`.
#[test]
fn serde_writes_the_token_and_a_log_does_not() {
    let frame = r#"{"action":"auth","token":"secret"}"#;
    let message = decode(frame).unwrap();
    assert_eq!(serde_json::to_string(&message).unwrap(), frame);
    assert_eq!(serde_json::from_str::<Message>(frame).unwrap(), message);
    assert_eq!(message.to_string(), "command auth");
    assert_eq!(format!("{message:?}"), "Command(Auth(AuthCommand { token: Token(…) }))");
    for text in
        [r#"{"action":"auth","token":{"secret":1}}"#, r#"{"action":"auth","secret":"secret"}"#]
    {
        let error = serde_json::from_str::<Message>(text).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
}

#[test]
fn errors_and_reports_are_those_of_the_command() {
    let (_, report) = decode_reporting(
        r#"{"type":"goal.paused","timestamp":"2025-11-03T14:30:00Z","data":{"tenantId":"t","goal_id":"g","new":1}}"#,
    )
    .unwrap();
    assert_eq!(
        serde_json::to_string(&report).unwrap(),
        r#"{"aliases":[{"path":"$.data.goal_id","kind":"key","canonical":"goalId"}],"ignored":["$.data.new"],"unknownValues":[]}"#
    );
    let [alias]: &[Alias] = &report.aliases else { panic!("one old spelling") };
    assert_eq!(
        serde_json::to_string(alias).unwrap(),
        r#"{"path":"$.data.goal_id","kind":"key","canonical":"goalId"}"#
    );
    assert_eq!(
        report.to_string(),
        "$.data.goal_id is an old spelling of goalId; $.data.new is ignored"
    );
    assert!(!report.is_empty());
    let error = decode(r#"{"type":"goal.paused"}"#).unwrap_err();
    assert_eq!(
        serde_json::to_string(&error).unwrap(),
        r#"{"code":"missing","path":"$.timestamp","expected":"the key \"timestamp\"","found":"no such key","message":"goal.paused: at $.timestamp: expected the key \"timestamp\", found no such key"}"#
    );
}

#[test]
fn a_log_line_says_what_a_message_is_and_shows_no_text_of_people() {
    let shown = |frame: &str| decode(frame).unwrap().to_string();
    assert_eq!(shown(PAUSED), "goal.paused g of t");
    assert_eq!(shown(&PAUSED.replace("\"g\"", "\"g\\n\"")), "goal.paused g\\n of t");
    assert_eq!(shown(r#"{"type":"ping"}"#), "ping");
    assert_eq!(
        shown(r#"{"type":"x\ty","timestamp":"2025-11-03T14:30:00Z"}"#),
        "unknown event x\\ty"
    );
    assert_eq!(shown(r#"{"eventType":"x"}"#), "message of another product");
    assert_eq!(
        shown(r#"{"message":"Forbidden","connectionId":"c","requestId":"r"}"#),
        "gateway fault: Forbidden (connection c, request r)"
    );
    let auth = purposepath_realtime::AuthCommand::new(Token::new("secret").unwrap());
    assert_eq!(Command::from(auth).to_string(), "command auth");
}
