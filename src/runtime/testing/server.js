import { filled } from "./filled.js";

// The server that a fake connection talks to: what it answers waits until somebody lets it happen. It
// knows nothing of the machine.

/** A socket that was cut off, or an HTTP refusal: what a browser says of both. */
export const ABNORMAL = 1006;

/**
 * @typedef {object} Socket
 * @property {(() => void) | null} onopen
 * @property {((event: { data: unknown }) => void) | null} onmessage
 * @property {((event: { code: number }) => void) | null} onclose
 * @property {boolean} isOpen
 * @property {boolean} isSilent
 *
 * @typedef {{ how: string | number, left: number }} Refusal
 */

/**
 * @param {{ tenantId: string | undefined, answersPings: boolean, isQuery: boolean, now: () => number }} options
 */
export function createServer({ tenantId, answersPings, isQuery, now }) {
  /** What happens next. @type {(() => void)[]} */
  const coming = [];
  /** @type {import("../protocol/commands.js").Command[]} */
  const sent = [];
  /** The one that may be open. @type {Socket | null} */
  let socket = null;
  /** @type {Refusal | null} */
  let refusal = null;

  /** @param {() => void} run */
  const later = (run) => {
    coming.push(run);
  };

  /** @param {Socket} of @param {unknown} data */
  function deliver(of, data) {
    if (of === socket && of.isOpen && !of.isSilent && of.onmessage) of.onmessage({ data });
  }

  /** @param {Socket} of @param {number} code */
  function close(of, code) {
    if (of === socket) socket = null;
    of.isOpen = false;
    if (of.onclose) of.onclose({ code });
  }

  /** How this attempt is refused, if it is. @param {(how: string | number) => boolean} fits */
  function takeRefusal(fits) {
    if (!refusal || !fits(refusal.how)) return null;
    const { how } = refusal;
    if (!--refusal.left) refusal = null;
    return how;
  }

  /** @param {Socket} of */
  function shake(of) {
    if (of !== socket) return;
    const code = takeRefusal((how) => isQuery || typeof how === "number");
    if (code !== null) return close(of, typeof code === "number" ? code : ABNORMAL);
    of.isOpen = true;
    if (of.onopen) of.onopen();
  }

  /** @param {Socket} of */
  function authenticate(of) {
    const code = takeRefusal(() => true);
    if (code === null) return deliver(of, filled("auth.success", tenantId, now()));
    if (typeof code === "number") return close(of, code);
    deliver(of, filled({ type: "auth.error", data: { code } }, tenantId, now()));
    // As API Gateway does; the client has closed its own side by then.
    return close(of, 1000);
  }

  class FakeSocket {
    constructor() {
      /** @type {Socket["onopen"]} */
      this.onopen = null;
      /** @type {Socket["onmessage"]} */
      this.onmessage = null;
      /** @type {Socket["onclose"]} */
      this.onclose = null;
      this.isOpen = this.isSilent = false;
      socket = this;
      later(() => shake(this));
    }

    /** @param {string} text */
    send(text) {
      const command = JSON.parse(text);
      sent.push(command);
      if (this.isSilent) return;
      if (command.action === "auth") later(() => authenticate(this));
      if (command.action === "ping" && answersPings) later(() => deliver(this, '{"type":"pong"}'));
    }

    /** @param {number} code */
    close(code) {
      if (this === socket) socket = null;
      this.isOpen = false;
      later(() => close(this, code));
    }
  }

  /** The open socket; without one, nothing can be done. @param {string} what @param {string} status */
  function open(what, status) {
    if (socket && socket.isOpen) return socket;
    throw Error(`${what}: no socket is open, the connection is ${status}: await connect(), or advance() to the next attempt`);
  }

  return {
    FakeSocket,
    sent,
    later,
    open,
    deliver,
    close,
    /** @param {Refusal | null} how */
    refuse: (how) => {
      refusal = how;
    },
    /** Lets happen what is coming; returns whether anything was. */
    act() {
      const now = coming.splice(0);
      for (const run of now) run();
      return now.length > 0;
    },
  };
}
