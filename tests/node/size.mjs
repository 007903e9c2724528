// What the package costs a page: each import below, bundled by esbuild, minified and gzipped, against
// its limit. Taken from the entry of the package, so that this proves tree shaking too.
//
// A limit holds for the registry of protocol 1.0. What the rows of the decoder have grown by since
// comes on top, so that a new event, key or old spelling needs no room that code has left: so many
// bytes for each of their characters as the richest row of 1.0 costs, and a little more.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { rows } from "../../bindings/esm/codec/rows.js";

const bindings = join(dirname(fileURLToPath(import.meta.url)), "../../bindings/esm");

/** The characters of the rows of protocol 1.0. */
const ROWS_1_0 = 2679;
const grown = Math.max(rows().events.join("\n").length - ROWS_1_0, 0);

// What is imported, how many bytes it may take, and how many more for each character of new rows; the
// fixtures and the fake connection are for tests and stories.
const connection = 'export { RealtimeConnection } from "./connection.js"';
const imports = [
  ["the decoder alone", 'export { decode } from "./index.js"', 4.5 * 1024, 0.5],
  ["everything that the package exports", 'export * from "./index.js"', 9 * 1024, 2],
  ["one guard", 'export { isGoalCreated } from "./index.js"', 1024, 0],
  ["one Standard Schema", 'export { GoalCreatedSchema } from "./index.js"'],
  ["the decoder and the machine", 'export { decode } from "./index.js"; export { initialState, step } from "./connection.js"', 9 * 1024, 0.5],
  ["the connection, decoder included", connection, 12.8125 * 1024, 0.75],
  ["acrossTabs alone", 'export { acrossTabs } from "./connection.js"', 1024, 0],
  ["frameLog alone", 'export { frameLog } from "./connection.js"', 1024, 0],
  ["the fixtures", 'export * from "./fixtures.js"'],
  ["`/testing`, fixtures included", 'export * from "./testing.js"'],
];

/** What an import of the hooks adds to the connection, and whether it brings the store of goals. */
const hooks = [
  ["provider and one hook, over the connection", "{ RealtimeProvider, useRealtimeEvent }", 512, false],
  ["the hooks without a store, over the connection", "{ RealtimeProvider, useRealtimeConnection, useRealtimeEvent, useRealtimeResync, useRealtimeStatus }", 768, false],
  ["`/react`, over the connection", "*", 2.5 * 1024, true],
];

/** A bundle, React left out: its bytes, minified and gzipped, and the modules that it holds. */
function bundle(contents) {
  const { outputFiles, metafile } = buildSync({
    stdin: { contents, resolveDir: bindings },
    bundle: true,
    external: ["react"],
    format: "esm",
    minify: true,
    metafile: true,
    outfile: "bundle.js",
    write: false,
  });
  const minified = outputFiles[0].contents;
  const [{ inputs, imports }] = Object.values(metafile.outputs);
  const modules = Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0);
  return { minified: minified.length, gzipped: gzipSync(minified, { level: 9 }).length, modules, packages: imports.map(({ path }) => path) };
}

function fail(text) {
  console.error(text);
  process.exitCode = 1;
}

function row(name, minified, gzipped, limit) {
  console.log(`| ${name} | ${minified} | ${gzipped} | ${limit ?? "none"} |`);
  if (gzipped > limit) fail(`${name}: ${gzipped - limit} bytes too many`);
}

console.log("| import | minified | and gzipped | limit |\n|:--|--:|--:|--:|");
for (const [name, contents, base, each] of imports) {
  const { minified, gzipped, modules, packages } = bundle(contents);
  row(name, minified, gzipped, base && base + Math.floor(grown * each));
  // Who imports no hooks pays nothing for them, and needs no React.
  const strangers = [...packages, ...modules.filter((path) => /\breact\b/.test(path.split("/bindings/").pop()))];
  if (strangers.length > 0) fail(`${name}: brings ${strangers.join(", ")}`);
}
const without = bundle(connection);
for (const [name, names, limit, hasStore] of hooks) {
  const { minified, gzipped, modules } = bundle(`${connection}; export ${names} from "./react.js"`);
  row(name, minified - without.minified, gzipped - without.gzipped, limit);
  if (modules.some((path) => path.endsWith("/goal_store.js")) !== hasStore) fail(`${name}: the store of goals is ${hasStore ? "missing" : "not shaken off"}`);
}
