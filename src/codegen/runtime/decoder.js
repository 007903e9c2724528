import { Fault, describe, invalid } from "./faults.js";
import { FILLED, KINDS, TEXT, WHOLE, field, object, oneOf } from "./kinds.js";
import { checkDepth, checkText, counting, tooDeep } from "./limits.js";
import { AREA_SUFFIX, AREA_TYPE, rows } from "./rows.js";

// Reads frames. Nothing here knows an event: what each may hold stands in the rows, which are
// built at the first call, so that importing costs nothing.
//
// A text that is just as an encoder writes it is checked in place and handed on without a copy.
// Whatever else comes is read key by key into a new object, and only there are old spellings,
// unknown keys and faults told apart. An object's own keys alone count, and known keys alone are
// ever assigned.

/**
 * @typedef {import("./kinds.js").Field} Field
 * @typedef {import("./kinds.js").Kind} Kind
 * @typedef {{ type: string, kind: import("./kinds.js").Kind }} Row
 */

/**
 * @param {any} input
 * @returns {any}
 */
export function decode(input) {
  let frame = input;
  try {
    if (typeof input === "string") {
      checkText(input);
      frame = JSON.parse(input);
      const row = frame && table().types.get(frame.type);
      if (row && isCanonical(frame, row.kind) && isOneTenant(frame)) {
        return { kind: "event", message: frame, aliases: [], ignored: [] };
      }
      checkDepth(input);
    } else if (isObject(input)) {
      const text = JSON.stringify(input, counting());
      checkText(text);
      checkDepth(text);
    }
  } catch (error) {
    return refuse(error, input, null);
  }
  return read(frame, input);
}

/**
 * @param {any} error
 * @param {unknown} input
 * @param {string | null} name
 */
function refuse(error, input, name) {
  let fault = error;
  if (!(error instanceof Fault)) {
    fault = new Fault("syntax", "$", "JSON", "other text");
    try {
      // Neither writing nor reading deep values is safe everywhere.
      if (error instanceof RangeError) throw tooDeep();
      if (typeof input === "string") checkDepth(input);
    } catch (deep) {
      fault = deep;
    }
  }
  return invalid(fault, name);
}

/** @type {ReturnType<typeof build> | undefined} */
let built;

const table = () => built || (built = build());

function build() {
  const { kinds, header, events, commands, gateway } = rows();
  /** @type {Record<string, Kind>} */
  const known = { ...KINDS, ...kinds };

  /** @param {string[]} words Keys as `rows` words them. */
  const fields = (words) =>
    [].concat(
      ...words.map((word) => {
        const [, key, mark, name = "filled", list, old, twin] = /** @type {string[]} */ (
          /^(\w+)([?~]?)(?::([\w.]+)(\[])?)?((?:\|\w+)*)(?:=(\w+))?$/.exec(word)
        );
        const of = known[name];
        const kind = list ? { json: "array", expected: "an array", of } : of;
        const plain = field(key, kind, mark, (key + old).split("|"));
        return twin ? [plain, field(key, kind, mark, [twin])] : plain;
      }),
    );

  /** @type {Map<string, Row>} */
  const types = new Map();
  /** @type {Map<string, Row>} */
  const olds = new Map();
  for (const row of events) {
    const [names, ...words] = row.split(" ");
    const [type, ...old] = names.split("|");
    // An event without keys is a sign of life: neither timestamp nor data need be there.
    const mark = words.length ? "" : "?";
    const kind = object([
      field("type", oneOf(...[].concat(...old.map((name) => [name, type])))),
      ...fields(header).map((it) => (mark ? field(it.key, it.kind, mark) : it)),
      field("data", object(fields(words)), mark),
    ]);
    types.set(type, { type, kind });
    for (const name of old) olds.set(name, { type, kind });
  }
  return { types, olds, gateway, commands: commands.map((row) => row.split(" ")), fields };
}

const hasOwn = Object.prototype.hasOwnProperty;

/**
 * @param {any} object
 * @param {string} key
 */
const own = (object, key) => (hasOwn.call(object, key) ? object[key] : undefined);

/** @param {any} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// ---- in place ----------------------------------------------------------------------------------

/**
 * Whether an object holds known keys alone, each spelt the canonical way and with a right value.
 * Times are mended.
 *
 * @param {any} object
 * @param {Kind} kind
 * @returns {boolean}
 */
function isCanonical(object, { fields, needed }) {
  if (!fields || !needed) return false;
  const count = fields.length;
  let at = 0;
  for (const key in object) {
    let field = fields[at];
    for (let tries = count; field.key !== key; field = fields[at]) {
      if (--tries === 0) return false;
      if (++at === count) at = 0;
    }
    if (!hasOwn.call(object, key)) return false;
    if (!field.optional) needed--;
    const value = object[key];
    const { kind } = field;
    if (typeof value === "string" || typeof value === "number") {
      // Compared with constants first: that is what an engine is fast at.
      if (typeof value !== kind.json) return false;
      if (kind.read) {
        const canonical = kind.read(value);
        if (canonical !== value || canonical === 0) {
          if (canonical === undefined || kind.old) return false;
          object[key] = canonical;
        }
      } else if (kind.filled && value === "") return false;
    } else if (kind.fields) {
      if (!isCanonical(value, kind)) return false;
    } else if (kind.of) {
      if (!isCanonicalList(value, kind.of)) return false;
    } else if (typeof value === "boolean" ? kind.json !== "boolean" : value !== null || !field.nullable) {
      return false;
    }
    if (++at === count) at = 0;
  }
  return needed === 0;
}

/**
 * Whether an array holds texts alone, each of the right kind.
 *
 * @param {any} value
 * @param {Kind} of
 */
