//! A peek agrees with decoding wherever both answer, and never refuses what decodes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use purposepath_realtime::{EventType, Message, Peek, decode, peek};
use purposepath_realtime_fuzz::{frames, seed};

fuzz_target!(init: seed("peek", frames()), |text: &str| {
    let Ok(message) = decode(text) else {
        let _ = peek(text);
        return;
    };
    let Peek { wire_type, timestamp, event_id, tenant_id, .. } = peek(text).expect("it decodes");
    match message {
        Message::Event(envelope) => {
            let written = wire_type.expect("an event has a type");
            match EventType::parse(&written) {
                Some(event_type) => assert_eq!(event_type, envelope.event().event_type()),
                None => assert_eq!(written, envelope.wire_type()),
            }
            assert_eq!(timestamp, envelope.timestamp());
            assert_eq!(event_id.as_deref(), envelope.event_id().map(AsRef::as_ref));
            if let Some(of_event) = envelope.tenant_id() {
                assert_eq!(tenant_id.as_deref(), Some(of_event.as_ref()));
            }
        }
        Message::Unknown(unknown) => {
            assert_eq!(wire_type.as_deref(), unknown.wire_type());
            if unknown.wire_type().is_some() {
                assert_eq!(timestamp, unknown.timestamp());
            }
        }
        Message::Gateway(_) => assert_eq!(wire_type, None),
        Message::Command(command) => {
            let row = command.row();
            let written = if row.discriminator == "type" { Some(row.wire_type) } else { None };
            assert_eq!(wire_type.as_deref(), written);
        }
        other => unreachable!("{other} is a new kind of message"),
    }
});
