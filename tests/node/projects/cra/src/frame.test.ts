import { decode, encode, EVENTS, EVENT_TYPES } from "@purposepath/realtime";
import { fixtures } from "@purposepath/realtime/fixtures";
import { headline, isKnown, line } from "./frame";

const created = fixtures["goal.created"];

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

test("every example decodes to itself", () => {
  for (const type of EVENT_TYPES) {
    expect(decode(encode(fixtures[type]))).toMatchObject({ kind: "event", message: fixtures[type], aliases: [], ignored: [], unknownValues: [] });
  }
});

test("a frame is read under its old names", () => {
  expect(line(encode(created).replace("goal.created", "goal-created").replace("goalId", "goal_id"))).toBe("New goal: Increase Revenue by 20%");
});

test("what is no frame is told, never thrown", () => {
  expect(line("")).toBe("syntax at $");
  expect(line('{"type":"goal.renamed","timestamp":"2025-11-03T14:30:00Z"}')).toBe("unknown");
});
