// A faithful fake of what a browser gives the shell: sockets, timers, page and clock that a test moves.

import assert from "node:assert/strict";
import { RealtimeConnection } from "../../../../bindings/esm/connection.js";
import { fixtures } from "../../../../bindings/esm/fixtures.js";
import { encode } from "../../../../bindings/esm/index.js";

/** `auth.success` for a tenant. */
export const success = (tenantId) => encode({ ...fixtures["auth.success"], data: { ...fixtures["auth.success"].data, tenantId } });
export const event = (changes) => encode({ ...fixtures["goal.created"], ...changes });
const { tenantId } = fixtures["goal.created"].data;
export const SUCCESS = success(tenantId);

/** An outside in which nothing happens by itself. */
function outside() {
  let time = 1_000_000;
  let count = 0;
  /** Where timers are throttled they run out at multiples of this only. */
  let throttleMs = 0;
  const timers = new Map();
  const sockets = [];
  const errors = [];
  class Socket {
    sent = [];
    isOpen = true;
    constructor(url) {
      this.url = url;
      sockets.push(this);
    }
    send(text) {
      this.sent.push(JSON.parse(text));
    }
    close(code) {
      assert.equal(code, 1000);
      this.isOpen = false;
      queueMicrotask(() => this.onclose?.({ code }));
    }
  }
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const environment = {
    WebSocket: Socket,
    setTimeout: (run, ms) => (timers.set(++count, { run, due: time + ms }), count),
    clearTimeout: (timer) => timers.delete(timer),
    now: () => time,
    random: () => 2 ** 31,
    window: new EventTarget(),
    document: page,
    navigator: { onLine: true },
    onError: (error) => errors.push(error),
  };
  /** Lets so much time pass, timer by timer. */
  const pass = async (ms) => {
    const end = time + ms;
    for (;;) {
      await settle();
      const dueOf = ([, { due }]) => (throttleMs ? Math.ceil(due / throttleMs) * throttleMs : due);
      const next = [...timers].sort((one, other) => dueOf(one) - dueOf(other))[0];
      if (!next || dueOf(next) > end) break;
      time = Math.max(time, dueOf(next));
      timers.delete(next[0]);
      next[1].run();
    }
    time = end;
    await settle();
  };
  return { environment, sockets, timers, errors, pass, sleep: (ms) => (time += ms), throttle: (ms) => (throttleMs = ms), page };
}

export const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A connection and what a test needs of it. */
export function connection(options = {}) {
  const world = outside();
  const { environment, ...rest } = options;
  const requests = [];
  const getToken = ({ force }) => (requests.push(force), "secret");
  const all = { stage: "dev", getToken, tenantId, ...rest };
  const it = new RealtimeConnection({ ...all, environment: { ...world.environment, ...environment } });
  const ready = async () => {
    if (it.getSnapshot().status === "disconnected") it.start();
    await world.pass(0);
    const socket = world.sockets.at(-1);
    socket.onopen();
    socket.onmessage({ data: success(all.tenantId) });
    assert.equal(it.getSnapshot().status, "connected");
    return socket;
  };
  const open = () => world.sockets.filter((socket) => socket.isOpen).length;
  return { it, requests, ready, open, ...world };
}
