// What a release goes by, without building one: what a tag is refused for, where an archive is found, and
// that a release which failed halfway is simply run again. The registries are a program of this file, which
// notes what it is asked and keeps what it is given.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = mkdtempSync(join(tmpdir(), "release-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const metadata = execFileSync("cargo", ["metadata", "--no-deps", "--locked", "--format-version", "1"], { cwd: root, encoding: "utf8" });
const { name, version } = JSON.parse(metadata).packages[0];

// A checkout of what the scripts read.
const checkout = join(folder, "checkout");
for (const path of ["packaging", "LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"]) cpSync(join(root, path), join(checkout, path), { recursive: true });
writeFileSync(join(folder, "metadata.json"), metadata);

/** The registries: `cargo`, `npm`, `docker` and `gh`, by what it is called; and a `rustc` without libraries. */
const REGISTRIES = `#!/usr/bin/env node
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require("node:fs");
const { execFileSync } = require("node:child_process");
const { basename, join } = require("node:path");
const folder = ${JSON.stringify(folder)};
const kept = (key) => join(folder, "kept-" + key.replaceAll("/", "_"));
const keep = (key, text = "") => {
  if (process.env.REFUSES && key.includes(process.env.REFUSES)) process.exit(1);
  appendFileSync(join(folder, "published"), key + "\\n");
  writeFileSync(kept(key), text);
};
const tell = (key) => (existsSync(kept(key)) ? console.log(readFileSync(kept(key), "utf8") || "yes") : process.exit(1));
const [program, ...args] = [basename(process.argv[1]), ...process.argv.slice(2)];
const after = (word) => args[args.indexOf(word) + 1];
const command = program + " " + args.filter((it) => /^[a-z]+$/.test(it)).join(" ");
if (command.startsWith("cargo metadata")) process.stdout.write(readFileSync(join(folder, "metadata.json")));
else if (command.startsWith("cargo info")) tell("crate " + args.at(-1));
else if (command === "cargo publish") keep("crate ${name}@${version}");
else if (command.startsWith("npm view")) tell("npm " + after("view"));
else if (command.startsWith("npm publish")) {
  const { name, version } = JSON.parse(execFileSync("tar", ["-xzOf", after("publish"), "package/package.json"]));
  keep("npm " + name + "@" + version);
} else if (command.startsWith("docker buildx imagetools inspect")) tell("image " + after("inspect"));
else if (command.startsWith("docker buildx build")) keep("image " + after("--tag"), "sha256:1");
else if (command.startsWith("gh release view")) tell("draft " + after("view"));
else if (command.startsWith("gh release create")) keep("draft " + after("create"), "true");
else if (command.startsWith("gh release upload")) keep("assets " + args.slice(args.indexOf("--clobber") + 1).map((it) => basename(it)).join(" "));
else if (program === "rustc") console.log(join(folder, "nowhere"));
else if (command.startsWith("gh release edit")) keep("draft " + after("edit"), "false");
else {
  console.error("nobody knows " + command);
  process.exit(2);
}
`;
const programs = join(folder, "programs");
mkdirSync(programs);
for (const program of ["cargo", "npm", "docker", "gh", "rustc"]) {
  writeFileSync(join(programs, program), REGISTRIES);
  chmodSync(join(programs, program), 0o755);
}
const environment = { ...process.env, PATH: `${programs}${delimiter}${process.env.PATH}` };

/** Runs a script of packaging/ in the checkout. */
const script = (file, args, env = {}) => spawnSync(process.execPath, [join(checkout, "packaging", file), ...args], { encoding: "utf8", env: { ...environment, ...env } });

/** What a script says when it refuses. */
function refusal(file, ...args) {
  const { status, stderr, stdout } = script(file, args);
  assert.equal(status, 1, stdout);
  return stderr.trim();
}

