// What `encode` returns, `decode` reads as the same message; whatever else it is given, it throws.

import assert from "node:assert/strict";
import { test } from "node:test";

import { EncodeError, EVENT_TYPES, decode, encode } from "../../../../bindings/esm/index.js";
import { fixtures } from "../../../../bindings/esm/fixtures.js";
import { rows } from "../../../../bindings/esm/codec/rows.js";

const TIME = "2025-11-03T14:30:00.000Z";
const ERROR = { type: "error", timestamp: TIME, data: { code: "FORBIDDEN" } };
const GOAL = {
  type: "goal.completed",
  timestamp: TIME,
  data: { tenantId: "t", goalId: "g", completedAt: TIME, completedBy: "u" },
};
const ACTION = fixtures["action.progress_updated"];
const goal = (changes, data) => ({ ...GOAL, ...changes, data: { ...GOAL.data, ...data } });

function refused(message, code, path) {
  assert.throws(
    () => encode(message),
    (error) => {
      assert.ok(error instanceof EncodeError && error instanceof Error && error.name === "EncodeError");
      assert.deepEqual({ code: error.code, path: error.path }, { code, path });
      return true;
    },
  );
}

test("frames are written with the type first and the data last", () => {
  assert.equal(encode({ data: GOAL.data, ...GOAL }), JSON.stringify(GOAL));
  assert.equal(encode({ action: "auth", token: "secret" }), '{"action":"auth","token":"secret"}');
  assert.equal(encode({ type: "pong", timestamp: TIME }), `{"type":"pong","timestamp":"${TIME}"}`);
  const error = { ...ERROR, area: "billing" };
  const text = `{"type":"billing.error","timestamp":"${TIME}","data":{"code":"FORBIDDEN"}}`;
  assert.equal(encode(error), text);
  assert.deepEqual(decode(text).message, error);
});

test("what a reader would refuse is not written, and says why", () => {
  const progress = (newProgress) => ({ ...ACTION, data: { ...ACTION.data, newProgress } });
  for (const wrong of [NaN, Infinity, -Infinity, -1, 101]) {
    refused(progress(wrong), "out_of_range", "$.data.newProgress");
  }
  refused(progress("7"), "wrong_type", "$.data.newProgress");
  refused(goal({}, { finalNotes: "\ud83d" }), "syntax", "$");
  refused(goal({}, { finalNotes: "x".repeat(140_000) }), "too_large", "$");
  refused(goal({}, { goalId: "" }), "bad_format", "$.data.goalId");
  refused(goal({}, { goalId: undefined }), "missing", "$.data.goalId");
  refused(goal({ tenantId: "other" }), "conflict", "$.data.tenantId");
  refused(goal({ timestamp: "2025-02-29T00:00:00.000Z" }), "bad_format", "$.timestamp");
  refused(goal({ timestamp: new Date(0) }), "wrong_type", "$.timestamp");
  refused({ action: "auth", token: "" }, "bad_format", "$.token");
  refused({ ...fixtures["decision.created"], data: { ...fixtures["decision.created"].data, participants: new Array(2) } }, "wrong_type", "$.data.participants[0]");
});

test("an area is that of an error without an event of its own", () => {
  for (const area of ["", "auth", "connection", "broadcast", 5, null]) {
    refused({ ...ERROR, area }, area === "auth" ? "missing" : "bad_format", area === "auth" ? "$.data.error" : "$.area");
  }
  refused({ ...ERROR, area: "auth", data: { code: "FORBIDDEN", error: "no" } }, "bad_format", "$.area");
  refused(goal({ area: "billing" }), "bad_format", "$.area");
  assert.equal(decode(encode({ ...ERROR, area: "auth.error" })).message.area, "auth.error");
});

test("what is no message of the protocol is not written", () => {
  for (const wrong of [undefined, null, 5, "ping", [], {}, () => {}]) refused(wrong, "unknown_shape", "$");
  refused({ type: "goal.renamed", timestamp: TIME, data: {} }, "unknown_shape", "$.type");
  refused({ type: "billing.error", timestamp: TIME, data: {} }, "unknown_shape", "$.type");
  refused({ eventType: "x" }, "unknown_shape", "$.type");
  refused({ message: "m", connectionId: "c", requestId: "r" }, "unknown_shape", "$.type");
  refused({ action: "subscribe" }, "unknown_shape", "$.action");
  refused(Object.create(GOAL), "unknown_shape", "$");
});

