import { rows } from "../codec/rows.js";

// Which events there are to listen for. A misspelt one would never be heard, and nobody would say so.

/**
 * Throws for a type that no event has: an old spelling, or a mistake.
 *
 * @param {unknown} type
 */
export function checkType(type) {
  const known = rows().events.map((row) => row.split(" ")[0].split("|"));
  if (known.some(([name]) => name === type)) return;
  const text = String(type);
  const [canonical] = known.find((names) => names.indexOf(text) > 0) || [];
  if (canonical) throw TypeError(`"${text}" is an old spelling: events arrive as "${canonical}"`);
  // The nearest shares the most pairs of letters.
  const likeness = known.map(([name]) => [...name].filter((_, at) => text.indexOf(name.slice(at, at + 2)) >= 0).length / name.length);
  const [nearest] = known[likeness.indexOf(Math.max(...likeness))];
  throw TypeError(`no event is called "${text.slice(0, 80)}": did you mean "${nearest}"?`);
}
