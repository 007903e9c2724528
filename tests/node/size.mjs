// What the package costs a page: each import below, bundled by esbuild, minified and gzipped, against
// its limit. Taken from the entry of the package, so that this proves tree shaking too.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";

const bindings = join(dirname(fileURLToPath(import.meta.url)), "../../bindings");

// What is imported, and how many bytes it may take; the fixtures are for tests and stories.
const imports = [
  ["the decoder alone", 'export { decode } from "./index.js"', 4 * 1024],
  ["everything that the package exports", 'export * from "./index.js"', 8 * 1024],
  ["one guard", 'export { isGoalCreated } from "./index.js"', 1024],
  ["one Standard Schema", 'export { GoalCreatedSchema } from "./index.js"'],
  ["the decoder and the machine", 'export { decode } from "./index.js"; export { initialState, step } from "./connection_index.js"', 8 * 1024],
  ["the connection, whole", 'export { RealtimeConnection } from "./connection_index.js"', 11 * 1024],
  ["the fixtures", 'export * from "./examples.js"'],
];

console.log("| import | minified | and gzipped | limit |\n|:--|--:|--:|--:|");
for (const [name, contents, limit] of imports) {
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
