// A page with React on it, and a connection whose server is the test. No timer runs by itself.
import "./dom.mjs";
import assert from "node:assert/strict";
import { StrictMode, act, createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { encode } from "@purposepath/realtime";
import { RealtimeConnection } from "@purposepath/realtime/connection";
import { fixtures } from "@purposepath/realtime/fixtures";
import { RealtimeProvider } from "@purposepath/realtime/react";

const { tenantId } = fixtures["goal.created"].data;
const settle = () => new Promise((resolve) => setImmediate(resolve));
let count = 0;

/** The example of an event, each time another one. */
export function example(type, data = {}) {
  const timestamp = new Date(Date.UTC(2025, 10, 3) + ++count).toISOString();
  return { ...fixtures[type], eventId: `event-${count}`, timestamp, data: { ...fixtures[type].data, ...data } };
}

/** A connection and the sockets that it opens. */
export function server() {
  const sockets = [];
  const errors = [];
  class Socket {
    constructor() {
      sockets.push(this);
    }
    send() {}
    close() {}
  }
  const connection = new RealtimeConnection({
    url: "ws://localhost:5055",
    tenantId,
    getToken: () => "a token",
    environment: { WebSocket: Socket, setTimeout: () => 0, clearTimeout() {}, now: () => 0, random: () => 0, window: undefined, document: undefined, onError: (error) => errors.push(error) },
  });
  /** Without `act`: also what is called in the midst of a commit. */
  const say = (message) => sockets.at(-1).onmessage({ data: encode(message) });
  const accept = async () => {
    await settle();
    sockets.at(-1).onopen();
    say(fixtures["auth.success"]);
  };
  return {
    connection,
    sockets,
    errors,
    say,
    start: () => act(async () => (connection.start(), await accept())),
    tell: (...messages) => act(async () => messages.forEach(say)),
    lose: () => act(async () => sockets.at(-1).onclose({ code: 1006 })),
    retry: () => act(async () => (connection.retryNow(), await accept())),
  };
}

/** Renders below a provider, or without one; what React reports on the console is a failure. */
export async function page(element, { connection = null, wrapper = StrictMode, isProvided = true } = {}) {
  const container = document.createElement("div");
  const reported = [];
  const { error } = console;
  console.error = (...words) => reported.push(words.join(" "));
  const root = createRoot(container, { onUncaughtError: (fault) => reported.push(String(fault)) });
  let given = { element, connection };
  const draw = () => h(wrapper, null, isProvided ? h(RealtimeProvider, { connection: given.connection }, given.element) : given.element);
  const update = (changes) => act(async () => root.render(((given = { ...given, ...changes }), draw())));
  await update({});
  return {
    update,
    text: () => container.textContent,
    reported,
    /** Whatever was said must have been expected. */
    async leave() {
      await act(async () => root.unmount());
      console.error = error;
      assert.deepEqual(reported, []);
    },
    async fail() {
      await act(async () => root.unmount());
      console.error = error;
      return reported;
    },
  };
}
