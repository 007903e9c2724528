// Processes that end with this one, and what is installed for them. Only what was started here is ended.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const here = join(dirname(fileURLToPath(import.meta.url)), "..");
export const root = join(here, "../..");

/** What Python brings; without the compiler that cargo-lambda would take along for other machines. */
const PYTHON = { "cargo-lambda": ["--no-deps", "cargo-lambda==1.9.2"], "cfn-lint": ["cfn-lint==1.58.0"] };

/** Runs a command to its end. */
export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"], ...options });
  if (error?.code === "ENOENT") throw new Error(`${program} is missing: install it, see README.md`);
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}`);
}

/** The path of a program out of a virtual environment, into which it is installed if it is missing. */
export function python(name) {
  const bin = join(here, ".venv", process.platform === "win32" ? "Scripts" : "bin");
  if (!existsSync(join(bin, name))) {
    // Without pip it was left half made.
    if (!existsSync(join(bin, "pip"))) run("python3", ["-m", "venv", ".venv"], { cwd: here });
    run(join(bin, "pip"), ["install", "--quiet", "--disable-pip-version-check", ...PYTHON[name]]);
  }
  return join(bin, name);
}

const children = new Set();

/** Tells the keeper, which ends with this process what this process has started, even if it is killed. */
let keeper;
function keep(what) {
  keeper ??= spawn(process.execPath, [join(here, "local/keeper.mjs")], { stdio: ["pipe", "ignore", "inherit"], detached: true });
  keeper.unref();
  keeper.stdin.unref();
  keeper.stdin.write(`${JSON.stringify(what)}\n`);
}

/** A folder that is removed with this process. */
export function folder(name) {
  const path = mkdtempSync(join(tmpdir(), name));
  keep({ folder: path });
  return path;
}

/** Starts a process, which ends with this one. What it says last of what goes wrong is `said()`. */
export function start(program, args, { env = {}, ...options } = {}) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, ...env }, ...options });
  children.add(child);
  if (child.pid) keep({ started: child.pid });
  let said = "";
  child.stderr?.on("data", (text) => (said = (said + text).slice(-2000)));
  child.said = () => said.trim();
  child.ended = new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(`${program}: ${error.message}`);
      resolve();
    });
    child.on("exit", resolve);
  });
  void child.ended.then(() => {
    children.delete(child);
    if (child.pid) keep({ ended: child.pid });
  });
  return child;
}

/** The first line that a process prints; what comes behind it is read and lost. */
export async function firstLine(child) {
  const lines = createInterface({ input: child.stdout });
  const line = new Promise((resolve) => lines.once("line", resolve));
  const ended = child.ended.then(async () => {
    if (child.stderr && !child.stderr.closed) await once(child.stderr, "close");
    throw new Error(`${child.spawnfile} ended before it said where it listens: ${child.said() || "what it said is above"}`);
  });
  return Promise.race([line, ended]);
}

/** Ends a process and waits until it is gone. */
export async function end(child, signal = "SIGTERM") {
  child.kill(signal);
  await child.ended;
}

/** Ends all. */
export async function endAll() {
  await Promise.all([...children].map((child) => end(child)));
}
