// What the shell does with input that is wrong: options, tokens, sockets, handlers and frames. Nothing
// throws out of it, and no error shows the token.
//
//   node src/runtime/connection/tests/bad_input.test.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import { endpoint } from "../../../../bindings/esm/connection.js";
import { fixtures } from "../../../../bindings/esm/fixtures.js";
import { SUCCESS, connection, event } from "./world.mjs";

/** What a screen shows, in short. */
const shown = (it) => [it.getSnapshot().status, it.getSnapshot().reason];
const showsToken = (error) => `${error} ${error?.stack}`.includes("secret");

test("what names no endpoint is a mistake that says what to write, and nothing is opened", async () => {
  const cases = [
    [{ stage: "production" }, 'stage: expected dev, staging, prod; found "production"'],
    [{ stage: "constructor" }, 'stage: expected dev, staging, prod; found "constructor"'],
    [{ stage: "production", url: "wss://example.com" }, 'stage: expected dev, staging, prod; found "production"'],
    [{ stage: undefined }, "expected a stage or a URL, found neither"],
    [{ stage: " ", url: " " }, "expected a stage or a URL, found neither"],
    ...[
      "example.com",
      "https://example.com",
      "//example.com",
      "wss:example.com",
      "wss://",
      "wss://:80",
      "wss://a:x",
      "wss://a:65536",
      "wss://a b",
      "wss://a/#x",
      "wss://a\\b",
      "wss://a/\u0001",
      "wss://user:pass@example.com",
      "ws://example.com",
      "ws://localhost.example.com",
      "ws://localhost:5055@example.com",
      "ws://127.0.0.1.example.com",
      "ws://[::1]example.com",
    ].map((url) => [{ url }, "url: expected wss://host/path, or ws:// to this machine"]),
  ];
  for (const [options, message] of cases) {
    assert.throws(() => endpoint(options), { name: "TypeError", message }, JSON.stringify(options));
    const { it, pass, sockets, errors } = connection({ stage: undefined, ...options });
    it.start();
    await pass(60_000);
    assert.deepEqual([shown(it), sockets.length], [["error", "config"], 0]);
    assert.deepEqual(errors.map(({ message }) => message), [message]);
    assert.equal(it.getSnapshot().retryable, false);
  }
});

test("what names an endpoint is taken as it is, without the white space around it", () => {
  for (const url of ["wss://example.com", "WSS://example.com:65535/x?y=z", "wss://[::1]/", "ws://localhost:5055", "ws://127.0.0.1", "ws://[::1]:1?x"]) {
    assert.equal(endpoint({ stage: "prod", url: ` ${url}\n` }), url);
  }
  assert.equal(endpoint({ stage: "staging", url: " " }), "wss://api.staging.purposepath.app/realtime");
  assert.equal(endpoint({ stage: "", url: "wss://example.com" }), "wss://example.com");
});

test("a constructor that throws is a mistake; what it says of a URL with the token stays out of the errors", async () => {
  class Refusing {
    constructor(url) {
      throw new SyntaxError(`The URL '${url}' is invalid`);
    }
  }
  const urls = { frame: "The URL 'wss://api.dev.purposepath.app/realtime' is invalid", query: "the WebSocket refused its URL" };
  for (const [authentication, message] of Object.entries(urls)) {
    const { it, pass, errors, timers } = connection({ authentication, environment: { WebSocket: Refusing } });
    it.start();
    await pass(600_000);
    assert.deepEqual(shown(it), ["error", "config"]);
    assert.deepEqual(errors.map(({ message }) => message), [message]);
    assert.ok(!errors.some(showsToken));
    it.stop();
    assert.equal(timers.size, 0);
  }
});

test("a platform without sockets, and a token too long for a URL, are mistakes too", async () => {
  const without = connection({ environment: { WebSocket: undefined } });
  without.it.start();
  await without.pass(60_000);
  assert.deepEqual([shown(without.it), without.errors.length], [["error", "config"], 1]);
  const long = connection({ authentication: "query", getToken: () => "secret".repeat(700) });
  long.it.start();
  await long.pass(60_000);
  assert.deepEqual(shown(long.it), ["error", "config"]);
  assert.deepEqual(long.errors.map(({ message }) => message), ["the token is too long for a URL"]);
});

test("a provider that rejects, throws, hangs or gives nothing is asked again; one that denies is not", async () => {
  for (const getToken of [
    () => Promise.reject(new Error("no")),
    () => { throw new Error("no"); },
    () => new Promise(() => {}),
    () => ({ then() { throw new Error("no"); } }),
    () => ({ get denied() { throw new Error("no"); } }),
    () => undefined,
    () => null,
    () => 7,
    () => ({ denied: "yes" }),
    () => "",
  ]) {
    let calls = 0;
    const { it, pass, sockets } = connection({ getToken: (request) => (calls++, getToken(request)) });
    it.start();
    await pass(60_000);
    assert.ok(calls > 1, `${getToken}: ${calls}`);
    assert.deepEqual([it.getSnapshot().status, sockets.length], ["reconnecting", 0], `${getToken}`);
    it.stop();
  }
  const { it, pass } = connection({ getToken: async () => ({ denied: true }) });
  it.start();
  await pass(60_000);
  assert.deepEqual(shown(it), ["error", "unauthenticated"]);
  const none = connection({ getToken: undefined });
  none.it.start();
  await none.pass(60_000);
  assert.deepEqual(shown(none.it), ["reconnecting", "token"]);
});

