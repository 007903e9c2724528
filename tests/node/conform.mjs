// `realtime conform` as a backend's build runs it: against the mock server, and against a server in
// Python that was written from the reference alone, in which six things are wrong. Each is named, with
// its frame or close and the place where the reference says otherwise; they are mended one by one, until the
// server conforms. The report for build servers is read as these do.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { python, interpreter } from "./python.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const command = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/examples/realtime");
if (!existsSync(command)) throw new Error("The command is missing: cargo build --all-features --example realtime");

/** A process, and the first line that it prints. */
async function start(program, args, env) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, ...env } });
  const lines = createInterface({ input: child.stdout });
  const { value } = await lines[Symbol.asyncIterator]().next();
  return { child, line: value };
}

/** Runs the command; what it prints, and its exit code. */
function conform(url, tokens, args) {
  const env = { ...process.env, ...tokens };
  for (const name of ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]) delete env[name];
  const all = ["conform", url, "--other-token-env", "OTHER", "--expired-token-env", "EXPIRED", "--expect", "goal.created", "--time-scale", "10", ...args];
  const { status, stdout, stderr } = spawnSync(command, all, { env, encoding: "utf8", timeout: 120_000 });
  assert.equal(stderr, "", stderr);
  return { status, stdout };
}

const fetches = (url, body) => `node -e "fetch('${url}'${body}).then((answer) => process.exit(answer.ok ? 0 : 1))"`;

// The mock server.
{
  const { child, line } = await start(command, ["mock", "--port", "0", "--rate", "0", "--format", "json", "--time-scale", "10"]);
  const { url, control } = JSON.parse(line);
  const tokens = { REALTIME_TOKEN: "tenant-a/user-1", OTHER: "tenant-b/user-2", EXPIRED: "tenant-a/user-1/0" };
  const trigger = fetches(`${control}/broadcast?tenant=tenant-a`, ", { method: 'POST', body: JSON.stringify({ type: 'goal.created' }) }");
  const { status, stdout } = conform(url, tokens, ["--tenant", "tenant-a", "--other-tenant", "tenant-b", "--trigger", trigger]);
  child.kill();
  assert.equal(status, 0, stdout);
  console.log(`the mock server: ${stdout.trim().split("\n\n").at(-1).replace("\n", " ")}`);
}

// The server in Python.
function token(tenantId, expiresIn) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "HS256" })}.${part({ tenantId, sub: "user-1", exp: Math.floor(Date.now() / 1000) + expiresIn })}`;
  return `${signed}.${createHmac("sha256", "secret").update(signed).digest("base64url")}`;
}
const tokens = { REALTIME_TOKEN: token("tenant-a", 900), OTHER: token("tenant-b", 900), EXPIRED: token("tenant-a", -60) };

/** What is wrong with the server, and what each shows of itself. */
const FAULTS = {
  "auth.wrong-token": /a close frame with 1000/,
  "frames.spelling": /"goal_id"/,
  "frames.listed-values": /"Draft"/,
  "events.id": /"type": ?"goal.created"/,
  "tenants.apart": /"tenantId": ?"tenant-a"/,
  "close.binary": /a close frame with 1000/,
};

async function judged(faults, args) {
  const { child, line } = await start(interpreter(), [join(root, "tests/node/python/server.py")], { FAULTS: faults.join(" ") });
  const trigger = fetches(`http://127.0.0.1:${line}/goals/tenant-a`, "");
  const found = conform(`ws://127.0.0.1:${line}`, tokens, ["--trigger", trigger, ...args]);
  child.kill();
  for (const token of Object.values(tokens)) assert(!found.stdout.includes(token.slice(0, 60)), found.stdout);
  return found;
}

const left = Object.keys(FAULTS);
const { stdout } = await judged(left, []);
console.log(stdout);
while (true) {
  const { status, stdout } = await judged(left, ["--format", "json"]);
  const report = JSON.parse(stdout);
  const failed = report.requirements.filter((it) => it.outcome === "failed");
  // The expired token is refused by the same code as the wrong one.
  const expected = left.includes("auth.wrong-token") ? [...left, "auth.forged-token", "auth.expired-token"] : left;
  assert.deepEqual(failed.map((it) => it.id).sort(), [...expected].sort(), stdout);
  for (const { id, clause, seen } of failed.filter((it) => left.includes(it.id))) {
    assert(clause.includes("#"), id);
    assert.match(seen, FAULTS[id], id);
  }
  assert.equal(status, left.length === 0 ? 0 : 1);
  assert.equal(report.conforms, left.length === 0);
  if (left.length === 0) break;
  left.shift();
}
const junit = await judged(["events.id", "tenants.apart"], ["--format", "junit"]);
python("junit.py", { input: junit.stdout });
console.log("the server in Python: six faults named, and mended one by one");
