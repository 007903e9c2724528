// The command `realtime`: starts the binary in its place, passes on what it is told and how that ended.

import { spawn } from "node:child_process";
import { constants } from "node:os";
import { binary, refusal, starting } from "./binary.js";

/** Those that ask a program for something, and that a program may hear. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2", "SIGBREAK"];

/** Says to what is started which process started it. */
const STARTED_BY = "REALTIME_LAUNCHER";

/** @param {string} sentence */
function refuse(sentence) {
  process.stderr.write(`error: ${sentence}\n`);
  process.exitCode = 2;
}

/** Starts the binary. Why it does not start is thrown, or said once it is known. */
function started() {
  const found = binary();
  const child = starting(found, () => {
    if (process.env[STARTED_BY] === String(process.ppid)) throw new Error("it is this launcher, which would start itself for ever");
    const env = { ...process.env, [STARTED_BY]: String(process.pid) };
    return spawn(found.path, process.argv.slice(2), { stdio: "inherit", env });
  });
  child.on("error", (error) => refuse(refusal(found, error)));
  return child;
}

export function launch() {
  let child;
  try {
    child = started();
  } catch (error) {
    refuse(/** @type {Error} */ (error).message);
    return;
  }
  // A terminal sends Ctrl-C to the binary too: hearing it twice is no other thing than hearing it once. On
  // Windows to pass on is to kill, and only a terminal sends it.
  const passOn = (/** @type {string} */ signal) => process.platform === "win32" || child.kill(/** @type {NodeJS.Signals} */ (signal));
  for (const signal of SIGNALS) process.on(signal, () => passOn(signal));
  child.on("exit", (code, signal) => {
    if (!signal) {
      process.exitCode = code ?? 2;
      return;
    }
    // As a shell says it, if the same signal does not end this process.
    process.exitCode = 128 + constants.signals[signal];
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
