// What values there are and what keys: the words in which the rows are written. Nothing here knows
// an event.

/**
 * What values a key takes.
 *
 * @typedef {object} Kind
 * @property {string} json The JSON type.
 * @property {string} expected The same in words.
 * @property {(value: any) => any} read The canonical value, or undefined for a wrong one.
 * @property {readonly string[]} [old] Old spellings of values, each before its canonical one.
 * @property {Kind} [of] The kind of the elements of a list.
 *
 * @typedef {object} Field
 * @property {string} key
 * @property {Kind} kind
 * @property {boolean} optional Whether it may be left out; null reads as left out.
 * @property {boolean} nullable Whether it may be null.
 * @property {readonly string[]} names Every spelling of the key.
 * @property {readonly string[]} twins Those that may stand beside one of the others.
 */

/** @param {any} value */
const filled = (value) => (typeof value === "string" && value !== "" ? value : undefined);

export const TEXT = {
  json: "string",
  expected: "text",
  /** @param {any} value */
  read: (value) => (typeof value === "string" ? value : undefined),
};
export const TYPE = { json: "string", expected: "a non-empty type", read: filled };
export const ID = { json: "string", expected: "a non-empty id", read: filled };
export const TOKEN = { json: "string", expected: "a non-empty token", read: filled };
export const BOOL = {
  json: "boolean",
  expected: "true or false",
  /** @param {any} value */
  read: (value) => (typeof value === "boolean" ? value : undefined),
};
export const WHOLE = {
  json: "number",
  expected: "a whole number from 0 to 9007199254740991",
  /** @param {any} value */
  read: (value) => (Number.isSafeInteger(value) && value >= 0 ? value + 0 : undefined),
};
export const OBJECT = {
  json: "object",
  expected: "an object",
  /** @param {any} value */
  read: (value) =>
    typeof value === "object" && value && !Array.isArray(value) ? value : undefined,
};
export const TIMESTAMP = {
  json: "string",
  expected: "a date-time like 2025-11-03T14:30:00.000Z",
  /** @param {any} value */
  read: (value) => {
    if (typeof value !== "string") return undefined;
    return WRITTEN.test(value) ? value : value.length > 10 ? moment(value) : undefined;
  },
};
export const DATE = {
  json: "string",
  expected: "a date like 2025-11-05",
  /** @param {any} value */
  read: (value) =>
    typeof value === "string" && moment(value) ? value.slice(0, 10) : undefined,
};

/**
 * A finite number.
 *
 * @param {number} min
 * @param {number} max
 */
export const number = (min = -Number.MAX_VALUE, max = Number.MAX_VALUE) => ({
  json: "number",
  expected: `a number from ${min} to ${max}`,
  /** @param {any} value */
  read: (value) =>
    typeof value === "number" && value >= min && value <= max ? value + 0 : undefined,
});

/**
 * A value of an open enumeration.
 *
 * @param {string[]} old
 */
export const oneOf = (...old) => ({
  json: "string",
  expected: "non-empty text",
  /** @param {any} value */
  read: (value) => {
    const at = old.indexOf(value);
    return at % 2 === 0 ? old[at + 1] : filled(value);
  },
  old,
});

/** @param {Kind} of */
export const list = (of) => ({ json: "array", expected: "an array", read: filled, of });

/** A date-time as encoders write it, but for a 29th of February: that takes a calendar. */
const WRITTEN =
  /^\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

const MOMENT =
  /^(\d{4})-(\d\d)-(\d\d)(?:T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d)))?$/;

/**
 * A date-time, or the midnight of a date, as an encoder writes it.
 *
 * @param {string} value
 */
function moment(value) {
  const match = MOMENT.exec(value);
  if (!match) return undefined;
  const [year, month, day, hour = 0, minute = 0, second = 0, fraction = "", sign, hours, minutes] =
    match.slice(1);
  const time = new Date(0);
  time.setUTCFullYear(+year, +month - 1, +day);
  if (time.getUTCMonth() !== +month - 1) return undefined;
  const offset = sign ? +(sign + 1) * (+hours * 60 + +minutes) : 0;
  time.setUTCHours(+hour, +minute - offset, +second, +(fraction + "000").slice(0, 3));
  const written = time.toISOString();
  return written.length === 24 ? written : undefined;
}

/**
 * A key as written by the protocol and in snake_case.
 *
 * @param {string} key
 */
const spellings = (key) => [key, key.replace(/[A-Z]/g, (upper) => "_" + upper.toLowerCase())];

/**
 * A key that is always there.
 *
 * @param {string} key
 * @param {Kind} kind
 * @param {string[]} old
 * @returns {Field}
 */
export const required = (key, kind, ...old) => ({
  key,
  kind,
  optional: false,
  nullable: false,
  names: [].concat(...[key, ...old].map(spellings)),
  twins: [],
});

/**
 * A key that may be left out.
 *
 * @param {string} key
 * @param {Kind} kind
 * @param {string[]} old
 */
export const optional = (key, kind, ...old) => ({ ...required(key, kind, ...old), optional: true });

/**
 * A key that is always there and may be null.
 *
 * @param {string} key
 * @param {Kind} kind
 * @param {string[]} old
 */
export const nullable = (key, kind, ...old) => ({ ...required(key, kind, ...old), nullable: true });

/**
 * Adds old spellings that may stand beside the others if both hold the same.
 *
 * @param {Field} field
 * @param {string[]} old
 */
export const twin = (field, ...old) => {
  const twins = [].concat(...old.map(spellings));
  return { ...field, names: [...field.names, ...twins], twins };
};
