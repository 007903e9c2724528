// `node packaging/publish.mjs crate|npm|image|github`: publishes what target/packaging/release/ holds. What
// is published already is left alone, so that a release that failed halfway is simply run again. Nothing
// here holds a credential: a workflow that is trusted by the registries gets one for the moment. Elsewhere it
// asks no registry anything without `--by-hand`.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IMAGE, SUMS, archiveOf, crate, fail, here, notes, out, platforms, release, run, sums } from "./facts.mjs";

const { name, version } = crate;
const [what, hand] = process.argv.slice(2);
const tag = `v${version}`;
/** A version with a suffix is nobody's default. */
const isPreview = version.includes("-");

/** What a program prints, or nothing if it fails; in a folder where nothing but the registry answers. */
function asked(program, ...args) {
  const { error, status, stdout } = spawnSync(program, args, { encoding: "utf8", cwd: tmpdir() });
  if (error) fail(`${program}: ${error.message}`);
  return status === 0 ? stdout.trim() : "";
}

/** Publishes, unless it is published. Standard output is for what a workflow goes on with. */
function once(what, isThere, publish) {
  if (isThere) console.error(`${what} is published already`);
  else publish();
}

const PUBLISH = {
  crate() {
    once(`${name} ${version}`, asked("cargo", "info", "--registry", "crates-io", `${name}@${version}`), () => run("cargo", ["publish", "--locked"]));
  },

  // The launcher last: it asks for the others.
  npm() {
    const manifest = (file) => JSON.parse(run("tar", ["-xzOf", file, "package/package.json"], { cwd: release, stdio: ["ignore", "pipe", "inherit"] }));
    const archives = platforms.map((it) => archiveOf(it).file);
    const packed = readdirSync(release).filter((file) => file.endsWith(".tgz") && !archives.includes(file));
    const packages = packed.map((file) => ({ file, manifest: manifest(file) }));
    // Whoever installs the launcher before them gets no binary, and without a word.
    for (const { manifest } of packages) {
      const lacking = Object.keys(manifest.optionalDependencies ?? {}).filter((it) => !packages.some((other) => other.manifest.name === it));
      if (lacking.length > 0) fail(`${manifest.name} asks for ${lacking.join(", ")}, which ${release} lacks: node packaging/npm.mjs TARGET for each`);
    }
    packages.sort((a, b) => Number("optionalDependencies" in a.manifest) - Number("optionalDependencies" in b.manifest));
    for (const { file, manifest } of packages) {
      const id = `${manifest.name}@${manifest.version}`;
      const tags = ["--tag", isPreview ? "next" : "latest"];
      // Provenance comes from a workflow, and from nowhere else.
      const provenance = process.env.GITHUB_ACTIONS ? ["--provenance"] : [];
      once(id, asked("npm", "view", id, "version"), () => run("npm", ["publish", join(release, file), "--access", "public", ...tags, ...provenance]));
    }
  },

  image() {
    const reference = `${IMAGE}:${version}`;
    const inspect = ["buildx", "imagetools", "inspect", reference, "--format", "{{.Manifest.Digest}}"];
    const tags = [reference, ...(isPreview ? [] : [`${IMAGE}:latest`])].flatMap((it) => ["--tag", it]);
    once(reference, asked("docker", ...inspect), () => run(process.execPath, [join(here, "image.mjs"), ...tags, "--push", "--provenance=mode=max", "--sbom=true"], { stdio: ["ignore", 2, 2] }));
    console.log(`image=${IMAGE}\ndigest=${asked("docker", ...inspect)}`);
  },

  // A draft until all of it is there; what is public is not touched again.
  github() {
    const onRelease = (verb, ...rest) => ["release", verb, tag, "--repo", crate.repository, ...rest];
    const isDraft = asked("gh", ...onRelease("view", "--json", "isDraft", "--jq", ".isDraft"));
    once(`the release ${tag}`, isDraft === "false", () => {
      const listed = join(release, SUMS);
      // What is signed is what is published.
      if (!existsSync(listed) || readFileSync(listed, "utf8") !== sums()) fail(`${listed} does not list what is beside it: node packaging/sums.mjs`);
      writeFileSync(join(out, "notes.md"), notes());
      const kind = isPreview ? ["--prerelease"] : [];
      if (!isDraft) run("gh", onRelease("create", "--draft", "--verify-tag", "--title", tag, "--notes-file", join(out, "notes.md"), ...kind));
      run("gh", onRelease("upload", "--clobber", ...readdirSync(release).sort().map((file) => join(release, file))));
      run("gh", onRelease("edit", "--draft=false"));
    });
  },
};

if (!Object.hasOwn(PUBLISH, what ?? "")) fail(`say what to publish: ${Object.keys(PUBLISH).join(", ")}`);
if (!process.env.GITHUB_ACTIONS && hand !== "--by-hand") {
  fail(`this would publish for good, and without provenance: push the tag ${tag}, which a workflow publishes; CONTRIBUTING.md says for what there is --by-hand`);
}
if (what !== "crate" && !existsSync(release)) fail(`${release} is missing: node packaging/build.mjs, archive.mjs and npm.mjs make what it holds`);
PUBLISH[what]();
