//! The [enumerations] of the protocol, with their old spellings.
//!
//! [enumerations]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#enumerations

open_enum! {
    /// The status of a goal.
    pub enum GoalStatus {
        /// Being drafted; work has not started.
        Draft = "draft",
        /// Being worked on.
        Active = "active",
        /// Achieved.
        Completed = "completed",
        /// On hold.
        Paused = "paused",
        /// Will not be pursued further.
        Cancelled = "cancelled" | "canceled",
        /// Kept for reference only.
        Archived = "archived",
    }
}

open_enum! {
    /// The status of an action.
    pub enum ActionStatus {
        /// Not started.
        Todo = "todo" | "not_started" | "notStarted",
        /// Being worked on.
        InProgress = "in_progress" | "inProgress",
        /// Done.
        Completed = "completed",
        /// On hold.
        Paused = "paused",
        /// Cannot go on until something else is done.
        Blocked = "blocked",
        /// Will not be done.
        Cancelled = "cancelled" | "canceled",
    }
}

open_enum! {
    /// The priority of an action.
    pub enum ActionPriority {
        /// Can wait.
        Low = "low",
        /// Normal.
        Medium = "medium",
        /// More urgent than normal.
        High = "high",
        /// Comes before everything else.
        Critical = "critical",
    }
}

open_enum! {
    /// The status of an issue.
    pub enum IssueStatus {
        /// Reported; work has not started.
        Open = "open",
        /// Being worked on.
        InProgress = "in_progress" | "inProgress",
        /// Solved, but not yet confirmed.
        Resolved = "resolved",
        /// Finished.
        Closed = "closed",
    }
}

open_enum! {
    /// How much an issue affects work.
    pub enum IssueSeverity {
        /// Hardly affects work.
        Low = "low",
        /// Slows work down.
        Medium = "medium",
        /// Seriously hinders work.
        High = "high",
        /// Stops work.
        Critical = "critical",
    }
}

open_enum! {
    /// How soon an issue should be dealt with.
    pub enum IssuePriority {
        /// Can wait.
        Low = "low",
        /// Normal.
        Medium = "medium",
        /// More urgent than normal.
        High = "high",
        /// Needs attention immediately.
        Urgent = "urgent",
    }
}

open_enum! {
    /// The kind of issue.
    pub enum IssueCategory {
        /// Something does not work.
        Bug = "bug",
        /// Something new is requested.
        Feature = "feature",
        /// Something that exists could be better.
        Improvement = "improvement",
        /// Something is unclear.
        Question = "question",
        /// Anything else.
        Other = "other",
    }
}

open_enum! {
    /// The kind of an entry in a goal's activity feed.
    pub enum ActivityType {
        /// A note.
        Note = "note",
        /// A comment.
        Comment = "comment",
        /// A file was attached.
        Attachment = "attachment",
        /// A decision was made.
        Decision = "decision",
        /// A review took place.
        Review = "review",
    }
}

open_enum! {
    /// What a file is attached to.
    pub enum EntityType {
        /// A goal.
        Goal = "goal",
        /// An action.
        Action = "action",
        /// An issue.
        Issue = "issue",
    }
}
