import { describe } from "../codec/faults.js";

// Who hears what. No handler keeps another from hearing, and none breaks the connection.

/**
 * @typedef {import("../protocol/events.js").ServerMessage} ServerMessage
 * @typedef {import("./options.js").DeliveryInfo} DeliveryInfo
 */

/**
 * What each topic tells its handlers; `on …` is that of the events of a type. A Resync may be meant for
 * one handler only.
 *
 * @typedef {object} Topics
 * @property {[]} status
 * @property {[message: ServerMessage, about: DeliveryInfo]} any
 * @property {[unknown: import("../codec/decoded.js").DecodedUnknown]} unknown
 * @property {[invalid: import("../codec/decoded.js").DecodedInvalid, data: unknown]} invalid
 * @property {[decoded: import("../codec/decoded.js").Decoded, data: unknown, atMs: number, hide: (text: string) => string]} frame
 * @property {[cause: import("./table.js").ResyncCause, only?: unknown]} resync
 * @property {[]} stopped
 * @property {[code: import("./contract.js").DiagnosticCode | "RESYNC_TIMEOUT" | "RESYNC_OVERFLOW"]} diagnostic
 */

/** @typedef {Topics & { [on: `on ${string}`]: [data: ServerMessage["data"], message: ServerMessage, about: DeliveryInfo] }} Told */

/**
 * @template {keyof Told} Topic
 * @typedef {(...values: Told[Topic]) => unknown} Handler
 */

/** @typedef {(cause: import("./table.js").ResyncCause, signal: import("./options.js").ResyncSignal) => unknown} ResyncHandler */

/** @typedef {ReturnType<typeof createHandlers>} Handlers */

/** @param {(error: unknown) => void} onError */
export function createHandlers(onError) {
  /** Each an object of its own: a function that is added twice is called twice. @type {Set<[string, any]>} */
  const entries = new Set();
  /** Another after each stop. */
  let life = 0;

  /**
   * Adds a handler of a topic; returns what takes it back.
   *
   * @template {keyof Told} Topic
   * @param {Topic} topic
   * @param {Handler<Topic>} handler Whatever cannot be called is refused.
   * @param {Handler<Topic>} [run] What is called in its place.
   */
  function add(topic, handler, run = handler) {
    if (typeof handler !== "function") throw TypeError(`expected a function, found ${describe(handler)}`);
    /** @type {[string, any]} */
    const entry = [topic, run];
    entries.add(entry);
    return () => {
      entries.delete(entry);
    };
  }

  /**
   * Calls every handler of a topic, whatever the others do, and returns the promises that they return;
   * one that throws, or is refused later, is reported. Once one of them stops the connection, the rest
   * hears nothing more.
   *
   * @template {keyof Told} Topic
   * @param {Topic} topic
   * @param {Told[Topic]} values
   */
  function tell(topic, ...values) {
    /** @type {Promise<unknown>[]} */
    const promises = [];
    if (topic === "stopped") life++;
    const mine = life;
    for (const entry of [...entries]) {
      if (life !== mine || entry[0] !== topic || !entries.has(entry)) continue;
      try {
        const result = entry[1](...values);
        if (result && result.then) promises.push(Promise.resolve(result).catch(report));
      } catch (error) {
        report(error);
      }
    }
    return promises;
  }

  /** @param {unknown} error */
  function report(error) {
    try {
      onError(error);
    } catch (_) {
      // Whoever reports errors may not break the connection either.
    }
  }

  return { add, tell, report };
}
