import { MAX_DEPTH } from "../protocol/constants.js";

// What can be wrong with a frame, and how it is reported.

/** @typedef {[code: import("./codes.js").DecodeErrorCode, path: string, expected: string, found: string]} Parts */

/**
 * What is thrown: no error object, since nobody reads its stack; a class of its own, since a getter of
 * a frame may throw anything.
 */
export class Fault {
  /** @param {Parts} parts */
  constructor(...parts) {
    this.parts = parts;
  }
}

/** @param {Parts} parts */
export const fault = (...parts) => new Fault(...parts);

export const tooDeep = () => fault("too_deep", "$", `${MAX_DEPTH} levels`, "more");

/**
 * Says in words what a value is. Texts are not quoted: what stands in the wrong place may be a
 * secret.
 *
 * @param {any} value
 */
export const describe = (value) =>
  value === null || typeof value === "number"
    ? `${value}`
    : Array.isArray(value)
      ? "array"
      : typeof value;

/**
 * The verdict on a frame that is refused.
 *
 * @param {Fault} fault
 * @param {string | null} type
 * @returns {import("./decoded.js").DecodedInvalid}
 */
export function invalid({ parts: [code, path, expected, found] }, type) {
  const message = `${type ? type + ": " : ""}at ${path}: expected ${expected}, found ${found}`;
  return { kind: "invalid", type, error: { code, path, expected, found, message } };
}
