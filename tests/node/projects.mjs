// Applications that install the packed tarball as a stranger would, each with its own lock file:
// projects/cra is the toolchain of Create React App 5 (webpack 5, Jest 27, TypeScript 4.9,
// `moduleResolution: node`), projects/vite has Vite and the current TypeScript, projects/next the app
// router of Next.js. Each is type-checked, tested and built, with its recipe of docs/recipes.md; the
// built bundle runs. The hooks are tested under the React of the first two, 18 and 19. package.mjs makes
// the tarball, recipes.mjs runs the recipes in a browser.
//
// The first one takes the service, the contexts, the hooks and the store of examples/react-app too, as its
// frontend would: PurposePath's is built with that toolchain. The application itself is built from
// the tarball last.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { hooks } from "./hooks.mjs";
import { write } from "./recipes/read.mjs";

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
      const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
      return execFileSync(program, args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
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
  write("Vite", join(cwd, "src/recipe"), "GoalRoom.tsx");
  tool("typescript/bin/tsc", "--noEmit");
  hooks(cwd);
  tool("jest/bin/jest.js", "--ci");
  tool("webpack-cli/bin/cli.js");
  const built = readdirSync(join(cwd, "dist"));
  // React's licence is taken out of each bundle.
  if (built.join() !== "main.js,page.js,page.js.LICENSE.txt,room.js,room.js.LICENSE.txt") throw new Error(`cra: webpack made an asset of a module: ${built.join(", ")}`);
  run(join(cwd, "dist/main.js"));
});

project("vite", join(here, "projects/vite"), (tool, cwd) => {
  write("Vite", join(cwd, "recipe/react"), "GoalRoom.tsx");
  write("Web Worker", join(cwd, "recipe/worker"));
  tool("typescript/bin/tsc");
  hooks(cwd);
  for (const recipe of ["react", "worker"]) tool("vite/bin/vite.js", "build", `recipe/${recipe}`, "--logLevel", "warn");
  tool("vite/bin/vite.js", "build", "--logLevel", "warn");
  const [bundle, ...others] = readdirSync(join(cwd, "dist/assets"));
  if (others.length > 0) throw new Error(`vite: more than one asset: ${others.join(", ")}`);
  run(join(cwd, "dist/assets", bundle));
});

project("next", join(here, "projects/next"), (tool, cwd) => {
  write("Next.js, app router", cwd, "app/GoalRoom.tsx");
  tool("next/dist/bin/next", "build");
  // What a server rendered: a page of the app router, one whose server components use the package
  // themselves, and one of the pages router.
  for (const page of ["app/index.html", "app/static.html", "pages/old.html"]) {
    const html = readFileSync(join(cwd, ".next/server", page), "utf8");
    const [, heading] = /<h2>(.*?)<\/h2>/.exec(html) ?? [];
    if (heading?.replace(/<!-- -->/g, "") !== "goal-1 (disconnected)") throw new Error(`next: ${page} says ${heading}`);
  }
});

project("react-app", application, (tool, cwd) => {
  tool("typescript/bin/tsc");
  tool("vite/bin/vite.js", "build", "--logLevel", "warn");
  if (!existsSync(join(cwd, "dist/index.html"))) throw new Error("react-app: vite built no page");
});
