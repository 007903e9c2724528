// Standard Schemas: the value or the issues that a library of forms gets to see.
//
//   node src/runtime/codec/tests/schema.test.mjs

import assert from "node:assert/strict";
import { test } from "node:test";

import * as schemas from "../../../../bindings/esm/codec/schemas.js";
import { fixtures } from "../../../../bindings/esm/fixtures.js";
import { decode } from "../../../../bindings/esm/index.js";

const { ServerMessageSchema, GoalPausedSchema, DecisionCreatedSchema } = schemas;
const validate = (schema, input) => schema["~standard"].validate(input);

const events = Object.values(fixtures)
  .map((frame) => decode(frame))
  .filter(({ kind }) => kind === "event")
  .map(({ message }) => message);
const types = [...new Set(events.map(({ type }) => type))];

test("each schema takes one type, that of the whole takes all, and what is taken is decoded", () => {
  const taken = Object.entries(schemas).map(([name, schema]) => {
    const values = events.map((event) => validate(schema, JSON.stringify(event)).value);
    const taken = events.filter((event, at) => {
      if (values[at] !== undefined) assert.deepEqual(values[at], event);
      return values[at] !== undefined;
    });
    return [name, [...new Set(taken.map(({ type }) => type))]];
  });
  const { ServerMessageSchema: all, ...each } = Object.fromEntries(taken);
  assert.deepEqual(all, types);
  assert.deepEqual(Object.values(each).flat().sort(), [...types].sort());
  assert.ok(Object.values(each).every((of) => of.length === 1));
});

test("another event, and what is none, is named", () => {
  const issues = (schema, input) => validate(schema, input).issues;
  assert.deepEqual(issues(GoalPausedSchema, { type: "ping" }), [
    { message: "expected the event goal.paused, found ping" },
  ]);
  assert.deepEqual(issues(GoalPausedSchema, { action: "ping" }), [
    { message: "expected the event goal.paused, found command" },
  ]);
  assert.deepEqual(issues(ServerMessageSchema, { type: "x.y", timestamp: "2025-11-03T14:30:00Z" }), [
    { message: "expected the event of a known type, found unknown" },
  ]);
});

test("a fault has the keys of its path, and an index as a number", () => {
  const decision = events.find(({ type }) => type === "decision.created");
  for (const [input, path] of [
    [7, []],
    [{ ...decision, timestamp: undefined }, ["timestamp"]],
    [{ ...decision, data: 1 }, ["data"]],
    [{ ...decision, data: { ...decision.data, goalId: "" } }, ["data", "goalId"]],
    [{ ...decision, data: { ...decision.data, participants: ["a", 7] } }, ["data", "participants", 1]],
  ]) {
    const { issues } = validate(DecisionCreatedSchema, input);
    assert.deepEqual(issues, [{ message: decode(input).error.message, path }]);
  }
});
