// The last frames, for a debug panel. Only whoever makes a log carries it, and pays for it. Of a frame
// stays a text of limited length, in which no token is left.

/** As many frames, unless told otherwise. */
const LIMIT = 100;

/** What is longer is cut off. */
const MAX_CHARACTERS = 2048;

/** What is shaped like a JSON Web Token, and what is called a token. */
const TOKENS = /\beyJ[\w-]+\.[\w-]+\.[\w-]*|("\w*token"\s*:\s*")(?:[^"\\]|\\.)*/gi;

/**
 * @typedef {import("../codec/decoded.js").Decoded} Decoded
 * @typedef {import("./options.js").LoggedFrame} LoggedFrame
 * @typedef {ReturnType<typeof frameLog>} Log
 */

/** @param {unknown} data */
const isText = (data) => typeof data === "string";

/** @param {{ limit?: number }} [options] */
export function frameLog({ limit = LIMIT } = {}) {
  if (!(Number.isInteger(limit) && limit > 0)) throw TypeError("limit: expected a whole number from 1");
  /** Oldest first. @type {readonly LoggedFrame[]} */
  let frames = Object.freeze([]);
  let count = 0;
  /** @type {Set<() => void>} */
  const listeners = new Set();

  /** @param {readonly LoggedFrame[]} next */
  function show(next) {
    frames = Object.freeze(next);
    for (const listener of [...listeners]) listener();
  }

  /**
   * What a connection hands over.
   *
   * @param {Decoded} decoded
   * @param {unknown} data
   * @param {number} atMs
   * @param {(text: string) => string} hide
   */
  function take(decoded, data, atMs, hide) {
    /** @type {any} What it has, its kind says. */
    const { kind, type, message, command, aliases = [], ignored = [], unknownValues = [], error } = decoded;
    const name = type || (message && message.type) || (command && (command.action || command.type)) || null;
    // They come all day long, and say nothing.
    if (/^(ping|pong)$/.test(name) && kind !== "invalid") return;
    /** @param {string} text */
    const clean = (text) => hide(text).replace(TOKENS, (_, key) => (key || "") + "…");
    const text = isText(data) ? clean(/** @type {string} */ (data)) : "bytes";
    show([
      ...frames.slice(Math.max(frames.length - limit + 1, 0)),
      Object.freeze({
        number: ++count,
        atMs,
        kind,
        type: name && clean(name),
        text: text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text,
        aliases: aliases.map((/** @type {any} */ alias) => ({ ...alias, path: clean(alias.path) })),
        ignored: ignored.map(clean),
        unknownValues: unknownValues.map((/** @type {any} */ { path, value }) => ({ path: clean(path), value: clean(value) })),
        fault: error ? clean(error.message) : null,
      }),
    ]);
  }

  return {
    take,
    getFrames: () => frames,
    /** @param {() => void} listener */
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    clear: () => show([]),
  };
}
