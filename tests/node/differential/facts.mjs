// The protocol as PROTOCOL.md states it, written down a second time on purpose: nothing here is read
// from the crate or from what it renders. A key is `name`, `?` if it may be left out or `N` if it may be
// null, `:kind`, and `|` before each old spelling; a key without a kind is a text that is not empty.

const TENANT = "tenantId";
const FAULT = "tenantId? code:ErrorCode retryAfterMs?:int";

/** Each event's payload. */
export const EVENTS = {
  "goal.created": `${TENANT} goalId userId title:text description:text status:GoalStatus createdAt:dt createdBy`,
  "goal.activated": `${TENANT} goalId previousStatus:GoalStatus newStatus:GoalStatus activatedAt:dt activatedBy`,
  "goal.completed": `${TENANT} goalId completedAt:dt completedBy finalNotes?:text`,
  "goal.cancelled": `${TENANT} goalId cancelledAt:dt|canceledAt cancelledBy|canceledBy reason?:text`,
  "goal.paused": `${TENANT} goalId pausedAt?:dt pausedBy? reason?:text|pauseReason`,
  "goal.resumed": `${TENANT} goalId resumedAt?:dt resumedBy? reason?:text`,
  "goal.activity.created": `${TENANT} activityId goalId type:ActivityType title:text content:text tags?:text[] createdAt:dt createdBy`,
  "action.created": `${TENANT} actionId goalId title:text description:text assignedTo dueDate:d priority:ActionPriority status:ActionStatus createdAt:dt createdBy`,
  "action.status_changed": `${TENANT} actionId previousStatus:ActionStatus newStatus:ActionStatus changedAt:dt changedBy`,
  "action.completed": `${TENANT} actionId completedAt:dt completedBy outcome?:text onTime:bool`,
  "action.priority_changed": `${TENANT} actionId previousPriority:ActionPriority newPriority:ActionPriority changedAt:dt changedBy reason?:text`,
  "action.reassigned": `${TENANT} actionId previousAssigneeN newAssignee assignedAt:dt assignedBy note?:text`,
  "action.progress_updated": `${TENANT} actionId previousProgress:percent newProgress:percent updatedAt:dt updatedBy`,
  "kpi.reading.created": `${TENANT} readingId kpiId=measureId value:num date:d note?:text recordedAt:dt recordedBy progress?:positive`,
  "issue.created": `${TENANT} issueId title:text description:text severity:IssueSeverity status:IssueStatus priority:IssuePriority category:IssueCategory assignedTo? createdAt:dt createdBy`,
  "issue.status_changed": `${TENANT} issueId previousStatus:IssueStatus newStatus:IssueStatus changedAt:dt changedBy`,
  "decision.created": `${TENANT} decisionId goalId title:text decision:text rationale:text impact:text decidedAt:dt decidedBy participants:id[]`,
  "attachment.created": `${TENANT} attachmentId entityType:EntityType entityId fileName:text fileSize:int fileType:text uploadedAt:dt uploadedBy`,
  "auth.success": `${TENANT} userId connectionId`,
  "auth.error": `${FAULT.replace(" retryAfterMs?:int", "")} error:text|message`,
  "connection.error": `${FAULT} error?:text|message`,
  "broadcast.error": `${FAULT} error?:text|message`,
  error: `${FAULT} error?:text|message`,
  ping: "",
};

/** The envelope's keys besides `type` and `data`. */
export const ENVELOPE = "timestamp:dt eventId? tenantId?";

/** The commands: the key and the text that tell them, and their other keys. */
export const COMMANDS = [
  ["action", "auth", "token"],
  ["action", "ping", ""],
  ["type", "pong", "timestamp?:dt"],
];

export const GATEWAY = ["message", "connectionId", "requestId"];

/** Old names of types. */
export const OLD_TYPES = {
  "kpi.reading_created": "kpi.reading.created",
  "measure.reading.created": "kpi.reading.created",
  "measure.reading_created": "kpi.reading.created",
  kpiReadingCreated: "kpi.reading.created",
  measureReadingCreated: "kpi.reading.created",
  "activity.created": "goal.activity.created",
  activityCreated: "goal.activity.created",
  "goal-created": "goal.created",
  "action-created": "action.created",
  "issue-created": "issue.created",
  decisionCreated: "decision.created",
  attachmentCreated: "attachment.created",
  connection_error: "connection.error",
  "goal.canceled": "goal.cancelled",
};

/** The open enumerations; `=` before each old spelling of a value. */
export const ENUMERATIONS = {
  GoalStatus: "draft active completed paused cancelled=canceled archived",
  ActionStatus: "todo=not_started=notStarted in_progress=inProgress completed paused blocked cancelled=canceled",
  ActionPriority: "low medium high critical",
  IssueSeverity: "low medium high critical",
  IssueStatus: "open in_progress=inProgress resolved closed",
  IssuePriority: "low medium high urgent",
  IssueCategory: "bug feature improvement question other",
  ActivityType: "note comment attachment decision review",
  EntityType: "goal action issue",
  ErrorCode:
    "UNAUTHORIZED FORBIDDEN NOT_FOUND=RESOURCE_NOT_FOUND VALIDATION_ERROR RATE_LIMIT_EXCEEDED=RATE_LIMIT INTERNAL_ERROR=INTERNAL_SERVER_ERROR",
};

export const MAX_BYTES = 131_072;
export const MAX_DEPTH = 64;

/** What a frame can be refused for. */
export const FAULTS = [
  "syntax",
  "too_large",
  "too_deep",
  "not_object",
  "unknown_shape",
  "missing",
  "wrong_type",
  "out_of_range",
  "bad_format",
  "duplicate",
  "conflict",
];

const snake = (key) => key.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
const spelt = (key) => [...new Set([key, snake(key)])];

/**
 * The keys that a line of words says.
 *
 * @returns {{ key: string, mark: string, kind: string, twin?: string[], names: string[] }[]}
 */
export const keys = (words) =>
  words
    .split(" ")
    .filter(Boolean)
    .map((word) => {
      const [head, ...old] = word.split("|");
      const [, key, mark, kind = "id", twin] = /^([a-z]\w*?)([?N]?)(?::([\w[\]]+))?(?:=(\w+))?$/.exec(head);
      // Of a pair each may stand, and both if they are equal.
      return { key, mark, kind, twin: twin && spelt(twin), names: [key, ...(twin ? [twin] : []), ...old].flatMap(spelt) };
    });

/** The listed values of an enumeration, and what is meant by each of its spellings. */
export const enumerations = Object.fromEntries(
  Object.entries(ENUMERATIONS).map(([name, words]) => {
    const meanings = new Map();
    for (const word of words.split(" ")) {
      const names = word.split("=");
      for (const it of names) meanings.set(it, names[0]);
    }
    return [name, meanings];
  }),
);
