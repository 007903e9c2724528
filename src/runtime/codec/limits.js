import { MAX_DEPTH, MAX_FRAME_BYTES } from "../protocol/constants.js";
import { fault } from "./faults.js";

// The limits of a message, which are limits of its text. A value that was parsed elsewhere is
// measured by the text that it would be written as.

/**
 * Throws for too large a text, and for a surrogate without its other half, raw or escaped; of the
 * latter an `URIError`, as `encodeURIComponent` does.
 *
 * @param {string & { isWellFormed?: () => boolean }} text Engines of 2022 and older lack the method.
 */
export function checkText(text) {
  if (isTooLarge(text)) throw tooLarge();
  const isWhole = text.isWellFormed ? text.isWellFormed() : encodeURIComponent(text);
  if (!isWhole || (text.indexOf("\\u") >= 0 && hasLoneEscape(text))) throw URIError();
}

/** @param {any} input */
export const isBytes = (input) =>
  typeof input === "object" && (ArrayBuffer.isView(input) || input instanceof ArrayBuffer);

/**
 * The text of bytes, which may have a byte-order mark no more than a text may; throws unless they are
 * UTF-8.
 *
 * @param {ArrayBuffer | ArrayBufferView} bytes
 */
export function toText(bytes) {
  if (bytes.byteLength > MAX_FRAME_BYTES) throw tooLarge();
  const outside = /** @type {any} */ (globalThis);
  return new outside.TextDecoder("utf8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

const tooLarge = () => fault("too_large", "$", `${MAX_FRAME_BYTES} bytes`, "more");

/**
 * Counts the bytes of a text only until it is plain on which side of the limit they end: no unit
 * takes less than one or more than three.
 *
 * @param {string} text
 */
export function isTooLarge(text) {
  const { length } = text;
  let left = MAX_FRAME_BYTES - length;
  for (let at = 0; left >= 0 && left < 2 * (length - at); at++) {
    const code = text.charCodeAt(at);
    // Of a pair of surrogates each takes two.
    left -= code < 0x80 ? 0 : code < 0x800 || (code & 0xf800) === 0xd800 ? 1 : 2;
  }
  return left < 0;
}

const ESCAPED_SURROGATE = /\\ud[89a-f]/i;
/** An escape that is whole: a pair of surrogates, or anything but `\u`. */
const WHOLE_ESCAPE = /\\(?:[^u]|ud[89ab]..\\ud[c-f]..)/gi;

/** @param {string} text */
const hasLoneEscape = (text) =>
  ESCAPED_SURROGATE.test(text) && ESCAPED_SURROGATE.test(text.replace(WHOLE_ESCAPE, " "));

/**
 * Whether a text nests deeper than it may. Few texts open so many brackets at all.
 *
 * @param {string} text
 */
export function isDeep(text) {
  let opened = 0;
  for (const bracket of "[{") for (let at = 0; (at = text.indexOf(bracket, at) + 1); ) opened++;
  return opened > MAX_DEPTH && isTooDeep(text);
}

/** @param {string} text */
function isTooDeep(text) {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length && depth <= MAX_DEPTH; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 34) inString = !inString;
    else if (inString) at += unit === 92 ? 1 : 0;
    // `[` and `{`, and two behind them `]` and `}`.
    else if (unit === 91 || unit === 123) depth++;
    else if (unit === 93 || unit === 125) depth--;
  }
  return depth > MAX_DEPTH;
}

/** Makes a filter for `JSON.stringify` that ends the walk through a value that is too large. */
export function counting() {
  let nodes = 0;
  /**
   * @param {string} _
   * @param {unknown} value
   */
  return (_, value) => {
    if (++nodes > MAX_FRAME_BYTES) throw tooLarge();
    return value;
  };
}
