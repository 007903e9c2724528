// Every schema compiles in Ajv's strict mode, and every fixture and file of vectors is valid under
// those that it is for.
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

const tolerant = compile("schema/protocol.schema.json");
const strict = compile("schema/protocol.strict.schema.json");
let compiled = 2;
let checked = 0;
for (const folder of ["events", "commands"]) {
  for (const schema of files(`schema/${folder}`)) {
    const check = compile(schema);
    compiled += 1;
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
for (const folder of ["codec", "connection"]) {
  const check = compile(`schema/vectors/${folder}.json`);
  compiled += 1;
  for (const path of files(`tests/fixtures/${folder}`)) {
    check(read(path), path);
    checked += 1;
  }
}
tolerant({ type: "goal.renamed", timestamp: "2025-11-03T14:30:00.000Z", data: 5 }, "an unknown event");
tolerant({ eventType: 7, data: null }, "a neighbour");
tolerant({ type: "goal.created", timestamp: "2025-11-03T14:30:00.000Z" }, "no data", false);
strict({ type: "goal.renamed", timestamp: "2025-11-03T14:30:00.000Z" }, "an unknown event", false);
console.log(`${compiled} schemas compiled in strict mode, ${checked} fixtures checked`);
if (checked === 0) failures += 1;
process.exitCode = failures === 0 ? 0 : 1;
