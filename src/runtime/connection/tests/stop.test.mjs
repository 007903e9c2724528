// A stop is final and immediate: in every state, twice, and from inside whatever the shell calls.
//
//   node src/runtime/connection/tests/stop.test.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import { STATE_VALUES } from "../../../../bindings/esm/connection.js";
import { fixtures } from "../../../../bindings/esm/fixtures.js";
import { encode } from "../../../../bindings/esm/index.js";
import { SUCCESS, connection, event } from "./world.mjs";

/** How a connection gets into each state, and what a screen shows there. */
const ways = {
  idle: [async () => {}, "disconnected"],
  credentials: [async ({ it }) => it.start(), "connecting"],
  opening: [async ({ it, pass }) => (it.start(), pass(0)), "connecting"],
  authenticating: [
    async ({ it, pass, sockets }) => {
      it.start();
      await pass(0);
      sockets[0].onopen();
    },
    "connecting",
  ],
  ready: [({ ready }) => ready(), "connected"],
  backoff: [
    async ({ ready }) => {
      const socket = await ready();
      socket.isOpen = false;
      socket.onclose({ code: 1006 });
    },
    "reconnecting closed",
  ],
  offline: [
    async ({ ready, pass, environment }) => {
      await ready();
      environment.window.dispatchEvent(new Event("offline"));
      await pass(5000);
    },
    "reconnecting offline",
  ],
  suspended: [
    async ({ ready, environment }) => {
      await ready();
      environment.window.dispatchEvent(new Event("pagehide"));
    },
    "reconnecting suspended",
  ],
  failed: [
    async ({ it, pass, sockets }) => {
      it.start();
      await pass(0);
      sockets[0].onopen();
      const { data } = fixtures["auth.error"];
      sockets[0].onmessage({ data: encode({ ...fixtures["auth.error"], data: { ...data, code: "FORBIDDEN" } }) });
    },
    "error forbidden",
  ],
};

/** Nothing is left of it, and nothing wakes it. */
async function isOver({ it, pass, sockets, timers, open, environment, page }, where) {
  const count = sockets.length;
  const over = () =>
    assert.deepEqual([it.getSnapshot().status, open(), timers.size, sockets.length], ["disconnected", 0, 0, count], where);
  over();
  it.onAny(() => assert.fail(`${where}: an event`));
  for (const name of ["online", "offline", "focus", "pagehide"]) environment.window.dispatchEvent(new Event(name));
  environment.window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  for (const name of ["visibilitychange", "freeze", "resume"]) page.dispatchEvent(new Event(name));
  for (const socket of sockets) {
    socket.onopen();
    socket.onmessage({ data: SUCCESS });
    socket.onerror(new Event("error"));
    socket.onclose({ code: 1006 });
  }
  it.retryNow();
  it.tokenChanged();
  await pass(600_000);
  over();
}

test("a stop in every state, once or twice, leaves no socket, no timer and no listener", async () => {
  assert.deepEqual(Object.keys(ways), STATE_VALUES);
  for (const [state, [reach, shown]] of Object.entries(ways)) {
    for (const times of [1, 2]) {
      const world = connection();
      await reach(world);
      const { status, reason } = world.it.getSnapshot();
      assert.equal(reason ? `${status} ${reason}` : status, shown, state);
      for (let time = 0; time < times; time++) world.it.stop();
      await isOver(world, state);
    }
  }
});

test("a stop from inside any handler is final at once: nobody hears what comes after", async () => {
  const unknown = JSON.stringify({ type: "goal.sung", timestamp: "2026-01-01T00:00:00Z" });
  const gateway = JSON.stringify({ message: "Internal server error", connectionId: "c", requestId: "r" });
  const adders = {
    on: (it, handler) => it.on("goal.created", handler),
    onAny: (it, handler) => it.onAny(handler),
    onUnknown: (it, handler) => it.onUnknown(handler),
    onInvalid: (it, handler) => it.onInvalid(handler),
    onResync: (it, handler) => it.onResync(handler),
    onDiagnostic: (it, handler) => it.onDiagnostic(handler),
    subscribe: (it, handler) => it.subscribe(() => it.getSnapshot().status === "connected" && handler()),
  };
  for (const [name, add] of Object.entries(adders)) {
    const world = connection();
    const { it, pass, sockets } = world;
    let calls = 0;
    const after = [];
    add(it, () => {
      calls++;
      it.stop();
      assert.equal(it.getSnapshot().status, "disconnected", name);
      it.onAny(({ eventId }) => after.push(eventId));
      it.onResync((cause) => after.push(cause));
    });
    it.start();
    await pass(0);
    sockets[0].onopen();
    for (const data of [SUCCESS, event({ eventId: "1" }), unknown, "}{", gateway, event({ eventId: "2" })]) {
      sockets[0].onmessage({ data });
    }
    // Of the event in hand the others still hear.
    assert.deepEqual([calls, after], [1, name === "on" ? ["1"] : []], name);
    await isOver(world, name);
  }
});

test("a stop from inside the token's provider and from inside the reporter is final", async () => {
  for (const denied of [false, true]) {
    const world = connection({
      getToken: () => {
        world.it.stop();
        return denied ? { denied } : "secret";
      },
    });
    world.it.start();
    await world.pass(0);
    await isOver(world, "getToken");
  }
  const world = connection({ stage: "none", environment: { onError: () => world.it.stop() } });
  world.it.start();
  await world.pass(0);
  await isOver(world, "onError");
});

test("a stop while events wait for a resync drops them; a start after it begins anew", async () => {
  const { it, ready, pass, requests } = connection();
  const seen = [];
  let done;
  const leave = it.onResync(() => new Promise((resolve) => (done = resolve)));
  it.on("goal.created", (_, { eventId }) => seen.push(eventId));
  const socket = await ready();
  socket.onmessage({ data: event({ eventId: "1" }) });
  it.stop();
  done();
  await pass(60_000);
  assert.deepEqual(seen, []);
  leave();
  const next = await ready();
  // Forgotten with everything else: it comes as new.
  next.onmessage({ data: event({ eventId: "1" }) });
  assert.deepEqual([seen, requests], [["1"], [false, false]]);
});

test("a token that comes after the stop opens nothing, and is not kept", async () => {
  let give;
  const { it, pass, sockets } = connection({ getToken: () => new Promise((resolve) => (give = resolve)) });
  it.start();
  await pass(0);
  it.stop();
  give("secret");
  await pass(60_000);
  assert.equal(sockets.length, 0);
});

test("no property of a connection holds the token", async () => {
  const { it, ready } = connection();
  await ready();
  const seen = new Set();
  const walk = (value) => {
    if (value === "secret") assert.fail("the token");
    if (Object(value) !== value || seen.has(value)) return;
    seen.add(value);
    for (const key of Reflect.ownKeys(value)) walk(value[key]);
  };
  walk(it);
  assert.ok(seen.size > 5);
});
