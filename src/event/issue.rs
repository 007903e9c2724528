//! Issues.

use crate::value::{
    IssueCategory, IssueId, IssuePriority, IssueSeverity, IssueStatus, TenantId, Timestamp, UserId,
};

payload! {
    /// An issue was reported.
    #[parts(IssueCreatedParts)]
    pub struct IssueCreated {
        /// The tenant that the issue belongs to.
        pub tenant_id: TenantId,
        /// The new issue.
        pub issue_id: IssueId,
        /// The issue's title.
        pub title: String,
        /// What is wrong; may be empty.
        pub description: String,
        /// How much the issue affects work.
        pub severity: IssueSeverity,
        /// The issue's status.
        pub status: IssueStatus,
        /// How soon the issue should be dealt with.
        pub priority: IssuePriority,
        /// The kind of issue.
        pub category: IssueCategory,
        /// The user to whom the issue is assigned; absent if it is assigned to nobody.
        #[setter(with_assigned_to)]
        pub assigned_to: Option<UserId>,
        /// When the issue was reported.
        pub created_at: Timestamp,
        /// The user who reported it.
        pub created_by: UserId,
    }

    /// An issue's status changed.
    #[parts(IssueStatusChangedParts)]
    pub struct IssueStatusChanged {
        /// The tenant that the issue belongs to.
        pub tenant_id: TenantId,
        /// The issue.
        pub issue_id: IssueId,
        /// The status before the change.
        pub previous_status: IssueStatus,
        /// The status after the change.
        pub new_status: IssueStatus,
        /// When the status changed.
        pub changed_at: Timestamp,
        /// The user who changed it.
        pub changed_by: UserId,
    }
}
