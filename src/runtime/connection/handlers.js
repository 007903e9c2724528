// Who hears what. No handler keeps another from hearing, and none breaks the connection.

/**
 * @typedef {import("../protocol/events.js").ServerMessage} ServerMessage
 * @typedef {import("./options.js").DeliveryInfo} DeliveryInfo
 */

/**
 * What each topic tells its handlers; `on …` is that of the events of a type.
 *
 * @typedef {object} Topics
 * @property {[]} status
 * @property {[message: ServerMessage, about: DeliveryInfo]} any
 * @property {[unknown: import("../codec/decoded.js").DecodedUnknown]} unknown
 * @property {[invalid: import("../codec/decoded.js").DecodedInvalid, data: unknown]} invalid
 * @property {[cause: import("./table.js").ResyncCause]} resync
 * @property {[code: import("./contract.js").DiagnosticCode | "RESYNC_TIMEOUT" | "RESYNC_OVERFLOW"]} diagnostic
 */

/** @typedef {Topics & { [on: `on ${string}`]: [data: ServerMessage["data"], message: ServerMessage, about: DeliveryInfo] }} Told */

/**
 * @template {keyof Told} Topic
 * @typedef {(...values: Told[Topic]) => unknown} Handler
 */

/** @typedef {ReturnType<typeof createHandlers>} Handlers */

/** @param {(error: unknown) => void} onError */
export function createHandlers(onError) {
  /** Each an object of its own: a function that is added twice is called twice. @type {Set<[string, Handler<never>]>} */
  const entries = new Set();

  /**
   * Adds a handler of a topic; returns what takes it back.
   *
   * @template {keyof Told} Topic
   * @param {Topic} topic
   * @param {Handler<Topic>} handler
   */
  function add(topic, handler) {
    /** @type {[string, Handler<never>]} */
    const entry = [topic, handler];
    entries.add(entry);
    return () => {
      entries.delete(entry);
    };
  }

  /**
   * Calls every handler of a topic, whatever the others do, and returns what they return.
   *
   * @template {keyof Told} Topic
   * @param {Topic} topic
   * @param {Told[Topic]} values
   */
  function tell(topic, ...values) {
    /** @type {unknown[]} */
    const results = [];
    for (const entry of [...entries]) {
      if (entry[0] !== topic || !entries.has(entry)) continue;
      try {
        results.push(/** @type {Handler<Topic>} */ (entry[1])(...values));
      } catch (error) {
        report(error);
      }
    }
    return results;
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
