// Whatever somebody sets on `Object.prototype` is no part of a frame, and whatever a getter of a frame
// throws is no verdict.
//
//   node src/runtime/codec/tests/prototype.test.mjs

import assert from "node:assert/strict";
import { test } from "node:test";

import { rows } from "../../../../bindings/esm/codec/rows.js";
import { fixtures } from "../../../../bindings/esm/fixtures.js";
import { decode, encode } from "../../../../bindings/esm/index.js";

const TIME = "2025-11-03T14:30:00.000Z";

/** Every name that a key of a frame, of a verdict or of an input of the connection has. */
const { events, header, commands, gateway } = rows();
const words = [...events.flatMap((row) => row.split(" ").slice(1)), ...header, ...commands.flat(), ...gateway];
const names = words.flatMap((word) => word.replace(/[?~=]?:[^|]*/, "").replace(/[?~=]$/, "").split("|"));
const snake = (name) => name.replace(/[A-Z]/g, (upper) => `_${upper.toLowerCase()}`);
const others = ["type", "data", "eventType", "action", "area", "kind", "frame", "command", "fault", "aliases", "ignored", "error", "path", "value", "text", "toJSON", "get", "old", "fields", "of", "0"];
const keys = [...new Set([...names, ...names.map(snake), ...others])].filter((key) => /^\w+$/.test(key));

/** Runs while somebody has set this key of every object. */
function polluted(key, value, run) {
  const property = { value, configurable: true, enumerable: true, writable: true };
  Object.defineProperty(Object.prototype, key, property);
  try {
    return run();
  } finally {
    delete Object.prototype[key];
  }
}

const frames = [
  ...Object.values(fixtures),
  { type: "billing.error", timestamp: TIME, data: { code: "X" } },
  { type: "a.b", timestamp: TIME },
  { type: "ping" },
  { action: "ping" },
  { action: "auth", token: "t" },
  { type: "pong" },
  { eventType: 7 },
  { message: "Forbidden", connectionId: "c", requestId: "r" },
  { type: "goal.created" },
  {},
];

/** What is made of each frame, as text and as value, and what an event is written as. */
const verdicts = (inputs) =>
  inputs.map((input) => {
    const decoded = decode(input);
    return JSON.stringify([decoded, decoded.kind === "event" && encode(decoded.message)]);
  });

test("every name is looked for", () => {
  for (const key of ["tenantId", "tenant_id", "eventId", "goalId", "code", "timestamp", "token", "kpi_id", "connectionId"]) {
    assert.ok(keys.includes(key), key);
  }
});

test("what is set on every object changes no verdict", () => {
  const inputs = [...frames.map((frame) => JSON.stringify(frame)), ...frames];
  const clean = verdicts(inputs);
  for (const key of keys) {
    for (const value of ["theirs", 7, {}, undefined]) {
      // As text: what JSON makes of a `toJSON` is JSON's affair.
      if (key === "toJSON" && typeof value !== "undefined") continue;
      const found = polluted(key, value, () => verdicts(inputs));
      const at = found.findIndex((verdict, index) => verdict !== clean[index]);
      assert.equal(found[at], clean[at], `${key}: ${String(value)}`);
    }
  }
});

test("what a getter throws is never told as a verdict", () => {
  for (const thrown of [["missing", "$", "secret", "secret"], { parts: ["missing", "$", "secret", "secret"] }, [], "secret", undefined, new Error("secret")]) {
    const frame = { timestamp: TIME, data: {} };
    const get = () => {
      throw thrown;
    };
    Object.defineProperty(frame, "type", { get, enumerable: true });
    const decoded = decode(frame);
    assert.equal(decoded.kind, "invalid");
    assert.equal(decoded.error.code, "syntax");
    assert.ok(!JSON.stringify(decoded).includes("secret"), JSON.stringify(decoded));
  }
});
