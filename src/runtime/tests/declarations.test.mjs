// What the package declares is what it exports, name by name, as ES modules and as CommonJS. Whether
// the types hold too, a compiler has to say: tests/node/runtime.mjs.

import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

// A copy, beside which stands something in the place of React: nothing is installed here.
const bindings = mkdtempSync(join(tmpdir(), "realtime-declarations-"));
cpSync(fileURLToPath(new URL("../../../bindings", import.meta.url)), bindings, { recursive: true });
after(() => rmSync(bindings, { recursive: true }));
const require = createRequire(import.meta.url);

/** The names of the values that a file of declarations exports, its own and those of others. */
function declared(path) {
  const text = readFileSync(path, "utf8");
  const own = [...text.matchAll(/^export declare (?:abstract )?(?:const|function|class|enum) (\w+)/gm)];
  const others = [...text.matchAll(/^export \* from "(.+)\.js";$/gm)];
  return [...own.map(([, name]) => name), ...others.flatMap(([, of]) => declared(join(dirname(path), `${of}.d.ts`)))];
}

/** Every module that has declarations, by its path below `esm` or `cjs`. */
const modules = readdirSync(join(bindings, "esm"), { recursive: true })
  .filter((path) => path.endsWith(".d.ts"))
  .map((path) => path.slice(0, -".d.ts".length));

const programs = readdirSync(join(bindings, "esm"), { recursive: true }).filter((path) => path.endsWith(".js"));
const uses = programs.flatMap((path) => {
  const text = readFileSync(join(bindings, "esm", path), "utf8");
  return [...text.matchAll(/^import \{ (.+) \} from "react";$/gm)].flatMap(([, names]) => names.split(", "));
});
mkdirSync(join(bindings, "node_modules/react"), { recursive: true });
writeFileSync(join(bindings, "node_modules/react/index.js"), [...new Set(uses)].map((name) => `exports.${name} = () => ({});\n`).join(""));

async function exported(folder, module) {
  const path = join(bindings, folder, `${module}.js`);
  // Types alone have no program.
  if (!existsSync(path)) return [];
  return Object.keys(folder === "cjs" ? require(path) : await import(pathToFileURL(path)));
}

for (const folder of ["esm", "cjs"]) {
  test(`${folder}: each module exports what it declares, and nothing else`, async () => {
    assert.ok(modules.includes("index") && modules.includes("connection/shell"), modules.join(", "));
    assert.ok(uses.includes("useSyncExternalStore"), `no module imports React as this test expects it: ${uses.join(", ")}`);
    for (const module of modules) {
      const promised = declared(join(bindings, folder, `${module}.d.ts`));
      const given = await exported(folder, module);
      const missing = promised.filter((name) => !given.includes(name));
      const secret = given.filter((name) => !promised.includes(name));
      assert.deepEqual(missing, [], `${folder}/${module}.d.ts declares what the module does not export: export it, or drop the declaration`);
      assert.deepEqual(secret, [], `${folder}/${module}.js exports what is not declared: declare it in ${module}.d.ts, or make it internal`);
    }
  });
}
