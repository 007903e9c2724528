import { Fault, describe, invalid, missing, notAnObject } from "./faults.js";
import { OBJECT, TEXT, TIMESTAMP, TYPE, WHOLE, optional, required } from "./kinds.js";
import { checkText, counting, isTooDeep, tooDeep } from "./limits.js";
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
 *
 * @typedef {object} Shape
 * @property {readonly Field[]} fields
 * @property {number} needed How many of them are always there.
 *
 * @typedef {object} Row
 * @property {string} type
 * @property {Shape} frame The keys of the frame, of which `data` is one.
 * @property {Shape} data The keys of `data`.
 *
 * @typedef {object} Notes
 * @property {string | null} type
 * @property {{ path: string, kind: string, canonical: string }[]} aliases
 * @property {string[]} ignored
 */

/**
 * @param {any} input
 * @returns {any}
 */
export function decode(input) {
  /** @type {Notes} */
  const notes = { type: null, aliases: [], ignored: [] };
  try {
    if (typeof input !== "string") {
      if (!OBJECT.read(input)) throw notAnObject("$", input);
      const text = JSON.stringify(input, counting());
      checkText(text);
      if (isTooDeep(text)) throw tooDeep();
      return read(input, undefined, notes);
    }
    checkText(input);
    const frame = JSON.parse(input);
    const row = frame && table().types.get(frame.type);
    if (row && isEvent(frame, row)) {
      return { kind: "event", message: frame, aliases: [], ignored: [] };
    }
    if (isTooDeep(input)) throw tooDeep();
    return read(frame, input, notes);
  } catch (error) {
    return refuse(error, input, notes);
  }
}

/**
 * @param {unknown} error
 * @param {unknown} input
 * @param {Notes} notes
 */
function refuse(error, input, notes) {
  if (error instanceof Fault) return invalid(error, notes.type);
  const isDeep = error instanceof RangeError || (typeof input === "string" && isTooDeep(input));
  return invalid(isDeep ? tooDeep() : new Fault("syntax", "$", "JSON", "other text"), null);
}

// ---- the rows ----------------------------------------------------------------------------------

/** @type {ReturnType<typeof build> | undefined} */
let built;

const table = () => built || (built = build());

function build() {
  const { header, events, commands, gateway } = rows();
  /** @type {Map<string, Row>} */
  const types = new Map();
  /** @type {Map<string, Row>} */
  const old = new Map();
  for (const { type, names, fields } of events) {
    const row = { type, frame: shape(envelope(header, fields.length > 0)), data: shape(fields) };
    types.set(type, row);
    for (const name of names) old.set(name, row);
  }
  return { types, old, commands, gateway };
}

/**
 * The keys of an event's frame; a sign of life, which has no data, needs no timestamp either.
 *
 * @param {readonly Field[]} header
 * @param {boolean} full
 */
const envelope = (header, full) => [
  required("type", TYPE),
  ...header.map((field) => (full ? field : { ...field, optional: true })),
  (full ? required : optional)("data", OBJECT),
];

/**
 * @param {readonly Field[]} fields
 * @returns {Shape}
 */
const shape = (fields) => ({ fields, needed: fields.filter((field) => !field.optional).length });

// ---- in place ----------------------------------------------------------------------------------

/**
 * @param {any} frame
 * @param {Row} row
 */
function isEvent(frame, { frame: { fields, needed }, data }) {
  return (
    data.needed > 0 &&
    isCanonical(frame, fields, needed) &&
    isCanonical(frame.data, data.fields, data.needed) &&
    (frame.tenantId === undefined ||
      frame.data.tenantId === undefined ||
      frame.tenantId === frame.data.tenantId)
  );
}

/**
 * Whether an object holds known keys alone, each spelt the canonical way and with a right value.
 * Times are mended.
 *
 * @param {any} object
 * @param {readonly Field[]} fields
 * @param {number} needed
 */
function isCanonical(object, fields, needed) {
  let next = 0;
  for (const key in object) {
    let field = fields[next];
    for (let tries = fields.length; field.key !== key; field = fields[next]) {
      if (--tries === 0) return false;
      if (++next === fields.length) next = 0;
    }
    if (!hasOwn.call(object, key)) return false;
    const value = object[key];
    const { kind } = field;
    if (kind.of) {
      if (!Array.isArray(value)) return false;
      for (const element of value) if (kind.of.read(element) !== element) return false;
    } else if (value !== null || !field.nullable) {
      const canonical = kind.read(value);
      if (canonical !== value || canonical === 0) {
        if (canonical === undefined || kind.old) return false;
        object[key] = canonical;
      }
    }
    if (!field.optional) needed--;
    if (++next === fields.length) next = 0;
  }
  return needed === 0;
}

const hasOwn = Object.prototype.hasOwnProperty;

/**
 * @param {any} object
 * @param {string} key
 */
const own = (object, key) => (hasOwn.call(object, key) ? object[key] : undefined);

// ---- key by key --------------------------------------------------------------------------------

/**
 * @param {any} frame
 * @param {string | undefined} text
 * @param {Notes} notes
 */
