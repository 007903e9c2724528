// Thousands of connections of many tenants: each event reaches its tenant's connections and no other; those
// that vanish are pruned; a storm of 429 loses nothing but what the policy drops.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import { token } from "../local/tokens.mjs";
import { until } from "./until.mjs";

/** How many handshakes are under way at once. */
const AT_ONCE = 100;
/** The default of the policy: how often one connection is throttled before its frame is dropped. */
const THROTTLED_POSTS = 10;
/** The default of the policy: how often one connection fails before its frame is dropped. */
const FAILED_POSTS = 4;
/** The default of the policy, and what the last post may take. */
const BUDGET_MS = 30_000 + 5_000;

const tenant = (number) => `tenant-${number}`;
const seconds = (since) => ((performance.now() - since) / 1000).toFixed(1);

/** Runs over all, so many at once. */
async function each(all, atOnce, act) {
  const left = all[Symbol.iterator]();
  const worker = async () => {
    for (const one of left) await act(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** A connection, and the events that it has heard. */
class Member {
  events = [];

  constructor(tenantId) {
    this.tenantId = tenantId;
  }

  /** Connects, and authenticates if it has a tenant. */
  open({ url, secret }) {
    this.socket = new WebSocket(url, { perMessageDeflate: false });
    return new Promise((resolve, reject) => {
      this.socket.on("error", reject);
      this.socket.on("open", () => {
        if (!this.tenantId) return resolve();
        this.socket.send(JSON.stringify({ action: "auth", token: token(secret, this.tenantId, "user-1", 7200) }));
      });
      this.socket.on("message", (data) => {
        const message = JSON.parse(data);
        if (message.type !== "auth.success") return void this.events.push(message.eventId ?? message.type ?? message.message);
        this.id = message.data.connectionId;
        resolve();
      });
      this.socket.on("close", (code) => reject(new Error(`closed with ${code}`)));
    });
  }

  /** Waits until all that was sent to it has arrived. */
  settled() {
    return new Promise((resolve) => {
      this.socket.once("pong", resolve);
      this.socket.ping();
    });
  }
}

function event(tenantId) {
  const now = new Date().toISOString();
  const data = { tenantId, goalId: randomUUID(), completedAt: now, completedBy: "user-456" };
  return { type: "goal.completed", timestamp: now, eventId: randomUUID(), data };
}

export async function crowd(stack, { connections, tenants, publishers }) {
  const { control, publisher, functions } = stack;
  const vanishing = Math.floor(connections / 20);
  const strangers = Array.from({ length: 10 }, () => new Member());
  const members = Array.from({ length: connections }, (_, number) => new Member(tenant(number % tenants)));
  const post = async (url, body) => {
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    const text = await response.text();
    assert.ok(response.ok, text);
    return JSON.parse(text);
  };

  /** One event to each of these tenants, as many at once as there are publishers: what came of all. */
  async function publish(of = tenants) {
    const began = performance.now();
    const total = { delivered: 0, gone: 0, dropped: [], posts: 0, tookMs: 0 };
    const ids = new Map();
    await each(Array(of).keys(), publishers, async (number) => {
      const sent = event(tenant(number));
      ids.set(sent.data.tenantId, sent.eventId);
      const report = await post(publisher, JSON.stringify(sent));
      for (const key of ["delivered", "gone", "posts"]) total[key] += report[key];
      total.dropped.push(...report.dropped);
      total.tookMs = Math.max(total.tookMs, report.tookMs);
    });
    return { ...total, ids, seconds: seconds(began), retries: total.posts - total.delivered - total.gone - total.dropped.length };
  }

  let repeats = 0;

  /** Each has heard its tenant's event once, but for those that were dropped; and nobody anything else. */
  async function heard({ ids, dropped }, who) {
    const lost = new Set(dropped.map(({ connectionId }) => connectionId));
    await Promise.all([...who, ...strangers].map((member) => member.settled()));
    for (const { tenantId, id, events } of who) {
      // A post whose answer came too late is repeated; clients drop what has the same eventId.
      const distinct = [...new Set(events)];
      repeats += events.splice(0).length - distinct.length;
      assert.deepEqual(distinct, lost.has(id) || !ids.has(tenantId) ? [] : [ids.get(tenantId)], `${id} of ${tenantId}`);
    }
    for (const { events } of strangers) assert.deepEqual(events, []);
  }

  let began = performance.now();
  await each([...members, ...strangers], AT_ONCE, (member) => member.open(stack));
  console.log(`${connections} connections of ${tenants} tenants in ${seconds(began)} s; ${strangers.length} that do not authenticate`);
  const rows = await stack.rows();
  assert.equal(rows.length, connections + strangers.length);
  assert.equal(rows.filter(({ tenantId }) => tenantId).length, connections);

  const all = await publish();
  assert.deepEqual([all.delivered, all.gone, all.dropped.slice(0, 3)], [connections, 0, []]);
  await heard(all, members);
  console.log(`${tenants} events: ${all.delivered} deliveries in ${all.seconds} s, to their tenants alone`);

  // Nobody promises a `$disconnect`: here its function is down.
  await functions.kill("disconnect");
  const gone = members.splice(0, vanishing);
  for (const { socket } of gone) {
    socket.removeAllListeners("close");
    socket.terminate();
  }
  const left = members.length + strangers.length;
  await until("the gateway notices who has vanished", async () => (await (await fetch(`${control}/state`)).json()).connections === left);
  assert.equal((await stack.rows()).length, left + vanishing);
  const pruning = await publish();
  assert.deepEqual([pruning.delivered, pruning.gone, pruning.dropped.slice(0, 3)], [members.length, vanishing, []]);
  await heard(pruning, members);
  assert.equal((await stack.rows()).length, left);
  console.log(`${vanishing} vanished without a word: ${pruning.gone} pruned on 410, ${pruning.delivered} deliveries in ${pruning.seconds} s`);
  functions.start("disconnect");

  // Half of all posts are refused.
  await post(`${control}/faults`, "limit_exceeded,probability=0.5");
  const storm = await publish();
  assert.equal(storm.gone, 0);
  assert.equal(storm.delivered + storm.dropped.length, members.length);
  for (const { reason } of storm.dropped) assert.equal(reason, "throttled");
  assert.ok(storm.tookMs <= BUDGET_MS, `${storm.tookMs} ms`);
  await heard(storm, members);
  console.log(`half of the posts throttled: ${storm.delivered} deliveries and ${storm.dropped.length} dropped in ${storm.seconds} s, by ${storm.posts} posts, ${storm.retries} of them retries; the slowest event took ${storm.tookMs} ms of its budget of 30000`);

  // All of them are.
  await fetch(`${control}/faults`, { method: "DELETE" });
  await post(`${control}/faults`, "limit_exceeded");
  const blackout = await publish(1);
  const receivers = members.filter(({ tenantId }) => tenantId === tenant(0)).length;
  assert.deepEqual([blackout.delivered, blackout.dropped.length], [0, receivers]);
  // Posts whose answer comes too late are counted apart.
  const least = receivers * THROTTLED_POSTS;
  assert.ok(blackout.posts >= least && blackout.posts < least + receivers * FAILED_POSTS, `${blackout.posts} posts`);
  assert.ok(blackout.tookMs <= BUDGET_MS, `${blackout.tookMs} ms`);
  await heard(blackout, members);
  await fetch(`${control}/faults`, { method: "DELETE" });
  console.log(`all posts throttled: ${receivers} connections given up after ${blackout.posts} posts in ${blackout.tookMs} ms; their rows stay`);
  const after = await publish(1);
  assert.equal(after.delivered, receivers);
  await heard(after, members);

  began = performance.now();
  for (const { socket } of [...members, ...strangers]) {
    socket.removeAllListeners("close");
    socket.close();
  }
  await until("every row is deleted", async () => (await stack.rows()).length === 0, 600_000);
  console.log(`${repeats} frames came twice, since the answer to a post took longer than its 5 s`);
  console.log(`all leave: no row is left after ${seconds(began)} s`);
}
