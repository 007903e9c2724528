import { backOff } from "./backoff.js";
import { answers, mayRefresh, nothingKnown, restOfLimit, takeAnswer } from "./liveness.js";
import { ERROR_KINDS, KEEP_ALIVE_LATEST_MS, MAX_RETRY_AFTER_MS, PROBE_DEAF_MS, RATE_LIMIT_DELAYS_MS } from "./table.js";
import { arm, clear, openProbe, set, setKeepAlive } from "./timers.js";
import { own } from "../codec/own.js";

// What is done: by a row of the table, and on entry to a state. Each changes the machine, and says
// what the shell is to do.

/**
 * @typedef {import("./contract.js").DiagnosticCode} DiagnosticCode
 * @typedef {import("./liveness.js").Probe} Probe
 * @typedef {import("./machine.js").Machine} Machine
 * @typedef {import("./machine.js").Step} Step
 */

/** As many pings that wait for an answer are remembered. */
const MAX_PINGS = 8;

/**
 * @param {Machine} machine
 * @param {Step} step
 * @param {string} action Its name, and behind a dot what it is done to.
 */
export function act(machine, step, action) {
  const [name, of] = action.split(".");
  ACTIONS[name](machine, step, of);
}

/** What is forgotten once a connection is stable, and at a start by hand. */
export const noFailures = () => ({
  attempt: 0,
  // Forced refreshes of the token.
  refreshes: 0,
  suspects: 0,
  // Whether the next token must be a new one.
  force: false,
  /** @type {import("./table.js").Reason | undefined} */
  reason: undefined,
});

/** @param {unknown} code */
export const errorKind = (code) => own(ERROR_KINDS, /** @type {string} */ (code), "other");

/**
 * What a row does, and what happens on entry to a state, by the first part of its name.
 *
 * @type {{ [action: string]: (machine: Machine, step: Step, of: string) => void }}
 */
const ACTIONS = {
  reset(machine) {
    Object.assign(machine, noFailures());
  },
  forget(machine, { input }) {
    Object.assign(machine, nothingKnown(), { isOffline: !!input.offline });
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
    if (isInDoubt && mayRefresh(machine)) ACTIONS.refresh(machine, step, "");
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
    sentPing(machine, step);
    if (machine.probeKind === "message" && answers(machine) && !machine.probe) openProbe(machine, step, "keep_alive");
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
    machine.told = { ...machine.told, [errorKind(input.code)]: [now, retryAfterMs] };
  },
  put_off(machine, step) {
    const at = Math.min(machine.rateLimits++, RATE_LIMIT_DELAYS_MS.length - 1);
    const { now, retryAfterMs = RATE_LIMIT_DELAYS_MS[at] } = step;
    const delay = Math.min(retryAfterMs, MAX_RETRY_AFTER_MS);
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
    const sinceMs = probe && probe.cause === "wake" ? step.now - probe.atMs : -1;
    const isDeaf = sinceMs >= 0 && sinceMs < PROBE_DEAF_MS;
    alive(machine, step, !isDeaf);
  },
  take_answer(machine, step) {
    // A control pong answers no message.
    if (machine.probeKind === "message" || step.input.type === "GatewayFault") takeAnswer(machine, step.now);
    alive(machine, step, true);
  },
  count_server_ping(machine, step) {
    machine.serverPings++;
    alive(machine, step);
  },
  probe: sendProbe,
  repeat_probe(machine, step) {
    sendProbe(machine, step, "", { .../** @type {Probe} */ (machine.probe), isRepeated: true });
  },
  probe_again(machine, step) {
    sendProbe(machine, step, /** @type {Probe} */ (machine.probe).cause, { wasLate: true });
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
    machine.told = {};
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
 * A frame went out in `ready`.
 *
 * @param {Machine} machine
 * @param {Step} step
 */
function sent(machine, step) {
  machine.sentAtMs = step.now;
  arm(machine, step, "keep_alive");
}

/** @param {Machine} machine @param {Step} step */
function sentPing(machine, step) {
  machine.pings = [...machine.pings, step.now].slice(-MAX_PINGS);
  sent(machine, step);
}

/**
 * By message it is something sent, and waits for an answer.
 *
 * @param {Machine} machine
 * @param {Step} step
 * @param {string} cause
 * @param {Partial<Probe>} [more]
 */
function sendProbe(machine, step, cause, more) {
  step.effects.push({ type: "SendProbe" });
  if (machine.probeKind === "message") sentPing(machine, step);
  openProbe(machine, step, cause, more);
}

/**
 * The socket lives: from here on a silence counts, and the open probe has its answer, if it is one.
 *
 * @param {Machine} machine
 * @param {Step} step
 * @param {boolean} [endsProbe]
 */
function alive(machine, step, endsProbe) {
  if (endsProbe && machine.probe) {
    machine.probe = null;
    clear(machine, step, "probe");
  }
  ACTIONS.arm(machine, step, "silence");
}
