// Right frames by chance, in parts: the keys of the envelope and those of `data`, each with the JSON text
// of its value.
import { COMMANDS, ENVELOPE, EVENTS, GATEWAY, keys } from "./facts.mjs";
import { ANYTHING, right } from "./samples.mjs";

/**
 * @typedef {ReturnType<typeof keys>[number]} Field
 * @typedef {{ key: string, json: string, field?: Field, isRaw?: boolean }} Entry `isRaw` of a key that is
 *   JSON text already.
 * @typedef {{ root: Entry[], data?: Entry[], isDataFirst: boolean, fields: Field[], payload: Field[] }} Frame
 * @typedef {import("./random.mjs").Random} Random
 */

const quote = JSON.stringify;
const envelope = keys(ENVELOPE);
export const TYPES = Object.keys(EVENTS);
export const AREAS = ["billing", "a.b", "auth.error", "x", "😀", "connection ", "goal", ".", "__proto__", "error"];
export const NO_TYPES = ["goal.teleported", "x.y", "Goal.created", "goal.created ", "errors", ".error", "error.", "a.error", "__proto__", "constructor", "toString", "ping ", "auth", "goal_created", "é"];

/** @param {Random} random @param {Field[]} fields @returns {Entry[]} */
function entries(random, fields, isFull = false) {
  const present = fields.filter(({ mark }) => mark !== "?" || isFull || random.chance(0.5));
  return present.map((field) => ({ key: field.key, json: right(random, field), field }));
}

/** @param {Random} random @returns {Frame} */
export function event(random, type = random.of(TYPES), payload = keys(EVENTS[type])) {
  const isBare = payload.length === 0;
  const header = envelope.map((field) => (isBare ? { ...field, mark: "?" } : field));
  const data = entries(random, payload);
  const root = [{ key: "type", json: quote(type) }, ...entries(random, header)];
  const tenant = data.find(({ key }) => key === "tenantId");
  const named = root.find(({ key }) => key === "tenantId");
  if (tenant && named) named.json = tenant.json;
  const hasData = !isBare || random.chance(0.3);
  return { root, data: hasData ? data : undefined, isDataFirst: false, fields: header, payload };
}

/** Any JSON, without a repeat. @param {Random} random @returns {string} */
export function json(random, depth = 0) {
  if (depth > 4 || random.chance(0.5)) return random.of(ANYTHING);
  const inner = Array.from({ length: random.below(4) }, (_, at) => [quote(`${random.of(["k", "goal_id", "tenantId", "é"])}${at}`), json(random, depth + 1)]);
  return random.chance(0.5) ? `[${inner.map(([, it]) => it).join(",")}]` : `{${inner.map((it) => it.join(":")).join(",")}}`;
}

/** @param {Random} random @returns {Frame} */
function unknown(random) {
  const timestamp = entries(random, envelope.slice(0, 1));
  const rest = random.chance(0.5) ? [{ key: "eventId", json: json(random) }] : [];
  const type = random.of(NO_TYPES);
  const root = [{ key: "type", json: quote(type) }, ...timestamp, ...rest];
  // With a code it would be an event.
  if (random.chance(0.7)) root.push({ key: "data", json: type.endsWith(".error") ? random.of(["[]", "{}", '{"code":7}', "null"]) : json(random) });
  return { root, isDataFirst: false, fields: envelope.slice(0, 1), payload: [] };
}

/** @param {Random} random @returns {Frame} */
function command(random) {
  const [discriminator, name, words] = random.of(COMMANDS);
  const fields = keys(words);
  return { root: [{ key: discriminator, json: quote(name) }, ...entries(random, fields)], isDataFirst: false, fields, payload: [] };
}

const texts = GATEWAY.map((key) => ({ ...keys(`${key}:text`)[0], names: [key] }));

/** What a frame is made as, and how often. @type {[string, number, (random: Random) => Frame][]} */
const SHAPES = [
  ["event", 70, event],
  ["ping", 3, (random) => event(random, "ping")],
  ["area", 6, (random) => event(random, `${random.of(AREAS)}.error`, keys(EVENTS.error))],
  ["unknown", 9, unknown],
  ["command", 6, command],
  ["gateway", 3, (random) => ({ root: entries(random, texts), isDataFirst: false, fields: texts, payload: [] })],
  ["neighbour", 2, (random) => ({ root: [{ key: "eventType", json: json(random) }], isDataFirst: false, fields: [], payload: [] })],
];
const weights = SHAPES.map(([name, weight]) => /** @type {[string, number]} */ ([name, weight]));
export const SHAPE_NAMES = SHAPES.map(([name]) => name);

/** @param {Random} random @returns {{ shape: string, frame: Frame }} */
export function shaped(random) {
  const shape = random.weighted(weights);
  return { shape, frame: SHAPES.find(([name]) => name === shape)[2](random) };
}

/** @param {Entry[]} list */
const object = (list) => `{${list.map(({ key, json: value, isRaw }) => `${isRaw ? key : quote(key)}:${value}`).join(",")}}`;

/** @param {Frame} frame */
export function write({ root, data, isDataFirst }) {
  if (!data) return object(root);
  const whole = { key: "data", json: object(data) };
  return object(isDataFirst ? [whole, ...root] : [...root, whole]);
}
