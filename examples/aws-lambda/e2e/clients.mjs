// `realtime tail` and `realtime conform` as clients.
import assert from "node:assert/strict";
import { createInterface } from "node:readline";
import { realtime } from "../local/stack.mjs";
import { token } from "../local/tokens.mjs";
import { until } from "./until.mjs";

/** Runs it to its end: what it printed, and how it ended. */
async function output(child) {
  const text = Buffer.concat(await child.stdout.toArray()).toString();
  await child.ended;
  return { text, status: child.exitCode };
}

export async function tail(stack) {
  const service = await stack.service();
  const env = { REALTIME_TOKEN: token(stack.secret, "tenant-123", "user-456") };
  const child = realtime(["tail", stack.url, "--format", "json"], { env });
  const lines = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(JSON.parse(line)));
  await until("tail is authenticated", () => lines.some(({ frame }) => frame?.type === "auth.success"));
  await fetch(`${service.url}/goals`, { method: "POST", body: JSON.stringify({ tenantId: "tenant-123", title: "Seen by tail" }) });
  await until("tail prints the event", () => lines.some(({ frame }) => frame?.data?.title === "Seen by tail"));
  child.kill("SIGINT");
  await child.ended;
  assert.equal(child.exitCode, 0);
  service.child.kill();
  console.log("tail: is authenticated, prints the event, and ends");
}

export async function conform(stack) {
  const service = await stack.service();
  const env = {
    REALTIME_TOKEN: token(stack.secret, "tenant-a", "user-1"),
    OTHER: token(stack.secret, "tenant-b", "user-2"),
    EXPIRED: token(stack.secret, "tenant-a", "user-1", -60),
  };
  const body = JSON.stringify(JSON.stringify({ tenantId: "tenant-a", title: "Triggered" }));
  const trigger = `node -e 'fetch("${service.url}/goals", { method: "POST", body: ${body} }).then((answer) => process.exit(answer.ok ? 0 : 1))'`;
  const tokens = ["--other-token-env", "OTHER", "--expired-token-env", "EXPIRED"];
  const child = realtime(["conform", stack.url, ...tokens, "--trigger", trigger, "--expect", "goal.created"], { env });
  const { text, status } = await output(child);
  assert.equal(status, 0, text);
  for (const secret of Object.values(env)) assert.ok(!text.includes(secret));
  service.child.kill();
  console.log(`conform: ${text.trim().split("\n\n").at(-1).replace(/\n/g, " ")}`);
}
