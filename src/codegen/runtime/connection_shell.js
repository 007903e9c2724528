import { MAX_SLEEP_MS, MAX_URL_CHARACTERS } from "./connection_table.js";
import { RESYNC_MAX_EVENTS, RESYNC_TIMEOUT_MS, TOKEN_TIMEOUT_MS } from "./connection_table.js";
import { decode } from "./decoder.js";
import { Seen } from "./delivery.js";
import { encode } from "./encoder.js";
import { initialState, step } from "./machine.js";
import { STAGE_URLS } from "./protocol.js";

// The shell in a browser: it feeds what happens to the machine, carries out what the machine says,
// and adds nothing. Everything of the outside comes in through the environment.

/** How often the shell looks at the clock to notice a sleep; throttled timers are no sleep. */
const TICK_MS = 5000;

/** @param {any} given */
function environment(given) {
  /** @type {any} */
  const outside = globalThis;
  const { document, navigator, console } = outside;
  return {
    WebSocket: outside.WebSocket,
    setTimeout: outside.setTimeout.bind(outside),
    clearTimeout: outside.clearTimeout.bind(outside),
    now: Date.now,
    random: () => Math.floor(Math.random() * 2 ** 32),
    window: document && outside.addEventListener ? outside : undefined,
    document,
    navigator,
    /** @param {unknown} error */
    onError: (error) => console && console.error(error),
    ...given,
  };
}

export class RealtimeConnection {
  /** @param {any} options */
  constructor(options) {
    this.options = options;
    this.outside = environment(options.environment);
    /** @type {any} */
    this.state = initialState(options.authentication);
    /** Inputs that came while another was carried out. @type {any[]} */
    this.inputs = [];
    this.isStepping = false;
    /** What subscribers are told once everything is carried out. @type {(() => void)[]} */
    this.notices = [];
    this.isTelling = false;
    /** @type {Map<string, Set<{ handler: Function }>>} */
    this.handlers = new Map();
    /** @type {Map<string, any>} */
    this.timers = new Map();
    /** @type {any} */
    this.socket = null;
    this.token = "";
    /** @type {{ force: boolean, at: number, promise: Promise<any> } | null} */
    this.fetching = null;
    this.seen = new Seen();
    /** Events that wait for a resync. @type {{ events: (() => void)[], timer: any } | null} */
    this.held = null;
    /** @type {(() => void)[]} */
    this.leave = [];
    this.getSnapshot = () => this.state.snapshot;
    /** @param {Function} handler */
    this.subscribe = (handler) => this.add("status", handler);
  }

  start() {
    if (this.leave.length === 0) this.listen();
    this.feed({ type: "Start" });
    const { navigator } = this.outside;
    if (navigator && navigator.onLine === false) this.feed({ type: "Offline" });
  }

  stop() {
    for (const leave of this.leave.splice(0)) leave();
    this.fetching = null;
    this.token = "";
    this.seen = new Seen();
    this.drop();
    this.feed({ type: "Stop" });
  }

  retryNow() {
    this.feed({ type: "RetryNow" });
  }

  tokenChanged() {
    this.fetching = null;
    this.feed({ type: "TokenChanged" });
  }

  /**
   * @param {string} type
   * @param {Function} handler
   */
  on(type, handler) {
    return this.add(`on ${type}`, handler);
  }

  /** @param {Function} handler */
  onAny(handler) {
    return this.add("any", handler);
  }

  /** @param {Function} handler */
  onUnknown(handler) {
    return this.add("unknown", handler);
  }

  /** @param {Function} handler */
  onInvalid(handler) {
    return this.add("invalid", handler);
  }

  /** @param {Function} handler */
  onResync(handler) {
    return this.add("resync", handler);
  }

  /** @param {Function} handler */
  onDiagnostic(handler) {
    return this.add("diagnostic", handler);
  }

  /**
   * @param {string} topic
   * @param {Function} handler
   */
  add(topic, handler) {
    const handlers = this.handlers.get(topic) || new Set();
    this.handlers.set(topic, handlers);
    // An object of its own: a function that is added twice is called twice.
    const entry = { handler };
    handlers.add(entry);
    return () => {
      handlers.delete(entry);
    };
  }

