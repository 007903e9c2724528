//! What one would write without this crate: derives, `String` ids and chrono's own serde. Reads
//! the canonical form only and keeps no unknown value. Knows nothing of the crate.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

type Id = String;
type Time = DateTime<Utc>;
type Day = NaiveDate;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    timestamp: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_id: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant_id: Option<Id>,
    #[serde(flatten)]
    event: Event,
}

macro_rules! events {
    ($(
        $type:literal => $name:ident {
            $($required:ident: $type_of:ty,)* $(; $($optional:ident: $type_of_optional:ty,)*)?
        }
    )+) => {
        #[derive(Serialize, Deserialize)]
        #[serde(tag = "type", content = "data")]
        enum Event {
            $(#[serde(rename = $type)] $name($name),)+
        }

        $(
            #[derive(Serialize, Deserialize)]
            #[serde(rename_all = "camelCase")]
            struct $name {
                $($required: $type_of,)*
                $($(
                    #[serde(skip_serializing_if = "Option::is_none")]
                    $optional: Option<$type_of_optional>,
                )*)?
            }
        )+
    };
}

payloads! { events }

macro_rules! enums {
    ($($case:literal $name:ident { $($value:ident)+ })+) => {$(
        #[derive(Serialize, Deserialize)]
        #[serde(rename_all = $case)]
        enum $name { $($value),+ }
    )+};
}

enums! {
    "snake_case" GoalStatus { Draft Active Completed Paused Cancelled Archived }
    "snake_case" ActionStatus { Todo InProgress Completed Paused Blocked Cancelled }
    "snake_case" Level { Low Medium High Critical }
    "snake_case" IssueStatus { Open InProgress Resolved Closed }
    "snake_case" IssuePriority { Low Medium High Urgent }
    "snake_case" IssueCategory { Bug Feature Improvement Question Other }
    "snake_case" ActivityType { Note Comment Attachment Decision Review }
    "snake_case" EntityType { Goal Action Issue }
    "SCREAMING_SNAKE_CASE" ErrorCode {
        Unauthorized Forbidden NotFound ValidationError RateLimitExceeded InternalError
    }
}
