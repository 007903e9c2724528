// What a React developer writes, and has to compile.
import {
  ACTION_STATUS_VALUES,
  EVENT_TYPES,
  EVENTS,
  GoalCreatedSchema,
  RECOVERY,
  STAGE_URLS,
  ServerMessageSchema,
  assertNever,
  decode,
  encode,
  isEventType,
  isGoalCreated,
  isKnownErrorCode,
  isKnownGoalStatus,
  isPing,
  recoveryOf,
} from "@purposepath/realtime";
import type {
  ActionStatus,
  AuthCommand,
  Command,
  ConnectionStatus,
  Decoded,
  DecodedUnknown,
  DecodeErrorCode,
  Envelope,
  ErrorEvent as DeprecatedErrorEvent,
  EventMap,
  EventType,
  GoalCreated,
  GoalId,
  KnownActionStatus,
  KnownErrorCode,
  KnownGoalStatus,
  MessageOf,
  Ping,
  ServerErrorEvent,
  ServerMessage,
  StandardSchemaV1,
  UserId,
} from "@purposepath/realtime";
import { RealtimeConnection, acrossTabs, endpoint, frameLog, initialState, step } from "@purposepath/realtime/connection";
import type { ConnectionState, Reason } from "@purposepath/realtime/connection";
import { fixtures } from "@purposepath/realtime/fixtures";
import { FakeConnection, fixtures as testFixtures } from "@purposepath/realtime/testing";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Equal<A, B>): void {}

// Every arm narrows, and the last one is empty.
export function describe(message: ServerMessage): string {
  switch (message.type) {
    case "goal.created":
      same<typeof message, MessageOf<"goal.created">>(true);
      return message.data.title;
    case "goal.activated":
      return message.data.newStatus;
    case "goal.completed":
      return message.data.finalNotes ?? "";
    case "goal.cancelled":
      return message.data.cancelledBy;
    case "goal.paused":
      return message.data.pausedBy ?? "";
    case "goal.resumed":
      return message.data.resumedBy ?? "";
    case "goal.activity.created":
      return message.data.type + String(message.data.tags?.length ?? 0);
    case "action.created":
      return message.data.dueDate;
    case "action.status_changed":
      return message.data.newStatus;
    case "action.completed":
      return message.data.onTime ? "on time" : "late";
    case "action.priority_changed":
      return message.data.newPriority;
    case "action.reassigned":
      same<typeof message.data.previousAssignee, UserId | null>(true);
      return message.data.previousAssignee ?? "nobody";
    case "action.progress_updated":
      return message.data.newProgress.toFixed(1);
    case "kpi.reading.created":
      return message.data.kpiId + message.data.value.toFixed(2);
    case "issue.created":
      return message.data.severity;
    case "issue.status_changed":
      return message.data.issueId;
    case "decision.created":
      return message.data.participants.join(", ");
    case "attachment.created":
      return message.data.fileName + message.data.fileSize.toFixed(0);
    case "auth.success":
      return message.data.connectionId;
    case "auth.error":
    case "connection.error":
    case "broadcast.error":
      return recoveryOf(message.data.code).recovery;
    case "error":
      return message.area ?? message.data.code;
    case "ping":
      return message.timestamp ?? "";
    default:
      return assertNever(message);
  }
}

// A handler gets the payload of its event.
type Handler<Type extends EventType> = (data: EventMap[Type], message: MessageOf<Type>) => void;
declare function on<Type extends EventType>(type: Type, handler: Handler<Type>): () => void;
on("kpi.reading.created", (data, message) => {
  const value: number = data.value;
  const at: string = message.timestamp;
  return [value, at];
});

// Enumerations stay open for values, and closed where a developer asks for the known ones.
export const status: ActionStatus = "a status of tomorrow";
export const known: KnownActionStatus = ACTION_STATUS_VALUES[1];
same<(typeof ACTION_STATUS_VALUES)[1], "in_progress">(true);
same<(typeof EVENT_TYPES)[number], EventType>(true);

// A value that may be of tomorrow leads back to the listed ones.
declare const anyStatus: GoalCreated["status"];
if (isKnownGoalStatus(anyStatus)) same<typeof anyStatus, KnownGoalStatus>(true);
declare const anyText: string;
if (isEventType(anyText)) same<typeof anyText, EventType>(true);
if (isKnownErrorCode(anyText)) same<typeof anyText, KnownErrorCode>(true);

// An envelope of several types is told apart by its type.
export function ofEnvelope(envelope: Envelope<EventType>): string {
  return envelope.type === "goal.created" ? envelope.data.title : envelope.type;
}
export const envelope: Envelope<"goal.created"> = { type: "goal.created", timestamp: "", data: created_() };
declare function created_(): GoalCreated;

// The browser's own `ErrorEvent` is no name of the package's events.
same<DeprecatedErrorEvent, ServerErrorEvent>(true);
export const nothing: Ping = {};

// What is readonly can be sent.
export const decision = encode({
  type: "decision.created",
  timestamp: "2025-11-03T14:30:00.000Z",
  data: { ...fixtures["decision.created"].data, participants: ["user-456", "user-457"] as const },
} as const);
export const again = encode(fixtures["goal.created"]);

// What was ignored can be reached.
export function colour(input: unknown): unknown {
  const decoded = decode(input);
  return decoded.kind === "event" ? decoded.frame["colour"] ?? decoded.unknownValues[0]?.value : decode(new Uint8Array());
}

