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
  const distances = known.map(([name]) => distance(text, name));
  const [nearest] = known[distances.indexOf(Math.min(...distances))];
  throw TypeError(`no event is called "${text.slice(0, 80)}": did you mean "${nearest}"?`);
}

/** How many letters differ (Levenshtein). @param {string} a @param {string} b */
function distance(a, b) {
  let row = [...b, ""].map((_, at) => at);
  for (let i = 1; i <= a.length && i < 100; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
