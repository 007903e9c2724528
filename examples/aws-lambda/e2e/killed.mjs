// A process is killed where it hurts most: between the table and `auth.success`, and between the commit and the
// publisher. What a client sees, and that its Resync heals it.
import assert from "node:assert/strict";
import { client, create as createOf } from "./client.mjs";
import { trap } from "./trap.mjs";
import { until } from "./until.mjs";

const TENANT = "tenant-killed";
const create = (rest, title) => createOf(rest, TENANT, title);

/** Of the one connection that there is. */
async function only(stack) {
  const rows = await stack.rows();
  assert.equal(rows.length, 1, JSON.stringify(rows));
  return rows[0];
}

export async function killedBeforeTheAnswer(stack) {
  const { functions } = stack;
  const service = await stack.service();
  await functions.kill("default");
  let victim;
  const answers = await trap(() => victim);
  [victim] = functions.start("default", 1, { AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: answers.url });

  const began = performance.now();
  const { connection, seen } = await client(stack, () => service.url, TENANT);
  await until("the answer is on its way", () => answers.caught.length === 1);
  await victim.ended;
  const row = await only(stack);
  assert.equal(row.tenantId.S, TENANT);

  // The row is there, so the event is sent; the client is not connected, so it does not count.
  const { published } = await (await create(service.url, "while nobody had answered")).json();
  assert.deepEqual([published.delivered, published.gone], [1, 0]);
  assert.deepEqual([seen.statuses.includes("connected"), seen.heard, seen.fetched], [false, [], []]);

  functions.start("default");
  await until("the client has come back and fetched", () => seen.fetched.length > 0);
  const took = ((performance.now() - began) / 1000).toFixed(1);
  assert.deepEqual(seen.heard, []);
  assert.deepEqual(seen.fetched, [["while nobody had answered"]]);
  assert.deepEqual(seen.statuses, ["connecting", "reconnecting", "connected"]);
  const next = await until("the row of the first connection is gone", async () => {
    const rows = await stack.rows();
    return rows.length === 1 && rows[0];
  });
  assert.notEqual(next.connectionId.S, row.connectionId.S);
  connection.stop();
  service.child.kill();
  answers.stop();
  await until("the row is deleted", async () => (await stack.rows()).length === 0);
  console.log(`killed between the table and auth.success: the client sees connecting, reconnecting, connected; ${took} s later its Resync has fetched the event that it could not hear`);
}

export async function killedBeforeThePublisher(stack) {
  let service;
  const publisher = await trap(() => service.child);
  service = await stack.service();
  const { connection, seen } = await client(stack, () => service.url, TENANT);
  await until("the client is connected", () => seen.fetched.length === 1);
  const before = seen.fetched[0];

  service.child.kill();
  service = await stack.service(publisher.url);
  await assert.rejects(create(service.url, "committed and never published"));
  assert.equal(publisher.caught.length, 1);
  service = await stack.service();
  // What comes next is published, and heard; what was not, is not.
  await create(service.url, "the next one");
  await until("the next event is heard", () => seen.heard.length > 0);
  assert.deepEqual(seen.heard, ["the next one"]);
  assert.equal(seen.fetched.length, 1);

  const { connectionId } = await only(stack);
  const closed = await fetch(`${stack.control}/@connections/${encodeURIComponent(connectionId.S)}`, { method: "DELETE" });
  assert.equal(closed.status, 204);
  await until("the client has come back and fetched", () => seen.fetched.length === 2);
  assert.deepEqual(seen.fetched[1], [...before, "committed and never published", "the next one"]);
  connection.stop();
  service.child.kill();
  publisher.stop();
  await until("the row is deleted", async () => (await stack.rows()).length === 0);
  console.log("killed between commit and publisher: the client hears nothing of that event; after the next reconnect its Resync has fetched it");
}
