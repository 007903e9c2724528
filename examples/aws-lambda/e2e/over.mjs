// The time of a connection is over: its token has expired, or it did not authenticate. What a client sees until a
// sweep ends it, and that its Resync heals it; and that a sweep that is killed leaves it to the next.
import assert from "node:assert/strict";
import { once } from "node:events";
import { WebSocket } from "ws";
import { client, create } from "./client.mjs";
import { trap } from "./trap.mjs";
import { until } from "./until.mjs";

const TENANT = "tenant-over";
/** As long as a connection has for `auth`. */
const SECONDS = 10;
/** How long the gateway keeps a connection. */
const LASTS = 2 * 3600;

export async function timeIsOver(stack) {
  const { functions } = stack;
  const service = await stack.service();
  const lives = [SECONDS];
  const { connection, seen } = await client(stack, () => service.url, TENANT, () => lives.shift() ?? 900);
  await until("the client is connected", () => seen.fetched.length === 1);
  const expires = Math.floor(Date.now() / 1000) + SECONDS;
  const silent = new WebSocket(stack.url);
  const closed = once(silent, "close");
  await once(silent, "open");
  const rows = await until("both have a row", async () => {
    const rows = await stack.rows();
    return rows.length === 2 && rows;
  });
  const [row] = rows.filter(({ tenantId }) => tenantId?.S === TENANT);
  assert.ok(Number(row.until.N) <= expires, "a row counts until the token expires");
  for (const { until, goneBy } of rows) assert.equal(Number(goneBy.N), Number(until.N) + LASTS);

  const last = Math.max(...rows.map(({ until }) => Number(until.N)));
  await until("the time of both is over", () => Date.now() / 1000 > last);
  const { published } = await (await create(service.url, TENANT, "after the token has expired")).json();
  assert.deepEqual([published.delivered, published.posts], [0, 0]);
  assert.deepEqual([seen.statuses, seen.heard], [["connecting", "connected"], []]);

  await functions.kill("sweep");
  let victim;
  const posts = await trap(() => victim);
  [victim] = functions.start("sweep", 1, { AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: posts.url });
  stack.sweep().catch(() => {});
  await until("a sweep is on its way", () => posts.caught.length > 0);
  await victim.ended;
  assert.equal((await stack.rows()).length, 2);
  functions.start("sweep");
  assert.deepEqual(await stack.sweep(), { ended: 2, left: 0 });
  assert.deepEqual((await closed)[0], 1000);

  await until("the client has come back and fetched", () => seen.fetched.length === 2);
  assert.deepEqual([seen.heard, seen.fetched[1]], [[], ["after the token has expired"]]);
  assert.deepEqual(seen.statuses, ["connecting", "connected", "reconnecting", "connected"]);
  await create(service.url, TENANT, "the next one");
  await until("the next event is heard", () => seen.heard.length > 0);
  const [next, ...others] = await stack.rows();
  assert.deepEqual(others, []);
  assert.notEqual(next.connectionId.S, row.connectionId.S);
  assert.deepEqual(await stack.sweep(), { ended: 0, left: 0 });

  connection.stop();
  service.child.kill();
  posts.stop();
  await until("the row is deleted", async () => (await stack.rows()).length === 0);
  console.log("token expired: no event from then on, until a sweep closes the connection; its Resync has fetched the event. Who did not authenticate is closed by the same sweep; what a killed sweep leaves, the next ends");
}
