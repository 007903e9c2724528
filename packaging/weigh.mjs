// `node packaging/weigh.mjs BINARY…`: what builds of the command weigh and what they take, in turns within one
// run, on Linux: bytes, packed as a release packs them; processor seconds to validate frames; those of the
// mock server while it sends to clients. The clients are processes of the first binary. Medians; ratios to the
// first hold from run to run.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { fail } from "./facts.mjs";

const ROUNDS = 5;
const FRAMES = 200_000;
const CLIENTS = 20;
const BROADCASTS = 1_000;

const binaries = process.argv.slice(2);
if (binaries.length === 0 || process.platform !== "linux") fail("name binaries to weigh, on Linux: node packaging/weigh.mjs BINARY…");
const folder = mkdtempSync(join(tmpdir(), "weigh-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const frames = join(folder, "frames.ndjson");
writeFileSync(frames, execFileSync(binaries[0], ["sample", "--count", String(FRAMES), "--seed", "7"], { maxBuffer: 1 << 29 }));

const ticks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
/** The processor seconds of a process so far, in its own code and in the system. */
function seconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

async function validating(binary) {
  // Its end is read from the same clock: a shell tells what its child took.
  const script = 'TIMEFORMAT="%U %S"; time "$0" validate "$1" >/dev/null 2>&1';
  const child = spawn("bash", ["-c", script, binary, frames], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  await once(child, "close");
  return said.trim().split(" ").map(Number).reduce((a, b) => a + b);
}

async function sending(binary) {
  const server = spawn(binary, ["mock", "--port", "0", "--format", "json", "--rate", "0", "--admission", "0"], { stdio: ["ignore", "pipe", "ignore"] });
  const [line] = await once(createInterface({ input: server.stdout }), "line");
  server.stdout.resume();
  const { url, control } = JSON.parse(line);
  const env = { ...process.env, REALTIME_TOKEN: "tenant-123/user-456" };
  const nowhere = openSync("/dev/null", "w");
  const clients = Array.from({ length: CLIENTS }, () => spawn(binaries[0], ["tail", url], { env, stdio: ["ignore", nowhere, nowhere] }));
  const connected = async () => (await (await fetch(`${control}/connections`)).json()).length;
  while ((await connected()) < CLIENTS) await new Promise((resolve) => setTimeout(resolve, 50));
  const before = seconds(server.pid);
  for (let sent = 0; sent < BROADCASTS; sent += 1) {
    const answer = await fetch(`${control}/broadcast`, { method: "POST", body: '{"type":"goal.created"}' });
    await answer.arrayBuffer();
  }
  const took = seconds(server.pid) - before;
  for (const child of [...clients, server]) child.kill();
  await Promise.all([...clients, server].map((child) => child.exitCode ?? child.signalCode ?? once(child, "exit")));
  return took;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const taken = binaries.map((binary) => ({ binary, validating: [], sending: [] }));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const row of taken) {
    row.validating.push(await validating(row.binary));
    row.sending.push(await sending(row.binary));
  }
}
console.log("| binary | bytes | packed | validating, CPU s | sending, CPU s |\n|:--|--:|--:|--:|--:|");
const [first] = taken.map((row) => [median(row.validating), median(row.sending)]);
for (const { binary, validating, sending } of taken) {
  const [one, two] = [median(validating), median(sending)];
  const packed = gzipSync(readFileSync(binary), { level: 9 }).length;
  console.log(`| ${binary} | ${statSync(binary).size} | ${packed} | ${one.toFixed(2)} (${(one / first[0]).toFixed(2)}) | ${two.toFixed(2)} (${(two / first[1]).toFixed(2)}) |`);
}
