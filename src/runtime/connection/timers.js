import { scale } from "./backoff.js";
import { answers, repeats, restOfSilence } from "./liveness.js";
import { KEEP_ALIVE_LATEST_MS, PROBE_REPEAT_MS, PROBE_TIMEOUT_MS, TIMERS } from "./table.js";

// The timers of the machine: how long each runs, and which setting of it counts.

/**
 * @typedef {import("./liveness.js").Probe} Probe
 * @typedef {import("./machine.js").Machine} Machine
 * @typedef {import("./machine.js").Step} Step
 * @typedef {import("./table.js").TimerId} TimerId
 */

/**
 * @param {Machine} machine
 * @param {Step} step
 * @param {string} id
 */
export function arm(machine, step, id) {
  /** @type {any} Which kind of length it is, shows by what it has. */
  const length = TIMERS[/** @type {TimerId} */ (id)];
  let ms = length;
  if (!length) ms = machine.retryAtMs - step.now;
  else if (length.sinceSend) return setKeepAlive(machine, step, machine.sentAtMs + length.sinceSend);
  else if (length.sinceFrame) {
    if (!answers(machine)) return;
    // A clock that has jumped back must not make the last frame a coming one.
    machine.heardAtMs = Math.min(machine.heardAtMs, step.now);
    ms = restOfSilence(machine, step.now);
  } else if (length[1]) ms = length[0] + scale(length[1] - length[0], step.random);
  set(machine, step, id, ms);
}

/**
 * @param {Machine} machine
 * @param {Step} step
 * @param {number} dueMs
 */
export function setKeepAlive(machine, step, dueMs) {
  machine.pingDueMs = dueMs;
  // A clock that has jumped back must not hold the ping up.
  const ms = Math.min(Math.max(dueMs - step.now, 0), KEEP_ALIVE_LATEST_MS);
  set(machine, step, "keep_alive", ms);
}

/**
 * Opens a probe that was sent just now, and sets its timer: to its repetition, or to its verdict.
 *
 * @param {Machine} machine
 * @param {Step} step
 * @param {string} cause
 * @param {Partial<Probe>} [more]
 */
export function openProbe(machine, step, cause, more) {
  const { now } = step;
  const probe = (machine.probe = { cause, atMs: now, dueMs: 0, ...more });
  const dueMs = probe.atMs + (repeats(machine, probe) ? PROBE_REPEAT_MS : PROBE_TIMEOUT_MS);
  // A clock that has jumped back must not hold the verdict up.
  probe.dueMs = Math.min(Math.max(dueMs, now), now + PROBE_TIMEOUT_MS);
  set(machine, step, "probe", probe.dueMs - now);
}

/**
 * @param {Machine} machine
 * @param {Step} step
 * @param {string} id
 * @param {number} ms
 */
export function set({ timers }, step, id, ms) {
  const generation = (timers[id] = Math.abs(timers[id] || 0) + 1);
  step.effects.push({ type: "SetTimer", id: /** @type {TimerId} */ (id), ms, generation });
}

/**
 * @param {Machine} machine
 * @param {Step} step
 * @param {string} id
 */
export function clear({ timers }, step, id) {
  if (timers[id] > 0) {
    timers[id] *= -1;
    step.effects.push({ type: "ClearTimer", id: /** @type {TimerId} */ (id) });
  }
}
