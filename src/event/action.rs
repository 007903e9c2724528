//! Actions: the work towards a goal.

use crate::value::{
    ActionId, ActionPriority, ActionStatus, CalendarDate, GoalId, Nullable, Progress, TenantId,
    Timestamp, UserId,
};

payload! {
    /// An action was created under a goal.
    pub struct ActionCreated {
        /// The tenant that the action belongs to.
        pub tenant_id: TenantId,
        /// The new action.
        pub action_id: ActionId,
        /// The goal that it serves.
        pub goal_id: GoalId,
        /// Its title.
        pub title: String,
        /// What is to be done; may be empty.
        pub description: String,
        /// Who is to do it.
        pub assigned_to: UserId,
        /// The day it is due.
        pub due_date: CalendarDate,
        /// How urgent it is.
        pub priority: ActionPriority,
        /// Where it stands.
        pub status: ActionStatus,
        /// When it was created.
        pub created_at: Timestamp,
        /// Who created it.
        pub created_by: UserId,
    }

    /// An action moved from one status to another.
    pub struct ActionStatusChanged {
        /// The tenant that the action belongs to.
        pub tenant_id: TenantId,
        /// The action.
        pub action_id: ActionId,
        /// Where it stood before.
        pub previous_status: ActionStatus,
        /// Where it stands now.
        pub new_status: ActionStatus,
        /// When it changed.
        pub changed_at: Timestamp,
        /// Who changed it.
        pub changed_by: UserId,
    }

    /// An action was done.
    pub struct ActionCompleted {
        /// The tenant that the action belongs to.
        pub tenant_id: TenantId,
        /// The action.
        pub action_id: ActionId,
        /// When it was completed.
        pub completed_at: Timestamp,
        /// Who completed it.
        pub completed_by: UserId,
        /// What came of it.
        pub outcome: Option<String>,
        /// Whether it was done by its due date.
        pub on_time: bool,
    }

    /// An action became more or less urgent.
    pub struct ActionPriorityChanged {
        /// The tenant that the action belongs to.
        pub tenant_id: TenantId,
        /// The action.
        pub action_id: ActionId,
        /// How urgent it was before.
        pub previous_priority: ActionPriority,
        /// How urgent it is now.
        pub new_priority: ActionPriority,
        /// When it changed.
        pub changed_at: Timestamp,
        /// Who changed it.
        pub changed_by: UserId,
        /// Why.
        pub reason: Option<String>,
    }

    /// An action was given to somebody else.
    pub struct ActionReassigned {
        /// The tenant that the action belongs to.
        pub tenant_id: TenantId,
        /// The action.
        pub action_id: ActionId,
        /// Who was to do it before; null if nobody was.
        pub previous_assignee: Nullable<UserId>,
        /// Who is to do it now.
        pub new_assignee: UserId,
        /// When it was reassigned.
        pub assigned_at: Timestamp,
        /// Who reassigned it.
        pub assigned_by: UserId,
        /// A word to the new assignee.
        pub note: Option<String>,
    }

    /// Progress was reported on an action.
    pub struct ActionProgressUpdated {
        /// The tenant that the action belongs to.
        pub tenant_id: TenantId,
        /// The action.
        pub action_id: ActionId,
        /// Progress before, in percent.
        pub previous_progress: Progress,
        /// Progress now, in percent.
        pub new_progress: Progress,
        /// When it was reported.
        pub updated_at: Timestamp,
        /// Who reported it.
        pub updated_by: UserId,
    }
}
