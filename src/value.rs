//! Values whose type checks their range and format: every value that can be built can be written,
//! and what is written is read back.

#[macro_use]
mod canonical_text;

mod date;
mod enumerations;
mod id;
mod nullable;
mod number;
mod timestamp;
mod token;

pub use crate::json::ValueError;

pub use date::CalendarDate;
pub use enumerations::{
    ActionPriority, ActionStatus, ActivityType, EntityType, GoalStatus, IssueCategory,
    IssuePriority, IssueSeverity, IssueStatus,
};
pub(crate) use id::Id;
pub use id::{
    ActionId, ActivityId, AttachmentId, ConnectionId, DecisionId, EntityId, EventId, GoalId,
    IssueId, KpiId, ReadingId, TenantId, UserId,
};
pub use nullable::Nullable;
pub use number::{FileSize, FiniteNumber, Milliseconds, Progress, TargetProgress};
pub use timestamp::Timestamp;
pub use token::Token;
