import { act, errorKind, noFailures } from "./actions.js";
import { guards, nothingHeard, nothingKnown } from "./liveness.js";
import { CLIENT_CLOSE_CODE, CLOSE_CLASSES, FINAL_REASONS, FORBIDDEN_CLOSE_CODES, FORBIDDEN_EXPLAINS_CLOSE_MS, MIN_OPEN_GAP_MS, RATE_LIMIT_EXPLAINS_CLOSE_MS, STATES, TABLE, TIMERS } from "./table.js";
import { clear } from "./timers.js";
import { bare, own } from "../codec/own.js";

// The interpreter of the table. Time and randomness are arguments; nothing here waits, and nothing
// here knows a transition: which follows which stands in the table alone. The table is taken apart
// at the first step, so that importing costs nothing.

/**
 * @typedef {import("./contract.js").ConnectionInput} Input
 * @typedef {import("./contract.js").ConnectionEffect} Effect
 * @typedef {import("./contract.js").ConnectionSnapshot} Snapshot
 * @typedef {import("./table.js").Authentication} Authentication
 * @typedef {import("./table.js").ProbeKind} ProbeKind
 * @typedef {import("./table.js").Reason} Reason
 * @typedef {import("./table.js").State} State
 * @typedef {import("./table.js").TimerId} TimerId
 * @typedef {Flat<Input>} AnyInput With every key that an input may have.
 * @typedef {string[]} Row What must hold, what is done, the next state, the reason.
 * @typedef {{ input: AnyInput, retryAfterMs: number | undefined, now: number, random: number, effects: Effect[], atOnce: boolean }} Step
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
  const machine = {
    authentication,
    probeKind,
    /** @type {State} */
    state: "idle",
    snapshot: /** @type {Snapshot} */ ({}),
    // Whether there was a failure or a `ready` since the start.
    again: false,
    token: 0,
    socket: 0,
    socketIsLive: false,
    /** What the present socket was told, by the kind of error: when, and how long to wait. @type {{ [kind: string]: [number, number?] }} */
    told: {},
    /** The generation of each timer that was ever set; negative while it does not run. @type {{ [id: string]: number }} */
    timers: {},
    // When the present attempt began.
    beganAtMs: 0,
    openedAtMs: -Infinity,
    sentAtMs: 0,
    pingDueMs: 0,
    retryAtMs: 0,
    // Whether the network is reported down, and whether the page is not seen.
    isOffline: false,
    isHidden: false,
    ...noFailures(),
    ...nothingKnown(),
    ...nothingHeard(0),
  };
  show(machine, 0, []);
  return machine;
}

/**
 * @param {Machine} state
 * @param {Input} input
 * @param {number} now
 * @param {number} random
 */
export function step(state, input, now, random) {
  input = bare(input);
  /** @type {Step} */
  const step = { input, retryAfterMs: /** @type {AnyInput} */ (input).retryAfterMs, now, random, effects: [], atOnce: false };
  const { effects } = step;
  if (isStale(state, input)) return { state, effects };
  const { type, id, code } = /** @type {AnyInput} */ (input);
  const noted = NOTED[type];
  if (noted) state = { ...state, ...noted };
  const on = explain(state, step);
  const held = guards(state, step.input, now);
  let applies = false;
  table = table || TABLE.map((line) => line.split(" "));
  const row = table.find(([of, when]) => {
    if (when) return applies && of === on && (when === NOTHING || held.includes(when));
    // A word alone is a heading.
    applies = of.includes(state.state);
  });
  if (!row) return { state, effects };
  const [, , does = NOTHING, to = NOTHING, because] = row;
  const machine = { ...state, timers: { ...state.timers } };
  if (type === "SocketClose" || type === "OpenThrew") machine.socketIsLive = false;
  if (type === "SocketClose") machine.closeCode = /** @type {number} */ (code);
  if (type === "Timer") machine.timers[/** @type {TimerId} */ (id)] *= -1;
  if (does !== NOTHING) for (const action of does.split(",")) act(machine, step, action);
  if (because) machine.reason = /** @type {Reason} */ (because);
  if (to !== NOTHING) go(machine, step, to);
  show(machine, now, effects);
  return { state: machine, effects };
}

