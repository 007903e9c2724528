import { Fault, describe, fault, invalid, tooDeep } from "./faults.js";
import { FILLED, TEXT, WHOLE, object } from "./kinds.js";
import { load, toFields, types } from "./known.js";
import { checkText, counting, isBytes, isDeep, toText } from "./limits.js";
import { hasOwn, own } from "./own.js";
import { AREA_SUFFIX, AREA_TYPE } from "./rows.js";

// Reads frames. Nothing here knows an event: what each may hold stands in the rows.
//
// A text that is just as an encoder writes it is checked in place and handed on without a copy.
// Whatever else comes is read key by key into a new object, and only there are old spellings,
// unknown keys and faults told apart. An object's own keys alone count, and known keys alone are
// ever assigned.

/**
 * @typedef {import("./decoded.js").Decoded} Decoded
 * @typedef {import("./kinds.js").Field} Field
 * @typedef {import("./kinds.js").Kind} Kind
 * @typedef {import("./known.js").Row} Row
 */

/**
 * @param {any} input
 * @returns {Decoded}
 */
export function decode(input) {
  /** @type {{ type: string | null }} What is known of a frame that may yet be refused. */
  const named = { type: null };
  let content = input;
  load();
  try {
    if (isBytes(content)) content = toText(content);
    const isText = typeof content === "string";
    let frame = content;
    let text = isText ? content : "";
    if (isText) {
      checkText(text);
      frame = JSON.parse(text);
      const row = frame && types.get(frame.type);
      // What a later repeat of a key has overwritten is measured too.
      if (row && isCanonical(frame, row.kind) && isOneTenant(frame) && !isDeep(text)) {
        return { kind: "event", message: frame, aliases: [], ignored: [], unknownValues: [], frame };
      }
    } else if (isObject(frame)) {
      text = JSON.stringify(frame, counting());
      checkText(text);
    }
    if (isDeep(text)) throw tooDeep();
    return read(frame, isText && { text }, named);
  } catch (error) {
    if (error instanceof Fault) return invalid(error, named.type);
    const isTooDeep = error instanceof RangeError || (typeof content === "string" && isDeep(content));
    return invalid(isTooDeep ? tooDeep() : fault("syntax", "$", "JSON", "other text"), null);
  }
}

/** @param {any} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {any} message */
const isOneTenant = (message, tenant = own(message, "tenantId")) =>
  tenant === undefined || own(own(message, "data", {}), "tenantId", tenant) === tenant;

/**
 * The canonical form of a text, number or truth value; undefined for a wrong one.
 *
 * @param {Kind} kind
 * @param {any} value
 */
const scalar = ({ json, filled, read }, value) =>
  typeof value !== json || (filled && value === "") ? undefined : read ? read(value) : value;

// ---- in place ----------------------------------------------------------------------------------

/**
 * Whether an object holds known keys alone, each spelt the canonical way and with a right value.
 * Times are mended.
 *
 * @param {any} object
 * @param {any} kind
 * @returns {boolean}
 */
function isCanonical(object, { fields, needed }) {
  const count = fields.length;
  let at = 0;
  for (const key in object) {
    let field = fields[at];
    for (let tries = count; field.key !== key; field = fields[at]) {
      if (--tries < 1) return false;
      if (++at === count) at = 0;
    }
    if (!hasOwn.call(object, key)) return false;
    if (field.isNeeded) needed--;
    const value = object[key];
    const { kind } = field;
    if (typeof value !== "string") {
      if (!isRight(field, value)) return false;
    } else if (kind.json !== "string" || (value === "" && kind.filled)) {
      return false;
    } else if (kind.values) {
      if (kind.values.get(value) !== value) return false;
    } else if (kind.read) {
      const canonical = kind.read(value);
      if (canonical !== value) {
        if (canonical === undefined) return false;
        object[key] = canonical;
      }
    }
    if (++at === count) at = 0;
  }
  return needed === 0;
}

/**
 * The same of a value that is no text.
 *
 * @param {{ kind: any, mark: string }} field
 * @param {any} value
 * @returns {boolean}
 */
const isRight = ({ kind, mark }, value) =>
  kind.fields
    ? kind.needed > 0 && isCanonical(value, kind)
    : kind.of
      ? Array.isArray(value) && value.every((it) => Object.is(scalar(kind.of, it), it))
      : value === null
        ? mark === "~"
        : Object.is(scalar(kind, value), value);

// ---- key by key --------------------------------------------------------------------------------

/**
 * @param {any} frame
 * @param {{ text?: string } | false} text
 * @param {{ type: string | null }} named
 * @returns {Decoded}
 */
