// The npm package as a plug for `realtime vectors`: all kinds, over what is exported and, of the
// machine and the translation, what the shell uses. Backend and fan-out are no part of the package: their
// decisions are made here.
//
//   realtime vectors --exec 'node tests/conformance/plug.mjs'
//   realtime vectors --exec 'node tests/conformance/plug.mjs FAULT ID'
//
// With a FAULT, it does wrong at the vector of this id: see FAULTS.

import { createInterface } from "node:readline";

const load = (name) => import(new URL(`../../bindings/esm/${name}`, import.meta.url));
const { RealtimeConnection, endpoint, initialState, step } = await load("connection.js");
const { decode, encode } = await load("index.js");
const { inputOf } = await load("connection/translate.js");
const [fault, faulty] = process.argv.slice(2);

const KINDS = { backend, codec, connection, delivery, endpoint: opening, fanout, input };

/** What a plug can do wrong; each gets the id, the line that would be right, and a way to write. */
const FAULTS = {
  wrong: (id, _, write) => write({ id, answer: { verdict: "neither", input: {}, opens: "wss://wrong", steps: [], arrivals: ["lost"], decisions: ["lost"], status: 0 } }),
  dies: () => {
    console.error("about to fall over\nthe plug fell over");
    process.exit(3);
  },
  hangs: () => new Promise(() => setInterval(() => {}, 1 << 30)),
  garbage: (_id, _line, write) => write("here I am"),
  marked: (_id, line, write) => write(`\ufeff${JSON.stringify(line)}`),
  undecided: (_id, line, write) => write({ ...line, unsupported: true }),
  nameless: (_id, { answer }, write) => write({ answer }),
  mute: (id, _, write) => write({ id }),
  twice: (_id, line, write) => (write(line), write(line)),
  floods: (_id, line, write) => {
    for (;;) write(line);
  },
  stranger: (_id, line, write) => write({ ...line, id: "codec.aliases.nothing-of-the-kind" }),
  early: (_id, line, write) => write({ ...line, id: "input.others.frame-that-breaks-rule-is-none" }),
  binary: () => process.stdout.write(Buffer.from([0xff, 0x0a])),
  endless: () => process.stdout.write("x".repeat(5 << 20)),
  unsupported: (id, _, write) => write({ id, unsupported: true }),
  noisy: (_id, line, write) => (process.stderr.write("noise\n".repeat(1 << 20)), write(line)),
  stays: (_id, line, write) => (setInterval(() => {}, 1 << 30), write(line)),
  fails: (_id, line, write) => ((process.exitCode = 4), write(line)),
  chatters: (_id, line, write) => (process.on("beforeExit", () => write("good bye")), write(line)),
};

const write = (line) => process.stdout.write(`${typeof line === "string" ? line : JSON.stringify(line)}\n`);
for await (const text of createInterface({ input: process.stdin })) {
  const { id, kind, given } = JSON.parse(text);
  const answer = await KINDS[kind](given);
  const line = answer ? { id, answer } : { id, unsupported: true };
  await (id === faulty ? FAULTS[fault](id, line, write) : write(line));
}

/** What a frame is, in the words of the vectors. */
function codec({ frame }) {
  const { kind: verdict, ...it } = decode(frame);
  if (verdict === "invalid") return { verdict, type: it.type, error: { code: it.error.code, path: it.error.path } };
  if (verdict === "unknown") return { verdict, type: it.type, text: it.text };
  if (verdict === "gateway") return { verdict };
  const canonical = JSON.parse(encode(verdict === "event" ? it.message : it.command));
  const { aliases, ignored, unknownValues } = it;
  return { verdict, type: canonical.type ?? canonical.action, canonical, aliases, ignored, unknownValues };
}

/** What follows from each step. */
function connection({ authentication, probe, before, steps }) {
  let state = initialState(authentication, probe);
  const go = ({ at, input, random }) => {
    const next = step(state, input, at, random);
    state = next.state;
    return { state: state.state, status: state.snapshot.status, effects: next.effects };
  };
  before.forEach(go);
  return { steps: steps.map(go) };
}

/** Which input a frame is. */
function input({ frame }) {
  return { input: inputOf(decode(frame), 1) ?? null };
}

/** Where it connects. What a development build is, the bundler decides. */
async function opening({ stage, url, build, query }) {
  if (build) return undefined;
  try {
    if (!query) return { opens: endpoint({ stage, url }) };
    const { it, world } = client({ stage, url, tenantId: query.tenant, getToken: () => query.token, authentication: "query" });
    it.start();
    await settle();
    it.stop();
    if (world.errors.length > 0) throw world.errors[0];
    return { opens: world.sockets[0].url };
  } catch (error) {
    return { refused: /^url|for a URL$|too long/.test(error.message) ? "url" : "stage" };
  }
}

/** What reaches a handler of each frame. */
async function delivery({ steps }) {
  const { it, world } = client({ stage: "dev" });
  let arrival;
  it.onAny((_message, { stale }) => (arrival = stale ? "stale" : "fresh"));
  it.onUnknown(() => (arrival = "fresh"));
  const success = { type: "auth.success", timestamp: "2025-11-03T14:30:00.000Z", data: { tenantId: "tenant-123", userId: "user-456", connectionId: "connection-1" } };
  const connected = async () => {
    await settle();
    const socket = world.sockets.at(-1);
    socket.onopen();
    socket.onmessage({ data: JSON.stringify(success) });
    return socket;
  };
  it.start();
  let socket = await connected();
  const arrivals = [];
  for (const { at, frame, happens } of steps) {
    if (happens === "reconnect") (socket.onclose({ code: 1006 }), it.retryNow());
    if (happens === "restart") (it.stop(), it.start());
    if (happens) {
      socket = await connected();
      continue;
    }
    world.now = at;
    arrival = "repeat";
    socket.onmessage({ data: frame });
    arrivals.push(arrival);
  }
  it.stop();
  return { arrivals };
}