/** What counts in every state. @type {{ [type: string]: { isHidden?: boolean, isOffline?: boolean } }} */
const NOTED = {
  Hidden: { isHidden: true },
  Visible: { isHidden: false },
  Offline: { isOffline: true },
  Online: { isOffline: false },
};

/** What a row says where it says nothing. */
const NOTHING = "-";

/** The words of each line. @type {string[][] | undefined} */
let table;

/** Whether the input belongs to a generation that has ended. @param {Machine} machine @param {AnyInput} input */
function isStale(machine, { type, id, generation }) {
  const { timers, token, socket, socketIsLive } = machine;
  const ofSocket = socketIsLive && socket;
  const current = type === "Timer" ? timers[/** @type {TimerId} */ (id)] : /^Token/.test(type) ? token : ofSocket;
  return generation !== undefined && generation !== current;
}

/**
 * What the input is to the table. A close soon after an error is what the error says, also about how
 * long the server asks to wait.
 *
 * @param {Machine} machine
 * @param {Step} step
 */
function explain({ told }, step) {
  const { type, id, code } = step.input;
  const since = (/** @type {string} */ kind) => step.now - (told[kind] || [])[0];
  if (type === "Timer") return `timer.${id}`;
  if (/Err$/.test(type)) return `error.${errorKind(code)}`;
  if (type === "SocketClose") {
    const ofCode = own(CLOSE_CLASSES, /** @type {number} */ (code), "retry");
    if (since("forbidden") <= FORBIDDEN_EXPLAINS_CLOSE_MS && FORBIDDEN_CLOSE_CODES.includes(/** @type {number} */ (code))) return "closed_after_forbidden";
    // A code that refuses the client is explained by no rate limit.
    const isExplained = since("rate_limited") <= RATE_LIMIT_EXPLAINS_CLOSE_MS && !/auth|fatal/.test(ofCode);
    if (!isExplained) return `closed.${ofCode}`;
    const [, retryAfterMs = step.retryAfterMs] = told.rate_limited;
    step.retryAfterMs = retryAfterMs;
    return "closed.slow";
  }
  return /^(Visible|Focus|PageShow|Resume)$/.test(type) ? "wake" : type;
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
  // Nor is one that is silent opened anew without a network.
  if (machine.isOffline && (to === "backoff" || machine.reason === "silent")) {
    to = "offline";
    machine.reason = "offline";
  }
  for (const id of Object.keys(TIMERS)) clear(machine, step, id);
  machine.probe = null;
  const [first, later, keepsSocket, ...onEntry] = STATES[/** @type {State} */ (to)];
  if (machine.socketIsLive && !keepsSocket) {
    machine.socketIsLive = false;
    step.effects.push({ type: "CloseSocket", code: CLIENT_CLOSE_CODE });
  }
  machine.state = /** @type {State} */ (to);
  // Until it has failed or was `ready`, it has another status.
  if (first === later) machine.again = to !== "idle";
  if (to === "ready") Object.assign(machine, nothingHeard(now), { reason: undefined, closeCode: undefined });
  for (const entry of onEntry) act(machine, step, entry);
}

/**
 * Tells a screen what has changed, if anything has.
 *
 * @param {Machine} machine
 * @param {number} now
 * @param {Effect[]} effects
 */
function show(machine, now, effects) {
  const { state, reason, closeCode, snapshot } = machine;
  const [first, later] = STATES[state];
  const status = machine.again ? later : first;
  // What is undefined is not there.
  const text = JSON.stringify({
    status,
    reason,
    attempt: /idle|ready/.test(state) ? 0 : machine.attempt,
    retryAtMs: state === "backoff" ? machine.retryAtMs : undefined,
    // What is `reconnecting` from the first waits to be tried again.
    retryable: first === "reconnecting" || (state === "failed" && !FINAL_REASONS.includes(/** @type {Reason} */ (reason))),
    sinceMs: status === snapshot.status ? snapshot.sinceMs : now,
    everConnected: state === "ready" || (state !== "idle" && snapshot.everConnected),
    closeCode,
  });
  if (text !== JSON.stringify(snapshot)) {
    machine.snapshot = Object.freeze(JSON.parse(text));
    effects.push({ type: "Status", snapshot: machine.snapshot });
  }
}
