//! Decisions.

use crate::value::{DecisionId, GoalId, TenantId, Timestamp, UserId};

payload! {
    /// A decision was taken about a goal.
    pub struct DecisionCreated {
        /// The tenant that the goal belongs to.
        pub tenant_id: TenantId,
        /// The new decision.
        pub decision_id: DecisionId,
        /// The goal that it concerns.
        pub goal_id: GoalId,
        /// Its title.
        pub title: String,
        /// What was decided.
        pub decision: String,
        /// Why.
        pub rationale: String,
        /// What it is expected to change, in free text.
        pub impact: String,
        /// When it was taken.
        pub decided_at: Timestamp,
        /// Who took it.
        pub decided_by: UserId,
        /// Who took part.
        pub participants: Vec<UserId>,
    }
}
