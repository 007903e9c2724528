// The vectors of the endpoint, of delivery and of inputs, replayed by the shell in TypeScript: what a
// browser opens, what reaches a handler, also across a reconnect and a stop, and what reaches the
// machine. Then each row of the messages is left out, and each condition, which a vector has to notice.
//
//   node src/runtime/connection/tests/shell_vectors.mjs [FOLDER]
//
// FOLDER holds the package (bindings/). Prints the counts and what fails, and exits with 1 if
// anything does.

import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = resolve(process.argv[2] ?? here("../../../../bindings"));
const load = (name) => import(pathToFileURL(join(folder, "esm", name)));
const { MESSAGES, RealtimeConnection, endpoint } = await load("connection.js");
const { decode } = await load("codec/decode.js");
const { inputOf } = await load("connection/translate.js");

/** What TypeScript tells of each fault: less than the vectors. */
const TEXTS = {
  unknown_stage: /^stage: expected dev, staging, prod; found/,
  no_stage: /^expected a stage or a URL, found neither/,
  too_long: /^the token is too long for a URL/,
};
const MALFORMED = /^url: expected wss:\/\/host\/path, or ws:\/\/ to this machine/;

const settle = () => new Promise((done) => setImmediate(done));
const success = JSON.stringify({
  type: "auth.success",
  timestamp: "2025-11-03T14:30:00.000Z",
  data: { tenantId: "tenant-123", userId: "user-456", connectionId: "connection-1" },
});

/** A connection to a server that a vector plays; timers never run out by themselves. */
function connection(options) {
  const world = { now: 0, sockets: [], errors: [] };
  class WebSocket {
    constructor(url) {
      this.url = url;
      world.sockets.push(this);
    }
    send() {}
    close() {}
  }
  const environment = {
    WebSocket,
    setTimeout: () => 0,
    clearTimeout: () => {},
    now: () => world.now,
    random: () => 2 ** 31,
    window: undefined,
    document: undefined,
    navigator: undefined,
    onError: (error) => world.errors.push(error),
  };
  return { world, it: new RealtimeConnection({ getToken: () => "token", ...options, environment }) };
}

const text = (part) => {
  if (typeof part === "string") return part;
  const [prefix, unit, count, suffix] = part.repeat;
  return text(prefix) + unit.repeat(count) + text(suffix);
};

/** The URL that is opened, or the fault that is told. */
async function opened({ stage, url, query }) {
  if (!query) return endpoint({ stage, url });
  const { token, tenant: tenantId } = query;
  const { it, world } = connection({ stage, url, tenantId, getToken: () => text(token), authentication: "query" });
  it.start();
  await settle();
  it.stop();
  if (world.errors.length > 0) throw world.errors[0];
  return world.sockets[0].url;
}

async function replayEndpoint(vector) {
  let found;
  try {
    found = await opened(vector);
  } catch (error) {
    const expected = TEXTS[vector.refused] ?? MALFORMED;
    return vector.refused && expected.test(error.message) ? undefined : `refuses: ${error.message}`;
  }
  return vector.opens !== undefined && found === text(vector.opens) ? undefined : `opens ${found.slice(0, 100)}`;
}

async function replayDelivery({ steps }) {
  const { it, world } = connection({ stage: "dev" });
  /** What reached a handler of the frame that has just arrived. */
  let arrival = "repeat";
  it.onAny((_message, { stale }) => (arrival = stale ? "stale" : "fresh"));
  it.onUnknown(() => (arrival = "fresh"));
  const connected = async (begin) => {
    begin();
    await settle();
    const socket = world.sockets.at(-1);
    socket.onopen();
    socket.onmessage({ data: success });
    if (it.getSnapshot().status !== "connected") throw new Error("not connected");
    return socket;
  };
  const happenings = {
    reconnect: () => (socket.onclose({ code: 1006 }), it.retryNow()),
    restart: () => (it.stop(), it.start()),
  };
  let socket = await connected(() => it.start());
  for (const [index, step] of steps.entries()) {
    if (step.happens) {
      socket = await connected(happenings[step.happens]);
      continue;
    }
    world.now = step.at;
    const frame = JSON.stringify(step.frame);
    for (let count = 0; count < (step.times ?? 1); count++) {
      arrival = "repeat";
      socket.onmessage({ data: frame.replaceAll("{n}", count) });
      if (arrival !== step.arrival) return `step ${index}, frame ${count}: ${arrival}, not ${step.arrival}`;
    }
  }
  return undefined;
}

function replayInput({ frame, input }) {
  const it = inputOf(decode(JSON.stringify(frame)), 1);
  // A key that is undefined is not there.
  const found = it && JSON.parse(JSON.stringify(it));
  return isDeepStrictEqual(found, input) ? undefined : `${JSON.stringify(found)}, not ${JSON.stringify(input)}`;
}

/** The rows of the messages, and the conditions, without which every vector is still replayed. */
function leaveOutEachMessage() {
  const vectors = readVectors("input");
  const isNoticed = () => vectors.some((vector) => replayInput(vector) !== undefined);
  const unnoticed = [];
  for (const [message, input] of Object.entries(MESSAGES)) {
    const [type, only] = message.split(" ");
    delete MESSAGES[message];
    if (!isNoticed()) unnoticed.push(message);
    if (only) {
      MESSAGES[type] = input;
      if (!isNoticed()) unnoticed.push(`${message}: only ${only}`);
      delete MESSAGES[type];
    }
    MESSAGES[message] = input;
  }
  return unnoticed;
}

function readVectors(topic) {
  const path = here(`../../../../tests/fixtures/${topic}`);
  const read = (file) => JSON.parse(readFileSync(join(path, file), "utf8")).vectors;
  return readdirSync(path).sort().flatMap(read);
}

let failures = 0;
for (const [topic, replay, isRead, others] of [
  ["endpoint", replayEndpoint, (vector) => vector.build === undefined, " for readers that know their build"],
  ["delivery", replayDelivery, () => true, ""],
  ["input", replayInput, () => true, ""],
]) {
  const vectors = readVectors(topic);
  const ours = vectors.filter(isRead);
  let failed = 0;
  for (const vector of ours) {
    const difference = await replay(vector);
    if (difference === undefined) continue;
    failed++;
    console.log(`${topic}: ${vector.name}: ${difference}`);
  }
  failures += failed;
  const left = vectors.length - ours.length;
  const rest = left > 0 ? `, ${left} are${others}` : "";
  console.log(`${topic}: ${ours.length} vectors replayed, ${failed} fail${rest}`);
}
const unnoticed = leaveOutEachMessage();
for (const row of unnoticed) console.log(`  no vector misses the row ${row}`);
const rows = Object.keys(MESSAGES).length;
console.log(`messages: ${rows} rows, each left out in turn, ${unnoticed.length} missed by no vector`);
failures += unnoticed.length;
process.exitCode = failures > 0 ? 1 : 0;
