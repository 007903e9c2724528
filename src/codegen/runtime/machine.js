import { BACKOFF_FIRST_MS, BACKOFF_MAX_MS, BACKOFF_MIN_MS, CLIENT_CLOSE_CODE, CLOSE_CLASSES, ERROR_CLOSES, ERROR_EXPLAINS_CLOSE_MS, ERROR_KINDS, FINAL_REASONS, KEEP_ALIVE_LATEST_MS, MAX_REFUSALS, MAX_RETRY_AFTER_MS, MAX_SLEEP_MS, MAX_SUSPECT_CLOSES, MIN_OPEN_GAP_MS, RATE_LIMIT_DELAYS_MS, SLOW_BACKOFF_ATTEMPT, SLOW_BACKOFF_MIN_MS, SPREAD_WINDOW_MS, STATES, TABLE, TIMERS, TIMER_ID_VALUES } from "./connection_table.js";

// The interpreter of the table. Time and randomness are arguments; nothing here waits, and nothing
// here knows a transition: which follows which stands in the table alone. The table is taken apart
// at the first step, so that importing costs nothing.

/**
 * @typedef {{ when: string, does: string[], to: string, because: string }} Row
 * @typedef {{ kind: string, retryAfterMs: number | undefined, atMs: number }} LastError
 * @typedef {{ input: any, retryAfterMs: number | undefined, now: number, random: number, effects: any[] }} Step
 * @typedef {ReturnType<typeof initialState>} Machine
 * @typedef {import("./machine.js").ConnectionSnapshot} Snapshot
 * @typedef {import("./connection_table.js").State} State
 * @typedef {import("./connection_table.js").TimerId} TimerId
 */

export function initialState(authentication = "frame") {
  /** @type {Snapshot} */
  const snapshot = { status: "disconnected", attempt: 0, retryable: false, sinceMs: 0, everConnected: false };
  return {
    authentication,
    state: "idle",
    snapshot: Object.freeze(snapshot),
    /** @type {import("./connection_table.js").Reason | ""} */
    reason: "",
    // Whether there was a failure or a `ready` since the start.
    again: false,
    attempt: 0,
    // Forced refreshes of the token.
    refreshes: 0,
    suspects: 0,
    rateLimits: 0,
    // Whether the next token must be a new one.
    force: false,
    token: 0,
    socket: 0,
    socketIsLive: false,
    // The generation of each timer, and which of them run, one bit each.
    timers: TIMER_ID_VALUES.map(() => 0),
    armed: 0,
    openedAtMs: -Infinity,
    sentAtMs: 0,
    pingDueMs: 0,
    retryAtMs: 0,
    /** @type {LastError | null} An error on the present socket. */
    lastError: null,
  };
}

/**
 * @param {Machine} state
 * @param {any} input
 * @param {number} now
 * @param {number} random
 */
export function step(state, input, now, random) {
  /** @type {any[]} */
  const effects = [];
  if (isStale(state, input)) return { state, effects };
  const { on, retryAfterMs } = explain(state, input, now);
  const rows = rowsOf(`${state.state} ${on}`);
  const row = rows.find(({ when }) => GUARDS[when](state, input));
  if (!row) return { state, effects };
  const machine = { ...state, timers: state.timers.slice() };
  if (input.type === "SocketClose" || input.type === "OpenThrew") machine.socketIsLive = false;
  if (input.type === "Timer") machine.armed &= ~bit(input.id);
  const context = { input, retryAfterMs, now, random, effects };
  for (const action of row.does) act(machine, action, context);
  machine.reason = /** @type {Machine["reason"]} */ (row.because) || machine.reason;
  if (row.to) go(machine, row.to, row.does.indexOf("at_once") >= 0, context);
  show(machine, context);
  return { state: machine, effects };
}

/** @type {Map<string, Row[]> | undefined} By state and trigger. */
let table;

/** @param {string} key */
function rowsOf(key) {
  if (!table) {
    table = new Map();
    for (const line of TABLE) {
      const [from, on, when, does, to, because] = line.split(" ").map((word) => (word === "-" ? "" : word));
      const row = { when, does: does ? does.split(",") : [], to, because };
      for (const state of from.split(",")) {
        const key = `${state} ${on}`;
        table.set(key, [...(table.get(key) || []), row]);
      }
    }
  }
  return table.get(key) || [];
}

