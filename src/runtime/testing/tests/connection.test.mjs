// The fake connection: what a test of an application does with it, and that it is the real one.
//
//   node --test src/runtime/testing/tests

import assert from "node:assert/strict";
import { test } from "node:test";
import { EVENT_TYPES } from "../../../../bindings/esm/index.js";
import { RealtimeConnection } from "../../../../bindings/esm/connection.js";
import { FakeConnection, fixtures } from "../../../../bindings/esm/testing.js";

test("it connects when it is told to, and not before", async () => {
  const connection = new FakeConnection();
  assert.ok(connection instanceof RealtimeConnection);
  assert.equal(connection.snapshot().status, "disconnected");
  connection.start();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([connection.snapshot().status, connection.sent], ["connecting", []]);
  const { status, everConnected } = await connection.connect();
  assert.deepEqual([status, everConnected], ["connected", true]);
  assert.deepEqual(connection.sent, [{ action: "auth", token: "a token" }]);
});

test("every event is emitted by its type alone, and arrives as often as it is emitted", async () => {
  for (const type of EVENT_TYPES) {
    // They end the connection, or come before it.
    if (type.startsWith("auth.")) continue;
    const connection = new FakeConnection();
    await connection.connect();
    const heard = [];
    connection.on(type, (data, message) => heard.push([data, message.type]));
    connection.emit(type);
    connection.emit(type);
    assert.deepEqual(heard, Array(2).fill([fixtures[type].data, type]), type);
  }
});

test("what is left out of an event is the fixture's, the tenant the connection's, the time the clock's", async () => {
  const connection = new FakeConnection({ tenantId: "mine", now: 1_000 });
  await connection.connect();
  const heard = [];
  connection.onAny((message, { stale }) => heard.push([message.timestamp, message.data.title, message.data.tenantId, "description" in message.data, stale]));
  await connection.advance(500);
  connection.emit({ type: "action.created", data: { title: "Call" } });
  connection.emit({ type: "action.created", data: { title: "Older" }, timestamp: "1970-01-01T00:00:00.000Z" });
  connection.emit({ type: "action.created", data: { tenantId: "theirs" } });
  const once = { type: "goal.completed", data: { finalNotes: undefined }, eventId: "once" };
  connection.emit(once);
  connection.emit(once);
  assert.deepEqual(heard, [
    ["1970-01-01T00:00:01.500Z", "Call", "mine", true, false],
    ["1970-01-01T00:00:00.000Z", "Older", "mine", true, true],
    ["1970-01-01T00:00:01.500Z", undefined, "mine", false, false],
  ]);
});

test("a lost connection comes back by itself, and fetches anew", async () => {
  const connection = new FakeConnection();
  const causes = [];
  connection.onResync((cause) => causes.push(cause));
  await connection.connect();
  await connection.advance(60_000);
  connection.lose();
  const { status, closeCode, retryAtMs } = connection.snapshot();
  assert.deepEqual([status, closeCode, retryAtMs - connection.now()], ["reconnecting", 1006, 500]);
  await connection.advance(499);
  assert.equal(connection.snapshot().status, "reconnecting");
  await connection.advance(1);
  assert.deepEqual([connection.snapshot().status, causes], ["connected", ["initial", "reconnect"]]);
});

test("what arrives during a fetch waits for it", async () => {
  const connection = new FakeConnection();
  const heard = [];
  let fetched;
  connection.onResync(() => new Promise((resolve) => (fetched = resolve)));
  connection.on("goal.created", ({ title }) => heard.push(title));
  await connection.connect();
  connection.emit({ type: "goal.created", data: { title: "Waits" } });
  assert.deepEqual(heard, []);
  fetched();
  await connection.advance(0);
  assert.deepEqual(heard, ["Waits"]);
});

test("a refused token is refreshed, and after three refusals it is given up", async () => {
  const forced = [];
  const connection = new FakeConnection({ getToken: ({ force }) => (forced.push(force), "a token") });
  connection.refuse("UNAUTHORIZED", { times: 1 });
  await connection.connect();
  await connection.advance(1_000);
  assert.deepEqual([connection.snapshot().status, forced], ["connected", [false, true]]);
  connection.refuse("UNAUTHORIZED");
  connection.lose(1000);
  await connection.advance(60_000);
  const { status, reason } = connection.snapshot();
  assert.deepEqual([status, reason], ["error", "unauthenticated"]);
  connection.accept();
  connection.tokenChanged();
  await connection.connect();
  assert.equal(connection.snapshot().status, "connected");
});

