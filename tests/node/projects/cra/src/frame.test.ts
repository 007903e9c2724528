import { EVENTS, EVENT_TYPES } from "@purposepath/realtime";
import type { ServerMessage } from "@purposepath/realtime";
import { headline, isKnown } from "./frame";

const created: ServerMessage = {
  type: "goal.created",
  timestamp: "2025-11-03T14:30:00.000Z",
  data: {
    tenantId: "tenant-123",
    goalId: "550e8400-e29b-41d4-a716-446655440000",
    userId: "user-456",
    title: "Increase Revenue by 20%",
    description: "",
    status: "draft",
    createdAt: "2025-11-03T14:30:00.000Z",
    createdBy: "user-456",
  },
};

test("a message narrows by its type", () => {
  expect(headline(created)).toBe("Increase Revenue by 20% (draft)");
});

test("an error says what to do", () => {
  expect(headline({ type: "error", timestamp: created.timestamp, data: { code: "FORBIDDEN" } })).toBe("Show it; do not retry.");
});

test("every event type is known", () => {
  expect(EVENT_TYPES.every(isKnown)).toBe(true);
  expect(Object.keys(EVENTS).sort()).toEqual([...EVENT_TYPES].sort());
});
