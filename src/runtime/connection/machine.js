import { backOff } from "./backoff.js";
import { CLIENT_CLOSE_CODE, CLOSE_CLASSES, ERROR_KINDS, FINAL_REASONS, FORBIDDEN_CLOSE_CODES, FORBIDDEN_EXPLAINS_CLOSE_MS, KEEP_ALIVE_LATEST_MS, MAX_REFUSALS, MAX_RETRY_AFTER_MS, MAX_SUSPECT_CLOSES, MIN_OPEN_GAP_MS, PROBE_DEAF_MS, RATE_LIMIT_DELAYS_MS, RATE_LIMIT_EXPLAINS_CLOSE_MS, STATES, TABLE, TIMERS } from "./table.js";
import { answers, notePing, nothingKnown, restOfLimit, takeAnswer, verdicts } from "./liveness.js";
import { arm, clear, set, setKeepAlive, setProbe } from "./timers.js";
import { bare, own } from "../codec/own.js";

// The interpreter of the table. Time and randomness are arguments; nothing here waits, and nothing
// here knows a transition: which follows which stands in the table alone. The table is taken apart
// at the first step, so that importing costs nothing.

/**
 * @typedef {import("./contract.js").ConnectionInput} Input
 * @typedef {import("./contract.js").ConnectionEffect} Effect
 * @typedef {import("./contract.js").DiagnosticCode} DiagnosticCode
 * @typedef {import("./contract.js").ConnectionSnapshot} Snapshot
 * @typedef {import("./table.js").Authentication} Authentication
 * @typedef {import("./table.js").ProbeKind} ProbeKind
 * @typedef {import("./table.js").Reason} Reason
 * @typedef {import("./table.js").State} State
 * @typedef {import("./table.js").TimerId} TimerId
 * @typedef {Flat<Input>} AnyInput With every key that an input may have.
 * @typedef {string[]} Row What must hold, what is done, the next state, the reason.
 * @typedef {import("./liveness.js").Probe} Probe
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

/** @param {Authentication} authentication @param {ProbeKind} probeKind */
export function initialState(authentication = "frame", probeKind = "message") {
  /** @type {Snapshot} */
  const snapshot = { status: "disconnected", attempt: 0, retryable: false, sinceMs: 0, everConnected: false };
  return {
    authentication,
    probeKind,
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
    // When the present attempt began.
    beganAtMs: 0,
    openedAtMs: -Infinity,
    sentAtMs: 0,
    pingDueMs: 0,
    retryAtMs: 0,
    // When the present socket was told `FORBIDDEN` and `RATE_LIMIT_EXCEEDED`.
    forbiddenAtMs: -Infinity,
    limitedAtMs: -Infinity,
    /** @type {number | undefined} */
    limitedForMs: undefined,
    // Whether the network is reported down, and whether the page is not seen.
    isOffline: false,
    isHidden: false,
    ...nothingKnown(),
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
  input = bare(input);
  if (isStale(state, input)) return { state, effects };
  state = note(state, input);
  const [on, retryAfterMs] = explain(state, input, now);
  const row = rowsOf(`${state.state} ${on}`).find(([when = NOTHING]) => holds(state, when, input, now));
  if (!row) return { state, effects };
  const [, does = NOTHING, to = NOTHING, because] = row;
  const machine = { ...state, timers: { ...state.timers }, pings: [...state.pings] };
  const { type, id, code } = /** @type {AnyInput} */ (input);
  if (type === "SocketClose" || type === "OpenThrew") machine.socketIsLive = false;
  if (type === "SocketClose") machine.closeCode = /** @type {number} */ (code);
  if (type === "Timer") machine.timers[/** @type {TimerId} */ (id)] *= -1;
  /** @type {Step} */
  const step = { input, retryAfterMs, now, random, effects };
  for (const action of does.split(",")) act(machine, step, action);
  machine.reason = /** @type {Machine["reason"]} */ (because) || machine.reason;
  if (to !== NOTHING) go(machine, step, to);
  show(machine, step);
  return { state: machine, effects };
}

/** Notes what counts in every state. @param {Machine} state @param {AnyInput} input */
function note(state, { type, offline }) {
  if (type === "Hidden" || type === "Visible") return { ...state, isHidden: type === "Hidden" };
  if (type === "Offline" || type === "Online") return { ...state, isOffline: type === "Offline" };
  if (type === "Start" && /idle|failed/.test(state.state)) return { ...state, isOffline: !!offline };
  return state;
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
function explain({ forbiddenAtMs, limitedAtMs, limitedForMs }, { type, id, code, retryAfterMs }, now) {
  if (type === "Timer") return [`timer.${id}`];
  if (/Err$/.test(type)) return [`error.${errorKind(code)}`, retryAfterMs];
  if (type === "SocketClose") {
    const ofCode = own(CLOSE_CLASSES, /** @type {number} */ (code), "retry");
    const isForbidden = FORBIDDEN_CLOSE_CODES.indexOf(/** @type {number} */ (code)) >= 0;
    if (isForbidden && now - forbiddenAtMs <= FORBIDDEN_EXPLAINS_CLOSE_MS) return ["closed_after_forbidden"];
    // A code that refuses the client is explained by no rate limit.
    return now - limitedAtMs <= RATE_LIMIT_EXPLAINS_CLOSE_MS && !/auth|fatal/.test(ofCode)
      ? ["closed.slow", limitedForMs === undefined ? retryAfterMs : limitedForMs]
      : [`closed.${ofCode}`, retryAfterMs];
  }
  if (/^(Visible|Focus|PageShow|Resume)$/.test(type)) return ["wake"];
  return [type];
}

/** @param {AnyInput["code"]} code */
const errorKind = (code) => own(ERROR_KINDS, /** @type {string} */ (code), "other");

/**
 * @param {Machine} machine
 * @param {string} guard
 * @param {AnyInput} input
 * @param {number} now
 */
const holds = (machine, guard, { asleepMs = 0 }, now) =>
  GUARDS[guard] ? GUARDS[guard](machine) : verdicts(machine, asleepMs, now).indexOf(guard) >= 0;

/** @type {{ [guard: string]: (machine: Machine) => boolean }} */
const GUARDS = {
  [NOTHING]: () => true,
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
  forget(machine) {
    Object.assign(machine, nothingKnown());
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
    if (machine.probeKind === "message" && answers(machine) && !machine.probe) {
      openProbe(machine, step, "keep_alive");
    }
    notePing(machine, step.now);
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
    if (errorKind(input.code) === "forbidden") machine.forbiddenAtMs = now;
    else [machine.limitedAtMs, machine.limitedForMs] = [now, retryAfterMs];
  },
  put_off(machine, step) {
    const { retryAfterMs, now } = step;
    const last = RATE_LIMIT_DELAYS_MS.length - 1;
    const usual = RATE_LIMIT_DELAYS_MS[Math.min(machine.rateLimits++, last)];
    const delay = Math.min(retryAfterMs === undefined ? usual : retryAfterMs, MAX_RETRY_AFTER_MS);
    const due = Math.max(machine.pingDueMs, now) + delay;
    const latest = machine.sentAtMs + KEEP_ALIVE_LATEST_MS;
    setKeepAlive(machine, step, Math.min(due, latest));
    machine.quietUntilMs = Math.min(now + delay, latest);
  },
  hear(machine, step) {
    const { probe } = machine;
    machine.heardAtMs = step.now;
    machine.silentInARow = 0;
    // What comes right after a wake may have been buffered before it.
    const isDeaf = probe && probe.cause === "wake" && step.now - probe.atMs < PROBE_DEAF_MS;
    if (!isDeaf) endProbe(machine, step);
    ACTIONS.arm(machine, step, "silence");
  },
  take_answer(machine, step) {
    // A control pong answers no message.
    if (machine.probeKind === "message" || step.input.type === "GatewayFault") takeAnswer(machine, step.now);
    endProbe(machine, step);
    ACTIONS.arm(machine, step, "silence");
  },
  count_server_ping(machine, step) {
    machine.serverPings++;
    ACTIONS.arm(machine, step, "silence");
  },
  probe(machine, step, cause) {
    sendProbe(machine, step);
    openProbe(machine, step, cause);
  },
  repeat_probe(machine, step) {
    sendProbe(machine, step);
    machine.probe = { .../** @type {Probe} */ (machine.probe), isRepeated: true };
    setProbe(machine, step);
  },
  probe_again(machine, step) {
    sendProbe(machine, step);
    openProbe(machine, step, /** @type {Probe} */ (machine.probe).cause, true);
  },
  give_up(machine, { now }) {
    if (/** @type {Probe} */ (machine.probe).cause === "entry") machine.silentInARow++;
    machine.silentAtMs = now;
  },
  tolerate(machine, step) {
    machine.silentInARow++;
    machine.probe = null;
    set(machine, step, "silence", restOfLimit(machine, step.now));
  },
  take_for_mute(machine) {
    machine.probe = null;
    machine.known = "mute";
  },
  fetch_token(machine, step) {
    machine.beganAtMs = step.now;
    step.effects.push({ type: "FetchToken", force: machine.force, generation: ++machine.token });
  },
  open_socket(machine, step) {
    machine.socketIsLive = true;
    machine.forbiddenAtMs = machine.limitedAtMs = -Infinity;
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

/** By message it is something sent, and waits for an answer. @param {Machine} machine @param {Step} step */
function sendProbe(machine, step) {
  step.effects.push({ type: "SendProbe" });
  if (machine.probeKind === "message") {
    sent(machine, step);
    notePing(machine, step.now);
  }
}

/**
 * Opens a probe that was sent just now.
 *
 * @param {Machine} machine
 * @param {Step} step
 * @param {string} cause
 * @param {boolean} [wasLate]
 */
function openProbe(machine, step, cause, wasLate) {
  machine.probe = { cause, atMs: step.now, wasLate };
  setProbe(machine, step);
}

/** @param {Machine} machine @param {Step} step */
function endProbe(machine, step) {
  if (!machine.probe) return;
  machine.probe = null;
  clear(machine, step, "probe");
}

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
  const isSilent = machine.reason === "silent" && machine.state === "ready";
  if (to === "credentials" && !step.atOnce) {
    // A clock that has jumped back must not hold a client up until it is there again.
    machine.openedAtMs = Math.min(machine.openedAtMs, now);
    const dueMs = machine.openedAtMs + MIN_OPEN_GAP_MS;
    if (dueMs > now) {
      machine.retryAtMs = dueMs;
      to = "backoff";
    }
  }
  if (machine.isOffline && (to === "backoff" || isSilent)) {
    to = "offline";
    machine.reason = "offline";
  }
  for (const id in TIMERS) clear(machine, step, id);
  machine.probe = null;
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
    machine.closeCode = undefined;
    machine.heardAtMs = now;
    machine.serverPings = machine.quietUntilMs = 0;
    machine.pings = [];
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
  if (machine.closeCode !== undefined) next.closeCode = machine.closeCode;
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
