// The same schemas as validators that were written out in advance, bundled as a page would have them.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import standaloneCode from "ajv/dist/standalone/index.js";
import { buildSync } from "esbuild";
import { compiler, name as compiled, schemas } from "./ajv.mjs";
import { root } from "../events.mjs";

export const name = compiled.replace("compiled", "standalone");

const ajv = compiler({ code: { source: true, esm: true } });
const names = {};
for (const [index, [, schema]] of schemas.entries()) {
  ajv.addSchema(schema);
  names[`event${index}`] = schema.$id;
}
const folder = new URL("target/consumers/bench/", root);
mkdirSync(folder, { recursive: true });
const outfile = fileURLToPath(new URL("standalone.mjs", folder));
buildSync({
  stdin: { contents: standaloneCode.default(ajv, names), resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
  bundle: true,
  format: "esm",
  outfile,
  minify: true,
});
const written = await import(outfile);
const validators = new Map(schemas.map(([type], index) => [type, written[`event${index}`]]));

export const accept = (text) => {
  const frame = JSON.parse(text);
  const validate = validators.get(frame.type);
  return validate !== undefined && validate(frame);
};
