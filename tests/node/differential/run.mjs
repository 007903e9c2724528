// Rust and TypeScript against an oracle that shares nothing with them.
//
//   node differential/run.mjs [--frames 50000] [--seed 12] [--python 500] [--only NUMBER]
//
// Each frame is made from the seed and its number alone, so `--only` shows one again. Prints how often
// each change, each verdict and each event came up; fails on a disagreement, and where one never did.
import { parseArgs } from "node:util";
import { readFileSync } from "node:fs";
import { contradictions, differences } from "./compare.mjs";
import { EVENTS, FAULTS, OLD_TYPES } from "./facts.mjs";
import { CHANGES, generate } from "./generate.mjs";
import { judge } from "./oracle.mjs";
import { Rust, typescript } from "./readers.mjs";
import { Schemas } from "./schemas.mjs";

const text = (value) => ({ type: "string", default: value });
const { values } = parseArgs({ options: { frames: text("50000"), seed: text("12"), python: text("500"), only: { type: "string" } } });
const [frames, seed] = [values.frames, values.seed].map(Number);
const BATCH = 2000;
const SHOWN = 20;

const count = (map, name) => map.set(name, (map.get(name) ?? 0) + 1);
const changes = new Map(CHANGES.map((name) => [name, 0]));
const verdicts = new Map(["unknown", "command", "gateway", ...Object.keys(EVENTS).map((type) => `event ${type}`), "event <area>.error", ...FAULTS.map((code) => `invalid ${code}`)].map((name) => [name, 0]));
let byRepeat = 0;
let severalFaults = 0;
let otherFault = 0;
let wrong = 0;

const schemas = new Schemas(Number(values.python));
const rust = new Rust();
const first = values.only === undefined ? 0 : Number(values.only);
const end = values.only === undefined ? frames : first + 1;
for (let from = first; from < end; from += BATCH) {
  const batch = Array.from({ length: Math.min(BATCH, end - from) }, (_, at) => ({ index: from + at, ...generate(seed, from + at) }));
  const answers = await rust.judge(batch.map(({ bytes }) => bytes));
  for (const [at, made] of batch.entries()) hold(made, answers[at]);
}
rust.end();

function hold({ index, bytes, changes: done, told }, byRust) {
  const { text, parsed } = judge(bytes);
  const byTypescript = typescript(bytes, index % 8 === 0);
  for (const change of done) count(changes, change);
  const name = text.verdict === "event" ? `event ${Object.hasOwn(EVENTS, text.type) ? text.type : "<area>.error"}` : text.verdict;
  for (const it of text.verdict === "invalid" ? new Set(text.faults.map(({ code }) => `invalid ${code}`)) : [name]) count(verdicts, it);
  if (text !== parsed) byRepeat += 1;
  if (text.faults?.length > 1) {
    severalFaults += 1;
    if (text === parsed && byRust.error?.path !== byTypescript.error?.path) otherFault += 1;
  }
  const found = [
    ...differences(text, byRust, bytes).map((it) => `Rust       ${it}`),
    ...differences(parsed, byTypescript, bytes).map((it) => `TypeScript ${it}`),
    ...(text === parsed ? schemas.differences(bytes, text).map((it) => `Ajv        ${it}`) : []),
    ...(told ? [...contradictions(told.readers, text), ...contradictions(told.parsers, parsed)] : []),
  ];
  if (values.only !== undefined) console.log({ changes: done, frame: shown(bytes), oracle: text, parsed: parsed === text ? "the same" : parsed, rust: byRust, typescript: byTypescript });
  if (found.length === 0) return;
  wrong += 1;
  if (wrong > SHOWN) return;
  console.error(`\n--seed ${seed} --only ${index} (${done.join(", ")}): ${shown(bytes)}\n  ${found.join("\n  ")}`);
}

function shown(bytes) {
  const text = bytes.toString();
  return text.length > 600 ? `${text.slice(0, 600)}… (${bytes.length} bytes)` : text;
}

if (values.only === undefined) report();
process.exitCode ||= wrong > 0 ? 1 : 0;

function report() {
  const said = (number) => number.toLocaleString("en-US");
  const lines = (map) => [...map].map(([name, times]) => `  ${said(times).padStart(9)}  ${name}`).join("\n");
  console.log(`changes\n${lines(changes)}\nverdicts\n${lines(verdicts)}`);
  console.log(
    `differential: ${said(frames)} frames of seed ${seed}, ${said(wrong)} disagreements; ${said(byRepeat)} with a literal repeat, ` +
      `where \`JSON.parse\` may say something else; of ${said(severalFaults)} with several faults Rust and TypeScript name another one in ${said(otherFault)}`,
  );
  console.log(`Ajv: ${said(schemas.canonical)} canonical frames, ${said(schemas.refused)} refused for what a schema can say`);
  console.log(`${Math.round(process.resourceUsage().maxRSS / 1024)} MiB at most`);
  schemas.inPython();
  const never = [...changes, ...verdicts].filter(([, times]) => times === 0).map(([name]) => name);
  const meta = JSON.parse(readFileSync(new URL("../../../schema/meta.json", import.meta.url), "utf8"));
  const strange = meta.events.filter(({ type, aliases }) => !Object.hasOwn(EVENTS, type) || aliases.some((it) => OLD_TYPES[it] !== type));
  for (const name of never) console.error(`never came up: ${name}`);
  for (const { type } of strange) console.error(`the oracle does not know \`${type}\` and its old names: write them into tests/node/differential/facts.mjs, from the protocol's own text`);
  if (never.length + strange.length > 0) process.exitCode = 1;
}
