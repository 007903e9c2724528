//! The [enumerations] of the protocol, with their old spellings.
//!
//! [enumerations]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#enumerations

open_enum! {
    /// Where a goal stands.
    pub enum GoalStatus {
        /// Being drafted, not yet pursued.
        Draft = "draft",
        /// Being pursued.
        Active = "active",
        /// Reached.
        Completed = "completed",
        /// Set aside for now.
        Paused = "paused",
        /// Given up.
        Cancelled = "cancelled" | "canceled",
        /// Kept for the record only.
        Archived = "archived",
    }
}

open_enum! {
    /// Where an action stands.
    pub enum ActionStatus {
        /// Not started.
        Todo = "todo" | "not_started" | "notStarted",
        /// Being worked on.
        InProgress = "in_progress" | "inProgress",
        /// Done.
        Completed = "completed",
        /// Set aside for now.
        Paused = "paused",
        /// Waiting for something else.
        Blocked = "blocked",
        /// Given up.
        Cancelled = "cancelled" | "canceled",
    }
}

open_enum! {
    /// How urgent an action is.
    pub enum ActionPriority {
        /// Can wait.
        Low = "low",
        /// The usual.
        Medium = "medium",
        /// Before the usual.
        High = "high",
        /// Before everything else.
        Critical = "critical",
    }
}

open_enum! {
    /// Where an issue stands.
    pub enum IssueStatus {
        /// Reported.
        Open = "open",
        /// Being worked on.
        InProgress = "in_progress" | "inProgress",
        /// Solved, not yet confirmed.
        Resolved = "resolved",
        /// Done with.
        Closed = "closed",
    }
}

open_enum! {
    /// How much harm an issue does.
    pub enum IssueSeverity {
        /// A nuisance.
        Low = "low",
        /// Work is slower.
        Medium = "medium",
        /// Work is hindered.
        High = "high",
        /// Work stands still.
        Critical = "critical",
    }
}

open_enum! {
    /// How soon an issue is to be dealt with.
    pub enum IssuePriority {
        /// Can wait.
        Low = "low",
        /// The usual.
        Medium = "medium",
        /// Before the usual.
        High = "high",
        /// At once.
        Urgent = "urgent",
    }
}

open_enum! {
    /// What kind of issue it is.
    pub enum IssueCategory {
        /// Something does not work.
        Bug = "bug",
        /// Something new is wanted.
        Feature = "feature",
        /// Something could be better.
        Improvement = "improvement",
        /// Something is unclear.
        Question = "question",
        /// None of these.
        Other = "other",
    }
}

open_enum! {
    /// What an entry in an activity feed is.
    pub enum ActivityType {
        /// A note.
        Note = "note",
        /// A comment on something.
        Comment = "comment",
        /// A file was attached.
        Attachment = "attachment",
        /// A decision was taken.
        Decision = "decision",
        /// A review took place.
        Review = "review",
    }
}

open_enum! {
    /// What an attachment belongs to.
    pub enum EntityType {
        /// A goal.
        Goal = "goal",
        /// An action.
        Action = "action",
        /// An issue.
        Issue = "issue",
    }
}