/** What an input is to the table, where that is not its name. @type {{ [type: string]: string }} */
const TRIGGERS = { Visible: "wake", Focus: "wake", PageShow: "wake", Resume: "wake" };

/** Whether the input belongs to a generation that has ended. @param {Machine} machine @param {any} input */
function isStale(machine, input) {
  const { type, generation } = input;
  if (generation === undefined) return false;
  if (type === "Timer") {
    return !(machine.armed & bit(input.id)) || generation !== machine.timers[indexOf(input.id)];
  }
  if (/^Token/.test(type)) return generation !== machine.token;
  return !machine.socketIsLive || generation !== machine.socket;
}

/**
 * What the input is to the table, and how long the server asks to wait. A close soon after an error
 * is what the error says.
 *
 * @param {Machine} machine
 * @param {any} input
 * @param {number} now
 */
function explain({ lastError }, input, now) {
  const { type, code, id, retryAfterMs } = input;
  if (type === "AuthErr" || type === "ServerErr") {
    return { on: `error.${errorKind(code)}`, retryAfterMs };
  }
  if (type === "SocketClose") {
    if (lastError && now - lastError.atMs <= ERROR_EXPLAINS_CLOSE_MS) {
      return { on: own(ERROR_CLOSES, lastError.kind, ""), retryAfterMs: lastError.retryAfterMs };
    }
    return { on: `closed.${own(CLOSE_CLASSES, code, "retry")}` };
  }
  if (type === "Timer") return { on: `timer.${id}` };
  const name = type.replace(/\B[A-Z]/g, "_$&").toLowerCase();
  return { on: own(TRIGGERS, type, name) };
}

/** @param {string} code */
const errorKind = (code) => own(ERROR_KINDS, code, "other");

/**
 * @param {{ readonly [key: string]: string }} of
 * @param {string} key
 * @param {string} otherwise
 */
const own = (of, key, otherwise) =>
  Object.prototype.hasOwnProperty.call(of, key) ? of[key] : otherwise;

/** @type {{ [guard: string]: (machine: Machine, input: any) => boolean }} */
const GUARDS = {
  "": () => true,
  long_asleep: (_, { asleepMs }) => asleepMs >= MAX_SLEEP_MS,
  first_refusal: ({ refreshes }) => refreshes === 0,
  later_refusal: (machine) => machine.refreshes > 0 && mayRefresh(machine),
  last_refusal: (machine) => !mayRefresh(machine),
  suspect_tolerated: ({ suspects }) => suspects + 1 < MAX_SUSPECT_CLOSES,
  suspect_last: ({ suspects }) => suspects + 1 >= MAX_SUSPECT_CLOSES,
  auth_by_frame: ({ authentication }) => authentication === "frame",
  auth_by_query: ({ authentication }) => authentication === "query",
};

/** @param {Machine} machine */
const mayRefresh = ({ refreshes }) => refreshes < MAX_REFUSALS - 1;

