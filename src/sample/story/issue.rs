//! The life of an issue: reported, worked on, resolved, perhaps reopened, closed.

use super::{Teller, themed};
use crate::event::{AttachmentCreated, Event, IssueCreated, IssueStatusChanged};
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
        let mut created = IssueCreated::new(
            teller.tenant.clone(),
            issue.id.clone(),
            themed("issue", "title", theme),
            themed("issue", "description", theme),
            teller.pick(&[Severity::Low, Severity::Medium, Severity::High, Severity::Critical]),
            issue.status.clone(),
            teller.pick(&[Priority::Low, Priority::Medium, Priority::High, Priority::Urgent]),
            teller.pick(&[Category::Bug, Category::Bug, Category::Improvement, Category::Question]),
            now,
            teller.user(),
        );
        created.assigned_to = teller.chance(2, 3).then(|| teller.user());
        (issue, created.into())
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
        let previous = std::mem::replace(&mut self.status, next.clone());
        let (tenant, user) = (teller.tenant.clone(), teller.user());
        IssueStatusChanged::new(tenant, self.id.clone(), previous, next, now, user).into()
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
    AttachmentCreated::new(
        teller.tenant.clone(),
        teller.id(),
        entity_type,
        entity_id.try_into().unwrap_or_else(|_| teller.id()),
        themed("attachment", "fileName", theme),
        teller.rng.u32(2_000..20_000_000).into(),
        themed("attachment", "fileType", theme),
        now,
        teller.user(),
    )
    .into()
}
