// Several tabs and one refresh, in a world of fake locks, channels and time.

import assert from "node:assert/strict";
import { test } from "node:test";
import { acrossTabs } from "../../../../bindings/esm/connection.js";

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Tabs of one origin: their locks, their channels and their clock. */
function browser() {
  let time = 1_000_000;
  let count = 0;
  const timers = new Map();
  const channels = new Set();
  const queues = new Map();

  class BroadcastChannel {
    constructor(name) {
      this.name = name;
      channels.add(this);
    }
    postMessage(data) {
      assert.ok(channels.has(this), "a channel is closed");
      for (const other of channels) {
        if (other !== this && other.name === this.name) queueMicrotask(() => channels.has(other) && other.onmessage?.({ data: structuredClone(data) }));
      }
    }
    close() {
      channels.delete(this);
    }
  }

  /** Grants the lock to whoever is next. */
  async function grant(name) {
    const queue = queues.get(name);
    if (queue.isHeld || queue.length === 0) return;
    queue.isHeld = true;
    const { run, resolve, reject } = queue.shift();
    await Promise.resolve().then(run).then(resolve, reject);
    queue.isHeld = false;
    await grant(name);
  }
  const locks = {
    request: (name, { signal }, run) =>
      new Promise((resolve, reject) => {
        if (!queues.has(name)) queues.set(name, []);
        const queue = queues.get(name);
        const entry = { run, resolve, reject };
        queue.push(entry);
        signal.addEventListener("abort", () => {
          const at = queue.indexOf(entry);
          if (at >= 0) queue.splice(at, 1);
          if (at >= 0) reject(signal.reason);
        });
        void grant(name);
      }),
  };
  const environment = {
    locks,
    BroadcastChannel,
    setTimeout: (run, ms) => (timers.set(++count, { run, due: time + ms }), count),
    clearTimeout: (timer) => timers.delete(timer),
    now: () => time,
  };
  /** Lets so much time pass, timer by timer. */
  const pass = async (ms) => {
    const end = time + ms;
    for (;;) {
      await settle();
      const next = [...timers].sort((one, other) => one[1].due - other[1].due)[0];
      if (!next || next[1].due > end) break;
      time = next[1].due;
      timers.delete(next[0]);
      next[1].run();
    }
    time = end;
    await settle();
  };
  /** Whether nothing is left: no channel, no timer, nobody who waits for a lock. */
  const isQuiet = () => channels.size === 0 && timers.size === 0 && [...queues.values()].every(({ length, isHeld }) => length === 0 && !isHeld);
  return { environment, channels, pass, isQuiet };
}

/** A provider that takes so long, and counts. */
function provider({ environment }, ms, answer) {
  const calls = [];
  const getToken = async ({ force }) => {
    calls.push(force);
    const nth = calls.length;
    await new Promise((resolve) => environment.setTimeout(resolve, ms));
    return answer(nth);
  };
  return { calls, getToken };
}

const KEY = "user-1 tenant-1";
const tab = ({ environment }, getToken, changes) => acrossTabs(getToken, { key: KEY, environment: { ...environment, ...changes } });

test("three tabs that are refused within milliseconds refresh once", async () => {
  const world = browser();
  const { calls, getToken } = provider(world, 200, (nth) => `token-${nth}`);
  const answers = [];
  for (let count = 0; count < 3; count++) {
    answers.push(tab(world, getToken)({ force: true }));
    await world.pass(3);
  }
  assert.equal(world.channels.size, 3);
  await world.pass(1000);
  assert.deepEqual(await Promise.all(answers), ["token-1", "token-1", "token-1"]);
  assert.deepEqual(calls, [true]);
  assert.ok(world.isQuiet());
});

test("only forced calls are shared, and no channel is open without one", async () => {
  const world = browser();
  const seen = [];
  const getToken = (request) => (seen.push(request), "cached");
  assert.deepEqual([tab(world, getToken)({ force: false }), tab(world, getToken)({ force: false })], ["cached", "cached"]);
  assert.deepEqual(seen, [{ force: false }, { force: false }]);
  assert.ok(world.isQuiet());
});

test("who is refused after a refresh began waits for it, and then refreshes", async () => {
  const world = browser();
  const { calls, getToken } = provider(world, 200, (nth) => `token-${nth}`);
  const first = tab(world, getToken)({ force: true });
  await world.pass(150);
  const later = [tab(world, getToken)({ force: true }), tab(world, getToken)({ force: true })];
  await world.pass(1000);
  assert.deepEqual(await Promise.all([first, ...later]), ["token-1", "token-2", "token-2"]);
  assert.equal(calls.length, 2);
  assert.ok(world.isQuiet());
});