function read(frame, text, notes) {
  if (!OBJECT.read(frame)) throw notAnObject("$", frame);
  const { types, old, gateway } = table();
  if (own(frame, "type") !== undefined) {
    const type = readValue(TYPE, frame.type, "$.type", notes);
    const row = types.get(type) || old.get(type);
    notes.type = row ? row.type : type;
    if (row) return readEvent(frame, row, undefined, notes);
    const data = own(frame, "data");
    if (type.length > AREA_SUFFIX.length && type.endsWith(AREA_SUFFIX)) {
      if (OBJECT.read(data) && typeof own(data, "code") === "string") {
        const area = type.slice(0, -AREA_SUFFIX.length);
        return readEvent(frame, /** @type {Row} */ (types.get(AREA_TYPE)), area, notes);
      }
    }
    return readCommand(frame, "type", type, notes) || readUnknown(frame, type, text, notes);
  }
  if (own(frame, "action") !== undefined) {
    const action = readValue(TEXT, frame.action, "$.action", notes);
    const command = readCommand(frame, "action", action, notes);
    if (command) return command;
    throw new Fault("unknown_shape", "$.action", "a known action", "another");
  }
  if (own(frame, "eventType") !== undefined) return readUnknown(frame, null, text, notes);
  if (gateway.every(({ key }) => typeof own(frame, key) === "string")) {
    return { kind: "gateway", fault: readObject(frame, "$", gateway, notes) };
  }
  throw new Fault("unknown_shape", "$", "an event, a command or a gateway fault", "none of them");
}

/**
 * @param {any} frame
 * @param {Row} row
 * @param {string | undefined} area
 * @param {Notes} notes
 */
function readEvent(frame, { type, frame: { fields }, data }, area, notes) {
  const message = readObject(frame, "$", fields, notes, (key, value, path) => {
    if (key === "data") {
      const read = readObject(value, path, data.fields, notes);
      return data.fields.length ? read : null;
    }
    if (key === "type" && area === undefined && value !== type) {
      notes.aliases.push({ path, kind: "type", canonical: type });
    }
    return key === "type" ? type : undefined;
  });
  const tenant = message.data && message.data.tenantId;
  if (message.tenantId !== undefined && tenant !== undefined && message.tenantId !== tenant) {
    throw new Fault("conflict", "$.data.tenantId", "the tenant of the envelope", "another tenant");
  }
  if (area !== undefined) message.area = area;
  return { kind: "event", message, aliases: notes.aliases, ignored: notes.ignored };
}

/**
 * @param {any} frame
 * @param {string} discriminator
 * @param {string} type
 * @param {Notes} notes
 */
function readCommand(frame, discriminator, type, notes) {
  const row = table().commands.find((row) => row.key === discriminator && row.type === type);
  if (!row) return undefined;
  notes.type = type;
  const fields = [required(discriminator, TYPE), ...row.fields];
  const command = readObject(frame, "$", fields, notes);
  return { kind: "command", command, aliases: notes.aliases, ignored: notes.ignored };
}

/**
 * @param {any} frame
 * @param {string | null} type
 * @param {string | undefined} text
 * @param {Notes} notes
 */
function readUnknown(frame, type, text, notes) {
  /** @type {Record<string, unknown>} */
  const unknown = { kind: "unknown", type };
  if (type !== null) {
    const timestamp = own(frame, "timestamp");
    if (timestamp === undefined) throw missing("$", "timestamp");
    unknown.timestamp = readValue(TIMESTAMP, timestamp, "$.timestamp", notes);
  }
  unknown.frame = frame;
  if (text !== undefined) unknown.text = text;
  return unknown;
}

/**
 * @param {any} object
 * @param {string} scope
 * @param {readonly Field[]} fields
 * @param {Notes} notes
 * @param {(key: string, value: any, path: string) => any} [readInner] Undefined for a plain value.
 * @returns {any}
 */
function readObject(object, scope, fields, notes, readInner) {
  if (!OBJECT.read(object)) throw notAnObject(scope, object);
  /** @type {Map<unknown, unknown>} */
  const values = new Map();
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    const path = child(scope, key);
    const field = fields.find(({ names }) => names.includes(key));
    if (!field) {
      notes.ignored.push(path);
      continue;
    }
    const slot = field.twins.includes(key) ? field.twins : field;
    if (values.has(slot)) throw new Fault("duplicate", path, "this key once", "a second time");
    if (key !== field.key) notes.aliases.push({ path, kind: "key", canonical: field.key });
    let read = null;
    if (value !== null || !(field.optional || field.nullable)) {
      read = readInner && readInner(field.key, value, path);
      if (read === undefined) read = readValue(field.kind, value, path, notes);
    }
    for (const other of [field, field.twins]) {
      if (values.has(other) && values.get(other) !== read) {
        throw new Fault("conflict", path, "the same value as under its other name", "another");
      }
    }
    values.set(slot, read);
  }
  /** @type {Record<string, unknown>} */
  const result = {};
  for (const field of fields) {
    const value = values.has(field) ? values.get(field) : values.get(field.twins);
    if (value === undefined && !field.optional) throw missing(scope, field.key);
    if (value !== undefined && (value !== null || field.nullable)) result[field.key] = value;
  }
  return result;
}

/**
 * @param {Kind} kind
 * @param {any} value
 * @param {string} path
 * @param {Notes} notes
 * @returns {any}
 */
function readValue(kind, value, path, notes) {
  const { of, json, expected } = kind;
  if (of) {
    if (!Array.isArray(value)) throw new Fault("wrong_type", path, expected, describe(value));
    return value.map((element, index) => readValue(of, element, `${path}[${index}]`, notes));
  }
  const canonical = kind.read(value);
  if (canonical === undefined) {
    const isOther = typeof value !== json || (kind === WHOLE && value % 1);
    const code = isOther ? "wrong_type" : json === "string" ? "bad_format" : "out_of_range";
    const found = code === "bad_format" ? JSON.stringify(value.slice(0, 40)) : describe(value);
    throw new Fault(code, path, expected, found);
  }
  if (kind.old && canonical !== value) notes.aliases.push({ path, kind: "value", canonical });
  return canonical;
}

/**
 * JSON path of a key (RFC 9535).
 *
 * @param {string} scope
 * @param {string} key
 */
const child = (scope, key) =>
  scope + (/^[A-Za-z_$][\w$]*$/.test(key) ? "." + key : `[${JSON.stringify(key)}]`);
