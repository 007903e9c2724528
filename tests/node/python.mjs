// A virtual environment with the pinned packages of python/requirements.txt, under target/consumers,
// made anew when the list changes; and the scripts of python/ run in it.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const environment = join(here, "../../target/consumers/python");

function run(program, args, hint, input) {
  const stdio = [input === undefined ? "inherit" : "pipe", "inherit", "inherit"];
  const { error, status } = spawnSync(program, args, { stdio, input });
  if (!error && status === 0) return;
  console.error(`${program} ${args.slice(0, 3).join(" ")} failed${hint ? `; if it is missing: ${hint}` : ""}`);
  process.exit(status || 1);
}

/** The interpreter of the environment. */
export function interpreter() {
  const list = join(here, "python/requirements.txt");
  const stamp = join(environment, "requirements.txt");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== readFileSync(list, "utf8")) {
    rmSync(environment, { recursive: true, force: true });
    run("python3", ["-m", "venv", environment], "apt-get install python3 python3-venv");
    run(join(environment, "bin/python"), ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", list]);
    writeFileSync(stamp, readFileSync(list));
  }
  return join(environment, "bin/python");
}

/** Runs a script; what it reads may be an object's `input`, as the last argument. */
export function python(script, ...args) {
  const input = typeof args.at(-1) === "object" ? args.pop().input : undefined;
  run(interpreter(), [join(here, "python", script), ...args], undefined, input);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) python(...process.argv.slice(2));
