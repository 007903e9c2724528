// The runtime that is written by hand, as the package holds it: its JSDoc types hold under
// `tsc --checkJs`, with nothing of the browser or of Node.js in scope.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
const files = readdirSync(join(root, "src/codegen/runtime"))
  .filter((name) => name.endsWith(".js"))
  .map((name) => join("bindings", name));
const flags = "--noEmit --allowJs --checkJs --strict --target es2022 --lib es2022 --module esnext --moduleResolution bundler";
const tsc = [join(dirname(manifest), "bin/tsc"), ...flags.split(" "), "--types", ""];

const { status, stdout } = spawnSync(process.execPath, [...tsc, ...files], { cwd: root, encoding: "utf8" });
process.stdout.write(stdout);
console.log(`tsc --checkJs: ${files.length} files of the runtime, ${status === 0 ? "no fault" : "faults"}`);
process.exitCode = status === 0 && files.length > 0 ? 0 : 1;
