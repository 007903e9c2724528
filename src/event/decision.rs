//! Decisions.

use crate::value::{DecisionId, GoalId, TenantId, Timestamp, UserId};

payload! {
    /// A decision about a goal was recorded.
    #[parts(DecisionCreatedParts)]
    pub struct DecisionCreated {
        /// The tenant that the goal belongs to.
        pub tenant_id: TenantId,
        /// The new decision.
        pub decision_id: DecisionId,
        /// The goal that the decision is about.
        pub goal_id: GoalId,
        /// The decision's title.
        pub title: String,
        /// What was decided, as free text.
        pub decision: String,
        /// The reasons for the decision, as free text.
        pub rationale: String,
        /// The expected effect of the decision, as free text.
        pub impact: String,
        /// When the decision was made.
        pub decided_at: Timestamp,
        /// The user who made it.
        pub decided_by: UserId,
        /// The users who took part in the decision.
        pub participants: Vec<UserId>,
    }
}
