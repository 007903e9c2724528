import { ANSWER_WINDOW_MS, PROBE_AFTER_SLEEP_MS, PROBE_LATE_MS, PROBE_TIMEOUT_MS, REOPEN_AFTER_SLEEP_MS, SERVER_PINGS_COUNT, SILENCE_BY_CONTROL_MS, SILENCE_MS } from "./table.js";

// Whether the socket is alive: what is known of the server, which probe is open, and what silence
// means. Only the numbers are here; what follows from them stands in the table.

/**
 * @typedef {import("./machine.js").Machine} Machine
 * @typedef {{ cause: string, atMs: number, isRepeated?: boolean, wasLate?: boolean }} Probe
 */

/** As many pings that wait for an answer are remembered. */
const MAX_PINGS = 8;

/** What is forgotten at a start and at a stop. */
export const nothingKnown = () => ({
  /** What is known of how the server treats a `ping`; kept over reconnects. @type {"" | "answers" | "mute"} */
  known: "",
  heardAtMs: 0,
  // Events `ping` on the present socket.
  serverPings: 0,
  /** When the pings were sent that nothing answered, the oldest first. @type {number[]} */
  pings: [],
  /** @type {Probe | null} */
  probe: null,
  // When the timer `probe` is due.
  probeDueMs: 0,
  // First probes, and verdicts too soon after another, that nothing was heard after.
  silentInARow: 0,
  silentAtMs: -Infinity,
  // The end of a rate limit.
  quietUntilMs: 0,
  /** @type {number | undefined} */
  closeCode: undefined,
});

/** Whether silence means something: the server answers, or it sends pings of its own. @param {Machine} machine */
export const answers = ({ probeKind, known, serverPings }) =>
  probeKind === "control" || known === "answers" || serverPings >= SERVER_PINGS_COUNT;

/** How long a silence is probed, and how far apart reopenings because of silence are. @param {Machine} machine */
const limitMs = ({ probeKind }) => (probeKind === "control" ? SILENCE_BY_CONTROL_MS : SILENCE_MS);

/** How long until a silence is long, rate limits counted. @param {Machine} machine @param {number} now */
export function restOfSilence(machine, now) {
  const { heardAtMs, quietUntilMs } = machine;
  // A clock that has jumped back must not hold the probe up.
  const rest = Math.min(heardAtMs + limitMs(machine) - now, limitMs(machine));
  return Math.max(rest, quietUntilMs - now, 0);
}

/** How long until a socket may be given up again because of silence. @param {Machine} machine @param {number} now */
export const restOfLimit = (machine, now) =>
  Math.max(limitMs(machine) - Math.max(now - machine.silentAtMs, 0), 0);

/** Whether the open probe is sent once more before its verdict. @param {Machine} machine */
export const repeats = (machine) =>
  machine.probeKind === "message" && answers(machine) && !!machine.probe && !machine.probe.isRepeated;

/** @param {Machine} machine @param {number} now */
export function notePing({ pings }, now) {
  if (pings.push(now) > MAX_PINGS) pings.shift();
}

/** Whether an answer now would be one to a ping that is not long ago. @param {Machine} machine @param {number} now */
function wouldAnswer({ pings }, now) {
  const oldest = pings.find((at) => now - at <= ANSWER_WINDOW_MS);
  return oldest !== undefined && now - oldest <= PROBE_TIMEOUT_MS;
}

/** An answer came. It belongs to the oldest ping that waits for one; a late one says nothing. @param {Machine} machine @param {number} now */
export function takeAnswer(machine, now) {
  if (wouldAnswer(machine, now)) machine.known = "answers";
  machine.pings = machine.pings.filter((at) => now - at <= ANSWER_WINDOW_MS).slice(1);
}

/** What the timer of a probe means. @param {Machine} machine @param {number} now */
function verdict(machine, now) {
  const { probe, probeDueMs, silentInARow } = machine;
  if (!probe) return "probe_unsent";
  if (!probe.wasLate && now - probeDueMs > PROBE_LATE_MS) return "probe_late";
  if (repeats(machine) && now < probe.atMs + PROBE_TIMEOUT_MS) return "probe_unanswered";
  if (probe.cause === "wake") return "silent_gone";
  const isSecond = probe.cause === "entry" && silentInARow > 0;
  if (!answers(machine) || (isSecond && machine.probeKind === "message")) return "silent_mute";
  return restOfLimit(machine, now) ? "silent_again" : "silent_gone";
}

/**
 * Which guards of the liveness hold.
 *
 * @param {Machine} machine
 * @param {number} asleepMs
 * @param {number} now
 */
export function verdicts(machine, asleepMs, now) {
  // A sleep counts for what was there before it: one wake is several inputs, and the second must not
  // end the attempt that the first has begun.
  const sleptMs = now - machine.beganAtMs >= asleepMs ? asleepMs : 0;
  const watches = answers(machine) && !machine.isHidden && !machine.probe;
  const inSilence = watches && !restOfSilence(machine, now);
  const awake = inSilence ? "awake_in_silence" : "awake";
  return [
    sleptMs >= REOPEN_AFTER_SLEEP_MS ? "long_asleep" : sleptMs >= PROBE_AFTER_SLEEP_MS ? "asleep" : awake,
    !watches ? "silence_moot" : inSilence ? "silence_long" : "silence_short",
    wouldAnswer(machine, now) ? "answers" : "answers_nothing",
    verdict(machine, now),
  ];
}
