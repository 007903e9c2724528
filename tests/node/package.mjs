// The packed package, judged by tools that nobody here wrote: publint and "are the types wrong" over
// the tarball, and over that of the command, no finding but those listed here with their reasons; then Bun imports what a stranger
// would get. Leaves the tarball at target/consumers/realtime.tgz for projects.mjs.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const here = dirname(fileURLToPath(import.meta.url));
const bindings = join(here, "../../bindings");
const out = join(here, "../../target/consumers");
const tarball = join(out, "realtime.tgz");

// Findings that stay, by code, with the reason.
const accepted = {
  publint: {
    USE_ENGINES_NODE: "the package is for browsers first and calls nothing of Node.js; any version with ES modules reads it",
  },
  types: {},
  files: {},
  bun: {},
  node: {},
};

mkdirSync(out, { recursive: true });
const [packed] = JSON.parse(execFileSync("npm", ["pack", "--json", "--pack-destination", out], { cwd: bindings, encoding: "utf8" }));
renameSync(join(out, packed.filename), tarball);

let findings = 0;
const report = (tool, code, text) => {
  if (accepted[tool][code]) return console.log(`${tool}: ${code}: accepted: ${accepted[tool][code]}`);
  findings += 1;
  console.error(`${tool}: ${code}: ${text}`);
};

async function judge(file) {
  const data = readFileSync(file);
  const buffer = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball: buffer }, level: "suggestion", strict: true });
  for (const message of messages) report("publint", message.code, formatMessage(message, pkg, { color: false }));

  const { types, problems } = await checkPackage(createPackageFromTarballData(new Uint8Array(buffer)));
  if (!types) report("types", "none", "the package has no types");
  for (const problem of problems ?? []) report("types", problem.kind, JSON.stringify(problem));
  console.log(`publint, attw: ${pkg.name}, ${data.length} bytes packed, ${findings} findings`);
}

await judge(tarball);
await judge(execFileSync(process.execPath, [join(here, "../../packaging/pack.mjs"), "--out", out], { encoding: "utf8" }).trim());

// What a licence asks for, and every schema, is in the tarball; what only tests of readers and the next
// release look at is not.
const OF_THE_REPOSITORY = ["schema/conformance", "schema/vectors/", "schema/released/"];
const schemas = readdirSync(join(here, "../../schema"), { recursive: true })
  .map((path) => `schema/${path.replaceAll("\\", "/")}`)
  .filter((path) => path.endsWith(".json") && !OF_THE_REPOSITORY.some((folder) => path.startsWith(folder)));
if (!schemas.includes("schema/meta.json")) report("files", "schema", "schema/ has no meta.json");
const paths = packed.files.map(({ path }) => path);
for (const path of ["LICENSE-APACHE", "LICENSE-MIT", ...schemas]) {
  if (!paths.includes(path)) report("files", "missing", `${path} is not in the tarball: see src/codegen/package.rs`);
}

// Bun's launcher is put in place by an install script; its binary is a package of its own.
const require = createRequire(import.meta.url);
const manifest = require("bun/package.json");
const platform = Object.keys(manifest.optionalDependencies).find((name) => {
  try {
    return require.resolve(`${name}/package.json`);
  } catch {
    return false;
  }
});
if (!platform) throw new Error("Bun's binary is missing: npm --prefix tests/node ci --include=optional");
const bun = join(dirname(require.resolve(`${platform}/package.json`)), "bin", process.platform === "win32" ? "bun.exe" : "bun");

const project = join(out, "bun");
rmSync(project, { recursive: true, force: true });
const installed = join(project, "node_modules/@purposepath/realtime");
mkdirSync(installed, { recursive: true });
execFileSync("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
const decodes = `console.log(EVENT_TYPES.length, recoveryOf("FORBIDDEN").recovery, decode(encode(fixtures[EVENT_TYPES[0]])).message.type);\n`;
const names = "{ EVENT_TYPES, decode, encode, recoveryOf }";
writeFileSync(join(project, "esm.ts"), `import ${names} from "@purposepath/realtime";\nimport { fixtures } from "@purposepath/realtime/fixtures";\n${decodes}`);
writeFileSync(join(project, "common.cjs"), `const ${names} = require("@purposepath/realtime");\nconst { fixtures } = require("@purposepath/realtime/fixtures");\n${decodes}`);
const { events } = JSON.parse(readFileSync(join(here, "../../schema/meta.json"), "utf8"));
const expected = `${events.length} show_and_stop ${events[0].type}`;
for (const file of ["esm.ts", "common.cjs"]) {
  const printed = execFileSync(bun, ["run", file], { cwd: project, encoding: "utf8" }).trim();
  if (printed !== expected) report("bun", "output", `${file} printed ${printed}, expected ${expected}`);
}
// Node imports a schema by its subpath, and requires it.
const schema = "@purposepath/realtime/schema/events/goal.created.json";
writeFileSync(join(project, "schema.mjs"), `import { createRequire } from "node:module";\nimport { readFileSync } from "node:fs";\nimport { fileURLToPath } from "node:url";\nconst required = createRequire(import.meta.url)("${schema}");\nconst read = JSON.parse(readFileSync(fileURLToPath(import.meta.resolve("${schema}")), "utf8"));\nconsole.log(required.title, read.title);\n`);
const titles = execFileSync(process.execPath, ["schema.mjs"], { cwd: project, encoding: "utf8" }).trim();
if (titles !== "GoalCreatedMessage GoalCreatedMessage") report("node", "schema", `schema.mjs printed ${titles}`);

console.log(`Bun ${manifest.version}: imports and requires the package, ${expected}`);
process.exitCode = findings === 0 ? 0 : 1;