const isCanonicalList = (value, of) =>
  Array.isArray(value) &&
  !of.read &&
  value.every((element) => typeof element === of.json && !(of.filled && element === ""));

/** @param {any} message */
const isOneTenant = ({ tenantId, data }) =>
  tenantId === undefined ||
  !data ||
  data.tenantId === undefined ||
  data.tenantId === tenantId;

// ---- key by key --------------------------------------------------------------------------------

/**
 * @param {any} frame
 * @param {unknown} input
 */
function read(frame, input) {
  const { types, olds, commands, gateway, fields } = table();
  /** @type {{ path: string, kind: string, canonical: string }[]} */
  const aliases = [];
  /** @type {string[]} */
  const ignored = [];
  /** @type {string | null} */
  let name = null;

  /**
   * @param {Kind} kind
   * @param {any} value
   * @param {string} path
   * @returns {any}
   */
  function readValue(kind, value, path) {
    const { json, expected, fields, of } = kind;
    if (of && Array.isArray(value)) {
      return value.map((element, index) => readValue(of, element, `${path}[${index}]`));
    }
    if (fields && isObject(value)) return readObject(fields, value, path);
    if (fields || typeof value !== json) {
      throw new Fault(fields ? "not_object" : "wrong_type", path, expected, describe(value));
    }
    const canonical = kind.read ? kind.read(value) : kind.filled && !value ? undefined : value;
    if (canonical === undefined) {
      const code = json === "string" ? "bad_format" : "out_of_range";
      throw new Fault(kind === WHOLE && value % 1 ? "wrong_type" : code, path, expected, describe(value));
    }
    if (kind.old && canonical !== value) {
      aliases.push({ path, kind: path === "$.type" ? "type" : "value", canonical });
    }
    return canonical;
  }

  /**
   * @param {readonly Field[]} fields
   * @param {any} object
   * @param {string} scope
   */
  function readObject(fields, object, scope) {
    /** @type {Record<string, any>} */
    const result = {};
    const seen = new Set();
    for (const key of Object.keys(object)) {
      const value = object[key];
      if (value === undefined) continue;
      const path = scope + (/^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);
      const field = fields.find(({ names }) => names.includes(key));
      if (!field) {
        ignored.push(path);
        continue;
      }
      if (seen.has(field)) throw new Fault("duplicate", path, "this key once", "it a second time");
      seen.add(field);
      const { key: canonical, kind } = field;
      if (key !== canonical) aliases.push({ path, kind: "key", canonical });
      if (value === null && field.optional) continue;
      const read = value === null && field.nullable ? null : readValue(kind, value, path);
      if (own(result, canonical) !== undefined && result[canonical] !== read) {
        throw new Fault("conflict", path, "the same value as under its other name", "another value");
      }
      result[canonical] = read;
    }
    for (const { key, optional } of fields) {
      if (!optional && !hasOwn.call(result, key)) {
        throw new Fault("missing", `${scope}.${key}`, `the key "${key}"`, "no such key");
      }
    }
    return result;
  }

  /**
   * @param {Row} row
   * @param {string} [area]
   */
  function readEvent({ kind, type }, area) {
    const message = readValue(kind, frame, "$");
    if (message.data && !Object.keys(message.data).length) delete message.data;
    if (!isOneTenant(message)) {
      throw new Fault("conflict", "$.data.tenantId", "the tenant of the envelope", "another tenant");
    }
    if (area !== undefined) Object.assign(message, { type, area });
    return { kind: "event", message, aliases, ignored };
  }

  /**
   * @param {string} discriminator
   * @param {string} value
   */
  function readCommand(discriminator, value) {
    const row = commands.find(([key, type]) => key === discriminator && type === value);
    if (!row) return undefined;
    name = value;
    const command = readObject(fields([discriminator, ...row.slice(2)]), frame, "$");
    return { kind: "command", command, aliases, ignored };
  }

  /** @param {string | null} type */
  function readUnknown(type) {
    const timed = readObject(fields(type === null ? [] : ["timestamp:time"]), frame, "$");
    const text = typeof input === "string" ? { text: input } : {};
    return { kind: "unknown", type, ...timed, frame, ...text };
  }

  function readFrame() {
    if (!isObject(frame)) throw new Fault("not_object", "$", "an object", describe(frame));
    if (own(frame, "type") !== undefined) {
      const type = readValue(FILLED, frame.type, "$.type");
      const row = types.get(type) || olds.get(type);
      name = row ? row.type : type;
      if (row) return readEvent(row);
      const data = own(frame, "data");
      const isError = type.endsWith(AREA_SUFFIX) && type !== AREA_SUFFIX;
      if (isError && isObject(data) && typeof own(data, "code") === "string") {
        return readEvent(types.get(AREA_TYPE), type.slice(0, -AREA_SUFFIX.length));
      }
      return readCommand("type", type) || readUnknown(type);
    }
    if (own(frame, "action") !== undefined) {
      const command = readCommand("action", readValue(TEXT, frame.action, "$.action"));
      if (command) return command;
      throw new Fault("unknown_shape", "$.action", "a known action", "another");
    }
    if (own(frame, "eventType") !== undefined) return readUnknown(null);
    if (gateway.every((key) => typeof own(frame, key) === "string")) {
      /** @type {Record<string, string>} */
      const fault = {};
      for (const key of gateway) fault[key] = frame[key];
      return { kind: "gateway", fault };
    }
    throw new Fault("unknown_shape", "$", "a known discriminator", "none");
  }

  try {
    return readFrame();
  } catch (error) {
    return refuse(error, input, name);
  }
}
