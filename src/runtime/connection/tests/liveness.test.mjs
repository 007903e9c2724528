// Alive or gone, as the shell feeds it: probes by message and by control ping, sleeps, the page, the
// network, and what comes before `auth.success`.

import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import { SUCCESS, connection, event, success } from "./world.mjs";

const PONG = JSON.stringify({ type: "pong" });
const reason = ({ it }) => it.getSnapshot().reason;
const pings = (socket) => socket.sent.filter(({ action }) => action === "ping").length;

/** Turns the page. */
function turn({ page }, visibilityState) {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event("visibilitychange"));
}

test("a browser probes by message, and an answering server that falls silent is left within 132 s", async () => {
  const world = connection();
  const socket = await world.ready();
  await world.pass(1000);
  assert.equal(pings(socket), 1);
  socket.onmessage({ data: PONG });
  await world.pass(129_999);
  assert.deepEqual([pings(socket), world.sockets.length], [3, 1]);
  await world.pass(1);
  assert.deepEqual([reason(world), world.sockets.length, world.open()], ["silent", 2, 1]);
});

test("a mute server is probed once, and its silence means nothing", async () => {
  const world = connection();
  const socket = await world.ready();
  await world.pass(7 * 60_000);
  assert.deepEqual([pings(socket), world.sockets.length], [1, 1]);
});

test("a socket that can send control pings is probed by these, and left within 45 s", async () => {
  const made = [];
  class Controlled extends EventEmitter {
    constructor() {
      super();
      this.sent = [];
      this.controls = 0;
      made.push(this);
    }
    send(text) {
      this.sent.push(JSON.parse(text));
    }
    ping() {
      this.controls++;
    }
    close() {}
    terminate() {
      this.isTerminated = true;
    }
  }
  const world = connection({ environment: { WebSocket: Controlled } });
  world.it.start();
  await world.pass(0);
  const [socket] = made;
  socket.onopen();
  socket.onmessage({ data: SUCCESS });
  await world.pass(1000);
  assert.equal(socket.controls, 1);
  socket.emit("pong");
  await world.pass(30_000);
  assert.deepEqual([socket.controls, pings(socket)], [2, 0]);
  socket.emit("ping");
  await world.pass(30_000);
  await world.pass(9_999);
  assert.equal(made.length, 1);
  await world.pass(1);
  assert.deepEqual([reason(world), made.length], ["silent", 2]);
  // What answers no close is ended otherwise.
  await world.pass(1000);
  assert.equal(socket.isTerminated, true);
});

test("a laptop that wakes without an event is noticed by its ticker", async () => {
  for (const [sleptMs, expected] of [[8_999, undefined], [73_999, undefined], [74_000, "wake"]]) {
    const world = connection();
    const socket = await world.ready();
    await world.pass(1000);
    socket.onmessage({ data: event() });
    await world.pass(1000);
    const before = pings(socket);
    // A second has passed since the last callback.
    world.sleep(sleptMs);
    await world.pass(0);
    assert.deepEqual([reason(world), pings(socket) - before], [expected, sleptMs === 73_999 ? 1 : 0], `${sleptMs}`);
  }
});

test("a minute between the timers of a hidden page is no wake, and its return probes", async () => {
  const world = connection();
  const socket = await world.ready();
  await world.pass(1000);
  socket.onmessage({ data: event({ eventId: "first" }) });
  turn(world, "hidden");
  const before = pings(socket);
  for (let minute = 0; minute < 5; minute++) {
    world.sleep(60_000);
    await world.pass(0);
    socket.onmessage({ data: event({ eventId: `${minute}` }) });
  }
  assert.deepEqual([pings(socket) - before, world.sockets.length], [0, 1]);
  turn(world, "visible");
  assert.equal(pings(socket) - before, 1);
});

test("a sleep that ended before the socket was opened says nothing of it", async () => {
  const world = connection();
  const socket = await world.ready();
  await world.pass(2000);
  turn(world, "hidden");
  world.sleep(300_000);
  socket.onclose({ code: 1006 });
  await world.pass(1000);
  const next = await world.ready();
  for (let at = 0; at < 60; at++) {
    await world.pass(10_000);
    next.onmessage({ data: event({ eventId: `${at}` }) });
  }
  turn(world, "visible");
  assert.deepEqual([reason(world), world.sockets.length], [undefined, 2]);
});

test("that the page is seen again is told before a timer that is overdue", async () => {
  const world = connection();
  const socket = await world.ready();
  await world.pass(1000);
  socket.onmessage({ data: PONG });
  turn(world, "hidden");
  world.sleep(74_000);
  // The event itself comes later than the timers.
  world.page.visibilityState = "visible";
  const before = pings(socket);
  await world.pass(0);
  assert.equal(pings(socket) - before, 1);
});

test("a page that starts hidden says so, and a network that is down does not hold the first attempt up", async () => {
  const world = connection({ environment: { navigator: { onLine: false } } });
  world.page.visibilityState = "hidden";
  const socket = await world.ready();
  await world.pass(1000);
  socket.onmessage({ data: PONG });
  await world.pass(7 * 60_000);
  assert.equal(pings(socket), 1);
  socket.onclose({ code: 1006 });
  assert.equal(reason(world), "offline");
});

test("another kind of network is a network that is up; a change that says no kind is none", async () => {
  const network = Object.assign(new EventTarget(), { type: "wifi" });
  const world = connection({ environment: { navigator: { onLine: true, connection: network } } });
  const socket = await world.ready();
  await world.pass(2000);
  const before = pings(socket);
  const change = (type) => {
    network.type = type;
    network.dispatchEvent(new Event("change"));
    return pings(socket) - before;
  };
  assert.deepEqual([change("wifi"), change(undefined), change("wifi"), change("cellular")], [0, 0, 1, 2]);
});

test("events before auth.success are dropped, with one diagnostic a socket", async () => {
  const world = connection();
  const seen = [];
  world.it.onAny(({ type }) => seen.push(type));
  world.it.onUnknown(({ type }) => seen.push(type));
  world.it.onDiagnostic((code) => seen.push(code));
  world.it.start();
  await world.pass(0);
  const [socket] = world.sockets;
  socket.onopen();
  socket.onmessage({ data: event({ eventId: "1" }) });
  socket.onmessage({ data: JSON.stringify({ type: "goal.sung", timestamp: "2026-01-01T00:00:00Z" }) });
  socket.onmessage({ data: SUCCESS });
  socket.onmessage({ data: event({ eventId: "1" }) });
  assert.deepEqual(seen, ["EARLY_EVENT", "auth.success", "goal.created"]);
});

test("a token of another tenant is fetched anew by force, never shown as connected", async () => {
  const world = connection();
  world.it.start();
  await world.pass(0);
  const [socket] = world.sockets;
  socket.onopen();
  socket.onmessage({ data: success("another-tenant") });
  await world.pass(0);
  assert.deepEqual([world.requests, reason(world), world.sockets.length], [[false, true], "unauthorized", 2]);
});

test("the code of a close is shown until the next connection", async () => {
  const world = connection();
  const socket = await world.ready();
  socket.onclose({ code: 4000 });
  assert.equal(world.it.getSnapshot().closeCode, 4000);
  await world.pass(1000);
  await world.ready();
  assert.equal(world.it.getSnapshot().closeCode, undefined);
});
