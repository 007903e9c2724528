// What compilers, old and current, say of the mistakes that are made first: types/sentences.ts has one
// in each line that ends with a number, and here is what must be in its error. A misspelt event is
// answered with the list of events, which a compiler shortens unless it is told not to.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { EVENT_TYPES } from "../../bindings/esm/index.js";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

const names = EVENT_TYPES.map((type) => `"${type}"`);
const expected = {
  nowhere: ["'ConnectionOptions'", "Property 'url' is missing", "required in type 'AtUrl'"],
  elsewhere: [`'"production"' is not assignable to type`, "Stage"],
  on: [`'"goal.craeted"'`, ...names],
  hook: [`"goal.craeted"`, ...names],
  emit: [`'"goal.craeted"'`, ...names],
  Misspelt: [`'"goal.craeted"'`, ...names],
  constant: [`Did you mean '"goal.created"'?`, ...names],
  part: ["'titel'", "Did you mean to write 'title'?"],
};

const project = mkdtempSync(join(here, "node_modules", ".sentences-"));
let failures = 0;
try {
  mkdirSync(join(project, "node_modules/@purposepath"), { recursive: true });
  symlinkSync(join(here, "../../bindings"), join(project, "node_modules/@purposepath/realtime"));
  writeFileSync(join(project, "package.json"), '{ "type": "module" }\n');
  copyFileSync(join(here, "types/sentences.ts"), join(project, "sentences.ts"));
  for (const [compiler, moduleResolution] of [["typescript-4.9", "node"], ["typescript-5.0", "bundler"], ["typescript", "bundler"]]) {
    const manifest = require.resolve(`${compiler}/package.json`);
    const { bin, version } = require(manifest);
    const said = (noErrorTruncation) => {
      const compilerOptions = { module: "es2020", moduleResolution, target: "es2020", lib: ["es2020"], strict: true, preserveSymlinks: true, noEmit: true, types: [], noErrorTruncation };
      writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["sentences.ts"] }));
      const { stdout } = spawnSync(process.execPath, [join(dirname(manifest), bin.tsc), "-p", project, "--pretty", "false"], { cwd: project, encoding: "utf8" });
      return stdout.split(/^(?=sentences\.ts)/m);
    };
    const report = (name, fault) => {
      if (fault) failures += 1;
      console.log(`TypeScript ${version}, ${name}: ${fault || "as expected"}`);
    };
    const whole = said(true);
    const lines = readFileSync(join(project, "sentences.ts"), "utf8").split("\n");
    for (const [name, parts] of Object.entries(expected)) {
      const line = lines.findIndex((text) => text.endsWith(`// ${name}`)) + 1;
      const error = whole.find((text) => text.startsWith(`sentences.ts(${line},`)) ?? "no error";
      const missing = parts.filter((part) => !error.includes(part));
      report(name, missing.length > 0 && `${missing.join(", ")} is not in: ${error}`);
    }
    const others = whole.filter((text) => text && !Object.keys(expected).some((name) => lines[/\((\d+)/.exec(text)[1] - 1].endsWith(`// ${name}`)));
    report("nothing else", others.join(""));
    // Nobody sets that option: what is left of the list has to be of use.
    const short = said(false).find((text) => text.startsWith(`sentences.ts(${lines.findIndex((text) => text.endsWith("// on")) + 1},`)) ?? "";
    report("a shortened list", names.filter((name) => short.includes(name)).length < 8 && short);
  }
} finally {
  rmSync(project, { recursive: true });
}
process.exitCode = failures === 0 ? 0 : 1;
