//! Actions: the work towards a goal.

use crate::value::{
    ActionId, ActionPriority, ActionStatus, CalendarDate, GoalId, Nullable, Progress, TenantId,
    Timestamp, UserId,
};

payload! {
    /// An action was created under a goal.
    #[parts(ActionCreatedParts)]
    pub struct ActionCreated {
        /// The tenant that the action belongs to.
        pub tenant_id: TenantId,
        /// The new action.
        pub action_id: ActionId,
        /// The goal that the action belongs to.
        pub goal_id: GoalId,
        /// The action's title.
        pub title: String,
        /// What has to be done; may be empty.
        pub description: String,
        /// The user to whom the action is assigned.
        pub assigned_to: UserId,
        /// The day on which the action is due.
        pub due_date: CalendarDate,
        /// The action's priority.
        pub priority: ActionPriority,
        /// The action's status.
        pub status: ActionStatus,
        /// When the action was created.
        pub created_at: Timestamp,
        /// The user who created it.
        pub created_by: UserId,
    }

    /// An action's status changed.
    #[parts(ActionStatusChangedParts)]
    pub struct ActionStatusChanged {
        /// The tenant that the action belongs to.
        pub tenant_id: TenantId,
        /// The action.
        pub action_id: ActionId,
        /// The status before the change.
        pub previous_status: ActionStatus,
        /// The status after the change.
        pub new_status: ActionStatus,
        /// When the status changed.
        pub changed_at: Timestamp,
        /// The user who changed it.
        pub changed_by: UserId,
    }

    /// An action was completed.
    pub struct ActionCompleted {
        /// The tenant that the action belongs to.
        pub tenant_id: TenantId,
        /// The action.
        pub action_id: ActionId,
        /// When the action was completed.
        pub completed_at: Timestamp,
        /// The user who completed it.
        pub completed_by: UserId,
        /// The result, as free text.
        #[setter(with_outcome)]
        pub outcome: Option<String>,
        /// Whether the action was completed by its due date.
        pub on_time: bool,
    }

    /// An action's priority changed.
    #[parts(ActionPriorityChangedParts)]
    pub struct ActionPriorityChanged {
        /// The tenant that the action belongs to.
        pub tenant_id: TenantId,
        /// The action.
        pub action_id: ActionId,
        /// The priority before the change.
        pub previous_priority: ActionPriority,
        /// The priority after the change.
        pub new_priority: ActionPriority,
        /// When the priority changed.
        pub changed_at: Timestamp,
        /// The user who changed it.
        pub changed_by: UserId,
        /// Why the priority changed, as free text.
        #[setter(with_reason)]
        pub reason: Option<String>,
    }

    /// An action was assigned to another user.
    #[parts(ActionReassignedParts)]
    pub struct ActionReassigned {
        /// The tenant that the action belongs to.
        pub tenant_id: TenantId,
        /// The action.
        pub action_id: ActionId,
        /// The user to whom the action was assigned before; null if it was assigned to nobody.
        pub previous_assignee: Nullable<UserId>,
        /// The user to whom the action is assigned now.
        pub new_assignee: UserId,
        /// When the action was reassigned.
        pub assigned_at: Timestamp,
        /// The user who reassigned it.
        pub assigned_by: UserId,
        /// A note to the new assignee.
        #[setter(with_note)]
        pub note: Option<String>,
    }

    /// Progress on an action was reported.
    #[parts(ActionProgressUpdatedParts)]
    pub struct ActionProgressUpdated {
        /// The tenant that the action belongs to.
        pub tenant_id: TenantId,
        /// The action.
        pub action_id: ActionId,
        /// The progress before the update, in percent from 0 to 100.
        pub previous_progress: Progress,
        /// The progress after the update, in percent from 0 to 100.
        pub new_progress: Progress,
        /// When the progress was reported.
        pub updated_at: Timestamp,
        /// The user who reported it.
        pub updated_by: UserId,
    }
}
