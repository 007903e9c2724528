// `node packaging/npm.mjs [TARGET]`: the npm package with the binary that build.mjs has made;
// `node packaging/npm.mjs common`: those that are the same everywhere, the launcher and the library. What
// they hold is rendered, in packaging/npm/ and bindings/; the tarballs go into target/packaging/release/.
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { binaryOf, fail, here, out, platform, platforms, release, root, run } from "./facts.mjs";

mkdirSync(release, { recursive: true });
function pack(folder) {
  run("npm", ["pack", "--silent", "--pack-destination", release], { cwd: folder, missing: "it comes with Node.js", shell: process.platform === "win32" });
}

const rendered = readdirSync(join(here, "npm")).map((folder) => join(here, "npm", folder));
const nameOf = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).name;
if (process.argv[2] === "common") {
  const ofPlatforms = platforms.map((it) => it.package);
  for (const folder of [join(root, "bindings"), ...rendered.filter((it) => !ofPlatforms.includes(nameOf(it)))]) pack(folder);
} else {
  const row = platform(process.argv[2]);
  if (!existsSync(binaryOf(row))) fail(`${binaryOf(row)} is missing: node packaging/build.mjs ${row.target}`);
  const folder = join(out, "npm", row.target);
  rmSync(folder, { recursive: true, force: true });
  cpSync(rendered.find((it) => nameOf(it) === row.package), folder, { recursive: true });
  copyFileSync(binaryOf(row), join(folder, row.binary));
  pack(folder);
}
