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
// fixtures are for tests and stories.
const connection = 'export { RealtimeConnection } from "./connection.js"';
const imports = [
  ["the decoder alone", 'export { decode } from "./index.js"', 4.5 * 1024, 0.5],
  ["everything that the package exports", 'export * from "./index.js"', 9 * 1024, 2],
  ["one guard", 'export { isGoalCreated } from "./index.js"', 1024, 0],
  ["one Standard Schema", 'export { GoalCreatedSchema } from "./index.js"'],
  ["the decoder and the machine", 'export { decode } from "./index.js"; export { initialState, step } from "./connection.js"', 9 * 1024, 0.5],
  ["the connection, decoder included", connection, 12.75 * 1024, 0.75],
  ["acrossTabs alone", 'export { acrossTabs } from "./connection.js"', 1024, 0],
  ["the fixtures", 'export * from "./fixtures.js"'],
];

console.log("| import | minified | and gzipped | limit |\n|:--|--:|--:|--:|");
for (const [name, contents, base, each] of imports) {
  const limit = base && base + Math.floor(grown * each);
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: bindings },
    bundle: true,
    format: "esm",
    minify: true,
    write: false,
  });
  const minified = outputFiles[0].contents;
  const gzipped = gzipSync(minified, { level: 9 });
  console.log(`| ${name} | ${minified.length} | ${gzipped.length} | ${limit ?? "none"} |`);
  if (gzipped.length > limit) {
    console.error(`${name}: ${gzipped.length - limit} bytes too many`);
    process.exitCode = 1;
  }
}
