import { MAX_URL_CHARACTERS } from "./table.js";
import { createDelivery } from "./delivery.js";
import { decode } from "../codec/decode.js";
import { endpoint } from "./endpoint.js";
import { environment } from "./environment.js";
import { createHandlers } from "./handlers.js";
import { initialState, step } from "./machine.js";
import { listen } from "./page.js";
import { createSocket } from "./socket.js";
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
  const outside = environment(options.environment);
  const { now, random, setTimeout, clearTimeout, navigator } = outside;
  const { add, tell, report } = createHandlers(outside.onError);
  const { deliver, resync, forget } = createDelivery(outside, options.tenantId, tell, report);
  const tokens = createTokens(options, now, report);
  const socket = createSocket(outside.WebSocket, feed, receive, report);
  let state = initialState(options.authentication);
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
    if (isTelling) return;
    isTelling = true;
    for (let notice; (notice = notices.shift()); ) notice();
    isTelling = false;
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
        const url = endpoint(options);
        socket.open(url, query(url), generation);
      } catch (error) {
        report(error);
        feed({ type: "OpenThrew", generation });
      }
    },
    SendAuth: () => socket.send({ action: "auth", token }),
    SendPing: () => socket.send({ action: "ping" }),
    SendPong: () => socket.send({ type: "pong" }),
    CloseSocket: ({ code }) => socket.close(code),
    SetTimer({ id, ms, generation }) {
      clearTimeout(timers[id]);
      timers[id] = setTimeout(() => feed({ type: "Timer", id, generation }), ms);
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
    const { authentication, tenantId } = options;
    if (authentication !== "query") return "";
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
    if (generation !== state.socket || !state.socketIsLive) return;
    const decoded = decode(typeof data === "string" ? data : null);
    deliver(decoded, data);
    const input = inputOf(decoded, generation);
    if (input) feed(input);
  }

  function start() {
    if (!leave) leave = listen(/** @type {import("./page.js").Outside} */ (outside), feed);
    feed({ type: "Start" });
    if (navigator && navigator.onLine === false) feed({ type: "Offline" });
  }

  function stop() {
    if (leave) leave();
    leave = null;
    tokens.forget();
    token = "";
    forget();
    feed({ type: "Stop" });
  }

  function tokenChanged() {
    tokens.forget();
    feed({ type: "TokenChanged" });
  }

  return { start, stop, tokenChanged, feed, add, getSnapshot: () => state.snapshot };
}
