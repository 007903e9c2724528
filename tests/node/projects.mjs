// Two applications that install the packed tarball as a stranger would, each with its own lock file:
// projects/cra is the toolchain of Create React App 5 (webpack 5, Jest 27, TypeScript 4.9,
// `moduleResolution: node`), projects/vite has Vite and the current TypeScript. Each is type-checked,
// tested and built; the built bundle runs. package.mjs makes the tarball.
//
// The first one takes the service, the contexts and the hooks of examples/react-app too, as its
// frontend would: PurposePath's is built with that toolchain. The application itself is built from
// the tarball last.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const here = dirname(fileURLToPath(import.meta.url));
const tarball = join(here, "../../target/consumers/realtime.tgz");
if (!existsSync(tarball)) throw new Error("the tarball is missing: npm --prefix tests/node run package");

const { events } = JSON.parse(readFileSync(join(here, "../../schema/meta.json"), "utf8"));
const { sent } = events.find(({ type }) => type === "ping");
const expected = `${events.length} ${sent}
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

function project(name, cwd, steps) {
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
  console.log(`${name}: installed from the tarball, checked and built in ${Math.round((Date.now() - started) / 1000)} s`);
}

const application = join(here, "../../examples/react-app");

project("cra", join(here, "projects/cra"), (tool, cwd) => {
  const reference = join(cwd, "src/reference");
  rmSync(reference, { recursive: true, force: true });
  for (const folder of ["config/realtime-config.ts", "services/realtime-websocket.ts", "contexts", "hooks", "store"]) {
    const isTaken = (path) => !path.includes(".test.");
    cpSync(join(application, "src", folder), join(reference, folder), { recursive: true, filter: isTaken });
  }
  tool("typescript/bin/tsc", "--noEmit");
  tool("jest/bin/jest.js", "--ci");
  tool("webpack-cli/bin/cli.js");
  const built = readdirSync(join(cwd, "dist"));
  // React's licence is taken out of its bundle.
  if (built.join() !== "main.js,page.js,page.js.LICENSE.txt") throw new Error(`cra: webpack made an asset of a module: ${built.join(", ")}`);
  run(join(cwd, "dist/main.js"));
});

project("vite", join(here, "projects/vite"), (tool, cwd) => {
  tool("typescript/bin/tsc");
  tool("vite/bin/vite.js", "build", "--logLevel", "warn");
  const [bundle, ...others] = readdirSync(join(cwd, "dist/assets"));
  if (others.length > 0) throw new Error(`vite: more than one asset: ${others.join(", ")}`);
  run(join(cwd, "dist/assets", bundle));
});

project("react-app", application, (tool, cwd) => {
  tool("typescript/bin/tsc");
  tool("vite/bin/vite.js", "build", "--logLevel", "warn");
  if (!existsSync(join(cwd, "dist/index.html"))) throw new Error("react-app: vite built no page");
});
