import { bare, own } from "../codec/own.js";
import { RESYNC_MAX_EVENTS, RESYNC_TIMEOUT_MS } from "./table.js";
import { createSeen } from "./dedupe.js";

// From a decoded frame to the handlers. Events of other tenants and repeats are dropped; while what
// was missed is fetched, live events wait, but not for ever and not too many.

/**
 * @typedef {import("../codec/decoded.js").Decoded} Decoded
 * @typedef {import("../protocol/events.js").ServerMessage} ServerMessage
 * @typedef {{ readonly [key: string]: unknown }} Frame
 * @typedef {{ events: (() => void)[], timer: unknown, open: number }} Held
 * @typedef {Decoded & { readonly message?: ServerMessage, readonly frame?: Frame }} Arrived
 */

/** In an event that is not known an old spelling may stand. @param {Frame | undefined} of */
function tenantOf(of) {
  const { tenantId, tenant_id } = bare(of);
  return tenantId || tenant_id;
}

/**
 * @param {import("./options.js").ConnectionEnvironment} environment
 * @param {string | undefined} tenantId
 * @param {import("./handlers.js").Handlers} handlers
 */
export function createDelivery({ now, setTimeout, clearTimeout }, tenantId, { tell }) {
  let seen = createSeen();
  /** What waits for a resync, and how many fetches it waits for. @type {Held | null} */
  let held = null;

  /**
   * @param {Arrived} decoded
   * @param {unknown} data The frame as it came.
   */
  function deliver(decoded, data) {
    if (decoded.kind === "invalid") tell("invalid", decoded, data);
    /** @type {Arrived} */
    const { message: known, frame } = bare(decoded);
    const message = /** @type {ServerMessage & Frame} */ (known || frame);
    if (!message) return;
    const theirs = tenantOf(message) || tenantOf(own(message, "data"));
    if (tenantId !== undefined && theirs && theirs !== tenantId) return;
    const stale = seen(message, known && message.data, now());
    if (stale === undefined) return;
    const about = { stale };
    const mine = seen;
    const event = () => {
      if (!known) return tell("unknown", /** @type {import("../codec/decoded.js").DecodedUnknown} */ (decoded));
      tell(`on ${message.type}`, message.data, message, about);
      // A handler may have stopped the connection.
      if (seen === mine) tell("any", message, about);
    };
    if (!held) event();
    else if (held.events.push(event) >= RESYNC_MAX_EVENTS) release("RESYNC_OVERFLOW");
  }

  /**
   * Lets live events wait until what was missed is there.
   *
   * @param {import("./table.js").ResyncCause} cause
   * @param {unknown} [only] The one handler that fetches; the wait of the others goes on.
   */
  function resync(cause, only) {
    if (!held || !only) {
      const { events = [], timer } = /** @type {Partial<Held>} */ (held || {});
      clearTimeout(timer);
      held = { events, timer: setTimeout(() => release("RESYNC_TIMEOUT"), RESYNC_TIMEOUT_MS), open: 0 };
    }
    const mine = held;
    mine.open++;
    const end = () => {
      if (!--mine.open && held === mine) release();
    };
    const fetches = tell("resync", cause, only);
    if (fetches.length) Promise.all(fetches).then(end);
    else end();
  }

  /** Delivers what waits, in order. @param {"RESYNC_TIMEOUT" | "RESYNC_OVERFLOW"} [code] */
  function release(code) {
    const mine = /** @type {Held} */ (held);
    clearTimeout(mine.timer);
    if (code) tell("diagnostic", code);
    // What arrives meanwhile waits behind the others; a stop drops them all.
    for (let event; held === mine && (event = mine.events.shift()); ) event();
    if (held === mine) held = null;
  }

  /** Forgets what waits and what was seen. */
  function forget() {
    if (held) clearTimeout(held.timer);
    held = null;
    seen = createSeen();
  }

  return { deliver, resync, forget };
}
