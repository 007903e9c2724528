// Every file with a `$schema` compiles in Ajv's strict mode, and every fixture and file of vectors is
// valid under those that it is for.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));
const files = (folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".json"))
    .map((name) => `${folder}/${name}`);

let failures = 0;
/** A check, once the schema is compiled. */
function compile(path) {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  addFormats(ajv);
  const validate = ajv.compile(read(path));
  return (value, subject, valid = true) => {
    if (validate(value) !== valid) {
      failures += 1;
      console.error(`${path}: ${subject}: expected ${valid ? "valid" : "invalid"}`, validate.errors?.slice(0, 3));
    }
  };
}

// What is no JSON Schema, and who checks it.
const released = files("schema/released");
const definitions = ["schema/meta.json", ...released];
const others = { "schema/asyncapi.json": "asyncapi.mjs", "schema/meta.json": "equality.mjs" };
const requirements = files("schema/conformance");
for (const path of [...released, ...requirements]) others[path] = "schemas.mjs";
let compiled = 0;
for (const path of readdirSync(join(root, "schema"), { recursive: true }).map((name) => `schema/${name}`)) {
  if (!path.endsWith(".json")) continue;
  const isSchema = "$schema" in read(path);
  if (isSchema === path in others) {
    failures += 1;
    console.error(`${path}: a JSON Schema has a \`$schema\`, whatever else is named with its check in schemas.mjs`);
  }
  if (isSchema) {
    compile(path);
    compiled += 1;
  }
}

const definition = compile("schema/meta.schema.json");
for (const path of definitions) definition(read(path), path);
definition({ ...read("schema/meta.json"), events: "none" }, "events that are no list", false);

const conformance = compile("schema/conformance.schema.json");
for (const path of requirements) conformance(read(path), path);
conformance({ ...read(requirements[0]), vectors: 5 }, "vectors that are no list", false);

const tolerant = compile("schema/protocol.schema.json");
const strict = compile("schema/protocol.strict.schema.json");
let checked = 0;
for (const folder of ["events", "commands"]) {
  for (const schema of files(`schema/${folder}`)) {
    const check = compile(schema);
    const subject = schema.split("/").pop().replace(/\.json$/, "");
    for (const path of files(`tests/fixtures/${folder}`)) {
      const name = path.split("/").pop().replace(/\.json$/, "");
      if (name.split("--")[0] !== subject) continue;
      const frame = read(path);
      check(frame, path);
      tolerant(frame, path);
      // A value of tomorrow is for readers only.
      strict(frame, path, !name.includes("--unknown-"));
      strict({ ...frame, surplus: 1 }, `${path} with a surplus key`, false);
      checked += 1;
    }
  }
}
for (const schema of files("schema/vectors")) {
  const check = compile(schema);
  const folder = schema.split("/").pop().replace(/\.json$/, "");
  for (const path of files(`tests/fixtures/${folder}`)) {
    check(read(path), path);
    checked += 1;
  }
}
tolerant({ type: "goal.renamed", timestamp: "2025-11-03T14:30:00.000Z", data: 5 }, "an unknown event");
tolerant({ eventType: 7, data: null }, "a neighbour");
tolerant({ type: "goal.created", timestamp: "2025-11-03T14:30:00.000Z" }, "no data", false);
strict({ type: "goal.renamed", timestamp: "2025-11-03T14:30:00.000Z" }, "an unknown event", false);

// Validators that take `format` for a remark, as the dialect has it, refuse wrong days and times too.
const action = read("tests/fixtures/events/action.created.json");
for (const path of ["schema/protocol.schema.json", "schema/protocol.strict.schema.json"]) {
  const validate = new Ajv2020({ strict: true, validateFormats: false }).compile(read(path));
  const wrong = [
    ...["tomorrow", "", "08/03/2026", "2026-02-30", "2026-04-31"].map((dueDate) => ({ ...action, data: { ...action.data, dueDate } })),
    ...["2026-99-99T99:99:99.000Z", "2026-01-01T23:59:60.000Z", "2026-01-01 00:00:00.000Z", "2026-01-01T00:00:00.000z", "2026-01-01T00:00:00.000+0100", "2026-01-01T00:00:00.0000000000Z"].map((timestamp) => ({ ...action, timestamp })),
  ];
  for (const frame of [action, ...wrong]) {
    if (validate(frame) === wrong.includes(frame)) {
      failures += 1;
      console.error(`${path}, formats as remarks: ${frame.timestamp}, ${frame.data.dueDate}`);
    }
  }
}
console.log(`${compiled} schemas compiled in strict mode, ${checked} fixtures checked`);
if (checked === 0) failures += 1;
process.exitCode = failures === 0 ? 0 : 1;
