import { MAX_DEPTH } from "./connection.js";

// What can be wrong with a frame, and how it is told.

export class Fault {
  /** @param {string[]} parts The code, the path, what was expected there and what was found. */
  constructor(...parts) {
    this.parts = parts;
  }
}

export const tooDeep = () => new Fault("too_deep", "$", `${MAX_DEPTH} levels`, "more");

/**
 * Says in words what a value is. Texts are not quoted: what stands in the wrong place may be a
 * secret.
 *
 * @param {any} value
 */
export const describe = (value) =>
  typeof value === "number"
    ? `the number ${value}`
    : value === null
      ? "null"
      : Array.isArray(value)
        ? "array"
        : typeof value;

/**
 * The verdict on a frame that is refused.
 *
 * @param {Fault} fault
 * @param {string | null} type
 */
export function invalid({ parts: [code, path, expected, found] }, type) {
  const message = `${type === null ? "" : type + ": "}at ${path}: expected ${expected}, found ${found}`;
  return { kind: "invalid", type, error: { code, path, expected, found, message } };
}
