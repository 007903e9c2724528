// The scenarios of a real connection to a real server (server.mjs), the same in a page and in Node. In a
// page the script is loaded as it is; in Node:
//
//   node scenarios.js ORIGIN [MODULE]
//
// ORIGIN is where the runner (../connection.mjs) listens: it says where the server is, kills and starts
// it, and tells what it saw. MODULE exports the class of sockets, if there is none of the platform's own.
import { RealtimeConnection } from "./realtime/esm/connection.js";
import { fixtures } from "./realtime/esm/fixtures.js";

const isPage = typeof document !== "undefined";
const [origin, module] = isPage ? [location.origin] : process.argv.slice(2);
const ask = async (path, body) => (await fetch(`${origin}/control/${path}`, { method: "POST", body })).text();
const { url, deadUrl, holeUrl, secret } = JSON.parse(await ask("config"));
const WebSocket = module ? (await import(module)).WebSocket : globalThis.WebSocket;

/** How long a scenario may take. */
const PATIENCE_MS = 30_000;
const errors = [];

/** A connection to a path of the server, and what is heard of it. */
function connect(options, environment = {}) {
  const requests = [];
  const statuses = [];
  const getToken = ({ force }) => {
    requests.push(force);
    return force ? `${secret}-forced` : secret;
  };
  const connection = new RealtimeConnection({
    getToken,
    ...options,
    environment: {
      WebSocket,
      // A browser on a machine without a network says that it is offline, though it reaches this one.
      navigator: { onLine: true },
      onError: (error) => errors.push(`${error} ${error && error.stack}`),
      ...environment,
    },
  });
  connection.subscribe(() => {
    const { status } = connection.getSnapshot();
    if (statuses[statuses.length - 1] !== status) statuses.push(status);
  });
  /** Resolves once the snapshot is as wanted. */
  const until = (what, holds) =>
    new Promise((resolve, reject) => {
      const look = () => holds(connection.getSnapshot()) && (leave(), clearTimeout(timer), resolve());
      const leave = connection.subscribe(look);
      const timer = setTimeout(() => {
        leave();
        connection.stop();
        reject(new Error(`never ${what}: ${JSON.stringify(connection.getSnapshot())}`));
      }, PATIENCE_MS);
      look();
    });
  const connected = () => until("connected", ({ status }) => status === "connected");
  const failed = () => until("failed", ({ status }) => status === "error");
  return { connection, requests, statuses, until, connected, failed };
}

/** What the server saw on a path, once all is closed. */
const seen = async (path) => JSON.parse(await ask("closed", path));
/** Resolves with the first so many calls. */
const calls = (count, add) =>
  new Promise((resolve) => {
    const all = [];
    const leave = add((...values) => all.push(values) === count && (leave(), resolve(all)));
  });

function equal(what, found, expected) {
  const [one, other] = [found, expected].map((value) => JSON.stringify(value));
  if (one !== other) throw new Error(`${what}: expected ${other}, found ${one}`);
}

const auth = (token) => ({ action: "auth", token });
const zero = { random: () => 0 };
/** An outside that is twenty times as fast: ten seconds are half a second. */
const fast = (scale = 20, begin = Date.now()) => ({
  ...zero,
  now: () => begin + (Date.now() - begin) * scale,
  setTimeout: (run, ms) => setTimeout(run, ms / scale),
});

