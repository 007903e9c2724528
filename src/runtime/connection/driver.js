import { MAX_URL_CHARACTERS } from "./table.js";
import { createDelivery } from "./delivery.js";
import { decode } from "../codec/decode.js";
import { endpoint } from "./endpoint.js";
import { environment } from "./environment.js";
import { checkHandler, createHandlers } from "./handlers.js";
import { initialState, step } from "./machine.js";
import { option } from "../codec/own.js";
import { createPage } from "./page.js";
import { canPing, createSocket } from "./socket.js";
import { createTokens } from "./token.js";
import { inputOf } from "./translate.js";

// Feeds the machine every input, one after the other, carries out every effect, and adds nothing.
// What it knows it keeps to itself: no one who prints a connection prints its token.

/**
 * @typedef {import("./contract.js").ConnectionInput} Input
 * @typedef {import("./contract.js").ConnectionEffect} Effect
 */

/** @param {import("./options.js").ConnectionOptions} options */
export function createDriver(options) {
  const outside = environment(option(options, "environment"));
  const { WebSocket, now, random, setTimeout, clearTimeout, navigator } = outside;
  const handlers = createHandlers(outside.onError);
  const { add, tell, report } = handlers;
  const { deliver, resync, forget } = createDelivery(outside, option(options, "tenantId"), handlers);
  const tokens = createTokens(options, outside, report);
  const page = createPage(/** @type {import("./page.js").Outside} */ (outside), feed);
  const socket = createSocket(outside, heard, receive, report);
  let state = initialState(option(options, "authentication"), canPing(WebSocket) ? "control" : "message");
  let token = "";
  /** Inputs that came while another was carried out. @type {Input[]} */
  const inputs = [];
  /** What handlers are told once everything is carried out. @type {(() => void)[]} */
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
    while (inputs.length) {
      const next = step(state, /** @type {Input} */ (inputs.shift()), now(), random());
      state = next.state;
      for (const effect of next.effects) /** @type {(effect: Effect) => unknown} */ (EFFECTS[effect.type])(effect);
    }
    isStepping = false;
    if (leave) page.watch(!/idle|failed/.test(state.state));
    tellAll();
  }

  /** What a socket says; a callback too. @param {Input} input */
  function heard(input) {
    page.beat();
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
      try {
        const url = endpoint({ stage: option(options, "stage"), url: option(options, "url") });
        socket.open(url, query(url), generation);
      } catch (error) {
        report(error);
        feed({ type: "OpenThrew", generation });
      }
    },
    SendAuth: () => socket.send({ action: "auth", token }),
    SendPing: () => socket.send({ action: "ping" }),
    SendProbe: () => socket.probe(),
    SendPong: () => socket.send({ type: "pong" }),
    CloseSocket: ({ code }) => socket.close(code),
    SetTimer({ id, ms, generation }) {
      clearTimeout(timers[id]);
      timers[id] = setTimeout(() => {
        page.beat(true);
        feed({ type: "Timer", id, generation });
      }, ms);
    },
    ClearTimer: ({ id }) => clearTimeout(timers[id]),
    Status: () => notices.push(() => tell("status")),
    Resync({ cause }) {
      const { snapshot } = state;
      // A handler may have ended the connection meanwhile.
      notices.push(() => state.snapshot === snapshot && resync(cause));
    },
    Diagnostic: ({ code }) => notices.push(() => tell("diagnostic", code)),
  };

  /** The token in the URL, where an older server wants it there. @param {string} url */
  function query(url) {
    const tenantId = option(options, "tenantId");
    if (option(options, "authentication") !== "query") return "";
    const tenant = tenantId === undefined ? "" : `&tenant=${encodeURIComponent(tenantId)}`;
    const text = `${url.indexOf("?") < 0 ? "?" : "&"}access_token=${encodeURIComponent(token)}${tenant}`;
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
    if (!isCurrent()) return;
    heard({ type: "Frame", generation });
    // The callback may have told of a long sleep, after which this socket is not trusted.
    if (!isCurrent()) return;
    const decoded = decode(typeof data === "string" ? data : null);
    const input = inputOf(decoded, generation);
    const tenantId = option(options, "tenantId");
    if (!input && /event|unknown/.test(decoded.kind) && state.state !== "ready") {
      if (early !== generation) notice(() => tell("diagnostic", "EARLY_EVENT"));
      early = generation;
      return;
    }
    deliver(decoded, data);
    if (!input) return;
    // A token that was cached for another tenant.
    const isOther = input.type === "AuthOk" && tenantId !== undefined && decoded.kind === "event" && decoded.message.data.tenantId !== tenantId;
    feed(isOther ? { type: "AuthErr", generation, code: "UNAUTHORIZED" } : input);
  }

  /** Tells handlers once everything is carried out. @param {() => void} run */
  function notice(run) {
    notices.push(run);
    if (!isStepping) tellAll();
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
    checkHandler(handler);
    /** @type {AbortController | undefined} */
    let current;
    const abort = () => current && current.abort();
    /** @param {import("./table.js").ResyncCause} cause */
    const fetch = (cause) => {
      abort();
      current = new AbortController();
      return handler(cause, current.signal);
    };
    const removers = [add("resync", fetch), add("stopped", abort)];
    let isThere = true;
    if (state.state === "ready") {
      const { snapshot } = state;
      notice(() => isThere && state.snapshot === snapshot && resync("added", fetch));
    }
    return () => {
      isThere = false;
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
    handlers.silence();
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
