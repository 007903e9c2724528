import { scale } from "./backoff.js";
import { KEEP_ALIVE_LATEST_MS, TIMERS } from "./table.js";

// The timers of the machine: how long each runs, and which setting of it counts.

/**
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
  else if (length[1]) ms = length[0] + scale(length[1] - length[0], step.random);
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
 * @param {Machine} machine
 * @param {Step} step
 * @param {string} id
 * @param {number} ms
 */
function set({ timers }, step, id, ms) {
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
