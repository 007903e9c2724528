// Two applications that install the packed tarball as a stranger would, each with its own lock file:
// projects/cra is the toolchain of Create React App 5 (webpack 5, Jest 27, TypeScript 4.9,
// `moduleResolution: node`), projects/vite has Vite and the current TypeScript. Each is type-checked,
// tested and built; the built bundle runs. package.mjs makes the tarball.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const here = dirname(fileURLToPath(import.meta.url));
const tarball = join(here, "../../target/consumers/realtime.tgz");
if (!existsSync(tarball)) throw new Error("the tarball is missing: npm --prefix tests/node run package");

const { events } = JSON.parse(readFileSync(join(here, "../../schema/meta.json"), "utf8"));
const expected = `${events.length} Now and then by older servers, never by the deployed gateway.
New goal: Increase Revenue by 20%
kpi-77 is 125000.0
missing at $.timestamp
`;

// A bundle as a page runs it: no module loader, and no way to make code out of text.
function run(bundle) {
  let printed = "";
  const page = { console: { log: (line) => (printed += `${line}\n`) } };
  vm.runInNewContext(readFileSync(bundle, "utf8"), page, { contextCodeGeneration: { strings: false, wasm: false } });
  if (printed !== expected) throw new Error(`${bundle} printed ${printed}, expected ${expected}`);
}

function project(name, steps) {
  const cwd = join(here, "projects", name);
  const call = (program, ...args) => {
    try {
      return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    } catch (error) {
      throw new Error(`${name}: ${program} ${args.join(" ")}\n${error.stdout}${error.stderr}`);
    }
  };
  const started = Date.now();
  rmSync(join(cwd, "dist"), { recursive: true, force: true });
  call("npm", "ci", "--prefer-offline");
  call("npm", "install", "--no-save", "--prefer-offline", tarball);
  steps((tool, ...args) => call(process.execPath, join(cwd, "node_modules", tool), ...args), cwd);
  console.log(`${name}: installed, checked, built and run in ${Math.round((Date.now() - started) / 1000)} s`);
}

project("cra", (tool, cwd) => {
  tool("typescript/bin/tsc", "--noEmit");
  tool("jest/bin/jest.js", "--ci");
  tool("webpack-cli/bin/cli.js");
  const built = readdirSync(join(cwd, "dist"));
  if (built.join() !== "main.js") throw new Error(`cra: webpack made an asset of a module: ${built.join(", ")}`);
  run(join(cwd, "dist/main.js"));
});

project("vite", (tool, cwd) => {
  tool("typescript/bin/tsc");
  tool("vite/bin/vite.js", "build", "--logLevel", "warn");
  const [bundle, ...others] = readdirSync(join(cwd, "dist/assets"));
  if (others.length > 0) throw new Error(`vite: more than one asset: ${others.join(", ")}`);
  run(join(cwd, "dist/assets", bundle));
});