const scenarios = {
  async "the token goes first, typed events come, a stop closes with 1000"() {
    const { connection, statuses, connected } = connect({ url: `${url}/events` });
    const types = Object.keys(fixtures).filter((type) => !/^auth\.|error$|^ping$/.test(type));
    const heard = [];
    for (const type of types) {
      connection.on(type, (data, message, { stale }) => heard.push([type, data, message.type, stale]));
    }
    const all = calls(types.length + 1, (handler) => connection.onAny(handler));
    connection.start();
    await connected();
    const messages = (await all).map(([message]) => message.type);
    connection.stop();
    equal("snapshot", connection.getSnapshot().status, "disconnected");
    equal("messages", messages, ["auth.success", ...types]);
    equal("events", heard, types.map((type) => [type, fixtures[type].data, type, false]));
    equal("statuses", statuses, ["connecting", "connected", "disconnected"]);
    equal("server", await seen("/events"), [{ url: "/events", frames: [auth(secret)], code: 1000 }]);
  },

  async "a server that is killed and comes back on the same port is found again"() {
    const { connection, statuses, until, connected } = connect({ url: `${url}/restart` });
    const causes = [];
    connection.onResync((cause) => void causes.push(cause));
    const heard = [];
    connection.on("goal.created", (_, { eventId }) => heard.push(eventId));
    const all = calls(3, (handler) => connection.on("goal.created", handler));
    connection.start();
    await connected();
    await ask("kill");
    await until("refused", ({ status, attempt }) => status === "reconnecting" && attempt >= 2);
    equal("close code", connection.getSnapshot().closeCode, 1006);
    await ask("start");
    await connected();
    await all;
    connection.stop();
    equal("causes", causes, ["initial", "reconnect"]);
    // The first is sent again, and dropped.
    equal("events", heard, [fixtures["goal.created"].eventId, "after start 1", "after start 2"]);
    equal("statuses", statuses, ["connecting", "connected", "reconnecting", "connected", "disconnected"]);
    const codes = (await seen("/restart")).map(({ code }) => code);
    equal("server", codes, [1006, 1000]);
  },

  async "a token that has expired is replaced by force, at once"() {
    const { connection, requests, connected } = connect({ url: `${url}/expired` });
    connection.start();
    await connected();
    connection.stop();
    equal("requests", requests, [false, true]);
    const sent = (await seen("/expired")).map(({ frames, code }) => [frames, code]);
    equal("server", sent, [[[auth(secret)], 1000], [[auth(`${secret}-forced`)], 1000]]);
  },

  async "a server that refuses every token is given up after two forced refreshes"() {
    const { connection, requests, failed } = connect({ url: `${url}/unauthorized` }, zero);
    connection.start();
    await failed();
    equal("reason", connection.getSnapshot().reason, "unauthenticated");
    equal("requests", requests, [false, true, true]);
    equal("server", (await seen("/unauthorized")).map(({ code }) => code), [1000, 1000, 1000]);
  },

  async "bytes, garbage, a megabyte and a deep hole are told, and the connection stays"() {
    const { connection, statuses, connected } = connect({ url: `${url}/garbage` });
    const invalid = [];
    connection.onInvalid(({ error }) => invalid.push(error.code));
    const event = calls(1, (handler) => connection.on("goal.created", handler));
    connection.start();
    await connected();
    await event;
    equal("status", connection.getSnapshot().status, "connected");
    connection.stop();
    equal("invalid", invalid, ["not_object", "syntax", "too_large", "too_deep", "syntax"]);
    equal("statuses", statuses, ["connecting", "connected", "disconnected"]);
    equal("server", (await seen("/garbage")).map(({ code }) => code), [1000]);
  },

  async "a server that says nothing is left when the time for its answer is up"() {
    const { connection, until, connected } = connect({ url: `${url}/silence` }, fast());
    connection.start();
    await until("out of time", ({ reason }) => reason === "timeout");
    await connected();
    connection.stop();
    const server = await seen("/silence");
    equal("first", server[0], { url: "/silence", frames: [auth(secret)], code: 1000 });
  },

  async "a connection that dies without a word is replaced, by ping frames sooner than by messages"() {
    // A delay of a fifth of a second is eight seconds here.
    const outside = fast(40);
    const { connection, statuses, until, connected } = connect({ url: `${url}/death` }, outside);
    connection.start();
    await connected();
    const began = outside.now();
    await until("silent", ({ reason }) => reason === "silent");
    const took = outside.now() - began;
    const longest = (module ? 45_000 : 132_000) + 8_000;
    if (took > longest) throw new Error(`replaced after ${took} ms, at most ${longest} are allowed`);
    await connected();
    connection.stop();
    equal("statuses", statuses, ["connecting", "connected", "reconnecting", "connected", "disconnected"]);
    const server = await seen("/death");
    equal("server", server.map(({ code }) => code), [1000, 1000]);
    equal("asked by messages", server[0].frames.some(({ action }) => action === "ping"), !module);
  },

  async "events that come before the connection is authenticated are dropped, and told of once"() {
    const { connection, connected } = connect({ url: `${url}/early` });
    const heard = [];
    const diagnostics = [];
    connection.onDiagnostic((code) => diagnostics.push(code));
    connection.on("goal.created", (_, { eventId }) => heard.push(eventId));
    const event = calls(1, (handler) => connection.on("goal.created", handler));
    connection.start();
    await connected();
    await event;
    connection.stop();
    equal("events", heard, ["in time"]);
    equal("diagnostics", diagnostics, ["EARLY_EVENT"]);
  },

  async "the code of a close is there to be shown, until it is started again"() {
    const { connection, failed } = connect({ url: `${url}/refused` });
    connection.start();
    await failed();
    const { reason, closeCode } = connection.getSnapshot();
    equal("snapshot", [reason, closeCode], ["refused", 4403]);
    connection.stop();
    equal("stopped", connection.getSnapshot().closeCode, undefined);
  },

  async "in query mode the token stands in the URL, and no frame is sent"() {
    const { connection, connected } = connect({ url: `${url}/query`, authentication: "query", tenantId: fixtures["goal.created"].data.tenantId });
    const event = calls(1, (handler) => connection.on("goal.created", handler));
    connection.start();
    await connected();
    await event;
    connection.stop();
    const [{ url: asked, frames, code }] = await seen("/query");
    equal("server", [asked.includes(`access_token=${secret}&tenant=`), frames, code], [true, [], 1000]);
  },

  async "a URL that the socket refuses is a mistake, and no error shows the token"() {
    for (const authentication of ["frame", "query"]) {
      const before = errors.length;
      const { connection, failed } = connect({ url: "wss://a%b.invalid/", authentication });
      connection.start();
      await failed();
      equal("reason", [connection.getSnapshot().reason, errors.length], ["config", before + 1]);
      connection.stop();
    }
  },

  async "where nobody listens, it is tried again until the stop"() {
    const { connection, statuses, until } = connect({ url: deadUrl }, zero);
    connection.start();
    await until("tried twice", ({ attempt, reason }) => attempt >= 2 && reason === "closed");
    connection.stop();
    equal("statuses", statuses, ["connecting", "reconnecting", "disconnected"]);
  },

  async "where a handshake is not answered, the time for it ends, and a stop does too"() {
    const { connection, until, statuses } = connect({ url: holeUrl }, fast());
    connection.start();
    await until("out of time", ({ reason }) => reason === "timeout");
    await until("opening again", ({ attempt }) => attempt === 2);
    connection.stop();
    equal("status", connection.getSnapshot().status, "disconnected");
    equal("statuses", statuses, ["connecting", "reconnecting", "disconnected"]);
  },

  async "a stop before the start, before the token, while opening, twice and in a handler is final"() {
    const { connection } = connect({ url: `${url}/stop` });
    connection.stop();
    connection.start();
    connection.stop();
    connection.start();
    // The token is there, the socket opens, or is open already.
    await new Promise((resolve) => setTimeout(resolve));
    connection.stop();
    connection.stop();
    equal("status", connection.getSnapshot().status, "disconnected");
    const stopped = new Promise((resolve) => {
      connection.on("auth.success", () => {
        connection.stop();
        resolve();
      });
    });
    connection.start();
    await stopped;
    equal("status", connection.getSnapshot().status, "disconnected");
    const server = await seen("/stop");
    equal("closed", server.filter(({ frames, code }) => frames.length > 0 && code !== 1000), []);
    equal("authenticated last", server[server.length - 1].frames, [auth(secret)]);
  },
};

const results = [];
for (const [name, scenario] of Object.entries(scenarios)) {
  try {
    await scenario();
    results.push({ name, error: null });
  } catch (error) {
    results.push({ name, error: `${error.message}; reported: ${errors.join("; ")}` });
  }
}
await ask("report", JSON.stringify({ results, errors }));
