// `node packaging/image.mjs [ARGUMENT…]`: builds packaging/Dockerfile for every Linux that build.mjs has
// made, from a folder that holds what the file copies and nothing else. The arguments go to
// `docker buildx build`; `--lay-out` lays the folder out, at target/packaging/image/, and builds nothing.
import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { architectureOf, binaryOf, crate, fail, here, out, platforms, root, run } from "./facts.mjs";

const context = join(out, "image");
rmSync(context, { recursive: true, force: true });
mkdirSync(context, { recursive: true });
for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) copyFileSync(join(root, name), join(context, name));
const built = platforms.filter((it) => it.os === "linux" && existsSync(binaryOf(it)));
if (built.length === 0) fail("no Linux is built: node packaging/build.mjs TARGET");
for (const row of built) {
  mkdirSync(join(context, architectureOf(row)));
  copyFileSync(binaryOf(row), join(context, architectureOf(row), row.binary));
}

const given = process.argv.slice(2);
if (!given.includes("--lay-out")) {
  const labels = { source: crate.repository, version: crate.version, licenses: "MIT OR Apache-2.0" };
  run(
    "docker",
    [
      ...["buildx", "build", "--file", join(here, "Dockerfile")],
      ...["--platform", built.map((it) => `linux/${architectureOf(it)}`).join(",")],
      ...Object.entries(labels).flatMap(([key, value]) => ["--label", `org.opencontainers.image.${key}=${value}`]),
      ...given,
      context,
    ],
    { missing: "apt-get install docker-buildx, or from https://docs.docker.com/engine/install" },
  );
}