// A tag.
assert.equal(refusal("tag.mjs", "v9.9.9"), `packaging: the tag is v9.9.9, but Cargo.toml has the version ${version}: tag v${version}, or set the version and run \`cargo realtime generate\``);
const { stdout: outputs } = script("tag.mjs", [`v${version}`]);
const platforms = JSON.parse(outputs.replace(/^platforms=/, ""));
assert.deepEqual(platforms, JSON.parse(readFileSync(join(root, "packaging/platforms.json"), "utf8")));
const changelog = join(checkout, "CHANGELOG.md");
const told = readFileSync(changelog, "utf8");
writeFileSync(changelog, told.replace(`## ${version}`, "## 9.9.9"));
assert.equal(refusal("tag.mjs", `v${version}`), `packaging: CHANGELOG.md says nothing of ${version}: give its section the heading "## ${version}"`);
writeFileSync(changelog, told);

// An archive, and a platform that is none.
const facts = `import { IMAGE, archiveOf, platforms } from ${JSON.stringify(join(checkout, "packaging/facts.mjs"))}; console.log(JSON.stringify([IMAGE, platforms.map(archiveOf)]))`;
const [IMAGE, archives] = JSON.parse(execFileSync(process.execPath, ["--input-type=module", "--eval", facts], { env: environment, encoding: "utf8" }));
for (const [at, { target, binary }] of platforms.entries()) {
  const stem = `realtime-v${version}-${target}`;
  const url = `https://github.com/purposepath/realtime/releases/download/v${version}/${stem}.tgz`;
  assert.deepEqual(archives[at], { url, file: `${stem}.tgz`, binary: `${stem}/${binary}` });
}
const [{ target }] = platforms;
assert.equal(refusal("archive.mjs", "sparc"), `packaging: packaging/platforms.json has no row for sparc; there are ${platforms.map((it) => it.target).join(", ")}`);
assert.equal(refusal("archive.mjs", target), `packaging: ${join(checkout, "target/packaging", target, "realtime")} is missing: node packaging/build.mjs ${target}`);
assert.equal(refusal("build.mjs", target), `packaging: the standard library for ${target} is missing: rustup target add ${target}`);
assert.equal(refusal("npm.mjs", target), `packaging: ${join(checkout, "target/packaging", target, "realtime")} is missing: node packaging/build.mjs ${target}`);
assert.equal(refusal("try.mjs", target), `packaging: ${archives[0].file} is missing: node packaging/build.mjs ${target}, then node packaging/archive.mjs ${target}`);
assert.equal(refusal("publish.mjs", "everything"), "packaging: say what to publish: crate, npm, image, github");

// The page names what is published.
const page = readFileSync(join(root, "docs/installing.md"), "utf8");
const [, wheel] = /^name = "(.*)"$/m.exec(readFileSync(join(root, "packaging/wheel/pyproject.toml"), "utf8"));
const { name: launcher } = JSON.parse(readFileSync(join(root, "packaging/npm/realtime-cli/package.json"), "utf8"));
for (const line of [`npm install --save-dev ${launcher}`, `pip install ${wheel}`, ` ${IMAGE}`, `cargo binstall ${name}`]) {
  assert.ok(page.includes(`${line}\``), `docs/installing.md has no line \`${line}\``);
}
const of = { linux: "Linux", darwin: "macOS", win32: "Windows" };
for (const { os } of platforms) assert.ok(page.includes(of[os] ?? os), `docs/installing.md does not name ${os}`);

// What is published, and in which order.
/** What a run publishes, in order, and how it ends. */
function publish(what, refuses = "", env = {}) {
  writeFileSync(join(folder, "published"), "");
  const { status, stdout, stderr } = script("publish.mjs", [what], { REFUSES: refuses, GITHUB_ACTIONS: "true", ...env });
  const published = readFileSync(join(folder, "published"), "utf8").trim().split("\n").filter(Boolean);
  return { status, published, outputs: stdout.trim(), said: stderr.trim().split("\n") };
}
for (const what of ["crate", "npm", "image", "github"]) {
  const told = `packaging: this would publish for good, and without provenance: push the tag v${version}, which a workflow publishes; CONTRIBUTING.md says for what there is --by-hand`;
  assert.deepEqual(publish(what, "", { GITHUB_ACTIONS: "" }), { status: 1, published: [], outputs: "", said: [told] }, "nobody publishes by mistake");
}
assert.deepEqual(publish("crate").published, [`crate ${name}@${version}`]);
assert.deepEqual(publish("crate"), { status: 0, published: [], outputs: "", said: [`${name} ${version} is published already`] });

