import { decode } from "../codec/decode.js";
import { MAX_URL_CHARACTERS } from "./table.js";
import { createDelivery } from "./delivery.js";
import { endpoint } from "./endpoint.js";
import { environment } from "./environment.js";
import { createHandlers } from "./handlers.js";
import { initialState, step } from "./machine.js";
import { clean } from "../codec/own.js";
import { createPage } from "./page.js";
import { createSocket } from "./socket.js";
import { createTokens } from "./token.js";
import { inputOf } from "./translate.js";

// Feeds the machine every input, one after the other, carries out every effect, and adds nothing.
// What it knows it keeps to itself: no one who prints a connection prints its token.

/**
 * @typedef {import("./contract.js").ConnectionInput} Input
 * @typedef {import("./contract.js").ConnectionEffect} Effect
 */

/** @param {import("./options.js").ConnectionOptions} given */
export function createDriver(given) {
  const options = clean(given);
  const outside = environment(options.environment);
  const { now, random, setTimeout, clearTimeout, navigator } = outside;
  const handlers = createHandlers(outside.onError);
  const { add, tell, report } = handlers;
  const { deliver, resync, forget } = createDelivery(outside, options.tenantId, handlers);
  const tokens = createTokens(given, outside, report);
  const page = createPage(/** @type {import("./page.js").Outside} */ (outside), feed);
  const socket = createSocket(outside, heard, receive, report);
  let state = initialState(options.authentication, socket.canPing ? "control" : "message");
  let token = "";
  /** Inputs that came while another was carried out. @type {Input[]} */
  const inputs = [];
  /** What handlers are told once everything is carried out. @type {(() => unknown)[]} */
  const notices = [];
  let isStepping = false;
  let isTelling = false;
  /** @type {{ [id: string]: unknown }} */
  const timers = {};
  /** @type {(() => void) | null} */
  let leave = null;
  /** The generation of the socket on which an event came too early. */
  let early = 0;

  /** @param {Input} input */
  function feed(input) {
    inputs.push(input);
    if (isStepping) return;
    isStepping = true;
    for (let given; (given = inputs.shift()); ) {
      const next = step(state, given, now(), random());
      state = next.state;
      for (const effect of next.effects) /** @type {(effect: Effect) => unknown} */ (EFFECTS[effect.type])(effect);
    }
    isStepping = false;
    if (leave) page.watch(!/idle|failed/.test(state.state));
    tellAll();
  }

  /** What a socket or a timer says; a callback too. @param {Input} input @param {boolean} [isTimer] */
  function heard(input, isTimer) {
    page.beat(isTimer);
    feed(input);
  }

  /** @type {{ [Type in Effect["type"]]: (effect: Extract<Effect, { type: Type }>) => unknown }} */
  const EFFECTS = {
    FetchToken: ({ force, generation }) =>
      tokens.fetch(force).then(([type, answer]) => {
        if (generation !== state.token || state.state !== "credentials") return;
        token = answer || "";
        feed({ type, generation });
      }),
    OpenSocket({ generation }) {
      page.renew();
      try {
        const url = endpoint(options);
        socket.open(url, query(url), generation);
      } catch (error) {
        report(error);
        feed({ type: "OpenThrew", generation });
      }
    },
    SendAuth: () => socket.send({ action: "auth", token }),
    SendPing: () => socket.send({ action: "ping" }),
    SendProbe: socket.probe,
    SendPong: () => socket.send({ type: "pong" }),
    CloseSocket: ({ code }) => socket.close(code),
    SetTimer({ id, ms, generation }) {
      clearTimeout(timers[id]);
      timers[id] = setTimeout(() => heard({ type: "Timer", id, generation }, true), ms);
    },
    ClearTimer: ({ id }) => clearTimeout(timers[id]),
    Status: () => notice(() => tell("status")),
    Resync: ({ cause }) => whileReady(() => resync(cause)),
    Diagnostic: ({ code }) => notice(() => tell("diagnostic", code)),
  };

  /** The token in the URL, where an older server wants it there. @param {string} url */
  function query(url) {
    const { authentication, tenantId } = options;
    if (authentication !== "query") return "";
    const tenant = tenantId === undefined ? "" : `&tenant=${encodeURIComponent(tenantId)}`;
    const text = `${url.includes("?") ? "&" : "?"}access_token=${encodeURIComponent(token)}${tenant}`;
    if (url.length + text.length > MAX_URL_CHARACTERS) throw TypeError("the token is too long for a URL");
    return text;
  }

  /**
   * Tells of a frame first, then of what follows from it.
   *
   * @param {unknown} data
   * @param {number} generation
   */
  function receive(data, generation) {
    const isCurrent = () => generation === state.socket && state.socketIsLive;
    if (isCurrent()) heard({ type: "Frame", generation });
    // The callback may have told of a long sleep, after which this socket is not trusted.
    if (!isCurrent()) return;
    const decoded = decode(typeof data === "string" ? data : null);
    tell("frame", decoded, data, now(), hide);
    // Whoever looks on may have stopped the connection.
    if (!isCurrent()) return;
    const input = inputOf(decoded, generation, options.tenantId);
    if (!input && /event|unknown/.test(decoded.kind) && state.state !== "ready") {
      if (early !== generation) notice(() => tell("diagnostic", "EARLY_EVENT"));
      early = generation;
      return;
    }
    deliver(decoded, data);
    if (input) feed(input);
  }

  /** A text without the token. @param {string} text */
  const hide = (text) => (token ? text.split(token).join("…") : text);

  /** Tells handlers once everything is carried out. @param {() => unknown} run */
  function notice(run) {
    notices.push(run);
    if (!isStepping) tellAll();
  }

  /** The same, unless a handler has ended the connection meanwhile. @param {() => unknown} run */
  function whileReady(run) {
    const { snapshot } = state;
    notice(() => state.snapshot === snapshot && run());
  }

  function tellAll() {
    if (isTelling) return;
    isTelling = true;
    for (let next; (next = notices.shift()); ) next();
    isTelling = false;
  }

  /**
   * Adds a handler of Resync; one that is added while connected is called once for itself.
   *
   * @param {import("./handlers.js").ResyncHandler} handler
   */
  function onResync(handler) {
    /** @type {{ readonly signal: import("./options.js").ResyncSignal, abort(): void } | undefined} */
    let current;
    const abort = () => current && current.abort();
    /** @type {(cause: import("./table.js").ResyncCause, only?: unknown) => unknown} */
    const fetch = (cause, only = fetch) => {
      if (only !== fetch) return undefined;
      abort();
      current = new (/** @type {any} */ (globalThis).AbortController)();
      const { signal } = /** @type {NonNullable<typeof current>} */ (current);
      const fetched = /** @type {any} */ (handler(cause, signal));
      // One that is aborted keeps no event waiting, and how it ends is no failure.
      return fetched && fetched.then
        ? new Promise((/** @type {any} */ resolve, reject) => {
            signal.addEventListener("abort", resolve);
            fetched.then(resolve, reject);
          })
        : fetched;
    };
    const removers = [add("resync", /** @type {any} */ (handler), fetch), add("stopped", abort)];
    if (state.state === "ready") whileReady(() => resync("added", fetch));
    return () => {
      for (const remove of removers) remove();
      abort();
    };
  }

  function start() {
    if (!leave) leave = page.listen();
    feed({ type: "Start", offline: !!navigator && navigator.onLine === false });
  }

  function stop() {
    if (leave) leave();
    leave = null;
    tokens.forget();
    token = "";
    forget();
    tell("stopped");
    feed({ type: "Stop" });
  }

  /**
   * Does not make do with the token that is asked for already. A retry does, if that is a new one: two
   * refreshes at once sign a user out whose refresh token works once.
   *
   * @param {"TokenChanged" | "RetryNow"} type
   */
  function renew(type) {
    tokens.forget(type === "RetryNow");
    feed({ type });
  }

  return { start, stop, renew, add, onResync, getSnapshot: () => state.snapshot };
}
