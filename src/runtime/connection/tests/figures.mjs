// How soon a dead socket is noticed, and how often a live one is replaced for nothing: the browser's
// shell in virtual time. Prints the tables of `docs/connection.md`.
//
//   node src/runtime/connection/tests/figures.mjs

import { EventEmitter } from "node:events";
import { connection, event, success } from "./world.mjs";

const TENANT = "tenant-123";
const PONG = JSON.stringify({ type: "pong" });
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A server that answers pings or does not, sends events now and then, and can fall silent. */
function world({ answers, control, everyMs = Infinity }) {
  const state = { isDead: false };
  const it = connection({ tenantId: TENANT, environment: control ? { WebSocket: Controlled } : {} });
  const made = control ? Controlled.made : it.sockets;
  made.length = 0;
  /** Lets time pass in steps, and the server do what it does. */
  const pass = async (ms, stepMs = 500) => {
    for (let left = ms; left > 0; left -= stepMs) {
      await it.pass(Math.min(stepMs, left));
      serve();
    }
  };
  let served = 0;
  let last = 0;
  let time = 0;
  function serve() {
    time += 1;
    const socket = made.at(-1);
    if (!socket) return;
    if (!socket.isServed) {
      socket.isServed = true;
      state.isDead = false;
      served = 0;
      socket.onopen();
      socket.onmessage({ data: success(TENANT) });
    }
    if (state.isDead) return;
    const pings = socket.sent.filter(({ action }) => action === "ping").length + (socket.controls ?? 0);
    for (; served < pings; served++) {
      if (control) socket.emit("pong");
      else if (answers) socket.onmessage({ data: PONG });
    }
    if (it.environment.now() - last >= everyMs) {
      last = it.environment.now();
      socket.onmessage({ data: event({ eventId: `${last}` }) });
    }
  }
  const start = async () => {
    it.it.start();
    await it.pass(0);
    serve();
  };
  const turn = (visibilityState) => {
    it.page.visibilityState = visibilityState;
    it.page.dispatchEvent(new Event("visibilitychange"));
  };
  return { ...it, state, pass, start, turn, opens: () => made.length };
}

/** A socket of the package `ws`, as far as it is used. */
class Controlled extends EventEmitter {
  static made = [];
  sent = [];
  controls = 0;
  constructor() {
    super();
    Controlled.made.push(this);
  }
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  ping() {
    this.controls++;
  }
  close() {}
  terminate() {}
}

/** From now on silent: how long until another socket is opened. */
async function untilReopened(world, mostMs) {
  const before = world.opens();
  const from = world.environment.now();
  world.state.isDead = true;
  while (world.opens() === before && world.environment.now() - from <= mostMs) await world.pass(100, 100);
  return world.environment.now() - from;
}

/** The longest time over deaths at different moments. */
async function longest(options, prepare, deaths) {
  let most = 0;
  for (const afterMs of deaths) {
    const it = world(options);
    await it.start();
    await it.pass(20_000);
    await it.pass(afterMs);
    await prepare(it);
    most = Math.max(most, await untilReopened(it, 10 * MINUTE));
    it.it.stop();
  }
  return most;
}

const moments = (untilMs, stepMs) => Array.from({ length: untilMs / stepMs }, (_, at) => at * stepMs + 1);
const nothing = async () => {};
const focusAfterSleep = async (it) => {
  it.sleep(20_000);
  it.environment.window.dispatchEvent(new Event("focus"));
};
const online = async (it) => it.environment.window.dispatchEvent(new Event("online"));
const hiddenOnline = async (it) => {
  it.turn("hidden");
  it.throttle(MINUTE);
  await online(it);
};

export const noticed = [
  ["Rust, and Node with `ws`: by control ping", 45, { control: true }, nothing, moments(31_000, 1000)],
  ["browser, a server that answers, page visible", 132, { answers: true }, nothing, moments(125_000, 1000)],
  ["browser, after a wake from 20 s asleep", 12, { answers: true }, focusAfterSleep, moments(2000, 500)],
  ["the same, a server that answers nothing", 12, { answers: false }, focusAfterSleep, moments(2000, 500)],
  ["browser, after a change of network", 12, { answers: true }, online, moments(2000, 500)],
  ["the same, a server that answers nothing", 12, { answers: false }, online, moments(2000, 500)],
  ["the same, page hidden and its timers throttled", 135, { answers: false }, hiddenOnline, moments(60_000, 10_000)],
];

/** How many sockets are opened for nothing while the server is well. */
async function needless(options, live) {
  const it = world(options);
  await it.start();
  await it.pass(20_000);
  const before = it.opens();
  await live(it);
  it.it.stop();
  return it.opens() - before;
}

export const replaced = [
  ["an hour hidden, timers once a minute, an event every 75 s", 0, { answers: false, everyMs: 75_000 }, async (it) => {
    it.turn("hidden");
    it.throttle(MINUTE);
    await it.pass(HOUR, 1000);
  }],
  ["an hour visible, a quiet server that answers nothing, focus every 20 s", 0, { answers: false }, async (it) => {
    for (let at = 0; at < HOUR; at += 20_000) {
      it.environment.window.dispatchEvent(new Event("focus"));
      await it.pass(20_000);
    }
  }],
  ["one return from ten hidden minutes, the same server", 1, { answers: false }, async (it) => {
    it.turn("hidden");
    it.throttle(MINUTE);
    await it.pass(10 * MINUTE, 1000);
    it.throttle(0);
    it.turn("visible");
    await it.pass(5 * MINUTE);
  }],
  ["one return from ten hidden minutes, a server that answers", 0, { answers: true }, async (it) => {
    it.turn("hidden");
    it.throttle(MINUTE);
    await it.pass(10 * MINUTE, 1000);
    it.throttle(0);
    it.turn("visible");
    await it.pass(5 * MINUTE);
  }],
];

const lines = ["| silent death, longest time until a new socket | measured | limit |", "|:--|--:|--:|"];
const faults = [];
for (const [name, limit, options, prepare, deaths] of noticed) {
  const seconds = (await longest(options, prepare, deaths)) / 1000;
  lines.push(`| ${name} | ${seconds.toFixed(1)} s | ${limit} s |`);
  if (seconds > limit) faults.push(name);
}
lines.push("", "| needless new sockets | measured | limit |", "|:--|--:|--:|");
for (const [name, limit, options, live] of replaced) {
  const count = await needless(options, live);
  lines.push(`| ${name} | ${count} | ${limit} |`);
  if (count > limit) faults.push(name);
}
console.log(lines.join("\n"));
for (const name of faults) console.error(`over its limit: ${name}`);
process.exitCode = faults.length > 0 ? 1 : 0;
