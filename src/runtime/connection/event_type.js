import { load, types } from "../codec/known.js";

// Which events there are to listen for. A misspelt one would never be heard, and nobody would say so.

/**
 * Throws for a type that no event has: an old spelling, or a mistake.
 *
 * @param {any} type
 */
export function checkType(type) {
  load();
  const typeOf = (/** @type {string} */ name) => /** @type {{ type?: string }} */ (types.get(name) || {}).type;
  if (type && typeOf(type) === type) return;
  const text = String(type);
  /** How many pairs of letters of a name are in the text; all, if it is the name. @param {string} name */
  const likeness = (name) => [...name].filter((_, at) => text.includes(name.slice(at, at + 2))).length / (text.length + name.length);
  const [nearest] = [...types.keys()].sort((one, other) => likeness(other) - likeness(one));
  throw TypeError(`no event is called "${text.slice(0, 80)}": did you mean "${typeOf(nearest)}"?`);
}
