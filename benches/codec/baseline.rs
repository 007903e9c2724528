//! What one would write without this crate: derives, `String` ids and chrono's own serde. Reads
//! the canonical form only and keeps no unknown value. Knows nothing of the crate.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    timestamp: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant_id: Option<String>,
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

events! {
    "goal.created" => GoalCreated {
        tenant_id: String, goal_id: String, user_id: String, title: String, description: String,
        status: GoalStatus, created_at: DateTime<Utc>, created_by: String,
    }
    "goal.activated" => GoalActivated {
        tenant_id: String, goal_id: String, previous_status: GoalStatus, new_status: GoalStatus,
        activated_at: DateTime<Utc>, activated_by: String,
    }
    "goal.completed" => GoalCompleted {
        tenant_id: String, goal_id: String, completed_at: DateTime<Utc>, completed_by: String,;
        final_notes: String,
    }
    "goal.cancelled" => GoalCancelled {
        tenant_id: String, goal_id: String, cancelled_at: DateTime<Utc>, cancelled_by: String,;
        reason: String,
    }
    "goal.paused" => GoalPaused {
        tenant_id: String, goal_id: String,;
        paused_at: DateTime<Utc>, paused_by: String, reason: String,
    }
    "goal.resumed" => GoalResumed {
        tenant_id: String, goal_id: String,;
        resumed_at: DateTime<Utc>, resumed_by: String, reason: String,
    }
    "goal.activity.created" => GoalActivityCreated {
        tenant_id: String, activity_id: String, goal_id: String, r#type: ActivityType,
        title: String, content: String, created_at: DateTime<Utc>, created_by: String,;
        tags: Vec<String>,
    }
    "action.created" => ActionCreated {
        tenant_id: String, action_id: String, goal_id: String, title: String, description: String,
        assigned_to: String, due_date: NaiveDate, priority: Level, status: ActionStatus,
        created_at: DateTime<Utc>, created_by: String,
    }
    "action.status_changed" => ActionStatusChanged {
        tenant_id: String, action_id: String, previous_status: ActionStatus,
        new_status: ActionStatus, changed_at: DateTime<Utc>, changed_by: String,
    }
    "action.completed" => ActionCompleted {
        tenant_id: String, action_id: String, completed_at: DateTime<Utc>, completed_by: String,
        on_time: bool,;
        outcome: String,
    }
    "action.priority_changed" => ActionPriorityChanged {
        tenant_id: String, action_id: String, previous_priority: Level, new_priority: Level,
        changed_at: DateTime<Utc>, changed_by: String,;
        reason: String,
    }
    "action.reassigned" => ActionReassigned {
        tenant_id: String, action_id: String, previous_assignee: Option<String>,
        new_assignee: String, assigned_at: DateTime<Utc>, assigned_by: String,;
        note: String,
    }
    "action.progress_updated" => ActionProgressUpdated {
        tenant_id: String, action_id: String, previous_progress: f64, new_progress: f64,
        updated_at: DateTime<Utc>, updated_by: String,
    }
    "kpi.reading.created" => KpiReadingCreated {
        tenant_id: String, reading_id: String, kpi_id: String, value: f64, date: NaiveDate,
        recorded_at: DateTime<Utc>, recorded_by: String,;
        note: String, progress: f64,
    }
    "issue.created" => IssueCreated {
        tenant_id: String, issue_id: String, title: String, description: String, severity: Level,
        status: IssueStatus, priority: IssuePriority, category: IssueCategory,
        created_at: DateTime<Utc>, created_by: String,;
        assigned_to: String,
    }
    "issue.status_changed" => IssueStatusChanged {
        tenant_id: String, issue_id: String, previous_status: IssueStatus, new_status: IssueStatus,
        changed_at: DateTime<Utc>, changed_by: String,
    }
    "decision.created" => DecisionCreated {
        tenant_id: String, decision_id: String, goal_id: String, title: String, decision: String,
        rationale: String, impact: String, decided_at: DateTime<Utc>, decided_by: String,
        participants: Vec<String>,
    }
    "attachment.created" => AttachmentCreated {
        tenant_id: String, attachment_id: String, entity_type: EntityType, entity_id: String,
        file_name: String, file_size: u64, file_type: String, uploaded_at: DateTime<Utc>,
        uploaded_by: String,
    }
    "auth.success" => AuthSuccess { tenant_id: String, user_id: String, connection_id: String, }
    "auth.error" => AuthErrorEvent { error: String, code: ErrorCode,; tenant_id: String, }
    "connection.error" => ConnectionErrorEvent {
        code: ErrorCode,; error: String, retry_after_ms: u64, tenant_id: String,
    }
    "broadcast.error" => BroadcastErrorEvent {
        code: ErrorCode,; error: String, retry_after_ms: u64, tenant_id: String,
    }
    "error" => ErrorEvent {
        code: ErrorCode,; error: String, retry_after_ms: u64, tenant_id: String,
    }
    "ping" => Ping {}
}

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
