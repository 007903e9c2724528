import { ANSWER_WINDOW_MS, MAX_REFUSALS, MAX_SUSPECT_CLOSES, PROBE_AFTER_SLEEP_MS, PROBE_LATE_MS, PROBE_TIMEOUT_MS, REOPEN_AFTER_SLEEP_MS, SERVER_PINGS_COUNT, TIMERS } from "./table.js";

// Whether the socket is alive: what is known of the server, which probe is open, and what silence
// means. Only the numbers are here; what follows from them stands in the table.

/**
 * @typedef {import("./machine.js").Machine} Machine
 * @typedef {{ cause: string, atMs: number, dueMs: number, isRepeated?: boolean, wasLate?: boolean }} Probe
 */

/** What is forgotten at a start and at a stop. */
export const nothingKnown = () => ({
  /** What is known of how the server treats a `ping`; kept over reconnects. @type {"" | "answers" | "mute"} */
  known: "",
  // First probes, and verdicts too soon after another, that nothing was heard after.
  silentInARow: 0,
  silentAtMs: -Infinity,
  /** @type {number | undefined} */
  closeCode: undefined,
});

/** What a socket begins with that is `ready`. @param {number} now */
export const nothingHeard = (now) => ({
  heardAtMs: now,
  // Events `ping`.
  serverPings: 0,
  rateLimits: 0,
  // The end of a rate limit.
  quietUntilMs: 0,
  /** When the pings were sent that nothing answered, the oldest first. @type {number[]} */
  pings: [],
  /** @type {Probe | null} */
  probe: null,
});

/** Whether silence means something: the server answers, or it sends pings of its own. @param {Machine} machine */
export const answers = ({ probeKind, known, serverPings }) =>
  probeKind === "control" || known === "answers" || serverPings >= SERVER_PINGS_COUNT;

/**
 * What is left of how long a silence is probed; so far apart are reopenings because of silence, too.
 * A clock that has jumped back holds nothing up.
 *
 * @param {Machine} machine
 * @param {number} sinceMs
 * @param {number} now
 */
function rest({ probeKind }, sinceMs, now) {
  /** @type {any} */
  const { sinceFrame } = TIMERS.silence;
  const limitMs = sinceFrame[probeKind === "control" ? 1 : 0];
  return Math.max(limitMs - Math.max(now - sinceMs, 0), 0);
}

/** How long until a silence is long, rate limits counted. @param {Machine} machine @param {number} now */
export const restOfSilence = (machine, now) => Math.max(rest(machine, machine.heardAtMs, now), machine.quietUntilMs - now);

/** How long until a socket may be given up again because of silence. @param {Machine} machine @param {number} now */
export const restOfLimit = (machine, now) => rest(machine, machine.silentAtMs, now);

/** Whether a probe is sent once more before its verdict. @param {Machine} machine @param {Probe} probe */
export const repeats = (machine, { isRepeated }) => machine.probeKind === "message" && answers(machine) && !isRepeated;

/** The pings that wait for an answer, unless they are long ago. @param {Machine} machine @param {number} now */
const open = ({ pings }, now) => pings.filter((at) => now - at <= ANSWER_WINDOW_MS);

/** Whether an answer now would come in time: it belongs to the oldest ping. @param {Machine} machine @param {number} now */
const wouldAnswer = (machine, now) => now - open(machine, now)[0] <= PROBE_TIMEOUT_MS;

/** An answer came; a late one says nothing. @param {Machine} machine @param {number} now */
export function takeAnswer(machine, now) {
  if (wouldAnswer(machine, now)) machine.known = "answers";
  machine.pings = open(machine, now).slice(1);
}

/** What the timer of a probe means. @param {Machine} machine @param {number} now */
function verdict(machine, now) {
  const { probe, silentInARow } = machine;
  if (!probe) return "probe_unsent";
  if (!probe.wasLate && now - probe.dueMs > PROBE_LATE_MS) return "probe_late";
  if (repeats(machine, probe) && now < probe.atMs + PROBE_TIMEOUT_MS) return "probe_unanswered";
  if (probe.cause === "wake") return "silent_gone";
  const isSecond = probe.cause === "entry" && silentInARow > 0;
  if (!answers(machine) || (isSecond && machine.probeKind === "message")) return "silent_mute";
  return restOfLimit(machine, now) ? "silent_again" : "silent_gone";
}

/** Whether a refused token may be asked for anew. @param {Machine} machine */
export const mayRefresh = ({ refreshes }) => refreshes < MAX_REFUSALS - 1;

/**
 * Which guards hold.
 *
 * @param {Machine} machine
 * @param {{ asleepMs?: number }} input
 * @param {number} now
 */
export function guards(machine, { asleepMs = 0 }, now) {
  const { authentication, refreshes, suspects } = machine;
  // A sleep counts for what was there before it: one wake is several inputs, and the second must not
  // end the attempt that the first has begun.
  const sleptMs = now - machine.beganAtMs >= asleepMs ? asleepMs : 0;
  const watches = answers(machine) && !machine.isHidden && !machine.probe;
  const inSilence = watches && !restOfSilence(machine, now);
  return [
    `auth_by_${authentication}`,
    !refreshes ? "first_refusal" : mayRefresh(machine) ? "later_refusal" : "last_refusal",
    suspects + 1 < MAX_SUSPECT_CLOSES ? "suspect_tolerated" : "suspect_last",
    sleptMs >= REOPEN_AFTER_SLEEP_MS ? "long_asleep" : sleptMs >= PROBE_AFTER_SLEEP_MS ? "asleep" : inSilence ? "awake_in_silence" : "awake",
    !watches ? "silence_moot" : inSilence ? "silence_long" : "silence_short",
    wouldAnswer(machine, now) ? "answers" : "answers_nothing",
    verdict(machine, now),
  ];
}
