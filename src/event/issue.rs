//! Issues.

use crate::value::{
    IssueCategory, IssueId, IssuePriority, IssueSeverity, IssueStatus, TenantId, Timestamp, UserId,
};

payload! {
    /// An issue was reported.
    pub struct IssueCreated {
        /// The tenant that the issue belongs to.
        pub tenant_id: TenantId,
        /// The new issue.
        pub issue_id: IssueId,
        /// Its title.
        pub title: String,
        /// What is wrong; may be empty.
        pub description: String,
        /// How much harm it does.
        pub severity: IssueSeverity,
        /// Where it stands.
        pub status: IssueStatus,
        /// How soon it is to be dealt with.
        pub priority: IssuePriority,
        /// What kind of issue it is.
        pub category: IssueCategory,
        /// Who is to deal with it.
        pub assigned_to: Option<UserId>,
        /// When it was created.
        pub created_at: Timestamp,
        /// Who created it.
        pub created_by: UserId,
    }

    /// An issue moved from one status to another.
    pub struct IssueStatusChanged {
        /// The tenant that the issue belongs to.
        pub tenant_id: TenantId,
        /// The issue.
        pub issue_id: IssueId,
        /// Where it stood before.
        pub previous_status: IssueStatus,
        /// Where it stands now.
        pub new_status: IssueStatus,
        /// When it changed.
        pub changed_at: Timestamp,
        /// Who changed it.
        pub changed_by: UserId,
    }
}
