//! What serde_json needs for the payload alone, with the values of this crate: one type, known in advance,
//! and nothing tolerated but what serde tolerates anyway.

use std::hint::black_box;

use purposepath_realtime::{
    ActionPriority as Level, ActionStatus, ActivityType, CalendarDate, EntityType, ErrorCode,
    EventId, EventType, GoalStatus, IssueCategory, IssuePriority, IssueStatus, TenantId, Timestamp,
};
use serde::{Deserialize, de::DeserializeOwned};

/// One type of ids for all: they are read alike.
type Id = TenantId;
type Time = Timestamp;
type Day = CalendarDate;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "measured, not used")]
struct Typed<'a, T> {
    r#type: &'a str,
    timestamp: Timestamp,
    event_id: Option<EventId>,
    tenant_id: Option<TenantId>,
    data: T,
}

/// Reads a frame whose type it knows.
pub type Reader = fn(&str);

macro_rules! readers {
    ($(
        $type:literal => $name:ident {
            $($required:ident: $type_of:ty,)* $(; $($optional:ident: $type_of_optional:ty,)*)?
        }
    )+) => {
        $(
            #[derive(Deserialize)]
            #[serde(rename_all = "camelCase")]
            #[allow(dead_code, reason = "measured, not used")]
            struct $name {
                $($required: $type_of,)*
                $($($optional: Option<$type_of_optional>,)*)?
            }
        )+

        /// The reader of a frame whose type is known.
        pub fn reader(event_type: EventType) -> Reader {
            match event_type.as_str() {
                $($type => read::<$name>,)+
                other => panic!("`{other}` has no payload: add it to payloads.rs"),
            }
        }
    };
}

payloads! { readers }

fn read<T: DeserializeOwned>(text: &str) {
    let typed: Typed<T> = serde_json::from_str(text).expect("a canonical frame");
    black_box(typed);
}
