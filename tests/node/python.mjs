// A virtual environment with the pinned packages of python/requirements.txt, under target/consumers,
// made anew when the list changes; and the scripts of python/ run in it.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { environment } from "../../packaging/environment.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** A program of the environment. */
export const program = (name) => environment(join(here, "../../target/consumers/python"), join(here, "python/requirements.txt"))(name);

/** The interpreter of the environment. */
export const interpreter = () => program("python");

/** Runs a script; what it reads may be an object's `input`, as the last argument. */
export function python(script, ...args) {
  const input = typeof args.at(-1) === "object" ? args.pop().input : undefined;
  const stdio = [input === undefined ? "inherit" : "pipe", "inherit", "inherit"];
  const { status } = spawnSync(interpreter(), [join(here, "python", script), ...args], { stdio, input });
  if (status === 0) return;
  console.error(`python ${[script, ...args].slice(0, 3).join(" ")} failed`);
  process.exit(status || 1);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) python(...process.argv.slice(2));
