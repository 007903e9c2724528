// Reads JSON the slow way: every value with its raw form, every key as often as it stands. What is wrong
// with the text as a text is noted, and as much of it as was read is returned: a reader may stumble over
// a value before it comes to the place where the text breaks off.
import { MAX_BYTES, MAX_DEPTH } from "./facts.mjs";

/**
 * @typedef {{ json: string, value?: any, items?: Value[], entries?: [string, Value][], isWhole?: boolean }} Value
 *   `entries` of an object and `items` of an array, in the order of the text; `isWhole` once it is closed;
 *   `json` is `cut` of a value that the text breaks off in.
 */

const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

/** The text is no JSON from here on. */
class Broken {}
/** The text nests too deep; its faults are known by then. */
class TooDeep extends Broken {}

/**
 * @param {Uint8Array} bytes
 * @returns {{ faults: string[], root?: Value, hasRepeats: boolean }} The faults of the text alone.
 */
export function readText(bytes) {
  if (bytes.length > MAX_BYTES) return { faults: ["too_large"], hasRepeats: false };
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { faults: ["syntax"], hasRepeats: false };
  }
  return new Reader(text).read();
}

class Reader {
  at = 0;
  depth = 0;
  /** @type {Set<string>} */
  faults = new Set();
  hasRepeats = false;
  /** @type {Value | undefined} */
  root;

  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  read() {
    try {
      this.space();
      this.value((root) => (this.root = root));
      this.space();
      if (this.at < this.text.length) throw new Broken();
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      if (!(error instanceof TooDeep)) this.faults.add("syntax");
    }
    return { faults: [...this.faults], root: this.root, hasRepeats: this.hasRepeats };
  }

  space() {
    while (" \t\n\r".includes(this.text[this.at] ?? "x")) this.at++;
  }

  /** @param {string} mark */
  take(mark) {
    if (this.text[this.at] !== mark) return false;
    this.at++;
    return true;
  }

  /** @param {string} mark */
  need(mark) {
    if (!this.take(mark)) throw new Broken();
  }

  /**
   * Reads a value. A container is handed to `place` before what it holds is read.
   *
   * @param {(value: Value) => void} place
   */
  value(place) {
    const first = this.text[this.at];
    if (first === "{") return this.object(place);
    if (first === "[") return this.array(place);
    if (first === '"') return place({ json: "string", value: this.string() });
    for (const [word, json, value] of [["true", "boolean", true], ["false", "boolean", false], ["null", "null", null]]) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return place({ json, value });
      }
    }
    NUMBER.lastIndex = this.at;
    const [raw] = NUMBER.exec(this.text) ?? [""];
    if (raw === "") throw new Broken();
    this.at += raw.length;
    place({ json: "number", value: Number(raw) });
  }

  /** Opens a container, or passes over one that is too deep. */
  open() {
    this.at++;
    if (++this.depth <= MAX_DEPTH) return;
    this.faults.add("too_deep");
    // Whether the rest is JSON does not depend on anything that this project wrote.
    try {
      JSON.parse(this.text);
    } catch {
      this.faults.add("syntax");
    }
    throw new TooDeep();
  }

  /** @param {(value: Value) => void} place */
  array(place) {
    this.open();
    /** @type {Value[]} */
    const items = [];
    const array = { json: "array", items, isWhole: false };
    place(array);
    this.space();
    if (!this.take("]")) {
      do {
        this.space();
        this.value((item) => items.push(item));
        this.space();
      } while (this.take(","));
      this.need("]");
    }
    array.isWhole = true;
    this.depth--;
  }

  /** @param {(value: Value) => void} place */
  object(place) {
    this.open();
    /** @type {[string, Value][]} */
    const entries = [];
    const seen = new Set();
    const object = { json: "object", entries, isWhole: false };
    place(object);
    this.space();
    if (!this.take("}")) {
      do {
        this.space();
        const key = this.string();
        if (seen.has(key)) this.hasRepeats = true;
        seen.add(key);
        /** @type {[string, Value]} */
        const entry = [key, { json: "cut" }];
        entries.push(entry);
        this.space();
        this.need(":");
        this.space();
        this.value((value) => (entry[1] = value));
        this.space();
      } while (this.take(","));
      this.need("}");
    }
    object.isWhole = true;
    this.depth--;
  }

  string() {
    this.need('"');
    let out = "";
    for (;;) {
      const unit = this.text[this.at++];
      if (unit === undefined || unit < " ") throw new Broken();
      if (unit === '"') break;
      out += unit === "\\" ? this.escape() : unit;
    }
    if (!isWhole(out)) this.faults.add("syntax");
    return out;
  }

  escape() {
    const kind = this.text[this.at++];
    if (kind !== "u") {
      if (!Object.hasOwn(ESCAPES, kind ?? "")) throw new Broken();
      return ESCAPES[kind];
    }
    const digits = this.text.slice(this.at, this.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new Broken();
    this.at += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }
}

/**
 * Whether no surrogate is without its other half.
 *
 * @param {string} text
 */
function isWhole(text) {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0xd800 || unit > 0xdfff) continue;
    const next = text.charCodeAt(++at);
    if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return false;
  }
  return true;
}

/**
 * The same value as `JSON.parse` sees it: of a key that is repeated the last value counts, at the place
 * of the first.
 *
 * @param {Value} value
 * @returns {Value}
 */
export function lastWins(value) {
  if (value.items) return { ...value, items: value.items.map(lastWins) };
  if (!value.entries) return value;
  const entries = new Map();
  for (const [key, inner] of value.entries) entries.set(key, lastWins(inner));
  return { ...value, entries: [...entries] };
}
