// What values and what keys there are. Nothing here knows an event.

/**
 * What values a key takes.
 *
 * @typedef {object} Kind
 * @property {string} json The JSON type.
 * @property {string} expected The same in words.
 * @property {boolean} [filled] Whether a text must not be empty.
 * @property {(value: any) => any} [read] The canonical value, or undefined for a wrong one.
 * @property {readonly string[]} [old] Old spellings of values, each before its canonical one.
 * @property {Kind} [of] The kind of the elements of a list.
 * @property {readonly Field[]} [fields] The keys of an object.
 * @property {number} [needed] How many of them are always there.
 *
 * @typedef {object} Field
 * @property {string} key
 * @property {Kind} kind
 * @property {boolean} optional Whether it may be left out; null reads as left out.
 * @property {boolean} nullable Whether it may be null.
 * @property {readonly string[]} names Every spelling of the key.
 *
 * @typedef {Field | string} Column A bare key is one of `filled`.
 */

/** Every day but the 29th of February, which takes a calendar. */
const DAY = "^\\d{4}-(?!02-29|02-3|(?:0[469]|11)-31)(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])";
const TIME = "T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d";
const WRITTEN_DATE = /* @__PURE__ */ new RegExp(DAY + "$");
const WRITTEN_TIMESTAMP = /* @__PURE__ */ new RegExp(DAY + TIME + "\\.\\d{3}Z$");
const MOMENT = /* @__PURE__ */ new RegExp(
  `^(\\d{4}-(\\d\\d)-)(\\d\\d)(?:(${TIME})(?:\\.(\\d{1,9}))?(?:Z|([+-])([01]\\d|2[0-3]):([0-5]\\d)))?$`,
);

/**
 * A date-time, or the midnight of a date, as an encoder writes it.
 *
 * @param {string} value
 */
function moment(value) {
  const match = MOMENT.exec(value);
  if (!match) return undefined;
  const [, start, month, day, time = "T00:00:00", fraction = "", sign, hours, minutes] = match;
  const date = new Date(`${start}01${time}.${(fraction + "000").slice(0, 3)}Z`);
  date.setUTCDate(+day);
  if (date.getUTCMonth() !== +month - 1) return undefined;
  if (sign) date.setUTCMinutes(date.getUTCMinutes() - +(sign + 1) * (+hours * 60 + +minutes));
  const written = date.toISOString();
  return written.length === 24 ? written : undefined;
}

export const TEXT = { json: "string", expected: "text" };
export const FILLED = { json: "string", expected: "non-empty text", filled: true };
export const WHOLE = {
  json: "number",
  expected: "a whole number below 2^53",
  /** @param {number} value */
  read: (value) => (value >= 0 && Number.isSafeInteger(value) ? value + 0 : undefined),
};

/** The kinds that a row can name. */
export const KINDS = {
  text: TEXT,
  filled: FILLED,
  whole: WHOLE,
  bool: { json: "boolean", expected: "true or false" },
  time: {
    json: "string",
    expected: "a date-time",
    /** @param {string} value */
    read: (value) =>
      WRITTEN_TIMESTAMP.test(value) ? value : value.length > 10 ? moment(value) : undefined,
  },
  date: {
    json: "string",
    expected: "a date",
    /** @param {string} value */
    read: (value) =>
      WRITTEN_DATE.test(value) ? value : moment(value) ? value.slice(0, 10) : undefined,
  },
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
  /** @param {number} value */
  read: (value) => (value >= min && value <= max ? value + 0 : undefined),
});

/**
 * A value of an open enumeration that has old spellings.
 *
 * @param {string[]} old Each before its canonical spelling.
 */
export const oneOf = (...old) => ({
  json: "string",
  expected: "non-empty text",
  /** @param {string} value */
  read: (value) => {
    const at = old.indexOf(value);
    return at % 2 ? value || undefined : old[at + 1];
  },
  old,
});

/** @param {readonly Field[]} fields */
export const object = (fields) => ({
  json: "object",
  expected: "an object",
  fields,
  needed: new Set(fields.map(({ optional, key }) => (optional ? "" : key)).filter(Boolean)).size,
});

/**
 * @param {string} key
 * @param {Kind} kind
 * @param {string} [mark] `?` for a key that may be left out, `~` for one that may be null.
 * @param {string[]} names
 * @returns {Field}
 */
export const field = (key, kind, mark, names = [key]) => ({
  key,
  kind,
  optional: mark === "?",
  nullable: mark === "~",
  names: [
    ...names,
    ...names.map((name) => name.replace(/[A-Z]/g, (upper) => "_" + upper.toLowerCase())),
  ],
});
