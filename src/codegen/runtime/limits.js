import { MAX_DEPTH, MAX_FRAME_BYTES } from "./connection.js";
import { Fault } from "./faults.js";

// The limits of a message, which are limits of its text. A value that was parsed elsewhere is
// measured by the text that it would be written as.

/**
 * The size, and surrogates without their other half, raw or escaped.
 *
 * @param {string} text
 */
export function checkText(text) {
  // No character takes more than three bytes for each of its units.
  if (text.length * 3 > MAX_FRAME_BYTES && bytes(text) > MAX_FRAME_BYTES) throw tooLarge();
  if (!isWellFormed(text) || (text.indexOf("\\u") >= 0 && hasLoneEscape(text))) {
    throw new Fault("syntax", "$", "well-formed text", "a lone surrogate");
  }
}

/** @param {string} text */
export function checkDepth(text) {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 34) inString = !inString;
    else if (inString) at += unit === 92 ? 1 : 0;
    // `[` and `{`, and two behind them `]` and `}`.
    else if (unit === 91 || unit === 123) depth++;
    else if (unit === 93 || unit === 125) depth--;
    if (depth > MAX_DEPTH) throw tooDeep();
  }
}

export const tooDeep = () =>
  new Fault("too_deep", "$", `nesting of at most ${MAX_DEPTH}`, "deeper nesting");

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

const tooLarge = () => new Fault("too_large", "$", `at most ${MAX_FRAME_BYTES} bytes`, "more");

/** @param {string} text */
function bytes(text) {
  let sum = 0;
  for (let at = 0; at < text.length && sum <= MAX_FRAME_BYTES; at++) {
    const unit = text.charCodeAt(at);
    // Two surrogates make up one character of four bytes.
    sum += unit < 0x80 ? 1 : unit < 0x800 || (unit & 0xf800) === 0xd800 ? 2 : 3;
  }
  return sum;
}

/** @param {any} text */
const isWellFormed = (text) =>
  text.isWellFormed ? text.isWellFormed() : !/[\ud800-\udfff]/u.test(text);

const SURROGATE = /\\u[dD][89a-fA-F]/;
/** An escape that is whole: a pair of surrogates, or anything but `\u`. */
const WHOLE_ESCAPE = /\\(?:[^u]|u[dD][89abAB]..\\u[dD][c-fC-F]..)/g;

/** @param {string} text */
const hasLoneEscape = (text) => SURROGATE.test(text) && SURROGATE.test(text.replace(WHOLE_ESCAPE, " "));
