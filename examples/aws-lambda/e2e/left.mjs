// What is left of a backend that is killed, and what one says that finds its port taken.
import assert from "node:assert/strict";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { here, start } from "../local/process.mjs";
import { until } from "./until.mjs";

/** Starts it as its users do; what it prints. */
function backend(env) {
  const child = start(process.execPath, [join(here, "local/start.mjs")], { env: { PORT: "0", SERVICE_PORT: "0", ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const lines = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  return { child, lines };
}

export async function killedWhole() {
  const { child, lines } = backend();
  await until("a backend of its own runs", () => lines.includes("Ctrl-C ends.") || child.exitCode !== null);
  const urls = lines.flatMap((line) => /^(?:gateway|sign-in and REST|publisher) +(\S+)$/.exec(line)?.[1] ?? []);
  assert.equal(urls.length, 3, child.said());
  child.kill("SIGKILL");
  for (const url of urls) {
    await until(`nobody listens at ${url}`, () => fetch(url.replace("ws:", "http:")).then(() => false, () => true));
  }
  console.log("killed as a whole: nothing that it started is left");
}

export async function portIsTaken(stack) {
  const { port } = new URL(stack.url);
  const { child } = backend({ PORT: port });
  await child.ended;
  assert.equal(child.exitCode, 1);
  await until("it says which port is in use, and what to do", () => child.said().includes(`127.0.0.1:${port} is in use`) && child.said().includes("PORT and SERVICE_PORT"));
  console.log("started where the port is taken: says so, and ends");
}
