//! Values that cannot be wrong: range and format live in the type, so whatever can be built can be
//! written, and whatever is written is read back.

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
