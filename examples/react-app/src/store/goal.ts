import type { GoalStatus, ServerMessage, Timestamp, UserId } from "@purposepath/realtime";
import type { Row } from "./collection";

/** A goal as far as the page knows it. */
export interface Goal extends Row {
  /** Null until an event or the REST API names it: most events carry ids only. */
  readonly title: string | null;
  readonly description: string;
  readonly owner: UserId | null;
  readonly status: GoalStatus | null;
  /** When the status was set: events of different types may overtake each other. */
  readonly statusAt: Timestamp;
}

/** The goal that an event changes, if it changes one. */
export function goalIdOf(message: ServerMessage): string | null {
  switch (message.type) {
    case "goal.created":
    case "goal.activated":
    case "goal.completed":
    case "goal.cancelled":
    case "goal.paused":
    case "goal.resumed":
      return message.data.goalId;
    default:
      return null;
  }
}

/** The goal after an event; the same object if nothing follows. */
export function applyToGoal(goal: Goal, message: ServerMessage): Goal {
  switch (message.type) {
    case "goal.created": {
      const { title, description, userId, status } = message.data;
      return withStatus({ ...goal, title, description, owner: userId }, status, message.timestamp);
    }
    case "goal.activated":
      return withStatus(goal, message.data.newStatus, message.timestamp);
    case "goal.completed":
      return withStatus(goal, "completed", message.timestamp);
    case "goal.cancelled":
      return withStatus(goal, "cancelled", message.timestamp);
    case "goal.paused":
      return withStatus(goal, "paused", message.timestamp);
    case "goal.resumed":
      return withStatus(goal, "active", message.timestamp);
    default:
      return goal;
  }
}

/** A goal of which nothing is known but its id. */
export function newGoal(id: string): Goal {
  return {
    id,
    at: "",
    revision: 0,
    changedMs: 0,
    title: null,
    description: "",
    owner: null,
    status: null,
    statusAt: "",
  };
}

function withStatus(goal: Goal, status: GoalStatus, at: Timestamp): Goal {
  return at < goal.statusAt ? goal : { ...goal, status, statusAt: at };
}
