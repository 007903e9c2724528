import { TOKEN_TIMEOUT_MS } from "./table.js";

// One refresh for all tabs that are told at once that their token is refused. Whoever has the lock
// refreshes; the others take its result over a channel that is open no longer than that. Nothing is
// stored, and nothing here is ever printed.

/**
 * How long the one with the lock waits before it begins: tabs are refused within milliseconds of each
 * other, and a result that is on its way arrives.
 */
const GATHER_MS = 100;

/** What tabs tell each other: a token, that nobody is signed in, or a failure of any kind. @param {TokenResult} result @returns {TokenResult} */
const shared = (result) => (typeof result === "string" ? result : result && result.denied === true ? { denied: true } : null);

/**
 * @typedef {import("./options.js").TokenProvider} TokenProvider
 * @typedef {import("./options.js").TokenResult} TokenResult
 * @typedef {{ beganMs: number, result: TokenResult }} Refreshed
 */

/**
 * @param {TokenProvider} getToken
 * @param {import("./options.js").AcrossTabsOptions} options
 * @returns {TokenProvider}
 */
export function acrossTabs(getToken, { key, environment }) {
  if (typeof key !== "string" || !key.trim()) {
    throw TypeError("key: expected a text that names the user and the tenant");
  }
  /** @type {any} What there is of a browser, no type says. */
  const outside = globalThis;
  const { AbortController, navigator } = outside;
  // A browser's functions must not be called as methods of another object.
  /** @type {any} */
  const { locks, BroadcastChannel, setTimeout, clearTimeout, now } = {
    locks: navigator && navigator.locks,
    BroadcastChannel: outside.BroadcastChannel,
    setTimeout: outside.setTimeout,
    clearTimeout: outside.clearTimeout,
    now: Date.now,
    ...environment,
  };
  const name = `purposepath-realtime ${key}`;
  /** The refresh of this tab, where tabs know nothing of each other. @type {Promise<TokenResult> | null} */
  let own = null;

  const refresh = async () => getToken({ force: true });

  async function alone() {
    own = own || refresh();
    const mine = own;
    try {
      return await mine;
    } finally {
      if (own === mine) own = null;
    }
  }

  async function together() {
    const refusedMs = now();
    const channel = new BroadcastChannel(name);
    const queue = new AbortController();
    let isOver = false;
    /** @type {unknown} */
    let timer = null;
    /** What another tab was given; a failure if that takes too long. @type {Promise<TokenResult>} */
    const theirs = new Promise((resolve) => {
      timer = setTimeout(() => resolve(null), TOKEN_TIMEOUT_MS);
      channel.onmessage = (/** @type {{ data?: Partial<Refreshed> }} */ { data }) => {
        const { beganMs = 0, result = null } = data || {};
        if (beganMs > refusedMs) resolve(result);
      };
    });

    /** Begins unless another tab has. Its result is in an object, so that the lock does not wait for it. */
    async function hold() {
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
      if (isOver) return { mine: theirs };
      clearTimeout(timer);
      const beganMs = now();
      const mine = refresh();
      /** @type {Promise<void>} */
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, TOKEN_TIMEOUT_MS);
      });
      const result = await Promise.race([mine.then(shared, () => null), late]);
      if (result !== undefined) channel.postMessage({ beganMs, result });
      return { mine };
    }

    /** @type {Promise<{ mine: Promise<TokenResult> }>} */
    const held = locks.request(name, { signal: queue.signal }, hold);
    // Where a page may not lock, it is alone.
    const ours = held.then(({ mine }) => mine, () => (isOver ? null : alone()));
    try {
      return await Promise.race([theirs, ours]);
    } finally {
      isOver = true;
      clearTimeout(timer);
      queue.abort();
      channel.close();
    }
  }

  return ({ force }) => {
    if (!force) return getToken({ force });
    return locks && BroadcastChannel ? together() : alone();
  };
}
