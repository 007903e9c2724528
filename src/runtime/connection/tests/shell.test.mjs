// The shell in TypeScript around a fake outside (world.mjs).
//
//   node src/runtime/connection/tests/shell.test.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { fixtures } from "../../../../bindings/esm/fixtures.js";
import { encode } from "../../../../bindings/esm/index.js";
import { SUCCESS, connection, event, settle } from "./world.mjs";

test("auth goes first, and only auth.success connects", async () => {
  const { it, sockets, pass, requests } = connection();
  it.start();
  it.start();
  await pass(0);
  assert.deepEqual([sockets.length, requests], [1, [false]]);
  assert.equal(sockets[0].url, "wss://api.dev.purposepath.app/realtime");
  sockets[0].onopen();
  assert.deepEqual(sockets[0].sent, [{ action: "auth", token: "secret" }]);
  assert.equal(it.getSnapshot().status, "connecting");
  sockets[0].onmessage({ data: SUCCESS });
  assert.equal(it.getSnapshot().status, "connected");
  await pass(8 * 60_000);
  assert.deepEqual(sockets[0].sent[1], { action: "ping" });
});

test("a snapshot is the same object until it differs, and a subscriber hears each change", async () => {
  const { it, ready } = connection();
  const seen = [];
  const leave = it.subscribe(() => seen.push(it.getSnapshot().status));
  await ready();
  assert.ok(it.getSnapshot() === it.getSnapshot() && Object.isFrozen(it.getSnapshot()));
  leave();
  it.stop();
  assert.deepEqual(seen, ["connecting", "connected"]);
});

test("a lost socket is replaced; a stop leaves no socket, no timer and no listener", async () => {
  const { it, ready, open, timers, pass, sockets, environment } = connection();
  const first = await ready();
  first.isOpen = false;
  first.onclose({ code: 1006 });
  assert.equal(it.getSnapshot().status, "reconnecting");
  await pass(1000);
  await ready();
  assert.deepEqual([sockets.length, open()], [2, 1]);
  it.stop();
  it.stop();
  environment.window.dispatchEvent(new Event("online"));
  await pass(600_000);
  assert.deepEqual([it.getSnapshot().status, sockets.length, open(), timers.size], ["disconnected", 2, 0, 0]);
});

test("in query mode the token stands in the URL, encoded", async () => {
  const { it, pass, sockets } = connection({ authentication: "query", tenantId: "a&b", getToken: () => "x y" });
  it.start();
  await pass(0);
  assert.ok(sockets[0].url.endsWith("?access_token=x%20y&tenant=a%26b"));
  sockets[0].onopen();
  assert.deepEqual([it.getSnapshot().status, sockets[0].sent.length], ["connected", 0]);
});

test("handlers are isolated, and every event comes once", async () => {
  const { it, ready, errors } = connection();
  const seen = [];
  it.on("goal.created", () => { throw new Error("mine"); });
  const leave = it.on("goal.created", (data, message, { stale }) => seen.push([data.goalId, message.type, stale]));
  const socket = await ready();
  socket.onmessage({ data: event({ eventId: "1" }) });
  socket.onmessage({ data: event({ eventId: "1" }) });
  socket.onmessage({ data: event({ eventId: "2", timestamp: "2001-01-01T00:00:00Z" }) });
  const { goalId } = fixtures["goal.created"].data;
  assert.deepEqual(seen, [[goalId, "goal.created", false], [goalId, "goal.created", true]]);
  assert.equal(errors.length, 2);
  leave();
  socket.onmessage({ data: event({ eventId: "3" }) });
  assert.equal(seen.length, 2);
});

test("live events wait for the resync, in order, but not for ever and not too many", async () => {
  for (const [end, code] of [["settle"], ["timeout", "RESYNC_TIMEOUT"], ["overflow", "RESYNC_OVERFLOW"]]) {
    const { it, ready, pass } = connection();
    const [seen, codes] = [[], []];
    let done;
    it.onResync((cause) => (seen.push(cause), new Promise((resolve) => (done = resolve))));
    it.onAny(({ eventId, type }) => type === "goal.created" && seen.push(eventId));
    it.onDiagnostic((code) => codes.push(code));
    const socket = await ready();
    const count = end === "overflow" ? 1000 : 3;
    for (let id = 1; id <= count; id++) socket.onmessage({ data: event({ eventId: `${id}` }) });
    if (end !== "overflow") assert.deepEqual(seen, ["initial"]);
    if (end === "settle") done();
    await pass(end === "timeout" ? 30_000 : 0);
    const expected = Array.from({ length: count }, (_, index) => `${index + 1}`);
    assert.deepEqual(seen.slice(1), expected, end);
    assert.deepEqual(codes, code ? [code] : []);
    it.stop();
  }
});

test("a page that is left, a network that is gone, a machine that slept", async () => {
  const { it, ready, environment, sleep, pass, open, page } = connection();
  await ready();
  environment.window.dispatchEvent(new Event("pagehide"));
  assert.deepEqual([it.getSnapshot().reason, open()], ["suspended", 0]);
  environment.window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  await pass(1000);
  await ready();
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(it.getSnapshot().status, "connected");
  sleep(70_000);
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(it.getSnapshot().reason, "wake");
  await ready();
  environment.window.dispatchEvent(new Event("offline"));
  await pass(5000);
  assert.deepEqual([it.getSnapshot().reason, open()], ["offline", 0]);
});

test("a server that always answers UNAUTHORIZED costs two forced refreshes", async () => {
  const { it, pass, sockets, requests } = connection();
  const refused = encode({ ...fixtures["auth.error"], data: { ...fixtures["auth.error"].data, code: "UNAUTHORIZED" } });
  it.start();
  for (let round = 0; round < 10; round++) {
    await pass(5000);
    const socket = sockets.at(-1);
    if (!socket.isOpen) continue;
    socket.onopen?.();
    socket.onmessage?.({ data: refused });
  }
  assert.deepEqual([requests, it.getSnapshot().status], [[false, true, true], "error"]);
});

test("tokens are fetched one at a time", async () => {
  let open = 0;
  let most = 0;
  const getToken = async () => {
    most = Math.max(most, ++open);
    await settle();
    open--;
    return "secret";
  };
  const { it, pass, environment } = connection({ getToken });
  it.start();
  environment.window.dispatchEvent(new Event("offline"));
  it.retryNow();
  await pass(2000);
  assert.equal(most, 1);
  it.stop();
});

test("100,000 frames to ten handlers: none is lost, and the heap stays flat", async () => {
  // `--expose-gc`, which the test may set for itself.
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const { it, ready } = connection();
  let count = 0;
  for (let handler = 0; handler < 10; handler++) it.on("goal.created", () => count++);
  const socket = await ready();
  const heaps = [];
  for (let id = 0; id < 100_000; id++) {
    const { data } = fixtures["goal.created"];
    socket.onmessage({ data: event({ eventId: `${id}`, data: { ...data, goalId: `goal-${id}` } }) });
    if (id % 20_000 !== 19_999) continue;
    collect();
    heaps.push(process.memoryUsage().heapUsed);
  }
  assert.equal(count, 1_000_000);
  const grown = heaps.at(-1) - heaps[0];
  assert.ok(grown < 1 << 20, `the heap grew by ${grown} bytes over 80,000 frames`);
});
