//! Goals: the events of their life, and of the activity around them.

use crate::value::{ActivityId, ActivityType, GoalId, GoalStatus, TenantId, Timestamp, UserId};

payload! {
    /// A goal was created.
    #[parts(GoalCreatedParts)]
    pub struct GoalCreated {
        /// The tenant that the goal belongs to.
        pub tenant_id: TenantId,
        /// The new goal.
        pub goal_id: GoalId,
        /// The user who owns the goal.
        pub user_id: UserId,
        /// The goal's title.
        pub title: String,
        /// What the goal is about; may be empty.
        pub description: String,
        /// The goal's status.
        pub status: GoalStatus,
        /// When the goal was created.
        pub created_at: Timestamp,
        /// The user who created it.
        pub created_by: UserId,
    }

    /// A draft or paused goal was activated.
    #[parts(GoalActivatedParts)]
    pub struct GoalActivated {
        /// The tenant that the goal belongs to.
        pub tenant_id: TenantId,
        /// The goal.
        pub goal_id: GoalId,
        /// The status before the change.
        pub previous_status: GoalStatus,
        /// The status now; normally `active`.
        pub new_status: GoalStatus,
        /// When the goal was activated.
        pub activated_at: Timestamp,
        /// The user who activated it.
        pub activated_by: UserId,
    }

    /// A goal was completed.
    pub struct GoalCompleted {
        /// The tenant that the goal belongs to.
        pub tenant_id: TenantId,
        /// The goal.
        pub goal_id: GoalId,
        /// When the goal was completed.
        pub completed_at: Timestamp,
        /// The user who completed it.
        pub completed_by: UserId,
        /// Closing remarks, as free text.
        #[setter(with_final_notes)]
        pub final_notes: Option<String>,
    }

    /// A goal was cancelled.
    pub struct GoalCancelled {
        /// The tenant that the goal belongs to.
        pub tenant_id: TenantId,
        /// The goal.
        pub goal_id: GoalId,
        /// When the goal was cancelled.
        #[alias("canceledAt")]
        pub cancelled_at: Timestamp,
        /// The user who cancelled it.
        #[alias("canceledBy")]
        pub cancelled_by: UserId,
        /// Why the goal was cancelled, as free text.
        #[setter(with_reason)]
        pub reason: Option<String>,
    }

    /// A goal was paused.
    pub struct GoalPaused {
        /// The tenant that the goal belongs to.
        pub tenant_id: TenantId,
        /// The goal.
        pub goal_id: GoalId,
        /// When the goal was paused.
        #[setter(with_paused_at)]
        pub paused_at: Option<Timestamp>,
        /// The user who paused it.
        #[setter(with_paused_by)]
        pub paused_by: Option<UserId>,
        /// Why the goal was paused, as free text.
        #[alias("pauseReason")]
        #[setter(with_reason)]
        pub reason: Option<String>,
    }

    /// A paused goal was resumed.
    pub struct GoalResumed {
        /// The tenant that the goal belongs to.
        pub tenant_id: TenantId,
        /// The goal.
        pub goal_id: GoalId,
        /// When the goal was resumed.
        #[setter(with_resumed_at)]
        pub resumed_at: Option<Timestamp>,
        /// The user who resumed it.
        #[setter(with_resumed_by)]
        pub resumed_by: Option<UserId>,
        /// Why the goal was resumed, as free text.
        #[setter(with_reason)]
        pub reason: Option<String>,
    }

    /// An entry was added to a goal's activity feed.
    #[parts(GoalActivityCreatedParts)]
    pub struct GoalActivityCreated {
        /// The tenant that the goal belongs to.
        pub tenant_id: TenantId,
        /// The new entry.
        pub activity_id: ActivityId,
        /// The goal whose feed the entry is in.
        pub goal_id: GoalId,
        /// The kind of entry.
        pub r#type: ActivityType,
        /// The entry's title.
        pub title: String,
        /// The entry's text.
        pub content: String,
        /// Tags; an empty list is not the same as an absent one.
        #[setter(with_tags)]
        pub tags: Option<Vec<String>>,
        /// When the entry was created.
        pub created_at: Timestamp,
        /// The user who created it.
        pub created_by: UserId,
    }
}
