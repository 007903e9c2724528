// What is done to a right frame, each change once in this table: its name, how often it is chosen, and
// the change, which says whether it found something to change.
import { EVENTS, OLD_TYPES, enumerations } from "./facts.mjs";
import { AREAS, NO_TYPES, TYPES, json } from "./frames.mjs";
import { ANYTHING, EDGES, NO_NUMBERS, NUMBERS, UNKNOWN_KEYS, anyTime, anyValue, right } from "./samples.mjs";

/**
 * @typedef {import("./frames.mjs").Frame} Frame
 * @typedef {import("./random.mjs").Random} Random
 */

const quote = JSON.stringify;

/** One of the two objects of a frame. @param {Random} random @param {Frame} frame */
const part = (random, { root, data }) => (data?.length && random.chance(0.75) ? data : root);

/** An entry with a known key, that `fits`. */
function pick(random, frame, fits = (_) => true) {
  const list = part(random, frame);
  const found = list.filter((entry) => entry.field && fits(entry.field));
  return found.length === 0 ? undefined : { list, entry: random.of(found) };
}

/** A change of the value of a known key that `fits`. */
const value = (change, fits) => (random, frame) => {
  const picked = pick(random, frame, fits);
  if (picked) picked.entry.json = change(random, picked.entry);
  return picked !== undefined;
};
const ofKind = (...kinds) => ({ kind }) => kinds.includes(kind.replace("[]", ""));
const insert = (random, list, entry) => list.splice(random.below(list.length + 1), 0, entry);

/** Replaces the text of the key that says what a frame is. */
const typed = (text) => (random, frame) => {
  const entry = frame.root.find(({ key }) => key === "type");
  const found = entry && text(random, JSON.parse(entry.json));
  if (found !== undefined && entry) entry.json = found;
  return found !== undefined && entry !== undefined;
};

/** @type {[string, number, (random: Random, frame: Frame) => boolean][]} */
export const OF_PARTS = [
  ["left out", 4, (random, frame) => {
    const list = part(random, frame);
    if (list.length === 0) return false;
    list.splice(random.below(list.length), 1);
    return true;
  }],
  ["null", 4, value(() => "null")],
  ["anything", 8, value((random) => random.of(ANYTHING))],
  ["an empty text", 2, value(() => '""')],
  ["a number", 12, value((random, { field }) => random.of(random.chance(0.5) ? EDGES[field.kind] : NUMBERS), ofKind(...Object.keys(EDGES)))],
  ["no number", 1, value((random) => random.of(NO_NUMBERS))],
  ["a day or a time", 10, value((random) => anyTime(random), ofKind("dt", "d"))],
  ["a value of an enumeration", 8, value((random, { field }) => anyValue(random, field.kind), ({ kind }) => kind in enumerations)],
  ["items of a list", 4, value((random, { field }) => {
    const items = Array.from({ length: 1 + random.below(4) }, () => (random.chance(0.6) ? right(random, { ...field, kind: field.kind.slice(0, -2) }) : random.of(ANYTHING)));
    return `[${items.join(",")}]`;
  }, ({ kind }) => kind.endsWith("[]"))],
  ["an old spelling of a key", 8, (random, frame) => {
    const picked = pick(random, frame, ({ names }) => names.length > 1);
    if (picked) picked.entry.key = random.of(picked.entry.field.names);
    return picked !== undefined;
  }],
  ["every key in snake_case", 2, (_, frame) => {
    for (const entry of [...frame.root, ...(frame.data ?? [])]) entry.key = entry.field?.names[1] ?? entry.key;
    return true;
  }],
  ["another spelling beside a key", 4, (random, frame) => {
    const picked = pick(random, frame, ({ names }) => names.length > 1);
    if (!picked) return false;
    const { list, entry } = picked;
    const others = entry.field.names.filter((name) => name !== entry.key);
    insert(random, list, { ...entry, key: random.of(others), json: random.of([entry.json, entry.json, "null", right(random, entry.field)]) });
    return true;
  }],
  ["a literal repeat", 4, (random, frame) => {
    const list = part(random, frame);
    if (list.length === 0) return false;
    const entry = random.of(list);
    insert(random, list, { ...entry, json: random.of([entry.json, "null", random.of(ANYTHING), json(random)]) });
    return true;
  }],
  ["data twice", 1, (random, { root, data, payload }) => {
    if (!data) return false;
    insert(random, root, { key: "data", json: random.of(["null", "0", "{}", '{"code":"X"}', `{"tenantId":"t","x":${payload.length}}`]) });
    return true;
  }],
  ["an unknown key", 6, (random, frame) => {
    insert(random, part(random, frame), { key: random.of(UNKNOWN_KEYS), json: json(random) });
    return true;
  }],
  ["a key of another shape", 4, (random, { root }) => {
    const [key, text] = random.of([
      ["type", quote(random.of([...TYPES, "pong", "x.y"]))], ["type", random.of(ANYTHING)], ["action", quote(random.of(["auth", "ping", "jump", "__proto__", ""]))],
      ["action", random.of(ANYTHING)], ["token", '"t"'], ["token", random.of(ANYTHING)], ["eventType", random.of(ANYTHING)], ["event_type", '"x"'], ["message", random.of(ANYTHING)],
      ["connectionId", '"c"'], ["requestId", '"r"'], ["timestamp", '"2025-11-03T14:30:00Z"'], ["data", random.of(ANYTHING)],
    ]);
    insert(random, root, { key, json: text });
    return true;
  }],
  ["another name of what tells the shape", 1, (random, { root }) => {
    const entry = root.find(({ key }) => ["type", "action", "eventType"].includes(key));
    if (entry) entry.key = random.of(["type", "action", "eventType", "event_type", "Type"]);
    return entry !== undefined;
  }],
  ["an old name of a type", 5, typed((random, type) => {
    const old = Object.keys(OLD_TYPES).filter((it) => OLD_TYPES[it] === type);
    return old.length > 0 ? quote(random.of(old)) : undefined;
  })],
  ["another type", 3, typed((random) => quote(random.of([...Object.keys(EVENTS), ...Object.keys(OLD_TYPES), ...NO_TYPES, "pong", random.of(AREAS) + ".error"])))],
  ["a type that is anything", 2, typed((random) => random.of(ANYTHING))],
  ["a type in capitals", 1, typed((_, type) => quote(typeof type === "string" ? type.toUpperCase() : "X"))],
  ["data that is anything", 2, (random, frame) => {
    if (!frame.data) return false;
    frame.data = undefined;
    insert(random, frame.root, { key: "data", json: random.of(ANYTHING) });
    return true;
  }],
  ["a tenant in the envelope", 4, (random, { root, data }) => {
    const tenant = data?.find(({ key }) => key === "tenantId")?.json ?? '"t"';
    const key = random.of(["tenantId", "tenant_id"]);
    if (root.some((entry) => entry.field?.key === "tenantId")) return false;
    insert(random, root, { key, json: random.of([tenant, tenant, '"another"', '""', "null", tenant.toUpperCase()]) });
    return true;
  }],
  ["the keys in another order", 6, (random, frame) => {
    random.shuffle(frame.root);
    if (frame.data) random.shuffle(frame.data);
    return true;
  }],
  ["data first", 5, (_, frame) => frame.data !== undefined && (frame.isDataFirst = true)],
];

