// An event as a line of a feed. What is no news to a user (liveness, authentication, errors of the
// connection) is none.
import type { ServerMessage, UserId } from "@purposepath/realtime";
import { ENTITY_KEYS } from "@purposepath/realtime/connection";
import { quantity } from "./directory";
import type { Names } from "./directory";
import type { FeedEntry, Mention, Subject } from "./feed";

/** What the page calls a thing: its title, or its id while that is all it knows. */
export interface Titles {
  readonly goal: (id: string) => string;
  readonly action: (id: string) => string;
  readonly issue: (id: string) => string;
  /** The goal that an action serves, if known. */
  readonly goalOfAction: (id: string) => string | null;
}

interface Line {
  readonly by: UserId | null;
  readonly text: string;
  readonly mention?: Mention;
  readonly detail?: string | undefined;
  readonly subject: Subject | null;
  readonly goalId?: string | null;
}

/** The entry for an event, or null if a feed does not show it. */
export function describe(message: ServerMessage, names: Titles): FeedEntry | null {
  const line = lineOf(message, names);
  if (!line || message.timestamp === undefined) return null;
  const { by, text, mention, detail, subject, goalId } = line;
  return {
    // As the connection tells repeats apart; a resync may bring an event a second time.
    id: message.eventId || `${message.type} ${entityOf(message)} ${message.timestamp}`,
    type: message.type,
    at: message.timestamp,
    by,
    text,
    mention: mention || null,
    detail: detail || null,
    subject,
    goalId: goalId || null,
  };
}

function lineOf(message: ServerMessage, names: Titles): Line | null {
  const action = (id: string) => ({ subject: { kind: "action", id } as const, goalId: names.goalOfAction(id) });
  switch (message.type) {
    case "goal.created": {
      const { data } = message;
      return {
        by: data.createdBy,
        text: `created the goal ${data.title}`,
        detail: data.description,
        ...goal(data.goalId),
      };
    }
    case "goal.activated": {
      const { data } = message;
      return { by: data.activatedBy, text: `activated ${names.goal(data.goalId)}`, ...goal(data.goalId) };
    }
    case "goal.completed": {
      const { data } = message;
      return {
        by: data.completedBy,
        text: `completed ${names.goal(data.goalId)}`,
        detail: data.finalNotes,
        ...goal(data.goalId),
      };
    }
    case "goal.cancelled": {
      const { data } = message;
      return {
        by: data.cancelledBy,
        text: `cancelled ${names.goal(data.goalId)}`,
        detail: data.reason,
        ...goal(data.goalId),
      };
    }
    case "goal.paused": {
      const { data } = message;
      return {
        by: data.pausedBy || null,
        text: `paused ${names.goal(data.goalId)}`,
        detail: data.reason,
        ...goal(data.goalId),
      };
    }
    case "goal.resumed": {
      const { data } = message;
      return {
        by: data.resumedBy || null,
        text: `resumed ${names.goal(data.goalId)}`,
        detail: data.reason,
        ...goal(data.goalId),
      };
    }
    case "goal.activity.created": {
      const { data } = message;
      return {
        by: data.createdBy,
        text: `added a ${data.type}: ${data.title}`,
        detail: data.content,
        ...goal(data.goalId),
      };
    }
    case "decision.created": {
      const { data } = message;
      return { by: data.decidedBy, text: `decided: ${data.title}`, detail: data.decision, ...goal(data.goalId) };
    }
    case "action.created": {
      const { data } = message;
      const subject = { kind: "action", id: data.actionId } as const;
      return {
        by: data.createdBy,
        text: `created the action ${data.title}`,
        detail: data.description,
        subject,
        goalId: data.goalId,
      };
    }
    case "action.status_changed": {
      const { data } = message;
      return {
        by: data.changedBy,
        text: `moved ${names.action(data.actionId)} to ${words(data.newStatus)}`,
        ...action(data.actionId),
      };
    }
    case "action.completed": {
      const { data } = message;
      const late = data.onTime ? "" : " (late)";
      return {
        by: data.completedBy,
        text: `completed ${names.action(data.actionId)}${late}`,
        detail: data.outcome,
        ...action(data.actionId),
      };
    }
    case "action.priority_changed": {
      const { data } = message;
      return {
        by: data.changedBy,
        text: `set ${names.action(data.actionId)} to ${words(data.newPriority)} priority`,
        detail: data.reason,
        ...action(data.actionId),
      };
    }
    case "action.reassigned": {
      const { data } = message;
      return {
        by: data.assignedBy,
        text: `gave ${names.action(data.actionId)} to`,
        mention: { kind: "person", id: data.newAssignee },
        detail: data.note,
        ...action(data.actionId),
      };
    }
    case "action.progress_updated": {
      const { data } = message;
      return {
        by: data.updatedBy,
        text: `moved ${names.action(data.actionId)} to ${Math.round(data.newProgress)} %`,
        ...action(data.actionId),
      };
    }
    case "kpi.reading.created": {
      const { data } = message;
      return {
        by: data.recordedBy,
        text: "recorded",
        mention: { kind: "reading", id: data.kpiId, value: data.value },
        detail: data.note,
        subject: { kind: "kpi", id: data.kpiId },
      };
    }
    case "issue.created": {
      const { data } = message;
      return {
        by: data.createdBy,
        text: `reported ${data.title}`,
        detail: data.description,
        subject: { kind: "issue", id: data.issueId },
      };
    }
    case "issue.status_changed": {
      const { data } = message;
      return {
        by: data.changedBy,
        text: `moved ${names.issue(data.issueId)} to ${words(data.newStatus)}`,
        subject: { kind: "issue", id: data.issueId },
      };
    }
    case "attachment.created": {
      const { data } = message;
      const { entityType, entityId } = data;
      const attached = {
        by: data.uploadedBy,
        text: `attached ${data.fileName}`,
        detail: `${words(data.entityType)}: ${nameOf(names, entityType, entityId)}`,
      };
      if (entityType === "action") return { ...attached, ...action(entityId) };
      if (entityType === "issue") return { ...attached, subject: { kind: "issue", id: entityId } };
      return entityType === "goal" ? { ...attached, ...goal(entityId) } : { ...attached, subject: null };
    }
    default:
      return withoutWords(message);
  }
}