/** What has to be done about an event of the gateway, or about a row of the table. */
function backend({ now, terms, event, finds, row }) {
  return row ? due(now, row) : react(now, terms, event, finds);
}

function react(now, terms, { requestContext, queryStringParameters: query = {}, body, isBase64Encoded }, finds) {
  const { routeKey, connectionId, connectedAt, disconnectStatusCode: code } = requestContext;
  const lastsMs = 2 * 3_600_000;
  const after = (since, ms) => new Date(since + Math.min(ms, lastsMs)).toISOString();
  const answer = (type, data) => ({ do: "answer", frame: { type, timestamp: now, ...(data && { data }) } });
  const refused = (why) => [{ do: "forget" }, answer("auth.error", { code: why }), { do: "close" }];

  /** What follows from a token: the row, if it is good, and what the client is told. */
  const verified = (happened, verifies, told, untold) => {
    const until = after(connectedAt ?? Date.parse(now), lastsMs);
    if (!finds.good) return { happened, verifies, ...untold(finds.bad.code) };
    const { expires = until, ...who } = finds.good;
    const row = { do: "remember", ...who, until: expires < until ? expires : until };
    return { happened, verifies, status: 200, effects: [row, ...told(who)] };
  };

  if (routeKey === "$connect") {
    const happened = { what: "connected" };
    const verifies = { token: query.access_token, ...(query.tenant && { tenant: query.tenant }) };
    if (terms.readsQuery && verifies.token) return verified(happened, verifies, () => [], () => ({ status: 401 }));
    return { happened, status: 200, effects: [{ do: "remember", until: after(Date.parse(now), terms.authWithinMs) }] };
  }
  if (routeKey === "$disconnect") return { happened: { what: "gone", ...(code && { code }) }, status: 200, effects: [{ do: "forget" }] };

  const { kind, command, type } = body === undefined || isBase64Encoded ? {} : decode(body);
  if (kind !== "command") {
    const effects = kind === "invalid" && type === "auth" ? refused("UNAUTHORIZED") : [answer("error", { code: "VALIDATION_ERROR" })];
    return { happened: { what: "unroutable" }, status: 200, effects };
  }
  const happened = { what: "command", command: command.action ?? command.type };
  if (command.action === "auth") {
    const told = (who) => [answer("auth.success", { ...who, connectionId })];
    return verified(happened, { token: command.token }, told, (why) => ({ status: 200, effects: refused(why) }));
  }
  const isAnswered = command.action === "ping" && terms.answersPing;
  return { happened, status: 200, effects: isAnswered ? [answer("pong")] : [] };
}

function due(now, { tenantId, until }) {
  if (now < until) return { receives: tenantId !== undefined };
  const error = { type: "connection.error", timestamp: now, data: { tenantId, code: "UNAUTHORIZED" } };
  const told = tenantId ? [{ do: "answer", frame: error }] : [];
  return { receives: false, effects: [...told, { do: "close" }, { do: "forget" }] };
}

/** What follows from each post of a frame to a connection. */
function fanout({ policy, steps }) {
  const counts = {};
  return { decisions: steps.map((step) => decide(policy, step, counts)) };
}

function decide(policy, { at, httpStatus = 504, retryAfterMs = 0, random }, counts) {
  if (httpStatus >= 200 && httpStatus < 300) return { do: "done" };
  if (httpStatus === 410) return { do: "forget" };
  if (httpStatus === 413) return { do: "stop", reason: "too_large" };
  const listed = { 401: "denied", 403: "denied", 408: "failed", 429: "throttled" };
  const reason = listed[httpStatus] ?? (httpStatus >= 500 && httpStatus < 600 ? "failed" : "refused");
  if (reason === "refused") return { do: "drop", reason };
  const before = counts[reason] ?? 0;
  counts[reason] = before + 1;
  if (counts[reason] >= policy[`${reason}Posts`]) return { do: reason === "denied" ? "stop" : "drop", reason };
  const room = policy.budgetMs - at - retryAfterMs;
  if (room <= 1) return { do: "drop", reason: "out_of_time" };
  const window = Math.min(policy.backoffFirstMs * 2 ** before, policy.backoffMostMs, room);
  return { do: "retry", afterMs: retryAfterMs + Math.max(1, Math.floor((random * window) / 2 ** 32)) };
}

/** A client whose world stands still. */
function client(options) {
  const world = { now: 0, sockets: [], errors: [] };
  class WebSocket {
    constructor(url) {
      this.url = url;
      world.sockets.push(this);
    }
    send() {}
    close() {}
  }
  const environment = {
    WebSocket,
    setTimeout: () => 0,
    clearTimeout: () => {},
    now: () => world.now,
    random: () => 2 ** 31,
    window: undefined,
    document: undefined,
    navigator: undefined,
    onError: (error) => world.errors.push(error),
  };
  return { world, it: new RealtimeConnection({ getToken: () => "token", ...options, environment }) };
}

function settle() {
  return new Promise((done) => setImmediate(done));
}