test("a handshake that is refused, an account that is: each is what the machine makes of it", async () => {
  const unreachable = new FakeConnection();
  unreachable.refuse();
  assert.deepEqual([(await unreachable.connect()).status, unreachable.sent], ["reconnecting", []]);
  await unreachable.advance(600_000);
  assert.equal(unreachable.snapshot().status, "reconnecting");
  unreachable.accept();
  await unreachable.advance(30_000);
  assert.equal(unreachable.snapshot().status, "connected");

  const forbidden = new FakeConnection();
  forbidden.refuse("FORBIDDEN");
  const { status, reason } = await forbidden.connect();
  assert.deepEqual([status, reason], ["error", "forbidden"]);

  const queried = new FakeConnection({ authentication: "query" });
  queried.refuse("UNAUTHORIZED", { times: 1 });
  assert.equal((await queried.connect()).closeCode, 1006);
  await queried.advance(1_000);
  assert.deepEqual([queried.snapshot().status, queried.sent], ["connected", []]);
});

test("a silence is noticed, if the server answers pings", async () => {
  for (const answersPings of [true, false]) {
    const connection = new FakeConnection({ answersPings });
    const reasons = new Set();
    let heard = 0;
    connection.subscribe(() => reasons.add(connection.snapshot().reason));
    connection.on("goal.created", () => heard++);
    await connection.connect();
    await connection.advance(2_000);
    connection.fallSilent();
    connection.emit("goal.created");
    await connection.advance(130_000);
    assert.deepEqual([reasons.has("silent"), heard], [answersPings, 0]);
    await connection.advance(10_000);
    assert.equal(connection.snapshot().status, "connected");
  }
});

test("a network that is reported down is believed after a while", async () => {
  const connection = new FakeConnection();
  await connection.connect();
  connection.offline();
  connection.refuse();
  connection.lose();
  assert.deepEqual([connection.snapshot().status, connection.snapshot().reason], ["reconnecting", "offline"]);
  connection.accept();
  connection.online();
  await connection.advance(10_000);
  assert.equal(connection.snapshot().status, "connected");
});

test("hours pass at once: keep-alive, rotation, no loss", async () => {
  const connection = new FakeConnection();
  let heard = 0;
  connection.on("goal.created", () => heard++);
  await connection.connect();
  for (let hour = 0; hour < 5; hour++) {
    await connection.advance(3_600_000);
    connection.emit("goal.created");
  }
  assert.equal(heard, 5);
  assert.ok(connection.sent.filter(({ action }) => action === "auth").length >= 3, "it rotates before the two hours of the gateway");
  assert.ok(connection.sent.filter(({ action }) => action === "ping").length > 20);
});

test("frames of newer servers, broken ones, and the gateway's own", async () => {
  const connection = new FakeConnection();
  const heard = [];
  connection.onUnknown(({ type }) => heard.push(type));
  connection.onInvalid(({ error }) => heard.push(error.code));
  connection.onDiagnostic((code) => heard.push(code));
  await connection.connect();
  connection.receive({ type: "goal.renamed", timestamp: fixtures["goal.created"].timestamp });
  connection.receive('{"type":"goal.created"');
  connection.receive(new Uint8Array(2));
  connection.receive({ message: "Internal server error", connectionId: "a", requestId: "b" });
  assert.deepEqual(heard, ["goal.renamed", "syntax", "not_object", "GATEWAY_FAULT"]);
});

test("what a handler throws fails the test, unless somebody listens for it", async () => {
  const connection = new FakeConnection();
  await connection.connect();
  let isHeard = false;
  connection.on("goal.created", () => {
    throw new RangeError("of the handler");
  });
  connection.on("goal.created", () => (isHeard = true));
  assert.throws(() => connection.emit("goal.created"), RangeError("of the handler"));
  assert.ok(isHeard);

  const errors = [];
  const listened = new FakeConnection({ getToken: () => Promise.reject(RangeError("of the provider")), onError: (error) => errors.push(error) });
  assert.equal((await listened.connect()).status, "reconnecting");
  assert.deepEqual(errors, [RangeError("of the provider")]);
  await assert.rejects(new FakeConnection({ getToken: () => Promise.reject(RangeError("of the provider")) }).connect(), RangeError("of the provider"));
});