// Plain text passes for an id.
export const goal: GoalId = "550e8400-e29b-41d4-a716-446655440000";

export const auth: AuthCommand = { action: "auth", token: "…" };
export const commands: Command[] = [auth, { action: "ping" }, { type: "pong" }];
export const statuses: ConnectionStatus[] = ["disconnected", "connecting", "connected"];
export const url: string = STAGE_URLS.dev;
export const attempts: number | null = RECOVERY.UNAUTHORIZED.maxInARow;
export const entity: string | null = EVENTS["goal.created"].entity;

export const created: GoalCreated = {
  tenantId: "tenant-123",
  goalId: goal,
  userId: "user-456",
  title: "Increase Revenue by 20%",
  description: "",
  status: "draft",
  createdAt: "2025-11-03T14:30:00.000Z",
  createdBy: "user-456",
};

// What `decode` says, told apart by its kind; the last arm is empty.
export function tell(input: string | unknown): string {
  const decoded = decode(input);
  same<typeof decoded, Decoded>(true);
  switch (decoded.kind) {
    case "event":
      same<typeof decoded.message, ServerMessage>(true);
      return describe(decoded.message) + decoded.aliases.map(({ path, canonical }) => path + canonical).join() + decoded.ignored.join();
    case "unknown":
      return (decoded.type ?? "another product's") + (decoded.text ?? JSON.stringify(decoded.frame["data"]));
    case "gateway":
      return decoded.fault.requestId;
    case "command":
      same<typeof decoded.command, Command>(true);
      return encode(decoded.command);
    case "invalid": {
      const code: DecodeErrorCode = decoded.error.code;
      return `${decoded.type}: ${code} ${decoded.error.path} ${decoded.error.message}`;
    }
    default: {
      const nothing: never = decoded;
      return nothing;
    }
  }
}

// Guards narrow a message, what is unknown included, and filter lists.
export function title(message: ServerMessage | DecodedUnknown): string {
  if (!isGoalCreated(message)) return "";
  same<typeof message, MessageOf<"goal.created">>(true);
  return message.data.title;
}
declare const messages: ServerMessage[];
export const titles: string[] = messages.filter(isGoalCreated).map((message) => message.data.title);
export const alive: string | undefined = messages.find(isPing)?.timestamp;

// The examples are typed one by one.
same<(typeof fixtures)["goal.created"], MessageOf<"goal.created">>(true);
same<keyof typeof fixtures, EventType>(true);
export const example: string = fixtures["kpi.reading.created"].data.kpiId;

// Standard Schema: a library infers the output from `types`, or reads the result.
type Output<Schema extends StandardSchemaV1> = NonNullable<Schema["~standard"]["types"]>["output"];
same<Output<typeof GoalCreatedSchema>, MessageOf<"goal.created">>(true);
same<Output<typeof ServerMessageSchema>, ServerMessage>(true);
const result = GoalCreatedSchema["~standard"].validate({});
export const validated: string = result.issues ? result.issues.map(({ message }) => message).join() : result.value.data.title;

// The connection has an entry of its own.
const opened: ConnectionState = initialState("frame");
const { effects } = step(opened, { type: "Start" }, 0, 0);
for (const effect of effects) {
  if (effect.type === "SetTimer") effect.ms.toFixed();
  else if (effect.type === "Status") effect.snapshot.reason === ("timeout" as Reason);
}
const connection = new RealtimeConnection({
  stage: "dev",
  getToken: acrossTabs(async ({ force }) => (force ? { denied: true } : "token"), { key: "user tenant" }),
  environment: { now: () => 0 },
});
const leave: () => void = connection.on("goal.created", (data, message, { stale }) => {
  same<typeof data, EventMap["goal.created"]>(true);
  same<typeof message, MessageOf<"goal.created">>(true);
  same<typeof stale, boolean>(true);
});
connection.onResync(async (cause) => cause === "reconnect");
connection.onResync((_, signal) => signal.addEventListener("abort", () => signal.aborted));
connection.onDiagnostic((code) => code === "RESYNC_OVERFLOW" || code === "FORBIDDEN");
const { subscribe, getSnapshot } = connection;
subscribe(() => getSnapshot().retryAtMs?.toFixed());
export const where: string = endpoint({ url: "wss://example.com" });
leave();

// A test's connection is one; an event is emitted by its type, or by parts of it.
const fake = new FakeConnection({ tenantId: "tenant-123", now: 0 });
export const asConnection: RealtimeConnection = fake;
fake.emit("goal.created");
fake.emit({ type: "goal.completed", data: { finalNotes: undefined, completedBy: "user-456" } });
fake.emit(testFixtures["goal.created"]);
for (const type of EVENT_TYPES) fake.emit(type);
fake.refuse("UNAUTHORIZED", { times: 2 });
fake.lose(1001);
export const snapshotOfTest: Promise<ConnectionStatus> = fake.connect().then(({ status }) => status);
export const sentByTest: readonly Command[] = fake.sent;

// A log is one for all who look at it.
const log = frameLog({ limit: 10 });
const forget: () => void = connection.observe(log);
log.subscribe(() => log.getFrames().map(({ number, kind, fault }) => `${number.toFixed()} ${kind === "event"} ${fault ?? ""}`));
forget();

// A stage that is set, and a URL that may be.
declare const anotherUrl: string | undefined;
export const eitherOf = new RealtimeConnection({ stage: "prod", url: anotherUrl, getToken: () => null });
