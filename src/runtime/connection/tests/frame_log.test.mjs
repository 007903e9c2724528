// The log of frames that a debug panel shows.
//
//   node --test src/runtime/connection/tests/frame_log.test.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import { frameLog } from "../../../../bindings/esm/connection.js";
import { fixtures } from "../../../../bindings/esm/fixtures.js";
import { encode } from "../../../../bindings/esm/index.js";
import { connection, event } from "./world.mjs";

const { timestamp } = fixtures["goal.created"];
const text = (frame) => JSON.stringify(frame);

async function observed(options, log = frameLog()) {
  const world = connection(options);
  const leave = world.it.observe(log);
  const socket = await world.ready();
  const receive = (data) => socket.onmessage({ data });
  return { ...world, socket, receive, log, leave };
}

test("every frame is there as it came, with its kind, and what was odd about it", async () => {
  const { receive, log } = await observed();
  receive(event().replace("goal.created", "goal-created").replace('"goalId"', '"goal_id"').replace('"draft"', '"dreamt"').replace('{', '{"colour":"red",'));
  receive(text({ type: "goal.renamed", timestamp }));
  receive(text({ message: "Forbidden", connectionId: "a", requestId: "b" }));
  receive(text({ type: "goal.created", timestamp, data: {} }));
  receive(new Uint8Array(1));
  const [success, created, unknown, gateway, invalid, bytes] = log.getFrames();
  assert.deepEqual([success.kind, success.type, success.atMs, success.number], ["event", "auth.success", 1_000_000, 1]);
  assert.deepEqual([created.type, created.aliases.map(({ path, canonical }) => [path, canonical])], [
    "goal.created",
    [["$.type", "goal.created"], ["$.data.goal_id", "goalId"]],
  ]);
  assert.deepEqual([created.unknownValues, created.ignored], [[{ path: "$.data.status", value: "dreamt" }], ["$.colour"]]);
  assert.ok(created.text.startsWith('{"colour":"red"'));
  assert.deepEqual([unknown.kind, unknown.type, gateway.kind, gateway.type], ["unknown", "goal.renamed", "gateway", null]);
  assert.equal(invalid.fault, "goal.created: at $.data.tenantId: expected a value, found nothing");
  assert.deepEqual([bytes.kind, bytes.text], ["invalid", "bytes"]);
});

test("pings are left out, in either form; one that is broken is not", async () => {
  const { receive, log } = await observed();
  for (const ping of ['{"type":"ping"}', '{"type":"pong"}', '{"action":"ping"}']) receive(ping);
  assert.equal(log.getFrames().length, 1);
  receive('{"type":"ping","timestamp":7}');
  assert.deepEqual(log.getFrames().map(({ type, kind }) => [type, kind]), [["auth.success", "event"], ["ping", "invalid"]]);
});

test("the last ones are kept, whole lists are the same until another comes, and a listener hears of each", async () => {
  const { receive, log, leave } = await observed({}, frameLog({ limit: 2 }));
  let heard = 0;
  const stop = log.subscribe(() => heard++);
  for (const eventId of ["a", "b", "c"]) receive(event({ eventId }));
  const frames = log.getFrames();
  assert.deepEqual(frames.map(({ number }) => number), [3, 4]);
  assert.ok(frames === log.getFrames() && Object.isFrozen(frames) && Object.isFrozen(frames[0]));
  log.clear();
  assert.deepEqual([log.getFrames(), heard], [[], 4]);
  stop();
  receive(event({ eventId: "d" }));
  leave();
  receive(event({ eventId: "e" }));
  assert.deepEqual([log.getFrames().map(({ number }) => number), heard], [[5], 4]);

  const whole = await observed();
  for (let count = 0; count < 200; count++) whole.receive(event({ eventId: `${count}` }));
  assert.equal(whole.log.getFrames().length, 100);
  whole.receive(event({ data: { ...fixtures["goal.created"].data, description: "x".repeat(100_000) } }));
  assert.equal(whole.log.getFrames().at(-1).text.length, 2049);
});

test("no token is in it, whatever a server says", async () => {
  const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyIn0.c2lnbmF0dXJl";
  const { receive, log } = await observed({ getToken: () => "tenant/user/60" });
  receive(text({ action: "auth", token: "another" }));
  receive(text({ type: "debug", timestamp, data: { access_token: 'a\\"b', of: "tenant/user/60", jwt, "tenant/user/60": 1 } }));
  receive(event({ data: { ...fixtures["goal.created"].data, status: "tenant/user/60", title: jwt, [jwt]: 1 } }));
  receive(text({ type: "tenant/user/60" }));
  receive(text({ type: "goal.created", timestamp, data: { ...fixtures["goal.created"].data, createdAt: "tenant/user/60" } }));
  const shown = JSON.stringify(log.getFrames());
  assert.equal(log.getFrames().length, 6);
  for (const secret of ["another", "b\\", "tenant/user/60", jwt]) assert.ok(!shown.includes(secret), `${secret} in ${shown}`);
  assert.equal(log.getFrames()[1].text, '{"action":"auth","token":"…"}');
});

test("a listener may stop the connection: its handlers hear nothing of that frame", async () => {
  const { receive, log, it } = await observed();
  let heard = 0;
  it.on("goal.created", () => heard++);
  log.subscribe(() => it.stop());
  receive(event());
  assert.deepEqual([heard, log.getFrames().length, it.getSnapshot().status], [0, 2, "disconnected"]);
});

test("what is no log, and no limit, is refused", () => {
  const { it } = connection();
  assert.throws(() => it.observe(), TypeError("expected a frameLog()"));
  assert.throws(() => it.observe({}), TypeError("expected a function, found undefined"));
  for (const limit of [0, 1.5, -1, "7", Infinity]) {
    assert.throws(() => frameLog({ limit }), TypeError("limit: expected a whole number from 1"));
  }
});