  /**
   * Calls every handler, whatever the others do, and returns what they return.
   *
   * @param {string} topic
   * @param {any[]} values
   */
  tell(topic, ...values) {
    /** @type {any[]} */
    const results = [];
    const handlers = this.handlers.get(topic);
    for (const entry of handlers ? [...handlers] : []) {
      if (!handlers || !handlers.has(entry)) continue;
      try {
        results.push(entry.handler(...values));
      } catch (error) {
        this.report(error);
      }
    }
    return results;
  }

  /** @param {unknown} error */
  report(error) {
    try {
      this.outside.onError(error);
    } catch (_) {
      // Whoever reports errors may not break the connection either.
    }
  }

  /** @param {any} input */
  feed(input) {
    this.inputs.push(input);
    if (this.isStepping) return;
    this.isStepping = true;
    while (this.inputs.length > 0) {
      const { now, random } = this.outside;
      const next = step(this.state, this.inputs.shift(), now(), random());
      this.state = next.state;
      for (const effect of next.effects) this.carryOut(effect);
    }
    this.isStepping = false;
    if (this.isTelling) return;
    this.isTelling = true;
    for (let notice = this.notices.shift(); notice; notice = this.notices.shift()) notice();
    this.isTelling = false;
  }

  /** @param {any} effect */
  carryOut(effect) {
    const { type, id, generation } = effect;
    const { setTimeout, clearTimeout } = this.outside;
    switch (type) {
      case "FetchToken":
        this.fetchToken(effect.force, generation);
        break;
      case "OpenSocket":
        this.open(generation);
        break;
      case "SendAuth":
        this.send({ action: "auth", token: this.token });
        break;
      case "SendPing":
        this.send({ action: "ping" });
        break;
      case "SendPong":
        this.send({ type: "pong" });
        break;
      case "CloseSocket":
        this.close(effect.code);
        break;
      case "SetTimer":
        clearTimeout(this.timers.get(id));
        this.timers.set(id, setTimeout(() => this.feed({ type: "Timer", id, generation }), effect.ms));
        break;
      case "ClearTimer":
        clearTimeout(this.timers.get(id));
        this.timers.delete(id);
        break;
      case "Resync":
        this.notices.push(() => this.resync(generationOf(this), effect.cause));
        break;
      case "Diagnostic":
        this.notices.push(() => this.tell("diagnostic", effect.code));
        break;
      default:
        this.notices.push(() => this.tell("status"));
    }
  }

  /**
   * One request at a time; one that hangs is given up.
   *
   * @param {boolean} force
   * @param {number} generation
   */
  fetchToken(force, generation) {
    const { now } = this.outside;
    let fetching = this.fetching;
    if (!fetching || (force && !fetching.force) || now() - fetching.at >= TOKEN_TIMEOUT_MS) {
      const promise = Promise.resolve().then(() => this.options.getToken({ force }));
      fetching = this.fetching = { force, at: now(), promise };
    }
    const current = fetching;
    /** @param {string} type @param {unknown} [token] */
    const settle = (type, token) => {
      if (this.fetching === current) this.fetching = null;
      if (generation !== this.state.token || this.state.state !== "credentials") return;
      if (typeof token === "string") this.token = token;
      this.feed({ type, generation });
    };
    current.promise.then(
      (token) => {
        if (typeof token === "string" && token) settle("TokenOk", token);
        else settle(token && token.denied === true ? "TokenDenied" : "TokenFail");
      },
      (error) => {
        this.report(error);
        settle("TokenFail");
      },
    );
  }

