//! The registry: one row per event. Everything that lists events iterates it.
//!
//! To add an event: a struct in a `payload!` of `event/`, a row here, one example frame named after
//! the type in `tests/fixtures/events/`, then `cargo realtime generate`.

mod action;
mod attachment;
mod decision;
mod goal;
mod issue;
mod kpi;
#[macro_use]
mod registry;
mod system;

pub use registry::{EventRow, EventVisitor, OtherEvent, Payload, Stability};

/// These files hold payloads and nothing else, and a payload has a row.
pub(crate) mod payloads {
    pub use super::{action::*, attachment::*, decision::*, goal::*, issue::*, kpi::*, system::*};
}
pub use payloads::*;

registry! {
    "goal.created" | "goal-created" => GoalCreated as as_goal_created {
        tenant: tenant_id, entity: goal_id, actor: created_by,
        since: "1.0", Stable, "When somebody creates a goal.",
    }
    "goal.activated" => GoalActivated as as_goal_activated {
        tenant: tenant_id, entity: goal_id, actor: activated_by,
        since: "1.0", Stable, "When a draft or paused goal becomes active.",
    }
    "goal.completed" => GoalCompleted as as_goal_completed {
        tenant: tenant_id, entity: goal_id, actor: completed_by,
        since: "1.0", Stable, "When somebody marks a goal as completed.",
    }
    "goal.cancelled" | "goal.canceled" => GoalCancelled as as_goal_cancelled {
        tenant: tenant_id, entity: goal_id, actor: cancelled_by,
        since: "1.0", Stable, "When somebody cancels a goal.",
    }
    "goal.paused" => GoalPaused as as_goal_paused {
        tenant: tenant_id, entity: goal_id, actor: paused_by,
        since: "1.0", Provisional, "When somebody pauses a goal.",
    }
    "goal.resumed" => GoalResumed as as_goal_resumed {
        tenant: tenant_id, entity: goal_id, actor: resumed_by,
        since: "1.0", Provisional, "When somebody resumes a paused goal.",
    }
    "goal.activity.created" | "activity.created" | "activityCreated" => GoalActivityCreated as as_goal_activity_created {
        tenant: tenant_id, entity: activity_id, actor: created_by,
        since: "1.0", Stable, "When somebody adds an entry to a goal's activity feed.",
    }
    "action.created" | "action-created" => ActionCreated as as_action_created {
        tenant: tenant_id, entity: action_id, actor: created_by,
        since: "1.0", Stable, "When somebody creates an action.",
    }
    "action.status_changed" => ActionStatusChanged as as_action_status_changed {
        tenant: tenant_id, entity: action_id, actor: changed_by,
        since: "1.0", Stable, "When an action's status changes.",
    }
    "action.completed" => ActionCompleted as as_action_completed {
        tenant: tenant_id, entity: action_id, actor: completed_by,
        since: "1.0", Stable, "When somebody marks an action as completed.",
    }
    "action.priority_changed" => ActionPriorityChanged as as_action_priority_changed {
        tenant: tenant_id, entity: action_id, actor: changed_by,
        since: "1.0", Stable, "When an action's priority changes.",
    }
    "action.reassigned" => ActionReassigned as as_action_reassigned {
        tenant: tenant_id, entity: action_id, actor: assigned_by,
        since: "1.0", Stable, "When somebody assigns an action to another user.",
    }
    "action.progress_updated" => ActionProgressUpdated as as_action_progress_updated {
        tenant: tenant_id, entity: action_id, actor: updated_by,
        since: "1.0", Stable, "When somebody reports progress on an action.",
    }
    "kpi.reading.created"
        | "kpi.reading_created"
        | "measure.reading.created"
        | "measure.reading_created"
        | "kpiReadingCreated"
        | "measureReadingCreated" => KpiReadingCreated as as_kpi_reading_created {
        tenant: tenant_id, entity: reading_id, actor: recorded_by,
        since: "1.0", Stable, "When a value of a KPI is recorded.",
    }
    "issue.created" | "issue-created" => IssueCreated as as_issue_created {
        tenant: tenant_id, entity: issue_id, actor: created_by,
        since: "1.0", Stable, "When somebody reports an issue.",
    }
    "issue.status_changed" => IssueStatusChanged as as_issue_status_changed {
        tenant: tenant_id, entity: issue_id, actor: changed_by,
        since: "1.0", Stable, "When an issue's status changes.",
    }
    "decision.created" | "decisionCreated" => DecisionCreated as as_decision_created {
        tenant: tenant_id, entity: decision_id, actor: decided_by,
        since: "1.0", Stable, "When a decision about a goal is recorded.",
    }
    "attachment.created" | "attachmentCreated" => AttachmentCreated as as_attachment_created {
        tenant: tenant_id, entity: attachment_id, actor: uploaded_by,
        since: "1.0", Stable, "When a file is attached to a goal, an action or an issue.",
    }
    "auth.success" => AuthSuccess as as_auth_success {
        tenant: tenant_id, about: connection,
        since: "1.0", Stable, "In answer to `auth`, when the token is accepted.",
    }
    "auth.error" => AuthErrorEvent as as_auth_error_event {
        tenant: tenant_id, about: connection,
        since: "1.0", Stable, "In answer to `auth`, when the token is refused.",
    }
    "connection.error" | "connection_error" => ConnectionErrorEvent as as_connection_error_event {
        tenant: tenant_id, about: connection,
        since: "1.0", Stable, "When something is wrong with this connection.",
    }
    "broadcast.error" => BroadcastErrorEvent as as_broadcast_error_event {
        tenant: tenant_id,
        since: "1.0", Stable, "When an event could not be delivered to every connection of the tenant.",
    }
    "error" => ErrorEvent as as_error_event {
        tenant: tenant_id,
        since: "1.0", Stable, "When something else fails; also as `<area>.error`.",
    }
    "ping" => Ping as as_ping {
        about: connection,
        since: "1.0", Stable, "From time to time by older servers, never by the deployed gateway.",
    }
}

/// The suffix by which the type of an error names its area: `billing.error`.
pub(crate) const AREA_SUFFIX: &str = ".error";

/// The key whose text in `data` makes such a type an event.
pub(crate) const AREA_KEY: &str = "code";
