//! Whatever `encode` returns, `decode` reads as the same message: over typed values that every public
//! constructor builds by chance, awkward ones first. A message that `encode` refuses is refused for what
//! no type can refuse: an empty value of an open enumeration, or too much text.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Debug;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use purposepath_realtime::*;
use serde_json::Value;

use crate::awkward::Awkward;
use crate::generated;
use crate::properties::config;

/// A function that makes a value of awkward ones.
trait Constructor<Arguments> {
    type Made: Debug;

    fn made(self) -> BoxedStrategy<Self::Made>;
}

impl<Function, Made> Constructor<()> for Function
where
    Function: Fn() -> Made + 'static,
    Made: Debug + 'static,
{
    type Made = Made;

    fn made(self) -> BoxedStrategy<Made> {
        Just(()).prop_map(move |()| self()).boxed()
    }
}

macro_rules! constructors {
    ($first:ident $($rest:ident)*) => {
        impl<Function, Made, $first, $($rest,)*> Constructor<($first, $($rest,)*)> for Function
        where
            Function: Fn($first, $($rest),*) -> Made + 'static,
            Made: Debug + 'static,
            $first: Awkward,
            $($rest: Awkward,)*
        {
            type Made = Made;

            #[allow(non_snake_case)]
            fn made(self) -> BoxedStrategy<Made> {
                let arguments = ($first::any(), $($rest::any(),)*);
                arguments.prop_map(move |($first, $($rest,)*)| self($first, $($rest),*)).boxed()
            }
        }

        constructors! { $($rest)* }
    };
    () => {};
}

constructors! { A B C D E F G H I J K L }

/// What these types build, by the name of the type.
macro_rules! built {
    ($build:ident: $($name:ident)+) => {
        BTreeMap::from([$(($name::NAME, $build($name::new))),+])
    };
}

fn events() -> BTreeMap<&'static str, BoxedStrategy<Event>> {
    built! { payload:
        GoalCreated GoalActivated GoalCompleted GoalCancelled GoalPaused GoalResumed
        GoalActivityCreated ActionCreated ActionStatusChanged ActionCompleted ActionPriorityChanged
        ActionReassigned ActionProgressUpdated KpiReadingCreated IssueCreated IssueStatusChanged
        DecisionCreated AttachmentCreated AuthSuccess AuthErrorEvent ConnectionErrorEvent
        BroadcastErrorEvent ErrorEvent Ping
    }
}

fn commands() -> BTreeMap<&'static str, BoxedStrategy<Command>> {
    built! { command: AuthCommand PingCommand PongCommand }
}

fn payload<P: Payload + 'static, A>(new: impl Constructor<A, Made = P>) -> BoxedStrategy<Event> {
    completed(new.made()).prop_map(Into::into).boxed()
}

fn command<C: Object + Into<Command> + 'static, A>(
    new: impl Constructor<A, Made = C>,
) -> BoxedStrategy<Command> {
    completed(new.made()).prop_map(Into::into).boxed()
}

/// Sets some of the optional keys, which no constructor takes; serde knows how they are called.
fn completed<T: Object + 'static>(made: BoxedStrategy<T>) -> BoxedStrategy<T> {
    let optional = T::FIELDS.iter().filter(|field| field.presence == Presence::Optional);
    let keys: Vec<_> = optional.map(generated::entry).collect();
    let complete = |(made, keys): (T, Vec<Option<generated::Entry>>)| {
        let mut value = serde_json::to_value(&made).expect("a plain struct");
        for (field, json) in keys.into_iter().flatten() {
            value[field.key] = serde_json::from_str(&json).expect("JSON");
        }
        serde_json::from_value(value).unwrap_or_else(|error| {
            // What a constructor takes, serde refuses.
            assert!(error.to_string().contains("non-empty text"), "{error}");
            made
        })
    };
    (made, keys).prop_map(complete).boxed()
}

