import { PROBE_AFTER_SLEEP_MS } from "./table.js";

// The page, the network and the clock: what they do is an input to the machine. Whoever was asleep
// finds out by a gap between callbacks, so each callback says so here first.

/** How often something is called at least, so that a gap is a sleep. */
const TICK_MS = 5000;

/**
 * What of a page and its window is used.
 *
 * @typedef {(name: string, listener: (event: unknown) => void) => void} Listen
 * @typedef {{ visibilityState?: string, addEventListener?: Listen, removeEventListener?: Listen }} Target
 * @typedef {Target & { type?: string }} Network
 * @typedef {{ onLine?: boolean, connection?: Network }} Navigator
 * @typedef {import("./options.js").ConnectionEnvironment & { window?: Target, document?: Target, navigator?: Navigator }} Outside
 * @typedef {import("./contract.js").ConnectionInput} Input
 * @typedef {"Visible" | "Focus" | "PageShow" | "Resume"} Wake
 */

/**
 * @param {Outside} outside
 * @param {(input: Input) => void} feed
 */
export function createPage({ window, document, navigator, now, setTimeout, clearTimeout }, feed) {
  const network = navigator && navigator.connection;
  let lastMs = 0;
  /** The last sleep: how long it was, when it ended, and whether the machine knows. */
  let [gapMs, gapEndMs, isTold] = [0, 0, true];
  /** The longest gap since the page was shown or hidden. */
  let longestMs = 0;
  let isHidden = false;
  /** @type {unknown} */
  let ticking = null;

  /** Something was called; a timer that is late tells of the sleep before anything else. @param {boolean} [isTimer] */
  function beat(isTimer) {
    const at = now();
    const gap = at - lastMs;
    lastMs = at;
    if (gap >= PROBE_AFTER_SLEEP_MS) [gapMs, gapEndMs, isTold] = [gap, at, false];
    longestMs = Math.max(longestMs, gap);
    const isNowHidden = !!document && document.visibilityState === "hidden";
    if (isNowHidden !== isHidden) {
      isHidden = isNowHidden;
      if (isHidden) feed({ type: "Hidden" });
      else wake("Visible", longestMs);
      longestMs = 0;
    }
    // The timers of a hidden page are throttled: that is no sleep.
    if (isTimer && !isHidden && !isTold) wake("Resume");
  }

  /** @param {Wake} type @param {number} [least] */
  function wake(type, least = 0) {
    isTold = true;
    const recent = now() - gapEndMs <= TICK_MS ? gapMs : 0;
    feed({ type, asleepMs: Math.max(recent, least) });
  }

  function tick() {
    ticking = setTimeout(tick, TICK_MS);
    beat(true);
  }

  /** Looks for sleeps, or stops to. @param {boolean} isNeeded */
  function watch(isNeeded) {
    if (!isNeeded) {
      clearTimeout(ticking);
      ticking = null;
    } else if (ticking === null) {
      lastMs = now();
      tick();
    }
  }

  /** What slept before the socket was there, says nothing of it. */
  const renew = () => (longestMs = 0);

  let knownType = network && network.type;

  /** A callback; that the page is seen or not, shows by itself. @param {(event: any) => void} run */
  const on = (run) => (/** @type {unknown} */ event) => {
    beat();
    run(event);
  };
  /** @param {"Online" | "Offline" | "PageHide"} type */
  const fed = (type) => on(() => feed({ type }));
  /** A page may be shown that was never hidden. @param {Wake} type */
  const woken = (type) => on(({ persisted }) => persisted !== false && wake(type));

  /** Who says what, and what that is to the machine. @type {[Target | undefined, { [name: string]: (event: unknown) => void }][]} */
  const heard = [
    [window, { online: fed("Online"), offline: fed("Offline"), focus: woken("Focus"), pagehide: fed("PageHide"), pageshow: woken("PageShow") }],
    [document, { freeze: fed("PageHide"), resume: woken("Resume"), visibilitychange: on(() => {}) }],
    [
      network,
      {
        change: on(() => {
          const { type } = /** @type {Network} */ (network);
          if (type && type !== knownType) feed({ type: "Online" });
          knownType = type;
        }),
      },
    ],
  ];

  /** @param {"addEventListener" | "removeEventListener"} method */
  function each(method) {
    for (const [target, events] of heard) {
      for (const name of Object.keys(events)) if (target && target[method]) /** @type {any} */ (target)[method](name, events[name]);
    }
  }

  /** Listens until the function that it returns is called. A page that is hidden says so at once. */
  function listen() {
    lastMs = now();
    beat();
    each("addEventListener");
    return () => {
      watch(false);
      each("removeEventListener");
    };
  }

  return { beat, watch, listen, renew };
}
