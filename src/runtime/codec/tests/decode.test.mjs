// Bad input for the TypeScript decoder: a verdict each, never an exception.

import assert from "node:assert/strict";
import { test } from "node:test";

import { decode } from "../../../../bindings/esm/index.js";

const TIME = "2025-11-03T14:30:00.000Z";
const GOAL = {
  type: "goal.completed",
  timestamp: TIME,
  data: { tenantId: "t", goalId: "g", completedAt: TIME, completedBy: "u" },
};
const DECISION = {
  tenantId: "t",
  decisionId: "d",
  goalId: "g",
  title: "",
  decision: "",
  rationale: "",
  impact: "",
  decidedAt: TIME,
  decidedBy: "u",
};
const frame = (changes = {}, data = {}) =>
  JSON.stringify({ ...GOAL, ...changes, data: { ...GOAL.data, ...data } });

function refused(input, code, path = "$") {
  const decoded = decode(input);
  assert.equal(decoded.kind, "invalid", JSON.stringify(decoded)?.slice(0, 200));
  assert.deepEqual({ code: decoded.error.code, path: decoded.error.path }, { code, path });
  return decoded;
}

test("what is no object is refused as such", () => {
  for (const input of [undefined, 0, NaN, 1n, true, null, Symbol("s"), () => {}, [], [GOAL]]) {
    refused(input, "not_object");
  }
  for (const input of ["0", "null", "true", "[]", '"text"']) refused(input, "not_object");
});

test("what is no JSON is a fault of syntax", () => {
  const text = frame();
  for (const input of ["", " ", "{", text.slice(0, -1), `\ufeff${text}`, `${text}x`, "{'a':1}"]) {
    refused(input, "syntax");
  }
});

test("size and depth are limited", () => {
  refused("[".repeat(200_000) + "]".repeat(200_000), "too_large");
  refused("[".repeat(100_000), "too_deep");
  refused("[".repeat(60_000) + "]".repeat(60_000), "too_deep");
  refused(`{"a":`.repeat(70) + "1" + "}".repeat(70), "too_deep");
  refused("x".repeat(1 << 20), "too_large");
  refused(JSON.stringify({ type: "é".repeat(70_000), timestamp: TIME }), "too_large");
  assert.equal(decode(frame({}, { finalNotes: "[".repeat(1000) })).kind, "event");
  const nested = (levels) =>
    `{"type":"x.y","timestamp":"${TIME}","data":${"[".repeat(levels)}${"]".repeat(levels)}}`;
  assert.equal(decode(nested(63)).kind, "unknown");
  refused(nested(64), "too_deep");
  // White space and escapes count as they stand.
  assert.equal(decode(" ".repeat(131_072 - frame().length) + frame()).kind, "event");
  refused(" ".repeat(131_073 - frame().length) + frame(), "too_large");
});

test("depth is measured on what a later repeat of a known key overwrites", () => {
  const deep = (levels) => "[".repeat(levels) + "]".repeat(levels);
  for (const key of Object.keys(GOAL.data)) {
    const repeated = (value) => frame().replace(`"${key}":`, `"${key}":${value},"${key}":`);
    assert.equal(decode(repeated(deep(62))).kind, "event", key);
    refused(repeated(deep(63)), "too_deep");
    refused(repeated(`${'{"a":'.repeat(63)}1${"}".repeat(63)}`), "too_deep");
  }
  refused(frame().replace(`"timestamp":`, `"timestamp":${deep(64)},"timestamp":`), "too_deep");
  assert.equal(decode(frame({}, { completedBy: "[".repeat(100) + "{".repeat(100) })).kind, "event");
});

test("a hole in a list is a wrong element", () => {
  const decision = (participants) => ({
    type: "decision.created",
    timestamp: TIME,
    data: { ...DECISION, participants },
  });
  assert.equal(decode(decision(["a"])).kind, "event");
  refused(decision([, "a"]), "wrong_type", "$.data.participants[0]");
  refused(decision(["a", undefined]), "wrong_type", "$.data.participants[1]");
  refused(decision(new Array(3)), "wrong_type", "$.data.participants[0]");
  const own = ["", "a"];
  own.map = () => ["a"];
  refused(decision(own), "bad_format", "$.data.participants[0]");
});

