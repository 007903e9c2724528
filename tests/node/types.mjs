// The declarations of the package under old and current TypeScript, with every resolution that a
// consumer may have. `refused.ts` proves that the types refuse what they should.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const bindings = join(here, "../../bindings");
const require = createRequire(import.meta.url);

const compilers = [
  ["typescript-4.9", ["node", "node16"]],
  ["typescript-5.0", ["node", "node16", "bundler"]],
  ["typescript", ["node16", "bundler"]],
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
  writeFileSync(join(project, "package.json"), '{ "type": "module" }\n');
  const cases = [
    { lib: ["es2020"], files: ["accepted.ts", "refused.ts"] },
    { lib: ["es2020", "dom"], files: ["browser.ts"] },
  ];
  for (const file of cases.flatMap(({ files }) => files)) {
    copyFileSync(join(here, "types", file), join(project, file));
  }
  for (const [compiler, resolutions] of compilers) {
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
      for (const { lib, files } of cases) {
        const name = `TypeScript ${version}, ${moduleResolution}, ${lib.join(" and ")}`;
        writeFileSync(config, JSON.stringify({ compilerOptions: { ...compilerOptions, lib }, files }));
        try {
          execFileSync(process.execPath, [path, "-p", config], { encoding: "utf8" });
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
