//! The life of an issue: reported, worked on, resolved, perhaps reopened, closed.

use super::{Teller, themed};
use crate::event::{
    AttachmentCreated, AttachmentCreatedParts, Event, IssueCreated, IssueCreatedParts,
    IssueStatusChanged, IssueStatusChangedParts,
};
use crate::value::{
    EntityType, IssueCategory, IssueId, IssuePriority, IssueSeverity, IssueStatus, Timestamp,
};

#[derive(Clone, Debug)]
pub(super) struct Issue {
    pub id: IssueId,
    status: IssueStatus,
}

impl Issue {
    pub fn create(teller: &mut Teller, now: Timestamp) -> (Self, Event) {
        use {IssueCategory as Category, IssuePriority as Priority, IssueSeverity as Severity};
        let issue = Issue { id: teller.id(), status: IssueStatus::Open };
        let theme = teller.theme();
        let created = IssueCreated::new(IssueCreatedParts {
            tenant_id: teller.tenant.clone(),
            issue_id: issue.id.clone(),
            title: themed("issue", "title", theme),
            description: themed("issue", "description", theme),
            severity: teller.pick(&[
                Severity::Low,
                Severity::Medium,
                Severity::High,
                Severity::Critical,
            ]),
            status: issue.status.clone(),
            priority: teller.pick(&[
                Priority::Low,
                Priority::Medium,
                Priority::High,
                Priority::Urgent,
            ]),
            category: teller.pick(&[
                Category::Bug,
                Category::Bug,
                Category::Improvement,
                Category::Question,
            ]),
            created_at: now,
            created_by: teller.user(),
        });
        let assigned_to = teller.chance(2, 3).then(|| teller.user());
        (issue, created.with_assigned_to(assigned_to).into())
    }

    pub fn step(&mut self, teller: &mut Teller, now: Timestamp) -> Event {
        if teller.chance(1, 8) {
            return attachment(teller, now, EntityType::Issue, self.id.as_str());
        }
        let next = match self.status {
            IssueStatus::Open => IssueStatus::InProgress,
            IssueStatus::Resolved if teller.chance(3, 4) => IssueStatus::Closed,
            IssueStatus::Resolved => IssueStatus::InProgress,
            _ => IssueStatus::Resolved,
        };
        IssueStatusChanged::new(IssueStatusChangedParts {
            tenant_id: teller.tenant.clone(),
            issue_id: self.id.clone(),
            previous_status: std::mem::replace(&mut self.status, next.clone()),
            new_status: next,
            changed_at: now,
            changed_by: teller.user(),
        })
        .into()
    }

    pub fn is_over(&self) -> bool {
        self.status == IssueStatus::Closed
    }
}

/// A file that is attached to this.
pub(super) fn attachment(
    teller: &mut Teller,
    now: Timestamp,
    entity_type: EntityType,
    entity_id: &str,
) -> Event {
    let theme = teller.theme();
    AttachmentCreated::new(AttachmentCreatedParts {
        tenant_id: teller.tenant.clone(),
        attachment_id: teller.id(),
        entity_type,
        entity_id: entity_id.try_into().unwrap_or_else(|_| teller.id()),
        file_name: themed("attachment", "fileName", theme),
        file_size: teller.rng.u32(2_000..20_000_000).into(),
        file_type: themed("attachment", "fileType", theme),
        uploaded_at: now,
        uploaded_by: teller.user(),
    })
    .into()
}
