// `node packaging/npm.mjs [TARGET]`: the npm package with the binary that build.mjs has made;
// `node packaging/npm.mjs common`: those that are the same everywhere, the launcher and the library. What
// they hold is rendered, in packaging/npm/ and bindings/; the tarballs go into target/packaging/release/.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { binaryOf, fail, here, platform, release, root, run } from "./facts.mjs";

const pack = (...args) => run(process.execPath, [join(here, "pack.mjs"), "--out", release, ...args]);

if (process.argv[2] === "common") {
  pack();
  mkdirSync(release, { recursive: true });
  const npm = { cwd: join(root, "bindings"), missing: "it comes with Node.js", shell: process.platform === "win32" };
  run("npm", ["pack", "--silent", "--pack-destination", release], npm);
} else {
  const row = platform(process.argv[2]);
  if (!existsSync(binaryOf(row))) fail(`${binaryOf(row)} is missing: node packaging/build.mjs ${row.target}`);
  pack("--platform", `${row.os}-${row.cpu}`, "--binary", binaryOf(row));
}
