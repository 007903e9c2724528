// Who hears what. No handler keeps another from hearing, and none breaks the connection.

/** @param {(error: unknown) => void} onError */
export function createHandlers(onError) {
  /** Each an object of its own: a function that is added twice is called twice. @type {Set<[string, Function]>} */
  const entries = new Set();

  /**
   * Adds a handler of a topic; returns what takes it back.
   *
   * @param {string} topic
   * @param {Function} handler
   */
  function add(topic, handler) {
    /** @type {[string, Function]} */
    const entry = [topic, handler];
    entries.add(entry);
    return () => {
      entries.delete(entry);
    };
  }

  /**
   * Calls every handler of a topic, whatever the others do, and returns what they return.
   *
   * @param {string} topic
   * @param {any[]} values
   */
  function tell(topic, ...values) {
    /** @type {any[]} */
    const results = [];
    for (const entry of [...entries]) {
      if (entry[0] !== topic || !entries.has(entry)) continue;
      try {
        results.push(entry[1](...values));
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
