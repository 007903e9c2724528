// The TypeScript declarations and the JSON Schema say the same, although different libraries derive
// them: json-schema-to-typescript turns each bundle into types, and tsc compares them with those of
// the package, literally. What is compared comes from schema/meta.json; a type of the bundle that
// is neither compared nor listed in `elsewhere` is a failure. Three deliberate mutations of the
// strict bundle prove that each comparison can fail.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));
const meta = read("schema/meta.json");
const strict = read("schema/protocol.strict.schema.json");
const tolerant = read("schema/protocol.schema.json");

const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
const tsc = join(dirname(manifest), JSON.parse(readFileSync(manifest, "utf8")).bin.tsc);

// Keys that only one side can have: a decoder adds `area` and answers with the type `error`; the
// `data` of a ping carries nothing, so that it is compared with nothing.
const notCompared = { error: ["area", "type"], ping: ["data"] };
// Unions of what is compared one by one, and what stands for frames that are not this protocol's.
const elsewhere = new Set(["Frame", "ServerMessage", "Command", "UnknownEvent", "Neighbour", "Timestamp", "CalendarDate"]);

// The one thing that the schema says by a name only: a text that identifies something. The name
// becomes the brand.
const isId = (schema) => schema.type === "string" && schema.minLength === 1 && !schema.enum && /Id$/.test(schema.title);
const types = (bundle) => {
  const schema = structuredClone(bundle);
  for (const definition of Object.values(schema.$defs)) {
    if (isId(definition)) {
      definition.tsType = `import("@purposepath/realtime").Branded<${JSON.stringify(definition.title)}>`;
    }
  }
  return compile(schema, "Frame", { additionalProperties: false, bannerComment: "", format: false, unreachableDefinitions: true });
};

// What is compared: a name, the schema's type, the package's type.
const literals = (values) => values.map((value) => JSON.stringify(value)).join(" | ");
const without = (type, keys) => (keys ? `Omit<${type}, ${literals(keys)}>` : type);
const comparisons = [];
for (const { name, type, keys } of meta.events) {
  const except = notCompared[type];
  if (keys.length > 0) comparisons.push([name, `Schema.${name}`, `Package.${name}`]);
  comparisons.push([
    `${name}Message`,
    without(`Schema.${name}Message`, except),
    without(`Package.MessageOf<${JSON.stringify(type)}>`, except),
  ]);
}
for (const { name } of [...meta.commands, { name: "GatewayFault" }, ...meta.enumerations]) {
  comparisons.push([name, `Schema.${name}`, `Package.${name}`]);
}
// What no schema holds, against meta.json itself.
const listed = [
  ["EventType", meta.events.map(({ type }) => type), "Package.EventType"],
  ["ConnectionStatus", meta.statuses, "Package.ConnectionStatus"],
  ["Stage", Object.keys(meta.stages), "Package.Stage"],
  ...meta.enumerations.map(({ name, values }) => [`Known${name}`, values.map(({ value }) => value), `Package.Known${name}`]),
];

// A consumer's project with both sets of types; returns the names of the comparisons that fail.
async function compare(strict) {
  const project = mkdtempSync(join(here, "node_modules", ".equality-"));
  try {
    mkdirSync(join(project, "node_modules/@purposepath"), { recursive: true });
    symlinkSync(join(root, "bindings"), join(project, "node_modules/@purposepath/realtime"));
    writeFileSync(join(project, "package.json"), '{ "type": "module" }\n');
    copyFileSync(join(here, "types/wire.ts"), join(project, "wire.ts"));
    const checks = [];
    const check = (name, schema, type) => checks.push({ name, code: `export const _${checks.length}: Same<${schema}, ${type}> = true;` });
    for (const [helper, bundle] of [["Closed", strict], ["Open", tolerant]]) {
      const declarations = await types(bundle);
      writeFileSync(join(project, `${helper}.ts`), declarations);
      const compared = new Set(comparisons.map(([name]) => name));
      // A type that is referred to twice is one type.
      const copies = [...declarations.matchAll(/^export (?:type|interface) (\w+?)\d+\b/gm)].filter(([, name]) => name in bundle.$defs);
      if (copies.length > 0) throw new Error(`numbered copies: ${copies.map(([text]) => text).join(", ")}`);
      const forgotten = Object.keys(bundle.$defs).filter((name) => !compared.has(name) && !elsewhere.has(name) && !isId(bundle.$defs[name]));
      if (forgotten.length > 0) throw new Error(`compared with nothing: ${forgotten.join(", ")}`);
      for (const [name, schema, type] of comparisons) {
        check(`${name} (${helper})`, `${helper}<${schema.replaceAll("Schema.", `${helper}Schema.`)}>`, `${helper}<${type}>`);
      }
    }
    for (const [name, values, type] of listed) check(name, literals(values), type);
    const head = [
      'import type * as Package from "@purposepath/realtime";',
      'import type * as ClosedSchema from "./Closed.js";',
      'import type * as OpenSchema from "./Open.js";',
      'import type { Closed, Open, Same } from "./wire.js";',
    ];
    writeFileSync(join(project, "equality.ts"), [...head, ...checks.map(({ code }) => code), ""].join("\n"));
    const compilerOptions = {
      module: "node16",
      target: "es2022",
      strict: true,
      exactOptionalPropertyTypes: true,
      preserveSymlinks: true,
      noEmit: true,
      types: [],
    };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["equality.ts"] }));
    try {
      execFileSync(process.execPath, [tsc, "-p", project, "--pretty", "false"], { encoding: "utf8" });
      return { count: checks.length, failed: [] };
    } catch (error) {
      const failed = [];
      for (const line of error.stdout.split("\n").filter((text) => /error TS/.test(text))) {
        const at = /equality\.ts\((\d+),\d+\): error TS2322/.exec(line);
        if (!at) throw new Error(error.stdout);
        failed.push(checks[Number(at[1]) - head.length - 1].name);
      }
      if (failed.length === 0) throw error;
      return { count: checks.length, failed };
    }
  } finally {
    rmSync(project, { recursive: true });
  }
}

const { count, failed } = await compare(strict);
for (const name of failed) console.error(`${name}: the declarations and the schema differ`);
console.log(`${count} types compared, ${failed.length} differ`);
if (failed.length > 0) process.exit(1);

// Each mutation changes every definition of one sort; each of them has to be noticed.
const payloads = meta.events.filter(({ keys }) => keys.length > 0).map(({ name }) => name);
const mutations = [
  ["a required key made optional", payloads, (definition) => definition.required.shift()],
  ["a key renamed", payloads, ({ properties, required }) => {
    const key = Object.keys(properties)[0];
    properties[`${key}2`] = properties[key];
    delete properties[key];
    const at = required.indexOf(key);
    if (at >= 0) required[at] = `${key}2`;
  }],
  ["a value dropped", meta.enumerations.map(({ name }) => name), (definition) => definition.enum.pop()],
];
for (const [what, names, mutate] of mutations) {
  const mutant = structuredClone(strict);
  for (const name of names) mutate(mutant.$defs[name]);
  const noticed = new Set((await compare(mutant)).failed);
  const missed = names.filter((name) => !noticed.has(`${name} (Closed)`));
  console.log(`${what}: noticed in ${names.length - missed.length} of ${names.length}`);
  if (missed.length > 0) {
    console.error(`not noticed in ${missed.join(", ")}`);
    process.exitCode = 1;
  }
}
