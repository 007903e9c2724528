// A stranger's path: somebody who has read the README and nothing else copies its lines into empty
// folders. Every ```sh block runs, section by section, each section in a shell of its own that starts
// beside the clone; a block of code is the file that the text above it names first, and "`a` prints
// `b`" is run too. Nothing is repeated here: what the README no longer says is no longer tested, so
// the least that it must say stands here.
//
// The clone is of this checkout's last commit, the README the one in it. No registry is asked.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const checkout = join(dirname(fileURLToPath(import.meta.url)), "../..");
const REPOSITORY = "https://github.com/purposepath/realtime";
const PATIENCE_MS = 600_000;

/** Run elsewhere, as a step of its own. */
const ELSEWHERE = "cargo test --all-features";
/** Runs until it is stopped. */
const ENDLESS = /^cargo realtime mock$|cargo realtime tail /;

/** What the README cannot do without. */
const LEAST = [
  "cargo new backend && cd backend && cargo add --path ../realtime",
  "cargo run",
  "mkdir frontend && cd frontend && npm init --yes && npm i ../realtime/bindings",
  "node decode.mjs",
  "cargo realtime mock",
];

const configured = Number(process.env.GIT_CONFIG_COUNT ?? 0);
const environment = {
  ...process.env,
  // `git clone` of the address in the README takes this checkout.
  GIT_CONFIG_COUNT: String(configured + 1),
  [`GIT_CONFIG_KEY_${configured}`]: `url.${checkout}.insteadOf`,
  [`GIT_CONFIG_VALUE_${configured}`]: REPOSITORY,
  // What the folders depend on is built once, with what the checkout depends on.
  CARGO_TARGET_DIR: join(checkout, "target"),
  CARGO_NET_OFFLINE: "true",
  npm_config_offline: "true",
  npm_config_audit: "false",
  npm_config_fund: "false",
  npm_config_update_notifier: "false",
};

/** The README as sections of steps: `sh` lines, `file` to write, `prints` a command and its output. */
function sections(markdown) {
  const sections = [{ title: "the top", steps: [] }];
  let file = null;
  let block = null;
  for (const line of markdown.split("\n")) {
    const { steps } = sections.at(-1);
    if (block && line === "```") {
      if (block.language === "sh") steps.push({ sh: block.lines });
      else if (file) steps.push({ file, text: `${block.lines.join("\n")}\n` });
      else throw new Error(`README: a block of ${block.language} without the name of its file above it`);
      [block, file] = [null, null];
    } else if (block) {
      block.lines.push(line);
    } else if (line.startsWith("```")) {
      block = { language: line.slice(3), lines: [] };
    } else if (line.startsWith("## ")) {
      sections.push({ title: line.slice(3), steps: [] });
    } else {
      file = /^`([\w./]+\.\w+)`:/.exec(line)?.[1] ?? file;
      for (const [, command, output] of line.matchAll(/`([^`]+)` prints `([^`]+)`/g)) {
        steps.push({ prints: output, command });
      }
    }
  }
  return sections.filter(({ steps }) => steps.length > 0);
}

/** The lines of a section: those of one script, and by themselves those that do not end. */
function commands(steps) {
  const ends = [];
  const endless = [];
  for (const { file, text, prints, command, sh } of steps) {
    if (file) {
      ends.push(`cat > ${file} <<'END OF FILE'\n${text}END OF FILE`);
    } else if (prints) {
      ends.push(`test "$(${command})" = '${prints}'`);
      ran.add(command);
    } else {
      const lines = sh.map((line) => line.replace(/\s+# .*$/, "")).filter((line) => line !== ELSEWHERE);
      lines.forEach((line) => ran.add(line));
      if (ENDLESS.test(lines.at(-1))) endless.push(lines);
      else ends.push(...lines.map((line) => `{ ${line}; } || exit`)); // set -e looks past `a && b`
    }
  }
  return { ends, endless };
}

/** Starts a script that does not end; `said(pattern)` waits until it prints something of that form. */
function start(lines, cwd) {
  const child = spawn("bash", ["-c", ["set -euo pipefail", ...lines].join("\n")], {
    cwd,
    env: environment,
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  let check = () => {};
  child.stdout.setEncoding("utf8").on("data", (data) => ((text += data), check()));
  const exited = new Promise((resolve) => child.on("close", resolve));
  return {
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const give = (why) => reject(new Error(`${lines.at(-1)}: ${why}; it printed:\n${text}`));
        const timer = setTimeout(() => give(`does not print ${pattern}`), PATIENCE_MS);
        check = () => {
          const found = pattern.exec(text);
          if (found) (clearTimeout(timer), resolve(found));
        };
        check();
        exited.then((code) => (clearTimeout(timer), check(), give(`ended with ${code}`)));
      }),
    stop: () => {
      if (child.exitCode === null) process.kill(-child.pid, "SIGINT");
      return exited;
    },
  };
}

/** The mock and the client beside it, on free ports in place of the README's, which may be taken. */
async function watch([mock, tail], cwd) {
  assert.match(mock.at(-1), /^cargo realtime mock$/, "README: the mock server is started first");
  const running = [];
  try {
    const server = start([...mock.slice(0, -1), `${mock.at(-1)} --port 0 --control-port 0`], cwd);
    running.push(server);
    const [, port] = await server.said(/ws:\/\/127\.0\.0\.1:(\d+)\n/);
    const client = start(tail.map((line) => line.replace("localhost:5055", `localhost:${port}`)), cwd);
    running.push(client);
    await client.said(/status connected\n(?:event .*\n){2}/);
    console.log("stranger: the mock server runs, and events arrive");
  } finally {
    for (const one of running.reverse()) await one.stop();
  }
}

const git = (cwd, ...args) => execFileSync("git", args, { cwd, encoding: "utf8" });
if (git(checkout, "status", "--porcelain")) {
  console.log("stranger: clones the last commit, without what is changed here");
}

const folder = mkdtempSync(join(tmpdir(), "stranger-"));
const ran = new Set();
try {
  for (const { title, steps } of sections(git(checkout, "show", "HEAD:README.md"))) {
    console.log(`stranger: ${title}`);
    const { ends, endless } = commands(steps);
    const { error, status, signal } = spawnSync("bash", ["-c", ["set -euxo pipefail", ...ends].join("\n")], {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "inherit", "inherit"],
      timeout: PATIENCE_MS,
    });
    assert.equal(error ?? signal ?? status, 0, `README, ${title}: the line above fails`);
    if (endless.length > 0) await watch(endless, folder);
  }
  for (const least of LEAST) assert.ok(ran.has(least), `README no longer says \`${least}\`: adapt this file`);
  assert.equal(git(join(folder, "realtime"), "status", "--porcelain"), "", "README: its lines change the clone");
  console.log("stranger: every line of the README does what it says");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
