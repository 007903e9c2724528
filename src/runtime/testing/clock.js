// A clock that moves only when it is told to, and timers on it. Nothing here looks at the real time, so
// that the fake timers of a test runner change nothing.

/**
 * @typedef {{ run: () => void, dueMs: number }} Timer
 */

/** @param {number} startMs */
export function createClock(startMs) {
  let nowMs = startMs;
  let count = 0;
  /** In the order in which they were set. @type {Map<unknown, Timer>} */
  const timers = new Map();

  /** @param {() => void} run @param {number} ms */
  function setTimeout(run, ms) {
    timers.set(++count, { run, dueMs: nowMs + ms });
    return count;
  }

  /** @param {unknown} timer */
  const clearTimeout = (timer) => {
    timers.delete(timer);
  };

  /**
   * Runs the next timer that is due by then, at its time; returns whether there was one.
   *
   * @param {number} untilMs
   */
  function runNext(untilMs) {
    /** @type {[unknown, Timer] | undefined} */
    let next;
    for (const entry of timers) if (!next || entry[1].dueMs < next[1].dueMs) next = entry;
    if (!next || next[1].dueMs > untilMs) return false;
    const [id, { run, dueMs }] = next;
    timers.delete(id);
    nowMs = Math.max(nowMs, dueMs);
    run();
    return true;
  }

  /** @param {number} ms */
  const moveTo = (ms) => {
    nowMs = ms;
  };

  return { now: () => nowMs, setTimeout, clearTimeout, runNext, moveTo };
}
