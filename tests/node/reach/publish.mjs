// What is published, to a registry of its own: the package of the command, those of the platforms, and the one
// of the connection.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run, start } from "./programs.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const packaging = join(here, "../../../packaging");

/**
 * Publishes all of them, that of this platform with a binary; the environment in which package managers find
 * them, with scripts disabled and everything that they write in the folder.
 */
export async function publish(folder, own, built) {
  const tarballs = join(folder, "tarballs");
  const stripped = join(folder, "realtime");
  mkdirSync(tarballs);
  try {
    execFileSync("strip", ["-o", stripped, built], { stdio: "inherit" });
  } catch (error) {
    throw error.code === "ENOENT" ? new Error("strip is missing: apt-get install binutils") : error;
  }
  // As an archive of a build may leave it.
  chmodSync(stripped, 0o644);
  const server = start(process.execPath, [join(here, "registry.mjs"), folder]);
  const pack = async (...args) => (await run(process.execPath, [join(packaging, "pack.mjs"), "--out", tarballs, ...args])).stdout.trim();
  const packed = await Promise.all([pack(), pack("--platform", `${own.os}-${own.cpu}`, "--binary", stripped)]);
  const others = JSON.parse(readFileSync(join(packaging, "platforms.json"), "utf8")).filter(({ package: name }) => name !== own.package);
  // Those of the other platforms need no binary here: nobody installs them.
  const folders = others.map(({ package: name }) => join(packaging, "npm", name.split("/")[1]));
  const files = [...packed, ...folders, join(packaging, "../bindings")];

  const registry = await server.line();
  assert.match(registry ?? server.told(), /^http:/);
  // npm wants a token to publish; Verdaccio takes any.
  writeFileSync(join(folder, "npmrc"), `${registry.slice("http:".length)}:_authToken=none\n`);
  const environment = {
    npm_config_registry: registry,
    npm_config_ignore_scripts: "true",
    npm_config_cache: join(folder, "npm-cache"),
    npm_config_userconfig: join(folder, "npmrc"),
    npm_config_store_dir: join(folder, "pnpm-store"),
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
    YARN_ENABLE_TELEMETRY: "0",
    YARN_ENABLE_SCRIPTS: "false",
    YARN_ENABLE_GLOBAL_CACHE: "false",
    YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
    YARN_GLOBAL_FOLDER: join(folder, "yarn"),
    // What is just released is not trusted yet: here it is seconds old.
    YARN_NPM_MINIMAL_AGE_GATE: "0",
    YARN_NODE_LINKER: "pnp",
    YARN_NPM_REGISTRY_SERVER: registry.replace(/\/$/, ""),
    YARN_UNSAFE_HTTP_WHITELIST: "127.0.0.1",
  };
  const env = { ...process.env, ...environment };
  await Promise.all(files.map((file) => run("npm", ["publish", file, "--silent"], { env, cwd: folder })));
  return { environment, count: files.length };
}
