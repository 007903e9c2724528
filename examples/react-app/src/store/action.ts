import type {
  ActionPriority,
  ActionStatus,
  CalendarDate,
  ServerMessage,
  Timestamp,
  UserId,
} from "@purposepath/realtime";
import type { Row } from "./collection";

/** An action as far as the page knows it; null is what no event and no REST answer has said yet. */
export interface Action extends Row {
  readonly title: string | null;
  /** The goal that it serves: only `action.created` says so. */
  readonly goalId: string | null;
  readonly assignee: UserId | null;
  readonly dueDate: CalendarDate | null;
  readonly priority: ActionPriority | null;
  /** In percent. */
  readonly progress: number | null;
  readonly status: ActionStatus | null;
  /** When the status was set: events of different types may overtake each other. */
  readonly statusAt: Timestamp;
}

/** The action that an event changes, if it changes one. */
export function actionIdOf(message: ServerMessage): string | null {
  switch (message.type) {
    case "action.created":
    case "action.status_changed":
    case "action.completed":
    case "action.priority_changed":
    case "action.reassigned":
    case "action.progress_updated":
      return message.data.actionId;
    default:
      return null;
  }
}

/** The action after an event; the same object if nothing follows. */
export function applyToAction(action: Action, message: ServerMessage): Action {
  switch (message.type) {
    case "action.created": {
      const { title, goalId, assignedTo, dueDate, priority, status } = message.data;
      const progress = action.progress === null ? 0 : action.progress;
      const known = { ...action, title, goalId, assignee: assignedTo, dueDate, priority, progress };
      return withStatus(known, status, message.timestamp);
    }
    case "action.status_changed":
      return withStatus(action, message.data.newStatus, message.timestamp);
    case "action.completed":
      return withStatus({ ...action, progress: 100 }, "completed", message.timestamp);
    case "action.priority_changed":
      return { ...action, priority: message.data.newPriority };
    case "action.reassigned":
      return { ...action, assignee: message.data.newAssignee };
    case "action.progress_updated":
      return { ...action, progress: message.data.newProgress };
    default:
      return action;
  }
}

/** An action of which nothing is known but its id. */
export function newAction(id: string): Action {
  return {
    id,
    at: "",
    revision: 0,
    changedMs: 0,
    title: null,
    goalId: null,
    assignee: null,
    dueDate: null,
    priority: null,
    progress: null,
    status: null,
    statusAt: "",
  };
}

function withStatus(action: Action, status: ActionStatus, at: Timestamp): Action {
  return at < action.statusAt ? action : { ...action, status, statusAt: at };
}