/// An event in an envelope with and without what an envelope may have.
fn envelope(event: BoxedStrategy<Event>) -> BoxedStrategy<Message> {
    type Parts = (Timestamp, Option<EventId>, Option<TenantId>, Option<String>, bool);
    let parts = (
        Timestamp::any(),
        Option::<EventId>::any(),
        Option::<TenantId>::any(),
        Option::<String>::any(),
        any::<bool>(),
    );
    let seal = |(event, (timestamp, event_id, tenant_id, area, is_bare)): (Event, Parts)| {
        let tenant = event.tenant_id().cloned();
        let mut envelope = match event {
            Event::Ping(_) if is_bare => Envelope::ping(),
            event => Envelope::new(event, timestamp),
        };
        if let Some(event_id) = event_id {
            envelope = envelope.with_event_id(event_id);
        }
        if let Some(other) = tenant_id {
            let is_refused = envelope.clone().with_tenant_id(other.clone()).is_err();
            assert_eq!(is_refused, tenant.as_ref().is_some_and(|tenant| *tenant != other));
            envelope = envelope.with_tenant_id(tenant.unwrap_or(other)).expect("its own tenant");
        }
        if let Some(Ok(with_area)) = area.map(|area| envelope.clone().with_area(&area)) {
            envelope = with_area;
        }
        Message::Event(envelope)
    };
    (event, parts).prop_map(seal).boxed()
}

/// Whether a message is written; then it is read as the same.
fn is_read_back(message: &Message) -> Result<bool, TestCaseError> {
    let text = match message.encode() {
        Ok(text) => text,
        Err(EncodeError::TooLarge { bytes }) => {
            prop_assert!(bytes > MAX_FRAME_BYTES, "{bytes} bytes");
            return Ok(false);
        }
        Err(error) => {
            let shown = format!("{message:?}");
            prop_assert!(shown.contains("Unknown(\"\")"), "{error}: {shown}");
            return Ok(false);
        }
    };
    prop_assert!(text.len() <= MAX_FRAME_BYTES);
    let (read, report) =
        decode_reporting(&text).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
    prop_assert_eq!(&read, message, "{}", text);
    prop_assert!(report.aliases.is_empty() && report.ignored.is_empty(), "{:?}", report);
    prop_assert_eq!(read.encode(), Ok(text.clone()));
    prop_assert!(serde_json::from_str::<Value>(&text).is_ok(), "{}", text);
    Ok(true)
}

/// Holds for each of these messages, and most of them are written.
fn holds(name: &str, messages: &BoxedStrategy<Message>) {
    let (written, tried) = (Cell::new(0), Cell::new(0));
    let outcome = TestRunner::new(config()).run(messages, |message| {
        tried.set(tried.get() + 1);
        written.set(written.get() + u32::from(is_read_back(&message)?));
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(written.get() * 2 > tried.get(), "{name}: {written:?} of {tried:?} are written");
}

const MISSING: &str = "is built by no test: name it in tests/wire/constructors.rs";

#[test]
fn an_event_that_is_written_is_read_as_the_same() {
    let events = events();
    for row in EVENTS {
        let event = events.get(row.name).unwrap_or_else(|| panic!("`{}` {MISSING}", row.name));
        holds(row.name, &envelope(event.clone()));
    }
    assert_eq!(events.len(), EVENTS.len());
}

#[test]
fn a_command_that_is_written_is_read_as_the_same() {
    let commands = commands();
    for row in COMMANDS {
        let command = commands.get(row.name).unwrap_or_else(|| panic!("`{}` {MISSING}", row.name));
        holds(row.name, &command.clone().prop_map(Message::Command).boxed());
    }
    assert_eq!(commands.len(), COMMANDS.len());
}

#[test]
fn a_gateway_fault_that_is_written_is_read_as_the_same() {
    let fault = Constructor::<(String, String, String)>::made(GatewayFault::new);
    holds("GatewayFault", &fault.prop_map(Message::Gateway).boxed());
}

/// Nobody but a reader makes one.
#[test]
fn an_unknown_event_that_is_written_is_read_as_the_same() {
    let parts = (String::any(), Timestamp::any(), generated::json());
    let text = parts.prop_map(|(name, timestamp, data)| {
        let wire_type = Value::from(format!("{name}!"));
        format!("{{\"data\":{data} ,\"type\":{wire_type},\"timestamp\":\"{timestamp}\"}}")
    });
    let holds = TestRunner::new(config()).run(&text, |text| match decode(&text) {
        Ok(message) => {
            prop_assert_eq!(message.kind(), FrameKind::Unknown);
            prop_assert_eq!(message.encode(), Ok(text));
            is_read_back(&message).map(drop)
        }
        Err(error) => {
            let is_limit = matches!(error.code(), FaultCode::TooLarge | FaultCode::TooDeep);
            prop_assert!(is_limit, "{error}: {text}");
            Ok(())
        }
    });
    holds.unwrap_or_else(|error| panic!("{error}"));
}
