import { clean } from "../codec/own.js";
import { RealtimeConnection } from "../connection/shell.js";
import { fixtures } from "../fixtures.js";
import { createClock } from "./clock.js";
import { filled } from "./filled.js";
import { ABNORMAL, createServer } from "./server.js";

// The connection of the package over an outside that a test moves: shell, machine, codec and delivery
// are the real ones, and nothing here knows what they do. Nothing happens by itself: a token is given, a
// socket opens, the server answers and a timer runs out only inside a call of a method.

/** So many promises in a row may wait for each other before a method returns. */
const TURNS = 32;

/** @param {() => boolean} act */
async function settle(act) {
  do {
    for (let turn = 0; turn < TURNS; turn++) await null;
  } while (act());
}

/** @param {string} what @param {unknown} value */
const no = (what, value) => TypeError(`${what}, found ${typeof value === "string" ? JSON.stringify(value) : String(value)}`);

/** @param {unknown} code */
const isCloseCode = (code) => Number.isInteger(code) && /** @type {number} */ (code) >= 1000 && /** @type {number} */ (code) <= 4999;

/** What of a window is used. */
function createWindow() {
  /** @type {Set<[string, (event: object) => void]>} */
  const listeners = new Set();
  return {
    /** @param {string} name @param {(event: object) => void} listener */
    addEventListener: (name, listener) => {
      listeners.add([name, listener]);
    },
    /** @param {string} name @param {(event: object) => void} listener */
    removeEventListener: (name, listener) => {
      for (const entry of [...listeners]) if (entry[0] === name && entry[1] === listener) listeners.delete(entry);
    },
    /** @param {string} name */
    say: (name) => {
      for (const [of, listener] of [...listeners]) if (of === name) listener({});
    },
  };
}

export class FakeConnection extends RealtimeConnection {
  /** @param {any} [given] */
  constructor(given) {
    const options = clean(given || {});
    const { tenantId = fixtures["auth.success"].data.tenantId, authentication, answersPings = true, random = () => 2 ** 31 } = options;
    const { getToken = () => "a token", now = Date.parse(fixtures["auth.success"].timestamp) } = options;
    const clock = createClock(now);
    const server = createServer({ tenantId, answersPings, isQuery: authentication === "query", now: clock.now });
    const window = createWindow();
    const navigator = { onLine: true };
    /** @type {unknown[]} */
    const errors = [];
    super({
      url: "wss://fake.example",
      tenantId,
      authentication,
      // The provider is asked at once, and its answer waits like all else.
      getToken: (request) => {
        const asked = new Promise((resolve) => resolve(getToken(request)));
        // One that is not waited for any more may fail as it likes.
        asked.catch(() => {});
        return new Promise((resolve) => server.later(() => resolve(asked)));
      },
      environment: {
        WebSocket: server.FakeSocket,
        setTimeout: clock.setTimeout,
        clearTimeout: clock.clearTimeout,
        now: clock.now,
        random,
        window,
        document: undefined,
        navigator,
        onError: options.onError || ((/** @type {unknown} */ error) => errors.push(error)),
      },
    });
    this.now = clock.now;
    this.sent = server.sent;
    this.act = options.act || null;
    this.fake = { clock, server, window, navigator, tenantId, errors, isMoving: false };
  }

  snapshot() {
    return this.getSnapshot();
  }

  async connect() {
    await move(this, 0, () => this.start());
    return this.getSnapshot();
  }

  /** @param {number} ms */
  async advance(ms) {
    if (!(Number.isInteger(ms) && ms >= 0)) throw no("advance: expected whole milliseconds", ms);
    await move(this, ms, () => {});
  }

  /** @param {any} event */
  emit(event) {
    const { server, clock, tenantId } = this.fake;
    const text = filled(event, tenantId, clock.now());
    const socket = server.open("emit", this.getSnapshot().status);
    atOnce(this, () => server.deliver(socket, text));
  }

  /** @param {unknown} frame */
  receive(frame) {
    const { server } = this.fake;
    const isText = typeof frame === "string" || ArrayBuffer.isView(frame) || frame instanceof ArrayBuffer;
    const socket = server.open("receive", this.getSnapshot().status);
    atOnce(this, () => server.deliver(socket, isText ? frame : JSON.stringify(frame)));
  }

  /** @param {number} [code] */
  lose(code = ABNORMAL) {
    if (!isCloseCode(code)) throw no("lose: expected a close code from 1000 to 4999", code);
    const { server } = this.fake;
    const socket = server.open("lose", this.getSnapshot().status);
    atOnce(this, () => server.close(socket, code));
  }

  fallSilent() {
    this.fake.server.open("fallSilent", this.getSnapshot().status).isSilent = true;
  }

  /** @param {string | number} [how] @param {{ times?: number }} [options] */
  refuse(how = ABNORMAL, { times = Infinity } = {}) {
    if (typeof how === "string" ? !how : !isCloseCode(how)) throw no("refuse: expected an error code, or a close code from 1000 to 4999", how);
    if (!(times >= 1)) throw no("refuse: expected times from 1", times);
    this.fake.server.refuse({ how, left: times });
  }

  accept() {
    this.fake.server.refuse(null);
  }

  offline() {
    say(this, false);
  }

  online() {
    say(this, true);
  }
}

/** @param {FakeConnection} connection @param {boolean} isOnline */
function say(connection, isOnline) {
  const { navigator, window } = connection.fake;
  navigator.onLine = isOnline;
  atOnce(connection, () => window.say(isOnline ? "online" : "offline"));
}

/** Where React looks whether a test is one of its own. @type {{ IS_REACT_ACT_ENVIRONMENT?: boolean }} */
const react = /** @type {any} */ (globalThis);

/**
 * React's `act`, or what does without; then what is to be called when it is over. React wants to be asked
 * for it, which nobody does where a test runner has no globals. Whoever says that none is due, as
 * Testing Library while it waits, gets none.
 *
 * @param {FakeConnection} connection
 * @returns {[act: (run: () => any) => unknown, over: () => void]}
 */
function acting({ act }) {
  const said = react.IS_REACT_ACT_ENVIRONMENT;
  if (!act || said === false) return [(/** @type {() => unknown} */ run) => run(), () => {}];
  react.IS_REACT_ACT_ENVIRONMENT = true;
  return [
    act,
    () => {
      react.IS_REACT_ACT_ENVIRONMENT = said;
    },
  ];
}

/** Changes the connection at once. @param {FakeConnection} connection @param {() => void} run */
function atOnce(connection, run) {
  const [act, over] = acting(connection);
  try {
    act(() => run());
  } finally {
    over();
  }
  told(connection);
}

/** Lets time pass, after something was done. @param {FakeConnection} connection @param {number} ms @param {() => void} first */
async function move(connection, ms, first) {
  const { fake } = connection;
  const { clock, server } = fake;
  if (fake.isMoving) throw Error("the clock is moving already: await connect() and advance() before the next");
  fake.isMoving = true;
  const run = async () => {
    first();
    const endMs = clock.now() + ms;
    do await settle(server.act);
    while (clock.runNext(endMs));
    clock.moveTo(endMs);
  };
  const [act, over] = acting(connection);
  try {
    await act(run);
  } finally {
    over();
    fake.isMoving = false;
  }
  told(connection);
}

/** What a handler threw fails the test. @param {FakeConnection} connection */
function told({ fake: { errors } }) {
  const [error] = errors.splice(0);
  if (error !== undefined) throw error;
}