/** What a row does, by the first part of its name. @type {{ [action: string]: (machine: Machine, step: Step, of: string) => void }} */
const ACTIONS = {
  reset(machine) {
    machine.attempt = machine.refreshes = machine.suspects = 0;
    machine.force = false;
    machine.reason = "";
  },
  // Read by whoever moves.
  at_once() {},
  refresh(machine) {
    machine.force = machine.again = true;
    machine.refreshes++;
  },
  doubt_token(machine, step) {
    const isInDoubt = machine.authentication === "query" && machine.state === "opening";
    if (isInDoubt && mayRefresh(machine)) act(machine, "refresh", step);
  },
  token_taken(machine) {
    machine.force = false;
  },
  count_suspect(machine) {
    machine.suspects++;
  },
  wait(machine, { retryAfterMs, now, random }, window) {
    const [delay, attempt] = backoff(window, machine.attempt, retryAfterMs, random);
    machine.attempt = attempt;
    machine.retryAtMs = now + delay;
  },
  arm(machine, step, id) {
    if (!(machine.armed & bit(id))) arm(machine, id, step);
  },
  clear(machine, step, id) {
    clear(machine, id, step);
  },
  send_ping(machine, step) {
    step.effects.push({ type: "SendPing" });
    machine.rateLimits = 0;
    sent(machine, step);
  },
  send_pong(machine, step) {
    step.effects.push({ type: "SendPong" });
    sent(machine, step);
  },
  diagnose(_, { input, effects }) {
    effects.push({ type: "Diagnostic", code: input.code || "GATEWAY_FAULT" });
  },
  keep_error(machine, { input, retryAfterMs, now }) {
    machine.lastError = { kind: errorKind(input.code), retryAfterMs, atMs: now };
  },
  put_off(machine, step) {
    const { retryAfterMs, now } = step;
    const last = RATE_LIMIT_DELAYS_MS.length - 1;
    const usual = RATE_LIMIT_DELAYS_MS[Math.min(machine.rateLimits, last)];
    const delay = retryAfterMs === undefined ? usual : Math.min(retryAfterMs, MAX_RETRY_AFTER_MS);
    machine.rateLimits++;
    const due = Math.max(machine.pingDueMs, now) + delay;
    setKeepAlive(machine, Math.min(due, machine.sentAtMs + KEEP_ALIVE_LATEST_MS), step);
  },
};

/**
 * @param {Machine} machine
 * @param {string} action
 * @param {Step} step
 */
function act(machine, action, step) {
  const [name, of] = action.split(".");
  ACTIONS[name](machine, step, of);
}

/** What happens on entry to a state. @type {{ [entry: string]: (machine: Machine, step: Step, of: string) => void }} */
const ENTRIES = {
  fetch_token(machine, { effects }) {
    effects.push({ type: "FetchToken", force: machine.force, generation: ++machine.token });
  },
  open_socket(machine, { now, effects }) {
    machine.socketIsLive = true;
    machine.lastError = null;
    machine.openedAtMs = machine.sentAtMs = now;
    effects.push({ type: "OpenSocket", generation: ++machine.socket });
  },
  send_auth(machine, { now, effects }) {
    machine.sentAtMs = now;
    effects.push({ type: "SendAuth" });
  },
  arm(machine, step, id) {
    arm(machine, id, step);
  },
  resync({ snapshot }, { effects }) {
    effects.push({ type: "Resync", cause: snapshot.everConnected ? "reconnect" : "initial" });
  },
};

/**
 * Leaves the state and enters another, or waits first if that would open sockets too fast.
 *
 * @param {Machine} machine
 * @param {string} to
 * @param {boolean} atOnce
 * @param {Step} step
 */
function go(machine, to, atOnce, step) {
  const { now, effects } = step;
  if (to === "credentials" && !atOnce) {
    // A clock that has jumped back must not hold a client up until it is there again.
    machine.openedAtMs = Math.min(machine.openedAtMs, now);
    const rest = MIN_OPEN_GAP_MS - (now - machine.openedAtMs);
    if (rest > 0) {
      machine.retryAtMs = now + rest;
      to = "backoff";
    }
  }
  for (const id of TIMER_ID_VALUES) clear(machine, id, step);
  const { status, keepsSocket, onEntry } = rowOf(to);
  if (machine.socketIsLive && !keepsSocket) {
    machine.socketIsLive = false;
    effects.push({ type: "CloseSocket", code: CLIENT_CLOSE_CODE });
  }
  machine.state = to;
  const isTurningPoint = status[0] === status[1] && status[0] !== "disconnected";
  machine.again = to !== "idle" && (machine.again || isTurningPoint);
  if (to === "ready") {
    machine.reason = "";
    machine.rateLimits = 0;
  }
  for (const entry of onEntry) {
    const [name, of] = entry.split(".");
    ENTRIES[name](machine, step, of);
  }
}

/** @param {string} state */
const rowOf = (state) => STATES[/** @type {State} */ (state)];

/**
 * Tells a screen what has changed, if anything has.
 *
 * @param {Machine} machine
 * @param {Step} step
 */