test("a failed refresh is shared, without what was thrown", async () => {
  for (const [answer, own, others] of [
    [() => null, null, null],
    [() => ({ denied: true, secret: "s" }), { denied: true, secret: "s" }, { denied: true }],
    [() => Promise.reject(new Error("token-x is over")), new Error("token-x is over"), null],
  ]) {
    const world = browser();
    const { calls, getToken } = provider(world, 200, answer);
    const answers = [1, 2, 3].map(() => tab(world, getToken)({ force: true }));
    const all = Promise.allSettled(answers);
    await world.pass(1000);
    const found = (await all).map(({ value, reason }) => reason || value);
    assert.deepEqual(found, [own, others, others]);
    assert.equal(calls.length, 1);
    assert.ok(world.isQuiet());
  }
});

test("the functions of a browser are called without an object", async () => {
  const world = browser();
  const bare = (it) =>
    function (...values) {
      if (this !== undefined) throw new TypeError("Illegal invocation");
      return it(...values);
    };
  const { setTimeout, clearTimeout, now } = world.environment;
  const changes = { setTimeout: bare(setTimeout), clearTimeout: bare(clearTimeout), now: bare(now) };
  const answer = tab(world, () => "token", changes)({ force: true });
  await world.pass(1000);
  assert.equal(await answer, "token");
});

test("another user or tenant refreshes for itself", async () => {
  const world = browser();
  const { calls, getToken } = provider(world, 200, (nth) => `token-${nth}`);
  const { environment } = world;
  const answers = ["a", "b"].map((key) => acrossTabs(getToken, { key, environment })({ force: true }));
  await world.pass(1000);
  assert.deepEqual(await Promise.all(answers), ["token-1", "token-2"]);
  assert.equal(calls.length, 2);
});

test("a lock is given up after 15 s, and so is the wait for it", async () => {
  const world = browser();
  const hanging = tab(world, () => new Promise(() => {}))({ force: true });
  const { calls, getToken } = provider(world, 200, (nth) => `token-${nth}`);
  await world.pass(5000);
  const second = tab(world, getToken)({ force: true });
  await world.pass(10_099);
  assert.deepEqual(calls, []);
  await world.pass(400);
  assert.equal(await second, "token-1");
  // The first takes what the second was given: it began after the refusal.
  assert.equal(await hanging, "token-1");
  assert.ok(world.isQuiet());

  // A page that is frozen holds its lock for ever.
  const frozen = { ...world.environment.locks, request: () => new Promise(() => {}) };
  const waiting = tab(world, getToken, { locks: frozen })({ force: true });
  await world.pass(15_000);
  assert.equal(await waiting, null);
  assert.ok(world.isQuiet());
});

test("without Web Locks, or without channels, a tab refreshes once at a time", async () => {
  for (const without of [{ locks: undefined }, { BroadcastChannel: undefined }]) {
    const world = browser();
    const { calls, getToken } = provider(world, 200, (nth) => `token-${nth}`);
    const ask = tab(world, getToken, without);
    const answers = [ask({ force: true }), ask({ force: true })];
    await world.pass(1000);
    assert.deepEqual(await Promise.all(answers), ["token-1", "token-1"]);
    const next = ask({ force: true });
    await world.pass(1000);
    assert.equal(await next, "token-2");
    assert.deepEqual([calls.length, world.isQuiet()], [2, true]);
  }
});

test("a page that may not lock is alone", async () => {
  const world = browser();
  const locks = { request: () => Promise.reject(new Error("SecurityError")) };
  const answer = tab(world, async () => "token", { locks })({ force: true });
  await world.pass(0);
  assert.equal(await answer, "token");
  assert.ok(world.isQuiet());
});

test("what others say on the channel is no result", async () => {
  const world = browser();
  const { getToken } = provider(world, 200, () => "token");
  const answer = tab(world, getToken)({ force: true });
  for (const data of [null, "x", 7, {}, { beganMs: "later" }, { beganMs: 1, result: "old" }]) {
    new world.environment.BroadcastChannel(`purposepath-realtime ${KEY}`).postMessage(data);
  }
  await world.pass(1000);
  assert.equal(await answer, "token");
});

test("a key that names nobody is refused", () => {
  const message = "key: expected a text that names the user and the tenant";
  for (const key of [undefined, "", " ", 7]) assert.throws(() => acrossTabs(() => "token", { key }), { name: "TypeError", message });
});
