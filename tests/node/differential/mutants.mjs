// Breaks the oracle's rules one at a time: each must be noticed, or the differential proves nothing.
//
//   node differential/mutants.mjs
//
// What the decoders say is asked once; then every broken oracle is held against it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { differences } from "./compare.mjs";
import { generate } from "./generate.mjs";
import { judge } from "./oracle.mjs";
import { Rust, typescript } from "./readers.mjs";

const FRAMES = 20_000;
const SEED = 21;
const FILES = ["facts.mjs", "text.mjs", "values.mjs", "oracle.mjs"];

/** @type {[rule: string, file: string, text: string, broken: string][]} */
const MUTANTS = [
  ["an old name of a type", "facts.mjs", 'activityCreated: "goal.activity.created",', ""],
  ["an old spelling of a key", "facts.mjs", "cancelledAt:dt|canceledAt", "cancelledAt:dt"],
  ["an old spelling of a code", "facts.mjs", "NOT_FOUND=RESOURCE_NOT_FOUND", "NOT_FOUND"],
  ["an old spelling of a value", "facts.mjs", "open in_progress=inProgress", "open in_progress"],
  ["a value that is listed", "facts.mjs", "bug feature improvement", "bug feature"],
  ["an optional key", "facts.mjs", "assignedTo? createdAt", "assignedTo createdAt"],
  ["a required key", "facts.mjs", "impact:text decidedAt:dt", "impact?:text decidedAt:dt"],
  ["a key that may be null", "facts.mjs", "previousAssigneeN", "previousAssignee"],
  ["a text that may be empty", "facts.mjs", "fileName:text", "fileName"],
  ["a tenant that errors may lack", "facts.mjs", "tenantId? code", "tenantId code"],
  ["the twin of a key", "facts.mjs", "kpiId=measureId", "kpiId|measureId"],
  ["131,072 bytes", "facts.mjs", "131_072", "131_073"],
  ["not fewer", "facts.mjs", "131_072", "131_071"],
  ["64 levels", "facts.mjs", "MAX_DEPTH = 64", "MAX_DEPTH = 65"],
  ["no less", "facts.mjs", "MAX_DEPTH = 64", "MAX_DEPTH = 63"],
  ["snake_case", "facts.mjs", "[...new Set([key, snake(key)])]", "[key]"],
  ["a byte-order mark is none", "text.mjs", "ignoreBOM: true", "ignoreBOM: false"],
  ["surrogates come in pairs", "text.mjs", 'if (!isWhole(out)) this.faults.add("syntax");', ""],
  ["the last of repeated keys counts", "text.mjs", "entries.set(key, lastWins(inner))", "entries.has(key) || entries.set(key, lastWins(inner))"],
  ["no zero leads", "text.mjs", "0|[1-9][0-9]*", "[0-9]+"],
  ["no control character in a text", "text.mjs", '|| unit < " "', ""],
  ["four kinds of white space", "text.mjs", '" \\t\\n\\r"', '" \\t\\n\\r\\f"'],
  ["what is behind a frame", "text.mjs", "if (this.at < this.text.length) throw new Broken();", ""],
  ["leap years", "values.mjs", "(year % 4 === 0 && year % 100 !== 0) || year % 400 === 0", "year % 4 === 0"],
  ["days of a month", "values.mjs", "31, 30, 31, 30, 31][month", "31, 31, 31, 30, 31][month"],
  ["no leap second", "values.mjs", "second > 59", "second > 60"],
  ["no hour 24", "values.mjs", "hour > 23", "hour > 24"],
  ["9 digits of a second", "values.mjs", "{1,9}", "{1,10}"],
  ["truncated to milliseconds", "values.mjs", 'Number(fraction.padEnd(3, "0").slice(0, 3))', 'Math.round(Number(fraction.padEnd(9, "0")) / 1e6)'],
  ["the sign of an offset", "values.mjs", 'sign === "+" ? -offset : offset', 'sign === "+" ? offset : -offset'],
  ["the year 0000 begins the calendar", "values.mjs", "utc >= 0 &&", "utc >= -1e15 &&"],
  ["a date as it is written", "values.mjs", "right(value.slice(0, 10))", "right(value)"],
  ["0 to 100", "values.mjs", "range(0, 100)", "range(0, 101)"],
  ["a number is finite", "values.mjs", " && Number.isFinite(value) ? right", " ? right"],
  ["a fraction is no integer", "values.mjs", 'return wrong("wrong_type");\n    return value >= 0', 'return wrong("out_of_range");\n    return value >= 0'],
  ["2^53 is too much", "values.mjs", "value <= Number.MAX_SAFE_INTEGER", "value <= 2 ** 53"],
  ["an id is not empty", "values.mjs", 'id: text((value) => (value === "" ? wrong("bad_format") : right(value)))', "id: text(right)"],
  ["an enumeration's value is not empty", "values.mjs", 'KINDS[name] = text((value) => (value === "" ? wrong("bad_format") : judge(value)))', "KINDS[name] = text(judge)"],
  ["tenants are equal", "oracle.mjs", "canonical.tenantId !== ofPayload", "false"],
  ["an area is not empty", "oracle.mjs", "&& type.length > \".error\".length", ""],
  ["an area has a code", "oracle.mjs", 'value.json === "string")', "true)"],
  ["an action that is known", "oracle.mjs", '"unknown_shape" : "wrong_type", "$.action"', '"bad_format" : "wrong_type", "$.action"'],
  ["the type goes before the action", "oracle.mjs", "if (type) return", 'if (type && !first("action")) return'],
  ["a neighbour has no type", "oracle.mjs", 'if (first("eventType")) return', 'if (first("event_type")) return'],
  ["a gateway's texts", "oracle.mjs", 'first(key)?.json !== "string"', "!first(key)"],
  ["a literal repeat", "oracle.mjs", "field.twin.includes(other) === isTwin", "false"],
  ["a literal repeat where few keys count", "oracle.mjs", "if (times > 1)", "if (times > 2)"],
  ["twins are equal", "oracle.mjs", "if (field.twin && canonical", "if (false && canonical"],
  ["null is absent", "oracle.mjs", 'value.json === "null" && mark === "?"', 'value.json === "null" && mark === "N"'],
  ["an ignored key is reported", "oracle.mjs", "this.ignored.push(path);", ""],
  ["a path of a strange key", "oracle.mjs", "`[${JSON.stringify(key)}]`", "`.${key}`"],
  ["an unlisted value is reported", "oracle.mjs", "this.unknownValues.push({ path, value: canonical });", "{}"],
  ["the rest of an unknown event is its own", "oracle.mjs", "    this.ignored = [];\n", ""],
];

