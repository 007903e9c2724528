//! The keys of each payload, as one would write them down without this crate. What an id, a moment and a
//! day are, and the enumerations, is up to who asks for them.

/// Hands the payloads to a macro.
macro_rules! payloads {
    ($define:ident) => {
        $define! {
            "goal.created" => GoalCreated {
                tenant_id: Id, goal_id: Id, user_id: Id, title: String, description: String,
                status: GoalStatus, created_at: Time, created_by: Id,
            }
            "goal.activated" => GoalActivated {
                tenant_id: Id, goal_id: Id, previous_status: GoalStatus, new_status: GoalStatus,
                activated_at: Time, activated_by: Id,
            }
            "goal.completed" => GoalCompleted {
                tenant_id: Id, goal_id: Id, completed_at: Time, completed_by: Id,;
                final_notes: String,
            }
            "goal.cancelled" => GoalCancelled {
                tenant_id: Id, goal_id: Id, cancelled_at: Time, cancelled_by: Id,;
                reason: String,
            }
            "goal.paused" => GoalPaused {
                tenant_id: Id, goal_id: Id,;
                paused_at: Time, paused_by: Id, reason: String,
            }
            "goal.resumed" => GoalResumed {
                tenant_id: Id, goal_id: Id,;
                resumed_at: Time, resumed_by: Id, reason: String,
            }
            "goal.activity.created" => GoalActivityCreated {
                tenant_id: Id, activity_id: Id, goal_id: Id, r#type: ActivityType,
                title: String, content: String, created_at: Time, created_by: Id,;
                tags: Vec<String>,
            }
            "action.created" => ActionCreated {
                tenant_id: Id, action_id: Id, goal_id: Id, title: String, description: String,
                assigned_to: Id, due_date: Day, priority: Level, status: ActionStatus,
                created_at: Time, created_by: Id,
            }
            "action.status_changed" => ActionStatusChanged {
                tenant_id: Id, action_id: Id, previous_status: ActionStatus,
                new_status: ActionStatus, changed_at: Time, changed_by: Id,
            }
            "action.completed" => ActionCompleted {
                tenant_id: Id, action_id: Id, completed_at: Time, completed_by: Id,
                on_time: bool,;
                outcome: String,
            }
            "action.priority_changed" => ActionPriorityChanged {
                tenant_id: Id, action_id: Id, previous_priority: Level, new_priority: Level,
                changed_at: Time, changed_by: Id,;
                reason: String,
            }
            "action.reassigned" => ActionReassigned {
                tenant_id: Id, action_id: Id, previous_assignee: Option<Id>,
                new_assignee: Id, assigned_at: Time, assigned_by: Id,;
                note: String,
            }
            "action.progress_updated" => ActionProgressUpdated {
                tenant_id: Id, action_id: Id, previous_progress: f64, new_progress: f64,
                updated_at: Time, updated_by: Id,
            }
            "kpi.reading.created" => KpiReadingCreated {
                tenant_id: Id, reading_id: Id, kpi_id: Id, value: f64, date: Day,
                recorded_at: Time, recorded_by: Id,;
                note: String, progress: f64,
            }
            "issue.created" => IssueCreated {
                tenant_id: Id, issue_id: Id, title: String, description: String, severity: Level,
                status: IssueStatus, priority: IssuePriority, category: IssueCategory,
                created_at: Time, created_by: Id,;
                assigned_to: Id,
            }
            "issue.status_changed" => IssueStatusChanged {
                tenant_id: Id, issue_id: Id, previous_status: IssueStatus, new_status: IssueStatus,
                changed_at: Time, changed_by: Id,
            }
            "decision.created" => DecisionCreated {
                tenant_id: Id, decision_id: Id, goal_id: Id, title: String, decision: String,
                rationale: String, impact: String, decided_at: Time, decided_by: Id,
                participants: Vec<Id>,
            }
            "attachment.created" => AttachmentCreated {
                tenant_id: Id, attachment_id: Id, entity_type: EntityType, entity_id: Id,
                file_name: String, file_size: u64, file_type: String, uploaded_at: Time,
                uploaded_by: Id,
            }
            "auth.success" => AuthSuccess { tenant_id: Id, user_id: Id, connection_id: Id, }
            "auth.error" => AuthErrorEvent { error: String, code: ErrorCode,; tenant_id: Id, }
            "connection.error" => ConnectionErrorEvent {
                code: ErrorCode,; error: String, retry_after_ms: u64, tenant_id: Id,
            }
            "broadcast.error" => BroadcastErrorEvent {
                code: ErrorCode,; error: String, retry_after_ms: u64, tenant_id: Id,
            }
            "error" => ErrorEvent {
                code: ErrorCode,; error: String, retry_after_ms: u64, tenant_id: Id,
            }
            "ping" => Ping {}
        }
    };
}
