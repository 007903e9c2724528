// Which events somebody is told of, where they lead, and what is said. What is urgent waits until it was
// seen; the rest is for whoever is looking.
import type { ServerMessage, Timestamp, UserId } from "@purposepath/realtime";
import { untitled, words } from "./describe";
import { quantity } from "./directory";
import type { Names } from "./directory";
import type { Subject } from "./feed";
import { isInRedZone } from "./kpi";

/** Something to tell. */
export interface Notice {
  /** What it is about: a second one replaces the first. */
  readonly id: string;
  readonly at: Timestamp;
  readonly tone: "info" | "success" | "warning" | "danger";
  /** Whether it waits until it was dismissed or seen. */
  readonly isUrgent: boolean;
  /** Where it leads. */
  readonly subject: Subject;
  /** The event, from which `wordsOf` makes its words. */
  readonly message: ServerMessage;
}

/** The notice for an event, or null: of one's own doings, and of what can wait, there is none. */
export function noticeOf(message: ServerMessage, me: UserId): Notice | null {
  const notice = (
    by: UserId,
    tone: Notice["tone"],
    kind: Subject["kind"],
    id: string,
    isUrgent = false,
  ): Notice | null =>
    by === me || message.timestamp === undefined
      ? null
      : { id: `${kind} ${id}`, at: message.timestamp, tone, isUrgent, subject: { kind, id }, message };
  switch (message.type) {
    case "goal.created":
      return notice(message.data.createdBy, "info", "goal", message.data.goalId);
    case "goal.completed":
      return notice(message.data.completedBy, "success", "goal", message.data.goalId);
    case "action.created": {
      const { actionId, priority, createdBy } = message.data;
      return isHigh(priority) ? notice(createdBy, "warning", "action", actionId) : null;
    }
    case "action.priority_changed": {
      const { actionId, previousPriority, newPriority, changedBy } = message.data;
      if (!isHigh(newPriority) || isHigh(previousPriority)) return null;
      return notice(changedBy, "warning", "action", actionId);
    }
    case "issue.created": {
      const { issueId, severity, createdBy } = message.data;
      return severity === "critical" ? notice(createdBy, "danger", "issue", issueId, true) : null;
    }
    case "kpi.reading.created": {
      const { kpiId, progress, recordedBy } = message.data;
      return isInRedZone(progress) ? notice(recordedBy, "danger", "kpi", kpiId, true) : null;
    }
    default:
      return null;
  }
}

/** The notice that an event ends: an issue that is settled, a KPI that is out of the red zone. */
export function endedBy(message: ServerMessage): string | null {
  if (message.type === "issue.status_changed") {
    const { issueId, newStatus } = message.data;
    return newStatus === "resolved" || newStatus === "closed" ? `issue ${issueId}` : null;
  }
  if (message.type !== "kpi.reading.created") return null;
  const { kpiId, progress } = message.data;
  return progress !== undefined && !isInRedZone(progress) ? `kpi ${kpiId}` : null;
}

/** What a notice says. */
export interface NoticeWords {
  readonly title: string;
  readonly text: string;
}

/** The words for it, with the names that are known now; `titleOf` knows a goal's or an action's title. */
export function wordsOf({ message }: Notice, names: Names, titleOf: (id: string) => string | null): NoticeWords {
  switch (message.type) {
    case "goal.created": {
      const { title, createdBy } = message.data;
      return { title: "New goal", text: `${names.person(createdBy)} created “${title}”` };
    }
    case "goal.completed": {
      const { goalId, completedBy, finalNotes } = message.data;
      const goal = titleOf(goalId) || untitled("goal", goalId);
      const by = names.person(completedBy);
      return { title: "Goal completed", text: finalNotes ? `${by}: “${finalNotes}”` : `${by} completed ${goal}` };
    }
    case "action.created":
      return { title: `New ${words(message.data.priority)}-priority action`, text: message.data.title };
    case "action.priority_changed": {
      const { actionId, newPriority, reason } = message.data;
      const text = reason || titleOf(actionId) || untitled("action", actionId);
      return { title: `Action is now ${words(newPriority)} priority`, text };
    }
    case "issue.created":
      return { title: "Critical issue", text: message.data.title };
    case "kpi.reading.created": {
      const { kpiId, value, progress } = message.data;
      const { name, unit } = names.kpi(kpiId);
      const text = `${quantity(value, unit)}, ${Math.round(progress || 0)} % of the target`;
      return { title: `${name} is in the red zone`, text };
    }
    default:
      return { title: words(message.type), text: "" };
  }
}

function isHigh(priority: string): boolean {
  return priority === "high" || priority === "critical";
}
