// The interpreter of the connection's table in TypeScript: replays the vectors, then leaves out each
// row of the table, which a vector has to notice, then lives random lives.
//
//   node src/runtime/connection/tests/machine.mjs [FOLDER [RECORD]]
//
// FOLDER holds the package (bindings/). Prints the counts and what fails, and exits with 1 if
// anything does. Whoever asks for the time or for a random number fails. Some of the lives are
// written to the file RECORD as vectors, for another interpreter to replay.

import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { liveRandomly } from "./invariants.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** The random number of a step that names none. */
const HALF = 2 ** 31;
const folder = resolve(process.argv[2] ?? here("../../../../bindings"));
const load = (folder) => import(pathToFileURL(join(folder, "esm/connection.js")));
const count = (number) => number.toLocaleString("en-US");

Date.now = Math.random = performance.now = () => {
  throw new Error("the interpreter asks for the time or for a random number");
};

const vectors = readVectors();
const connection = await load(folder);
const failures = [...vectors.values()].flatMap((vector) => replay(connection, vector) ?? []);
const steps = [...vectors.values()].reduce((sum, vector) => sum + vector.steps.length, 0);
for (const failure of failures.slice(0, 20)) console.log(failure);
console.log(`vectors: ${count(vectors.size)} replayed, ${count(steps)} steps, ${failures.length} fail`);

const unnoticed = await leaveOutEachRow();
for (const row of unnoticed) console.log(`  no vector misses the row ${row}`);
const rows = connection.TABLE.filter(isRow).length;
console.log(`table: ${rows} rows, each left out in turn, ${rows - unnoticed.length} missed by a vector`);

const lives = liveRandomly(connection);
if (process.argv[3]) {
  const about = "Random lives, as TypeScript lived them.";
  writeFileSync(process.argv[3], JSON.stringify({ about, vectors: lives.recorded }));
}
for (const violation of lives.violations.slice(0, 20)) console.log(violation);
console.log(
  `invariants: ${count(lives.steps)} random steps in ${lives.lives} lives (seeds ${lives.seeds}), ` +
    `${count(lives.changes)} of them changed something, ${lives.violations.length} violations of 8 invariants`,
);
process.exitCode = failures.length + unnoticed.length + lives.violations.length > 0 ? 1 : 0;

/** Whether a line of the table is a row; the others are headings. */
function isRow(line) {
  return line.includes(" ");
}

/** Every vector by its name. */
function readVectors() {
  const vectors = new Map();
  const folder = here("../../../../tests/fixtures/connection");
  for (const file of readdirSync(folder).sort()) {
    for (const vector of JSON.parse(readFileSync(join(folder, file), "utf8")).vectors) {
      vectors.set(vector.name, { ...vector, file });
    }
  }
  return vectors;
}

/** The state at the beginning of a vector. */
function begin({ initialState, step }, vector) {
  if (vector.after === undefined) return initialState(vector.authentication);
  const before = vectors.get(vector.after);
  let state = begin({ initialState, step }, before);
  for (const { at, input, random } of before.steps) {
    state = step(state, input, at, random ?? HALF).state;
  }
  return state;
}

/** Where the interpreter differs from a vector, as text. */
function replay(connection, vector) {
  let state = begin(connection, vector);
  for (const [index, expected] of vector.steps.entries()) {
    const { at, input, random } = expected;
    const next = connection.step(state, input, at, random ?? HALF);
    state = next.state;
    const found = { state: state.state, status: state.snapshot.status, effects: next.effects };
    const { status, effects } = expected;
    if (!isDeepStrictEqual(found, { state: expected.state, status, effects })) {
      return `${vector.file}: ${vector.name}: step ${index}\n  expected: ${JSON.stringify(expected)}\n     found: ${JSON.stringify(found)}`;
    }
  }
  return undefined;
}

/** The rows without which every vector is still replayed. */
async function leaveOutEachRow() {
  const copy = mkdtempSync(join(tmpdir(), "machine-"));
  try {
    const modules = "esm/connection";
    const text = (name) => readFileSync(join(folder, modules, name), "utf8");
    const table = text("table.js");
    const machine = text("machine.js");
    cpSync(folder, copy, { recursive: true, filter: (path) => !path.includes("node_modules") });
    const unnoticed = [];
    const lines = table.split("\n");
    const first = lines.indexOf("export const TABLE = [") + 1;
    for (const [index, row] of connection.TABLE.entries()) {
      if (!isRow(row)) continue;
      writeFileSync(join(copy, modules, `table${index}.js`), lines.filter((_, at) => at !== first + index).join("\n"));
      const patched = machine.replace("./table.js", `./table${index}.js`);
      writeFileSync(join(copy, modules, `machine${index}.js`), patched);
      const without = await import(pathToFileURL(join(copy, modules, `machine${index}.js`)));
      const misses = [...vectors.values()].some((vector) => replay(without, vector) !== undefined);
      if (!misses) unnoticed.push(`${index}: ${row}`);
    }
    return unnoticed;
  } finally {
    rmSync(copy, { recursive: true });
  }
}
