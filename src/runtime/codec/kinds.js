// What values and what keys there are. Nothing here knows an event.

/**
 * What values a key takes.
 *
 * @typedef {object} Kind
 * @property {string} json The JSON type.
 * @property {string} expected The same in words.
 * @property {((value: any) => any) | undefined} read The canonical value, or undefined for a wrong one.
 * @property {boolean} filled Whether a text must not be empty.
 * @property {Map<string, string>} [values] The canonical spelling of each listed value and of its old
 *   ones; values that are not listed are kept.
 * @property {Kind} [of] The kind of the elements of a list.
 * @property {readonly Field[]} [fields] The keys of an object.
 * @property {number} [needed] How many of them are always there.
 *
 * @typedef {object} Field
 * @property {string} key
 * @property {Kind} kind
 * @property {string} mark
 * @property {boolean} isNeeded Whether it is always there.
 * @property {string[]} names Every spelling of the key.
 */

/** A date-time as encoders write it, but for the 29th of February, which takes a calendar. */
const WRITTEN =
  /^\d{4}-(?!02-29|02-3|(?:0[469]|11)-31)(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const READ =
  /^(\d{4}-\d\d-\d\d)(T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,9}))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** @param {string} value */
function time(value) {
  if (WRITTEN.test(value)) return value;
  const [, day, clock, fraction = "", zone] = READ.exec(value) || [];
  // Some engines take the 30th of February for the 2nd of March.
  if (!day || !`${new Date(day).toJSON()}`.startsWith(day)) return undefined;
  const written = new Date(`${day + clock}.${(fraction + "000").slice(0, 3)}${zone}`).toJSON();
  // Years beyond four digits are written longer.
  return written.length === 24 ? written : undefined;
}

/**
 * Makes a kind.
 *
 * @param {string} json
 * @param {Partial<Kind>} [rest]
 * @returns {Kind}
 */
const make = (json, rest) => ({
  json,
  expected: json,
  filled: false,
  // What it does not have it must not inherit; without a prototype it would be looked up slowly.
  read: undefined,
  values: undefined,
  of: undefined,
  fields: undefined,
  ...rest,
});

export const TEXT = /* @__PURE__ */ make("string");
export const FILLED = /* @__PURE__ */ make("string", { expected: "filled string", filled: true });
export const WHOLE = /* @__PURE__ */ make("number", {
  expected: "integer",
  read: (value) => (value >= 0 && Number.isSafeInteger(value) ? value + 0 : undefined),
});

/** The kinds that a row can name. */
export const KINDS = {
  text: TEXT,
  filled: FILLED,
  whole: WHOLE,
  bool: /* @__PURE__ */ make("boolean"),
  time: /* @__PURE__ */ make("string", { expected: "date-time", read: time }),
  date: /* @__PURE__ */ make("string", {
    expected: "date",
    read: (value) =>
      time(value.length > 10 ? value : value + "T00:00:00.000Z") && value.slice(0, 10),
  }),
};

/**
 * A finite number.
 *
 * @param {number} min
 * @param {number} max
 */
export const number = (min = -Number.MAX_VALUE, max = Number.MAX_VALUE) =>
  make("number", {
    expected: `${min} to ${max}`,
    read: (value) => (value >= min && value <= max ? value + 0 : undefined),
  });

/**
 * A value of an open enumeration.
 *
 * @param {string} words Its values, each with its old spellings behind `|`.
 */
export function oneOf(words) {
  const values = new Map();
  for (const word of words.split(" ")) {
    const names = word.split("|");
    for (const name of names) values.set(name, names[0]);
  }
  return make("string", { ...FILLED, read: (value) => values.get(value) || value, values });
}

/** @param {Kind} of */
export const list = (of) => make("array", { of });

/** @param {readonly Field[]} fields */
export const object = (fields) =>
  make("object", { fields, needed: fields.filter((it) => it.isNeeded).length });

/**
 * @param {string} key
 * @param {Kind} kind
 * @param {string} mark `?` for a key that may be left out, `~` for one that may be null, `=` for old
 *   spellings that may stand beside the key.
 * @param {string[]} names
 * @returns {Field}
 */
export const field = (key, kind, mark, names) => ({
  // Cut from a longer text, it would be compared letter by letter; as the key of an object it is
  // compared by its address.
  key: Object.keys({ [key]: 0 })[0],
  kind,
  mark,
  isNeeded: "~".startsWith(mark),
  names: names.flatMap((name) => [
    name,
    name.replace(/[A-Z]/g, (upper) => "_" + upper.toLowerCase()),
  ]),
});
