// The work of decoding grows with the length of a frame and no faster: of an attacker's frame too.
// Decoders that are deliberately worse have to be noticed.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { metered, work } from "./meter.mjs";

const bindings = fileURLToPath(new URL("../../../../bindings", import.meta.url));
const TIME = "2025-11-03T14:30:00.000Z";
const SMALL = 1_200;
const TIMES = 10;

/** Frames of any size that cost the decoder as much as one can. */
const FRAMES = {
  "escaped surrogates": (size) => `{"a":"${"\\ud83d\\ude00".repeat(size / 12)}","type":1}`,
  "escaped quotes": (size) => `{"a":"${'\\"'.repeat(size / 2)}`,
  "escaped backslashes": (size) => `{"a":"${"\\\\".repeat(size / 2)}ud800"}`,
  "many keys": (size) => `{${Array.from({ length: size / 12 }, (_, at) => `"k${at}":0`).join()},"type":1}`,
  "many keys of an event": (size) =>
    `{"type":"ping","timestamp":"${TIME}",${Array.from({ length: size / 12 }, (_, at) => `"k${at}":0`).join()}}`,
  "a long time": (size) => `{"type":"ping","timestamp":"${"2".repeat(size)}"}`,
  "a long area": (size) => `{"type":"${"a.error".repeat(size / 7)}","timestamp":"${TIME}"}`,
  "a long key": (size) => `{"type":"ping","${"a_".repeat(size / 2)}":1}`,
  "many lists": (size) => `[${"[],".repeat(size / 3)}[]]`,
};

/** Whether an expression cannot backtrack far: it repeats nothing without a bound, or one thing from the start. */
const isLinear = (expression) => {
  const repetitions = expression.replace(/\\.|\[(?:\\.|[^\]\\])*\]/g, "x").match(/[*+]|\{\d+,\}/g) ?? [];
  return repetitions.length === 0 || (repetitions.length === 1 && expression.startsWith("^"));
};

/** Why a decoder does more work than it may; nothing if it does not. */
function faults(decode, below) {
  const cost = (text) => work(below, () => decode(text));
  return Object.entries(FRAMES).flatMap(([name, build]) => {
    const [small, large] = [cost(build(SMALL)), cost(build(SMALL * TIMES))];
    assert.ok(small.steps > 0 && small.looked >= SMALL, `${name}: the work was counted`);
    const grew = ["steps", "looked"].filter((of) => large[of] > small[of] * TIMES * 1.2 + 100);
    return [
      ...grew.map((of) => `${name}: ${of} grew from ${small[of]} to ${large[of]}`),
      // On a short text, such as a word of the rows, none can.
      ...large.expressions
        .filter(([it, length]) => length > SMALL && !isLinear(it))
        .map(([it]) => `${name}: /${it}/ may backtrack`),
    ];
  });
}

/** The most that may be looked at of each unit of a text: it is parsed, and searched for a few signs. */
const LOOKS = 8;

/** The sizes, in units of two bytes, at which a decoder looks too often: below and above where a size needs counting. */
const cliffs = (decode, below) =>
  [20_000, 43_000, 44_500, 65_000].filter((size) => {
    const text = `{"type":"ping","surplus":"${"é".repeat(size)}"}`;
    const { steps, looked } = work(below, () => decode(text));
    assert.ok(looked >= size, "the work was counted");
    return looked > LOOKS * size || steps > LOOKS * size;
  });

const folder = mkdtempSync(join(tmpdir(), "work-"));
after(() => rmSync(folder, { recursive: true }));

/** The decoder of a copy of the package, in one module of which a text is replaced. */
async function load(name, module, from, to) {
  const copy = join(folder, name);
  cpSync(join(bindings, "esm"), join(copy, "esm"), { recursive: true });
  cpSync(join(bindings, "package.json"), join(copy, "package.json"));
  if (module) {
    const path = join(copy, "esm", module);
    const text = readFileSync(path, "utf8");
    assert.ok(text.includes(from), `${module} does not say ${from}: adapt this test`);
    writeFileSync(path, text.replace(from, () => to));
  }
  const { decode } = await metered(pathToFileURL(join(copy, "esm/index.js")).href);
  // The rows are taken apart at the first call.
  decode("");
  const below = pathToFileURL(copy).href;
  return { faults: faults(decode, below), cliffs: cliffs(decode, below) };
}

test("work grows with the length of a frame and no faster", async () => {
  assert.deepEqual(await load("as-it-is"), { faults: [], cliffs: [] });
});

test("a decoder that does more is noticed", async () => {
  const worse = [
    [/^many lists: looked grew/, "looks-from-the-start", "codec/limits.js", "const unit = text.charCodeAt(at);", "const unit = text.slice(0, at + 1).charCodeAt(at);"],
    [/^many keys of an event: looked grew/, "searches-what-it-ignored", "codec/decode.js", "ignored.push(path);", "if (!ignored.includes(path)) ignored.push(path);"],
    [/^many lists: steps grew/, "loops-within-a-loop", "codec/limits.js", "depth++;", "{ depth++; for (let back = 0; back < at; back++) if (back === unit) inString = false; }"],
    [/^a long key: .* may backtrack$/, "backtracks", "codec/decode.js", "/^[a-z_$][\\w$]*$/i", "/^[a-z_$][\\w$]*[\\w$]*$/i"],
  ];
  for (const [expected, name, ...edit] of worse) {
    const { faults: found } = await load(name, ...edit);
    assert.ok(found.some((fault) => expected.test(fault)), `${name} goes unnoticed: ${found.join("; ")}`);
  }
});

test("a size that is taken by writing the text anew is noticed", async () => {
  const { cliffs } = await load(
    "writes-anew",
    "codec/limits.js",
    "if (isTooLarge(text))",
    'if (text.length * 3 > MAX_FRAME_BYTES && encodeURIComponent(text).replace(/%../g, "x").length > MAX_FRAME_BYTES)',
  );
  assert.deepEqual(cliffs, [44_500, 65_000]);
});
