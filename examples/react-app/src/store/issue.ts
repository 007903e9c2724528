import type {
  IssueCategory,
  IssuePriority,
  IssueSeverity,
  IssueStatus,
  ServerMessage,
  Timestamp,
  UserId,
} from "@purposepath/realtime";
import type { Row } from "./collection";

/** An issue as far as the page knows it; null is what no event and no REST answer has said yet. */
export interface Issue extends Row {
  readonly title: string | null;
  readonly severity: IssueSeverity | null;
  readonly priority: IssuePriority | null;
  readonly category: IssueCategory | null;
  readonly assignee: UserId | null;
  readonly status: IssueStatus | null;
  /** When the status was set: events of different types may overtake each other. */
  readonly statusAt: Timestamp;
}

/** The issue that an event changes, if it changes one. */
export function issueIdOf(message: ServerMessage): string | null {
  switch (message.type) {
    case "issue.created":
    case "issue.status_changed":
      return message.data.issueId;
    default:
      return null;
  }
}

/** The issue after an event; the same object if nothing follows. */
export function applyToIssue(issue: Issue, message: ServerMessage): Issue {
  switch (message.type) {
    case "issue.created": {
      const { title, severity, priority, category, assignedTo, status } = message.data;
      const assignee = assignedTo === undefined ? null : assignedTo;
      return withStatus({ ...issue, title, severity, priority, category, assignee }, status, message.timestamp);
    }
    case "issue.status_changed":
      return withStatus(issue, message.data.newStatus, message.timestamp);
    default:
      return issue;
  }
}

/** An issue of which nothing is known but its id. */
export function newIssue(id: string): Issue {
  return {
    id,
    at: "",
    revision: 0,
    changedMs: 0,
    title: null,
    severity: null,
    priority: null,
    category: null,
    assignee: null,
    status: null,
    statusAt: "",
  };
}

function withStatus(issue: Issue, status: IssueStatus, at: Timestamp): Issue {
  return at < issue.statusAt ? issue : { ...issue, status, statusAt: at };
}
