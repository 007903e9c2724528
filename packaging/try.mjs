// `node packaging/try.mjs [TARGET]`: uses what build.mjs and archive.mjs have made as people will: the
// binary out of its archive; the npm package behind its launcher, and the wheel in a virtual environment,
// both without a registry; a static binary in an empty root, laid out as packaging/Dockerfile says, where
// there is neither a shell nor a library. Every subcommand is taken by each of these doors. What another
// machine runs is not tried, and it says so.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { empty, program } from "./environment.mjs";
import { LARGEST, architectureOf, archiveOf, crate, fail, here, out, platform, release, root, run, runsHere } from "./facts.mjs";
import { tryAll, tryImage } from "./trials.mjs";

const row = platform(process.argv[2]);
const made = existsSync(release) ? readdirSync(release) : [];
const archive = archiveOf(row);
const tarball = `${row.package.replace("@", "").replace("/", "-")}-${crate.version}.tgz`;
for (const [file, script] of [[archive.file, "archive"], [tarball, "npm"]]) {
  if (!made.includes(file)) fail(`${file} is missing: node packaging/build.mjs ${row.target}, then node packaging/${script}.mjs ${row.target}`);
}
for (const file of made) {
  const { size } = statSync(join(release, file));
  console.log(`${file}: ${size} bytes`);
  if (size > LARGEST) fail(`${file} has ${size} bytes, the limit is ${LARGEST}: see [profile.dist] in Cargo.toml`);
}
if (!runsHere(row)) {
  console.log(`${row.target} is built and not tried: this machine is ${process.platform} ${process.arch}`);
  process.exit();
}

const folder = mkdtempSync(join(tmpdir(), "realtime-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
// Beside the folders that are made below, so that nothing is found by chance.
const cwd = join(folder, "empty");
mkdirSync(cwd);
const door = (name, command, prefix = []) => ({
  name,
  start: (args, env) => spawn(command, [...prefix, ...args], { cwd, env: { ...process.env, ...env } }),
});

copyFileSync(join(release, archive.file), join(folder, archive.file));
run("tar", ["-xzf", archive.file], { cwd: folder });
await tryAll(door(archive.file, join(folder, archive.binary)));

const project = join(folder, "project");
mkdirSync(project);
const links = ["--offline", "--ignore-scripts", "--install-links", "--no-audit", "--no-fund", "--silent"];
run("npm", ["install", ...links, join(here, "npm/realtime-cli"), join(release, tarball)], { cwd: project, shell: process.platform === "win32" });
await tryAll(door("npm", process.execPath, [join(project, "node_modules/@purposepath/realtime-cli/bin/realtime.js")]));

const packages = join(folder, "wheel");
empty(packages);
const wheels = ["--quiet", "--disable-pip-version-check", "--no-index", "--only-binary", ":all:", "--find-links", release];
run(program(packages, "python"), ["-m", "pip", "install", ...wheels, "purposepath-realtime-cli"], { env: { ...process.env, PIP_FIND_LINKS: "" } });
await tryAll(door("wheel", program(packages, "realtime")));
// And what its page tells people to write.
const [, page] = /^```python\n(.*?)^```$/ms.exec(readFileSync(join(here, "wheel/README.md"), "utf8"));
const frame = JSON.stringify(JSON.parse(readFileSync(join(root, "tests/fixtures/events/goal.created.json"), "utf8")));
const PATH = `${dirname(program(packages, "python"))}${delimiter}${process.env.PATH}`;
// Where the system does not speak UTF-8, as on Windows.
const env = { ...process.env, PATH, LC_ALL: "C", PYTHONUTF8: "0", PYTHONCOERCECLOCALE: "0" };
const frames = `[${JSON.stringify(frame)}, '{"type":"ping","\\u00fc":1}']`;
run(program(packages, "python"), ["-c", `${page}\ntest_what_is_published_is_valid(${frames})`], { cwd, env });

if (row.os === "linux") {
  const { root, ...found } = image(join(folder, "image"));
  await tryAll(root);
  await tryImage(root, found);
}

/** An empty root with what packaging/Dockerfile copies there: the door to it, and with what it starts. */
function image(top) {
  run(process.execPath, [join(here, "image.mjs"), "--lay-out"]);
  const context = join(out, "image");
  const variables = { TARGETARCH: architectureOf(row) };
  const lines = readFileSync(join(here, "Dockerfile"), "utf8").split("\n");
  const found = { USER: "", WORKDIR: "/", ENTRYPOINT: "", CMD: "", EXPOSE: "" };
  for (const [, instruction, rest] of lines.map((line) => /^([A-Z]+) (.*)$/.exec(line)).filter(Boolean)) {
    if (instruction === "COPY") {
      const words = rest.split(" ").filter((word) => !word.startsWith("--"));
      const to = join(top, words.at(-1));
      for (const from of words.slice(0, -1).map((word) => join(context, word.replace(/\$(\w+)/g, (_, name) => variables[name])))) {
        cpSync(from, words.at(-1).endsWith("/") ? join(to, basename(from)) : to, { recursive: true });
      }
    } else if (instruction in found) found[instruction] = rest;
    else assert.ok(["FROM", "ARG"].includes(instruction), `packaging/try.mjs does not know ${instruction} of the Dockerfile: add it there`);
  }
  mkdirSync(join(top, found.WORKDIR), { recursive: true });
  const command = ["chroot", `--userspec=${found.USER}`, top, ...JSON.parse(found.ENTRYPOINT)];
  if (process.getuid() !== 0) {
    if (spawnSync("sudo", ["--version"]).error) fail("only root starts anything in an empty root: run it as root, or apt-get install sudo");
    command.unshift("sudo", "--preserve-env");
  }
  return { root: door("image", command[0], command.slice(1)), command: JSON.parse(found.CMD), ports: found.EXPOSE.split(" ").map(Number) };
}
