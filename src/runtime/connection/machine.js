import { backOff } from "./backoff.js";
import { CLIENT_CLOSE_CODE, CLOSE_CLASSES, ERROR_CLOSES, ERROR_EXPLAINS_CLOSE_MS, ERROR_KINDS, FINAL_REASONS, KEEP_ALIVE_LATEST_MS, MAX_REFUSALS, MAX_RETRY_AFTER_MS, MAX_SLEEP_MS, MAX_SUSPECT_CLOSES, MIN_OPEN_GAP_MS, RATE_LIMIT_DELAYS_MS, STATES, TABLE, TIMERS } from "./table.js";
import { arm, clear, setKeepAlive } from "./timers.js";
import { own } from "../codec/own.js";

// The interpreter of the table. Time and randomness are arguments; nothing here waits, and nothing
// here knows a transition: which follows which stands in the table alone. The table is taken apart
// at the first step, so that importing costs nothing.

/**
 * @typedef {import("./contract.js").ConnectionInput} Input
 * @typedef {import("./contract.js").ConnectionEffect} Effect
 * @typedef {import("./contract.js").DiagnosticCode} DiagnosticCode
 * @typedef {import("./contract.js").ConnectionSnapshot} Snapshot
 * @typedef {import("./table.js").Authentication} Authentication
 * @typedef {import("./table.js").Reason} Reason
 * @typedef {import("./table.js").State} State
 * @typedef {import("./table.js").TimerId} TimerId
 * @typedef {Flat<Input>} AnyInput With every key that an input may have.
 * @typedef {string[]} Row What must hold, what is done, the next state, the reason.
 * @typedef {{ kind: string, retryAfterMs: number | undefined, atMs: number }} LastError
 * @typedef {{ input: AnyInput, retryAfterMs: number | undefined, now: number, random: number, effects: Effect[], atOnce?: boolean }} Step
 * @typedef {ReturnType<typeof initialState>} Machine
 */

/**
 * @template Of
 * @typedef {Of extends unknown ? keyof Of : never} KeyOf
 */

/**
 * @template Of, Key
 * @typedef {Of extends unknown ? (Key extends keyof Of ? Of[Key] : never) : never} ValueOf
 */

/**
 * @template {{ type: unknown }} Of
 * @typedef {{ type: Of["type"] } & { [Key in Exclude<KeyOf<Of>, "type">]?: ValueOf<Of, Key> }} Flat
 */

