// Compares the TypeScript decoder with the vectors and with what the Rust decoder said.
//
//   node tests/agreement.mjs [MODULE] < VERDICTS
//
// MODULE is the package's entry (../bindings/esm/index.js). VERDICTS is NDJSON, a frame a line:
// {"group": "mutations", "frame": "…", "rust": {"verdict", "type", "aliases", "ignored", "unknownValues",
// "error", "canonical"}}. Prints the counts and every disagreement, and exits with 1 if there is one.

import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";

const here = (path) => new URL(path, import.meta.url);
const entry = process.argv[2]
  ? pathToFileURL(resolve(process.argv[2]))
  : here("../bindings/esm/index.js");
const { decode, encode } = await import(entry);

const SHOWN = 20;
const groups = new Map();
let disagreements = 0;

for (const vector of vectors()) {
  const { typescript, error, ...expected } = vector;
  const merged = { ...expected, ...typescript };
  if (merged.verdict === "invalid") merged.error ??= error;
  compare("vectors", unroll(vector.frame), merged, vector.name);
}
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() === "") continue;
  const { group = "frames", frame, rust } = JSON.parse(line);
  compare(group, frame, rust, "");
}

const count = (number) => number.toLocaleString("en-US");
const total = [...groups.values()].reduce((sum, number) => sum + number, 0);
const parts = [...groups].map(([name, number]) => `${name} ${count(number)}`).join(", ");
console.log(`agreement: ${count(total)} frames, ${count(disagreements)} disagreements (${parts})`);
process.exitCode = disagreements > 0 ? 1 : 0;

/** Every vector of every file, if the vectors are there. */
function vectors() {
  const folder = here("fixtures/codec/");
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((file) => file.name.endsWith(".json"))
    .map((file) => file.name)
    .sort();
  return files.flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")).vectors);
}

/** The text of a frame, which may be given as prefix, repeated unit, count and suffix. */
function unroll(frame) {
  if (typeof frame === "string") return frame;
  const [prefix, unit, times, suffix] = frame.repeat;
  return prefix + unit.repeat(times) + unroll(suffix);
}

function compare(group, frame, expected, name) {
  groups.set(group, (groups.get(group) ?? 0) + 1);
  const found = judge(frame);
  const wanted = {
    verdict: expected.verdict,
    type: expected.type ?? null,
    error: expected.error ? { code: expected.error.code, path: expected.error.path } : null,
    aliases: expected.aliases ?? [],
    // An object in JavaScript puts keys that look like indexes first.
    ignored: [...(expected.ignored ?? [])].sort(),
    unknownValues: expected.unknownValues ?? [],
    canonical: expected.canonical ?? found.canonical,
  };
  if (expected.verdict === "unknown") wanted.canonical = frame;
  if (isDeepStrictEqual(found, wanted)) return;
  disagreements += 1;
  if (disagreements > SHOWN) return;
  console.log(`\n${name || group}: ${frame.length > 400 ? `${frame.slice(0, 400)}…` : frame}`);
  for (const key of Object.keys(wanted)) {
    if (!isDeepStrictEqual(found[key], wanted[key])) {
      console.log(`  ${key}: expected ${JSON.stringify(wanted[key])}`);
      console.log(`  ${" ".repeat(key.length)}     found ${JSON.stringify(found[key])}`);
    }
  }
}

/** What the decoder says of a frame, in the words of the vectors. */
function judge(frame) {
  const decoded = decode(frame);
  const found = {
    verdict: decoded.kind,
    type: null,
    error: null,
    aliases: [],
    ignored: [],
    unknownValues: [],
    canonical: undefined,
  };
  switch (decoded.kind) {
    case "event":
    case "command": {
      const message = decoded.kind === "event" ? decoded.message : decoded.command;
      found.canonical = JSON.parse(encode(message));
      found.type = found.canonical.type ?? found.canonical.action;
      found.aliases = [...decoded.aliases];
      found.ignored = [...decoded.ignored].sort();
      found.unknownValues = [...(decoded.unknownValues ?? [])];
      break;
    }
    case "unknown":
      found.type = decoded.type;
      found.canonical = decoded.text;
      break;
    case "gateway":
      found.canonical = decoded.fault;
      break;
    case "invalid":
      found.type = decoded.type;
      found.error = { code: decoded.error.code, path: decoded.error.path };
      break;
    default:
      throw new TypeError(`an unknown kind: ${JSON.stringify(decoded)}`);
  }
  return found;
}
