// Which events deserve a toast, and what it says.
import type { ServerMessage, UserId } from "@purposepath/realtime";
import { shortId, words } from "../store/describe";
import { isInRedZone } from "../store/kpi";

/** A toast. */
export interface Notice {
  /** What it is about: a second one replaces the first. */
  readonly id: string;
  readonly tone: "info" | "success" | "warning" | "danger";
  readonly title: string;
  readonly text: string;
}

/** The toast for an event, or null: of one's own doings, and of what can wait, there is none. */
export function noticeOf(message: ServerMessage, me: UserId): Notice | null {
  switch (message.type) {
    case "goal.created": {
      const { goalId, title, createdBy } = message.data;
      if (createdBy === me) return null;
      return {
        id: `goal ${goalId}`,
        tone: "info",
        title: "New goal",
        text: `${shortId(createdBy)} created “${title}”`,
      };
    }
    case "goal.completed": {
      const { goalId, completedBy, finalNotes } = message.data;
      if (completedBy === me) return null;
      const text = finalNotes
        ? `${shortId(completedBy)}: “${finalNotes}”`
        : `${shortId(completedBy)} completed ${shortId(goalId)}`;
      return { id: `goal ${goalId}`, tone: "success", title: "Goal completed", text };
    }
    case "action.created": {
      const { actionId, title, priority, createdBy } = message.data;
      if (createdBy === me || !isHigh(priority)) return null;
      return {
        id: `action ${actionId}`,
        tone: "warning",
        title: `New ${words(priority)}-priority action`,
        text: title,
      };
    }
    case "action.priority_changed": {
      const { actionId, previousPriority, newPriority, changedBy, reason } = message.data;
      if (changedBy === me || !isHigh(newPriority) || isHigh(previousPriority)) return null;
      const title = `Action is now ${words(newPriority)} priority`;
      return { id: `action ${actionId}`, tone: "warning", title, text: reason || shortId(actionId) };
    }
    case "issue.created": {
      const { issueId, title, severity, createdBy } = message.data;
      if (createdBy === me || severity !== "critical") return null;
      return { id: `issue ${issueId}`, tone: "danger", title: "Critical issue", text: title };
    }
    case "kpi.reading.created": {
      const { kpiId, value, progress, recordedBy } = message.data;
      if (recordedBy === me || !isInRedZone(progress)) return null;
      const text = `${value}, ${Math.round(progress || 0)} % of the target`;
      return { id: `kpi ${kpiId}`, tone: "danger", title: `${shortId(kpiId)} is in the red zone`, text };
    }
    default:
      return null;
  }
}

function isHigh(priority: string): boolean {
  return priority === "high" || priority === "critical";
}