const release = join(checkout, "target/packaging/release");
assert.equal(refusal("sums.mjs"), `packaging: ${release} is missing: node packaging/build.mjs, archive.mjs and npm.mjs make what it holds`);
assert.deepEqual(publish("npm").said, [`packaging: ${release} is missing: node packaging/build.mjs, archive.mjs and npm.mjs make what it holds`]);
mkdirSync(release, { recursive: true });
mkdirSync(join(checkout, "target/packaging", target), { recursive: true });
writeFileSync(join(checkout, "target/packaging", target, "realtime"), "");
writeFileSync(join(release, archives[0].file), "");
const packages = [{ name: "@a/cli", optionalDependencies: { "@a/cli-linux-x64": version } }, { name: "@a/cli-linux-x64" }, { name: "@a/types" }];
for (const manifest of packages) {
  mkdirSync(join(folder, "package"), { recursive: true });
  writeFileSync(join(folder, "package/package.json"), JSON.stringify({ ...manifest, version }));
  execFileSync("tar", ["-czf", join(release, `${manifest.name.replace("@a/", "a-")}.tgz`), "package"], { cwd: folder });
}
const npm = ["@a/cli-linux-x64", "@a/types", "@a/cli"].map((it) => `npm ${it}@${version}`);
const ofPlatform = join(release, "a-cli-linux-x64.tgz");
renameSync(ofPlatform, join(folder, "aside"));
const lacking = publish("npm");
assert.deepEqual([lacking.published, lacking.said], [[], [`packaging: @a/cli asks for @a/cli-linux-x64, which ${release} lacks: node packaging/npm.mjs TARGET for each`]], "no launcher without its binaries");
renameSync(join(folder, "aside"), ofPlatform);
assert.match(script("publish.mjs", ["npm", "--by-hand"], { GITHUB_ACTIONS: "", REFUSES: "npm" }).stderr, /^packaging: `npm publish /m, "by hand it is tried");
const halfway = publish("npm", "@a/types");
assert.deepEqual([halfway.status, halfway.published], [1, npm.slice(0, 1)]);
assert.match(halfway.said.at(-1), /^packaging: `npm publish .* ended with 1$/);
assert.deepEqual(publish("npm").published, npm.slice(1), "the second run publishes what the first did not");
assert.deepEqual(publish("npm").said, npm.map((it) => `${it.slice("npm ".length)} is published already`));

const image = publish("image");
assert.deepEqual(image.published, [`image ${IMAGE}:${version}`]);
assert.equal(image.outputs, `image=${IMAGE}\ndigest=sha256:1`);
const again = publish("image");
assert.deepEqual([again.published, again.outputs], [[], image.outputs], "a second run tells the same digest");

const unlisted = { status: 1, published: [], outputs: "", said: [`packaging: ${join(release, "SHA256SUMS")} does not list what is beside it: node packaging/sums.mjs`] };
assert.deepEqual(publish("github"), unlisted, "nothing is published without sums");
assert.equal(script("sums.mjs", []).status, 0);
writeFileSync(join(release, "late.whl"), "");
assert.deepEqual(publish("github"), unlisted, "nothing is published that is not in the sums");
rmSync(join(release, "late.whl"));
const assets = `assets ${["SHA256SUMS", "a-cli-linux-x64.tgz", "a-cli.tgz", "a-types.tgz", archives[0].file].join(" ")}`;
const draft = publish("github", "assets");
assert.deepEqual([draft.status, draft.published], [1, [`draft v${version}`]]);
assert.deepEqual(publish("github").published, [assets, `draft v${version}`], "a draft is filled, then shown");
assert.deepEqual(publish("github").published, []);
assert.equal(script("sums.mjs", []).status, 0, "a second time too");
const sums = execFileSync("sha256sum", ["--check", "--quiet", "SHA256SUMS"], { cwd: release, encoding: "utf8" });
assert.equal(sums, "");
console.log(`a release: ${platforms.length} platforms, 4 registries, each run again after half of it`);