function read(frame, text, named) {
  /** @type {import("./decoded.js").Alias[]} */
  const aliases = [];
  /** @type {string[]} */
  const ignored = [];
  /** @type {import("./decoded.js").UnknownValue[]} */
  const unknownValues = [];

  /**
   * @param {Kind} kind
   * @param {any} value
   * @param {string} path
   * @returns {any}
   */
  function readValue(kind, value, path) {
    const { json, expected, fields, of } = kind;
    if (of && Array.isArray(value)) {
      // A hole is a wrong element, which callbacks would be spared.
      return Array.from({ length: value.length }, (_, index) =>
        readValue(of, value[index], `${path}[${index}]`),
      );
    }
    if (fields && isObject(value)) return readObject(fields, value, path);
    const canonical = scalar(kind, value);
    if (fields || canonical === undefined) {
      const code = fields
        ? "not_object"
        : typeof value !== json || (kind === WHOLE && value % 1)
          ? "wrong_type"
          : json === "string"
            ? "bad_format"
            : "out_of_range";
      throw fault(code, path, expected, describe(value));
    }
    if (kind.values) {
      const isType = path === "$.type";
      if (canonical !== value) aliases.push({ path, kind: isType ? "type" : "value", canonical });
      else if (!isType && !kind.values.has(value)) unknownValues.push({ path, value });
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
      const path = scope + (/^[a-z_$][\w$]*$/i.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);
      const field = fields.find(({ names }) => names.includes(key));
      if (!field) {
        ignored.push(path);
        continue;
      }
      const { key: canonical, kind, mark } = field;
      if (seen.has(field)) throw fault("duplicate", path, "one value", "another");
      seen.add(field);
      if (key !== canonical) aliases.push({ path, kind: "key", canonical });
      if (value === null && mark === "?") continue;
      const read = value === null && mark === "~" ? null : readValue(kind, value, path);
      if (own(result, canonical, read) !== read) throw fault("conflict", path, "one value", "another");
      if (read !== undefined) result[canonical] = read;
    }
    for (const { key, isNeeded } of fields) {
      if (isNeeded && own(result, key) === undefined) {
        throw fault("missing", `${scope}.${key}`, "a value", "nothing");
      }
    }
    // A sign of life has no data.
    return fields.length ? result : undefined;
  }

  /**
   * @param {Row} row
   * @param {string} [area]
   * @returns {Decoded}
   */
  function readEvent({ kind, type }, area) {
    const message = readValue(kind, frame, "$");
    if (!isOneTenant(message)) throw fault("conflict", "$.data.tenantId", "one value", "another");
    if (area !== undefined) Object.assign(message, { type, area });
    return { kind: "event", message, aliases, ignored, unknownValues, frame };
  }

  /**
   * @param {string} discriminator
   * @param {string} type
   * @returns {Decoded | undefined}
   */
  function readCommand(discriminator, type) {
    for (const [key, name, ...words] of load().commands) {
      if (key === discriminator && name === type) {
        named.type = type;
        /** @type {any} */
        const command = readObject(toFields([key, ...words]), frame, "$");
        return { kind: "command", command, aliases, ignored };
      }
    }
    return undefined;
  }

  /** @param {string | null} type @returns {Decoded} */
  function readUnknown(type) {
    const timed = readObject(toFields(type ? ["timestamp:time"] : []), frame, "$");
    return { kind: "unknown", type, ...timed, frame, ...text };
  }

  /** @param {string} key */
  const has = (key) => own(frame, key) !== undefined;

  if (!isObject(frame)) readValue(object([]), frame, "$");
  if (has("type")) {
    const type = readValue(FILLED, frame.type, "$.type");
    const row = types.get(type);
    named.type = row ? row.type : type;
    if (row) return readEvent(row);
    const data = own(frame, "data");
    const isError = type.slice(1).endsWith(AREA_SUFFIX) && isObject(data);
    if (isError && typeof own(data, "code") === "string") {
      return readEvent(
        /** @type {Row} */ (types.get(AREA_TYPE)),
        type.slice(0, -AREA_SUFFIX.length),
      );
    }
    return readCommand("type", type) || readUnknown(type);
  }
  if (has("action")) {
    const command = readCommand("action", readValue(TEXT, frame.action, "$.action"));
    if (command) return command;
    throw fault("unknown_shape", "$.action", "known value", "another");
  }
  if (has("eventType")) return readUnknown(null);
  const { gateway } = load();
  if (gateway.some((key) => typeof own(frame, key) !== "string")) {
    throw fault("unknown_shape", "$", "known value", "another");
  }
  return {
    kind: "gateway",
    fault: /** @type {import("../protocol/commands.js").GatewayFault} */ (
      Object.fromEntries(gateway.map((key) => [key, frame[key]]))
    ),
  };
}
