/**
 * What a connection shows that was never started. The machine says the same, but whoever renders on a
 * server does not carry it for that.
 *
 * @type {import("../connection/contract.js").ConnectionSnapshot}
 */
export const NOT_CONNECTED = Object.freeze({
  status: "disconnected",
  attempt: 0,
  retryable: false,
  sinceMs: 0,
  everConnected: false,
});
