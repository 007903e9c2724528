// The JavaScript of docs/publishing.md, as it stands: it lets every example of an event through, and has
// one error for each key that is missing, where the whole bundle has many.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import addFormats from "ajv-formats";
import Ajv2020 from "ajv/dist/2020.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));
const { resolve } = createRequire(import.meta.url);

// The guide's paths are those of the checkout; its packages are those of this folder.
process.chdir(root);
const [, guide] = /^```js\n(.*?)^```$/ms.exec(readFileSync("docs/publishing.md", "utf8"));
const here = (_, name) => `from ${JSON.stringify(pathToFileURL(resolve(name)).href)}`;
const out = join(root, "target/consumers");
mkdirSync(out, { recursive: true });
const module = join(out, "publishing.mjs");
writeFileSync(module, guide.replace(/from "(ajv[^"]*)"/g, here));
const { publishable } = await import(pathToFileURL(module).href);

const ajv = new Ajv2020({ allErrors: true });
addFormats(ajv);
const whole = ajv.compile(read("schema/protocol.strict.schema.json"));

/** The lines of what is wrong with a frame. */
function faults(frame) {
  try {
    publishable(frame);
    return [];
  } catch (error) {
    return error.message.split("; ");
  }
}

const { events } = read("schema/meta.json");
const folder = "tests/fixtures/events";
const tally = { passed: 0, missing: 0, of: 0 };
for (const { type } of events) {
  const names = readdirSync(folder).filter((name) => name.replace(/\.json$/, "").split("--")[0] === type);
  assert.ok(names.length > 0, `${type} has no fixture`);
  for (const name of names.filter((name) => !name.includes("--unknown-"))) {
    const frame = read(join(folder, name));
    assert.deepEqual(faults(frame), [], name);
    tally.passed += 1;
    const payload = read("schema/protocol.strict.schema.json").$defs[payloadOf(type)];
    for (const key of payload?.required ?? []) {
      const { [key]: gone, ...data } = frame.data;
      assert.notEqual(gone, undefined, `${name}: ${key}`);
      const told = faults({ ...frame, data });
      assert.deepEqual(told, [`${frame.type}: at /data: must have required property '${key}'`], name);
      whole({ ...frame, data });
      tally.missing += 1;
      tally.of += whole.errors.length;
    }
  }
}

/** The name of the definition of an event's payload. */
function payloadOf(type) {
  return events.find((event) => event.type === type).name;
}

assert.ok(tally.passed >= events.length && tally.missing > 100, JSON.stringify(tally));
assert.deepEqual(faults({ type: "goal.renamed" }), ["no event has the type goal.renamed"]);
const error = { type: "billing.error", timestamp: "2025-11-03T14:30:00.000Z", data: { code: "NOT_FOUND" } };
assert.deepEqual(faults(error), []);
assert.deepEqual(faults({ ...error, data: {} }), ["billing.error: at /data: must have required property 'code'"]);
const long = { ...read(join(folder, "goal.created.json")) };
long.data = { ...long.data, description: "x".repeat(131_072) };
assert.match(faults(long)[0], /^the frame has 131\d{3} bytes, the protocol allows 131072$/);
const mean = Math.round(tally.of / tally.missing);
console.log(`docs/publishing.md: ${tally.passed} examples pass; of ${tally.missing} missing keys each is 1 error, in the whole bundle ${mean} on average`);