const cases = await asked();
for (const { bytes, rust, parsed } of cases) {
  if (isNoticed(judge, bytes, rust, parsed)) throw new Error("the oracle disagrees before it is broken: node differential/run.mjs");
}
const missed = [];
for (const [at, [rule, file, text, broken]] of MUTANTS.entries()) {
  const patched = await oracle(at, file, text, broken, rule);
  if (!cases.some(({ bytes, rust, parsed }) => isNoticed(patched, bytes, rust, parsed))) missed.push(rule);
}
console.log(`differential: ${MUTANTS.length} rules of the oracle broken in turn, ${MUTANTS.length - missed.length} noticed within ${FRAMES.toLocaleString("en-US")} frames`);
for (const rule of missed) console.error(`nobody misses the rule: ${rule}`);
process.exitCode = missed.length > 0 ? 1 : 0;

async function asked() {
  const rust = new Rust();
  const frames = Array.from({ length: FRAMES }, (_, index) => generate(SEED, index).bytes);
  const said = await rust.judge(frames);
  rust.end();
  return frames.map((bytes, at) => ({ bytes, rust: said[at], parsed: typescript(bytes, false) }));
}

function isNoticed(by, bytes, rust, parsed) {
  const said = by(bytes);
  return differences(said.text, rust, bytes).length > 0 || differences(said.parsed, parsed, bytes).length > 0;
}

/** A copy of the oracle in which one rule is broken. */
async function oracle(at, file, text, broken, rule) {
  const folder = new URL(`../../../target/consumers/differential/${at}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const name of FILES) {
    const source = readFileSync(new URL(name, import.meta.url), "utf8");
    if (name === file && source.split(text).length !== 2) throw new Error(`\`${text}\` does not stand once in ${file}: ${rule}`);
    writeFileSync(new URL(name, folder), name === file ? source.replace(text, () => broken) : source);
  }
  return (await import(new URL("oracle.mjs", folder))).judge;
}