test("a provider that hangs is given up after the time of a real one", async () => {
  const connection = new FakeConnection({ getToken: () => new Promise(() => {}) });
  assert.equal((await connection.connect()).status, "connecting");
  await connection.advance(14_999);
  assert.equal(connection.snapshot().status, "connecting");
  await connection.advance(1);
  assert.equal(connection.snapshot().reason, "token");
});

test("what cannot be done says so, and what to do", async () => {
  const connection = new FakeConnection();
  for (const method of ["emit", "receive", "lose", "fallSilent"]) {
    assert.throws(
      () => connection[method](method === "emit" ? "goal.created" : undefined),
      Error(`${method}: no socket is open, the connection is disconnected: await connect(), or advance() to the next attempt`),
    );
  }
  await connection.connect();
  const { title } = fixtures["goal.created"].data;
  for (const [what, expected] of [
    [() => connection.emit("goal.craeted"), 'no event is called "goal.craeted": did you mean "goal.created"?'],
    [() => connection.emit({ type: "goal.created", data: { title: 7 } }), "no server sends this: goal.created: at $.data.title: expected string, found 7"],
    [() => connection.emit({ type: "goal.created", title: "Ship" }), "an event has no `title` beside its type: expected data, timestamp, eventId, tenantId"],
    [() => connection.emit({ type: "goal.created", data: { titel: title } }), "goal.created has no `titel`: it has tenantId, goalId, userId, title, description, status, createdAt, createdBy"],
    [() => connection.lose(17), "lose: expected a close code from 1000 to 4999, found 17"],
    [() => connection.refuse(""), 'refuse: expected an error code, or a close code from 1000 to 4999, found ""'],
    [() => connection.refuse(1006, { times: 0 }), "refuse: expected times from 1, found 0"],
  ]) {
    assert.throws(what, TypeError(expected));
  }
  await assert.rejects(connection.advance(-1), TypeError("advance: expected whole milliseconds, found -1"));
  const first = connection.advance(10);
  await assert.rejects(connection.advance(10), Error("the clock is moving already: await connect() and advance() before the next"));
  await first;
  assert.equal(connection.snapshot().status, "connected");
});

test("nothing of the test runner's clock is used", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "setImmediate", "Date"], now: 7 });
  const connection = new FakeConnection();
  await connection.connect();
  await connection.advance(60_000);
  connection.lose();
  await connection.advance(1_000);
  assert.deepEqual([connection.snapshot().status, connection.snapshot().everConnected], ["connected", true]);
  assert.equal(connection.now(), Date.parse(fixtures["auth.success"].timestamp) + 61_000);
});

test("a stop leaves nothing, and a start begins anew: as under StrictMode", async () => {
  const connection = new FakeConnection();
  connection.start();
  connection.stop();
  connection.start();
  assert.equal((await connection.connect()).status, "connected");
  connection.stop();
  await connection.advance(600_000);
  assert.deepEqual([connection.snapshot().status, connection.sent.length], ["disconnected", 1]);
  assert.throws(() => connection.emit("goal.created"), Error("emit: no socket is open, the connection is disconnected: await connect(), or advance() to the next attempt"));
});

test("each change is wrapped in React's act, which is asked for, unless somebody says that none is due", async () => {
  let depth = 0;
  const seen = [];
  const act = (run) => {
    depth++;
    const result = run();
    if (!result) return void depth--;
    return result.finally(() => depth--);
  };
  const connection = new FakeConnection({ act });
  const see = () => seen.push([depth, globalThis.IS_REACT_ACT_ENVIRONMENT]);
  connection.subscribe(see);
  connection.on("goal.created", see);
  // Nobody says it where a test runner has no globals.
  for (const said of [true, undefined, false]) {
    globalThis.IS_REACT_ACT_ENVIRONMENT = said;
    try {
      await connection.connect();
      connection.emit("goal.created");
      connection.lose();
      await connection.advance(2_000);
      assert.throws(() => connection.emit({ type: "goal.created", data: { title: 1 } }), TypeError);
      assert.equal(globalThis.IS_REACT_ACT_ENVIRONMENT, said);
    } finally {
      delete globalThis.IS_REACT_ACT_ENVIRONMENT;
    }
    // The event, and to `connected` once more.
    assert.ok(seen.length >= 3);
    assert.deepEqual(seen, seen.map(() => (said === false ? [0, false] : [1, true])));
    assert.equal(depth, 0);
    seen.length = 0;
  }
});
