// What the connection touches of the outside, each part of which may be replaced. Nothing is looked
// for before a connection is made, so that importing needs no browser. A browser's functions must not
// be called as methods of what is returned: take them out of it first.

/**
 * @param {Partial<import("./options.js").ConnectionEnvironment>} [given]
 * @returns {import("./options.js").ConnectionEnvironment}
 */
export function environment(given) {
  /** @type {any} What there is of a browser, no type says. */
  const outside = globalThis;
  const { WebSocket, setTimeout, clearTimeout, document, navigator, console } = outside;
  return {
    WebSocket,
    setTimeout,
    clearTimeout,
    now: Date.now,
    random: () => (Math.random() * 2 ** 32) >>> 0,
    window: document && outside,
    document,
    navigator,
    onError: console.error,
    ...given,
  };
}