test("a handler that throws keeps nobody from hearing, whatever it hears, and not even the reporter may break anything", async () => {
  const { it, ready } = connection({ environment: { onError: () => { throw new Error("mine too"); } } });
  const heard = [];
  const on = (topic, add) => {
    add(() => { throw new Error("mine"); });
    add(() => { heard.push(topic); });
  };
  on("status", (handler) => it.subscribe(handler));
  on("event", (handler) => it.on("goal.created", handler));
  on("any", (handler) => it.onAny(handler));
  on("unknown", (handler) => it.onUnknown(handler));
  on("invalid", (handler) => it.onInvalid(handler));
  on("resync", (handler) => it.onResync(handler));
  on("diagnostic", (handler) => it.onDiagnostic(handler));
  const socket = await ready();
  socket.onmessage({ data: event({ eventId: "1" }) });
  socket.onmessage({ data: JSON.stringify({ type: "goal.sung", timestamp: "2026-01-01T00:00:00Z" }) });
  socket.onmessage({ data: "}{" });
  socket.onmessage({ data: JSON.stringify({ message: "Internal server error", connectionId: "c", requestId: "r" }) });
  assert.deepEqual(heard, ["status", "any", "resync", "status", "event", "any", "unknown", "invalid", "diagnostic"]);
});

test("a resync that rejects, or gives what is no promise, holds nothing up", async () => {
  for (const resync of [() => Promise.reject(new Error("mine")), () => 7, () => ({ then(_, fail) { fail(new Error("mine")); } })]) {
    const { it, ready, pass } = connection();
    const seen = [];
    it.onResync(resync);
    it.on("goal.created", (_, { eventId }) => seen.push(eventId));
    const socket = await ready();
    socket.onmessage({ data: event({ eventId: "1" }) });
    await pass(0);
    assert.deepEqual(seen, ["1"]);
  }
});

test("other tenants, newer events, garbage and bytes", async () => {
  const { it, ready } = connection({ tenantId: "mine" });
  const seen = [];
  it.on("goal.created", () => seen.push("goal"));
  it.onUnknown(({ type }) => seen.push(type));
  it.onInvalid(({ error }, data) => seen.push(`${error.code} ${typeof data}`));
  const socket = await ready();
  const { data: goal } = fixtures["goal.created"];
  const theirs = event({ tenantId: "theirs", data: { ...goal, tenantId: "theirs" } });
  const unknown = (rest) => JSON.stringify({ type: "goal.sung", timestamp: "2026-01-01T00:00:00Z", ...rest });
  const frames = [
    theirs,
    unknown({ data: { tenantId: "theirs" } }),
    unknown({ tenantId: "theirs" }),
    unknown({ data: { tenantId: "mine" } }),
    // Sent twice; and an `eventId` that is no text tells nothing.
    ...[unknown({ eventId: "1" }), unknown({ eventId: "1" }), unknown({ eventId: {} }), unknown({ eventId: {} })],
    JSON.stringify({ type: "constructor", timestamp: "2026-01-01T00:00:00Z", data: null }),
    "}{",
    "",
    new ArrayBuffer(4),
    "x".repeat(1 << 20),
    "[".repeat(60_000),
  ];
  for (const data of frames) socket.onmessage({ data });
  const sung = Array(4).fill("goal.sung");
  const refused = ["syntax string", "syntax string", "not_object object", "too_large string", "too_deep string"];
  assert.deepEqual(seen, [...sung, "goal.sung", "constructor", ...refused].slice(1));
  assert.equal(it.getSnapshot().status, "connected");
});

test("a server that says nothing is left after ten seconds, a handshake without an end too", async () => {
  for (const opens of [false, true]) {
    const { it, pass, sockets, open } = connection();
    it.start();
    await pass(0);
    if (opens) sockets[0].onopen();
    await pass(9_999);
    assert.deepEqual([it.getSnapshot().status, open()], ["connecting", 1]);
    await pass(1);
    assert.deepEqual([shown(it), open()], [["reconnecting", "timeout"], 0]);
    // What it says after all is too late.
    sockets[0].onopen();
    sockets[0].onmessage({ data: SUCCESS });
    assert.equal(it.getSnapshot().status, "reconnecting");
    it.stop();
  }
});

test("a handshake that fails with an error and no close is retried at once, and counted once", async () => {
  for (const closes of [false, true]) {
    const { it, pass, sockets } = connection();
    it.start();
    await pass(0);
    sockets[0].onerror(new Event("error"));
    if (closes) sockets[0].onclose({ code: 1006 });
    assert.deepEqual([shown(it), it.getSnapshot().attempt], [["reconnecting", "closed"], 1]);
    it.stop();
  }
});

test("a send or a close that throws is reported, and the connection goes on", async () => {
  const { it, ready, pass, errors, sockets } = connection();
  const socket = await ready();
  socket.send = socket.close = () => { throw new Error("mine"); };
  await pass(8 * 60_000);
  assert.equal(errors.length, 1);
  it.retryNow();
  await pass(0);
  assert.deepEqual([errors.length, sockets.length], [2, 2]);
});
