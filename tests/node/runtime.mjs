// The runtime that is written by hand, src/runtime: its JSDoc types hold under `tsc --checkJs`, with
// nothing of the browser or of Node.js in scope, and each module is what its declarations say. A
// declaration that promises something else has to be noticed.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const runtime = join(root, "src/runtime");
const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
const tsc = join(dirname(manifest), "bin/tsc");

/** What the compiler finds wrong with a project; nothing if all is well. */
function check(project) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, "-p", project, "--pretty", "false"], { cwd: root, encoding: "utf8" });
  return status === 0 ? "" : stdout + stderr || "the compiler did not run";
}

let failures = 0;
const report = (what, faults) => {
  if (faults) failures += 1;
  console.log(`${what}: ${faults ? `faults\n${faults}` : "as it must be"}`);
};

report("tsc --checkJs of src/runtime", check(runtime));

// The parameters of a function are compared both ways: of a state, a program outside sees a part.
const loosely = `type Loosely<Module> = {
  [Name in keyof Module]: Module[Name] extends (...values: infer Values) => infer Result
    ? { of(...values: Values): Result }["of"]
    : Module[Name];
};
`;

const modules = readdirSync(join(runtime, "declarations"), { recursive: true })
  .filter((path) => path.endsWith(".d.ts"))
  .map((path) => path.slice(0, -".d.ts".length))
  .filter((module) => existsSync(join(runtime, `${module}.js`)));

const project = mkdtempSync(join(here, "node_modules", ".runtime-"));
try {
  // Where the declarations of the package stand, so that one of them can be changed.
  const declarations = join(project, "declarations");
  const { compilerOptions } = JSON.parse(readFileSync(join(runtime, "tsconfig.json"), "utf8").replace(/^\s*\/\/.*$/gm, ""));
  const rootDirs = [runtime, declarations, join(root, "bindings/esm")];
  const ties = modules.map((module, at) =>
    [
      `import * as program${at} from ${JSON.stringify(join(runtime, `${module}.js`))};`,
      `import type * as declared${at} from "./declarations/${module}.js";`,
      `export const tie${at}: Loosely<typeof declared${at}> = program${at};\n`,
    ].join("\n"),
  );
  const paths = { react: [join(here, "node_modules/@types/react")] };
  writeFileSync(join(project, "ties.ts"), loosely + ties.join(""));
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...compilerOptions, rootDirs, paths }, files: ["ties.ts"] }));

  const tie = (edit) => {
    rmSync(declarations, { recursive: true, force: true });
    cpSync(join(runtime, "declarations"), declarations, { recursive: true });
    if (edit) {
      const [module, from, to] = edit;
      const path = join(declarations, `${module}.d.ts`);
      const text = readFileSync(path, "utf8");
      if (!text.includes(from)) throw new Error(`${module}.d.ts does not say ${from}: adapt this test`);
      writeFileSync(path, text.replace(from, to));
    }
    return check(project);
  };
  report(`${modules.length} modules, each against its declarations`, modules.length > 0 ? tie() : "there are none");
  for (const edit of [
    ["codec/decode", "): Decoded;", "): string;"],
    ["codec/encode", "): string;", "): number;"],
    ["connection/endpoint", "): string;", "): number;"],
    ["connection/machine", "readonly state: State;", "readonly state: \"ready\";"],
    ["connection/shell", "readonly getSnapshot: () => ConnectionSnapshot;", "readonly getSnapshot: () => string;"],
    ["connection/shell", "onAny(handler: (message: ServerMessage,", "onAny(handler: (message: number,"],
    ["react/provider", "(): RealtimeConnection | null;", "(): RealtimeConnection;"],
    ["react/event", "handler: RealtimeEventHandler<Type>,", "handler: (data: number) => string,"],
    ["react/goals", "readonly GoalActivity[];", "readonly string[];"],
    ["connection/shell", "tokenChanged(): void;", "tokenChanged(token: string): Promise<void>;"],
  ]) {
    const isNoticed = tie(edit).includes("ties.ts");
    report(`${edit[0]} declared with \`${edit[2]}\` is noticed`, isNoticed ? "" : "it is not");
  }
} finally {
  rmSync(project, { recursive: true });
}
process.exitCode = failures === 0 ? 0 : 1;
