//! Goals: the events of their life, and of the activity around them.

use crate::value::{ActivityId, ActivityType, GoalId, GoalStatus, TenantId, Timestamp, UserId};

payload! {
    /// A goal was created.
    pub struct GoalCreated {
        /// The tenant that the goal belongs to.
        pub tenant_id: TenantId,
        /// The new goal.
        pub goal_id: GoalId,
        /// The user whose goal it is.
        pub user_id: UserId,
        /// Its title.
        pub title: String,
        /// What it is about; may be empty.
        pub description: String,
        /// Where it stands.
        pub status: GoalStatus,
        /// When it was created.
        pub created_at: Timestamp,
        /// Who created it.
        pub created_by: UserId,
    }

    /// A goal was activated, from draft or from a pause.
    pub struct GoalActivated {
        /// The tenant that the goal belongs to.
        pub tenant_id: TenantId,
        /// The goal.
        pub goal_id: GoalId,
        /// Where it stood before.
        pub previous_status: GoalStatus,
        /// Where it stands now; normally `active`.
        pub new_status: GoalStatus,
        /// When it was activated.
        pub activated_at: Timestamp,
        /// Who activated it.
        pub activated_by: UserId,
    }

    /// A goal was reached.
    pub struct GoalCompleted {
        /// The tenant that the goal belongs to.
        pub tenant_id: TenantId,
        /// The goal.
        pub goal_id: GoalId,
        /// When it was completed.
        pub completed_at: Timestamp,
        /// Who completed it.
        pub completed_by: UserId,
        /// Closing words.
        pub final_notes: Option<String>,
    }

    /// A goal was given up.
    pub struct GoalCancelled {
        /// The tenant that the goal belongs to.
        pub tenant_id: TenantId,
        /// The goal.
        pub goal_id: GoalId,
        /// When it was cancelled.
        #[alias("canceledAt")]
        pub cancelled_at: Timestamp,
        /// Who cancelled it.
        #[alias("canceledBy")]
        pub cancelled_by: UserId,
        /// Why.
        pub reason: Option<String>,
    }

    /// A goal was set aside for now.
    pub struct GoalPaused {
        /// The tenant that the goal belongs to.
        pub tenant_id: TenantId,
        /// The goal.
        pub goal_id: GoalId,
        /// When it was paused.
        pub paused_at: Option<Timestamp>,
        /// Who paused it.
        pub paused_by: Option<UserId>,
        /// Why.
        #[alias("pauseReason")]
        pub reason: Option<String>,
    }

    /// A paused goal is pursued again.
    pub struct GoalResumed {
        /// The tenant that the goal belongs to.
        pub tenant_id: TenantId,
        /// The goal.
        pub goal_id: GoalId,
        /// When it was resumed.
        pub resumed_at: Option<Timestamp>,
        /// Who resumed it.
        pub resumed_by: Option<UserId>,
        /// Why.
        pub reason: Option<String>,
    }

    /// Something was added to a goal's activity feed.
    pub struct GoalActivityCreated {
        /// The tenant that the goal belongs to.
        pub tenant_id: TenantId,
        /// The new entry.
        pub activity_id: ActivityId,
        /// The goal whose feed it is in.
        pub goal_id: GoalId,
        /// What the entry is.
        pub r#type: ActivityType,
        /// Its title.
        pub title: String,
        /// Its text.
        pub content: String,
        /// Its tags; an empty list is not the same as none given.
        pub tags: Option<Vec<String>>,
        /// When it was created.
        pub created_at: Timestamp,
        /// Who created it.
        pub created_by: UserId,
    }
}
