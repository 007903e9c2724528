// The checks that every peer makes, read from schema/meta.json: each event in the words of a
// validator. No key, kind or event stands here.
import { readFileSync } from "node:fs";

export const root = new URL("../../../", import.meta.url);
export const meta = JSON.parse(readFileSync(new URL("schema/meta.json", root), "utf8"));
const { devDependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
/** The version of a peer, which is pinned. */
export const version = (peer) => devDependencies[peer];

/** Whether a month has the day of a date or a date-time, for peers whose formats do not look. */
export const isDay = (text) => {
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  return day <= 28 || new Date(Date.UTC(Number(text.slice(0, 4)), month - 1, day)).getUTCMonth() === month - 1;
};

const enumerations = new Set(meta.enumerations.map(({ name }) => name));

/**
 * A map from each type to its schema, made with a validator's `words`: text, filled, dateTime, date,
 * boolean, number(min, max), list(of), literal(text), object(keys), optional(schema) and
 * nullable(schema). A list of open values is a list of filled texts.
 */
export function events(words) {
  function kind(name) {
    const [, of] = /^list of (.+)$/.exec(name) ?? [];
    if (of) return words.list(kind(of));
    const [, min, max] = /^number ([\d.]+?)\.\.([\d.]*)$/.exec(name) ?? [];
    if (min) return words.number(Number(min), max ? Number(max) : undefined);
    switch (name) {
      case "text":
        return words.text;
      case "date-time":
        return words.dateTime;
      case "date":
        return words.date;
      case "boolean":
        return words.boolean;
      case "number":
        return words.number();
      case "integer":
        return words.integer;
    }
    if (enumerations.has(name) || name.endsWith("Id")) return words.filled;
    throw new Error(`schema/meta.json has a kind that no peer knows: ${name}`);
  }
  const entry = ({ key, kind: name, optional, nullable }) => {
    const schema = nullable ? words.nullable(kind(name)) : kind(name);
    return [key, optional ? words.optional(schema) : schema];
  };
  const object = (keys) => words.object(Object.fromEntries(keys.map(entry)));
  return new Map(
    meta.events.map(({ type, keys }) => {
      // An event without keys has no data, and may lack its timestamp.
      const isBare = keys.length === 0;
      const header = meta.envelope.map((key) => entry(isBare ? { ...key, optional: true } : key));
      const data = isBare ? {} : { data: object(keys) };
      return [type, words.object({ type: words.literal(type), ...Object.fromEntries(header), ...data })];
    }),
  );
}
