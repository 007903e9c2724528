// What can be wrong with a frame, and how it is told.

export class Fault {
  /**
   * @param {string} code
   * @param {string} path
   * @param {string} expected
   * @param {string} found
   */
  constructor(code, path, expected, found) {
    this.code = code;
    this.path = path;
    this.expected = expected;
    this.found = found;
  }
}

/**
 * Says in words what a value is. Texts are not quoted: what stands in the wrong place may be a
 * secret.
 *
 * @param {any} value
 */
export function describe(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "string") return "text";
  return Array.isArray(value) ? "an array" : `a value of type ${typeof value}`;
}

/**
 * The verdict on a frame; it names no type where the frame as a whole could not be read.
 *
 * @param {Fault} fault
 * @param {string | null} name
 */
export function invalid({ code, path, expected, found }, name) {
  const type = /^(syntax|too_|unknown_)/.test(code) ? null : name;
  const message = `${type === null ? "" : type + ": "}at ${path}: expected ${expected}, found ${found}`;
  return { kind: "invalid", type, error: { code, path, expected, found, message } };
}