test("values are held to the limits of their text", () => {
  let deep = {};
  for (let level = 0; level < 100; level++) deep = { deep };
  refused({ ...GOAL, deep }, "too_deep");
  for (let level = 0; level < 100_000; level++) deep = { deep };
  refused({ ...GOAL, deep }, "too_deep");
  refused({ ...GOAL, list: new Array(200_000).fill(0) }, "too_large");
  refused({ ...GOAL, text: "x".repeat(1 << 20) }, "too_large");
  let shared = [];
  for (let level = 0; level < 60; level++) shared = [shared, shared];
  refused({ ...GOAL, shared }, "too_large");
  const cyclic = { ...GOAL };
  cyclic.self = cyclic;
  assert.equal(decode(cyclic).kind, "invalid");
});

test("names of the prototype are names like any other", () => {
  for (const type of ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"]) {
    const decoded = decode(JSON.stringify({ type, timestamp: TIME }));
    assert.equal(decoded.kind, "unknown");
    assert.equal(decoded.type, type);
    refused(JSON.stringify({ type }), "missing", "$.timestamp");
    refused(JSON.stringify({ action: type }), "unknown_shape", "$.action");
    const text = `{"type":"goal.completed","timestamp":"${TIME}","${type}":1,"data":{"${type}":{"polluted":1},${JSON.stringify(GOAL.data).slice(1)}}`;
    const { message, ignored } = decode(text);
    assert.deepEqual(message, GOAL);
    assert.deepEqual(ignored, [`$.${type}`, `$.data.${type}`]);
    assert.equal(Object.getPrototypeOf(message.data), Object.prototype);
  }
  assert.equal({}.polluted, undefined);
  refused(
    `{"type":"goal.completed","timestamp":"${TIME}","data":{"__proto__":${JSON.stringify(GOAL.data)}}}`,
    "missing",
    "$.data.tenantId",
  );
});

test("inherited keys do not count", () => {
  refused(Object.create(GOAL), "unknown_shape");
  refused({ ...GOAL, data: Object.create(GOAL.data) }, "missing", "$.data.tenantId");
  Object.prototype.goalId = "inherited";
  try {
    const { goalId, ...data } = GOAL.data;
    assert.equal(goalId, "g");
    refused(JSON.stringify({ ...GOAL, data: { ...data, other: "o" } }), "missing", "$.data.goalId");
    assert.equal(decode(frame()).message.data.goalId, "g");
  } finally {
    delete Object.prototype.goalId;
  }
});

test("two spellings of one key collide", () => {
  refused(frame({}, { goal_id: "g" }), "duplicate", "$.data.goal_id");
  refused(frame({}, { goal_id: null }), "duplicate", "$.data.goal_id");
  refused(`{"type":"ping","eventId":"a","event_id":"a"}`, "duplicate", "$.event_id");
  assert.equal(decode(frame({}, { goal_Id: "g", goalID: "g" })).ignored.length, 2);
});

test("lone surrogates are refused, raw and escaped, wherever they stand", () => {
  for (const lone of [
    "\\ud800",
    "\\uDFFF",
    "\\ud800\\ud800",
    "\\udc00\\ud800",
    "\ud800",
    "\\ud83d\ude00",
  ]) {
    refused(frame().replace('"g"', `"${lone}"`), "syntax");
    refused(frame().replace('"t"', `"t","${lone}":1`).replace('"t","', '"t","'), "syntax");
  }
  refused({ ...GOAL, data: { ...GOAL.data, goalId: "\ud800" } }, "syntax");
  refused({ ...GOAL, "\udc00": 1 }, "syntax");
  for (const whole of ["\\ud83d\\ude00", "\\\\ud800", "😀", "\\u0041\\\\\\ud83d\\uDE00"]) {
    assert.equal(decode(frame().replace('"g"', `"${whole}"`)).kind, "event", whole);
  }
});

test("numbers keep to what a double holds", () => {
  const file = (fileSize) =>
    `{"type":"attachment.created","timestamp":"${TIME}","data":{"tenantId":"t","attachmentId":"a","entityType":"goal","entityId":"g","fileName":"f","fileSize":${fileSize},"fileType":"","uploadedAt":"${TIME}","uploadedBy":"u"}}`;
  for (const size of ["9007199254740992", "1e400", "-1", "1e21"]) {
    refused(file(size), "out_of_range", "$.data.fileSize");
  }
  for (const size of ["0.5", "-0.5", '"1"', "null", "true", "[]"]) {
    refused(file(size), "wrong_type", "$.data.fileSize");
  }
  for (const [text, size] of [
    ["3.0", 3],
    ["-0", 0],
    ["1e3", 1000],
    ["9007199254740991", 2 ** 53 - 1],
  ]) {
    assert.ok(Object.is(decode(file(text)).message.data.fileSize, size), text);
  }
  refused(
    { ...JSON.parse(file(1)), data: { ...JSON.parse(file(1)).data, fileSize: NaN } },
    "out_of_range",
    "$.data.fileSize",
  );
});