/** @type {[string, number, (random: Random, text: string) => string][]} */
export const OF_TEXT = [
  ["white space", 4, (random, text) => text.replace(/[:,{}[\]]/g, (mark) => (random.chance(0.3) ? ` ${mark}\n\t\r` : mark))],
  ["white space that is none", 1, (random, text) => random.of(["\u00a0", "\u000b", "\f", "\u2003", "\ufeff", "\u0085"]) + text],
  ["escaped letters", 4, (random, text) => text.replace(/[a-zA-Z]/g, (letter, at) => (text[at - 1] !== "\\" && !/\\u[0-9a-f]{0,3}$/i.test(text.slice(Math.max(0, at - 6), at)) && random.chance(0.05) ? `\\u00${letter.charCodeAt(0).toString(16)}` : letter))],
  ["a cut", 2, (random, text) => text.slice(0, random.below(text.length))],
  ["more behind it", 1, (random, text) => text + random.of([" ", "\n", ",", "}", "x", "{}", "\u0000", "null", "/**/", text])],
  ["a comma", 1, (random, text) => splice(random, text, /[,{}[\]]/g, ",")],
  ["no comma", 1, (random, text) => splice(random, text, /,/g, " ", 1)],
  ["single quotes", 1, (_, text) => text.replace('"', "'").replace('"', "'")],
  ["an escape", 4, (random, text) => splice(random, text, /(?<=[^\\])"/g, random.of(["\\u12", "\\x41", "\\ud800", "\\udc00", "\\ud83d\\ude00", "\\uDBFF\\uDFFF", "\\ud83d\\ud83d", "\\ude00\\ud83d", "\\\\ud800", "\\u0000", "\\/", "\\u00e9", "\\ud83dx", "\\\\\\ud800", "\\u+041"]))],
  ["a control character", 1, (random, text) => splice(random, text, /"/g, random.of(["\u0000", "\u001f", "\n", "\t", "\u007f", "\u2028"]))],
  ["in an array", 1, (_, text) => `[${text}]`],
  ["no object", 1, (random) => random.of(["", " ", "null", "0", '"ping"', "[]", "true", "1e400", '"\\ud800"', "{}", "nul"])],
];

/** Puts `added` behind a place that fits, in the place of so many letters. */
function splice(random, text, places, added, removed = 0) {
  const found = [...text.matchAll(places)].map(({ index }) => index + 1);
  const at = found.length > 0 ? random.of(found) : text.length;
  return text.slice(0, at - removed) + added + text.slice(at);
}

/** @type {[string, number, (random: Random, bytes: Buffer) => Buffer][]} */
export const OF_BYTES = [
  ["another byte", 3, (random, bytes) => {
    const at = random.below(bytes.length);
    bytes[at] ^= 1 << random.below(8);
    return bytes;
  }],
  ["a byte more", 2, (random, bytes) => {
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), Buffer.of(random.of([0, 0x22, 0x2c, 0x5c, 0x7b, 0x7d, 0x7f, 0x80, 0xc3, 0xff, 0x30, 0x2d])), bytes.subarray(at)]);
  }],
  ["a byte less", 2, (random, bytes) => {
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
  }],
  ["no UTF-8", 1, (random, bytes) => {
    const at = random.below(bytes.length + 1);
    const wrong = random.of(["80", "c0af", "c3", "eda080", "edbfbf", "f4908080", "f8", "fffe", "e282", "f09f98"]);
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(wrong, "hex"), bytes.subarray(at)]);
  }],
];
