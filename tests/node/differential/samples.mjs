// JSON texts: right values of each kind, and values that are awkward in the place of any.
import { enumerations } from "./facts.mjs";

const quote = JSON.stringify;
const WORDS = ["goal-222", "550e8400-e29b-41d4-a716-446655440000", "Increase Revenue by 20%", "ü", "😀", "\u2028\u2029", "a\"b\\c/", "\u0000\u001f\u007f", "line\nbreak\ttab", "0", "null", "__proto__", "constructor", "\ufeff", "[{", " "];

/** @param {import("./random.mjs").Random} random */
const word = (random) => random.of(WORDS) + (random.chance(0.3) ? random.of(WORDS) : "");
const two = (number) => String(number).padStart(2, "0");

/** @param {import("./random.mjs").Random} random */
function date(random) {
  const year = random.chance(0.1) ? random.of(["0000", "9999", "1900", "2000", "2024"]) : String(1990 + random.below(60));
  return `${year}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`;
}

/** @param {import("./random.mjs").Random} random */
function time(random) {
  const clock = `${two(random.below(24))}:${two(random.below(60))}:${two(random.below(60))}`;
  if (random.chance(0.7)) return `${date(random)}T${clock}.${String(random.below(1000)).padStart(3, "0")}Z`;
  const fraction = random.chance(0.5) ? `.${"123456789".slice(0, 1 + random.below(9))}` : "";
  const zone = random.chance(0.3) ? "Z" : `${random.of(["+", "-"])}${two(random.below(24))}:${two(random.below(60))}`;
  // The first and the last day could fall out of the calendar.
  return `${date(random).replace(/^(0000|9999)/, "2024")}T${clock}${fraction}${zone}`;
}

/** @param {import("./random.mjs").Random} random */
function number(random, from, to) {
  const forms = [
    () => String(from + random.below(to - from + 1)),
    () => String(from + random.next() * (to - from)),
    () => `${from + random.below(to - from + 1)}.0`,
    () => `${random.below(10)}e1`,
    () => "-0.0",
    () => String(to),
  ];
  return random.of(forms)();
}

const RIGHT = {
  id: (random) => quote(word(random)),
  text: (random) => (random.chance(0.1) ? '""' : quote(word(random))),
  dt: (random) => quote(time(random)),
  d: (random) => quote(random.chance(0.8) ? date(random) : time(random)),
  num: (random) => (random.chance(0.2) ? random.of(["-1e300", "1e-400", "1.7976931348623157e308", "125000", "9007199254740993"]) : number(random, 0, 1000)),
  positive: (random) => number(random, 0, 400),
  percent: (random) => number(random, 0, 100),
  int: (random) => (random.chance(0.2) ? random.of(["9007199254740991", "3.0", "1e3", "-0", "9007199254740991.0"]) : String(random.below(1e9))),
  bool: (random) => random.of(["true", "false"]),
};

/**
 * A right value of a key, canonical or not.
 *
 * @param {import("./random.mjs").Random} random
 */
export function right(random, { kind, mark }) {
  if (mark === "N" && random.chance(0.5)) return "null";
  const one = kind.replace("[]", "");
  const value = () => (enumerations[one] ? quote(random.of([...new Set(enumerations[one].values())])) : RIGHT[one](random));
  return kind.endsWith("[]") ? `[${Array.from({ length: random.below(4) }, value).join(",")}]` : value();
}

export const ANYTHING = [
  ..."null true false 0 1 -1 1.5 1e400 -1e400 {} [] [null] [0] [[]]".split(" "),
  '""', '"text"', '[""]', '["a","b"]', '{"a":1}', '{"code":"X"}', '"\\u00e9\\n"', '"\\ud83d\\ude00"', '"2025-11-03"', "[1,]".replace(",", ""),
];
export const NUMBERS =
  "-0 0.0 -0.0 3.0 0.5 -0.5 -1 99.999 100 100.0 100.0000001 101 1e2 1E+2 1e-400 12345678901234567890 9007199254740991 9007199254740992 9007199254740993 -9007199254740991 1.7976931348623157e308 1e309 -1e309 4.9e-324".split(" ");
/** Both sides of where the range of a kind ends. */
export const EDGES = {
  num: ["1.7976931348623157e308", "1.7976931348623159e308", "-1e309"],
  positive: ["0", "-0", "-1e-9", "4.9e-324", "-4.9e-324"],
  percent: ["0", "-1e-9", "100", "100.00000000000001", "101", "-0.0"],
  int: ["0", "-1", "-0.0", "9007199254740991", "9007199254740992", "9007199254740991.0", "0.5", "1e15", "1e16"],
};
export const NO_NUMBERS = "01 1. .5 +1 1e - 0x10 NaN Infinity 1e+ --1 1_000".split(" ");

const CLOCKS = "T14:30:00Z T14:30:00.1Z T14:30:00.1239Z T14:30:00.123456789Z T14:30:00.1234567890Z T14:30:00.Z T14:30:00+00:00 T14:30:00-00:00 T00:15:00+01:30 T23:45:00-23:59 T14:30:00+24:00 T14:30:00+01:60 T14:30:00+0100 T14:30:00+01 T14:30:00 t14:30:00.000Z T14:30:00.000z T24:00:00.000Z T23:60:00.000Z T23:59:60.000Z T23:59:59.999Z T00:00:00.000Z T00:00:00+00:01 T23:59:59-00:01 T14:30Z T1:30:00Z T14:30:00,5Z T".split(" ");
const DAYS = "2025-11-03 2024-02-29 2025-02-29 1900-02-29 2000-02-29 2025-02-30 2025-04-31 2025-06-31 2025-09-31 2025-11-31 2025-12-31 2025-00-10 2025-13-10 2025-11-00 2025-11-32 0000-01-01 0000-02-29 9999-12-31 10000-01-01 +02025-11-03 -0001-01-01 2025-1-03 2025-11-3 2025/11/03 20251103 ２０２５-11-03".split(" ");

/** A day or a time, right or wrong. @param {import("./random.mjs").Random} random */
export function anyTime(random) {
  const text = random.of(DAYS) + (random.chance(0.7) ? random.of(CLOCKS) : "");
  return quote(random.chance(0.95) ? text : random.of([` ${text}`, `${text} `, `${text}\n`, text.replace("T", " "), "tomorrow"]));
}

/** A value of an enumeration: listed, in an old spelling, or neither. */
export function anyValue(random, name) {
  const listed = [...enumerations[name].keys()];
  return quote(random.of([...listed, ...listed.filter((it) => enumerations[name].get(it) !== it), random.of(listed).toUpperCase(), "newer_value", "__proto__", "constructor", "", " "]));
}

export const UNKNOWN_KEYS = ["surplus", "__proto__", "constructor", "toString", "a b", "", "7", "0", "ünïcode", "data_", "Type", "goal_Id", "goalID", "retry_afterMs", 'quo"te', "back\\slash", "$ref", "_x", "$", "\u007f", "\u2028", "\n", "a.b", "😀", "kpiID", "event-id", "TENANTID", "tenantId", "goal_id"];
