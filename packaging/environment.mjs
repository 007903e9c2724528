// Virtual environments of Python under target/, each with the packages of one list, made anew when the
// list changes.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const MISSING = "apt-get install python3 python3-venv, or from https://python.org";

function run(program, args) {
  const { error, status } = spawnSync(program, args, { stdio: "inherit" });
  if (!error && status === 0) return;
  console.error(`${[program, ...args.slice(0, 3)].join(" ")} failed${args[1] === "venv" ? `; if it is missing: ${MISSING}` : ""}`);
  process.exit(status || 1);
}

/** The path of a program in the environment at `folder`. */
export function program(folder, name) {
  return process.platform === "win32" ? join(folder, "Scripts", `${name}.exe`) : join(folder, "bin", name);
}

/** An empty environment in a folder that it takes the place of. */
export function empty(folder) {
  rmSync(folder, { recursive: true, force: true });
  run(process.platform === "win32" ? "python" : "python3", ["-m", "venv", folder]);
}

/** The environment at `folder` with what the file `list` names: how to find a program in it. */
export function environment(folder, list) {
  const stamp = join(folder, "requirements.txt");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== readFileSync(list, "utf8")) {
    empty(folder);
    run(program(folder, "python"), ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", list]);
    writeFileSync(stamp, readFileSync(list));
  }
  return (name) => program(folder, name);
}
