// What has to be refused. Each line is expected to be an error, and a line without one is an error.
import { assertNever } from "@purposepath/realtime";
import type { EventMap, GoalCompleted, GoalId, MessageOf, ServerMessage, UserId } from "@purposepath/realtime";

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
