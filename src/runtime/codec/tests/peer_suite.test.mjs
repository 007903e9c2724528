// JSONTestSuite, each of whose texts stands as the `data` of an event that nobody knows. That both
// languages decide alike what the suite leaves open, tests/agreement shows.
//
//   node src/runtime/codec/tests/peer_suite.test.mjs

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { decode } from "../../../../bindings/esm/index.js";

const folder = new URL("../../../../tests/jsontestsuite/test_parsing/", import.meta.url);
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of a file; undefined if it is not UTF-8, which no text message is. */
function textOf(name) {
  try {
    return utf8.decode(readFileSync(new URL(name, folder)));
  } catch (_) {
    return undefined;
  }
}

test("what must be accepted is, as JSON value, and what must be refused has a code", () => {
  const counts = {};
  for (const name of readdirSync(folder)) {
    const text = textOf(name);
    const kind = name[0];
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (text === undefined) {
      assert.notEqual(kind, "y", name);
      continue;
    }
    const frame = `{"type":"x.y","timestamp":"2025-11-03T14:30:00.000Z","data":${text}}`;
    const decoded = decode(frame);
    if (kind === "y") {
      assert.equal(decoded.kind, "unknown", name);
      assert.equal(decoded.text, frame);
      assert.deepEqual(decoded.frame.data, JSON.parse(text), name);
    } else if (kind === "n") {
      assert.equal(decoded.kind, "invalid", name);
      assert.match(decoded.error.code, /^(syntax|too_deep|too_large)$/, name);
    }
  }
  assert.deepEqual(counts, { i: 35, n: 188, y: 95 });
});
