import { BACKOFF_FIRST_MS, BACKOFF_MAX_MS, BACKOFF_MIN_MS, MAX_RETRY_AFTER_MS, SLOW_BACKOFF_ATTEMPT, SLOW_BACKOFF_MIN_MS, SPREAD_WINDOW_MS } from "./table.js";

// How long to wait before the next attempt: full jitter below a bound that doubles.

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
export function backOff(machine, { retryAfterMs, now, random }, window) {
  const isSlow = window === "slow";
  const attempt = Math.max(machine.attempt, isSlow ? SLOW_BACKOFF_ATTEMPT : 0);
  let ceil = Math.min(BACKOFF_FIRST_MS * 2 ** attempt, BACKOFF_MAX_MS);
  if (window === "spread" && !attempt) ceil = SPREAD_WINDOW_MS;
  if (window === "online") ceil = BACKOFF_FIRST_MS;
  else machine.attempt = attempt + 1;
  machine.retryAtMs = now + Math.max(scale(ceil, random), BACKOFF_MIN_MS);
  if (isSlow) {
    const asked = Math.min(retryAfterMs || 0, MAX_RETRY_AFTER_MS);
    machine.retryAtMs += Math.max(asked, SLOW_BACKOFF_MIN_MS);
  }
}

/**
 * A random number below a bound. Exact: the product stays below 2^53, and dividing by a power of
 * two loses nothing.
 *
 * @param {number} bound
 * @param {number} random
 */
export const scale = (bound, random) => Math.floor((random * bound) / 2 ** 32);
