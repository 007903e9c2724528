import { load, types } from "../codec/known.js";

// Which events there are to listen for. A misspelt one would never be heard, and nobody would say so.

/**
 * Throws for a type that no event has: an old spelling, or a mistake.
 *
 * @param {any} type
 */
export function checkType(type) {
  load();
  const row = types.get(type);
  if (row && row.type === type) return;
  if (row) throw TypeError(`"${type}" is an old spelling: events arrive as "${row.type}"`);
  const text = String(type);
  /** How many pairs of letters of a name are in the text. @param {string} name */
  const likeness = (name) => [...name].filter((_, at) => text.includes(name.slice(at, at + 2))).length / name.length;
  const [nearest] = [...types.keys()].sort((one, other) => likeness(other) - likeness(one));
  throw TypeError(`no event is called "${text.slice(0, 80)}": did you mean "${/** @type {{ type: string }} */ (types.get(nearest)).type}"?`);
}