/** @param {Authentication} authentication */
export function initialState(authentication = "frame") {
  /** @type {Snapshot} */
  const snapshot = { status: "disconnected", attempt: 0, retryable: false, sinceMs: 0, everConnected: false };
  return {
    authentication,
    /** @type {State} */
    state: "idle",
    snapshot: Object.freeze(snapshot),
    /** @type {Reason | ""} */
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
    /** The generation of each timer that was ever set; negative while it does not run. @type {{ [id: string]: number }} */
    timers: {},
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
 * @param {Input} input
 * @param {number} now
 * @param {number} random
 */
export function step(state, input, now, random) {
  /** @type {Effect[]} */
  const effects = [];
  if (isStale(state, input)) return { state, effects };
  const [on, retryAfterMs] = explain(state, input, now);
  const row = rowsOf(`${state.state} ${on}`).find(([when = NOTHING]) => GUARDS[when](state, input));
  if (!row) return { state, effects };
  const [, does = NOTHING, to = NOTHING, because] = row;
  const machine = { ...state, timers: { ...state.timers } };
  const { type, id } = /** @type {AnyInput} */ (input);
  if (type === "SocketClose" || type === "OpenThrew") machine.socketIsLive = false;
  if (type === "Timer") machine.timers[/** @type {TimerId} */ (id)] *= -1;
  /** @type {Step} */
  const step = { input, retryAfterMs, now, random, effects };
  for (const action of does.split(",")) act(machine, step, action);
  machine.reason = /** @type {Machine["reason"]} */ (because) || machine.reason;
  if (to !== NOTHING) go(machine, step, to);
  show(machine, step);
  return { state: machine, effects };
}

/** What a row says where it says nothing. */
const NOTHING = "-";

/** @type {{ [stateAndTrigger: string]: Row[] } | undefined} */
let table;

/** @param {string} key */
function rowsOf(key) {
  if (!table) {
    table = {};
    /** @type {string[]} */
    let states = [];
    for (const line of TABLE) {
      const [on, ...row] = line.split(" ");
      // A word alone is a heading.
      if (!row.length) states = on.split(",");
      else {
        for (const state of states) {
          const key = `${state} ${on}`;
          table[key] = [...(table[key] || []), row];
        }
      }
    }
  }
  return table[key] || [];
}

/** Whether the input belongs to a generation that has ended. @param {Machine} machine @param {AnyInput} input */
function isStale(machine, { type, id, generation }) {
  if (generation === undefined) return false;
  if (type === "Timer") return generation !== machine.timers[/** @type {TimerId} */ (id)];
  if (/^Token/.test(type)) return generation !== machine.token;
  return generation !== machine.socket || !machine.socketIsLive;
}

/**
 * What the input is to the table, and how long the server asks to wait. A close soon after an error
 * is what the error says.
 *
 * @param {Machine} machine
 * @param {AnyInput} input
 * @param {number} now
 * @returns {[string, number?]}
 */
function explain({ lastError }, { type, id, code, retryAfterMs }, now) {
  if (type === "Timer") return [`timer.${id}`];
  if (/Err$/.test(type)) return [`error.${errorKind(code)}`, retryAfterMs];
  if (type === "SocketClose") {
    return lastError && now - lastError.atMs <= ERROR_EXPLAINS_CLOSE_MS
      ? [ERROR_CLOSES[lastError.kind], lastError.retryAfterMs]
      : [`closed.${own(CLOSE_CLASSES, /** @type {number} */ (code), "retry")}`];
  }
  if (/^(Visible|Focus|PageShow|Resume)$/.test(type)) return ["wake"];
  return [type];
}

/** @param {AnyInput["code"]} code */
const errorKind = (code) => own(ERROR_KINDS, /** @type {string} */ (code), "other");

/** @type {{ [guard: string]: (machine: Machine, input: AnyInput) => boolean }} */
const GUARDS = {
  [NOTHING]: () => true,
  long_asleep: (_, { asleepMs }) => /** @type {number} */ (asleepMs) >= MAX_SLEEP_MS,
  first_refusal: (machine) => machine.refreshes === 0,
  later_refusal: (machine) => machine.refreshes > 0 && mayRefresh(machine),
  last_refusal: (machine) => !mayRefresh(machine),
  suspect_tolerated: (machine) => machine.suspects + 1 < MAX_SUSPECT_CLOSES,
  suspect_last: (machine) => machine.suspects + 1 >= MAX_SUSPECT_CLOSES,
  auth_by_frame: (machine) => machine.authentication === "frame",
  auth_by_query: (machine) => machine.authentication === "query",
};

/** @param {Machine} machine */
const mayRefresh = (machine) => machine.refreshes < MAX_REFUSALS - 1;

/**
 * What a row does, and what happens on entry to a state, by the first part of its name.
 *
 * @type {{ [action: string]: (machine: Machine, step: Step, of: string) => void }}
 */
const ACTIONS = {
  [NOTHING]() {},
  reset(machine) {
    machine.attempt = machine.refreshes = machine.suspects = 0;
    machine.force = false;
    machine.reason = "";
  },
  at_once(_, step) {
    step.atOnce = true;
  },
  refresh(machine) {
    machine.force = machine.again = true;
    machine.refreshes++;
  },
  doubt_token(machine, step) {
    const isInDoubt = machine.authentication === "query" && machine.state === "opening";
    if (isInDoubt && mayRefresh(machine)) act(machine, step, "refresh");
  },
  token_taken(machine) {
    machine.force = false;
  },
  count_suspect(machine) {
    machine.suspects++;
  },
  wait: backOff,
  arm(machine, step, id) {
    if (!(machine.timers[id] > 0)) arm(machine, step, id);
  },
  clear,
  send_ping(machine, step) {
    step.effects.push({ type: "SendPing" });
    machine.rateLimits = 0;
    sent(machine, step);
  },
  send_pong(machine, step) {
    step.effects.push({ type: "SendPong" });
    sent(machine, step);
  },
  diagnose(_, step) {
    step.effects.push({
      type: "Diagnostic",
      code: /** @type {DiagnosticCode | undefined} */ (step.input.code) || "GATEWAY_FAULT",
    });
  },
  keep_error(machine, { input, retryAfterMs, now }) {
    machine.lastError = { kind: errorKind(input.code), retryAfterMs, atMs: now };
  },
  put_off(machine, step) {
    const { retryAfterMs, now } = step;
    const last = RATE_LIMIT_DELAYS_MS.length - 1;
    const usual = RATE_LIMIT_DELAYS_MS[Math.min(machine.rateLimits++, last)];
    const delay = Math.min(retryAfterMs === undefined ? usual : retryAfterMs, MAX_RETRY_AFTER_MS);
    const due = Math.max(machine.pingDueMs, now) + delay;
    setKeepAlive(machine, step, Math.min(due, machine.sentAtMs + KEEP_ALIVE_LATEST_MS));
  },
  fetch_token(machine, step) {
    step.effects.push({ type: "FetchToken", force: machine.force, generation: ++machine.token });
  },
  open_socket(machine, step) {
    machine.socketIsLive = true;
    machine.lastError = null;
    machine.openedAtMs = machine.sentAtMs = step.now;
    step.effects.push({ type: "OpenSocket", generation: ++machine.socket });
  },
  send_auth(machine, step) {
    machine.sentAtMs = step.now;
    step.effects.push({ type: "SendAuth" });
  },
  resync(machine, step) {
    const cause = machine.snapshot.everConnected ? "reconnect" : "initial";
    step.effects.push({ type: "Resync", cause });
  },
};

/**
 * @param {Machine} machine
 * @param {Step} step
 * @param {string} action
 */
function act(machine, step, action) {
  const [name, of] = action.split(".");
  ACTIONS[name](machine, step, of);
}

/**
 * Leaves the state and enters another, or waits first if that would open sockets too fast.
 *
 * @param {Machine} machine
 * @param {Step} step
 * @param {string} to
 */
function go(machine, step, to) {
  const { now } = step;
  if (to === "credentials" && !step.atOnce) {
    // A clock that has jumped back must not hold a client up until it is there again.
    machine.openedAtMs = Math.min(machine.openedAtMs, now);
    const dueMs = machine.openedAtMs + MIN_OPEN_GAP_MS;
    if (dueMs > now) {
      machine.retryAtMs = dueMs;
      to = "backoff";
    }
  }
  for (const id in TIMERS) clear(machine, step, id);
  const [first, later, keepsSocket, ...onEntry] = rowOf(to);
  if (machine.socketIsLive && !keepsSocket) {
    machine.socketIsLive = false;
    step.effects.push({ type: "CloseSocket", code: CLIENT_CLOSE_CODE });
  }
  machine.state = /** @type {State} */ (to);
  const isTurningPoint = first === later && first !== "disconnected";
  machine.again = to !== "idle" && (machine.again || isTurningPoint);
  if (to === "ready") {
    machine.reason = "";
    machine.rateLimits = 0;
  }
  for (const entry of onEntry) act(machine, step, entry);
}

/** @param {string} state */
const rowOf = (state) => STATES[/** @type {State} */ (state)];

/**
 * Tells a screen what has changed, if anything has.
 *
 * @param {Machine} machine
 * @param {Step} step
 */
function show(machine, step) {
  const { state, reason, snapshot } = machine;
  const [first, later] = rowOf(state);
  const status = machine.again ? later : first;
  // What is `reconnecting` from the first waits to be tried again.
  const isWaiting = first === "reconnecting";
  /** @type {{ -readonly [Key in keyof Snapshot]: Snapshot[Key] }} */
  const next = {
    status,
    attempt: state === "idle" || state === "ready" ? 0 : machine.attempt,
    retryable: isWaiting || (state === "failed" && !!reason && FINAL_REASONS.indexOf(reason) < 0),
    sinceMs: status === snapshot.status ? snapshot.sinceMs : step.now,
    everConnected: state !== "idle" && (snapshot.everConnected || state === "ready"),
  };
  if (reason) next.reason = reason;
  if (state === "backoff") next.retryAtMs = machine.retryAtMs;
  if (JSON.stringify(next) !== JSON.stringify(snapshot)) {
    machine.snapshot = Object.freeze(next);
    step.effects.push({ type: "Status", snapshot: next });
  }
}

/**
 * A frame went out in `ready`.
 *
 * @param {Machine} machine
 * @param {Step} step
 */
function sent(machine, step) {
  machine.sentAtMs = step.now;
  arm(machine, step, "keep_alive");
}
