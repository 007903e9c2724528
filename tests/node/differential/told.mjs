// Frames whose verdict is known from how they are made: the oracle is held against that too.
import { MAX_BYTES, MAX_DEPTH } from "./facts.mjs";
import { event, shaped, write } from "./frames.mjs";

/**
 * @typedef {import("./random.mjs").Random} Random
 * @typedef {{ verdict: string, code?: string, path?: string, at?: string }} Verdict `at`: the key that stands twice.
 * @typedef {{ text: string, readers: Verdict, parsers: Verdict }} Told What readers of text say, and what
 *   those say who follow `JSON.parse`.
 */

const refused = (code, path = "$", at = path) => ({ verdict: "invalid", code, path, at });
const VERDICTS = { event: "event", ping: "event", area: "event", unknown: "unknown", command: "command", gateway: "gateway", neighbour: "unknown" };

/** A right frame, and what it is. @param {Random} random */
function fine(random) {
  const { shape, frame } = shaped(random);
  return { frame, shape, said: { verdict: VERDICTS[shape] } };
}

const nested = (open, close, times, inner) => open.repeat(times) + inner + close.repeat(times);
const brackets = (random, times) => (random.chance(0.5) ? nested("[", "]", times, "") : nested('{"a":', "}", times, "0"));

/** Puts a key at the front of a frame. */
const front = (text, key, json) => `{${JSON.stringify(key)}:${json}${text === "{}" ? "" : ","}${text.slice(1)}`;

/** A value under a key that every reader passes over, at a depth of its own. */
function deep(random, depth, says) {
  const { frame, said } = fine(random);
  const text = front(write(frame), "surplus", brackets(random, depth - 1));
  const verdict = says ?? said;
  return { text, readers: verdict, parsers: verdict };
}

/** A frame with so many bytes, of letters that take so many each. */
function long(random, bytes, says) {
  const { frame, said } = fine(random);
  const text = front(write(frame), "surplus", '""');
  const letter = random.of(["a", "é", "€", "😀"]);
  const left = bytes - Buffer.byteLength(text);
  const times = Math.floor(left / Buffer.byteLength(letter));
  const padding = " ".repeat(left - times * Buffer.byteLength(letter));
  const verdict = says ?? said;
  return { text: text.replace('""', `"${letter.repeat(times)}"`) + padding, readers: verdict, parsers: verdict };
}

/** A known key that stands twice; the last is right. */
function repeat(random, first) {
  for (;;) {
    const { frame, shape, said } = fine(random);
    const isData = frame.data !== undefined && frame.data.length > 0 && random.chance(0.7);
    const list = isData ? frame.data : frame.root;
    // Of an unknown event the rest is its own.
    const isKnown = ({ key }) => !["unknown", "neighbour"].includes(shape) || (shape === "unknown" && ["type", "timestamp"].includes(key));
    const known = list.filter(isKnown);
    if (known.length === 0) continue;
    const entry = random.of(known);
    const scope = isData ? "$.data" : "$";
    const escaped = random.chance(0.3);
    const key = JSON.stringify(entry.key);
    const spelt = escaped ? `"\\u00${entry.key.charCodeAt(0).toString(16)}${key.slice(2)}` : key;
    list.splice(list.indexOf(entry), 0, { ...entry, key: spelt, isRaw: true, json: first(random, entry.json) });
    return { frame, path: `${scope}.${entry.key}`, said };
  }
}

/** Both keys of a pair, in any spelling and order, with these two values. */
function twins(random, values, says) {
  const frame = event(random, "kpi.reading.created");
  const data = /** @type {import("./frames.mjs").Entry[]} */ (frame.data);
  const at = data.findIndex(({ field }) => field?.twin);
  const spellings = [random.of(["kpiId", "kpi_id"]), random.of(["measureId", "measure_id"])];
  random.shuffle(spellings);
  data.splice(at, 1, ...spellings.map((key, which) => ({ key, json: values[which] })));
  const verdict = says(`$.data.${spellings[1]}`);
  return { text: write(frame), readers: verdict, parsers: verdict };
}

/** Whatever decides what a frame is must be the same text twice, or a reader may call it something else. */
const TELLS = ["$.type", "$.action", "$.message", "$.connectionId", "$.requestId"];

/** @type {[string, number, (random: Random) => Told][]} */
export const TOLD = [
  ["told: a literal repeat", 6, (random) => {
    const { frame, path, said } = repeat(random, (_, json) => json);
    return { text: write(frame), readers: refused("duplicate", path), parsers: said };
  }],
  ["told: an overwritten value of the greatest depth", 2, (random) => overwritten(random, MAX_DEPTH, (path, said) => [refused("duplicate", path), said])],
  ["told: an overwritten value that is too deep", 2, (random) => overwritten(random, MAX_DEPTH + 1, (path) => [refused("too_deep", "$", path), refused("too_deep", "$", path)])],
  ["told: twins that are equal", 1, (random) => twins(random, ['"k"', '"\\u006b"'], () => ({ verdict: "event" }))],
  ["told: twins that differ", 1, (random) => twins(random, ['"k"', '"m"'], (path) => refused("conflict", path))],
  ["told: the greatest depth", 2, (random) => deep(random, MAX_DEPTH)],
  ["told: too deep by one", 2, (random) => deep(random, MAX_DEPTH + 1, refused("too_deep"))],
  ["told: far too deep", 0.1, (random) => deep(random, 20_000, refused("too_deep"))],
  ["told: brackets in a text", 1, (random) => {
    const { frame, said } = fine(random);
    return { text: front(write(frame), "surplus", `"${"[{\\\"".repeat(100)}"`), readers: said, parsers: said };
  }],
  ["told: the greatest length", 0.2, (random) => long(random, MAX_BYTES)],
  ["told: too long by one", 0.2, (random) => long(random, MAX_BYTES + 1, refused("too_large"))],
];

/** An unknown event's repeats are its own, so only frames whose key is known are told. */
function overwritten(random, depth, says) {
  for (;;) {
    let inner = 0;
    const { frame, path, said } = repeat(random, () => "PLACE");
    inner = depth - (path.startsWith("$.data.") ? 2 : 1);
    if (TELLS.includes(path)) continue;
    const [readers, parsers] = says(path, said);
    return { text: write(frame).replace("PLACE", nested("[", "]", inner, "")), readers, parsers };
  }
}
