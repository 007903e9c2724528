// What the connection touches of the outside, each part of which may be replaced. Nothing is looked
// for before a connection is made, so that importing needs no browser.

/** @param {any} given */
export function environment(given) {
  /** @type {any} */
  const outside = globalThis;
  const { document, navigator, console } = outside;
  return {
    WebSocket: outside.WebSocket,
    setTimeout: outside.setTimeout.bind(outside),
    clearTimeout: outside.clearTimeout.bind(outside),
    now: Date.now,
    random: () => Math.floor(Math.random() * 2 ** 32),
    window: document && outside.addEventListener ? outside : undefined,
    document,
    navigator,
    /** @param {unknown} error */
    onError: (error) => console && console.error(error),
    ...given,
  };
}
