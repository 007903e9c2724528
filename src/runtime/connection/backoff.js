import { BACKOFF_MIN_MS, BACKOFF_WINDOWS_MS, MAX_RETRY_AFTER_MS, ONLINE_WINDOW_MS, SLOW_BACKOFF_ATTEMPT, SLOW_BACKOFF_MIN_MS, SPREAD_WINDOW_MS } from "./table.js";

// How long to wait before the next attempt: full jitter in windows that grow.

/**
 * @typedef {import("./machine.js").Machine} Machine
 * @typedef {import("./machine.js").Step} Step
 */

/**
 * Computes when it is tried again, and counts the attempt.
 *
 * @param {Machine} machine
 * @param {Step} step
 * @param {string} window
 */
export function backOff(machine, { retryAfterMs = 0, now, random }, window) {
  const isSlow = window === "slow";
  const isOnline = window === "online";
  const attempt = Math.max(machine.attempt, isSlow ? SLOW_BACKOFF_ATTEMPT : 0);
  const usual = BACKOFF_WINDOWS_MS[Math.min(attempt, BACKOFF_WINDOWS_MS.length - 1)];
  const ceil = isOnline ? ONLINE_WINDOW_MS : window === "spread" && !attempt ? SPREAD_WINDOW_MS : usual;
  if (!isOnline) machine.attempt = attempt + 1;
  const least = isSlow ? Math.max(Math.min(retryAfterMs, MAX_RETRY_AFTER_MS), SLOW_BACKOFF_MIN_MS) : 0;
  machine.retryAtMs = now + least + Math.max(scale(ceil, random), BACKOFF_MIN_MS);
}

/**
 * A random number below a bound. Exact: the product stays below 2^53, and dividing by a power of
 * two loses nothing.
 *
 * @param {number} bound
 * @param {number} random
 */
export const scale = (bound, random) => Math.floor((random * bound) / 2 ** 32);
