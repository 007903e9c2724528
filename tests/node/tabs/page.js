// What each page of ../tabs.mjs can do: connect, tell what became of it, and live an hour in a moment.
import { RealtimeConnection, acrossTabs } from "/realtime/esm/connection.js";

const ask = async (path, body) => (await fetch(`/control/${path}`, { method: "POST", body })).text();
const { url, secret } = JSON.parse(await ask("config"));
const history = [];
const answers = [];
const errors = [];
let connection;

/** Connects to a path of the server; its statuses are in `history`. */
function connect(path, { getToken = () => secret, environment = {} } = {}) {
  connection = new RealtimeConnection({
    url: url + path,
    getToken,
    environment: { onError: (error) => errors.push(`${error}`), ...environment },
  });
  connection.subscribe(() => {
    const { status, reason } = connection.getSnapshot();
    const text = reason ? `${status}: ${reason}` : status;
    if (history[history.length - 1] !== text) history.push(text);
  });
  connection.start();
}

/** Resolves once the snapshot is as wanted. */
const until = (holds) =>
  new Promise((resolve) => {
    const look = () => holds(connection.getSnapshot()) && (leave(), resolve());
    const leave = connection.subscribe(look);
    look();
  });
const connected = () => until(({ status }) => status === "connected");

/** Time that passes so many times as fast. */
const faster = (times) => ({
  now: () => Math.floor(performance.timeOrigin + performance.now() * times),
  setTimeout: (run, ms) => setTimeout(run, ms / times),
  clearTimeout: (timer) => clearTimeout(timer),
});

/**
 * A page that is hidden for an hour: its time passes when it is told to, and its timers run once in so
 * many seconds, while an event arrives every 75 s. Resolves to what it heard and what became of it,
 * once the page was seen for a minute.
 */
async function hiddenForAnHour(path, throttleSeconds) {
  const throttleMs = throttleSeconds * 1000;
  const eventsMs = 75_000;
  let time = 1_000_000_000;
  let count = 0;
  let unanswered = 0;
  let heard = () => {};
  const timers = new Map();
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  let sockets = 0;
  class Socket extends WebSocket {
    constructor(url) {
      super(url);
      sockets++;
      this.addEventListener("message", ({ data }) => {
        if (JSON.parse(data).type === "pong") unanswered--;
        setTimeout(heard);
      });
    }
    send(text) {
      if (JSON.parse(text).action === "ping" && path === "/answers") unanswered++;
      super.send(text);
    }
  }
  /** Lets what was sent arrive: an answer, or an event that the server is asked for. */
  const arrival = async (isThere) => {
    while (!isThere()) await new Promise((resolve) => (heard = resolve));
  };
  let hiddenMs = 0;
  const pass = async (ms) => {
    for (const end = time + ms; time < end; ) {
      const isHidden = document.visibilityState === "hidden";
      const step = isHidden ? throttleMs - ((time - hiddenMs) % throttleMs) : 1000;
      time = Math.min(time + step, end);
      if (isHidden && (time - hiddenMs) % throttleMs) break;
      for (const [timer, { run, due }] of [...timers]) {
        if (due <= time && timers.delete(timer)) run();
      }
      await arrival(() => unanswered === 0);
    }
  };
  const environment = {
    WebSocket: Socket,
    document,
    now: () => time,
    setTimeout: (run, ms) => (timers.set(++count, { run, due: time + ms }), count),
    clearTimeout: (timer) => timers.delete(timer),
  };
  connect(path, { environment });
  await connected();
  let events = 0;
  connection.on("goal.created", () => events++);
  const show = (state) => {
    document.visibilityState = state;
    document.dispatchEvent(new Event("visibilitychange"));
  };
  await pass(20_000);
  show("hidden");
  hiddenMs = time;
  for (let at = eventsMs; at <= 3_600_000; at += eventsMs) {
    while (time < hiddenMs + at) await pass(hiddenMs + at - time);
    const before = events;
    await ask("event", path);
    await arrival(() => events > before);
  }
  const whileHidden = sockets;
  show("visible");
  await connected();
  await arrival(() => unanswered === 0);
  await pass(5000);
  await ask("event", path);
  await pass(60_000);
  connection.stop();
  return { events, whileHidden, sockets, history };
}

/** A tab with a refused token; each answer is kept, with how often the server had refreshed by then. */
async function refusedTab() {
  const getToken = acrossTabs(
    async ({ force }) => {
      if (!force) return secret;
      return (await ask("refresh")) || null;
    },
    { key: "user-456 tenant-123" },
  );
  const noted = async (request) => {
    const token = await getToken(request);
    if (request.force) answers.push([token === null ? null : token === `${secret}-forced`, +(await ask("refreshes"))]);
    return token;
  };
  connect("/expired", { getToken: noted, environment: { random: () => 2 ** 32 - 1 } });
  await connected();
}


window.tab = { connect, connected, until, faster, hiddenForAnHour, refusedTab, history, answers, errors, snapshot: () => connection.getSnapshot(), stop: () => connection.stop() };

// The page of the back/forward cache goes on by itself: no one from outside may hold it.
if (location.hash === "#cached") {
  const shown = [];
  window.addEventListener("pageshow", async ({ persisted }) => {
    shown.push(persisted);
    if (!persisted) return;
    // The listeners of the connection are heard in the same turn.
    await Promise.resolve();
    await connected();
    connection.stop();
    await ask("report", JSON.stringify({ shown, history, errors }));
  });
  connect("/stop");
  await connected();
  location.href = "/other.html";
}
window.tabIsThere = true;
