// typia writes its checks from TypeScript types, in a transformer of the compiler: here from types that are
// written from the same table, compiled and bundled before anything is timed.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { events, isDay, root } from "../events.mjs";

// In a folder of its own, with a TypeScript that it works in.
const home = new URL("../typia/", import.meta.url);
const require = createRequire(new URL("package.json", home));
const ts = require("typescript");
const { default: transform } = require("typia/lib/transform");
const { dependencies } = JSON.parse(readFileSync(new URL("package.json", home), "utf8"));

export const name = `typia ${dependencies.typia}, compiled`;

const tag = (name, value) => `string & tags.${name}<${value}>`;
const range = (min, max) => ["number", ...(min === undefined ? [] : [`tags.Minimum<${min}>`]), ...(max === undefined ? [] : [`tags.Maximum<${max}>`])].join(" & ");

const types = events({
  text: "string",
  filled: tag("MinLength", 1),
  dateTime: `${tag("Format", '"date-time"')} & Day`,
  date: `${tag("Format", '"date"')} & Day`,
  boolean: "boolean",
  number: range,
  integer: `number & tags.Type<"int64"> & tags.Minimum<0> & tags.Maximum<${Number.MAX_SAFE_INTEGER}>`,
  list: (of) => `Array<${of}>`,
  literal: (text) => JSON.stringify(text),
  object: (keys) => `{ ${Object.entries(keys).map(([key, it]) => (it.optional ? `${key}?: ${it.optional}` : `${key}: ${it}`)).join("; ")} }`,
  optional: (type) => ({ optional: type }),
  nullable: (type) => `(${type}) | null`,
});

const source = `import typia, { tags } from "typia";
// Formats let the 30th of February pass.
type Day = tags.TagBase<{ target: "string"; kind: "day"; value: undefined; validate: "globalThis.isDay($input)" }>;
export const checks = new Map<string, (frame: unknown) => boolean>([
${[...types].map(([type, of]) => `  [${JSON.stringify(type)}, typia.createIs<${of}>()],`).join("\n")}
]);
`;

const folder = new URL("target/consumers/bench/", root);
mkdirSync(folder, { recursive: true });
const file = (name) => fileURLToPath(new URL(name, folder));
writeFileSync(file("typia.ts"), source);
const options = {
  strict: true,
  skipLibCheck: true,
  types: [],
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  paths: { typia: [require.resolve("typia").replace(/\.js$/, ".d.ts")] },
};
const program = ts.createProgram([file("typia.ts")], options);
const diagnostics = [...ts.getPreEmitDiagnostics(program)];
const extras = { addDiagnostic: (diagnostic) => diagnostics.push(diagnostic) };
program.emit(undefined, undefined, undefined, false, { before: [transform(program, { finite: true }, extras)] });
if (diagnostics.length > 0) throw new Error(ts.formatDiagnostics(diagnostics, { getCanonicalFileName: (it) => it, getCurrentDirectory: () => "", getNewLine: () => "\n" }));
buildSync({ entryPoints: [file("typia.js")], outfile: file("typia.mjs"), bundle: true, format: "esm", minify: true, nodePaths: [fileURLToPath(new URL("node_modules", home)), fileURLToPath(new URL("../../node_modules", import.meta.url))] });
globalThis.isDay = isDay;
const { checks } = await import(file("typia.mjs"));

export const accept = (text) => {
  const frame = JSON.parse(text);
  const check = checks.get(frame.type);
  return check !== undefined && check(frame);
};
