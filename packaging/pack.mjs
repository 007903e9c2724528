// Packs one of the npm packages of the command: the one that people install, or with a platform and its
// binary the one that holds that. Nothing is published here.
//
//   node packaging/pack.mjs --out FOLDER [--platform linux-x64 --binary FILE]
//
// Prints the path of the tarball. The rendered folders stay as they are: a binary beside them would be
// drift.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const packages = join(dirname(fileURLToPath(import.meta.url)), "npm");
const MAIN = "realtime-cli";

/** What is wrong with the arguments, as a sentence. */
class Usage extends Error {}

function pack(name, out, binary) {
  const staged = mkdtempSync(join(tmpdir(), "realtime-pack-"));
  try {
    cpSync(join(packages, name), staged, { recursive: true });
    if (binary) {
      const file = join(staged, JSON.parse(readFileSync(join(staged, "package.json"), "utf8")).realtime.binary);
      cpSync(binary, file);
      // An archive of a build may have lost it, and no script mends it where the package is installed.
      chmodSync(file, 0o755);
    }
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const [{ filename }] = JSON.parse(execFileSync(npm, ["pack", "--json", "--pack-destination", out], { cwd: staged, encoding: "utf8", shell: process.platform === "win32" }));
    return join(out, filename);
  } finally {
    rmSync(staged, { recursive: true });
  }
}

try {
  const { values } = parseArgs({ options: { out: { type: "string" }, platform: { type: "string" }, binary: { type: "string" } } });
  const { out, platform, binary } = values;
  if (!out) throw new Usage("name the folder for the tarballs with --out");
  if (!platform !== !binary) throw new Usage("name a platform and its binary together, with --platform and --binary, or neither");
  const platforms = readdirSync(packages).filter((name) => name.startsWith(`${MAIN}-`)).map((name) => name.slice(MAIN.length + 1));
  if (platform && !platforms.includes(platform)) throw new Usage(`there is no platform ${platform}: the platforms are ${platforms.join(", ")}`);
  if (binary && !existsSync(binary)) throw new Usage(`there is no file ${binary}: build the binary first`);
  mkdirSync(out, { recursive: true });
  console.log(platform ? pack(`${MAIN}-${platform}`, resolve(out), resolve(binary)) : pack(MAIN, resolve(out)));
} catch (error) {
  if (!(error instanceof Usage) && !String(error.code).startsWith("ERR_PARSE_ARGS")) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 2;
}
