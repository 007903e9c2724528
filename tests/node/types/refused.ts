// What has to be refused. Each line is expected to be an error, and a line without one is an error.
import { GoalCreatedSchema, assertNever, decode, encode, isGoalCreated } from "@purposepath/realtime";
import { RealtimeConnection, endpoint } from "@purposepath/realtime/connection";
import type { Envelope, EventMap, EventType, GoalCompleted, GoalId, MessageOf, Ping, ServerMessage, UserId } from "@purposepath/realtime";
import { fixtures } from "@purposepath/realtime/fixtures";
import { FakeConnection } from "@purposepath/realtime/testing";

export function describe(message: ServerMessage): string {
  switch (message.type) {
    case "goal.created":
      // @ts-expect-error a misspelt field
      return message.data.titel;
    // @ts-expect-error a misspelt type
    case "goal.creatd":
      return "";
    default:
      // @ts-expect-error cases are missing
      return assertNever(message);
  }
}

// @ts-expect-error an old name
export type Old = EventMap["goal-created"];
// @ts-expect-error an unknown type
export type Unknown = MessageOf<"goal.renamed">;

declare const user: UserId;
// @ts-expect-error a user is no goal
export const goal: GoalId = user;

export const completed: GoalCompleted = {
  tenantId: "tenant-123",
  goalId: "goal-222",
  completedAt: "2025-11-03T14:30:00.000Z",
  completedBy: user,
  // @ts-expect-error an optional key is left out, never null
  finalNotes: null,
};

// @ts-expect-error a required key is missing
export const incomplete: GoalCompleted = {
  tenantId: "tenant-123",
  goalId: "goal-222",
  completedAt: "2025-11-03T14:30:00.000Z",
};

const decoded = decode("{}");
// @ts-expect-error not told apart yet
decoded.message;
if (decoded.kind === "event") {
  // @ts-expect-error not narrowed yet
  decoded.message.data.title;
  // @ts-expect-error a misspelt field of a narrowed message
  if (isGoalCreated(decoded.message)) decoded.message.data.titel;
  // @ts-expect-error an event has no error
  decoded.error;
}
// @ts-expect-error a misspelt kind
export const misspelt = decoded.kind === "evnt";
// @ts-expect-error a misspelt code
export const code = decoded.kind === "invalid" && decoded.error.code === "wrong_typ";

// @ts-expect-error no example of a type that does not exist
fixtures["goal.renamed"];
// @ts-expect-error an example is not to be changed
fixtures["goal.paused"] = fixtures["goal.paused"];
// @ts-expect-error a misspelt field of an example
fixtures["goal.created"].data.titel;

const result = GoalCreatedSchema["~standard"].validate({});
// @ts-expect-error there may be issues instead
result.value.data;
// @ts-expect-error a misspelt field of what was validated
if (!result.issues) result.value.data.titel;

// @ts-expect-error no command and no event
encode({ action: "subscribe" });
// @ts-expect-error no message
isGoalCreated("goal.created");

// @ts-expect-error a payload without keys is no number
export const ping: Ping = 5;
// @ts-expect-error nor has it keys
export const surplus: Ping = { surplus: 1 };
declare const brandedGoal: GoalId;
// @ts-expect-error a brand is no key
brandedGoal.__brand;
// @ts-expect-error the mark itself is not exported
import { brand } from "@purposepath/realtime";
// @ts-expect-error one of several envelopes
export const data = (envelope: Envelope<EventType>) => envelope.data.title;

const getToken = () => "token";
// @ts-expect-error no stage
new RealtimeConnection({ stage: "production", getToken });
// @ts-expect-error nobody to ask for the token
new RealtimeConnection({ stage: "prod" });
const connection = new RealtimeConnection({ stage: "prod", getToken });
// @ts-expect-error a misspelt event
connection.on("goal.creatd", () => {});
// @ts-expect-error a misspelt field of its payload
connection.on("goal.created", (data) => data.titel);
// @ts-expect-error the snapshot is not to be changed
connection.getSnapshot().status = "connected";
// @ts-expect-error no status
connection.getSnapshot().status === "ready";

declare const maybe: string | undefined;
// @ts-expect-error neither a stage nor a URL
new RealtimeConnection({ getToken: () => null });
// @ts-expect-error a URL that may be missing, and no stage
new RealtimeConnection({ url: maybe, getToken: () => null });
// @ts-expect-error a stage that there is not
new RealtimeConnection({ stage: "production", getToken: () => null });
// @ts-expect-error the same for the endpoint alone
endpoint({});

const fake = new FakeConnection();
// @ts-expect-error a misspelt event
fake.emit("goal.craeted");
// @ts-expect-error a key of another event
fake.emit({ type: "goal.completed", data: { title: "" } });
// @ts-expect-error a key of another type
fake.emit({ type: "goal.created", data: { title: 7 } });
// @ts-expect-error an optional key is left out, never null
fake.emit({ type: "goal.completed", data: { finalNotes: null } });