test("a frame of the greatest size that gets longer in canonical form is not written", () => {
  const short = JSON.stringify(goal({ timestamp: "2025-11-03T14:30:00Z" }, { finalNotes: "" }));
  const text = short.replace('"finalNotes":""', `"finalNotes":"${"x".repeat(131_072 - short.length)}"`);
  const decoded = decode(text);
  assert.equal(text.length, 131_072);
  assert.equal(decoded.kind, "event");
  refused(decoded.message, "too_large", "$");
});

test("no error quotes what a text says", () => {
  try {
    encode({ action: "auth", token: "secret\ud800" });
    assert.fail("it was written");
  } catch (error) {
    assert.ok(!String(error.stack).includes("secret\\"), error.stack);
    assert.equal(error.message, "at $: expected JSON, found other text");
  }
});

/** A generator of numbers below one, the same for the same seed. */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test("whatever is written is read as the same message", () => {
  const next = random(7);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const TEXTS = ["", " ", "a", "é", "😀", "\ud83d", "\ude00\ud83d", '"\\', "\u0000\u2028", "x".repeat(70_000), "é".repeat(40_000), "cancelled", "canceled", "__proto__", "toString"];
  const NUMBERS = [0, -0, 1, 0.1, 100, 100.5, -1, 2 ** 53 - 1, 2 ** 53, 1e21, 5e-324, 1.7976931348623157e308, NaN, Infinity];
  const TIMES = [TIME, "2025-11-03T14:30:00Z", "2025-11-03T14:30:00.1239+01:30", "0000-01-01T00:00:00+00:01", "2024-02-29T23:59:59.999Z", "2025-02-29T00:00:00Z", "2025-11-03"];
  const DATES = ["2025-11-05", "2024-02-29", "2025-02-29", TIME, ""];
  const LISTS = [[], ["a"], [""], ["a", "é"], Object.freeze(["b"]), [undefined], [, "a"]];
  const AREAS = [undefined, undefined, undefined, "billing", "", "auth", "a.b", "é", "\ud800"];
  const value = (kind) => {
    if (next() < 0.02) return pick([null, undefined, {}, [], true, 7, "x"]);
    if (/time/.test(kind)) return pick(TIMES);
    if (/date/.test(kind)) return pick(DATES);
    if (/\[]$/.test(kind)) return pick(LISTS);
    if (/bool/.test(kind)) return next() < 0.5;
    if (/whole|\.\./.test(kind)) return pick(NUMBERS);
    return next() < 0.7 ? pick(["a", "goal-222", "é😀"]) : pick(TEXTS);
  };
  const words = new Map(rows().events.map((row) => [row.split(/[ |]/)[0], row.split(" ").slice(1)]));
  const counts = { written: 0, refused: 0 };
  for (let run = 0; run < 10_000; run++) {
    const type = pick(EVENT_TYPES);
    const message = structuredClone(fixtures[type]);
    if (next() < 0.5) message.timestamp = value("time");
    if (next() < 0.2) message.tenantId = pick(["tenant-123", "other", "", undefined]);
    if (next() < 0.2) message.eventId = value("id");
    if (type === "error") message.area = pick(AREAS);
    for (const word of words.get(type)) {
      const [, key, kind = ""] = /^(\w+)[?~=]?(?::([^|]+))?/.exec(word);
      if (next() < 0.15) message.data[key] = value(kind);
    }
    let text;
    try {
      text = encode(message);
    } catch (error) {
      assert.ok(error instanceof EncodeError, error);
      assert.match(error.code, /^[a-z_]+$/);
      assert.ok(error.path.startsWith("$"));
      counts.refused += 1;
      continue;
    }
    counts.written += 1;
    const { kind, message: again, aliases, ignored } = decode(text);
    assert.equal(kind, "event", text);
    assert.deepEqual({ aliases, ignored }, { aliases: [], ignored: [] });
    // What it was given, read as a value, is the same message.
    assert.deepEqual(again.area, message.area);
    const wire = message.area === undefined ? message : { ...message, type: `${message.area}.error`, area: undefined };
    const { ...given } = wire;
    delete given.area;
    assert.deepEqual(again, decode(given).message);
    assert.equal(encode(again), text);
  }
  assert.ok(counts.written > 2000 && counts.refused > 2000, JSON.stringify(counts));
});
