// How long it takes to decode and validate canonical frames, beside what else one could use: every
// peer makes the same checks, in a process of its own but in the same run, the rounds interleaved
// (A B C A B C …). What counts is processor time, garbage collection included, which other programs
// on the machine disturb less than they do the clock; a ratio is taken within its round, and the
// table shows medians. No peer is timed before it has accepted the whole corpus and refused
// every broken frame; `--check` does only that.
//
//   node bench/bench.mjs [--check] [--against FOLDER]
//
// `--against` measures `decode` beside that of another state of `bindings/`, which
// `git archive REVISION bindings | tar -x -C FOLDER` puts there.
import { execFileSync, fork } from "node:child_process";
import { readdirSync } from "node:fs";
import { cpus } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { broken } from "./broken.mjs";
import { root } from "./events.mjs";

const ROUNDS = 41;
const PASSES = 12;
const { check: isCheck, against } = parseArgs({
  options: { check: { type: "boolean" }, against: { type: "string" } },
}).values;

const sample = ["realtime", "sample", "--count", "2000", "--seed", "7"];
const corpus = execFileSync("cargo", sample, { cwd: fileURLToPath(root), encoding: "utf8", maxBuffer: 1 << 26 });
const frames = corpus.trimEnd().split("\n");

const answer = (child, message) =>
  new Promise((resolve) => {
    child.once("message", resolve);
    child.send(message);
  });

/** What runs, each in its own process: the name of a peer, and what it is given. */
const runs = against
  ? [["parse"], ["decode"], ["decode", pathToFileURL(resolve(against, "bindings/esm/index.js")).href]]
  : readdirSync(new URL("peers/", import.meta.url)).sort().map((file) => [file.replace(/\.mjs$/, "")]);
const peers = [];
for (const [peer, ...given] of runs) {
  const child = fork(new URL("peer.mjs", import.meta.url), [peer, PASSES, ...given]);
  child.once("exit", (code) => code === 0 || process.exit(1));
  peers.push({ child, ...(await answer(child, frames)), times: [] });
}

const wrong = peers.flatMap((peer) => peer.wrong);
if (wrong.length > 0) {
  console.error(wrong.slice(0, 20).join("\n"));
  process.exitCode = 1;
} else if (isCheck) {
  const checked = peers.filter((peer) => !peer.isBaseline).length;
  console.log(`${checked} decoders accept ${frames.length} frames and refuse ${broken.length} broken ones`);
} else {
  for (let round = -1; round < ROUNDS; round++) {
    for (const { child, times } of peers) {
      const time = await answer(child, "round");
      // The first round warms up.
      if (round >= 0) times.push(time);
    }
  }
  report();
}
for (const { child } of peers) child.disconnect();

function report() {
  const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
  const baseline = peers.find((peer) => peer.isBaseline);
  for (const peer of peers) {
    peer.time = median(peer.times);
    peer.ratio = median(peer.times.map((time, round) => time / baseline.times[round]));
  }
  peers.sort((a, b) => a.ratio - b.ratio);
  const bytes = Math.round(Buffer.byteLength(corpus) / frames.length);
  console.log(
    `Node ${process.versions.node}, ${cpus().length} cores; ${frames.length} canonical frames of ${bytes} bytes on average, ` +
      `${broken.length} broken ones refused by each; medians of ${ROUNDS} interleaved rounds.\n`,
  );
  if (against) {
    const [now, before] = [false, true].map((isOld) => peers.find((peer) => peer.isOurs && peer.isOld === isOld));
    const ratio = median(now.times.map((time, round) => time / before.times[round]));
    console.log(`\`decode\` takes ${ratio.toFixed(3)} of the time that it took.\n`);
  }
  console.log("| per frame | ns | ÷ `JSON.parse` |\n|:--|--:|--:|");
  for (const { name, time, ratio } of peers) console.log(`| ${name} | ${Math.round(time)} | ${ratio.toFixed(2)} |`);
}
