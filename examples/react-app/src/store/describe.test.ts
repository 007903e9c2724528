// An event that a later version of the protocol adds is in the feed before anybody has words for it.
import type { ServerMessage } from "@purposepath/realtime";
import { expect, test, vi } from "vitest";
import { describe } from "./describe";

vi.mock("@purposepath/realtime/connection", () => ({
  ENTITY_KEYS: { "goal.put_away": "goalId", "report.created": "reportId" },
}));

const names = {
  goal: (id: string) => id,
  action: (id: string) => id,
  issue: (id: string) => id,
  goalOfAction: () => null,
};

function entry(type: string, data: object) {
  const message = { type, timestamp: "2025-11-03T14:30:00.000Z", eventId: "event-1", data };
  return describe(message as unknown as ServerMessage, names);
}

test("an event without words of its own is shown by its type", () => {
  expect(entry("goal.put_away", { goalId: "goal-1" })).toEqual({
    id: "event-1",
    type: "goal.put_away",
    at: "2025-11-03T14:30:00.000Z",
    by: null,
    text: "goal put away",
    mention: null,
    detail: null,
    subject: { kind: "goal", id: "goal-1" },
    goalId: "goal-1",
  });
  expect(entry("report.created", { reportId: "report-1" })).toMatchObject({ text: "report created", subject: null });
});

test("an event about nothing is not shown", () => {
  expect(entry("error", { code: "INTERNAL_ERROR" })).toBeNull();
});