function show(machine, { now, effects }) {
  const { state, reason, snapshot } = machine;
  const status = rowOf(state).status[machine.again ? 1 : 0];
  const isWaiting = state === "backoff" || state === "offline" || state === "suspended";
  /** @type {{ -readonly [Key in keyof Snapshot]: Snapshot[Key] }} */
  const next = {
    status,
    attempt: state === "idle" || state === "ready" ? 0 : machine.attempt,
    retryable: isWaiting || (state === "failed" && !!reason && FINAL_REASONS.indexOf(reason) < 0),
    sinceMs: status === snapshot.status ? snapshot.sinceMs : now,
    everConnected: state !== "idle" && (snapshot.everConnected || state === "ready"),
  };
  if (reason) next.reason = reason;
  if (state === "backoff") next.retryAtMs = machine.retryAtMs;
  const keys = /** @type {(keyof Snapshot)[]} */ (Object.keys(next));
  if (keys.length !== Object.keys(snapshot).length || keys.some((key) => next[key] !== snapshot[key])) {
    machine.snapshot = Object.freeze(next);
    effects.push({ type: "Status", snapshot: next });
  }
}

/**
 * The delay in milliseconds and the count of attempts after it, from the count before it.
 *
 * @param {string} window
 * @param {number} attempt
 * @param {number | undefined} retryAfterMs
 * @param {number} random
 */
function backoff(window, attempt, retryAfterMs, random) {
  const from = window === "slow" ? Math.max(attempt, SLOW_BACKOFF_ATTEMPT) : attempt;
  let ceil = Math.min(BACKOFF_FIRST_MS * 2 ** from, BACKOFF_MAX_MS);
  if (window === "spread" && attempt === 0) ceil = SPREAD_WINDOW_MS;
  if (window === "online") ceil = BACKOFF_FIRST_MS;
  const shortest =
    window === "slow"
      ? Math.max(Math.min(retryAfterMs || 0, MAX_RETRY_AFTER_MS), SLOW_BACKOFF_MIN_MS)
      : 0;
  const delay = shortest + Math.max(scale(ceil, random), BACKOFF_MIN_MS);
  return [delay, window === "online" ? attempt : from + 1];
}

/**
 * A random number below a bound. Exact: the product stays below 2^53, and dividing by a power of
 * two loses nothing.
 *
 * @param {number} bound
 * @param {number} random
 */
const scale = (bound, random) => Math.floor((random * bound) / 2 ** 32);

/**
 * A frame went out in `ready`.
 *
 * @param {Machine} machine
 * @param {Step} step
 */
function sent(machine, step) {
  machine.sentAtMs = step.now;
  arm(machine, "keep_alive", step);
}

/**
 * @param {Machine} machine
 * @param {string} id
 * @param {Step} step
 */
function arm(machine, id, step) {
  const { fixed, sinceSend, between } = TIMERS[/** @type {TimerId} */ (id)];
  if (sinceSend !== undefined) return setKeepAlive(machine, machine.sentAtMs + sinceSend, step);
  let ms = machine.retryAtMs - step.now;
  if (fixed !== undefined) ms = fixed;
  if (between) ms = between[0] + scale(between[1] - between[0], step.random);
  set(machine, id, ms, step);
}

/**
 * @param {Machine} machine
 * @param {number} dueMs
 * @param {Step} step
 */
function setKeepAlive(machine, dueMs, step) {
  machine.pingDueMs = dueMs;
  // A clock that has jumped back must not hold the ping up.
  const ms = Math.min(Math.max(dueMs - step.now, 0), KEEP_ALIVE_LATEST_MS);
  set(machine, "keep_alive", ms, step);
}

/**
 * @param {Machine} machine
 * @param {string} id
 * @param {number} ms
 * @param {Step} step
 */
function set(machine, id, ms, { effects }) {
  machine.armed |= bit(id);
  effects.push({ type: "SetTimer", id, ms, generation: ++machine.timers[indexOf(id)] });
}

/**
 * @param {Machine} machine
 * @param {string} id
 * @param {Step} step
 */
function clear(machine, id, { effects }) {
  if (machine.armed & bit(id)) {
    machine.armed &= ~bit(id);
    effects.push({ type: "ClearTimer", id });
  }
}

/** @param {string} id */
const indexOf = (id) => TIMER_ID_VALUES.indexOf(/** @type {TimerId} */ (id));

/** The bit of a timer among those that run. @param {string} id */
const bit = (id) => 1 << indexOf(id);