test("values that throw when they are read are refused", () => {
  const thrown = () => {
    throw new Error("no");
  };
  refused(Object.defineProperty({ ...GOAL }, "type", { get: thrown, enumerable: true }), "syntax");
  refused(new Proxy({}, { ownKeys: thrown }), "syntax");
  refused({ ...GOAL, toJSON: thrown }, "syntax");
  refused({ ...GOAL, data: { ...GOAL.data, size: 1n } }, "syntax");
  let reads = 0;
  const late = Object.defineProperty({ ...GOAL }, "data", {
    get: () => (++reads > 1 ? thrown() : GOAL.data),
    enumerable: true,
  });
  refused(late, "syntax");
});

test("a value reads like its text and is left as it was", () => {
  const value = JSON.parse(frame({ timestamp: "2025-11-03T15:30:00+01:00" }, { extra: 1 }));
  const copy = structuredClone(value);
  const decoded = decode(value);
  assert.deepEqual(decoded.message, GOAL);
  assert.deepEqual(value, copy);
  assert.notEqual(decoded.message.data, value.data);
  assert.equal(decode({ ...GOAL, eventId: undefined }).kind, "event");
});

test("bytes are read as the text that they are", () => {
  const text = frame({}, { finalNotes: "é😀" });
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array([0, ...bytes, 0]);
  for (const input of [Buffer.from(text), bytes, bytes.buffer, new DataView(bytes.buffer), padded.subarray(1, -1)]) {
    assert.deepEqual(decode(input), decode(text));
  }
  assert.equal(decode(Buffer.from(`{"type":"x.y","timestamp":"${TIME}"}`)).text, `{"type":"x.y","timestamp":"${TIME}"}`);
  refused(Buffer.from("\ufeff" + text), "syntax");
  refused(new Uint8Array([0x22, 0xff, 0x22]), "syntax");
  refused(new Uint8Array(0), "syntax");
  refused(new Uint8Array(131_073).fill(32), "too_large");
  refused(Buffer.from("[".repeat(100_000)), "too_deep");
  refused(Buffer.from("5"), "not_object");
});

test("values that are not listed are kept, and told", () => {
  const action = (data, type = "action.created") => ({
    type,
    timestamp: TIME,
    data: {
      tenantId: "t",
      actionId: "a",
      goalId: "g",
      title: "",
      description: "",
      assignedTo: "u",
      dueDate: "2025-11-05",
      priority: "low",
      status: "todo",
      createdAt: TIME,
      createdBy: "u",
      ...data,
    },
  });
  const report = (value) => {
    const decoded = decode(value);
    assert.equal(decoded.kind, "event", JSON.stringify(decoded));
    assert.deepEqual(decode(JSON.stringify(value)), decoded);
    return decoded;
  };
  assert.deepEqual(report(action({})).unknownValues, []);
  const { message, unknownValues, aliases } = report(action({ status: "Completed", priority: "Low" }));
  assert.deepEqual([message.data.status, message.data.priority], ["Completed", "Low"]);
  assert.deepEqual(unknownValues, [
    { path: "$.data.priority", value: "Low" },
    { path: "$.data.status", value: "Completed" },
  ]);
  assert.deepEqual(aliases, []);
  assert.deepEqual(report(action({ status: "notStarted", priority: "__proto__" })).unknownValues, [{ path: "$.data.priority", value: "__proto__" }]);
  const error = { type: "billing.error", timestamp: TIME, data: { code: "SOMETHING_NEW" } };
  assert.deepEqual(report(error).unknownValues, [{ path: "$.data.code", value: "SOMETHING_NEW" }]);
  assert.deepEqual(report({ ...error, data: { code: "RATE_LIMIT" } }).unknownValues, []);
});

test("the frame of an event has what the message has not", () => {
  const decoded = decode(frame({ surplus: [1] }, { colour: "red" }));
  assert.deepEqual(decoded.ignored, ["$.data.colour", "$.surplus"]);
  assert.deepEqual([decoded.frame.surplus, decoded.frame.data.colour], [[1], "red"]);
  assert.deepEqual(decode(frame()).frame, GOAL);
  const value = JSON.parse(frame({ surplus: 1 }));
  assert.equal(decode(value).frame, value);
});