/** An event about something for which there are no words above: its type, and the goal if it names one. */
function withoutWords(message: ServerMessage): Line | null {
  if (!entityOf(message)) return null;
  const { goalId } = message.data as { readonly goalId?: string };
  const text = message.type.replace(/[._]/g, " ");
  return goalId ? { by: null, text, ...goal(goalId) } : { by: null, text, subject: null };
}

/** The whole sentence, without who did it. */
export function sentence({ text, mention }: Pick<FeedEntry, "text" | "mention">, names: Names): string {
  if (!mention) return text;
  if (mention.kind === "person") return `${text} ${names.person(mention.id)}`;
  const { name, unit } = names.kpi(mention.id);
  return `${text} ${quantity(mention.value, unit)} for ${name}`;
}

/** A value of an enumeration in words: `in_progress` is "in progress". */
export function words(value: string): string {
  return value.replace(/_/g, " ");
}

function goal(id: string) {
  return { subject: { kind: "goal", id } as const, goalId: id };
}

/** An id as people can read it: of a UUID, its first part. */
export function shortId(id: string): string {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id) ? id.slice(0, 8) : id;
}

/** What a thing is called while its title is not known: "goal 1f0c2d3e", but "goal-222" as it is. */
export function untitled(kind: string, id: string): string {
  return id.indexOf(kind) === 0 ? id : `${kind} ${shortId(id)}`;
}

function nameOf(names: Titles, entityType: string, id: string): string {
  if (entityType === "action") return names.action(id);
  if (entityType === "issue") return names.issue(id);
  return entityType === "goal" ? names.goal(id) : shortId(id);
}

function entityOf(message: ServerMessage): string {
  const key = ENTITY_KEYS[message.type];
  const data = message.data as Readonly<Record<string, unknown>> | undefined;
  return key !== undefined && data ? String(data[key]) : "";
}
