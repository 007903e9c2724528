// Whatever somebody sets on `Object.prototype` is no part of a frame, of an option or of an input.
//
//   node src/runtime/connection/tests/prototype.test.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import { connection, event, settle } from "./world.mjs";

const KEYS = [
  ...["tenantId", "tenant_id", "eventId", "event_id", "timestamp", "code", "retryAfterMs", "area", "goalId"],
  ...["command", "frame", "message", "generation", "id", "offline", "asleepMs", "stage", "url", "authentication", "environment"],
];

/** What a connection does and tells while somebody has set a key of every object. */
async function life(key, value) {
  const tenantId = "mine";
  const world = connection({ tenantId });
  const { it, ready, pass, sockets } = world;
  const told = [];
  it.subscribe(() => told.push(it.getSnapshot().status));
  it.onAny(({ type }, { stale }) => told.push(`${type} ${stale}`));
  it.onUnknown(({ type }) => told.push(`unknown ${type}`));
  it.onInvalid(({ error }) => told.push(`invalid ${error.code}`));
  it.onDiagnostic((code) => told.push(code));
  const of = (tenant, goalId, eventId) => event({ eventId, data: { ...JSON.parse(event()).data, tenantId: tenant, goalId } });
  const unknown = (eventId) => JSON.stringify({ type: "a.b", timestamp: "2025-11-03T14:30:00.000Z", eventId });
  const error = (code) => JSON.stringify({ type: "error", timestamp: "2025-11-03T14:30:00.000Z", data: { code } });
  if (key) Object.prototype[key] = value;
  try {
    const socket = await ready();
    const frames = [of("mine", "a", "1"), of("mine", "b", "2"), of("mine", "b", "2"), of("mine", "c"), of("theirs", "d", "3"), unknown("4"), unknown(), unknown()];
    for (const data of [...frames, error("INTERNAL_ERROR"), error("FORBIDDEN"), '{"type":"pong"}', "{"]) socket.onmessage({ data });
    await settle();
    socket.onclose({ code: 1006 });
    await pass(20_000);
    it.stop();
    await settle();
  } finally {
    delete Object.prototype[key];
  }
  return [told, sockets.map(({ url }) => url), world.errors];
}

test("what is set on every object changes nothing", async () => {
  const clean = await life();
  assert.ok(clean[0].includes("goal.created false") && clean[0].includes("unknown a.b"), String(clean[0]));
  for (const key of KEYS) {
    for (const value of ["theirs", 7, {}]) {
      assert.deepEqual(await life(key, value), clean, `${key}: ${JSON.stringify(value)}`);
    }
  }
});

test("options may be of a class", async () => {
  class Options {
    get stage() {
      return "dev";
    }
    get url() {
      return "wss://example.com/x";
    }
    getToken() {
      return "secret";
    }
  }
  const { it, environment, sockets } = connection();
  const options = Object.assign(new Options(), { environment });
  const other = new it.constructor(options);
  other.start();
  await settle();
  assert.equal(sockets[0].url, "wss://example.com/x");
  other.stop();
});
