// The declarations of the package under old and current TypeScript, with every resolution that a
// consumer may have. `refused.ts` proves that the types refuse what they should. React's types are read
// for the hooks only, and may be of 18 or 19.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const bindings = join(here, "../../bindings");
const require = createRequire(import.meta.url);

const compilers = [
  ["typescript-4.9", ["node", "node16"], ["types-react-18"]],
  ["typescript-5.0", ["node", "node16", "bundler"], ["types-react-18", "@types/react"]],
  ["typescript", ["node16", "bundler"], ["types-react-18", "@types/react"]],
];

function tsc(compiler) {
  const manifest = require.resolve(`${compiler}/package.json`);
  const { bin, version } = require(manifest);
  return { path: join(dirname(manifest), bin.tsc), version };
}

// A consumer's project, with the package installed as a link.
const project = mkdtempSync(join(here, "node_modules", ".types-"));
let failures = 0;
try {
  mkdirSync(join(project, "node_modules/@purposepath"), { recursive: true });
  symlinkSync(bindings, join(project, "node_modules/@purposepath/realtime"));
  mkdirSync(join(project, "node_modules/@types"));
  const installed = join(project, "node_modules/@types/react");
  writeFileSync(join(project, "package.json"), '{ "type": "module" }\n');
  const cases = [
    { lib: ["es2020"], files: ["accepted.ts", "refused.ts"] },
    // Only there an ES module can require another.
    { lib: ["es2020"], files: ["entries.ts"], only: "node16" },
    { lib: ["es2020", "dom"], files: ["browser.ts"] },
    { lib: ["es2020"], files: ["react.ts"], isReact: true },
  ];
  for (const file of cases.flatMap(({ files }) => files)) {
    copyFileSync(join(here, "types", file), join(project, file));
  }
  for (const [compiler, resolutions, ofReact] of compilers) {
    const { path, version } = tsc(compiler);
    for (const moduleResolution of resolutions) {
      const module = moduleResolution === "node16" ? "node16" : "es2020";
      const compilerOptions = {
        module,
        moduleResolution,
        target: "es2020",
        strict: true,
        exactOptionalPropertyTypes: true,
        isolatedModules: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        preserveSymlinks: true,
        noEmit: true,
        types: [],
      };
      const config = join(project, "tsconfig.json");
      for (const { lib, files, only, types } of cases.flatMap((it) => (it.isReact ? ofReact.map((types) => ({ ...it, types })) : it))) {
        if (only && only !== moduleResolution) continue;
        const react = types ? `, React's types ${require(`${types}/package.json`).version}` : "";
        const name = `TypeScript ${version}, ${moduleResolution}, ${lib.join(" and ")}${react}`;
        rmSync(installed, { force: true });
        if (types) symlinkSync(dirname(require.resolve(`${types}/package.json`)), installed);
        writeFileSync(config, JSON.stringify({ compilerOptions: { ...compilerOptions, lib }, files }));
        try {
          const read = execFileSync(process.execPath, [path, "-p", config, "--listFiles"], { encoding: "utf8" });
          // Who does not import the hooks needs none of React's types.
          if (!types && /types\/react|types-react/.test(read)) throw { stdout: read, stderr: "React's types are read" };
          console.log(`${name}: as expected`);
        } catch (error) {
          failures += 1;
          console.error(`${name}:\n${error.stdout}${error.stderr}`);
        }
      }
    }
  }
} finally {
  rmSync(project, { recursive: true });
}
process.exitCode = failures === 0 ? 0 : 1;