  /** @param {number} generation */
  open(generation) {
    /** @type {any} */
    let socket;
    try {
      let url = endpoint(this.options);
      if (this.options.authentication === "query") {
        const { tenantId } = this.options;
        const tenant = tenantId === undefined ? "" : `&tenant=${encodeURIComponent(tenantId)}`;
        url += `${url.indexOf("?") < 0 ? "?" : "&"}access_token=${encodeURIComponent(this.token)}${tenant}`;
      }
      if (url.length > MAX_URL_CHARACTERS) throw new TypeError("with the token the URL is too long for the gateway");
      socket = new this.outside.WebSocket(url);
    } catch (error) {
      this.report(error);
      this.inputs.push({ type: "OpenThrew", generation });
      return;
    }
    this.socket = socket;
    socket.onopen = () => this.feed({ type: "SocketOpen", generation });
    socket.onerror = () => {};
    /** @param {any} event */
    socket.onclose = ({ code }) => {
      if (this.socket === socket) this.socket = null;
      this.feed({ type: "SocketClose", generation, code });
    };
    /** @param {any} event */
    socket.onmessage = ({ data }) => {
      if (this.socket === socket) this.receive(data, generation);
    };
  }

  /** @param {number} code */
  close(code) {
    const { socket } = this;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    try {
      socket.close(code);
    } catch (error) {
      this.report(error);
    }
  }

  /** @param {any} command */
  send(command) {
    try {
      if (this.socket) this.socket.send(encode(command));
    } catch (error) {
      this.report(error);
    }
  }

  /**
   * @param {unknown} data
   * @param {number} generation
   */
  receive(data, generation) {
    const decoded = decode(typeof data === "string" ? data : null);
    if (decoded.kind === "gateway") return this.feed({ type: "GatewayFault", generation });
    if (decoded.kind === "invalid") return void this.tell("invalid", decoded, data);
    if (decoded.kind === "unknown") {
      /** @type {any} */
      const frame = decoded.frame;
      if (!this.isOurs(frame, frame.data)) return;
      if (this.seen.note(frame, this.outside.now()) !== "repeat") this.deliver(() => this.tell("unknown", decoded));
      return;
    }
    if (decoded.kind !== "event") return;
    /** @type {any} */
    const message = decoded.message;
    const input = inputOf(message, generation);
    if (input) this.feed(input);
    if (!this.isOurs(message, message.data)) return;
    const note = this.seen.note(message, this.outside.now());
    if (note === "repeat") return;
    const about = { stale: note === "stale" };
    this.deliver(() => {
      this.tell(`on ${message.type}`, message.data, message, about);
      this.tell("any", message, about);
    });
  }

  /**
   * @param {any} frame
   * @param {any} data
   */
  isOurs(frame, data) {
    const ours = this.options.tenantId;
    const theirs = frame.tenantId || frame.tenant_id || (data && (data.tenantId || data.tenant_id));
    return ours === undefined || !theirs || theirs === ours;
  }

  /** @param {() => void} event */
  deliver(event) {
    if (!this.held) return event();
    this.held.events.push(event);
    if (this.held.events.length >= RESYNC_MAX_EVENTS) this.release("RESYNC_OVERFLOW");
  }

  /**
   * Live events wait until what was missed is there.
   *
   * @param {number} generation
   * @param {string} cause
   */
  resync(generation, cause) {
    if (generation !== generationOf(this)) return;
    const held = this.held || { events: [], timer: undefined };
    const { setTimeout, clearTimeout } = this.outside;
    clearTimeout(held.timer);
    this.held = held;
    const results = this.tell("resync", cause).filter((result) => result && typeof result.then === "function");
    if (this.held !== held) return;
    if (results.length === 0) return this.release();
    const timer = (held.timer = setTimeout(() => this.release("RESYNC_TIMEOUT"), RESYNC_TIMEOUT_MS));
    const settled = results.map((result) => Promise.resolve(result).catch((error) => this.report(error)));
    Promise.all(settled).then(() => {
      if (this.held === held && held.timer === timer) this.release();
    });
  }

  /** Delivers what waited, in order. @param {string} [code] */
  release(code) {
    const { held } = this;
    if (!held) return;
    this.outside.clearTimeout(held.timer);
    if (code) this.tell("diagnostic", code);
    // What arrives meanwhile waits behind the others; a stop drops them all.
    for (let event = held.events.shift(); event && this.held === held; event = held.events.shift()) event();
    if (this.held === held) this.held = null;
  }

  drop() {
    if (this.held) this.outside.clearTimeout(this.held.timer);
    this.held = null;
  }

