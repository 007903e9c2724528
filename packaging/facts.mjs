// What every script here goes by. The version, the address and the names of the archives stand in
// Cargo.toml, the platforms in platforms.json.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "..");
/** What the scripts make: for each target a folder with its binary, and `release/` with all that is published. */
export const out = join(root, "target/packaging");
export const release = join(out, "release");

/** The most that the package of one platform may have, in bytes, however it is packed. */
export const LARGEST = 4_000_000;

/** What `docker run` is told. */
export const IMAGE = "ghcr.io/purposepath/realtime";

/** Ends the script with a sentence. */
export function fail(sentence) {
  console.error(`packaging: ${sentence}`);
  process.exit(1);
}

/** Runs a program and shows its output; ends the script if it fails. */
export function run(program, args, { missing, ...options } = {}) {
  const { error, status, signal, stdout } = spawnSync(program, args, { cwd: root, stdio: "inherit", ...options });
  if (error?.code === "ENOENT") fail(`${program} is missing${missing ? `: ${missing}` : ""}`);
  if (error) fail(`${program}: ${error.message}`);
  if (status !== 0) fail(`\`${[basename(program), ...args].join(" ")}\` ended with ${signal ?? status}`);
  return stdout;
}

export const RUST = "install Rust from https://rustup.rs";
const metadata = run("cargo", ["metadata", "--no-deps", "--locked", "--format-version", "1"], {
  missing: RUST,
  stdio: ["ignore", "pipe", "inherit"],
  encoding: "utf8",
  maxBuffer: 1 << 26,
});
const { name, version, repository, metadata: tables } = JSON.parse(metadata).packages[0];
export const crate = { name, version, repository };

export const platforms = JSON.parse(readFileSync(join(here, "platforms.json"), "utf8"));

/** The row of a target, by default of this machine's. */
export function platform(target) {
  const is = (it) => (target ? it.target === target : it.os === process.platform && it.cpu === process.arch);
  const found = platforms.find(is);
  const known = platforms.map((it) => it.target).join(", ");
  if (!found) fail(`packaging/platforms.json has no row for ${target ?? `${process.platform} ${process.arch}`}; there are ${known}`);
  return found;
}

/** Whether this machine runs what is built for a platform. */
export const runsHere = ({ os, cpu }) => os === process.platform && cpu === process.arch;

/** The binary of a platform, once it is built. */
export const binaryOf = ({ target, binary }) => join(out, target, binary);

/** What Docker calls the processor of a platform. */
export const architectureOf = ({ cpu }) => ({ x64: "amd64", arm64: "arm64" })[cpu];

/** The archive of a platform and the binary's path in it, as `cargo binstall` computes them. */
export function archiveOf({ target, binary }) {
  const { "pkg-url": url, "bin-dir": path, "pkg-fmt": format } = tables.binstall;
  const values = {
    bin: binary.replace(/\.exe$/, ""),
    "binary-ext": binary.endsWith(".exe") ? ".exe" : "",
    "archive-suffix": `.${format}`,
    name,
    repo: repository,
    target,
    version,
  };
  const fill = (template) =>
    template.replace(/\{ ([a-z-]+) \}/g, (_, key) => values[key] ?? fail(`Cargo.toml, [package.metadata.binstall]: \`{ ${key} }\` is not known`));
  return { url: fill(url), file: basename(fill(url)), binary: fill(path) };
}

/** The file in `release/` that lists the others by what they hold, and what it has to say now. */
export const SUMS = "SHA256SUMS";
export function sums() {
  const sum = (file) => createHash("sha256").update(readFileSync(join(release, file))).digest("hex");
  const files = readdirSync(release).filter((file) => file !== SUMS).sort();
  return files.map((file) => `${sum(file)}  ${file}\n`).join("");
}

/** What CHANGELOG.md says of this version. */
export function notes() {
  const changelog = readFileSync(join(root, "CHANGELOG.md"), "utf8");
  const section = changelog.split(/^## /m).find((it) => it.split(/[\s(]/)[0] === crate.version);
  const text = section?.slice(section.indexOf("\n")).trim();
  if (!text) fail(`CHANGELOG.md says nothing of ${crate.version}: give its section the heading "## ${crate.version}"`);
  return text;
}
