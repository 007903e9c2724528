// Installations that hide what a package does not declare: pnpm without hoisting, Yarn with Plug'n'Play.
// Each installs the packed tarball with React beside it, compiles against the hooks' declarations with
// `skipLibCheck: false`, and renders on a server, as an ES module and as CommonJS; and once more
// without React, which nobody needs who does not import the hooks.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const tarball = join(here, "../../target/consumers/realtime.tgz");
if (!existsSync(tarball)) throw new Error("the tarball is missing: npm --prefix tests/node run package");
const require = createRequire(import.meta.url);
/** The versions that the other projects have. */
const { devDependencies: versions } = require("./projects/vite/package.json");
const { devDependencies: ofNext } = require("./projects/next/package.json");

const registry = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim();
const yarnEnvironment = {
  YARN_ENABLE_TELEMETRY: "0",
  YARN_ENABLE_SCRIPTS: "false",
  YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
  YARN_ENABLE_GLOBAL_CACHE: "false",
  YARN_NODE_LINKER: "pnp",
  YARN_PNP_MODE: "strict",
  YARN_NPM_REGISTRY_SERVER: registry,
  YARN_UNSAFE_HTTP_WHITELIST: new URL(registry).hostname,
};
const pnpm = join(here, "node_modules/pnpm/bin/pnpm.cjs");
const yarn = join(here, "node_modules/@yarnpkg/cli-dist/bin/yarn.js");
const managers = {
  pnpm: { program: pnpm, install: ["install", "--ignore-workspace", "--no-hoist", "--strict-peer-dependencies", "--ignore-scripts", "--prefer-offline"], exec: ["exec"], environment: {} },
  "Yarn PnP": { program: yarn, install: ["install"], exec: [], environment: yarnEnvironment },
};

const page = (imports) => `${imports}
function Page() {
  const status = useRealtimeStatus((connection) => connection.status);
  useRealtimeEvent(["goal.created", "goal.paused"], () => {});
  return createElement("p", null, status);
}
console.log(renderToString(createElement(RealtimeProvider, { connection: null }, createElement(Page))));
`;
const names = [["{ createElement }", "react"], ["{ renderToString }", "react-dom/server"], ["{ RealtimeProvider, useRealtimeEvent, useRealtimeStatus }", "@purposepath/realtime/react"]];
const asEsm = names.map(([list, from]) => `import ${list} from "${from}";`).join("\n");
const asCommonJs = names.map(([list, from]) => `const ${list} = require("${from}");`).join("\n");
const compilerOptions = { target: "es2022", lib: ["es2022", "dom"], module: "node16", moduleResolution: "node16", strict: true, skipLibCheck: false, noEmit: true, types: [] };
const decodes = `import { decode } from "@purposepath/realtime";\nimport { RealtimeConnection } from "@purposepath/realtime/connection";\nconsole.log(decode("{}").kind, typeof RealtimeConnection);\n`;

const cases = {
  "with React": {
    dependencies: { react: versions.react, "react-dom": versions["react-dom"], "@types/react": versions["@types/react"], "@types/react-dom": versions["@types/react-dom"], typescript: ofNext.typescript },
    files: { "page.mts": page(asEsm), "page.mjs": page(asEsm), "page.cjs": page(asCommonJs), "tsconfig.json": JSON.stringify({ compilerOptions, files: ["page.mts"] }) },
    runs: [["tsc", "-p", "."], ["node", "page.mjs"], ["node", "page.cjs"]],
    expected: ["", "<p>disconnected</p>\n", "<p>disconnected</p>\n"],
  },
  "without React": {
    dependencies: { typescript: ofNext.typescript },
    files: { "main.mts": decodes, "main.mjs": decodes, "tsconfig.json": JSON.stringify({ compilerOptions, files: ["main.mts"] }) },
    runs: [["tsc", "-p", "."], ["node", "main.mjs"]],
    expected: ["", "invalid function\n"],
  },
};

for (const [manager, { program, install, exec, environment }] of Object.entries(managers)) {
  const { version } = require(join(dirname(program), "../package.json"));
  for (const [name, { dependencies, files, runs, expected }] of Object.entries(cases)) {
    const cwd = join(here, "../../target/consumers/strict", `${manager} ${name}`.replace(/\W+/g, "-").toLowerCase());
    rmSync(cwd, { recursive: true, force: true });
    mkdirSync(cwd, { recursive: true });
    copyFileSync(tarball, join(cwd, "realtime.tgz"));
    const manifest = { name: "purposepath-realtime-consumer-strict", private: true, dependencies: { "@purposepath/realtime": "file:./realtime.tgz", ...dependencies } };
    for (const [path, text] of Object.entries({ ...files, "package.json": JSON.stringify(manifest), "yarn.lock": "" })) writeFileSync(join(cwd, path), text);
    const call = (...args) => {
      try {
        return execFileSync(process.execPath, [program, ...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment }, timeout: 300_000 });
      } catch (error) {
        throw new Error(`${manager} ${name}: ${args.join(" ")}\n${error.stdout}${error.stderr}`);
      }
    };
    call(...install);
    for (const [at, run] of runs.entries()) {
      const printed = call(...exec, ...run);
      if (printed !== expected[at]) throw new Error(`${manager} ${name}: ${run.join(" ")} printed ${printed}, expected ${expected[at]}`);
    }
    console.log(`${manager} ${version}, ${name}: installed, compiled and run`);
  }
}