  /** Listens to the page, the network and the clock until the stop. */
  listen() {
    const { window, document, now, setTimeout, clearTimeout } = this.outside;
    let expected = now() + TICK_MS;
    const asleepMs = () => Math.max(0, Math.floor(now() - expected));
    /** @param {string} type */
    const wake = (type) => {
      const input = { type, asleepMs: asleepMs() };
      expected = now() + TICK_MS;
      this.feed(input);
    };
    /** @type {any} */
    let ticking;
    const tick = () => {
      expected = now() + TICK_MS;
      ticking = setTimeout(() => {
        const asleep = asleepMs();
        tick();
        if (asleep >= MAX_SLEEP_MS) this.feed({ type: "Resume", asleepMs: asleep });
      }, TICK_MS);
    };
    tick();
    this.leave.push(() => clearTimeout(ticking));
    /** @param {any} target @param {string} name @param {(event: any) => void} listener */
    const on = (target, name, listener) => {
      if (!target) return;
      target.addEventListener(name, listener);
      this.leave.push(() => target.removeEventListener(name, listener));
    };
    on(window, "online", () => this.feed({ type: "Online" }));
    on(window, "offline", () => this.feed({ type: "Offline" }));
    on(window, "focus", () => wake("Focus"));
    on(window, "pagehide", () => this.feed({ type: "PageHide" }));
    on(window, "pageshow", ({ persisted }) => persisted && wake("PageShow"));
    on(document, "freeze", () => this.feed({ type: "PageHide" }));
    on(document, "resume", () => wake("Resume"));
    on(document, "visibilitychange", () =>
      document.visibilityState === "hidden" ? this.feed({ type: "Hidden" }) : wake("Visible"),
    );
  }
}

/** @param {RealtimeConnection} connection */
const generationOf = ({ state }) => (state.state === "ready" ? state.socket : -1);

/**
 * What an event is to the machine, if anything.
 *
 * @param {any} message
 * @param {number} generation
 */
function inputOf({ type, area, data }, generation) {
  if (type === "auth.success") return { type: "AuthOk", generation };
  if (type === "ping") return { type: "ServerPing", generation };
  const isAuth = type === "auth.error";
  const isServer =
    type === "connection.error" ||
    (type === "error" && area === undefined) ||
    (type === "broadcast.error" && data.code === "RATE_LIMIT_EXCEEDED");
  if (!isAuth && !isServer) return undefined;
  const input = { type: isAuth ? "AuthErr" : "ServerErr", generation, code: data.code };
  return data.retryAfterMs >= 0 ? { ...input, retryAfterMs: data.retryAfterMs } : input;
}

const URL_FORM = /^(wss?):\/\/(\[[\da-f:.]+\]|[^\s/:?#@[\]\\\0-\x1f\x7f-\x9f]+)(:\d+)?(?:[/?][^\s#\\\0-\x1f\x7f-\x9f]*)?$/i;
const LOOPBACK = /^(localhost|127(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}|\[::1\])$/i;

/**
 * Where to connect. Throws for a stage that there is not, and for a URL to which no token may go.
 *
 * @param {{ stage?: string, url?: string }} options
 */
export function endpoint({ stage, url }) {
  const isSet = stage !== undefined && String(stage).trim() !== "";
  const isStage = Object.prototype.hasOwnProperty.call(STAGE_URLS, String(stage));
  if (isSet && !isStage) throw new TypeError(`there is no stage "${stage}"`);
  const text = (url || "").trim();
  if (!text) {
    if (!isSet) throw new TypeError("neither a stage nor a URL is given");
    return STAGE_URLS[/** @type {keyof typeof STAGE_URLS} */ (stage)];
  }
  const [, scheme, host, port = ":0"] = URL_FORM.exec(text) || [];
  if (!scheme || Number(port.slice(1)) > 65535) throw new TypeError("the URL is none of a WebSocket: wss://host/path");
  if (scheme.toLowerCase() === "ws" && !LOOPBACK.test(host)) {
    throw new TypeError("ws:// is for this machine only; use wss://");
  }
  return text;
}
